/* The schema of `atlas:`. */
#include "base/arena.h"
#include "doc/schema_kinds.h"

static const struct value ground = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_GROUND | LENGTH_ANGLE, .bound = BOUND_POSITIVE};
static const struct value along = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_GROUND, .bound = BOUND_POSITIVE};
static const struct value cells = {
    .kind = VALUE_LIST, .of = &kind_count, .at_least = 2, .at_most = 2};
static const struct value mesh = {.kind = VALUE_ONE_OF,
                                  .what = "a size on the ground such as 100 km, or [columns, rows]",
                                  .any = ONE_OF(&ground, &cells)};
static const struct value ground_box = {.kind = VALUE_ONE_OF,
                                        .what = "a layer, or [west, south, east, north]",
                                        .any = ONE_OF(&kind_layer, &kind_lonlat_box)};
static const struct value overlap = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_PERCENT, .bound = BOUND_NOT_NEGATIVE, .most = 1};

static const struct key grid_keys[] = {
    {"grid", &mesh, KEY_REQUIRED, "the size of a sheet, or how many [columns, rows]"},
    {"of", &ground_box, KEY_REQUIRED, "what the sheets cover"},
    {"overlap", &overlap, 0, "how much of a sheet its neighbours show too"},
    {"empty", &kind_bool, 0, "true: sheets on which the layer has nothing, too"},
};
static const struct key strip_keys[] = {
    {"strip", &kind_layer, KEY_REQUIRED, "the layer of lines that the sheets follow"},
    {"length", &along, KEY_REQUIRED, "how much of the line a sheet shows"},
    {"overlap", &overlap, 0, "how much of it the next sheet shows too"},
    {"join", &along, 0, "lines whose ends are as near as this are one"},
    {"rotate", &kind_bool, 0, "false: north is up; otherwise the line runs across the sheet"},
};
static const struct key extents_keys[] = {
    {"extents", &kind_layer, KEY_REQUIRED, "a table with columns west, south, east, north"},
};
static const struct section grid_section = SECTION("sheets {grid: ...}", grid_keys);
static const struct section strip_section = SECTION("sheets {strip: ...}", strip_keys);
static const struct section extents_section = SECTION("sheets {extents: ...}", extents_keys);
static const struct value grid = A_MAP(grid_section), strip = A_MAP(strip_section),
                          extents = A_MAP(extents_section);
static const struct value over = {.kind = VALUE_ONE_OF,
                                  .what = "a layer, {grid: ...}, {strip: ...} or {extents: ...}",
                                  .any = ONE_OF(&kind_layer, &grid, &strip, &extents)};

static const struct value pad = {.kind = VALUE_LENGTH,
                                 .lengths = LENGTH_PERCENT | LENGTH_GROUND | LENGTH_ANGLE,
                                 .bound = BOUND_NOT_NEGATIVE};
static const struct value one_scale = {.kind = VALUE_TEXT, .what = "a scale such as 1:2000000"};
static const struct value scales = {.kind = VALUE_LIST, .of = &one_scale, .at_least = 1};
static const struct value scale = {.kind = VALUE_ONE_OF,
                                   .what = "a scale such as 1:2000000, a list of them, or 'round'",
                                   .any = ONE_OF(&one_scale, &scales)};
static const struct key extent_keys[] = {
    {"pad", &pad, 0, "room round the page's feature"},
    {"scale", &scale, 0, "1:N for all pages, 'round', or a list to take from"},
    {"min-scale", &one_scale, 0, "no page is of a smaller scale (a larger N)"},
    {"max-scale", &one_scale, 0, "no page is of a larger scale (a smaller N)"},
};
static const struct section extent_section = SECTION("the extent of an atlas' pages", extent_keys);
static const struct value extent = A_MAP(extent_section);
static const struct value own_extent = {.kind = VALUE_ONE_OF,
                                        .what =
                                            "rules of the extent, or [west, south, east, north]",
                                        .any = ONE_OF(&extent, &kind_lonlat_box)};

