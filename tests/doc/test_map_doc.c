#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/units.h"
#include "doc/map_doc.h"
#include "run/run.h"

static struct arena arena;

static const struct doc_params plain = {.rows = &run_schema_rows};

/* What every document below may rely on; it takes HEAD_LINES lines. */
#define HEAD                                                                                       \
    "lode: 1\n"                                                                                    \
    "data: {rails: r.shp, sites: {file: s.shp, where: a = 1}}\n"
enum { HEAD_LINES = 2 };

static const struct map_doc *parse(const char *text)
{
    struct diags diags;
    struct map_doc *doc = NULL;
    diags_init(&diags, &arena);
    bool ok = doc_read_text(&arena, str_of(text), "maps/t.yaml", &plain, &doc, &diags);
    for (size_t i = 0; i < diags.n; i++)
        g_test_message("%d:%d %s", diags.v[i].at.line, diags.v[i].at.col, diags.v[i].message);
    g_assert_true(ok);
    g_assert_nonnull(doc);
    return doc;
}

static void assert_str(struct str s, const char *text)
{
    char *c = str_c(&arena, s);
    g_assert_cmpstr(c, ==, text);
}

static void test_a_whole_document(void)
{
    const struct map_doc *doc = parse(
        "lode: 1\n"
        "title: Deposits\n"
        "language: uz-Cyrl\n"
        "data:\n"
        "  countries: ../layers/countries.shp\n"
        "  sites: {file: sites.csv, x: lon, y: lat, crs: 'EPSG:4326'}\n"
        "  permits: {file: 'PG:dbname=gis', layer: p, where: \"s = 'open'\", edges: geodesic}\n"
        "steps:\n"
        "  - near: {select: sites, filter: a > 1}\n"
        "  - bands: {rings: near, by: [10 km, 25 km]}\n"
        "  - n: {count: near, in: countries}\n"
        "  - all: {dissolve: countries, by: [adm0], sum: pop, count: true}\n"
        "palettes: {own: ['#fff', black], kinds: {Copper: red}}\n"
        "looks:\n"
        "  land: {color: '#eee', stroke: {color: white, width: 0.2 mm}}\n"
        "  low: {use: land, color: '#ddd'}\n"
        "layers:\n"
        "  - {fill: countries, use: low, stroke: {width: 1 mm}, legend: Land}\n"
        "  - {fill: bands, color: {by: band, scale: category, palette: oranges}, opacity: 50%}\n"
        "  - marker: sites\n"
        "    size: {by: t, scale: sqrt, range: [1 mm, 3 mm]}\n"
        "    label: {text: '{name}', size: 7 pt}\n"
        "  - label: countries\n"
        "    text: '{NAME}'\n"
        "map: {crs: auto, extent: {of: countries, pad: 4%}, background: '#dbe9f4'}\n"
        "page:\n"
        "  size: a5 landscape\n"
        "  margin: 5 mm\n"
        "  legend: true\n"
        "tables: {out/t.csv: {of: n, columns: [name, count], order: -count}}\n"
        "outputs: out/map.png\n"
        "dpi: 150\n");
    g_assert_cmpuint(doc->n_sources, ==, 3);
    assert_str(doc->sources[0].file.s, "maps/../layers/countries.shp");
    assert_str(doc->sources[2].file.s, "PG:dbname=gis");
    g_assert_true(doc->sources[2].geodesic_edges);
    g_assert_cmpuint(doc->n_steps, ==, 4);
    g_assert_true(doc_step_is(&doc->steps[1], "rings"));
    assert_str(doc->steps[1].input.s, "near");
    assert_str(doc->steps[2].with.s, "countries");
    g_assert_true(doc_step_is(&doc->steps[3], "dissolve"));
    g_assert_cmpint(doc_step_lookup(doc, STR("n"))->op_at.col, ==, 9);
    g_assert_cmpuint(doc->n_layers, ==, 4);
    g_assert_cmpint(doc->layers[2].kind, ==, LAYER_MARKER);
    g_assert_cmpint(doc->layers[3].kind, ==, LAYER_LABEL);
    assert_str(doc->layers[3].of.s, "countries");

    const struct node *props = doc->layers[0].props, *stroke = node_lookup(props, "stroke");
    assert_str(node_lookup(props, "color")->text, "#ddd");
    assert_str(node_lookup(stroke, "color")->text, "white");
    assert_str(node_lookup(stroke, "width")->text, "1 mm");
    g_assert_null(node_lookup(props, "use"));

    g_assert_cmpint(doc->map.extent.kind, ==, EXTENT_LAYER);
    g_assert_cmpfloat_with_epsilon(doc->map.extent.pad.value, 0.04, 1e-12);
    g_assert_cmpfloat_with_epsilon(doc->page.width_pt, 210 * PT_PER_MM, 1e-9);
    g_assert_cmpfloat_with_epsilon(doc->page.margin_pt, 5 * PT_PER_MM, 1e-9);
    g_assert_cmpint(doc_page_part(&doc->page, "legend")->kind, ==, NODE_MAP);
    g_assert_null(doc_page_part(&doc->page, "title"));
    g_assert_cmpuint(doc->n_tables, ==, 1);
    assert_str(doc->tables[0].order[0].s, "-count");
    assert_str(doc->outputs[0].file.s, "maps/out/map.png");
    g_assert_cmpfloat(doc->dpi, ==, 150);
}

