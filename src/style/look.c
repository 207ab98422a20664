/* How the look of a layer is read: what fills, lines and markers may state, and what they have
 * else. */
#include "style/look.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/units.h"
#include "geom/marker.h"
#include "style/svg_marker.h"

/* The colours of a layer that states none. Taste: quiet, thin, on white paper. */
static const struct rgba land_color = {0xe4, 0xe0, 0xd7, 255}, edge_color = {0x8f, 0x8a, 0x80, 255},
                         ink_color = {0x3f, 0x45, 0x4d, 255}, dot_color = {0x2f, 0x5d, 0x8a, 255},
                         white_color = {255, 255, 255, 255}, hatch_color = {0x55, 0x55, 0x55, 255};
#define MM (PT_PER_MM)

struct reader {
    struct arena *arena;
    const struct style_params *params;
    struct look_spec *spec;
    struct diags *diags;
};

static void read_pt(struct reader *r, const struct node *map, const char *key, double *ret)
{
    struct lode_err err = {0};
    const struct node *n = node_lookup(map, key);
    if (n)
        node_pt(n, ret, &err);
    channel_report(r->diags, &err);
}

static bool read_color(struct reader *r, const struct node *map, const char *key, struct rgba *ret)
{
    struct lode_err err = {0};
    const struct node *n = node_lookup(map, key);
    if (n)
        node_rgba(n, ret, &err);
    channel_report(r->diags, &err);
    return n != NULL;
}

static size_t read_word(struct reader *r, const struct node *n, const char *const *words,
                        size_t n_words, size_t otherwise)
{
    struct lode_err err = {0};
    size_t i = otherwise;
    if (n && !node_choice(n, words, n_words, &i, &err))
        i = otherwise;
    channel_report(r->diags, &err);
    return i;
}

/* Dashes by name, in widths of the line; proportions of ISO 128. */
static const struct dash_word {
    const char *name;
    int n;
    double dash[6];
    bool round;
} dash_words[] = {
    {"dashed", 2, {6, 3}, false},
    {"dotted", 2, {0, 2.2}, true},
    {"dash-dot", 4, {8, 3, 1, 3}, false},
    {"dash-dot-dot", 6, {8, 3, 1, 3, 1, 3}, false},
};

static void read_dash(struct reader *r, const struct node *n, struct stroke *s)
{
    struct lode_err err = {0};
    if (!n || node_is(n, "none"))
        return;

    for (size_t i = 0; i < G_N_ELEMENTS(dash_words); i++) {
        if (node_is(n, dash_words[i].name)) {
            r->spec->dash_word = (int)i + 1;
            return;
        }
    }

    double sum = 0;
    if (n->kind != NODE_LIST || !n->n_items || n->n_items > DASH_MAX)
        lode_fail(&err, LODE_SCHEMA, n->at, "a dash must be a list of 1 to %d lengths", DASH_MAX);
    for (size_t i = 0; !err.code && i < n->n_items; i++) {
        if (node_pt(n->items[i], &s->dash_pt[i], &err) && s->dash_pt[i] < 0)
            lode_fail(&err, LODE_SCHEMA, n->items[i]->at, "a dash must not be negative");
        sum += s->dash_pt[i];
    }

    if (!err.code && !(sum > 0))
        lode_fail(&err, LODE_SCHEMA, n->at, "a dash needs a length greater than 0");
    s->n_dash = channel_report(r->diags, &err) ? (int)n->n_items : 0;
}

/* dash, cap and join: of lines, and of the strokes of fills and markers. */
static void read_line_style(struct reader *r, const struct node *map, enum line_cap cap,
                            struct stroke *s)
{
    static const char *const caps[] = {"butt", "round", "square"};
    static const char *const joins[] = {"miter", "round", "bevel"};
    static const char *const tapers[] = {"none", "end", "both"};
    read_dash(r, node_lookup(map, "dash"), s);
    s->taper = (enum dash_taper)read_word(r, node_lookup(map, "taper"), tapers, 3, TAPER_NONE);
    read_color(r, map, "gap-color", &s->gap);
    s->cap = (enum line_cap)read_word(r, node_lookup(map, "cap"), caps, 3, cap);
    s->join = (enum line_join)read_word(r, node_lookup(map, "join"), joins, 3, JOIN_ROUND);
}

