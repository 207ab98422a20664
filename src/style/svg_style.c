/* How the look of an SVG element is made of its attributes, the style sheets and its `style`: the
 * cascade of CSS, and the properties that are read. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/num.h"
#include "base/units.h"
#include "style/svg_reader.h"

/* What QGIS gives an outline of which nothing is said. */
static const struct rgba outline_color = {35, 35, 35, 255};
static const double outline_pt = 0.2 * PT_PER_MM;

/* "param(fill) #fff": what QGIS puts a layer's property in place of; `ret_name` becomes "fill", `v`
 * the default behind it, which may be empty. */
static bool cut_param(struct str *v, struct str *ret_name)
{
    struct str rest = *v;
    if (!str_starts(rest, STR("param(")) || !str_cut(&rest, ')', ret_name))
        return false;
    *ret_name = str_trim(str_from(*ret_name, 6));
    *v = str_trim(rest);
    return true;
}

/* A number from 0 to 1, or a percentage. */
static bool parse_share(struct str s, double *ret)
{
    struct str rest;
    if (!num_parse_prefix(str_trim(s), ret, &rest))
        return false;
    if (str_is(rest, "%"))
        *ret /= 100;
    *ret = fmin(fmax(*ret, 0), 1);
    return !rest.len || str_is(rest, "%");
}

/* The layer's opacity is in its colour already, so that the file's parameter of it is 1. */
static bool read_share(struct svg_reader *r, struct str v, double *ret)
{
    struct str name;
    if (cut_param(&v, &name)) {
        bool outline = str_starts(name, STR("outline"));
        *ret = 1;
        if (!v.len || (outline ? r->stated->outline : r->stated->fill))
            return true;
    }
    return parse_share(v, ret) || svg_fail(r, "not an opacity:", v);
}

static bool read_paint(struct svg_reader *r, const struct svg_state *s, struct str v,
                       struct svg_paint *ret);

/* The stops of a gradient, which may be those of another that it refers to. */
static const xmlNode *gradient_stops(struct svg_reader *r, const xmlNode *gradient)
{
    for (int hops = 0; gradient && hops < 8; hops++) {
        for (const xmlNode *n = gradient->children; n; n = n->next) {
            const char *name = svg_element_name(n);
            if (name && strcmp(name, "stop") == 0)
                return n;
        }
        gradient = svg_referred(r, svg_node_attribute(r->arena, gradient, "href"));
    }
    return NULL;
}

static bool read_stop(struct svg_reader *r, const xmlNode *stop, struct svg_state *ret)
{
    const xmlNode *keep = r->node;
    r->node = stop;
    *ret = (struct svg_state){.stop.color = {0, 0, 0, 255}, .stop_opacity = 1};
    bool ok = svg_style_read(r, ret);
    r->node = keep;
    return ok;
}

/* The mean of the stops, by their opacity; one of them in the symbol's colour makes all so. */
static bool mean_of_stops(struct svg_reader *r, const xmlNode *stop, struct svg_paint *ret)
{
    double sum[3] = {0}, weight = 0;
    size_t n = 0;
    for (; stop; stop = stop->next) {
        const char *name = svg_element_name(stop);
        struct svg_state s;
        if (!name || strcmp(name, "stop") != 0)
            continue;
        if (!read_stop(r, stop, &s))
            return false;

        double a = s.stop.none ? 0 : s.stop.color.a / 255.0 * s.stop_opacity;
        ret->symbol |= s.stop.symbol;
        sum[0] += a * s.stop.color.r;
        sum[1] += a * s.stop.color.g;
        sum[2] += a * s.stop.color.b;
        weight += a;
        n++;
    }

    ret->none = !(weight > 0) && !ret->symbol;
    if (weight > 0)
        ret->color = (struct rgba){
            (uint8_t)lround(sum[0] / weight), (uint8_t)lround(sum[1] / weight),
            (uint8_t)lround(sum[2] / weight), (uint8_t)lround(255 * weight / (double)n)};
    return true;
}

