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
static const struct key count_keys[] = {
    {"count", &kind_layer, KEY_REQUIRED, "the layer whose features are counted"},
    {"in", &kind_layer, KEY_REQUIRED, "the areas in which they are counted"},
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
static const struct section select_section = SECTION("a step 'select'", select_keys),
                            buffer_section = SECTION("a step 'buffer'", buffer_keys),
                            rings_section = SECTION("a step 'rings'", rings_keys),
                            clip_section = SECTION("a step 'clip'", clip_keys),
                            erase_section = SECTION("a step 'erase'", erase_keys),
                            intersect_section = SECTION("a step 'intersect'", intersect_keys),
                            dissolve_section = SECTION("a step 'dissolve'", dissolve_keys),
                            near_section = SECTION("a step 'near'", near_keys),
                            count_section = SECTION("a step 'count'", count_keys);
static const struct value select_step = A_MAP(select_section), buffer_step = A_MAP(buffer_section),
                          rings_step = A_MAP(rings_section), clip_step = A_MAP(clip_section),
                          erase_step = A_MAP(erase_section),
                          intersect_step = A_MAP(intersect_section),
                          dissolve_step = A_MAP(dissolve_section), near_step = A_MAP(near_section),
                          count_step = A_MAP(count_section);

/* Steps that the language knows and this version does not do. */
#define LATER_STEP(id, name)                                                                       \
    static const struct key id##_keys[] = {{name, NULL, KEY_LATER, ""}};                           \
    static const struct section id##_section = SECTION("a step '" name "'", id##_keys);            \
    static const struct value id##_step = A_MAP(id##_section)
LATER_STEP(union, "union");
LATER_STEP(symdiff, "symdiff");
LATER_STEP(join, "join");
LATER_STEP(simplify, "simplify");
LATER_STEP(centroid, "centroid");
LATER_STEP(inside_point, "inside-point");
LATER_STEP(hull, "hull");
LATER_STEP(lines, "lines");
LATER_STEP(columns, "columns");

/* `count` last: in `dissolve` it is a property. */
static const struct value step = {
    .kind = VALUE_ONE_OF,
    .what = "a step",
    .any = ONE_OF(&select_step, &buffer_step, &rings_step, &clip_step, &erase_step, &intersect_step,
                  &dissolve_step, &near_step, &union_step, &symdiff_step, &join_step,
                  &simplify_step, &centroid_step, &inside_point_step, &hull_step, &lines_step,
                  &columns_step, &count_step)};
static const struct value named_step = {
    .kind = VALUE_DICT, .what = "a step", .of = &step, .at_least = 1, .at_most = 1};
const struct value schema_steps = {.kind = VALUE_LIST, .of = &named_step, .at_most = 2000};
