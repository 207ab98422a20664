/* The sheets of a regular grid: rectangles in the system of the map, so that neighbours join. */
#include "atlas/coverage.h"
#include "overlay/relate.h"
#include "project/shape.h"
#include "run/page_words.h"

/* As many sheets as an atlas may have pages; vertices along a side that bends on the map. Taste. */
enum { SHEETS_MAX = 1000000, SIDE_STEPS = 16 };

struct grid {
    struct run *run;
    const struct doc_atlas *doc;
    struct features region; /* in lon/lat */
    struct features placed; /* in the grid's system */
    struct str crs;
    struct box box;       /* of the whole grid */
    double width, height; /* of a sheet */
    size_t n_cols, n_rows;
    bool degrees; /* the sheets are measured in degrees, and their system is lon/lat */
};

/* Add a rectangle with `steps` vertices along each side. A rectangle in degrees needs them, since
 * its sides bend on the map; others get theirs on their way to lon/lat. */
static void add_rectangle(struct geom_builder *to, struct box b, int steps)
{
    double xy[] = {b.x0, b.y0, b.x1, b.y0, b.x1, b.y1, b.x0, b.y1, b.x0, b.y0};

    geom_feature(to, GEOM_POLYGON);
    geom_part(to);
    geom_ring(to);
    for (size_t i = 0; i < 4; i++) {
        for (int k = 0; k < steps; k++) {
            double t = (double)k / steps, *p = xy + 2 * i;
            geom_xy(to, p[0] + t * (p[2] - p[0]), p[1] + t * (p[3] - p[1]));
        }
    }
    geom_xy(to, xy[0], xy[1]);
}

/* The extent that the document states, as the region. */
static void set_region(struct grid *g)
{
    const struct doc_extent *e = &g->doc->box;
    double east = e->east + (e->west > e->east ? 360 : 0);
    struct geom_builder b = {0};

    add_rectangle(&b, (struct box){e->west, e->south, east, e->north}, SIDE_STEPS);
    geom_finish(&g->run->a, &b, &g->region.table.geom);
    g->region.table.n = 1;
    g->region.table.kind = GEOM_POLYGON;
    g->region.table.name = STR("the grid's extent");
    g->region.fid = arena_array(&g->run->a, int64_t, 1);
    g->region.crs = STR("EPSG:4326");
}

static bool read_region(struct grid *g, struct lode_err *err)
{
    struct run *r = g->run;
    if (!g->doc->over.s.p) {
        set_region(g);
        return true;
    }

    const struct features *f = layer_lookup(&r->layers, g->doc->over.s);
    if (!features_lonlat(&r->a, f, g->doc->over.at, &g->region, err))
        return false;

    if (!box_is_empty(geometry_box(&g->region.table.geom)))
        return true;
    return lode_fail(err, LODE_DATA, g->doc->over.at, "nothing in '%.*s' to lay a grid over",
                     STR_FMT(g->doc->over.s));
}

/* One system for all sheets: that of the document, or what `auto` chooses for the whole region. */
static bool choose_system(struct grid *g, struct lode_err *err)
{
    struct run *r = g->run;
    struct doc_map map = r->doc->map;
    struct view v;

    map.extent = (struct doc_extent){.kind = EXTENT_LAYER, .at = g->doc->over.at};
    struct view_params params = {.map = &map,
                                 .extent_deg = geometry_box(&g->region.table.geom),
                                 .extent_geom = &g->region.table.geom,
                                 .frame_pt = {0, 0, 500, 500}};
    if (!view_fit(&r->a, &params, &v, err))
        return false;

    g->crs = v.crs.definition;
    g->degrees = g->doc->cell.kind == LENGTH_ANGLE && !g->doc->n_cols;
    struct str system = g->degrees ? STR("EPSG:4326") : g->crs;
    g->placed = g->region;
    if (!g->degrees &&
        !features_to_crs(&r->a, &g->region, system, g->doc->over.at, &g->placed, err))
        return false;

    g->width = g->height = g->degrees ? g->doc->cell.value : g->doc->cell.value / v.crs.m_per_unit;
    if (!v.crs.geographic || g->degrees || g->doc->n_cols)
        return true;

    lode_fail(err, LODE_SCHEMA, g->doc->node->at,
              "'%.*s' is in degrees, so its grid must be in degrees too", STR_FMT(v.crs.name));
    return lode_hint(err, "write 'grid: 1 deg', or choose a projected system in 'map: crs:'");
}