/* Of many parts that have one gradient the first reads its stops. */
static bool mean_of_gradient(struct svg_reader *r, const xmlNode *stops, struct svg_paint *ret)
{
    struct svg_paint *mean = g_hash_table_lookup(r->means, stops);
    if (!mean) {
        mean = arena_new(r->arena, struct svg_paint);
        if (!mean_of_stops(r, stops, mean))
            return false;
        g_hash_table_insert(r->means, (gpointer)stops, mean);
    }
    *ret = *mean;
    return true;
}

/* "url(#a) red": a gradient is one colour, and what is no gradient the symbol's. */
static bool read_server(struct svg_reader *r, struct str v, struct svg_paint *ret)
{
    const xmlNode *server = svg_referred(r, v), *stops = gradient_stops(r, server);
    log_warn(r->at, "svg-ignored", "'%.*s', line %d: a %s", STR_FMT(r->file), svg_line_number(r),
             stops ? "gradient is drawn in the mean of its colours"
                   : "pattern or gradient without colours is drawn in the symbol's colour");
    if (stops)
        return mean_of_gradient(r, stops, ret);
    ret->symbol = true;
    return true;
}

/* "param(outline) #000": the layer's, else the default, else for later. True when it is settled. */
static bool read_param(const struct svg_reader *r, struct str name, struct str otherwise,
                       struct svg_paint *ret)
{
    bool outline = str_starts(name, STR("outline"));
    bool stated = outline ? r->stated->outline : r->stated->fill;
    if (otherwise.len && !stated)
        return false;
    ret->outline = outline && stated;
    ret->unsaid = outline && !stated;
    ret->symbol = !outline;
    return true;
}

static bool read_paint(struct svg_reader *r, const struct svg_state *s, struct str v,
                       struct svg_paint *ret)
{
    struct str name, plain;
    *ret = (struct svg_paint){0};
    if (cut_param(&v, &name) && read_param(r, name, v, ret))
        return true;

    if (str_is(v, "none") || str_is(v, "transparent")) {
        ret->none = true;
    } else if (str_is(v, "currentColor") || str_is(v, "currentcolor")) {
        ret->symbol = !s->has_current;
        ret->color = s->current;
    } else if (str_starts(v, STR("context-"))) {
        ret->symbol = true;
    } else if (str_starts(v, STR("url("))) {
        return read_server(r, v, ret);
    } else {
        struct lode_err err = {0};
        size_t profile; /* "#123456 icc-color(...)": the colour for those who know no profiles */
        plain = str_find(v, STR("icc-color("), &profile) ? str_trim(str_head(v, profile)) : v;
        if (!color_parse(plain, r->at, &ret->color, &err))
            return svg_fail(r, "not a colour:", v);
    }

    return true;
}

/* The diagonal of the view, as SVG has it for lengths that have no direction. */
static double diagonal(const struct svg_state *s)
{
    return hypot(s->view_width, s->view_height) / G_SQRT2;
}

static bool read_width(struct svg_reader *r, struct svg_state *s, struct str v)
{
    struct str name;
    s->line.is_outline = false;
    s->line.width_pt = 0;
    if (cut_param(&v, &name)) {
        s->line.is_outline = r->stated->outline_width;
        s->line.width_pt = outline_pt;
        if (s->line.is_outline || !v.len)
            return true;
        s->line.width_pt = 0;
    }
    return svg_length(v, diagonal(s), &s->line.width) || svg_fail(r, "not a width:", v);
}

