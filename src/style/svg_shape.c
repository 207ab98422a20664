/* How the shapes of SVG become path commands. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "style/svg_reader.h"

static struct svg_builder path_builder(struct svg_reader *r, const struct svg_state *s)
{
    return (struct svg_builder){.arena = r->arena, .matrix = s->matrix};
}

static uint8_t fade_alpha(uint8_t a, double opacity)
{
    return (uint8_t)lround(a * opacity);
}

/* A matrix that stretches makes no ellipse of the pen: its width is that of the same area. */
static void scale_line(struct svg_stroke *line, struct affine m)
{
    double scale = sqrt(fabs(m.xx * m.yy - m.xy * m.yx));
    line->width *= scale;
    line->dash_offset *= scale;
    for (int i = 0; i < line->n_dash; i++)
        line->dash[i] *= scale;
}

/* Add what was built as a path with the paints of `s`, if anything of it is drawn. */
static bool add_path(struct svg_reader *r, const struct svg_state *s, const struct svg_builder *b)
{
    r->commands += b->commands.n;
    if (b->overflow || r->commands > SVG_COMMANDS_MAX)
        return lode_fail(r->err, LODE_LIMIT, r->at,
                         "'%.*s', line %d: more than %d drawing commands, or a "
                         "number out of range",
                         STR_FMT(r->file), svg_line_number(r), SVG_COMMANDS_MAX);

    struct svg_path p = {
        .xy = b->xy.v,
        .commands = b->commands.v,
        .n_commands = b->commands.n,
        .has_fill = !s->fill.none,
        .fill_is_symbol = s->fill.symbol,
        .fill_is_outline = s->fill.outline,
        .fill = s->fill.color,
        .has_stroke = !s->stroke.none && (s->line.width > 0 || s->line.width_pt > 0),
        .stroke_is_symbol = s->stroke.symbol,
        .stroke_is_outline = s->stroke.outline,
        .stroke = s->stroke.color,
        .line = s->line,
        .evenodd = s->evenodd,
    };
    scale_line(&p.line, s->matrix);

    /* Together, so that the fill is not seen through the stroke. */
    bool both = p.has_fill && p.has_stroke && s->opacity < 1;
    double opacity = both ? 1 : s->opacity;
    p.opacity = both ? s->opacity : 1;
    p.fill.a =
        fade_alpha(s->fill.symbol || s->fill.outline ? 255 : p.fill.a, s->fill_opacity * opacity);
    p.stroke.a = fade_alpha(s->stroke.symbol || s->stroke.outline ? 255 : p.stroke.a,
                            s->stroke_opacity * opacity);

    if (!s->invisible && b->commands.n && (p.has_fill || p.has_stroke))
        *array_add(r->arena, &r->paths) = p;
    return true;
}

/* An attribute that is a length, and what its percentages are of. */
struct wanted {
    const char *name;
    enum { OF_WIDTH, OF_HEIGHT, OF_BOTH } of;
};

/* A missing attribute is 0. */
static bool read_numbers(struct svg_reader *r, const struct svg_state *s,
                         const struct wanted *wanted, size_t n, double *ret)
{
    const double whole[] = {s->view_width, s->view_height,
                            hypot(s->view_width, s->view_height) / G_SQRT2};
    for (size_t i = 0; i < n; i++) {
        struct str v = str_trim(svg_attribute(r, wanted[i].name));
        ret[i] = 0;
        if (v.len && !str_is(v, "auto") && !svg_length(v, whole[wanted[i].of], &ret[i]))
            return svg_fail(r, "not a number:", v);
    }
    return true;
}

static bool draw_path(struct svg_reader *r, const struct svg_state *s)
{
    struct svg_builder b = path_builder(r, s);
    struct str d = svg_attribute(r, "d");
    size_t at = 0;
    if (!svg_path_parse(&b, d, &at))
        return svg_fail(r, "cannot read the path data at", str_head(str_from(d, at), 24));
    return add_path(r, s, &b);
}

static void add_ellipse(struct svg_builder *b, double cx, double cy, double rx, double ry)
{
    if (!(rx > 0) || !(ry > 0))
        return;
    svg_move(b, cx + rx, cy);
    svg_arc(b, rx, ry, 0, false, true, cx - rx, cy);
    svg_arc(b, rx, ry, 0, false, true, cx + rx, cy);
    svg_close(b);
}