static void test_defaults_and_extents(void)
{
    const struct map_doc *doc = parse(HEAD "layers: []\n");
    g_assert_cmpfloat_with_epsilon(doc->page.width_pt, 297 * PT_PER_MM, 1e-9);
    g_assert_cmpfloat_with_epsilon(doc->page.margin_pt, 8 * PT_PER_MM, 1e-9);
    g_assert_cmpfloat(doc->dpi, ==, 300);
    g_assert_cmpint(doc->map.extent.kind, ==, EXTENT_ALL);
    g_assert_null(doc->map.crs.s.p);

    doc = parse(HEAD "layers: []\nmap: {extent: [170, -50, -170, -10]}\npage: {size: A4}\n");
    g_assert_cmpint(doc->map.extent.kind, ==, EXTENT_BOX);
    g_assert_cmpfloat(doc->map.extent.east, ==, -170);
    g_assert_cmpfloat_with_epsilon(doc->page.width_pt, 210 * PT_PER_MM, 1e-9);

    doc = parse(HEAD "layers: []\nmap: {extent: {centre: [69.2, 34.5], scale: 1:2 000 000}}\n"
                     "page: {size: [85 mm, 6 cm]}\n");
    g_assert_cmpint(doc->map.extent.kind, ==, EXTENT_CENTRE);
    g_assert_cmpfloat(doc->map.extent.scale_denominator, ==, 2e6);
    g_assert_cmpfloat_with_epsilon(doc->page.height_pt, 60 * PT_PER_MM, 1e-9);
}

