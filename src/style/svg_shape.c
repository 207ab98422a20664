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

/* Add what was built as a path with the paints of `s`, if anything of it is drawn. */
static bool add_path(struct svg_reader *r, const struct svg_state *s, const struct svg_builder *b)
{
    r->commands += b->commands.n;
    if (b->overflow || r->commands > SVG_COMMANDS_MAX)
        return lode_fail(r->err, LODE_LIMIT, r->at,
                         "'%.*s', line %d: more than %d drawing commands, or a "
                         "number out of range",
                         STR_FMT(r->file), svg_line_number(r), SVG_COMMANDS_MAX);

    const struct affine m = s->matrix;
    struct svg_path p = {
        .xy = b->xy.v,
        .commands = b->commands.v,
        .n_commands = b->commands.n,
        .has_fill = !s->fill.none,
        .fill_is_symbol = s->fill.symbol,
        .fill = s->fill.color,
        .has_stroke = !s->stroke.none && s->stroke_width > 0,
        .stroke_is_symbol = s->stroke.symbol,
        .stroke = s->stroke.color,
        .stroke_width = s->stroke_width * sqrt(fabs(m.xx * m.yy - m.xy * m.yx)),
        .evenodd = s->evenodd,
    };
    p.fill.a = fade_alpha(s->fill.symbol ? 255 : p.fill.a, s->fill_opacity * s->opacity);
    p.stroke.a = fade_alpha(s->stroke.symbol ? 255 : p.stroke.a, s->stroke_opacity * s->opacity);

    if (!s->hidden && b->commands.n && (p.has_fill || p.has_stroke))
        *array_add(r->arena, &r->paths) = p;
    return true;
}

/* Attributes by name; a missing one is 0. */
static bool read_numbers(struct svg_reader *r, const char **names, const char **values,
                         const char *const *wanted, size_t n, double *ret)
{
    for (size_t i = 0; i < n; i++) {
        struct str v = svg_attribute(names, values, wanted[i]);
        ret[i] = 0;
        if (v.len && !svg_leading_number(v, &ret[i]))
            return svg_fail(r, "not a number:", v);
    }
    return true;
}

static bool draw_path(struct svg_reader *r, const struct svg_state *s, const char **names,
                      const char **values)
{
    struct svg_builder b = path_builder(r, s);
    struct str d = svg_attribute(names, values, "d");
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

static bool draw_ellipse(struct svg_reader *r, const struct svg_state *s, const char **names,
                         const char **values)
{
    double v[5];
    static const char *const wanted[] = {"cx", "cy", "rx", "ry", "r"};
    if (!read_numbers(r, names, values, wanted, 5, v))
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

static bool draw_rect(struct svg_reader *r, const struct svg_state *s, const char **names,
                      const char **values)
{
    double v[6];
    static const char *const wanted[] = {"x", "y", "width", "height", "rx", "ry"};
    if (!read_numbers(r, names, values, wanted, 6, v))
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

static bool draw_line(struct svg_reader *r, const struct svg_state *s, const char **names,
                      const char **values)
{
    double v[4];
    static const char *const wanted[] = {"x1", "y1", "x2", "y2"};
    if (!read_numbers(r, names, values, wanted, 4, v))
        return false;

    struct svg_builder b = path_builder(r, s);
    struct svg_state open = *s;
    open.fill.none = true;

    svg_move(&b, v[0], v[1]);
    svg_line(&b, v[2], v[3]);
    return add_path(r, &open, &b);
}

static bool draw_points(struct svg_reader *r, const struct svg_state *s, const char **names,
                        const char **values, bool closed)
{
    struct svg_builder b = path_builder(r, s);
    struct str points = svg_attribute(names, values, "points"), rest = points;
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

bool svg_draw_element(struct svg_reader *r, const char *name, const struct svg_state *s,
                      const char **names, const char **values)
{
    if (strcmp(name, "path") == 0)
        return draw_path(r, s, names, values);
    if (strcmp(name, "rect") == 0)
        return draw_rect(r, s, names, values);
    if (strcmp(name, "circle") == 0 || strcmp(name, "ellipse") == 0)
        return draw_ellipse(r, s, names, values);
    if (strcmp(name, "line") == 0)
        return draw_line(r, s, names, values);
    if (strcmp(name, "polyline") == 0 || strcmp(name, "polygon") == 0)
        return draw_points(r, s, names, values, strcmp(name, "polygon") == 0);
    return true;
}
