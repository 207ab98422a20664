/* The schema of looks: the properties of fills, lines, markers and labels, their scales, palettes.
 * Names are MapLibre's less the type prefix; scales are tmap's and ggplot2's. */
#include <stdio.h>

#include "doc/palette_kinds.h"
#include "doc/schema_kinds.h"
#include "geom/marker.h"
#include "scale/kinds.h"

/* ---- scales: a channel is a constant, or a map {by: EXPR, scale: ..., ...} ---- */

static const struct value scale_word = {.kind = VALUE_WORD, .word_at = scale_kind_name};
static const struct value scale_words = {
    .kind = VALUE_LIST, .of = &scale_word, .at_least = 2, .at_most = 2};
static const struct value scale_choice = {.kind = VALUE_ONE_OF,
                                          .any = ONE_OF(&scale_word, &scale_words)};
static const struct value bys = {
    .kind = VALUE_LIST, .of = &kind_expression, .at_least = 2, .at_most = 2};
static const struct value by = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_expression, &bys)};
static const struct value titles = {
    .kind = VALUE_LIST, .of = &kind_template, .at_least = 2, .at_most = 2};
static const struct value title = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_template, &titles)};
static const struct value colors = {
    .kind = VALUE_LIST, .of = &kind_color, .at_least = 1, .at_most = 64};
static const struct value colors_by_name = {.kind = VALUE_DICT, .of = &kind_color};
static const struct value color_lists = {.kind = VALUE_ONE_OF,
                                         .any = ONE_OF(&colors, &colors_by_name)};
static const struct value palette_kind = {.kind = VALUE_WORD, .words = WORDS(PALETTE_KINDS)};
static const struct key palette_keys[] = {
    {"colors", &color_lists, KEY_REQUIRED, "a list of colours, or a map from category to colour"},
    {"kind", &palette_kind, 0, "sequential, diverging, qualitative or bivariate"},
};
static const struct section palette_section = SECTION("a palette", palette_keys);
static const struct value palette_map = A_MAP(palette_section);
static const struct value palette = {.kind = VALUE_ONE_OF,
                                     .any = ONE_OF(&colors, &palette_map, &colors_by_name)};
const struct value schema_palette_use = {
    .kind = VALUE_ONE_OF, .any = ONE_OF(&kind_text, &colors, &palette_map, &colors_by_name)};

static const struct value class_count = {.kind = VALUE_WHOLE, .bound = BOUND_POSITIVE, .most = 64};
static const struct value class_counts = {
    .kind = VALUE_LIST, .of = &class_count, .at_least = 2, .at_most = 2};
static const struct value classes = {.kind = VALUE_ONE_OF,
                                     .any = ONE_OF(&class_count, &class_counts)};
/* Two of the 64 colours of a palette are left for the other categories and for missing values. */
static const struct value top = {.kind = VALUE_WHOLE, .bound = BOUND_POSITIVE, .most = 62};
static const struct value numbers = {
    .kind = VALUE_LIST, .of = &kind_number, .at_least = 1, .at_most = 64};
static const struct value break_item = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_number, &numbers)};
static const struct value breaks = {
    .kind = VALUE_LIST, .of = &break_item, .at_least = 1, .at_most = 64};
static const struct value domain = {
    .kind = VALUE_LIST, .of = &kind_number, .at_least = 2, .at_most = 2};
static const struct value texts_by_name = {.kind = VALUE_DICT, .of = &kind_text};
static const struct value label_item = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_text, &kind_texts)};
static const struct value label_list = {.kind = VALUE_LIST, .of = &label_item, .at_least = 1};
static const struct value labels = {.kind = VALUE_ONE_OF,
                                    .any = ONE_OF(&label_list, &texts_by_name)};

static const struct value order_word = {.kind = VALUE_WORD,
                                        .what = "one of value, count, given",
                                        .words = WORDS("value", "count", "given")};
static const struct value order = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_texts, &order_word)};

