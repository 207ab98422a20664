/* How an SVG file is read as a marker: elements, inherited properties, paints and the drawing's
 * box. */
#include "style/svg_marker.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/num.h"
#include "style/svg_reader.h"

int svg_line_number(const struct svg_reader *r)
{
    int line, column;
    g_markup_parse_context_get_position(r->xml, &line, &column);
    return line;
}

bool svg_fail(struct svg_reader *r, const char *what, struct str value)
{
    return lode_fail(r->err, LODE_DATA, r->at, "'%.*s', line %d: %s '%.*s'", STR_FMT(r->file),
                     svg_line_number(r), what, STR_FMT(str_head(value, 60)));
}

struct str svg_attribute(const char **names, const char **values, const char *name)
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], name) == 0)
            return str_of(values[i]);
    }
    return (struct str){0};
}

/* Units are ignored: icons have them for width and height only. */
bool svg_leading_number(struct str s, double *ret)
{
    struct str rest;
    return num_parse_prefix(str_trim(s), ret, &rest);
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

static bool read_paint(struct svg_reader *r, const struct svg_state *s, struct str v,
                       struct svg_paint *ret)
{
    *ret = (struct svg_paint){0};
    if (str_is(v, "none") || str_is(v, "transparent")) {
        ret->none = true;
    } else if (str_is(v, "currentColor") || str_is(v, "currentcolor")) {
        ret->symbol = !s->has_current;
        ret->color = s->current;
    } else if (str_starts(v, STR("param(fill)"))) {
        ret->symbol = true;
    } else if (str_starts(v, STR("url("))) {
        log_warn(r->at, "svg-ignored",
                 "'%.*s', line %d: a gradient or pattern is drawn in the symbol's colour",
                 STR_FMT(r->file), svg_line_number(r));
        ret->symbol = true;
    } else {
        struct lode_err err = {0};
        if (str_starts(v, STR("param("))) { /* QGIS: "param(outline) #000" */
            struct str head;
            str_cut(&v, ')', &head);
            v = str_trim(v);
        }
        if (!color_parse(v, r->at, &ret->color, &err))
            return svg_fail(r, "not a colour:", v);
    }

    return true;
}

static bool set_property(struct svg_reader *r, struct svg_state *s, struct str name, struct str v)
{
    double opacity;
    if (str_is(v, "inherit"))
        return true;
    if (str_is(name, "fill"))
        return read_paint(r, s, v, &s->fill);
    if (str_is(name, "stroke"))
        return read_paint(r, s, v, &s->stroke);
    if (str_is(name, "stroke-width"))
        return svg_leading_number(v, &s->stroke_width) || svg_fail(r, "not a width:", v);

    if (str_is(name, "fill-rule"))
        s->evenodd = str_is(v, "evenodd");
    else if (str_is(name, "fill-opacity"))
        return parse_share(v, &s->fill_opacity) || svg_fail(r, "not an opacity:", v);
    else if (str_is(name, "stroke-opacity"))
        return parse_share(v, &s->stroke_opacity) || svg_fail(r, "not an opacity:", v);
    else if (str_is(name, "opacity")) {
        if (!parse_share(v, &opacity))
            return svg_fail(r, "not an opacity:", v);
        s->opacity *= opacity;
    } else if (str_is(name, "display"))
        s->hidden |= str_is(v, "none");
    else if (str_is(name, "visibility"))
        s->hidden = !str_is(v, "visible");
    return true;
}

static bool read_color(struct svg_reader *r, struct svg_state *s, struct str v)
{
    struct lode_err err = {0};
    if (str_is(v, "currentColor") || str_is(v, "inherit"))
        return true;
    if (!color_parse(v, r->at, &s->current, &err))
        return svg_fail(r, "not a colour:", v);

    s->has_current = true;
    return true;
}

static bool read_state(struct svg_reader *r, struct svg_state *s, const char **names,
                       const char **values)
{
    struct str color = svg_attribute(names, values, "color");
    if (color.len && !read_color(r, s, str_trim(color)))
        return false;

    for (int i = 0; names[i]; i++) {
        if (!set_property(r, s, str_of(names[i]), str_trim(str_of(values[i]))))
            return false;
    }

    /* The declarations of `style` win over attributes. */
    struct str style = svg_attribute(names, values, "style"), one, name;
    while (str_cut(&style, ';', &one)) {
        if (str_cut(&one, ':', &name) && !set_property(r, s, str_trim(name), str_trim(one)))
            return false;
    }

    struct str transform = svg_attribute(names, values, "transform");
    struct affine m;
    if (!svg_transform_parse(transform, &m))
        return svg_fail(r, "not a transform:", transform);
    s->matrix = affine_join(s->matrix, m);
    return true;
}

static bool read_svg(struct svg_reader *r, const char **names, const char **values)
{
    struct str box = svg_attribute(names, values, "viewBox");
    struct str width = svg_attribute(names, values, "width"),
               height = svg_attribute(names, values, "height");
    if (r->seen_svg)
        return true; /* a nested one is a group */
    r->seen_svg = true;

    if (box.len) {
        struct str rest = box;
        for (int i = 0; i < 4; i++) {
            if (!svg_number(&rest, &r->box[i]))
                return svg_fail(r, "not a viewBox:", box);
        }
        r->has_box = r->box[2] > 0 && r->box[3] > 0;
        return r->has_box || svg_fail(r, "an empty viewBox:", box);
    }

    r->has_box = svg_leading_number(width, &r->box[2]) && svg_leading_number(height, &r->box[3]) &&
                 r->box[2] > 0 && r->box[3] > 0 && !str_ends(width, STR("%"));
    return true;
}

/* "svg:path" is "path". */
static const char *local_name(const char *name)
{
    return g_str_has_prefix(name, "svg:") ? name + 4 : name;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0)
            return true;
    }
    return false;
}