static void read_hatch(struct reader *r, const struct node *n, struct hatch *h)
{
    static const char *const kinds[] = {"none", "lines", "cross", "dots"};
    struct lode_err err = {0};
    if (!n)
        return;

    const struct node *kind = n->kind == NODE_MAP ? node_lookup(n, "kind") : n;
    h->kind = (enum hatch_kind)read_word(r, kind, kinds, 4, HATCH_LINES);
    if (h->kind == HATCH_NONE)
        return;

    h->color = hatch_color;
    h->angle_deg = 45;
    h->spacing_pt = 1.4 * MM;
    h->width_pt = (h->kind == HATCH_DOTS ? 0.5 : 0.2) * MM;

    read_color(r, n, "color", &h->color);
    read_pt(r, n, "spacing", &h->spacing_pt);
    read_pt(r, n, "width", &h->width_pt);

    const struct node *angle = node_lookup(n, "angle");
    if (angle)
        node_number(angle, &h->angle_deg, &err);

    /* A finer hatch is a grey, and costs a path for every line: 0.05 mm is below what print
     * resolves. */
    if (!err.code && h->spacing_pt < 0.05 * MM)
        lode_fail(&err, LODE_SCHEMA, n->at, "the lines of a hatch must be at least 0.05 mm apart");
    channel_report(r->diags, &err);
}

/* `pattern: dunes.svg`, or a map: the drawing fills its tile unless `size` says less. */
static void read_pattern(struct reader *r, const struct node *n, struct hatch *h)
{
    struct lode_err err = {0};
    struct str path;
    struct svg_marker *svg;
    if (!n || node_is(n, "none"))
        return;

    const struct svg_stated stated = {.fill = node_lookup(n, "color") != NULL};
    const struct node *file = n->kind == NODE_MAP ? node_lookup(n, "file") : n;
    *h = (struct hatch){.kind = HATCH_SVG, .color = hatch_color, .spacing_pt = 5 * MM};
    if (!file)
        lode_fail(&err, LODE_SCHEMA, n->at, "a pattern needs a 'file'");
    else if (node_text(file, &path, &err) &&
             svg_marker_read(r->arena, path_beside(r->arena, path, file->at.file), &stated,
                             file->at, &svg, &err))
        h->svg = svg;
    channel_report(r->diags, &err);

    read_color(r, n, "color", &h->color);
    read_pt(r, n, "spacing", &h->spacing_pt);
    h->width_pt = h->spacing_pt;
    read_pt(r, n, "size", &h->width_pt);

    const struct node *angle = node_lookup(n, "angle");
    if (angle)
        node_number(angle, &h->angle_deg, &err);
    if (!err.code && h->spacing_pt < 0.5 * MM)
        lode_fail(&err, LODE_SCHEMA, n->at, "the tiles of a pattern must be at least 0.5 mm wide");
    channel_report(r->diags, &err);
}

static void read_casing(struct reader *r, const struct node *n)
{
    if (!n || n->kind != NODE_MAP)
        return;

    struct stroke *s = &r->spec->base.casing;
    s->color = white_color;
    r->spec->casing_beyond_pt = 0.3 * MM;
    read_color(r, n, "color", &s->color);
    read_pt(r, n, "width", &r->spec->casing_beyond_pt);
}

static void read_ticks(struct reader *r, const struct node *n)
{
    if (!n || n->kind != NODE_MAP)
        return;

    static const char *const sides[] = {"both", "left", "right", "alternate"};
    struct ticks *t = &r->spec->base.ticks;
    *t = (struct ticks){
        .color = ink_color, .width_pt = 0.2 * MM, .length_pt = 1.2 * MM, .every_pt = 2.5 * MM};
    r->spec->ticks_follow_color = !read_color(r, n, "color", &t->color);
    read_pt(r, n, "width", &t->width_pt);
    read_pt(r, n, "length", &t->length_pt);
    read_pt(r, n, "every", &t->every_pt);
    t->side = (enum tick_side)read_word(r, node_lookup(n, "side"), sides, 4, TICKS_BOTH);

    if (t->every_pt < 0.05 * MM) {
        struct lode_err err = {0};
        lode_fail(&err, LODE_SCHEMA, n->at, "ticks must be at least 0.05 mm apart");
        channel_report(r->diags, &err);
    }
}

/* Read a channel; a constant goes into the base symbol at once. */
static void read_channel(struct reader *r, enum channel_id id, const struct node *n,
                         const char *name, enum look_kind kind, union look otherwise)
{
    channel_read(r->arena, r->params, n, name, kind, otherwise, &r->spec->channels[id], r->diags);
    if (!r->spec->channels[id].by)
        look_set(r->spec, id, r->spec->channels[id].constant, &r->spec->base);
}

#define A_COLOR(c)  ((union look){.color = (c)})
#define A_NUMBER(v) ((union look){.number = (v)})
static const struct rgba no_color = {0};

/* No stroke with `stroke: none` or without `stroke`; but a `bare` layer, which states nothing, has
 * one. */
