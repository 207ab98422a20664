/* The schema of a map document outside its looks and steps: data, map, page, theme, tables. */
#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "doc/schema_kinds.h"

static void add_fault(struct diags *diags, const struct lode_err *err)
{
    if (err->code)
        diags_put(diags, err);
}

/* ---- data ---- */

/* `x` and `y` go together: with one alone the rows would have no place. */
static void check_source(const struct node *map, struct diags *diags)
{
    const struct node_pair *x = node_pair_lookup(map, "x"), *y = node_pair_lookup(map, "y");
    struct lode_err err = {0};
    if (!x != !y)
        lode_fail(&err, LODE_SCHEMA, (x ? x : y)->at, "'%s' needs '%s' beside it", x ? "x" : "y",
                  x ? "y" : "x");
    add_fault(diags, &err);
}

static const struct value edges = {.kind = VALUE_WORD, .words = WORDS("planar", "geodesic")};
static const struct value damaged = {.kind = VALUE_WORD, .words = WORDS("refuse", "skip")};
static const struct value column_type = {
    .kind = VALUE_WORD,
    .words = WORDS("text", "integer", "number", "boolean", "date", "timestamp")};
static const struct value types_by_column = {
    .kind = VALUE_DICT, .of = &column_type, .at_most = 10000};
static const struct key source_keys[] = {
    {"file", &kind_file, KEY_REQUIRED, "the file, or what GDAL opens"},
    {"layer", &kind_text, 0, "the layer in a file with several"},
    {"where", &kind_expression, 0, "which features are read"},
    {"crs", &kind_text, 0, "the reference system of a file that does not say it"},
    {"encoding", &kind_text, 0, "the encoding of its text"},
    {"x", &kind_text, 0, "the column of x or longitude"},
    {"y", &kind_text, 0, "the column of y or latitude"},
    {"types", &types_by_column, 0, "types of columns: text for a code such as 007"},
    {"edges", &edges, 0, "planar or geodesic"},
    {"damaged", &damaged, 0, "refuse what cannot be read, or skip it"},
    {"credit", &kind_text, 0, "whom to name as the source"},
    {"accuracy", &kind_ground, 0, "how far its places may be off, '1 km'"},
};
static const struct section source_section = {.what = "a data source",
                                              .keys = source_keys,
                                              .n_keys = N_OF(source_keys),
                                              .also = check_source};
static const struct value source_map = A_MAP(source_section);
static const struct value source = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_file, &source_map)};
static const struct value data = {.kind = VALUE_DICT, .of = &source, .at_most = 10000};

/* ---- extents ---- */

static void check_range(const struct node *n, double least, double most, const char *what,
                        struct diags *diags)
{
    double v;
    struct lode_err err = {0};
    if (node_number(n, &v, &err) && !(v >= least && v <= most)) {
        lode_fail(&err, LODE_SCHEMA, n->at, "not a %s: '%.*s'", what, STR_FMT(n->text));
        lode_hint(&err, "coordinates are in degrees, longitude first");
    }
    add_fault(diags, &err);
}

static void check_centre(const struct node *map, struct diags *diags)
{
    const struct node *centre = node_lookup(map, "centre");
    check_range(centre->items[0], -360, 360, "longitude", diags);
    check_range(centre->items[1], -90 - BEYOND_POLE_DEG, 90 + BEYOND_POLE_DEG, "latitude", diags);
}

static const struct value extent_word = {.kind = VALUE_WORD, .words = WORDS("all")};
static const struct value pad = {.kind = VALUE_LENGTH,
                                 .lengths = LENGTH_PERCENT | LENGTH_GROUND | LENGTH_ANGLE,
                                 .bound = BOUND_NOT_NEGATIVE};
static const struct value scale_text = {.kind = VALUE_TEXT, .what = "a scale such as 1:2000000"};
static const struct key extent_of_keys[] = {
    {"of", &kind_layer, KEY_REQUIRED, "the layer that must be seen whole"},
    {"filter", &kind_expression, 0, "which of its features"},
    {"pad", &pad, 0, "room round it"},
};
static const struct key extent_centre_keys[] = {
    {"centre", &kind_lonlat, KEY_REQUIRED, "the middle of the map, [lon, lat]"},
    {"scale", &scale_text, KEY_REQUIRED, "the scale there, 1:2000000"},
};
static const struct section extent_of_section = SECTION("an extent {of: ...}", extent_of_keys);
static const struct section extent_centre_section = {.what = "an extent {centre: ...}",
                                                     .keys = extent_centre_keys,
                                                     .n_keys = N_OF(extent_centre_keys),
                                                     .also = check_centre};