/* An odd number of dashes goes through twice; more than DASH_MAX are cut, and said. */
static bool read_dashes(struct svg_reader *r, struct svg_state *s, struct str v)
{
    struct svg_stroke *line = &s->line;
    size_t n = 0;
    line->n_dash = 0;
    if (str_is(v, "none"))
        return true;

    while (v.len) {
        size_t end = 0;
        while (end < v.len && !strchr(" ,\t\r\n", v.p[end]))
            end++;
        if (end && n < DASH_MAX && !svg_length(str_head(v, end), diagonal(s), &line->dash[n]))
            return svg_fail(r, "not a dash:", v);
        n += end > 0;
        v = str_from(v, end + 1);
    }

    if (n > DASH_MAX)
        log_warn(r->at, "svg-ignored", "'%.*s', line %d: of %zu dashes the first %d are drawn",
                 STR_FMT(r->file), svg_line_number(r), n, DASH_MAX);
    line->n_dash = (int)(n < DASH_MAX ? n : DASH_MAX);

    double sum = 0;
    for (int i = 0; i < line->n_dash; i++) {
        sum += line->dash[i];
        if (line->dash[i] < 0)
            line->n_dash = 0; /* as browsers do: the line is whole */
    }
    if (!(sum > 0))
        line->n_dash = 0;

    if (line->n_dash % 2 && line->n_dash * 2 <= DASH_MAX) {
        memcpy(line->dash + line->n_dash, line->dash, (size_t)line->n_dash * sizeof *line->dash);
        line->n_dash *= 2;
    }
    return true;
}

static bool set_color(struct svg_reader *r, struct svg_state *s, struct str v)
{
    struct lode_err err = {0};
    struct str name;
    if (str_is(v, "currentColor"))
        return true;
    if (cut_param(&v, &name) && (r->stated->fill || !v.len)) {
        s->has_current = false;
        return true;
    }
    if (!color_parse(v, r->at, &s->current, &err))
        return svg_fail(r, "not a colour:", v);

    s->has_current = true;
    return true;
}

static bool set_display(struct svg_reader *r, struct svg_state *s, struct str v)
{
    (void)r;
    s->gone |= str_is(v, "none");
    return true;
}

static bool set_visibility(struct svg_reader *r, struct svg_state *s, struct str v)
{
    (void)r;
    s->invisible = !str_is(v, "visible");
    return true;
}

static bool set_fill(struct svg_reader *r, struct svg_state *s, struct str v)
{
    return read_paint(r, s, v, &s->fill);
}

static bool set_fill_opacity(struct svg_reader *r, struct svg_state *s, struct str v)
{
    return read_share(r, v, &s->fill_opacity);
}

static bool set_fill_rule(struct svg_reader *r, struct svg_state *s, struct str v)
{
    (void)r;
    s->evenodd = str_is(v, "evenodd");
    return true;
}

/* Of a group it is that of each part: parts that lie on top of each other show through. */
static bool set_opacity(struct svg_reader *r, struct svg_state *s, struct str v)
{
    double opacity;
    if (!read_share(r, v, &opacity))
        return false;
    s->opacity *= opacity;
    return true;
}

static bool set_stroke(struct svg_reader *r, struct svg_state *s, struct str v)
{
    return read_paint(r, s, v, &s->stroke);
}

static bool set_stroke_opacity(struct svg_reader *r, struct svg_state *s, struct str v)
{
    return read_share(r, v, &s->stroke_opacity);
}

static bool set_dash_offset(struct svg_reader *r, struct svg_state *s, struct str v)
{
    return svg_length(v, diagonal(s), &s->line.dash_offset) || svg_fail(r, "not a length:", v);
}

static bool set_cap(struct svg_reader *r, struct svg_state *s, struct str v)
{
    (void)r;
    s->line.cap = str_is(v, "round") ? CAP_ROUND : str_is(v, "square") ? CAP_SQUARE : CAP_BUTT;
    return true;
}

static bool set_join(struct svg_reader *r, struct svg_state *s, struct str v)
{
    (void)r;
    s->line.join = str_is(v, "round") ? JOIN_ROUND : str_is(v, "bevel") ? JOIN_BEVEL : JOIN_MITER;
    return true;
}

static bool set_miter_limit(struct svg_reader *r, struct svg_state *s, struct str v)
{
    struct str rest;
    return num_parse_prefix(v, &s->line.miter_limit, &rest) || svg_fail(r, "not a limit:", v);
}

static bool set_stop_color(struct svg_reader *r, struct svg_state *s, struct str v)
{
    return read_paint(r, s, v, &s->stop);
}

static bool set_stop_opacity(struct svg_reader *r, struct svg_state *s, struct str v)
{
    return read_share(r, v, &s->stop_opacity);
}