/* Count columns and rows, and centre them on the region. */
static bool lay_out_sheets(struct grid *g, struct lode_err *err)
{
    struct box b = geometry_box(&g->placed.table.geom);
    g->n_cols = g->doc->n_cols;
    g->n_rows = g->doc->n_rows;
    if (g->n_cols) {
        g->width = box_width(b) / (double)g->n_cols;
        g->height = box_height(b) / (double)g->n_rows;
    }

    double cols = g->n_cols ? (double)g->n_cols : fmax(ceil(box_width(b) / g->width - 1e-9), 1);
    double rows = g->n_rows ? (double)g->n_rows : fmax(ceil(box_height(b) / g->height - 1e-9), 1);
    if (!(cols * rows <= SHEETS_MAX) || !(g->width > 0) || !(g->height > 0)) {
        lode_fail(err, LODE_LIMIT, g->doc->over.at.line ? g->doc->over.at : g->doc->node->at,
                  "a grid of %.0f x %.0f sheets: at most %d are drawn", cols, rows, SHEETS_MAX);
        return lode_hint(err, "make the sheets larger, or the region smaller");
    }

    g->n_cols = (size_t)cols;
    g->n_rows = (size_t)rows;

    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2, w = cols * g->width, h = rows * g->height;
    g->box = (struct box){x - w / 2, y - h / 2, x + w / 2, y + h / 2};
    return true;
}

/* A, B ... Z, AA: the letters of a column, as in a street atlas. */
static struct str column_letters(struct arena *a, size_t i)
{
    char text[16];
    size_t at = sizeof text;
    for (i++; i; i = (i - 1) / 26)
        text[--at] = (char)('A' + (i - 1) % 26);
    return str_copy(a, (struct str){text + at, sizeof text - at});
}

struct sheets {
    struct geom_builder shapes;
    struct str *name;
    int64_t *column, *row, *fid;
    size_t n;
};

/* Add the values of a sheet: its name "B3", column and row. */
static void add_values(struct grid *g, struct sheets *s, size_t col, size_t row)
{
    struct arena *a = &g->run->a;
    s->name[s->n] = str_format(a, "%.*s%zu", STR_FMT(column_letters(a, col)), row + 1);
    s->column[s->n] = (int64_t)col + 1;
    s->row[s->n] = (int64_t)row + 1;
    s->fid[s->n] = (int64_t)s->n;
    s->n++;
}

static struct box sheet_box(const struct grid *g, size_t col, size_t row)
{
    double x = g->box.x0 + (double)col * g->width, y = g->box.y1 - (double)(row + 1) * g->height;
    double dx = g->doc->overlap * g->width / 2, dy = g->doc->overlap * g->height / 2;
    return (struct box){x - dx, y - dy, x + g->width + dx, y + g->height + dy};
}

/* The columns or rows [*ret_first, *ret_end) that may meet [from, to], of `n` that are `step`
 * apart; each reaches `beyond` over its own cell. */
static void cells_between(double from, double to, double step, double beyond, size_t n,
                          size_t *ret_first, size_t *ret_end)
{
    double first = floor((from - beyond) / step) - 1, end = floor((to + beyond) / step) + 2;
    *ret_first = first > 0 ? (size_t)fmin(first, (double)n) : 0;
    *ret_end = end > 0 ? (size_t)fmin(end, (double)n) : 0;
}

/* Mark the sheets on which some of the region lies. Feature by feature, since GEOS prepares a
 * feature that is asked about again and again, and answers for a rectangle fastest. */
