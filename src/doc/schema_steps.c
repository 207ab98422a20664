/* The schema of `steps`: [name: {op: input, ...}]. */
#include "doc/schema_kinds.h"

static const struct value ground = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_GROUND, .bound = BOUND_POSITIVE};
static const struct value ground_either_way = {.kind = VALUE_LENGTH, .lengths = LENGTH_GROUND};
static const struct value grounds = {
    .kind = VALUE_LIST, .of = &ground, .at_least = 1, .at_most = 100};
static const struct value neighbours = {.kind = VALUE_WHOLE, .bound = BOUND_POSITIVE, .most = 1000};
static const struct value count_word = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_bool, &kind_text)};

static const struct value ends = {.kind = VALUE_WORD, .words = WORDS("round", "flat")};
static const struct value side = {.kind = VALUE_WORD, .words = WORDS("left", "right")};

static const struct key select_keys[] = {
    {"select", &kind_layer, KEY_REQUIRED, "the layer to choose from"},
    {"filter", &kind_expression, 0, "which features stay"},
    {"intersects", &kind_layer, 0, "another layer that they must meet"},
    {"within", &kind_layer, 0, "another layer that they must lie in"},
    {"touches", &kind_layer, 0, "another layer that they must touch"},
};
static const struct key buffer_keys[] = {
    {"buffer", &kind_layer, KEY_REQUIRED, "the layer round which areas are made"},
    {"by", &ground_either_way, KEY_REQUIRED, "the distance, '10 km'; '-1 km' shrinks areas"},
    {"dissolve", &kind_bool, 0, "true: one area round all of them, without columns"},
    {"ends", &ends, 0, "where lines end: 'round', or 'flat'"},
    {"side", &side, 0, "of lines, in the order of their vertices: 'left' or 'right' only"},
};
static const struct key rings_keys[] = {
    {"rings", &kind_layer, KEY_REQUIRED, "the layer round which bands are made"},
    {"by", &grounds, KEY_REQUIRED, "the distances, '[10 km, 25 km]'"},
    {"ends", &ends, 0, "where lines end: 'round', or 'flat'"},
    {"side", &side, 0, "of lines, in the order of their vertices: 'left' or 'right' only"},
};
static const struct key clip_keys[] = {
    {"clip", &kind_layer, KEY_REQUIRED, "the layer that is cut"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas outside which it is cut away"},
};
static const struct key erase_keys[] = {
    {"erase", &kind_layer, KEY_REQUIRED, "the layer that is cut"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas inside which it is cut away"},
};
static const struct key intersect_keys[] = {
    {"intersect", &kind_layer, KEY_REQUIRED, "the layer that is cut"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas it is cut into, whose columns come along"},
};
static const struct key dissolve_keys[] = {
    {"dissolve", &kind_layer, KEY_REQUIRED, "the layer whose features are merged"},
    {"by", &kind_text_or_texts, 0, "the columns whose equal values are merged"},
    {"sum", &kind_text_or_texts, 0, "columns to add up"},
    {"mean", &kind_text_or_texts, 0, "columns to average"},
    {"min", &kind_text_or_texts, 0, "columns whose least value is kept"},
    {"max", &kind_text_or_texts, 0, "columns whose greatest value is kept"},
    {"first", &kind_text_or_texts, 0, "columns whose first value is kept"},
    {"count", &count_word, 0, "true, or the name of a column for the number merged"},
};
static const struct key union_keys[] = {
    {"union", &kind_layer, KEY_REQUIRED, "the layer of areas that is overlaid"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas that are laid over it"},
};
static const struct key symdiff_keys[] = {
    {"symdiff", &kind_layer, KEY_REQUIRED, "the layer of areas that is overlaid"},
    {"with", &kind_layer, KEY_REQUIRED, "the areas that are laid over it"},
};
static const struct value keep_word = {.kind = VALUE_WORD,
                                       .words = WORDS("largest", "first", "all")};
static const struct key join_keys[] = {
    {"join", &kind_layer, KEY_REQUIRED, "the layer whose features get more columns"},
    {"with", &kind_layer, KEY_REQUIRED, "the layer whose columns they get"},
    {"keep", &keep_word, 0, "which match: the largest overlap, the first, or all of them"},
    {"columns", &kind_text_or_texts, 0, "which columns they get; without it all"},
};
static const struct key simplify_keys[] = {
    {"simplify", &kind_layer, KEY_REQUIRED, "the layer of lines or areas"},
    {"tolerance", &ground, KEY_REQUIRED, "how far a line may move, '500 m'"},
};
static const struct key centroid_keys[] = {
    {"centroid", &kind_layer, KEY_REQUIRED, "the layer whose centres of mass are taken"},
};
static const struct key inside_point_keys[] = {
    {"inside-point", &kind_layer, KEY_REQUIRED, "the layer in whose features a point is put"},
};
static const struct key hull_keys[] = {
    {"hull", &kind_layer, KEY_REQUIRED, "the layer round which hulls are drawn"},
    {"by", &kind_text_or_texts, 0, "columns: one hull round all features with equal values"},
    {"dissolve", &kind_bool, 0, "true: one hull round all of them, without columns"},
    {"ratio", &kind_share, 0, "1: convex; less: as much more concave, down to 0"},
};
static const struct key lines_keys[] = {
    {"lines", &kind_layer, KEY_REQUIRED, "the layer whose boundaries are taken"},
    {"once", &kind_bool, 0, "true: a border that two areas share once, with the columns of both"},
};
static const struct key rejects_keys[] = {
    {"rejects", &kind_layer, KEY_REQUIRED, "the step whose left-out features are listed"},
};
static const struct key columns_keys[] = {
    {"columns", &kind_layer, KEY_REQUIRED,
     "the layer that gets more columns; all other keys are "
     "names of columns with their expressions"},
};
static const struct key count_keys[] = {
    {"count", &kind_layer, KEY_REQUIRED, "the layer whose features are counted"},
    {"in", &kind_layer, KEY_REQUIRED, "the areas in which they are counted"},
    {"sum", &kind_text_or_texts, 0, "columns to add up in each area"},
    {"mean", &kind_text_or_texts, 0, "columns to average"},
    {"min", &kind_text_or_texts, 0, "columns whose least value is told"},
    {"max", &kind_text_or_texts, 0, "columns whose greatest value is told"},
    {"first", &kind_text_or_texts, 0, "columns whose first value is told"},
    {"divide", &kind_bool, 0, "true: a value is divided among the areas that its feature lies in"},
    {"length", &count_word, 0, "true, or the name of a column for the metres of line in each area"},
    {"area", &count_word, 0, "true, or the name of a column for the square metres in each area"},
    {"share", &count_word, 0, "true, or the name of a column for the part of the whole layer"},
    {"cover", &count_word, 0, "true, or the name of a column for the part of the area covered"},
};
static const struct key near_keys[] = {
    {"near", &kind_layer, KEY_REQUIRED, "the layer whose features look for their nearest"},
    {"to", &kind_layer, KEY_REQUIRED, "the layer in which they look"},
    {"within", &ground, 0, "the distance up to which features are kept, '50 km'"},
    {"beyond", &ground, 0, "keeps features that have nothing up to this distance"},
    {"k", &neighbours, 0, "how many neighbours, with a row for each"},
    {"tolerance", &ground, 0, "how near to a limit a distance is borderline"},
    {"id", &kind_text, 0, "the column of 'to' that becomes near_id"},
    {"name", &kind_text, 0, "the column of 'to' that becomes near_name"},
};
#define STEP(id, name)                                                                             \
    static const struct section id##_section = SECTION("a step '" name "'", id##_keys);            \
    static const struct value id##_step = A_MAP(id##_section)
STEP(select, "select");
STEP(buffer, "buffer");
STEP(rings, "rings");
STEP(clip, "clip");
STEP(erase, "erase");
STEP(intersect, "intersect");
STEP(union, "union");
STEP(symdiff, "symdiff");
STEP(dissolve, "dissolve");
STEP(near, "near");
STEP(join, "join");
STEP(simplify, "simplify");
STEP(centroid, "centroid");
STEP(inside_point, "inside-point");
STEP(hull, "hull");
STEP(lines, "lines");
STEP(rejects, "rejects");
STEP(count, "count");
static const struct section columns_section = {.what = "a step 'columns'",
                                               .keys = columns_keys,
                                               .n_keys = N_OF(columns_keys),
                                               .rest = &kind_expression};
static const struct value columns_step = A_MAP(columns_section);

/* What is a property in one step and a step by itself (dissolve, columns, count) stands after it.
 */
static const struct value step = {
    .kind = VALUE_ONE_OF,
    .what = "a step",
    .any = ONE_OF(&select_step, &buffer_step, &rings_step, &clip_step, &erase_step, &intersect_step,
                  &union_step, &symdiff_step, &hull_step, &dissolve_step, &near_step, &join_step,
                  &simplify_step, &centroid_step, &inside_point_step, &lines_step, &rejects_step,
                  &columns_step, &count_step)};
static const struct value named_step = {
    .kind = VALUE_DICT, .what = "a step", .of = &step, .at_least = 1, .at_most = 1};
const struct value schema_steps = {.kind = VALUE_LIST, .of = &named_step, .at_most = 2000};
