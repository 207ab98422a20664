/* The value of an array for one row: elements without an order, as A_CONTAINS and its kin see them.
 * Only used inside expr/. */
#ifndef LODE_EXPR_SET_H
#define LODE_EXPR_SET_H

#include "expr/plan.h"

struct arena;

enum {
    /* Elements of an array in the data; comparing takes the product of two lengths. */
    SET_ELEMENTS_MAX = 10000,
    SET_DEPTH_MAX = 32, /* arrays inside arrays in the data */
};

struct set {
    struct element *v;
    size_t n;
    bool missing; /* the array or one of its elements is NULL: nothing is known about it */
};

struct element {
    enum value_type type; /* V_NULL: an open end of an interval */
    union {
        int64_t i; /* V_INT, V_BOOL, V_DATE, V_TIMESTAMP */
        double d;
        struct str s; /* in composed form */
        struct expr_shape shape;
        struct set set; /* V_ARRAY, and both ends of a V_INTERVAL */
    } as;
};

/* Reads an array from a text: JSON's `["a", 1, [true]]`, or the `(2:a,b)` which GDAL writes
 * into formats without lists; there, what reads as a number is one. Objects count as missing. False
 * when it is neither, or has too many elements. */
bool set_read(struct arena *a, struct str text, struct set *ret);

#endif