/* Lines that follow HEAD and the one fault they have; lines counted after HEAD. */
static const struct {
    const char *text;
    int line, col, len;
    const char *message, *hint;
} bad[] = {
    /* names */
    {"layers: []\nvolume: 3\n", 2, 1, 6, "unknown key 'volume' in a map document",
     "it may have: lode, title, description, language, data, steps, styles, looks, palettes, "
     "theme, "
     "layers, map, page, tables, outputs, dpi, atlas"},
    {"layers: []\noutput: x.png\n", 2, 1, 6, "unknown key 'output' in a map document",
     "did you mean 'outputs'?"},
    {"layers:\n  - {line: rails, colour: red}\n", 2, 19, 6,
     "unknown key 'colour' in a 'line' layer", "it is called 'color' here"},
    {"layers:\n  - {line: rails, line-width: 1 mm}\n", 2, 19, 10,
     "unknown key 'line-width' in a 'line' layer", "it is called 'width' here"},
    {"layers:\n  - {lien: rails}\n", 2, 6, 4, "unknown key 'lien' in a layer",
     "did you mean 'line'?"},
    {"layers:\n  - {foo: rails}\n", 2, 6, 3, "unknown key 'foo' in a layer",
     "one of: fill, line, marker, label"},
    {"layers:\n  - line: rails\n    casing: {colour: red}\n", 3, 14, 6,
     "unknown key 'colour' in a casing", "it is called 'color' here"},
    {"layers: []\npage: {scalebar: {at: top}}\n", 2, 8, 8, "unknown key 'scalebar' in the page",
     "it is called 'scale-bar' here"},
    {"layers: []\nmap: {extend: all}\n", 2, 7, 6, "unknown key 'extend' in the map",
     "did you mean 'extent'?"},
    {"layers: []\nlooks: {a: {colr: red}}\n", 2, 13, 4, "unknown key 'colr' in a look",
     "did you mean 'color'?"},
    {"layers: []\ntheme: {titel: {size: 9 pt}}\n", 2, 9, 5, "unknown key 'titel' in a theme",
     "did you mean 'title'?"},
    /* kinds of values */
    {"layers:\n  - {line: rails, width: 0.5}\n", 2, 26, 3, "a length needs a unit: '0.5'",
     "write a number and a unit, one of: mm cm in pt px"},
    {"layers:\n  - {line: rails, width: -1 mm}\n", 2, 26, 5, "must not be negative: '-1 mm'", ""},
    {"layers:\n  - {line: rails, width: 6 m}\n", 2, 26, 3, "not a unit for a length here: '6 m'",
     "write a number and a unit, one of: mm cm in pt px"},
    {"layers:\n  - {line: rails, width: 600 cm}\n", 2, 26, 6,
     "longer than the largest page (5 m): '600 cm'", ""},
    {"layers:\n  - {line: rails, width: [1 mm]}\n", 2, 26, 1,
     "not a length or a scale {by: ...}: a list", ""},
    {"layers:\n  - {fill: sites, opacity: 2}\n", 2, 28, 1,
     "a share lies between 0 and 1 (0% and 100%): '2'", ""},
    {"layers:\n  - {fill: sites, stroke: red}\n", 2, 27, 3, "not a stroke or 'none': 'red'",
     "it may have: color, width, dash, taper, gap-color, cap, join"},
    {"layers:\n  - {marker: sites, rotate: bearing}\n", 2, 29, 7, "not a number: 'bearing'",
     "a value of the data is written {by: bearing}"},
    {"layers:\n  - {marker: sites, stroke-color: red}\n", 2, 21, 12,
     "unknown key 'stroke-color' in a 'marker' layer", "it is written 'stroke: {color: ...}'"},
    {"layers:\n  - {marker: sites, halo: none}\n", 2, 21, 4,
     "unknown key 'halo' in a 'marker' layer", "'halo' stands under 'label'"},
    {"layers: []\nlegend: none\n", 2, 1, 6, "unknown key 'legend' in a map document",
     "'legend' stands under 'page'"},
    {"layers: []\nfont: Noto Sans\n", 2, 1, 4, "unknown key 'font' in a map document",
     "'font' stands under 'theme'"},
    {"layers:\n  - {line: rails, cap: rond}\n", 2, 24, 4,
     "not one of the words that may stand here: 'rond'",
     "did you mean 'round'? One of: butt, round, square"},
    {"layers:\n  - line: rails\n    dash:\n      - 1 mm\n      - 2\n", 5, 9, 1,
     "a length needs a unit: '2'", "write a number and a unit, one of: mm cm in pt px"},
    {"layers:\n  - line: rails\n    color: >-\n      0.5 mm\n", 4, 7, 6, "not a colour: '0.5 mm'",
     "write a CSS name, '#rgb', '#rrggbb', rgb(), hsl() or none"},
    {"layers: {fill: sites}\n", 1, 9, 1, "not a list: a map", ""},
    {"layers: []\ndpi: many\n", 2, 6, 4, "not a number: 'many'", ""},
    {"layers: []\ndpi: '300'\n", 2, 7, 3, "not a number: '300'",
     "in quotes it is a text: take them off"},
    {"layers: []\ndpi: 9000\n", 2, 6, 4, "must be at most 4800: '9000'", ""},
    {"layers: []\npage: {legend: yes}\n", 2, 16, 3, "not true or false: 'yes'",
     "the word here is 'true'"},
    {"layers: []\npage:\n", 2, 1, 4, "not a map: nothing is given", ""},
    {"layers: []\nlanguage: Deutsch (DE)\n", 2, 11, 12, "not a language tag: 'Deutsch (DE)'",
     "write it like 'en', 'fa' or 'uz-Cyrl'"},
    {"layers: []\npage: {legend: {at: bottom-left}}\n", 2, 21, 11,
     "not one of the words that may stand here: 'bottom-left'", "the word here is 'bottom left'"},
    {"layers:\n  - {marker: sites, label: {text: a, priority: case(b = 1, 3, 1)}}\n", 2, 60, 1,
     "unknown key '3' in a label", "inside { } a text with a comma needs quotes"},
    {"layers:\n  - {fill: sites, legend: {kind: nestd}}\n", 2, 34, 5,
     "not one of the words that may stand here: 'nestd'",
     "did you mean 'nested'? One of: list, nested"},
    /* scales */
    {"layers:\n  - {fill: sites, color: {scale: equal}}\n", 2, 26, 1, "no 'by' in a scale",
     "'by' is the column or expression that the channel shows"},
    {"layers:\n  - {fill: sites, color: {by: a, scale: linear, top: 3}}\n", 2, 49, 3,
     "'top' has no meaning with the scale 'linear'", "it goes with: category"},
    {"layers:\n  - {fill: sites, color: {by: a, scale: breaks}}\n", 2, 41, 6,
     "the scale 'breaks' needs its breaks", "write 'breaks: [10, 20, 50]'"},
    {"layers:\n  - {fill: sites, color: {by: a, breaks: [1, 3, 2]}}\n", 2, 49, 1,
     "the breaks must rise: '2'", ""},
    {"layers:\n  - {marker: sites, size: {by: a, range: [1 mm, 3]}}\n", 2, 49, 1,
     "a length needs a unit: '3'", "write a number and a unit, one of: mm cm in pt px"},
    {"layers:\n  - {marker: sites, size: {by: a, palette: oranges}}\n", 2, 35, 7,
     "unknown key 'palette' in a scale",
     "'palette' is for colours: 'range: [...]' lists other values"},
    {"layers:\n  - {fill: sites, color: {by: ''}}\n", 2, 32, 1, "not an expression: an empty text",
     ""},
    /* names of layers, steps, looks */
    {"layers:\n  - fill: site\n", 2, 11, 4, "no layer 'site'", "did you mean 'sites'?"},
    {"layers:\n  - fill: nothing\n", 2, 11, 7, "no layer 'nothing'", "there are: rails, sites"},
    {"layers: []\nmap: {extent: {of: rail}}\n", 2, 20, 4, "no layer 'rail'",
     "did you mean 'rails'?"},
    {"layers: []\ntables: {a.csv: {of: b}}\n", 2, 22, 1, "no layer 'b'", "there are: rails, sites"},
    {"layers: []\npage: {locator: {layers: [land]}}\n", 2, 27, 4, "no layer 'land'",
     "there are: rails, sites"},
    {"steps:\n  - a: {buffer: b, by: 1 km}\n  - b: {buffer: rails, by: 1 km}\nlayers: []\n", 2, 17,
     1, "the layer 'b' is made by a later step", "steps run in their order: it is made in line 5"},
    {"steps: [{a: {buffer: a, by: 1 km}}]\nlayers: []\n", 1, 22, 1,
     "the layer 'a' is made by a later step", "steps run in their order: it is made in line 3"},
    {"steps: [{sites: {buffer: rails, by: 1 km}}]\nlayers: []\n", 1, 10, 5,
     "the name 'sites' is taken by another layer", "it stands first in line 2"},
    {"steps: [{a: {clip: rails, with: site}}]\nlayers: []\n", 1, 33, 4, "no layer 'site'",
     "did you mean 'sites'?"},
    {"steps: [{a: {clip: rails}}]\nlayers: []\n", 1, 13, 1, "no 'with' in a step 'clip'",
     "'with' is the areas of which the inside is kept"},
    {"steps: [{a: {bufer: rails, by: 1 km}}]\nlayers: []\n", 1, 14, 5,
     "unknown key 'bufer' in a step", "did you mean 'buffer'?"},
    {"steps: [{a: {select: rails}}]\nlayers: []\n", 1, 14, 6,
     "'select' does not say what to select", "add 'filter:', or 'intersects:' with another layer"},
    {"steps: [{a: {buffer: rails, by: 10}}]\nlayers: []\n", 1, 33, 2, "a length needs a unit: '10'",
     "write a number and a unit, one of: m km mi nmi ft"},
    {"steps:\n  - a: {buffer: rails, by: 1 km}\n    b: {buffer: rails, by: 1 km}\nlayers: []\n", 3,
     5, 1, "a second name in a step: 'b'", ""},
    {"steps: [{a: {select: rails, within: sites, touches: sites}}]\nlayers: []\n", 1, 44, 7,
     "only one of 'intersects', 'within' and 'touches' in a step", "make two steps of it"},
    {"looks: {land: {color: red}}\nlayers: [{fill: sites, use: lnad}]\n", 2, 29, 4,
     "no look 'lnad'", "did you mean 'land'?"},
    {"layers: [{fill: sites, use: [a]}]\n", 1, 30, 1, "no look 'a'",
     "looks come from files under 'styles:', or from 'looks:'"},
    {"looks: {a: {shape: star}}\nlayers: [{fill: sites, use: a}]\n", 1, 13, 5,
     "unknown key 'shape' in a 'fill' layer",
     "it may have: fill, color, opacity, hatch, pattern, stroke, use, filter, id, legend, label"},
    {"looks: {a: {use: b}, b: {use: a}}\nlayers: [{fill: sites, use: a}]\n", 1, 31, 1,
     "the look 'a' uses itself", ""},
    {"layers: [{marker: sites, label: {size: 7 pt}}]\n", 1, 26, 5, "no 'text' in a label",
     "write what the label says: text: '{name}'"},
    {"layers: []\nstyles: none/at/all.yaml\n", 2, 9, 16,
     "cannot read 'maps/none/at/all.yaml': No such file or directory", ""},
    {"layer: []\n", 1, 1, 5, "unknown key 'layer' in a map document", "it is called 'layers' here"},
    /* what this version does not do */
    {"layers: []\natlas: {over: sites}\n", 2, 15, 5, "an atlas over a layer needs a 'key'",
     "for example a column of codes: 'key: iso_3166_2'"},
    {"layers: []\natlas: {over: site, key: name}\n", 2, 15, 4, "no layer 'site'",
     "did you mean 'sites'?"},
    {"layers: []\natlas: {over: {strip: sites, length: 5 km, overlap: 60%}}\n", 2, 53, 3,
     "sheets along a line overlap by at most 50%", "10% is a good start"},
    {"layers: []\natlas: {over: sites, key: name, extent: {min-scale: 1:5000, max-scale: "
     "1:90000}}\n",
     2, 72, 7, "the largest scale is smaller than the smallest",
     "1:2000000 is a smaller scale than 1:50000: min-scale has the larger number"},
    {"layers: []\natlas: {over: sites, key: name, extent: {scale: 1:many}}\n", 2, 49, 6,
     "not a scale: '1:many'", "write it like 1:2000000"},
    {"layers: []\natlas: {over: sites, key: name, only: [sites]}\n", 2, 40, 5,
     "no layer of the map draws 'sites'", ""},
    {"layers: []\natlas: {over: sites, key: name, pages: {a: {extent: [9, 4, 10, 3]}}}\n", 2, 53, 1,
     "the south (4) is not below the north (3)",
     "an extent is [west, south, east, north] in degrees"},
    /* tables of the page */
    {"layers: []\npage: {table: {of: sites}}\n", 2, 15, 1, "no 'columns' in a table on the page",
     "'columns' is a list of columns, [name, count]"},
    {"layers: []\npage: {table: {of: site, columns: [a]}}\n", 2, 20, 4, "no layer 'site'",
     "did you mean 'sites'?"},
    {"layers: []\npage: {table: {of: sites, columns: [{label: A}]}}\n", 2, 37, 1,
     "a column of a table needs 'column', or a text as its 'format'", ""},
    {"layers: []\npage: {table: [{of: sites, columns: {A: '{a}'}, colums: 2}]}\n", 2, 49, 6,
     "unknown key 'colums' in a table on the page", "did you mean 'columns'?"},
    {"layers: []\npage: {table: {of: sites, columns: [{column: a, format: '{a}', decimals: 1}]}}\n",
     2, 64, 8, "'decimals' and 'format' both say how numbers are written", ""},
    /* extents and pages */
    {"layers: []\nmap: {extent: [60, 40, 70, 30]}\n", 2, 15, 1,
     "the south (40) is not below the north (30)",
     "an extent is [west, south, east, north] in degrees"},
    {"layers: []\nmap: {extent: [29, 60, 39, 175]}\n", 2, 15, 1, "not a latitude: 175",
     "an extent is [west, south, east, north] in degrees"},
    {"layers: []\nmap: {extent: [1, 2, 3]}\n", 2, 15, 1, "expected 4 values here, not 3", ""},
    {"layers: []\nmap: {extent: whole}\n", 2, 15, 5,
     "not an extent: 'all', {of: LAYER}, [west, south, east, north], or {centre: [lon, lat], "
     "scale: 1:N}: 'whole'",
     ""},
    {"layers: []\nmap: {extent: {center: [1, 2], scale: 1:5}}\n", 2, 16, 6,
     "unknown key 'center' in an extent: 'all', {of: LAYER}, [west, south, east, north], or "
     "{centre: [lon, lat], scale: 1:N}",
     "it is called 'centre' here"},
    {"layers: []\nmap: {extent: {centre: [34, 169], scale: 1:5}}\n", 2, 29, 3,
     "not a latitude: '169'", "coordinates are in degrees, longitude first"},
    {"layers: []\nmap: {extent: {centre: [34, 69], scale: big}}\n", 2, 41, 3, "not a scale: 'big'",
     "write it like 1:2000000"},
    {"layers: []\nmap: {extent: {of: sites, pad: 4}}\n", 2, 32, 1, "a length needs a unit: '4'",
     "write a number and a unit, one of: m km mi nmi ft deg %"},
    {"layers: []\npage: {size: A9 landscape}\n", 2, 14, 12, "unknown page size 'A9 landscape'",
     "did you mean 'A0'?"},
    {"layers: []\npage: {size: letter sideways}\n", 2, 14, 15,
     "unknown page size 'letter sideways'", "did you mean 'Letter'?"},
    {"layers: []\npage: {size: huge}\n", 2, 14, 4, "unknown page size 'huge'",
     "one of A0 to A6, Letter, Legal, Tabloid, with 'landscape' or 'portrait'; or [width, height]"},
    {"layers: []\npage: {size: Leter}\n", 2, 14, 5, "unknown page size 'Leter'",
     "did you mean 'Letter'?"},
    {"layers: []\npage: {size: [240, 160 mm]}\n", 2, 15, 3, "a length needs a unit: '240'",
     "write a number and a unit, one of: mm cm in pt px"},
    {"layers: []\npage: {size: [6000 mm, 160 mm]}\n", 2, 15, 7,
     "longer than the largest page (5 m): '6000 mm'", ""},
    {"layers: []\npage: {size: A6, margin: 53 mm}\n", 2, 26, 5,
     "the margin leaves no room for the map", ""},
    {"layers: []\noutputs: [a.png, a.png]\n", 2, 18, 5, "the output 'a.png' stands twice", ""},
};