static bool open_element(struct svg_reader *r, const char *name, const char **names,
                         const char **values)
{
    static const char *const drawn[] = {"svg",     "g",    "a",        "path",    "rect", "circle",
                                        "ellipse", "line", "polyline", "polygon", NULL};
    static const char *const lost[] = {"text", "image", "use", "style", "foreignObject", NULL};

    if (!r->seen_svg && strcmp(name, "svg") != 0)
        return svg_fail(r, "not an SVG file, its first element is", str_of(name));

    if (r->skipping || !is_one_of(name, drawn)) {
        if (!r->skipping && is_one_of(name, lost))
            log_warn(r->at, "svg-ignored", "'%.*s', line %d: <%s> is not drawn in a marker",
                     STR_FMT(r->file), svg_line_number(r), name);
        r->skipping++;
        return true;
    }

    if (r->depth + 1 >= SVG_DEPTH_MAX)
        return lode_fail(r->err, LODE_LIMIT, r->at, "'%.*s', line %d: nested more than %d deep",
                         STR_FMT(r->file), svg_line_number(r), SVG_DEPTH_MAX);

    struct svg_state *s = &r->stack[r->depth + 1];
    *s = r->stack[r->depth];
    r->depth++;

    if (strcmp(name, "svg") == 0 && !read_svg(r, names, values))
        return false;
    return read_state(r, s, names, values) && svg_draw_element(r, name, s, names, values);
}

/* GMarkup stops at a GError; what is wrong stands in the reader's own error. */
static void on_start(GMarkupParseContext *xml, const char *name, const char **names,
                     const char **values, void *ctx, GError **error)
{
    (void)xml;
    if (!open_element(ctx, local_name(name), names, values))
        g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "");
}

static void on_end(GMarkupParseContext *xml, const char *name, void *ctx, GError **error)
{
    (void)xml, (void)name, (void)error;
    struct svg_reader *r = ctx;
    if (r->skipping)
        r->skipping--;
    else
        r->depth--;
}