static void check_rising(const struct node *list, const char *what, struct diags *diags)
{
    double before = 0, v = 0;
    if (list && list->n_items && list->items[0]->kind == NODE_LIST) { /* of a pair of scales */
        for (size_t i = 0; i < list->n_items; i++)
            check_rising(list->items[i], what, diags);
        return;
    }
    for (size_t i = 0; list && i < list->n_items; i++, before = v) {
        struct lode_err err = {0};
        if (!node_number(list->items[i], &v, &err) || (i && !(v > before))) {
            lode_fail(&err, LODE_SCHEMA, list->items[i]->at, "the %s must rise: '%.*s'", what,
                      STR_FMT(list->items[i]->text));
            diags_put(diags, &err);
            return;
        }
    }
}

/* {by: [a, b], ...}: two scales with classes, and a colour for each pair of classes. */
static void check_pair(const struct node *map, struct diags *diags)
{
    static const char *const single[] = {"map",   "other",  "top",      "order",
                                         "range", "domain", "midpoint", "reverse"};
    for (size_t i = 0; i < N_OF(single); i++) {
        const struct node_pair *pair = node_pair_lookup(map, single[i]);
        struct lode_err err = {0};
        if (!pair)
            continue;
        lode_fail(&err, LODE_SCHEMA, pair->at, "'%s' has no meaning for a pair of scales",
                  single[i]);
        lode_hint(&err, "it goes with a single 'by'");
        diags_put(diags, &err);
    }
    check_rising(node_lookup(map, "breaks"), "breaks", diags);
}

/* Lists of two that stand where there is one 'by'. */
static void check_single(const struct node *map, struct diags *diags)
{
    static const char *const keys[] = {"scale", "classes", "title"};
    for (size_t i = 0; i < N_OF(keys); i++) {
        const struct node *n = node_lookup(map, keys[i]);
        struct lode_err err = {0};
        if (!n || n->kind != NODE_LIST)
            continue;
        lode_fail(&err, LODE_SCHEMA, n->at, "two values of '%s' for one 'by'", keys[i]);
        lode_hint(&err, "a pair of scales has 'by: [a, b]'");
        diags_put(diags, &err);
    }
}

/* NULL when it is not written; what is no kind was reported before. */
static const struct scale_kind *kind_of(const struct node *scale)
{
    for (size_t i = 0; scale && scale_kinds[i].name; i++) {
        if (node_is(scale, scale_kinds[i].name))
            return &scale_kinds[i];
    }
    return NULL;
}

/* Keys that only other kinds of scales have. */
static void check_keys_of_kind(const struct scale_kind *kind, const struct node *map,
                               struct diags *diags)
{
    for (size_t i = 0; i < map->n_pairs; i++) {
        const struct node_pair *pair = &map->pairs[i];
        struct lode_err err = {0};
        char key[32], kinds[160];
        snprintf(key, sizeof key, "%.*s", STR_FMT(pair->key));
        if (!scale_any_takes(key) || scale_takes(kind, key))
            continue;

        scale_list_kinds(key, ", ", kinds, sizeof kinds);
        lode_fail(&err, LODE_SCHEMA, pair->at, "'%s' has no meaning with the scale '%s'", key,
                  kind->name);
        lode_hint(&err, "it goes with: %s", kinds);
        diags_put(diags, &err);
    }
}

static void check_has_breaks(const struct scale_kind *kind, const struct node *map,
                             struct diags *diags)
{
    struct lode_err err = {0};
    if (!scale_is_written(kind) || node_lookup(map, "breaks"))
        return;
    lode_fail(&err, LODE_SCHEMA, node_lookup(map, "scale")->at, "the scale '%s' needs its breaks",
              kind->name);
    lode_hint(&err, "write 'breaks: [10, 20, 50]'");
    diags_put(diags, &err);
}

static void check_scale(const struct node *map, struct diags *diags)
{
    const struct node *shown = node_lookup(map, "by");
    if (shown && shown->kind == NODE_LIST) {
        check_pair(map, diags);
        return;
    }

    check_single(map, diags);
    const struct scale_kind *kind = kind_of(node_lookup(map, "scale"));
    if (kind) {
        check_keys_of_kind(kind, map, diags);
        check_has_breaks(kind, map, diags);
    }
    check_rising(node_lookup(map, "breaks"), "breaks", diags);
    check_rising(node_lookup(map, "domain"), "ends of the domain", diags);
}