static void test_another_version_is_told_alone(void)
{
    struct diags diags;
    struct map_doc *doc = NULL;
    diags_init(&diags, &arena);
    g_assert_false(doc_read_text(&arena, STR("lode: 2\nmaps: []\n"), "t", &plain, &doc, &diags));
    g_assert_cmpuint(diags.n, ==, 1);
    g_assert_cmpstr(diags.v[0].message, ==, "unknown version of the language: '2'");
    g_assert_cmpint(diags.v[0].at.col, ==, 7);
    g_assert_null(doc);
}

static void report(const struct diags *diags)
{
    for (size_t i = 0; i < diags->n; i++)
        g_test_message("%d:%d+%d %s [%s]", diags->v[i].at.line, diags->v[i].at.col,
                       diags->v[i].at.len, diags->v[i].message, diags->v[i].hint);
}

static void test_bad_documents(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        struct diags diags;
        struct map_doc *doc = NULL;
        diags_init(&diags, &arena);
        g_test_message("%s", bad[i].text);
        struct str text = str_format(&arena, "%s%s", HEAD, bad[i].text);
        g_assert_false(doc_read_text(&arena, text, "maps/t.yaml", &plain, &doc, &diags));
        report(&diags);
        g_assert_cmpuint(diags.n, ==, 1);
        g_assert_cmpstr(diags.v[0].message, ==, bad[i].message);
        g_assert_cmpstr(diags.v[0].hint, ==, bad[i].hint);
        g_assert_cmpint(diags.v[0].at.line, ==, bad[i].line + HEAD_LINES);
        g_assert_cmpint(diags.v[0].at.col, ==, bad[i].col);
        g_assert_cmpint(diags.v[0].at.len, ==, bad[i].len);
        g_assert_cmpint(lode_exit_status(diags.v[0].code), ==, 2);
    }
}