static const struct value extent_of = A_MAP(extent_of_section);
static const struct value extent_centre = A_MAP(extent_centre_section);
const struct value schema_extent = {
    .kind = VALUE_ONE_OF,
    .what = "an extent: 'all', {of: LAYER}, [west, south, east, north], or {centre: [lon, lat], "
            "scale: 1:N}",
    .any = ONE_OF(&extent_word, &extent_of, &extent_centre, &kind_lonlat_box)};

/* ---- map ---- */

static const struct key map_keys[] = {
    {"crs", &kind_text, 0, "auto, EPSG:n, a PROJ string, or a file of WKT"},
    {"extent", &schema_extent, 0, "what the map shows"},
    {"background", &kind_color, 0, "the colour behind all layers"},
};
static const struct section map_section = SECTION("the map", map_keys);
static const struct value map = A_MAP(map_section);

/* ---- page ---- */

static const struct value sizes = {
    .kind = VALUE_LIST, .of = &kind_paper, .at_least = 2, .at_most = 2};
static const struct value page_size = {
    .kind = VALUE_ONE_OF, .what = "a page size", .any = ONE_OF(&kind_text, &sizes)};

static const struct key frame_keys[] = {
    {"color", &kind_color, 0, "its colour"},
    {"width", &kind_line, 0, "its width"},
};
static const struct section frame_section = SECTION("the frame", frame_keys);
static const struct value frame_map = A_MAP(frame_section);
static const struct value frame = SWITCHED(frame_map);

static const struct key page_keys[] = {
    {"size", &page_size, 0, "'A4 landscape', or [width, height]"},
    {"margin", &kind_paper, 0, "kept free on all sides"},
    {"frame", &frame, 0, "a line round the map"},
};

/* The page's own keys, and after them those of its items. */
static const struct value *page_with(struct arena *a, const struct key *const *items)
{
    size_t n = N_OF(page_keys), n_items = 0;
    while (items[n_items])
        n_items++;

    struct key *keys = arena_array(a, struct key, n + n_items);
    struct section *section = arena_new(a, struct section);
    struct value *ret = arena_new(a, struct value);
    for (size_t i = 0; i < n + n_items; i++)
        keys[i] = i < n ? page_keys[i] : *items[i - n];
    *section = (struct section){.what = "the page", .keys = keys, .n_keys = n + n_items};
    *ret = (struct value){.kind = VALUE_MAP, .section = section};
    return ret;
}

/* ---- theme: how the furniture of the page looks ---- */

static const struct value text_style = A_MAP(schema_text_style);
#define COLOR_ROW(name, help)                                                                      \
    {                                                                                              \
        name, &kind_color, 0, help                                                                 \
    }
static const struct key theme_color_keys[] = {
    COLOR_ROW("page", "the paper"),
    COLOR_ROW("map", "behind the map, where the document says nothing"),
    COLOR_ROW("frame", "the line round the map"),
    COLOR_ROW("panel", "behind what stands in a corner of the map"),
    COLOR_ROW("panel-border", "the line round it"),
    COLOR_ROW("graticule", "meridians and parallels"),
    COLOR_ROW("scale-light", "the light blocks of a scale bar"),
    COLOR_ROW("locator-land", "land in the locator"),
    COLOR_ROW("locator-sea", "sea in the locator"),
    COLOR_ROW("locator-line", "coasts and borders in the locator"),
    COLOR_ROW("locator-frame", "where the map lies in the locator"),
};
static const struct section theme_color_section =
    SECTION("the colours of a theme", theme_color_keys);
static const struct value theme_colors = A_MAP(theme_color_section);
#define A_PALETTE(kind, scales)                                                                    \
    {                                                                                              \
        kind, &schema_palette_use, 0, "the palette of " scales " that name none"                   \
    }
static const struct key theme_palette_keys[] = {
    A_PALETTE("sequential", "numbers"),
    A_PALETTE("diverging", "numbers with a midpoint"),
    A_PALETTE("qualitative", "categories"),
    A_PALETTE("bivariate", "pairs of scales"),
};
static const struct section theme_palette_section =
    SECTION("the palettes of a theme", theme_palette_keys);
static const struct value theme_palettes = A_MAP(theme_palette_section);
#define ROLE(name)                                                                                 \
    {                                                                                              \
        name, &text_style, 0, "the text of the " name                                              \
    }