static const struct key mask_keys[] = {
    {"color", &kind_color, 0, "what lies over everything outside"},
    {"opacity", &kind_share, 0, "how much it covers"},
};
static const struct section mask_section = SECTION("a mask", mask_keys);
static const struct value mask_map = A_MAP(mask_section);
static const struct value mask = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_bool, &mask_map)};

static const struct key neighbour_keys[] = {
    {"text", &kind_template, 0, "what is written, with the neighbour's page.* words"},
    {"size", &kind_paper, 0, "the size of the letters"},
};
static const struct section neighbour_section = SECTION("neighbours at the frame", neighbour_keys);
static const struct value neighbour_map = A_MAP(neighbour_section);
static const struct value neighbours = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_bool, &neighbour_map)};

static const struct key index_keys[] = {
    {"title", &kind_text, 0, "the title of the page"},
    {"layers", &kind_layers, 0, "which layers lie under the sheets"},
};
static const struct section index_section = SECTION("the index of an atlas", index_keys);
static const struct value index_map = A_MAP(index_section);
static const struct value index_page = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_bool, &index_map)};

static const struct key contents_keys[] = {
    {"title", &kind_text, 0, "the title of the page"},
    {"text", &kind_template, 0, "a row of it, with page.* words"},
    {"size", &kind_paper, 0, "the size of the letters"},
};
static const struct section contents_section = SECTION("the contents of an atlas", contents_keys);
static const struct value contents_map = A_MAP(contents_section);
static const struct value contents = {.kind = VALUE_ONE_OF,
                                      .any = ONE_OF(&kind_bool, &contents_map)};

static const struct key own_keys[] = {
    {"title", &kind_template, 0, "its title"},
    {"extent", &own_extent, 0, "what it shows"},
    {"page", NULL, 0, "keys of the section 'page' that differ"}, /* schema_atlas has the value */
};
static const struct section own_section = SECTION("what differs on one page", own_keys);

static const struct value name = {.kind = VALUE_TEMPLATE, .files = FILES_OUTPUT};
static const struct value names = {.kind = VALUE_LIST, .of = &name, .at_least = 1, .at_most = 16};
static const struct value name_or_names = {.kind = VALUE_ONE_OF, .any = ONE_OF(&name, &names)};
static const struct value book = {.kind = VALUE_TEMPLATE, .files = FILES_BOOK};

static const struct key atlas_keys[] = {
    {"over", &over, KEY_REQUIRED, "what has a page each: the features of a layer, or sheets"},
    {"filter", &kind_expression, 0, "which of them"},
    {"order", &kind_text_or_texts, 0, "columns to sort the pages by; -name for falling"},
    {"key", &kind_expression, 0, "what names a page: unique, goes into file names"},
    {"title", &kind_template, 0, "the title of a page"},
    {"group", &kind_expression, 0,
     "pages of one value stand together, and have a book of their own"},
    {"extent", &extent, 0, "how much a page shows"},
    {"only", &kind_layers, 0, "layers that are cut down to the page's feature"},
    {"mask", &mask, 0, "a colour over everything outside the page's feature"},
    {"neighbours", &neighbours, 0, "the pages that follow at the frame's edges, by name"},
    {"index", &index_page, 0, "a map of all sheets first"},
    {"contents", &contents, 0, "the list of the pages first"},
    {"pages", NULL, 0, "what differs on single pages, by key"}, /* and of this one */
    {"output", &name_or_names, 0, "files of a page, with page.* words"},
    {"book", &book, 0, "one file of all pages"},
};
static const struct section atlas_section = SECTION("an atlas", atlas_keys);

const struct value *schema_atlas(struct arena *a, const struct value *page)
{
    struct value *own = arena_new(a, struct value), *pages = arena_new(a, struct value);
    struct value *ret = arena_new(a, struct value);
    *own =
        (struct value){.kind = VALUE_MAP, .section = section_with(a, &own_section, "page", page)};
    *pages = (struct value){.kind = VALUE_DICT, .of = own, .at_most = 10000};
    *ret = (struct value){.kind = VALUE_MAP,
                          .section = section_with(a, &atlas_section, "pages", pages)};
    return ret;
}
