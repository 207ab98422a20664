/* What every step has at hand. Each kind of step is a row, `struct step_kind`, in a file of its own
 * (or with the one whose code it shares); step.c lists them. */
#ifndef LODE_OVERLAY_STEP_H
#define LODE_OVERLAY_STEP_H

#include "doc/schema.h"
#include "overlay/geos_bridge.h"
#include "overlay/overlay.h"

struct step {
    struct arena *arena;
    const struct doc_step *doc;
    const struct features *in, *with;    /* WGS 84 lon/lat, valid; `with` NULL when there is none.
                                            While checking: schemas */
    const struct features *as_read;      /* `in` in its own system, row by row the same: what
                                            expressions look at */
    const struct features *with_as_read; /* `with` likewise */
    const struct expr_env *env;
    struct geos *geos;
    uint8_t *kept; /* of the rows of `in`, those in the result; NULL: nobody asks. step_result marks
                      them, others have to be marked */
};

struct step_kind {
    /* Its word and its keys, for reading, checking and `lode schema`; first, since step_kinds points
     * to it. The keys say how many layers it takes. */
    struct section section;
    /* The result's columns and kind, in *ret (which starts as a copy of the input's schema); faults
     * that the schemas show go to `diags`. May be NULL: nothing changes and nothing can be wrong.
     */
    void (*check)(struct step *s, struct features *ret, struct diags *diags);
    bool (*run)(struct step *s, struct features *ret, struct lode_err *err);
    void (*names)(struct arena *a, const struct doc_step *s, struct expr_name **ret, size_t *ret_n);
    double edge_tol_m; /* edges that bend on the way to WGS 84 stay within this; 0: 0.25 m */
    bool as_it_is;     /* when there is no other layer, shapes are not repaired before */
    /* What `rejects` says of a feature that is not in the result: "lies outside '%'", where '%' is
     * the other layer. NULL: all are in it, or it is made of many. */
    const char *left_out;
    /* Whether this step makes one feature of several, so that none is left out; NULL: never. */
    bool (*merges)(const struct doc_step *s);
    const char *method; /* how it is computed, for `lode explain`; may be NULL */
};

#define CUT_BY_GEOS "cut by GEOS in longitude and latitude, in full precision"

/* The row of its kind. */
const struct step_kind *step_kind_of(const struct doc_step *s);

/* `f` as the step `s` takes it: in WGS 84 lon/lat and, with `repair`, with valid areas. */
bool step_prepare(struct step *s, const struct features *f, bool repair, struct lode_span at,
                  const struct features **ret, struct lode_err *err);

/* In lists of rows: none. Its values are NULL. */
#define NO_ROW UINT32_MAX

/* Rows `rows` of the columns of `t`, in that order. */
struct column *columns_take(struct arena *a, const struct table *t, const uint32_t *rows, size_t n);

/* `n` columns and one more; the new one is zeroed. */
struct column *columns_with(struct arena *a, const struct column *columns, size_t n,
                            struct column **ret_new);

/* `name`, or when `t` has such a column the first of name_2, name_3 ... that it does not have. */
struct str columns_free_name(struct arena *a, const struct table *t, struct str name);

/* `left` and then `right`, one for each column of `l` and `r`, whose names they have; a name that
 * is taken gets '_2'. */
struct column *columns_both(struct arena *a, const struct table *l, const struct column *left,
                            const struct table *r, const struct column *right, size_t *ret_n);

/* The order of two values: missing ones last, a NaN before them and equal to any other. */
int column_compare(const struct column *c, size_t i, size_t k);

/* ---- words of a step that name columns */

/* A list of words, or one: how many. `one` is room for the latter. NULL for `n`: none. */
size_t step_words(const struct node *n, const struct node *const **ret, const struct node **one);

/* The column that `word` names; fails when there is none, or no `number`. */
bool step_column(struct step *s, const struct table *t, const struct node *word, bool number,
                 const struct column **ret, struct lode_err *err);

struct name_list {
    struct expr_name *v;
    size_t n, cap;
};
void step_word_names(struct arena *a, const struct node *n, struct name_list *ret);

/* `key: true`, or the name of a new column: its name; empty when it is not asked for. */
struct str step_named_column(const struct doc_step *s, const char *key, struct str usual,
                             struct lode_span *ret_at);

/* ---- results */

/* A result in WGS 84 lon/lat: columns of the input's rows `rows` (NULL: none kept), geometry from
 * `b`. */
void step_result(struct step *s, const uint32_t *rows, size_t n, struct geom_builder *b,
                 struct features *ret);

/* The same for one geometry for each row of the input, less those that are nothing now. Returns how
 * many these were. */
size_t step_result_nonempty(struct step *s, struct geom_builder *b, struct features *ret);

/* Tell that `n` features of the input (none: nothing is told) "lie outside" the other layer. */
void step_note_left_out(struct step *s, const char *rule, size_t n, const char *why);

/* A check: the other layer has areas. */
void check_areas_to_cut_with(struct step *s, struct features *ret, struct diags *diags);

/* On the ellipsoid, edges straight in lon/lat: the square metres of the areas of `one`, and the
 * metres of its lines. */
double area_m2(struct step *s, const GEOSGeometry *one);
double length_m(struct step *s, const GEOSGeometry *one);

/* A check: the input has areas, or nobody knows. `what` is done with them: "to lay over". */
bool check_areas(const struct features *f, const struct doc_text *name, const char *what,
                 const char *hint, struct diags *diags);

/* The union of the areas of a layer, as one geometry; other kinds are left out. NULL when it fails.
 */
GEOSGeometry *union_of(struct step *s, const struct features *f);

#endif