static size_t points_of(char command)
{
    return command == 'C' ? 3 : command != 'Z';
}

/* The box of what is drawn, for a file that states none; false when nothing has a size. */
static bool measure_drawing(struct svg_reader *r)
{
    struct box all = BOX_EMPTY;
    for (size_t i = 0; i < r->paths.n; i++) {
        const struct svg_path *p = &r->paths.v[i];
        const double *xy = p->xy;
        double grow = p->has_stroke ? p->stroke_width / 2 : 0;

        for (size_t c = 0; c < p->n_commands; c++) {
            for (size_t j = points_of(p->commands[c]); j; j--, xy += 2)
                all = box_join(
                    all, (struct box){xy[0] - grow, xy[1] - grow, xy[0] + grow, xy[1] + grow});
        }
    }

    r->box[0] = all.x0;
    r->box[1] = all.y0;
    r->box[2] = box_width(all);
    r->box[3] = box_height(all);
    return r->box[2] > 0 || r->box[3] > 0;
}

/* The longer side of the box becomes 1, its middle 0, 0. */
static void scale_to_unit_box(struct svg_reader *r)
{
    double side = fmax(r->box[2], r->box[3]);
    double cx = r->box[0] + r->box[2] / 2, cy = r->box[1] + r->box[3] / 2;
    for (size_t i = 0; i < r->paths.n; i++) {
        struct svg_path *p = &r->paths.v[i];
        double *xy = (double *)p->xy; /* ours until we return */
        p->stroke_width /= side;

        for (size_t c = 0; c < p->n_commands; c++) {
            for (size_t j = points_of(p->commands[c]); j; j--, xy += 2) {
                xy[0] = (xy[0] - cx) / side;
                xy[1] = (xy[1] - cy) / side;
            }
        }
    }
}

static bool parse_xml(struct svg_reader *r, struct str text)
{
    static const GMarkupParser parser = {.start_element = on_start, .end_element = on_end};
    r->xml = g_markup_parse_context_new(&parser, 0, r, NULL);
    GError *error = NULL;

    bool ok =
        g_markup_parse_context_parse(r->xml, text.p ? text.p : "", (gssize)text.len, &error) &&
        g_markup_parse_context_end_parse(r->xml, &error);
    if (!ok && !r->err->code)
        lode_fail(r->err, LODE_DATA, r->at, "cannot read '%.*s' as SVG: %s", STR_FMT(r->file),
                  error->message);

    g_clear_error(&error);
    g_markup_parse_context_free(r->xml);
    return ok;
}

bool svg_marker_parse(struct arena *a, struct str text, struct str file, struct lode_span at,
                      struct svg_marker **ret, struct lode_err *err)
{
    struct svg_reader *r = arena_new(a, struct svg_reader);
    *r = (struct svg_reader){.arena = a, .file = file, .at = at, .err = err};
    r->stack[0] = (struct svg_state){
        .matrix = {1, 0, 0, 1, 0, 0},
        .fill.symbol = true,
        .stroke.none = true,
        .stroke_width = 1,
        .fill_opacity = 1,
        .stroke_opacity = 1,
        .opacity = 1,
    };

    if (!parse_xml(r, text))
        return false;
    if (!r->paths.n || (!r->has_box && !measure_drawing(r)))
        return lode_fail(err, LODE_DATA, at, "there is nothing to draw in '%.*s'", STR_FMT(file));

    scale_to_unit_box(r);
    struct svg_marker *m = arena_new(a, struct svg_marker);
    *m = (struct svg_marker){file, r->paths.v, r->paths.n};
    *ret = m;
    return true;
}

bool svg_marker_read(struct arena *a, struct str file, struct lode_span at, struct svg_marker **ret,
                     struct lode_err *err)
{
    struct str text;
    return file_read(a, str_c(a, file), SVG_BYTES_MAX, at, &text, err) &&
           svg_marker_parse(a, text, file, at, ret, err);
}