/* Rows that all scales have; `c` is the kind of the channel's constants. */
#define SCALE_ROWS(c)                                                                              \
    {"by", &by, KEY_REQUIRED, "the column or expression that the channel shows"},                  \
        {"scale", &scale_choice, 0, "how values become looks"},                                    \
        {"map", &c##_by_name, 0, "what each category looks like"},                                 \
        {"other", &c, 0, "what all other categories look like"},                                   \
        {"top", &top, 0, "how many of the commonest categories have a look of their own"},         \
        {"order", &order, 0, "of categories: value, count, given, or a list of them"},             \
        {"classes", &classes, 0, "how many classes"},                                              \
        {"breaks", &breaks, 0, "upper bounds of the classes"},                                     \
        {"range", &c##_range, 0, "looks of the least and the greatest value"},                     \
        {"domain", &domain, 0, "the values that the ends of the range stand for"},                 \
        {"reverse", &kind_bool, 0, "the other way round"},                                         \
        {"missing", &c, 0, "what features without a value look like"},                             \
        {"title", &title, 0, "the legend's heading"},                                              \
        {"labels", &labels, 0, "the legend's texts"},                                              \
    {                                                                                              \
        "format", &kind_template, 0, "how the legend writes a value"                               \
    }

/* Make `c_channel` from the kind `c`. */
#define CHANNEL(c, ...)                                                                            \
    static const struct value c##_by_name = {.kind = VALUE_DICT, .of = &c};                        \
    static const struct value c##_range = {                                                        \
        .kind = VALUE_LIST, .of = &c, .at_least = 2, .at_most = 64};                               \
    static const struct key c##_scale_keys[] = {SCALE_ROWS(c), ##__VA_ARGS__};                     \
    static const struct section c##_scale_section = {.what = "a scale",                            \
                                                     .keys = c##_scale_keys,                       \
                                                     .n_keys = N_OF(c##_scale_keys),               \
                                                     .also = check_scale};                         \
    static const struct value c##_scale = {                                                        \
        .kind = VALUE_MAP, .what = "a scale {by: ...}", .section = &c##_scale_section};            \
    static const struct value c##_channel = {.kind = VALUE_ONE_OF, .any = ONE_OF(&c, &c##_scale)}

static const struct value color = {.kind = VALUE_COLOR};
static const struct value share = {.kind = VALUE_SHARE};
static const struct value length = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_PAPER, .bound = BOUND_NOT_NEGATIVE};
static const struct value degrees = {.kind = VALUE_NUMBER};
static const struct value shape = {.kind = VALUE_WORD, .word_at = marker_shape_name};

CHANNEL(color, {"palette", &schema_palette_use, 0, "a palette's name, or its colours"},
        {"midpoint", &kind_number, 0, "the value that the middle of the palette stands for"});
CHANNEL(share);
CHANNEL(length);
CHANNEL(degrees);
CHANNEL(shape);

/* ---- parts of looks ---- */

static const struct value cap = {.kind = VALUE_WORD, .words = WORDS("butt", "round", "square")};
static const struct value join = {.kind = VALUE_WORD, .words = WORDS("miter", "round", "bevel")};
static const struct value dashes = {.kind = VALUE_LIST,
                                    .what = "a list of lengths",
                                    .of = &kind_paper,
                                    .at_least = 1,
                                    .at_most = 8};
static const struct value dash_word = {
    .kind = VALUE_WORD, .words = WORDS("none", "dashed", "dotted", "dash-dot", "dash-dot-dot")};
static const struct value dash = {.kind = VALUE_ONE_OF, .any = ONE_OF(&dashes, &dash_word)};
static const struct value taper = {.kind = VALUE_WORD, .words = WORDS("none", "end", "both")};