/* Several faults, all told, in the order of the text. */
static void test_all_faults_at_once(void)
{
    static const char text[] = "lode: one\n"
                               "titel: x\n"
                               "data:\n"
                               "  a: {fiel: a.shp}\n"
                               "  b: {file: b.csv, x: lon}\n"
                               "layers:\n"
                               "  - {fill: c, color: rot}\n"
                               "dpi: [1]\n";
    static const struct {
        int line, col;
        const char *message;
    } faults[] = {
        {1, 7, "not a whole number: 'one'"},
        {2, 1, "unknown key 'titel' in a map document"},
        {4, 7, "unknown key 'fiel' in a data source"},
        {5, 20, "'x' needs 'y' beside it"},
        {7, 12, "no layer 'c'"},
        {7, 22, NULL},
        {8, 6, "not a number: a list"},
    };
    struct diags diags;
    struct map_doc *doc = NULL;
    diags_init(&diags, &arena);
    g_assert_false(doc_read_text(&arena, str_of(text), "t.yaml", &plain, &doc, &diags));
    report(&diags);
    g_assert_cmpuint(diags.n, ==, G_N_ELEMENTS(faults));
    for (size_t i = 0; i < diags.n; i++) {
        g_assert_cmpint(diags.v[i].at.line, ==, faults[i].line);
        g_assert_cmpint(diags.v[i].at.col, ==, faults[i].col);
        if (faults[i].message)
            g_assert_cmpstr(diags.v[i].message, ==, faults[i].message);
    }
}

