/* The functions by subject; `functions.c` has the table. Only used inside expr/. */
#ifndef LODE_EXPR_FUNCTIONS_H
#define LODE_EXPR_FUNCTIONS_H

#include "expr/plan.h"

/* functions_text.c; `which` of fn_text_map and of fn_part */
enum { MAP_UPPER, MAP_LOWER, MAP_TITLE, MAP_TRIM, MAP_CASEI, MAP_ACCENTI };
enum { PART_LEFT, PART_RIGHT };
eval_fn fn_text_map, fn_part, fn_replace, fn_concat, fn_text, fn_number, fn_format;

/* functions_number.c; `which` of fn_real */
enum { REAL_SQRT, REAL_LOG10 };
enum { WHOLE_FLOOR, WHOLE_CEIL };
eval_fn fn_real, fn_whole, fn_round, fn_abs;

/* functions_choice.c; `which` of fn_extreme: 1 max, -1 min */
eval_fn fn_case, fn_coalesce, fn_extreme;

/* functions_time.c */
enum {
    T_AFTER,
    T_BEFORE,
    T_CONTAINS,
    T_DISJOINT,
    T_DURING,
    T_EQUALS,
    T_FINISHEDBY,
    T_FINISHES,
    T_INTERSECTS,
    T_MEETS,
    T_METBY,
    T_OVERLAPPEDBY,
    T_OVERLAPS,
    T_STARTEDBY,
    T_STARTS,
};
eval_fn fn_temporal, fn_date, fn_timestamp;

/* functions_array.c */
enum { A_CONTAINEDBY, A_CONTAINS, A_EQUALS, A_OVERLAPS };
eval_fn fn_array;

/* functions_shape.c; `which` of fn_measure: 'l', 'a', 'p'; of fn_lonlat: 0 lon, 1 lat; of
 * fn_relate: enum expr_relation */
eval_fn fn_measure, fn_lonlat, fn_relate;

/* The shape of row k of a block, as features of a column; `n` is 0 where there is none. */
struct expr_shape shape_at(const struct eval *e, const struct plan *p, size_t k);
struct box shape_box(struct expr_shape s);

/* 1 true, 0 false, -1 not known: one of them is empty, or the relation cannot be computed. */
int shape_relate(const struct eval *e, enum expr_relation what, struct expr_shape a,
                 struct expr_shape b);

/* area() and its kin: without an argument they are about the feature's own shape. */
bool function_implies_geometry(const struct ast *call);

/* The value of row k as it is written in a text. Not for NULL. */
struct str value_text(struct arena *a, const struct vec *v, size_t k);

#endif