static const struct key theme_keys[] = {
    {"font", &kind_text, 0, "the font family of all texts"},
    {"size", &kind_paper, 0, "the size of text where nothing else is said"},
    {"color", &kind_color, 0, "the colour of text and lines where nothing else is said"},
    ROLE("title"),
    ROLE("subtitle"),
    ROLE("legend"),
    ROLE("legend-title"),
    ROLE("note"),
    ROLE("table"),
    ROLE("table-title"),
    ROLE("table-header"),
    ROLE("scale-bar"),
    ROLE("graticule"),
    ROLE("label"),
    {"colors", &theme_colors, 0, "colours of the page's furniture"},
    {"palettes", &theme_palettes, 0, "palettes of scales that name none"},
};
static const struct section theme_section = SECTION("a theme", theme_keys);
const struct value schema_theme = A_MAP(theme_section);

/* ---- tables, the documents ---- */

static const struct key table_keys[] = {
    {"of", &kind_layer, KEY_REQUIRED, "the source or step that is written"},
    {"columns", &kind_texts, 0, "which columns, in this order"},
    {"order", &kind_text_or_texts, 0, "columns to sort by; -name for falling"},
    {"bom", &kind_bool, 0, "true: a CSV file begins with a byte order mark"},
};
static const struct section table_section = SECTION("a table", table_keys);
static const struct value table = A_MAP(table_section);
static const struct value tables = {.kind = VALUE_DICT, .of = &table, .at_most = 1000};

static const struct value files = {
    .kind = VALUE_LIST, .of = &kind_file, .at_least = 1, .at_most = 1000};
static const struct value file_or_files = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_file, &files)};
static const struct value output = {.kind = VALUE_FILE, .files = FILES_OUTPUT};
static const struct value outputs = {
    .kind = VALUE_LIST, .of = &output, .at_least = 1, .at_most = 1000};
static const struct value output_or_outputs = {.kind = VALUE_ONE_OF,
                                               .any = ONE_OF(&output, &outputs)};
static const struct value layers = {.kind = VALUE_LIST, .of = &schema_layer, .at_most = 2000};
static const struct value version = {.kind = VALUE_WHOLE, .what = "the version of the language"};
/* Below 10 a page is a handful of pixels; 4800 is what printers stop at. */
static const struct value dpi = {.kind = VALUE_NUMBER, .bound = BOUND_POSITIVE, .most = 4800};

/* The values that are NULL hang on the rows of other stages: schema_make has them. */
static const struct key document_keys[] = {
    {"lode", &version, KEY_REQUIRED, "the version of the language: write 'lode: 1' first"},
    {"title", &kind_text, 0, "the title of the map"},
    {"description", &kind_text, 0, "what the map shows, for those who cannot see it"},
    {"language", &kind_text, 0, "language of the page, 'en', 'fa', 'uz-Cyrl'"},
    {"data", &data, KEY_REQUIRED, "a map of names to files: 'countries: countries.shp'"},
    {"steps", NULL, 0, "layers made from others"},
    {"styles", &file_or_files, 0, "files of looks, palettes and theme"},
    {"looks", &schema_looks, 0, "named looks"},
    {"palettes", &schema_palettes, 0, "named palettes"},
    {"theme", &schema_theme, 0, "how the page's furniture looks"},
    {"layers", &layers, KEY_REQUIRED, "what is drawn, the lowest first: '- fill: countries'"},
    {"map", &map, 0, "projection and extent"},
    {"page", NULL, 0, "size and furniture of the page"},
    {"tables", &tables, 0, "files of data written beside the map"},
    {"outputs", &output_or_outputs, 0, "files to write"},
    {"dpi", &dpi, 0, "pixels in an inch, of outputs that are made of pixels"},
    {"atlas", NULL, 0, "many pages from this document"},
};
static const struct section document_section = SECTION("a map document", document_keys);

const struct schema *schema_make(struct arena *a, const struct schema_rows *rows)
{
    struct schema *ret = arena_new(a, struct schema);
    struct value *document = arena_new(a, struct value);
    const struct value *page = page_with(a, rows->page_items);
    const struct section *s = &document_section;

    s = section_with(a, s, "steps", schema_steps(a, rows->steps));
    s = section_with(a, s, "page", page);
    s = section_with(a, s, "atlas", schema_atlas(a, page));
    *document = (struct value){.kind = VALUE_MAP, .what = s->what, .section = s};
    *ret = (struct schema){.rows = *rows, .document = document, .page = page};
    return ret;
}

static const struct key style_file_keys[] = {
    {"lode", &version, 0, "the version of the language"},
    {"title", &kind_text, 0, "a name"},
    {"description", &kind_text, 0, "what it is for"},
    {"looks", &schema_looks, 0, "named looks"},
    {"palettes", &schema_palettes, 0, "named palettes"},
    {"theme", &schema_theme, 0, "how the page's furniture looks"},
};
static const struct section style_file_section = SECTION("a style file", style_file_keys);
const struct value schema_style_file = {
    .kind = VALUE_MAP, .what = "a style file", .section = &style_file_section};