static const struct key stroke_keys[] = {
    {"color", &color_channel, 0, "its colour"},
    {"width", &length_channel, 0, "its width"},
    {"dash", &dash, 0, "lengths of dashes and gaps, or a word"},
    {"taper", &taper, 0, "dashes become narrow: end or both"},
    {"gap-color", &kind_color, 0, "between dashes"},
    {"cap", &cap, 0, "butt, round or square"},
    {"join", &join, 0, "miter, round or bevel"},
};
static const struct section stroke_section = SECTION("a stroke", stroke_keys);
static const struct value stroke_map = A_MAP(stroke_section);
static const struct value stroke = {.kind = VALUE_ONE_OF, .any = ONE_OF(&stroke_map, &kind_none)};

static const struct value hatch_kind = {.kind = VALUE_WORD,
                                        .words = WORDS("lines", "cross", "dots")};
static const struct key hatch_keys[] = {
    {"kind", &hatch_kind, 0, "lines, cross or dots"},
    {"color", &kind_color, 0, "its colour"},
    {"angle", &kind_number, 0, "its direction in degrees"},
    {"spacing", &kind_paper, 0, "from line to line"},
    {"width", &kind_paper, 0, "of a line or a dot"},
};
static const struct section hatch_section = SECTION("a hatch", hatch_keys);
static const struct value hatch_map = A_MAP(hatch_section);
static const struct value hatch_word = {.kind = VALUE_WORD,
                                        .what = "one of none, lines, cross, dots",
                                        .words = WORDS("none", "lines", "cross", "dots")};
static const struct value hatch = {.kind = VALUE_ONE_OF, .any = ONE_OF(&hatch_map, &hatch_word)};

static const struct key pattern_keys[] = {
    {"file", &kind_file, KEY_REQUIRED, "an SVG file, drawn in each tile"},
    {"spacing", &kind_paper, 0, "from tile to tile"},
    {"size", &kind_paper, 0, "of the drawing in its tile"},
    {"angle", &kind_number, 0, "the direction of the rows in degrees"},
    {"color", &kind_color, 0, "of what has no colour in the file"},
};
static const struct section pattern_section = SECTION("a pattern", pattern_keys);
static const struct value pattern_map = A_MAP(pattern_section);
static const struct value pattern = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_file, &pattern_map)};

static const struct key casing_keys[] = {
    {"color", &kind_color, 0, "its colour"},
    {"width", &kind_paper, 0, "how far it reaches beyond the line on each side"},
};
static const struct section casing_section = SECTION("a casing", casing_keys);
static const struct value casing_map = A_MAP(casing_section);
static const struct value casing = {.kind = VALUE_ONE_OF, .any = ONE_OF(&casing_map, &kind_none)};

static const struct value tick_side = {.kind = VALUE_WORD,
                                       .words = WORDS("both", "left", "right", "alternate")};
static const struct key ticks_keys[] = {
    {"color", &kind_color, 0, "their colour"},
    {"width", &kind_paper, 0, "their width"},
    {"length", &kind_paper, 0, "across the line, both sides together"},
    {"every", &kind_paper, 0, "from tick to tick"},
    {"side", &tick_side, 0, "both, left, right or alternate"},
};
static const struct section ticks_section = SECTION("ticks", ticks_keys);
static const struct value ticks_map = A_MAP(ticks_section);
static const struct value ticks = {.kind = VALUE_ONE_OF, .any = ONE_OF(&ticks_map, &kind_none)};

static const struct value whole = {.kind = VALUE_WHOLE};
static const struct value legend_kind = {.kind = VALUE_WORD, .words = WORDS("list", "nested")};
static const struct key legend_keys[] = {
    {"title", &kind_template, 0, "the heading of the layer's entries"},
    {"format", &kind_template, 0, "how a value is written"},
    {"order", &whole, 0, "lower comes first"},
    {"kind", &legend_kind, 0, "of sizes that grow: list or nested"},
    {"reverse", &kind_bool, 0, "the greatest first"},
    {"all", &kind_bool, 0, "classes that are not seen, too"},
    {"labels", &labels, 0, "texts of the entries"},
};
static const struct section legend_section = SECTION("a layer's legend", legend_keys);
static const struct value legend_map = A_MAP(legend_section);
static const struct value legend = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_text, &legend_map)};

