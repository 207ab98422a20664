/* What all steps work with. Each kind of step is a row, `struct step_kind`, in a file of its own or
 * in that of the step whose code it shares; step.c lists the rows. */
#ifndef LODE_OVERLAY_STEP_H
#define LODE_OVERLAY_STEP_H

#include "doc/schema.h"
#include "overlay/geos_bridge.h"
#include "overlay/overlay.h"

struct step {
    struct arena *arena;
    const struct doc_step *doc;
    /* The layers, WGS 84 lon/lat and valid; `with` is NULL when the step takes one layer only.
     * While checking they are schemas, without features. */
    const struct features *in, *with;
    /* The same layers in their own systems, row by row the same: what expressions look at. */
    const struct features *as_read, *with_as_read;
    const struct expr_env *env;
    struct geos *geos;
    /* The rows of `in` that are in the result; NULL when no `rejects` asks. step_result marks the
     * rows that it is given; a step that gives it none marks its rows itself. */
    uint8_t *kept;
};

struct step_kind {
    /* The step's word and keys, for reading, checking and `lode schema`. It is the first member,
     * since step_kinds points to it. Its keys of layers say how many the step takes. */
    struct section section;
    /* Put the result's columns and kind into *ret, which starts as a copy of the input's schema;
     * faults that the schemas show go to `diags`. May be NULL: nothing changes and nothing can be
     * wrong. */
    void (*check)(struct step *s, struct features *ret, struct diags *diags);
    bool (*run)(struct step *s, struct features *ret, struct lode_err *err);
    /* List the columns of its inputs that the step reads itself. May be NULL: none. */
    void (*names)(struct arena *a, const struct doc_step *s, struct expr_name **ret, size_t *ret_n);
    double edge_tol_m; /* edges that bend on the way to WGS 84 stay within this; 0: EDGE_TOL_M */
    bool as_it_is;     /* without another layer, shapes are not repaired before */
    /* Why a feature is not in the result, for the column `reason` of `rejects`: "lies outside '%'",
     * where '%' stands for the other layer's name. NULL: none is left out. */
    const char *left_out;
    /* Whether this step makes one feature of several, so that none is left out. NULL: never. */
    bool (*merges)(const struct doc_step *s);
    const char *method; /* how it is computed, for `lode explain`; may be NULL */
};

#define CUT_BY_GEOS "cut by GEOS in longitude and latitude, in full precision"

/* The row of the step's kind. */
const struct step_kind *step_kind_of(const struct doc_step *s);

/* `f` as the step `s` takes it: in WGS 84 lon/lat and, with `repair`, with valid areas. */
bool step_prepare(struct step *s, const struct features *f, bool repair, struct lode_span at,
                  const struct features **ret, struct lode_err *err);

/* No row, in lists of rows: its values are NULL. */
#define NO_ROW UINT32_MAX

/* The columns of `t` with the values of `rows`, in that order. */
struct column *columns_take(struct arena *a, const struct table *t, const uint32_t *rows, size_t n);

/* A copy of `n` columns, and one more after them, which is zeroed. */
struct column *columns_with(struct arena *a, const struct column *columns, size_t n,
                            struct column **ret_new);

/* `name`, or when `t` has such a column the first of name_2, name_3 ... that it does not have. */
struct str columns_free_name(struct arena *a, const struct table *t, struct str name);

/* The columns `left` of a table `l`, and after them `right` of a table `r`, where a name that is
 * taken gets '_2'. Each list has as many columns as its table. */
struct column *columns_both(struct arena *a, const struct table *l, const struct column *left,
                            const struct table *r, const struct column *right, size_t *ret_n);

/* The order of two values: missing ones last, NaNs (equal to each other) before these. */
int column_compare(const struct column *c, size_t i, size_t k);

/* ---- words of a step that name columns */

/* The words of `n`, which is a list or one word: returns how many there are. `n` may be NULL: none.
 * `one` is room for a single word. */
size_t step_words(const struct node *n, const struct node *const **ret, const struct node **one);

/* The column of `t` that `word` names. Fails: LODE_SCHEMA when there is none, or when a `number` is
 * asked for and the column holds something else. */
bool step_column(struct step *s, const struct table *t, const struct node *word, bool number,
                 const struct column **ret, struct lode_err *err);

struct name_list {
    struct expr_name *v;
    size_t n, cap;
};

/* Add the words of `n` to a list of columns. */
void step_word_names(struct arena *a, const struct node *n, struct name_list *ret);

/* The name of a new column, from `key: true` (the `usual` one) or from `key: name`; empty when the
 * step does not ask for it. */
struct str step_named_column(const struct doc_step *s, const char *key, struct str usual,
                             struct lode_span *ret_at);

/* ---- results */

/* A result of `n` features in WGS 84 lon/lat: columns from the input's rows `rows` (NULL: the
 * caller sets the columns), geometry from `b`. */
void step_result(struct step *s, const uint32_t *rows, size_t n, struct geom_builder *b,
                 struct features *ret);

/* A result of the rows of the input that have a geometry in `b`, which holds one feature for each
 * row. Returns how many rows have none and are left out. */
size_t step_result_nonempty(struct step *s, struct geom_builder *b, struct features *ret);

/* Note that `n` features of the input "lie outside" (`why`) the other layer; nothing for n = 0. */
void step_note_left_out(struct step *s, const char *rule, size_t n, const char *why);

/* A check of a step: the other layer has areas. */
void check_areas_to_cut_with(struct step *s, struct features *ret, struct diags *diags);

/* The square metres of the areas of `one`, and the metres of its lines: on the ellipsoid, with
 * edges straight in lon/lat. */
double area_m2(struct step *s, const GEOSGeometry *one);
double length_m(struct step *s, const GEOSGeometry *one);

/* Whether layer `f` has areas, as far as its schema says. Otherwise a fault goes to `diags`:
 * "'roads' has no areas to cut with", where `what` is "to cut with". */
bool check_areas(const struct features *f, const struct doc_text *name, const char *what,
                 const char *hint, struct diags *diags);

/* The areas of a layer as one geometry, without its points and lines. NULL when GEOS fails. */
GEOSGeometry *union_of(struct step *s, const struct features *f);

#endif
