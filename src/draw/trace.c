/* The backend for tests: writes each drawing call as a line of text. */
#include <string.h>

#include "base/arena.h"
#include "draw/canvas_impl.h"
#include "draw/draw.h"
#include "draw/textbuf.h"
#include "geom/marker.h"

/* A line of a trace fits on a screen: of a long subpath it holds so many points, however long their
 * numbers are, so that a point that moves changes one line. A curve counts as three points. */
enum { POINTS_PER_LINE = 8 };

struct trace {
    struct canvas base;
    GString *out, *path; /* of the path: a line for each subpath, and for what continues one */
    int depth;
    int n_lines, n_points; /* lines of the path, and points in the last of them */
};

static struct trace *of(struct canvas *c)
{
    return (struct trace *)c;
}

static void indent(struct trace *t)
{
    for (int i = 0; i < t->depth; i++)
        g_string_append(t->out, "  ");
}

static void put_quoted(GString *to, struct str s)
{
    g_string_append_c(to, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            g_string_append_c(to, '\\');
        if (s.p[i] == '\n')
            g_string_append(to, "\\n");
        else
            g_string_append_c(to, s.p[i]);
    }
    g_string_append_c(to, '"');
}

static void put_pair(GString *to, double x, double y)
{
    g_string_append_c(to, ' ');
    put_number(to, x);
    g_string_append_c(to, ' ');
    put_number(to, y);
}

static void begin(struct canvas *c, const struct scene *s)
{
    GString *out = of(c)->out;
    g_string_append(out, "page");
    put_pair(out, s->width_pt, s->height_pt);
    g_string_append(out, " background ");
    put_color(out, s->background);
    g_string_append_c(out, '\n');
}

/* The path's next line: a subpath, or what continues one and is indented once more. */
static void begin_line(struct trace *t, bool continues)
{
    if (t->n_lines++)
        g_string_append_c(t->path, '\n');
    t->n_points = 0;
    if (continues)
        g_string_append(t->path, "  ");
}

static void begin_segment(struct trace *t, const char *name, int n_points)
{
    if (t->n_points + n_points > POINTS_PER_LINE)
        begin_line(t, true);
    t->n_points += n_points;
    g_string_append_c(t->path, ' ');
    g_string_append(t->path, name);
}

static void move(struct canvas *c, double x, double y)
{
    begin_line(of(c), false);
    begin_segment(of(c), "M", 1);
    put_pair(of(c)->path, x, y);
}

static void line(struct canvas *c, double x, double y)
{
    begin_segment(of(c), "L", 1);
    put_pair(of(c)->path, x, y);
}

static void curve(struct canvas *c, const double xy[6])
{
    begin_segment(of(c), "C", 3);
    for (int i = 0; i < 3; i++)
        put_pair(of(c)->path, xy[2 * i], xy[2 * i + 1]);
}

static void close_path(struct canvas *c)
{
    g_string_append(of(c)->path, " Z");
}

/* A path of one line stands behind what is done with it, a longer one below it. */
static void use_path(struct trace *t)
{
    char **lines = g_strsplit(t->path->str, "\n", -1);

    for (int i = 0; lines[i]; i++) {
        if (t->n_lines > 1) {
            g_string_append_c(t->out, '\n');
            indent(t);
            g_string_append_c(t->out, ' ');
        }
        g_string_append(t->out, lines[i]);
    }
    g_string_append_c(t->out, '\n');

    g_strfreev(lines);
    g_string_truncate(t->path, 0);
    t->n_lines = 0;
}

static void put_stroke(GString *to, const struct stroke *s)
{
    static const char *const caps[] = {"", " cap round", " cap square"};
    static const char *const joins[] = {"", " join round", " join bevel"};
    g_string_append(to, "stroke ");
    put_color(to, s->color);
    g_string_append(to, " width ");
    put_number(to, s->width_pt);

    if (s->n_dash)
        g_string_append(to, " dash");
    for (int i = 0; i < s->n_dash; i++) {
        g_string_append_c(to, ' ');
        put_number(to, s->dash_pt[i]);
    }
    if (s->n_dash && s->dash_offset_pt != 0) {
        g_string_append(to, " from ");
        put_number(to, s->dash_offset_pt);
    }

    g_string_append(to, caps[s->cap]);
    g_string_append(to, joins[s->join]);
}

static void put_fill(GString *to, struct rgba fill)
{
    g_string_append(to, "fill ");
    put_color(to, fill);
}