/* ---- labels ---- */

static const struct value label_place = {.kind = VALUE_WORD,
                                         .words = WORDS("point", "line", "area")};
#define LABEL_ROWS                                                                                 \
    {"text", &kind_template, 0, "what is written, with {expressions}"},                            \
        {"size", &length_channel, 0, "the size of the letters"},                                   \
        {"font", &kind_text, 0, "the font family"},                                                \
        {"weight", &kind_weight, 0, "bold, or 100 to 1000"},                                       \
        {"style", &kind_slant, 0, "normal or italic"},                                             \
        {"halo", &kind_halo, 0, "an outline that keeps the text readable"},                        \
        {"priority", &kind_expression, 0, "higher is placed first"},                               \
        {"required", &kind_expression, 0, "where true, the label must find a place"},              \
        {"place", &label_place, 0, "point, line or area"},                                         \
        {"distance", &kind_paper, 0, "from the symbol to the text"},                               \
        {"overlap", &kind_bool, 0, "draw the labels even over others"},                            \
        {"max-width", &kind_paper, 0, "where lines are broken"},                                   \
        {"letter-spacing", &kind_paper_signed, 0, "space added between letters"},                  \
    {                                                                                              \
        "line-height", &kind_number, 0, "distance of lines, in sizes of the letters"               \
    }

#define LABEL_COLOR_ROW                                                                            \
    {                                                                                              \
        "color", &color, 0, "the colour of the letters"                                            \
    }
#define USE_ROW                                                                                    \
    {                                                                                              \
        "use", &kind_text_or_texts, 0, "a look, or several, from styles"                           \
    }

static const struct key label_part_keys[] = {LABEL_ROWS, LABEL_COLOR_ROW, USE_ROW};
const struct section schema_label_part = SECTION("a label", label_part_keys);
static const struct value label_map = A_MAP(schema_label_part);
/* The text alone is short for {text: ...}. */
static const struct value label_part = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_template, &label_map)};

/* ---- layers ---- */

#define LAYER_ROWS                                                                                 \
    USE_ROW, {"filter", &kind_expression, 0, "which features are drawn"},                          \
    {                                                                                              \
        "id", &kind_text, 0, "a name for the layer in reports"                                     \
    }
#define DRAWN_ROWS                                                                                 \
    {"legend", &legend, 0, "its text in the legend, or none"},                                     \
    {                                                                                              \
        "label", &label_part, 0, "labels of its features: '{NAME}', or {text: ...}"                \
    }
#define FILL_ROWS                                                                                  \
    {"color", &color_channel, 0, "the colour of the areas"},                                       \
        {"opacity", &share_channel, 0, "0 is invisible, 1 is solid"},                              \
        {"hatch", &hatch, 0, "lines or dots over the colour"},                                     \
        {"pattern", &pattern, 0, "an SVG file, drawn tile by tile"},                               \
    {                                                                                              \
        "stroke", &stroke, 0, "the outline"                                                        \
    }
#define LINE_ROWS                                                                                  \
    {"color", &color_channel, 0, "the colour of the line"},                                        \
        {"width", &length_channel, 0, "the width of the line"},                                    \
        {"dash", &dash, 0, "lengths of dashes and gaps, or a word"},                               \
        {"taper", &taper, 0, "dashes become narrow: end or both"},                                 \
        {"gap-color", &kind_color, 0, "between dashes"},                                           \
        {"cap", &cap, 0, "butt, round or square"}, {"join", &join, 0, "miter, round or bevel"},    \
        {"casing", &casing, 0, "a wider line under it"},                                           \
        {"ticks", &ticks, 0, "short lines across it"},                                             \
        {"offset", &kind_paper_signed, 0, "to the right of its direction"},                        \
    {                                                                                              \
        "opacity", &share_channel, 0, "0 is invisible, 1 is solid"                                 \
    }
