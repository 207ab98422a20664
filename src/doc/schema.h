/* The language of map documents as tables: which keys may stand where, and what their values are.
 *
 * One set of tables serves the reading of documents (schema_check), the suggestions in its
 * messages, and the JSON Schema that can be printed from them. A key that no row names is
 * refused. */
#ifndef LODE_DOC_SCHEMA_H
#define LODE_DOC_SCHEMA_H

#include "doc/node.h"

enum value_kind {
    VALUE_TEXT,       /* any scalar */
    VALUE_EXPRESSION, /* CQL2 Text; its inside is for expr/, when the columns are known */
    VALUE_TEMPLATE,   /* text with {CQL2 Text} in it */
    VALUE_FILE,       /* a path, seen from the file it stands in */
    VALUE_LAYER,      /* the name of a source or a step; looked up by map_doc.c */
    VALUE_NUMBER,
    VALUE_WHOLE,
    VALUE_BOOL,
    VALUE_SHARE, /* 0.5 or 50% */
    VALUE_COLOR,
    VALUE_LENGTH, /* `lengths` says which units */
    VALUE_WORD,   /* one of `words`, or of the names of a table's rows */
    VALUE_LIST,   /* of `of`, at_least .. at_most items */
    VALUE_DICT,   /* free names -> `of`; at most `at_most` of them */
    VALUE_MAP,    /* the keys of `section` */
    VALUE_ONE_OF, /* `any`; of several maps the one whose first key is there */
};

/* Files in formats of output. doc/ does not know the formats: json_schema_text is given them, and the
 * endings in a document are checked by run/. */
enum value_files { FILES_ANY, FILES_OUTPUT, FILES_BOOK };

enum value_bound { BOUND_NONE, BOUND_NOT_NEGATIVE, BOUND_POSITIVE };

struct value {
    enum value_kind kind;
    const char *what; /* for messages, "a page size"; NULL: by the kind */
    enum value_bound bound;
    double most;      /* 0: no bound */
    unsigned lengths; /* enum length_kind */
    enum value_files files;
    const char *const *words;         /* NULL-terminated */
    const char *(*word_at)(size_t i); /* of rows; NULL past the last. In place of `words` */
    size_t at_least, at_most;         /* 0: any number */
    const struct value *of;
    const struct section *section;
    const struct value *const *any; /* NULL-terminated */
};

enum key_flags { KEY_REQUIRED = 1 };

struct key {
    const char *name;
    const struct value *value;
    unsigned flags;
    const char *help;
};

struct section {
    const char *what; /* "a data source": for messages */
    const struct key *keys;
    size_t n_keys;
    const struct value *rest; /* what may stand under any other name; NULL: there is none */
    /* Checks what rows cannot say; may be NULL. */
    void (*also)(const struct node *map, struct diags *diags);
};

/* What the language has from other stages. doc/ knows no kind of step and no item of the page: their
 * rows stand where they are made (overlay/overlay.h: step_kinds, page/page.h: page_item_keys), and who
 * reads a document hands them in (run/run.h: run_schema_rows). */
struct schema_rows {
    /* The keys of each kind of step, up to a NULL. The first key is the step's word, and names the
     * layer it works on; a key more for a layer is the other one. */
    const struct section *const *steps;
    /* The key of each item under `page:`, up to a NULL. */
    const struct key *const *page_items;
};

/* The language with these rows. */
struct schema {
    struct schema_rows rows;
    const struct value *document, *page; /* a map document, and its section `page` */
};
const struct schema *schema_make(struct arena *a, const struct schema_rows *rows);

/* Every fault of `n` as a value of the kind `v` goes to `diags`. */
void schema_check(const struct schema *schema, const struct value *v, const struct node *n,
                  struct diags *diags);

/* The faults of `map`'s own keys only: those that `s` does not have. For a look, whose values were
 * checked where it stands. */
void schema_check_names(const struct schema *schema, const struct section *s,
                        const struct node *map, struct diags *diags);

/* Whether a key of `map` is a misspelt `name`: it is reported as that, not as missing too. */
bool schema_is_misspelt(const struct section *s, const struct node *map, const char *name);

const struct key *section_key(const struct section *s, struct str name);

/* What stands anywhere under `n`, a value of the kind `v`, as a value of the kind `wanted` (the very
 * object). */
size_t schema_values_of(struct arena *a, const struct value *v, const struct node *n,
                        const struct value *wanted, const struct node *const **ret);

/* A file of looks, palettes and theme. */
extern const struct value schema_style_file;

/* Parts that map_doc.c asks for by itself. */
extern const struct section schema_fill, schema_line, schema_marker, schema_label,
    schema_label_part;
extern const struct value schema_layer, schema_look, schema_looks, schema_palettes,
    schema_palette_use, schema_theme;
extern const struct value schema_extent;

#endif