static void paint(struct canvas *c, const struct paint *p)
{
    struct trace *t = of(c);
    if (!t->path->len)
        return;

    indent(t);
    if (p->fill.a) {
        put_fill(t->out, p->fill);
        if (p->rule == FILL_NONZERO)
            g_string_append(t->out, " nonzero");
    }
    if (p->fill.a && p->stroke)
        g_string_append_c(t->out, ' ');
    if (p->stroke)
        put_stroke(t->out, p->stroke);
    use_path(t);
}

static bool marker(struct canvas *c, const struct symbol *s, struct pagexy at)
{
    struct trace *t = of(c);
    indent(t);
    g_string_append_printf(t->out, "marker %s", marker_shapes[s->shape].name);
    put_pair(t->out, at.x_pt + s->offset.x_pt, at.y_pt + s->offset.y_pt);
    g_string_append(t->out, " size ");
    put_number(t->out, s->size_pt);

    if (s->rotate_deg != 0) {
        g_string_append(t->out, " rotate ");
        put_number(t->out, s->rotate_deg);
    }
    if (s->fill.a) {
        g_string_append_c(t->out, ' ');
        put_fill(t->out, s->fill);
    }
    if (s->stroke.width_pt > 0 && s->stroke.color.a) {
        g_string_append_c(t->out, ' ');
        put_stroke(t->out, &s->stroke);
    }

    g_string_append_c(t->out, '\n');
    return true;
}

static void clip(struct canvas *c)
{
    indent(of(c));
    g_string_append(of(c)->out, "clip");
    use_path(of(c));
    of(c)->depth++;
}

static void group(struct canvas *c, double opacity)
{
    indent(of(c));
    g_string_append(of(c)->out, "group opacity ");
    put_number(of(c)->out, opacity);
    g_string_append_c(of(c)->out, '\n');
    of(c)->depth++;
}

static void tag(struct canvas *c, struct str name)
{
    indent(of(c));
    g_string_append(of(c)->out, "tag ");
    put_quoted(of(c)->out, name);
    g_string_append_c(of(c)->out, '\n');
    of(c)->depth++;
}

static void end(struct canvas *c, enum scene_kind kind)
{
    static const char *const names[] = {
        [SCENE_CLIP] = "clip", [SCENE_GROUP] = "group", [SCENE_TAG] = "tag"};
    of(c)->depth--;
    indent(of(c));
    g_string_append_printf(of(c)->out, "end %s\n", names[kind]);
}

static void text(struct canvas *c, const struct text_block *block, struct pagexy at,
                 double rotate_rad)
{
    GString *out = of(c)->out;
    const struct text_style *style = &block->style;

    indent(of(c));
    g_string_append(out, "text ");
    put_quoted(out, block->text);
    put_pair(out, at.x_pt, at.y_pt);
    g_string_append_printf(out, " '%.*s' ", STR_FMT(style->family));
    put_number(out, style->size_pt);

    if (style->weight != 400)
        g_string_append_printf(out, " weight %d", style->weight);
    if (style->italic)
        g_string_append(out, " italic");
    g_string_append_c(out, ' ');
    put_color(out, style->color);
    if (style->halo_width_pt > 0 && style->halo_color.a) {
        g_string_append(out, " halo ");
        put_color(out, style->halo_color);
        g_string_append_c(out, ' ');
        put_number(out, style->halo_width_pt);
    }
    if (rotate_rad != 0) {
        g_string_append(out, " rotate ");
        put_number(out, rotate_rad * (180 / G_PI));
    }

    g_string_append_c(out, '\n');
}

static const struct canvas_impl trace_impl = {
    .begin = begin,
    .move = move,
    .line = line,
    .curve = curve,
    .close = close_path,
    .paint = paint,
    .clip = clip,
    .group = group,
    .tag = tag,
    .end = end,
    .text = text,
    .marker = marker,
};

struct str draw_trace(struct arena *a, const struct scene *s)
{
    struct lode_err err = {0};
    struct trace t = {
        .base.impl = &trace_impl, .out = g_string_new(NULL), .path = g_string_new(NULL)};
    if (!draw_scene(s, &t.base, &err))
        g_string_append_printf(t.out, "error: %s\n", err.message);
    struct str ret = str_copy(a, (struct str){t.out->str, t.out->len});
    g_string_free(t.out, TRUE);
    g_string_free(t.path, TRUE);
    return ret;
}