#define MARKER_ROWS                                                                                \
    {"shape", &shape_channel, 0, "circle, square, ..., or svg"},                                   \
        {"size", &length_channel, 0, "the diameter"},                                              \
        {"color", &color_channel, 0, "the colour inside"}, {"stroke", &stroke, 0, "the outline"},  \
        {"rotate", &degrees_channel, 0, "degrees clockwise"},                                      \
        {"offset", &kind_paper_pair, 0, "[right, down] from the point"},                           \
        {"opacity", &share_channel, 0, "0 is invisible, 1 is solid"},                              \
    {                                                                                              \
        "file", &kind_file, 0, "an SVG file, drawn in place of a shape"                            \
    }

static const struct key fill_keys[] = {
    {"fill", &kind_layer, KEY_REQUIRED, "the source or step whose areas are drawn"},
    FILL_ROWS,
    LAYER_ROWS,
    DRAWN_ROWS};
static const struct key line_keys[] = {
    {"line", &kind_layer, KEY_REQUIRED, "the source or step whose lines are drawn"},
    LINE_ROWS,
    LAYER_ROWS,
    DRAWN_ROWS};
static const struct key marker_keys[] = {
    {"marker", &kind_layer, KEY_REQUIRED, "the source or step whose points are drawn"},
    MARKER_ROWS,
    LAYER_ROWS,
    DRAWN_ROWS};
static const struct key label_keys[] = {
    {"label", &kind_layer, KEY_REQUIRED, "the source or step whose features are labelled"},
    LABEL_ROWS,
    LABEL_COLOR_ROW,
    LAYER_ROWS};

const struct section schema_fill = SECTION("a 'fill' layer", fill_keys);
const struct section schema_line = SECTION("a 'line' layer", line_keys);
const struct section schema_marker = SECTION("a 'marker' layer", marker_keys);
const struct section schema_label = SECTION("a 'label' layer", label_keys);

static const struct value fill_layer = A_MAP(schema_fill), line_layer = A_MAP(schema_line),
                          marker_layer = A_MAP(schema_marker), label_layer = A_MAP(schema_label);
/* `label` last: in the others it is a property. */
const struct value schema_layer = {
    .kind = VALUE_ONE_OF,
    .what = "a layer",
    .any = ONE_OF(&fill_layer, &line_layer, &marker_layer, &label_layer)};

/* A look may serve any kind of layer: all properties. Where kinds differ (`offset`) either will do.
 */
static const struct value any_offset = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_paper_signed, &kind_paper_pair)};
static const struct key look_keys[] = {
    {"color", &color_channel, 0, "the colour"},
    {"opacity", &share_channel, 0, "0 is invisible, 1 is solid"},
    {"hatch", &hatch, 0, "fills: lines or dots over the colour"},
    {"stroke", &stroke, 0, "fills and markers: the outline"},
    {"width", &length_channel, 0, "lines: the width"},
    {"pattern", &pattern, 0, "fills: an SVG file, drawn tile by tile"},
    {"dash", &dash, 0, "lines: lengths of dashes and gaps, or a word"},
    {"taper", &taper, 0, "lines: dashes become narrow"},
    {"gap-color", &kind_color, 0, "lines: between dashes"},
    {"cap", &cap, 0, "lines: butt, round or square"},
    {"join", &join, 0, "lines: miter, round or bevel"},
    {"casing", &casing, 0, "lines: a wider line under it"},
    {"ticks", &ticks, 0, "lines: short lines across it"},
    {"offset", &any_offset, 0, "lines: a length to the right; markers: [right, down]"},
    {"shape", &shape_channel, 0, "markers: circle, square, ..., or svg"},
    {"rotate", &degrees_channel, 0, "markers: degrees clockwise"},
    {"file", &kind_file, 0, "markers: an SVG file, drawn in place of a shape"},
    LABEL_ROWS,
    USE_ROW,
    DRAWN_ROWS,
};
static const struct section look_section = SECTION("a look", look_keys);
const struct value schema_look = A_MAP(look_section);
const struct value schema_looks = {.kind = VALUE_DICT, .of = &schema_look, .at_most = 10000};
const struct value schema_palettes = {.kind = VALUE_DICT, .of = &palette, .at_most = 10000};
