/* Kinds of scales: one row for each. The check of documents and its hints, the JSON Schema, the
 * making of classes and the legend read the rows.
 *
 * A kind belongs to one form. Categories need nothing from here. Scales in classes give upper bounds
 * (see breaks.h), growing ones say along what a look grows and which values a legend shows. */
#ifndef LODE_SCALE_KINDS_H
#define LODE_SCALE_KINDS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum scale_form {
    SCALE_CATEGORIES, /* a look for each distinct value, of any type */
    SCALE_IN_CLASSES, /* of numbers */
    SCALE_GROWING,    /* of numbers, without classes */
    SCALE_AS_IT_IS,   /* the value is the look: degrees of a rotation */
    SCALE_OF_TWO,     /* two scales in classes, a colour for each pair */
};

/* When a kind is taken though the document names no scale. One kind for each use but the first. */
enum scale_use {
    USE_WHEN_NAMED,
    USE_FOR_CATEGORIES,
    USE_FOR_BREAKS, /* `breaks` are given */
    USE_FOR_COLORS, /* of numbers, as the next two */
    USE_FOR_SIZES,
    USE_FOR_NUMBERS,
};

/* Which numbers have a look. With SHOWS_FROM_0 the domain of sizes that begin at 0 begins at 0 too,
 * so that sizes are in true proportion to their values. */
enum scale_domain { SHOWS_ALL, SHOWS_FROM_0, SHOWS_ABOVE_0 };

/* Numbers to be cut into classes. */
struct scale_values {
    struct arena *arena; /* scratch only */
    const double *v;     /* in any order; NaN: no value */
    size_t n;
    size_t classes;       /* asked for */
    size_t most;          /* how many bounds there is room for */
    const double *breaks; /* as written in the document */
    size_t n_breaks;
    bool one_each; /* a class for each number, when there are no more numbers than classes */
    double least, greatest; /* of `v`: filled in by scale_bounds */
};

struct scale_kind {
    const char *name;
    enum scale_form form;
    enum scale_use use;
    const char *const *keys; /* NULL-terminated: those of its keys that some kinds do not have */

    /* In classes: writes upper bounds, rising, and gives their number. `ret_least` is where the
     * first class begins: the least value unless it is set, -inf when it has no end. */
    size_t (*bounds)(const struct scale_values *values, double *ret, double *ret_least);
    bool keeps_start; /* the first class begins at a round number, whatever its least value */

    /* Growing: looks grow evenly with this; NULL: with the value itself. */
    double (*grows_with)(double v);
    enum scale_domain domain; /* other values have no look */
    /* The values that a legend shows of a domain, at most SCALE_SAMPLES, rising; `whole`: the
     * values are whole numbers. */
    size_t (*samples)(const double domain[2], bool whole, double *ret);
};

enum { SCALE_SAMPLES = 8 };

/* The rows, in the order of the docs. The last one has no name. */
extern const struct scale_kind scale_kinds[];

/* Kinds that documents do not name: a value that is the look itself, and two scales together. */
extern const struct scale_kind scale_as_it_is, scale_of_two;

/* The name of row `i`; NULL past the last. */
const char *scale_kind_name(size_t i);

/* The kind that is taken for this use when the document names none. */
const struct scale_kind *scale_kind_for(enum scale_use use);

/* Whether this kind has `key`; scale_any_takes: whether some kind has it. */
bool scale_takes(const struct scale_kind *kind, const char *key);
bool scale_any_takes(const char *key);

/* Whether the document writes the bounds itself, in `breaks`. */
bool scale_is_written(const struct scale_kind *kind);

/* "linear, sqrt or log": the kinds that have this key (NULL: those in classes); `last` is what
 * stands before the last one. */
void scale_list_kinds(const char *key, const char *last, char *buf, size_t size);

/* Upper bounds of the classes of a kind in classes, into `ret`, and their number;
 * 0 when there is no value. `ret_least` as in `bounds` above. */
size_t scale_bounds(const struct scale_kind *kind, struct scale_values *values, double *ret,
                    double *ret_least);

/* Whether the number has a look in this kind's domain. */
bool scale_can_show(const struct scale_kind *kind, double v);

#endif