static void test_no_more_than_twenty(void)
{
    GString *text = g_string_new(HEAD "layers:\n");
    for (int i = 0; i < 1000; i++)
        g_string_append(text, "  - fill: nowhere\n");
    struct diags diags;
    struct map_doc *doc = NULL;
    diags_init(&diags, &arena);
    g_assert_false(doc_read_text(&arena, str_of(text->str), "t.yaml", &plain, &doc, &diags));
    g_assert_cmpuint(diags.n, ==, 20);
    g_assert_cmpuint(diags.dropped, ==, 980);
    g_string_free(text, TRUE);
}

static void test_set(void)
{
    const struct doc_set sets[] = {{STR("page.size"), STR("A6")},
                                   {STR("layers.0.color"), STR("blue")},
                                   {STR("page.title.align"), STR("end")},
                                   {STR("data.rails"), STR("here.shp")},
                                   {STR("title"), STR("")}};
    const struct doc_params params = {
        .rows = &run_schema_rows, .sets = sets, .n_sets = G_N_ELEMENTS(sets)};
    struct diags diags;
    struct map_doc *doc = NULL;
    diags_init(&diags, &arena);
    g_assert_true(doc_read_text(
        &arena, STR(HEAD "title: T\nlayers: [{line: rails, color: red}]\npage: {title: x}\n"),
        "maps/t.yaml", &params, &doc, &diags));
    g_assert_cmpfloat_with_epsilon(doc->page.width_pt, 105 * PT_PER_MM, 1e-9);
    assert_str(node_lookup(doc->layers[0].props, "color")->text, "blue");
    assert_str(node_lookup(doc_page_part(&doc->page, "title"), "align")->text, "end");
    assert_str(doc->sources[0].file.s, "here.shp");
    assert_str(doc->title.s, "");
}