static bool set_transform(struct svg_reader *r, struct svg_state *s, struct str v)
{
    struct affine m;
    if (str_is(v, "none"))
        return true;
    if (!svg_transform_parse(v, &m))
        return svg_fail(r, "not a transform:", v);
    s->matrix = affine_join(s->matrix, m);
    return true;
}

/* The properties that are read; `color` first, which others may take. */
static const struct property {
    const char *name;
    bool (*set)(struct svg_reader *r, struct svg_state *s,
                struct str v); /* NULL: it is not drawn */
} properties[] = {
    {"color", set_color},
    {"display", set_display},
    {"visibility", set_visibility},
    {"fill", set_fill},
    {"fill-opacity", set_fill_opacity},
    {"fill-rule", set_fill_rule},
    {"opacity", set_opacity},
    {"stroke", set_stroke},
    {"stroke-opacity", set_stroke_opacity},
    {"stroke-width", read_width},
    {"stroke-dasharray", read_dashes},
    {"stroke-dashoffset", set_dash_offset},
    {"stroke-linecap", set_cap},
    {"stroke-linejoin", set_join},
    {"stroke-miterlimit", set_miter_limit},
    {"stop-color", set_stop_color},
    {"stop-opacity", set_stop_opacity},
    {"transform", set_transform},
    {"clip-path", NULL},
    {"filter", NULL},
    {"mask", NULL},
    {"marker-start", NULL},
    {"marker-mid", NULL},
    {"marker-end", NULL},
};
enum { N_PROPERTIES = sizeof properties / sizeof *properties };

static void put_value(struct str name, struct str value, struct str *values)
{
    for (size_t i = 0; i < N_PROPERTIES; i++) {
        if (str_is(name, properties[i].name))
            values[i] = value;
    }
}

static void put_declarations(struct str declarations, bool important, struct str *values)
{
    struct str name, value;
    bool is_important;
    while (css_declaration(&declarations, &name, &value, &is_important)) {
        if (is_important == important)
            put_value(name, value, values);
    }
}

/* What the element itself says: attributes, then the rules that match it, then `style`; then what
 * is marked as important, in the same order. */
static bool gather(struct svg_reader *r, struct str *values)
{
    r->compared += r->sheet.rules.n * (size_t)(r->depth + 1);
    if (r->compared > CSS_COMPARED_MAX)
        return lode_fail(r->err, LODE_LIMIT, r->at,
                         "'%.*s', line %d: its style sheet has too many rules for its elements: "
                         "more than %d comparisons",
                         STR_FMT(r->file), svg_line_number(r), CSS_COMPARED_MAX);

    for (size_t i = 0; i < N_PROPERTIES; i++)
        values[i] = str_trim(svg_attribute(r, properties[i].name));

    struct str style = svg_attribute(r, "style");
    for (int important = 0; important < 2; important++) {
        size_t n = important && !r->sheet.important ? 0 : r->sheet.rules.n;
        for (size_t i = 0; i < n; i++) {
            if (css_matches(r->arena, &r->sheet.rules.v[i], r->node))
                put_declarations(r->sheet.rules.v[i].declarations, important, values);
        }
        put_declarations(style, important, values);
    }
    return true;
}

static bool is_inherited(struct str v)
{
    return !v.len || str_is(v, "inherit") || str_is(v, "unset") || str_is(v, "initial");
}

bool svg_style_read(struct svg_reader *r, struct svg_state *s)
{
    struct str values[N_PROPERTIES];
    if (!gather(r, values))
        return false;

    for (size_t i = 0; i < N_PROPERTIES; i++) {
        const struct property *p = &properties[i];
        if (is_inherited(values[i]))
            continue;
        if (p->set && !p->set(r, s, values[i]))
            return false;
        if (!p->set && !str_is(values[i], "none"))
            log_warn(r->at, "svg-ignored", "'%.*s', line %d: '%s' is left out", STR_FMT(r->file),
                     svg_line_number(r), p->name);
    }

    if (s->stroke.unsaid) { /* a part that is all outline takes the symbol's colour */
        s->stroke.symbol = s->fill.none;
        s->stroke.color = outline_color;
    }
    if (s->fill.unsaid)
        s->fill.color = outline_color;
    return true;
}