static void mark_used(const struct grid *g, struct arena *a, uint8_t *used)
{
    struct geom_builder all = {0};
    struct geometry sheets;
    const struct geometry *parts = &g->placed.table.geom;
    struct relater *relater = relate_create(a);

    for (size_t row = 0; row < g->n_rows; row++) {
        for (size_t col = 0; col < g->n_cols; col++)
            add_rectangle(&all, sheet_box(g, col, row), 1);
    }

    geom_finish(a, &all, &sheets);
    for (size_t k = 0; k < parts->n; k++) {
        struct box b = parts->box[k];
        size_t row, rows, col0, cols;
        if (box_is_empty(b))
            continue;

        cells_between(b.x0 - g->box.x0, b.x1 - g->box.x0, g->width, g->doc->overlap * g->width / 2,
                      g->n_cols, &col0, &cols);
        cells_between(g->box.y1 - b.y1, g->box.y1 - b.y0, g->height,
                      g->doc->overlap * g->height / 2, g->n_rows, &row, &rows);

        for (; row < rows; row++) {
            for (size_t col = col0; col < cols; col++) {
                size_t i = row * g->n_cols + col;
                if (!used[i] && box_meets(sheets.box[i], b))
                    used[i] =
                        relate_shapes(relater, EXPR_INTERSECTS, (struct expr_shape){parts, k, 1},
                                      (struct expr_shape){&sheets, i, 1}) == 1;
            }
        }
    }
}

/* All sheets, or only those on which some of the region lies. */
static void choose_sheets(struct grid *g, struct sheets *s)
{
    struct arena a = {0}; /* of what is needed only here */

    arena_init(&a, 0);
    uint8_t *used = arena_array(&a, uint8_t, g->n_cols * g->n_rows);
    if (!g->doc->empty)
        mark_used(g, &a, used);
    for (size_t i = 0; i < g->n_cols * g->n_rows; i++) {
        size_t col = i % g->n_cols, row = i / g->n_cols;
        if (!g->doc->empty && !used[i])
            continue;

        add_rectangle(&s->shapes, sheet_box(g, col, row), g->degrees ? SIDE_STEPS : 1);
        add_values(g, s, col, row);
    }

    arena_finish(&a);
}

static void set_columns(struct grid *g, const struct sheets *s, struct features *ret)
{
    const struct column *schema;
    size_t n;

    page_words_columns(OVER_GRID, &schema, &n);
    struct column *columns = arena_array(&g->run->a, struct column, n);
    for (size_t i = 0; i < n; i++) {
        columns[i] = schema[i];
        columns[i].n = s->n;
    }

    columns[0].v.s = s->name;
    columns[1].v.i = s->column;
    columns[2].v.i = s->row;

    ret->table.columns = columns;
    ret->table.n_columns = n;
    ret->table.n = s->n;
    ret->table.name = STR("grid");
    ret->table.kind = GEOM_POLYGON;
    ret->fid = s->fid;
}

bool atlas_grid(struct run *r, struct atlas_coverage *ret, struct lode_err *err)
{
    struct grid g = {.run = r, .doc = &r->doc->atlas};

    if (!read_region(&g, err) || !choose_system(&g, err) || !lay_out_sheets(&g, err))
        return false;

    size_t most = g.n_cols * g.n_rows;
    struct sheets s = {.name = arena_array(&r->a, struct str, most),
                       .column = arena_array(&r->a, int64_t, most),
                       .row = arena_array(&r->a, int64_t, most),
                       .fid = arena_array(&r->a, int64_t, most)};
    struct features planar = {0};
    choose_sheets(&g, &s);
    geom_finish(&r->a, &s.shapes, &planar.table.geom);
    set_columns(&g, &s, &planar);
    planar.crs = g.degrees ? STR("EPSG:4326") : g.crs;
    planar.crs_at = g.doc->over.at;

    ret->features = planar;
    ret->crs = g.crs;
    return g.degrees ||
           features_to_crs(&r->a, &planar, STR("EPSG:4326"), g.doc->over.at, &ret->features, err);
}