static const struct {
    struct doc_set set;
    int line, col;
    const char *file, *message;
} bad_sets[] = {
    {{{"page.size", sizeof "page.size" - 1}, {"A9", sizeof "A9" - 1}},
     1,
     1,
     "--set page.size",
     "unknown page size 'A9'"},
    {{{"pag.size", sizeof "pag.size" - 1}, {"A4", sizeof "A4" - 1}},
     1,
     1,
     "--set pag.size",
     "unknown key 'pag' in a map document"},
    {{{"layers.7.color", sizeof "layers.7.color" - 1}, {"red", sizeof "red" - 1}},
     1,
     1,
     "--set layers.7.color",
     "no item '7' in the list (it has 1)"},
    {{{"map.extent", sizeof "map.extent" - 1}, {"[1, 2, 3", sizeof "[1, 2, 3" - 1}},
     1,
     9,
     "--set map.extent",
     "not YAML: flow sequence without a closing bracket"},
    {{{"layers.0.width", sizeof "layers.0.width" - 1}, {" 5", sizeof " 5" - 1}},
     1,
     2,
     "--set layers.0.width",
     "a length needs a unit: '5'"},
    {{{".size", sizeof ".size" - 1}, {"5", sizeof "5" - 1}},
     1,
     1,
     "--set .size",
     "not a key: '.size'"},
};

