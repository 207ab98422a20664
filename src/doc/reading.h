/* Inside of `doc/`: the parts of reading a map document. Each puts its faults into r->diags and
 * leaves out what it could not read; none relies on the schema having passed. */
#ifndef LODE_DOC_READING_H
#define LODE_DOC_READING_H

#include "doc/map_doc.h"
#include "doc/schema.h"

struct reading {
    struct arena *a;
    struct map_doc *doc;
    struct diags *diags;
    struct reading_look {
        const struct node *resolved; /* NULL: not yet */
        bool open;                   /* being resolved: a look that uses it now uses itself */
    } * looks;                       /* as many as doc->styles.looks has */
};

/* schema_check; false when it found more of something than later steps should have to deal with. */
bool reading_check(struct reading *r, const struct value *v, const struct node *n);

/* `root` with each `sets[i].value` put where its dotted key says. */
const struct node *overrides_apply(struct reading *r, const struct node *root,
                                   const struct doc_set *sets, size_t n_sets);

/* r->doc->styles from the files under `styles:` and the document's own sections; later wins. */
void styles_read(struct reading *r);
/* The properties of a layer with its `use:` resolved. */
const struct node *styles_resolve(struct reading *r, const struct node *layer,
                                  const struct section *kind);

void sources_read(struct reading *r);
void steps_read(struct reading *r);
void layers_read(struct reading *r);
void extent_read(struct reading *r);
void page_read(struct reading *r);
/* r->doc->page from another node than the document's. */
void page_read_node(struct reading *r, const struct node *n);
void page_tables_read(struct reading *r, const struct node *n);
void tables_read(struct reading *r);
void atlas_read(struct reading *r);
void outputs_read(struct reading *r);

/* The text of a scalar with its place; nothing for other nodes. */
struct doc_text reading_text(const struct node *n);
/* The same as a path: seen from the file it stands in, or from here when it came with --set. */
struct doc_text reading_path(struct reading *r, const struct node *n);
/* A text or a list of texts as a list of nodes. */
size_t reading_list(const struct node *n, const struct node *const **ret, const struct node **one);
/* The same as texts, each with its place. */
const struct doc_text *reading_texts(struct reading *r, const struct node *n, size_t *ret_n);

/* "1:2000000", "1:2 000 000" or the bare denominator. */
bool reading_scale(struct reading *r, const struct node *n, double *ret);
/* [west, south, east, north] with all that can be wrong with it. */
bool reading_box(struct reading *r, const struct node *list, struct doc_extent *ret);
/* Room round an extent. The schema has reported what is wrong with it, except that it is too much. */
void reading_pad(struct reading *r, const struct node *pad, struct length *ret);
/* `under` with the keys of `over` in place of its own, maps in maps too. */
const struct node *reading_merge(struct arena *a, const struct node *under,
                                 const struct node *over);
/* `true` as an empty map, `false` and nothing as NULL. */
const struct node *reading_switch(const struct node *n);

/* Complain when `name` is neither a source nor one of the first `n_steps` steps. */
bool reading_check_layer(struct reading *r, struct doc_text name, size_t n_steps);

void reading_fail(struct reading *r, struct lode_span at, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
