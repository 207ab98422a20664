/* The locator: a small map of the surroundings with the main map's frame on it,
 * `page.locator: {at, extent, layers, size}`. */
#include "base/num.h"
#include "base/units.h"
#include "page/items.h"

struct locator {
    struct doc_map map;
    const struct styled_layer **layers; /* n */
    size_t n;
    struct symbol *looks;             /* n */
    struct geometry *shapes, outline; /* of the layers, and of what the projection shows */
    double *frame_xy;                 /* the main map's frame on it, n_frame points */
    size_t n_frame;
    bool broken;                /* the frame crosses a seam of the locator or goes round a pole */
    struct geometry frame_area; /* then: the frame, cut there */
};

/* The small map itself, its upper left corner at 0, 0. Where the document says its extent, it is
 * the same on all pages of an atlas. */
struct locator_map {
    struct doc_map map;
    struct page_size size;
    const struct features **of; /* n */
    size_t n;
    struct view view;
    struct geometry *shapes, outline;
    struct locator_map *next;
};

/* A third of the width of the locator's lines; it leaves half of the vertices. */
static const double TOL_PT = 0.1;
/* The longer side as a share of the page's width, its least and most in points, height by width,
 * and a frame smaller than this is a spot. Taste. */
static const double SHARE = 0.2, LEAST = 55, MOST = 115, ASPECT = 0.75, SPOT = 5;
/* The frame's sides are cut into at most so many steps: straight on the main map, they are bent
 * here. */
enum { FRAME_STEPS = 64 };
/* How far its points are drawn towards the middle, see carry_point. */
static const double INWARD = 1e-3;
/* A step of more than this share of the locator's width is a jump over its seam. */
static const double JUMP = 0.4;
/* When the document says no extent, the locator shows five times the width of the main map, as long
 * as that is no more than a large country (60 degrees); round larger maps it shows less, down to
 * two and a half times their width, and a continent at most. The world is for maps of half of it.
 * Taste. */
static const double WIDER = 5, LEAST_WIDER = 2.5, COUNTRY_DEG = 60, CONTINENT_DEG = 140,
                    HALF_WORLD_DEG = 100;

static bool read_extent(const struct node *n, struct doc_extent *e, struct lode_err *err)
{
    double v[4];
    for (size_t i = 0; i < 4; i++) {
        if (i >= n->n_items)
            return lode_fail(err, LODE_SCHEMA, n->at, "an extent is [west, south, east, north]");
        if (!node_number(n->items[i], &v[i], err))
            return false;
    }
    e->at = n->at;
    e->west = v[0];
    e->south = v[1];
    e->east = v[2];
    e->north = v[3];
    return true;
}

/* The surroundings of the main map. */
static void choose_extent(const struct view *v, struct doc_extent *e)
{
    struct box w = v->window_deg;
    double width = box_width(w);
    double wanted = fmin(WIDER * width, fmax(LEAST_WIDER * width, COUNTRY_DEG));
    wanted = fmax(fmin(wanted, CONTINENT_DEG), 1.4 * width);
    double share = width > 0 ? (wanted / width - 1) / 2 : WIDER;
    double pad_x = share * width, pad_y = share * box_height(w);

    e->south = fmax(w.y0 - pad_y, -88);
    e->north = fmin(w.y1 + pad_y, 88);

    bool world = width > HALF_WORLD_DEG;
    e->west = world ? -180 : w.x0 - pad_x;
    e->east = world ? 180 : w.x1 + pad_x;
    if (world) {
        e->south = -90;
        e->north = 90;
    }

    if (e->west < -180)
        e->west += 360;
    if (e->east > 180)
        e->east -= 360;
}

/* A map of the world is cut through the Pacific or through the Atlantic, whichever is farther from
 * what it shows. */
static double world_middle(const struct view *main)
{
    static const double PACIFIC_MIDDLE = 150;
    struct box f = main->frame_pt, w = main->window_deg;
    struct lonlat at = {(w.x0 + w.x1) / 2, 0};
    view_lonlat(main, (struct pagexy){(f.x0 + f.x1) / 2, (f.y0 + f.y1) / 2}, &at);
    double from_pacific = 180 - fabs(remainder(at.lon_deg, 360));
    double from_atlantic = fabs(remainder(at.lon_deg - (PACIFIC_MIDDLE - 180), 360));
    return from_atlantic > from_pacific ? PACIFIC_MIDDLE : 0;
}

/* A projection by the size of the region. `auto` is not asked: what it reports is about the main
 * map. */