static void test_bad_sets(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bad_sets); i++) {
        struct doc_params params = {
            .rows = &run_schema_rows, .sets = &bad_sets[i].set, .n_sets = 1};
        struct diags diags;
        struct map_doc *doc = NULL;
        diags_init(&diags, &arena);
        g_assert_false(doc_read_text(&arena, STR(HEAD "layers: [{line: rails}]\n"), "maps/t.yaml",
                                     &params, &doc, &diags));
        report(&diags);
        g_assert_cmpuint(diags.n, ==, 1);
        g_assert_cmpstr(diags.v[0].message, ==, bad_sets[i].message);
        g_assert_cmpstr(diags.v[0].at.file, ==, bad_sets[i].file);
        g_assert_cmpint(diags.v[0].at.line, ==, bad_sets[i].line);
        g_assert_cmpint(diags.v[0].at.col, ==, bad_sets[i].col);
    }
}

static char *write_file(const char *folder, const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void test_style_files(void)
{
    char *folder = g_dir_make_tmp("lode-XXXXXX", NULL);
    char *first = write_file(folder, "first.yaml",
                             "looks: {land: {color: red}, sea: {color: blue}}\n"
                             "theme: {font: A, title: {size: 9 pt, color: red}}\n");
    char *second = write_file(folder, "second.yaml",
                              "looks: {land: {color: green}}\ntheme: {title: {size: 8 pt}}\n");
    char *faulty = write_file(folder, "faulty.yaml", "looks:\n  land: {color: 'no such'}\n");
    char *good = write_file(folder, "good.yaml",
                            HEAD "styles: [first.yaml, second.yaml]\nlayers: [{fill: sites, use: "
                                 "[sea, land]}]\ntheme: {font: B}\n");
    char *bad_doc = write_file(folder, "bad.yaml",
                               HEAD "styles: faulty.yaml\nlayers: [{fill: sites, use: land}]\n");
    struct diags diags;
    struct map_doc *doc = NULL;
    diags_init(&diags, &arena);
    g_assert_true(doc_read(&arena, good, &plain, &doc, &diags));
    assert_str(node_lookup(doc->layers[0].props, "color")->text, "green");
    assert_str(node_lookup(doc->styles.theme, "font")->text, "B");
    const struct node *title = node_lookup(doc->styles.theme, "title");
    assert_str(node_lookup(title, "size")->text, "8 pt");
    assert_str(node_lookup(title, "color")->text, "red");

    g_assert_false(doc_read(&arena, bad_doc, &plain, &doc, &diags));
    report(&diags);
    g_assert_cmpuint(diags.n, ==, 1);
    g_assert_cmpstr(diags.v[0].at.file, ==, faulty);
    g_assert_cmpint(diags.v[0].at.line, ==, 2);
    g_assert_cmpint(diags.v[0].at.col, ==, 18);

    diags_init(&diags, &arena);
    g_assert_false(doc_read(&arena, folder, &plain, &doc, &diags));
    g_assert_cmpint(lode_exit_status(diags.v[0].code), ==, 2);
    char *paths[] = {first, second, faulty, good, bad_doc};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_unlink(paths[i]);
        g_free(paths[i]);
    }
    g_rmdir(folder);
    g_free(folder);
}

/* Looks that use looks ten times over, thirty deep: each is made once. */
static void test_looks_are_made_once(void)
{
    GString *text = g_string_new(HEAD "looks:\n  l0: {color: red}\n");
    for (int i = 1; i < 30; i++) {
        g_string_append_printf(text, "  l%d: {use: [", i);
        for (int k = 0; k < 10; k++)
            g_string_append_printf(text, "%sl%d", k ? ", " : "", i - 1);
        g_string_append(text, "]}\n");
    }
    g_string_append(text, "layers: [{fill: sites, use: l29}]\n");
    const struct map_doc *doc = parse(text->str);
    assert_str(node_lookup(doc->layers[0].props, "color")->text, "red");
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/doc/map-doc/whole", test_a_whole_document);
    g_test_add_func("/doc/map-doc/defaults-and-extents", test_defaults_and_extents);
    g_test_add_func("/doc/map-doc/bad-documents", test_bad_documents);
    g_test_add_func("/doc/map-doc/all-faults", test_all_faults_at_once);
    g_test_add_func("/doc/map-doc/version", test_another_version_is_told_alone);
    g_test_add_func("/doc/map-doc/twenty", test_no_more_than_twenty);
    g_test_add_func("/doc/map-doc/set", test_set);
    g_test_add_func("/doc/map-doc/bad-sets", test_bad_sets);
    g_test_add_func("/doc/map-doc/style-files", test_style_files);
    g_test_add_func("/doc/map-doc/looks-once", test_looks_are_made_once);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