static bool draw_ellipse(struct svg_reader *r, const struct svg_state *s)
{
    double v[5];
    static const struct wanted wanted[] = {
        {"cx", OF_WIDTH}, {"cy", OF_HEIGHT}, {"rx", OF_WIDTH}, {"ry", OF_HEIGHT}, {"r", OF_BOTH}};
    if (!read_numbers(r, s, wanted, 5, v))
        return false;

    struct svg_builder b = path_builder(r, s);
    add_ellipse(&b, v[0], v[1], v[4] > 0 ? v[4] : v[2], v[4] > 0 ? v[4] : v[3]);
    return add_path(r, s, &b);
}

static void add_rounded_rect(struct svg_builder *b, double x, double y, double w, double h,
                             double rx, double ry)
{
    svg_move(b, x + rx, y);
    svg_line(b, x + w - rx, y);
    svg_arc(b, rx, ry, 0, false, true, x + w, y + ry);
    svg_line(b, x + w, y + h - ry);
    svg_arc(b, rx, ry, 0, false, true, x + w - rx, y + h);
    svg_line(b, x + rx, y + h);
    svg_arc(b, rx, ry, 0, false, true, x, y + h - ry);
    svg_line(b, x, y + ry);
    svg_arc(b, rx, ry, 0, false, true, x + rx, y);
    svg_close(b);
}

static bool draw_rect(struct svg_reader *r, const struct svg_state *s)
{
    double v[6];
    static const struct wanted wanted[] = {{"x", OF_WIDTH},     {"y", OF_HEIGHT},
                                           {"width", OF_WIDTH}, {"height", OF_HEIGHT},
                                           {"rx", OF_WIDTH},    {"ry", OF_HEIGHT}};
    if (!read_numbers(r, s, wanted, 6, v))
        return false;

    struct svg_builder b = path_builder(r, s);
    double x = v[0], y = v[1], w = v[2], h = v[3];
    double rx = fmin(v[4] > 0 ? v[4] : v[5], w / 2), ry = fmin(v[5] > 0 ? v[5] : v[4], h / 2);
    if (w > 0 && h > 0 && rx > 0) {
        add_rounded_rect(&b, x, y, w, h, rx, ry);
    } else if (w > 0 && h > 0) {
        svg_move(&b, x, y);
        svg_line(&b, x + w, y);
        svg_line(&b, x + w, y + h);
        svg_line(&b, x, y + h);
        svg_close(&b);
    }

    return add_path(r, s, &b);
}

static bool draw_line(struct svg_reader *r, const struct svg_state *s)
{
    double v[4];
    static const struct wanted wanted[] = {
        {"x1", OF_WIDTH}, {"y1", OF_HEIGHT}, {"x2", OF_WIDTH}, {"y2", OF_HEIGHT}};
    if (!read_numbers(r, s, wanted, 4, v))
        return false;

    struct svg_builder b = path_builder(r, s);
    struct svg_state open = *s;
    open.fill.none = true;

    svg_move(&b, v[0], v[1]);
    svg_line(&b, v[2], v[3]);
    return add_path(r, &open, &b);
}

static bool draw_points(struct svg_reader *r, const struct svg_state *s, bool closed)
{
    struct svg_builder b = path_builder(r, s);
    struct str points = svg_attribute(r, "points"), rest = points;
    double x, y;

    while (svg_number(&rest, &x)) {
        if (!svg_number(&rest, &y))
            return svg_fail(r, "an odd number of coordinates:", points);
        if (b.commands.n)
            svg_line(&b, x, y);
        else
            svg_move(&b, x, y);
    }

    if (str_trim(rest).len)
        return svg_fail(r, "not a number:", str_trim(rest));
    if (closed && b.commands.n)
        svg_close(&b);
    return add_path(r, s, &b);
}

bool svg_draw_element(struct svg_reader *r, const char *name, const struct svg_state *s)
{
    if (strcmp(name, "path") == 0)
        return draw_path(r, s);
    if (strcmp(name, "rect") == 0)
        return draw_rect(r, s);
    if (strcmp(name, "circle") == 0 || strcmp(name, "ellipse") == 0)
        return draw_ellipse(r, s);
    if (strcmp(name, "line") == 0)
        return draw_line(r, s);
    if (strcmp(name, "polyline") == 0 || strcmp(name, "polygon") == 0)
        return draw_points(r, s, strcmp(name, "polygon") == 0);
    return true;
}