static void choose_crs(struct arena *a, struct doc_map *map, const struct view *main)
{
    const struct doc_extent *e = &map->extent;
    double width = e->east - e->west + (e->east < e->west ? 360 : 0);
    double lon = width >= 360 ? world_middle(main) : e->west + width / 2;
    double lat = (e->south + e->north) / 2;

    struct str x = num_fixed(a, lon > 180 ? lon - 360 : lon, 4), y = num_fixed(a, lat, 4);
    if (width > 180)
        map->crs.s = str_format(a, "+proj=eqearth +lon_0=%.*s +datum=WGS84", STR_FMT(x));
    else
        map->crs.s = str_format(a, "+proj=laea +lat_0=%.*s +lon_0=%.*s +datum=WGS84", STR_FMT(y),
                                STR_FMT(x));
}

static bool find_layer(const struct page_layout *l, const struct node *name,
                       const struct styled_layer **ret, struct lode_err *err)
{
    struct str want, names[64];
    size_t n = 0;
    if (!node_text(name, &want, err))
        return false;

    for (size_t i = 0; i < l->in.n_layers; i++) {
        if (str_eq(l->in.layers[i].doc->of.s, want)) {
            *ret = &l->in.layers[i];
            return true;
        }
        if (n < 64)
            names[n++] = l->in.layers[i].doc->of.s;
    }

    lode_fail(err, LODE_SCHEMA, name->at,
              "the locator shows '%.*s', which no layer of the map draws", STR_FMT(want));
    struct str near = str_nearest(want, names, n);
    if (near.len)
        lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    return false;
}

/* The features that the layer draws; NULL: all are of such a kind. */
static const uint32_t *drawn_rows(struct arena *a, const struct styled_layer *l, size_t *ret_n)
{
    const struct geometry *g = &l->features->table.geom;
    unsigned draws = style_draws(l->doc->kind) | 1U << GEOM_NONE;
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < g->n; i++)
        n += (draws & 1U << g->kind[i]) != 0;

    *ret_n = n;
    if (n == g->n)
        return NULL;
    uint32_t *rows = arena_array(a, uint32_t, n + 1);
    for (size_t i = 0; i < g->n; i++) {
        if (draws & 1U << g->kind[i])
            rows[kept++] = (uint32_t)i;
    }
    return rows;
}

/* A plain look, of land, line or spot, whatever the layer looks like on the main map. */
static struct symbol plain_look(const struct page_layout *l, enum geom_kind kind)
{
    const struct map_doc *doc = l->in.doc;
    struct rgba land = style_theme_color(doc, "locator-land", (struct rgba){0xe6, 0xe1, 0xd6, 255});
    struct rgba line = style_theme_color(doc, "locator-line", (struct rgba){0x8a, 0x86, 0x7c, 255});
    struct symbol s = scene_look(kind == GEOM_POLYGON ? land : (struct rgba){0}, line, 0.35);

    s.stroke.join = JOIN_ROUND;
    if (kind == GEOM_POINT) {
        s.fill = line;
        s.size_pt = 2;
    }
    return s;
}

/* The kind of geometry that a layer shows: its source may have several. */
static enum geom_kind looks_like(const struct styled_layer *l)
{
    return l->doc->kind == LAYER_FILL     ? GEOM_POLYGON
           : l->doc->kind == LAYER_MARKER ? GEOM_POINT
                                          : l->features->table.kind;
}

/* The layers that the section names, or the lowest one of areas. */
static bool list_layers(struct arena *a, const struct page_layout *l, const struct item *it,
                        struct lode_err *err)
{
    struct locator *c = it->own;
    const struct node *names = node_lookup(it->node, "layers");
    size_t n = names ? names->n_items : 1;

    c->layers = arena_array(a, const struct styled_layer *, n);
    for (size_t i = 0; names && i < n; i++) {
        if (!find_layer(l, names->items[i], &c->layers[c->n++], err))
            return false;
    }

    for (size_t i = 0; !names && i < l->in.n_layers && !c->n; i++) {
        if (l->in.layers[i].doc->kind == LAYER_FILL)
            c->layers[c->n++] = &l->in.layers[i];
    }

    c->looks = arena_array(a, struct symbol, c->n);
    for (size_t i = 0; i < c->n; i++)
        c->looks[i] = plain_look(l, looks_like(c->layers[i]));
    return true;
}