static void read_stroke(struct reader *r, const struct node *n, struct rgba color, double width_pt,
                        bool bare)
{
    bool drawn = n ? n->kind == NODE_MAP : bare;
    const struct node *map = drawn ? n : NULL;
    read_channel(r, CHANNEL_STROKE_COLOR, node_lookup(map, "color"), "stroke.color", LOOK_COLOR,
                 A_COLOR(drawn ? color : no_color));
    read_channel(r, CHANNEL_STROKE_WIDTH, node_lookup(map, "width"), "stroke.width", LOOK_LENGTH,
                 A_NUMBER(drawn ? width_pt : 0));
    read_line_style(r, map, CAP_BUTT, &r->spec->base.stroke);
}

static void read_fill(struct reader *r, const struct node *props)
{
    const struct node *color = node_lookup(props, "color"), *stroke = node_lookup(props, "stroke"),
                      *hatch = node_lookup(props, "hatch"),
                      *pattern = node_lookup(props, "pattern");
    bool bare = !color && !stroke && !hatch && !pattern;

    read_hatch(r, hatch, &r->spec->base.hatch);
    if (pattern && r->spec->base.hatch.kind) {
        struct lode_err err = {0};
        lode_fail(&err, LODE_SCHEMA, pattern->at, "a fill can have a hatch or a pattern, not both");
        channel_report(r->diags, &err);
    }

    read_pattern(r, pattern, &r->spec->base.hatch);
    read_channel(r, CHANNEL_COLOR, color, "color", LOOK_COLOR,
                 A_COLOR(bare ? land_color : no_color));
    read_stroke(r, stroke, edge_color, 0.15 * MM, bare);
}

static void read_line(struct reader *r, const struct node *props)
{
    struct stroke *s = &r->spec->base.stroke;
    read_line_style(r, props, CAP_BUTT, s);
    read_pt(r, props, "offset", &s->offset_pt);
    read_casing(r, node_lookup(props, "casing"));
    read_ticks(r, node_lookup(props, "ticks"));

    read_channel(r, CHANNEL_COLOR, node_lookup(props, "color"), "color", LOOK_COLOR,
                 A_COLOR(ink_color));
    read_channel(r, CHANNEL_WIDTH, node_lookup(props, "width"), "width", LOOK_LENGTH,
                 A_NUMBER(0.25 * MM));
}

static void read_marker_file(struct reader *r, const struct node *props)
{
    struct lode_err err = {0};
    const struct node *file = node_lookup(props, "file"), *stroke = node_lookup(props, "stroke");
    bool none = stroke && stroke->kind != NODE_MAP;

    const struct svg_stated stated = {
        .fill = node_lookup(props, "color") != NULL,
        .outline = none || node_lookup(stroke, "color"),
        .outline_width = none || node_lookup(stroke, "width"),
    };

    struct svg_marker *svg;
    struct str path;
    if (file && node_text(file, &path, &err) &&
        svg_marker_read(r->arena, path_beside(r->arena, path, file->at.file), &stated, file->at,
                        &svg, &err)) {
        r->spec->base.svg = svg;
        r->spec->base.shape = marker_shape_from_file();
    }
    channel_report(r->diags, &err);
}

static bool uses_svg(const struct channel *c)
{
    bool used = !c->by && marker_is_from_file(c->constant.shape);
    for (size_t i = 0; i < c->n_map; i++)
        used |= marker_is_from_file(c->map_looks[i].shape);
    return used || (c->has_other && marker_is_from_file(c->other.shape));
}

static void check_svg(struct reader *r)
{
    struct lode_err err = {0};
    const struct channel *c = &r->spec->channels[CHANNEL_SHAPE];
    if (!c->set || r->spec->base.svg || !uses_svg(c) || r->diags->n_errors)
        return;
    lode_fail(&err, LODE_SCHEMA, c->node->at, "the shape 'svg' needs a file");
    lode_hint(&err, "write 'file: pick.svg'");
    channel_report(r->diags, &err);
}

static void read_offset(struct reader *r, const struct node *n)
{
    struct lode_err err = {0};
    struct pagexy_offset *o = &r->spec->base.offset;
    if (!n || n->kind != NODE_LIST || n->n_items != 2)
        return;

    if (node_pt(n->items[0], &o->x_pt, &err))
        node_pt(n->items[1], &o->y_pt, &err);
    channel_report(r->diags, &err);
}

static void read_marker(struct reader *r, const struct node *props)
{
    const struct node *color = node_lookup(props, "color"), *stroke = node_lookup(props, "stroke"),
                      *shape = node_lookup(props, "shape");

    read_marker_file(r, props);
    union look usual = {.shape = r->spec->base.shape};
    read_channel(r, CHANNEL_SHAPE, shape, "shape", LOOK_SHAPE, usual);
    check_svg(r);

    read_channel(r, CHANNEL_SIZE, node_lookup(props, "size"), "size", LOOK_LENGTH,
                 A_NUMBER(1.8 * MM));
    read_channel(r, CHANNEL_COLOR, color, "color", LOOK_COLOR,
                 A_COLOR(color || !stroke || stroke->kind != NODE_MAP ? dot_color : no_color));
    read_stroke(r, stroke, white_color, 0.15 * MM, !color || color->kind == NODE_MAP);
    read_channel(r, CHANNEL_ROTATE, node_lookup(props, "rotate"), "rotate", LOOK_ANGLE,
                 A_NUMBER(0));
    read_offset(r, node_lookup(props, "offset"));
}