/* Whether the kept map shows what this locator wants to show. */
static bool is_map_of(const struct locator_map *m, const struct locator *c, struct page_size size)
{
    const struct doc_extent *a = &m->map.extent, *b = &c->map.extent;
    if (m->n != c->n || m->size.width_pt != size.width_pt || m->size.height_pt != size.height_pt ||
        a->west != b->west || a->south != b->south || a->east != b->east || a->north != b->north)
        return false;

    for (size_t i = 0; i < m->n; i++) {
        if (m->of[i] != c->layers[i]->features)
            return false;
    }
    return true;
}

static bool make_map(struct arena *a, const struct locator *c, struct page_size size,
                     struct locator_map **ret, struct lode_err *err)
{
    struct locator_map *m = arena_new(a, struct locator_map);
    const struct doc_extent *e = &c->map.extent;
    *m = (struct locator_map){.map = c->map, .size = size, .n = c->n};
    m->map.crs.s = str_copy(a, c->map.crs.s);
    m->of = arena_array(a, const struct features *, c->n);
    m->shapes = arena_array(a, struct geometry, c->n);

    struct view_params params = {.map = &m->map,
                                 .frame_pt = {0, 0, size.width_pt, size.height_pt},
                                 .extent_deg = {e->west, e->south, e->east, e->north}};
    if (!view_fit(a, &params, &m->view, err) || !view_outline(a, &m->view, &m->outline, err))
        return false;

    for (size_t i = 0; i < c->n; i++) {
        struct shape_params reach = {.reach_pt = 1, .tol_pt = TOL_PT};
        m->of[i] = c->layers[i]->features;
        reach.rows = drawn_rows(a, c->layers[i], &reach.n_rows);
        if (!shape_to_page(a, &m->view, m->of[i], &reach, &m->shapes[i], err))
            return false;
    }

    *ret = m;
    return true;
}

static struct locator_map *lookup_map(struct page_kept *kept, const struct locator *c,
                                      struct page_size size)
{
    struct locator_map *m = kept ? kept->locators : NULL;
    while (m && !is_map_of(m, c, size))
        m = m->next;
    return m;
}

/* The small map, made or kept from an earlier page. It is kept where its extent is the
 * document's. */
static bool share_map(struct arena *a, const struct page_layout *l, const struct item *it,
                      struct locator_map **ret, struct lode_err *err)
{
    const struct locator *c = it->own;
    struct box content = item_content(it);
    struct page_size size = {box_width(content), box_height(content)};
    struct page_kept *kept = node_lookup(it->node, "extent") ? l->in.kept : NULL;

    /* Sizes of items in a column differ by rounding from page to page, and count as the same. */
    size.width_pt = round(size.width_pt * 1e6) / 1e6;
    size.height_pt = round(size.height_pt * 1e6) / 1e6;
    *ret = lookup_map(kept, c, size);
    if (*ret)
        return true;
    if (!make_map(kept ? kept->arena : a, c, size, ret, err))
        return false;

    if (kept) {
        (*ret)->next = kept->locators;
        kept->locators = *ret;
    }

    return true;
}

/* A copy of the geometry, moved on the page. */
static struct geometry moved_geometry(struct arena *a, const struct geometry *g, double dx,
                                      double dy)
{
    struct geometry ret = *g;
    size_t n = geometry_coords(g);
    double *xy = arena_array(a, double, 2 * n);
    struct box *box = arena_array(a, struct box, g->n);

    for (size_t i = 0; i < n; i++) {
        struct xy v = xy_at(g->xy, i);
        xy_set(xy, i, v.x + dx, v.y + dy);
    }
    for (size_t i = 0; i < g->n; i++)
        box[i] = (struct box){g->box[i].x0 + dx, g->box[i].y0 + dy, g->box[i].x1 + dx,
                              g->box[i].y1 + dy};

    ret.xy = xy;
    ret.box = box;
    return ret;
}

/* Where a page point of the main map is on the locator. It is drawn a little towards the middle
 * first: on the very edge of the world its longitude could be 180 or -180. */
static bool carry_point(const struct view *main, const struct view *v, struct pagexy p,
                        struct pagexy *ret)
{
    struct lonlat on_ground;
    struct box f = main->frame_pt;
    p.x_pt += INWARD * ((f.x0 + f.x1) / 2 - p.x_pt);
    p.y_pt += INWARD * ((f.y0 + f.y1) / 2 - p.y_pt);
    return view_lonlat(main, p, &on_ground) && view_point(v, on_ground, ret);
}

/* Trace the outline of the main map on the locator; what either of them cannot show is left out. */
static void trace_frame(struct arena *a, struct locator *c, const struct geometry *outline,
                        const struct view *main, const struct view *v)
{
    size_t edges = geometry_rings(outline) ? geometry_ring(outline, 0).n : 0;
    c->frame_xy = arena_array(a, double, 2 * FRAME_STEPS * edges);

    for (size_t i = 0; i + 1 < edges; i++) {
        const double *from = outline->xy + 2 * i, *to = from + 2;
        double length = hypot(to[0] - from[0], to[1] - from[1]);
        int steps = (int)fmin(FRAME_STEPS, 1 + length / 4);
        for (int k = 0; k < steps; k++) {
            double t = (double)k / steps;
            struct pagexy p = {from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])};
            if (!carry_point(main, v, p, &p)) {
                c->broken = true;
                continue;
            }
            xy_set(c->frame_xy, c->n_frame++, p.x_pt, p.y_pt);
        }
    }
}

/* Whether a step of the traced frame is longer than `jump_pt`. */
static bool has_jump(const struct locator *c, double jump_pt)
{
    const double *xy = c->frame_xy;
    for (size_t i = 1; i <= c->n_frame; i++) {
        const double *p = xy + 2 * (i - 1), *q = xy + 2 * (i % c->n_frame);
        if (hypot(q[0] - p[0], q[1] - p[1]) > jump_pt)
            return true;
    }
    return false;
}

/* Make the outline an area in the main map's CRS, which is cut on its way to the locator as every
 * other area is. */
static bool cut_frame(struct arena *a, struct locator *c, const struct geometry *outline,
                      const struct view *main, const struct view *v, struct lode_err *err)
{
    const struct affine *m = &main->to_page;
    struct geom_builder b = {0};
    struct features f = {.crs = main->crs.definition, .edges = EDGES_PLANAR};
    struct shape_params params = {.reach_pt = 1, .tol_pt = TOL_PT};
    struct box box = main->frame_pt;

    geom_feature(&b, GEOM_POLYGON);
    geom_part(&b);
    geom_ring(&b);

    struct ring ring = geometry_ring(outline, 0);
    for (size_t k = 0; k < ring.n; k++) {
        struct xy p = xy_at(ring.xy, k);
        p.x += INWARD * ((box.x0 + box.x1) / 2 - p.x);
        p.y += INWARD * ((box.y0 + box.y1) / 2 - p.y);
        geom_xy(&b, (p.x - m->x0) / m->xx, (p.y - m->y0) / m->yy);
    }

    geom_finish(a, &b, &f.table.geom);
    f.table.n = 1;
    f.table.kind = GEOM_POLYGON;
    f.table.name = STR("the map's frame");
    return shape_to_page(a, v, &f, &params, &c->frame_area, err);
}

static bool measure_locator(struct arena *a, const struct page_layout *l, struct item *it,
                            struct page_size room, struct lode_err *err)
{
    double longer = fmin(fmax(SHARE * box_width(l->area_pt), LEAST), MOST);
    struct locator *c = arena_new(a, struct locator);
    const struct node *extent = node_lookup(it->node, "extent");

    it->own = c;
    if (!page_read_pt(it->node, "size", &longer, err))
        return false;

    double aspect = ASPECT;
    c->map.extent.kind = EXTENT_BOX;
    if (extent) {
        struct doc_extent *e = &c->map.extent;
        if (!read_extent(extent, e, err))
            return false;
        double lon = e->east - e->west + (e->east < e->west ? 360 : 0);
        double across = lon * cos(radians((e->south + e->north) / 2));
        aspect = fmin(fmax((e->north - e->south) / fmax(across, 1e-9), 0.5), 1.4);
    }

    it->size.width_pt =
        fmin(longer / fmax(aspect, 1), fmin(room.width_pt, room.height_pt / aspect));
    it->size.height_pt = it->size.width_pt * aspect;
    return true;
}