static void check_filter(struct reader *r)
{
    struct lode_err err = {0};
    struct expr *e;
    enum col_type type;
    const struct node *n = r->spec->filter;
    if (n && n->kind == NODE_SCALAR && expr_parse(r->arena, n->text, n->at, &e, &err) &&
        expr_check(r->arena, e, &r->params->features->table, r->params->env, &type, &err) &&
        type != COL_BOOL) {
        lode_fail(&err, LODE_SCHEMA, n->at, "a filter must be a condition, this is %s",
                  col_type_name(type));
        lode_hint(&err, "compare it with something: '%.*s = ...'", STR_FMT(str_head(n->text, 60)));
    }
    channel_report(r->diags, &err);
}

bool look_read(struct arena *a, const struct style_params *params, struct look_spec *ret,
               struct diags *diags)
{
    const struct node *props = params->layer->props;
    size_t n_errors = diags->n_errors;
    struct reader r = {a, params, ret, diags};

    *ret = (struct look_spec){
        .kind = params->layer->kind,
        .filter = node_lookup(props, "filter"),
        .legend = node_lookup(props, "legend"),
    };

    check_filter(&r);
    if (ret->kind == LAYER_FILL)
        read_fill(&r, props);
    else if (ret->kind == LAYER_LINE)
        read_line(&r, props);
    else if (ret->kind == LAYER_MARKER)
        read_marker(&r, props);

    if (ret->kind != LAYER_LABEL)
        read_channel(&r, CHANNEL_OPACITY, node_lookup(props, "opacity"), "opacity", LOOK_SHARE,
                     A_NUMBER(1));

    const struct node *label = ret->kind == LAYER_LABEL ? props : node_lookup(props, "label");
    if (label && label->kind == NODE_MAP)
        label_look_read(a, params, label, &ret->label, diags);
    return diags->n_errors == n_errors;
}

static void fade_color(struct rgba *c, double opacity)
{
    c->a = (uint8_t)(c->a * opacity + 0.5);
}

static void fade_symbol(struct symbol *s, double opacity)
{
    fade_color(&s->fill, opacity);
    fade_color(&s->stroke.color, opacity);
    fade_color(&s->hatch.color, opacity);
    fade_color(&s->casing.color, opacity);
    fade_color(&s->ticks.color, opacity);
    fade_color(&s->stroke.gap, opacity);
}

void look_set(const struct look_spec *l, enum channel_id id, union look v, struct symbol *s)
{
    switch (id) {
    case CHANNEL_COLOR:
        *(l->kind == LAYER_LINE ? &s->stroke.color : &s->fill) = v.color;
        break;
    case CHANNEL_SHAPE:
        s->shape = v.shape;
        break;
    case CHANNEL_SIZE:
        s->size_pt = v.number;
        break;
    case CHANNEL_ROTATE:
        s->rotate_deg = v.number;
        break;

    case CHANNEL_WIDTH:
    case CHANNEL_STROKE_WIDTH:
        s->stroke.width_pt = v.number;
        break;
    case CHANNEL_STROKE_COLOR:
        s->stroke.color = v.color;
        break;

    case CHANNEL_OPACITY: /* a constant opacity is that of the layer as a whole */
        if (l->channels[id].by)
            fade_symbol(s, v.number);
        break;
    case CHANNEL_N:
        break;
    }
}

void look_settle(const struct look_spec *l, struct symbol *s)
{
    if (l->dash_word) {
        const struct dash_word *w = &dash_words[l->dash_word - 1];
        s->stroke.n_dash = w->n;
        for (int i = 0; i < w->n; i++)
            s->stroke.dash_pt[i] = w->dash[i] * s->stroke.width_pt;
        s->stroke.cap = w->round ? CAP_ROUND : s->stroke.cap;
    }

    if (l->ticks_follow_color)
        s->ticks.color = s->stroke.color;

    if (l->casing_beyond_pt > 0) {
        s->casing.width_pt = s->stroke.width_pt + 2 * l->casing_beyond_pt;
        s->casing.cap = s->stroke.cap;
        s->casing.join = s->stroke.join;
        s->casing.offset_pt = s->stroke.offset_pt;
    }

    if (!marker_is_from_file(s->shape))
        s->svg = NULL;
}