static bool settle_locator(struct arena *a, const struct page_layout *l, struct item *it,
                           const struct view *main, struct lode_err *err)
{
    struct locator *c = it->own;
    struct locator_map *m;
    if (!node_lookup(it->node, "extent"))
        choose_extent(main, &c->map.extent);
    choose_crs(a, &c->map, main);
    if (!list_layers(a, l, it, err) || !share_map(a, l, it, &m, err))
        return lode_within(err, "locator");

    struct box at = item_content(it);
    c->shapes = arena_array(a, struct geometry, c->n);
    for (size_t i = 0; i < c->n; i++)
        c->shapes[i] = moved_geometry(a, &m->shapes[i], at.x0, at.y0);
    c->outline = moved_geometry(a, &m->outline, at.x0, at.y0);

    trace_frame(a, c, &l->outline, main, &m->view);
    c->broken |= c->n_frame && has_jump(c, JUMP * box_width(at));
    if (c->broken && !cut_frame(a, c, &l->outline, main, &m->view, err))
        return lode_within(err, "locator");

    if (c->broken)
        c->frame_area = moved_geometry(a, &c->frame_area, at.x0, at.y0);
    for (size_t i = 0; i < c->n_frame; i++) {
        struct xy v = xy_at(c->frame_xy, i);
        xy_set(c->frame_xy, i, v.x + at.x0, v.y + at.y0);
    }

    return true;
}

/* The main map's frame, closed and tinted. */
static void draw_outline(struct scene_builder *b, const struct locator *c, struct rgba line)
{
    struct symbol *look = arena_new(b->arena, struct symbol);
    *look = scene_look((struct rgba){line.r, line.g, line.b, 36}, line, 0.9);
    if (c->broken)
        scene_shapes(b, &c->frame_area, NULL, look, PASS_FILL | PASS_STROKE);
    else
        scene_polygon(b, c->frame_xy, c->n_frame, look);
}

/* The frame as a rectangle, or as a spot where a rectangle would be too small to see. */
static void draw_frame(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    const struct locator *c = it->own;
    struct box box = box_around(c->frame_xy, c->n_frame);
    struct rgba line =
        style_theme_color(l->in.doc, "locator-frame", (struct rgba){0xc4, 0x1e, 0x3a, 255});
    if (box_is_empty(box))
        return;

    if (fmax(box_width(box), box_height(box)) < SPOT) {
        struct symbol spot = scene_look(line, (struct rgba){255, 255, 255, 255}, 0.5);
        spot.size_pt = SPOT;
        scene_marker(b, (struct pagexy){(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}, &spot);
        return;
    }

    draw_outline(b, c, line);
}

static void draw_locator(struct scene_builder *b, const struct page_layout *l,
                         const struct item *it)
{
    const struct locator *c = it->own;
    struct rgba sea = l->in.doc->map.has_background ? l->in.doc->map.background
                                                    : (struct rgba){0xf4, 0xf6, 0xf7, 255};
    sea = style_theme_color(l->in.doc, "locator-sea", sea);
    struct symbol *water = arena_new(b->arena, struct symbol);
    *water = scene_look(sea, (struct rgba){0}, 0);

    scene_clip_box(b, item_content(it));

    /* Without a panel the main map would show through beyond the edge of the world. */
    struct symbol panel =
        scene_look(style_theme_color(l->in.doc, "panel", (struct rgba){255, 255, 255, 255}),
                   (struct rgba){0}, 0);
    scene_box(b, item_content(it), &panel);
    scene_shapes(b, &c->outline, NULL, water, PASS_FILL);
    for (size_t i = 0; i < c->n; i++) {
        enum geom_kind kind = c->layers[i]->features->table.kind;
        unsigned passes = kind == GEOM_POLYGON ? PASS_FILL | PASS_STROKE
                          : kind == GEOM_LINE  ? PASS_STROKE
                                               : PASS_MARKER;
        scene_shapes(b, &c->shapes[i], NULL, &c->looks[i], passes);
    }

    draw_frame(b, l, it);
    scene_end(b);

    struct symbol line = scene_look((struct rgba){0}, (struct rgba){0x55, 0x55, 0x55, 255}, 0.4);
    scene_box(b, item_content(it), &line);
}

/* ---- the row ---- */

static const struct key locator_keys[] = {
    AT_KEY,
    {"extent", &kind_lonlat_box, 0, "what it shows, [west, south, east, north]"},
    {"layers", &kind_layers, 0, "sources or steps that it draws"},
    {"size", &kind_paper, 0, "its longer side"},
};
static const struct section locator_section = SECTION("the locator", locator_keys);
static const struct value locator_map = A_MAP(locator_section);
static const struct value locator_value = SWITCHED(locator_map);

const struct item_kind locator_item = {
    .key = {"locator", &locator_value, 0, "a small map of where this one lies"},
    .shows_layers = true,
    .movable = true,
    .bare = true,
    .at = AT_TOP_LEFT,
    .measure = measure_locator,
    .settle = settle_locator,
    .draw = draw_locator};
