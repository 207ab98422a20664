/* The backend for SVG: writes a scene as compact paths, shared markers and text. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "base/version.h"
#include "draw/draw.h"
#include "draw/shapes.h"
#include "draw/svg_parts.h"
#include "draw/textbuf.h"

struct svg {
    struct canvas base;
    GString *body, *path;
    long x, y;             /* where the path has come to, in hundredths */
    char verb;             /* that the next pair of numbers repeats */
    struct stroke pending; /* of lines that look alike and are gathered in one element */
    GString *pending_path; /* empty: none */
    int n_clips, depth;
    GHashTable *markers; /* from markup to number */
    const struct symbol *last_marker;
    int last_marker_number;
    bool in_marker;
    struct svg_fonts *fonts;
};

/* Longer path data is split, since some viewers slow down on it (taste). */
enum { PENDING_MAX = 100000 };

static struct svg *of(struct canvas *c)
{
    return (struct svg *)c;
}

void put_attr(GString *to, const char *name, double v)
{
    g_string_append_printf(to, " %s=\"", name);
    put_hundredths(to, hundredths(v), true);
    g_string_append_c(to, '"');
}

/* Shares need three decimals: 128/255 is 0.502. */
static void put_share(GString *to, const char *name, double v)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(text, sizeof text, "%.3g", v);
    g_string_append_printf(to, " %s=\"%s\"", name, text);
}

void put_paint(GString *to, const char *name, struct rgba c)
{
    g_string_append_printf(to, " %s=\"#%02x%02x%02x\"", name, c.r, c.g, c.b);
    if (c.a == 255)
        return;
    g_string_append_printf(to, " %s-opacity=\"", name);
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(text, sizeof text, "%.3g", c.a / 255.0);
    g_string_append_printf(to, "%s\"", text);
}

/* A number of a path, with a blank before it where one is needed. */
static void put_separated(GString *to, long v)
{
    char last = to->len ? to->str[to->len - 1] : 'M';
    if (v >= 0 && !g_ascii_isalpha(last))
        g_string_append_c(to, ' ');
    put_hundredths(to, v, true);
}

static void put_verb(struct svg *s, char verb)
{
    if (s->verb != verb)
        g_string_append_c(s->path, verb);
    s->verb = verb;
}

static void move(struct canvas *c, double x, double y)
{
    struct svg *s = of(c);
    s->verb = 0;
    put_verb(s, 'M');
    s->x = hundredths(x);
    s->y = hundredths(y);
    put_separated(s->path, s->x);
    put_separated(s->path, s->y);
}

/* Relative, from the rounded point before: shorter, and errors do not add up. */
static void line(struct canvas *c, double x, double y)
{
    struct svg *s = of(c);
    long to_x = hundredths(x), to_y = hundredths(y);
    if (s->verb == 'l' && to_x == s->x && to_y == s->y)
        return;
    put_verb(s, 'l');
    put_separated(s->path, to_x - s->x);
    put_separated(s->path, to_y - s->y);
    s->x = to_x;
    s->y = to_y;
}

static void curve(struct canvas *c, const double p[6])
{
    struct svg *s = of(c);
    put_verb(s, 'c');
    for (int i = 0; i < 3; i++) {
        put_separated(s->path, hundredths(p[2 * i]) - s->x);
        put_separated(s->path, hundredths(p[2 * i + 1]) - s->y);
    }
    s->x = hundredths(p[4]);
    s->y = hundredths(p[5]);
}

static void close_path(struct canvas *c)
{
    g_string_append_c(of(c)->path, 'z');
    of(c)->verb = 0;
}

static void put_stroke(GString *to, const struct stroke *s)
{
    static const char *const caps[] = {NULL, "round", "square"};
    static const char *const joins[] = {NULL, "round", "bevel"};
    put_paint(to, "stroke", s->color);
    put_attr(to, "stroke-width", s->width_pt);
    if (caps[s->cap])
        g_string_append_printf(to, " stroke-linecap=\"%s\"", caps[s->cap]);
    if (joins[s->join])
        g_string_append_printf(to, " stroke-linejoin=\"%s\"", joins[s->join]);
    if (s->miter_limit > 0 && s->miter_limit != 4)
        put_attr(to, "stroke-miterlimit", s->miter_limit);
    if (!s->n_dash)
        return;

    g_string_append(to, " stroke-dasharray=\"");
    for (int i = 0; i < s->n_dash; i++) {
        if (i)
            g_string_append_c(to, ' ');
        put_hundredths(to, hundredths(s->dash_pt[i]), true);
    }

    g_string_append_c(to, '"');
    if (s->dash_offset_pt != 0)
        put_attr(to, "stroke-dashoffset", s->dash_offset_pt);
}

static void put_path(GString *to, const GString *path)
{
    g_string_append(to, " d=\"");
    g_string_append_len(to, path->str, (gssize)path->len);
    g_string_append(to, "\"/>\n");
}

/* Writes the lines that were gathered. */
static void write_pending(struct svg *s)
{
    if (!s->pending_path->len)
        return;
    g_string_append(s->body, "<path");
    put_stroke(s->body, &s->pending);
    put_path(s->body, s->pending_path);
    g_string_truncate(s->pending_path, 0);
}

static bool is_same_stroke(const struct stroke *a, const struct stroke *b)
{
    if (memcmp(&a->color, &b->color, sizeof a->color) != 0 || a->width_pt != b->width_pt ||
        a->n_dash != b->n_dash || a->dash_offset_pt != b->dash_offset_pt || a->cap != b->cap ||
        a->join != b->join || a->miter_limit != b->miter_limit)
        return false;
    for (int i = 0; i < a->n_dash; i++) {
        if (a->dash_pt[i] != b->dash_pt[i])
            return false;
    }
    return true;
}

/* Opaque lines that look alike make the same picture in one element as in many. */
static void gather_line(struct svg *s, const struct stroke *stroke)
{
    if (s->pending_path->len > PENDING_MAX || !is_same_stroke(&s->pending, stroke))
        write_pending(s);
    s->pending = *stroke;
    g_string_append_len(s->pending_path, s->path->str, (gssize)s->path->len);
}

static void paint(struct canvas *c, const struct paint *p)
{
    struct svg *s = of(c);
    if (!s->path->len || (!p->fill.a && !p->stroke)) {
        g_string_truncate(s->path, 0);
        return;
    }

    if (!p->fill.a && p->stroke->color.a == 255) {
        gather_line(s, p->stroke);
    } else {
        write_pending(s);
        g_string_append(s->body, "<path");
        if (p->fill.a)
            put_paint(s->body, "fill", p->fill);
        if (p->fill.a && p->rule == FILL_NONZERO)
            g_string_append(s->body, " fill-rule=\"nonzero\"");
        if (p->stroke)
            put_stroke(s->body, p->stroke);
        put_path(s->body, s->path);
    }

    g_string_truncate(s->path, 0);
}

/* The markup of a marker, drawn at 0,0. */
static GString *marker_markup(struct svg *s, const struct symbol *symbol)
{
    GString *body = s->body, *markup = g_string_new(NULL);
    s->body = markup;
    s->in_marker = true;
    marker_draw(&s->base, symbol, (struct pagexy){0, 0});
    write_pending(s);
    s->in_marker = false;
    s->body = body;
    return markup;
}

/* The number by which a marker is used, which is defined when it is met for the first time; 0: it
 * shows nothing. */
static int marker_number(struct svg *s, const struct symbol *symbol)
{
    if (symbol == s->last_marker)
        return s->last_marker_number;

    GString *markup = marker_markup(s, symbol);
    int number = GPOINTER_TO_INT(g_hash_table_lookup(s->markers, markup->str));
    if (!number && markup->len) {
        number = (int)g_hash_table_size(s->markers) + 1;
        g_string_append_printf(s->body, "<defs><g id=\"m%d\">%s</g></defs>\n", number, markup->str);
        g_hash_table_insert(s->markers, g_string_free(markup, FALSE), GINT_TO_POINTER(number));
    } else {
        g_string_free(markup, TRUE);
    }

    s->last_marker = symbol;
    s->last_marker_number = number;
    return number;
}

static bool marker(struct canvas *c, const struct symbol *symbol, struct pagexy at)
{
    struct svg *s = of(c);
    if (s->in_marker)
        return false;

    write_pending(s);
    int number = marker_number(s, symbol);
    if (!number)
        return true;

    g_string_append_printf(s->body, "<use xlink:href=\"#m%d\"", number);
    put_attr(s->body, "x", at.x_pt);
    put_attr(s->body, "y", at.y_pt);
    g_string_append(s->body, "/>\n");
    return true;
}

static void clip(struct canvas *c)
{
    struct svg *s = of(c);
    write_pending(s);
    s->depth++;
    int n = ++s->n_clips;
    g_string_append_printf(s->body, "<clipPath id=\"c%d\"><path clip-rule=\"evenodd\" d=\"", n);
    g_string_append_len(s->body, s->path->str, (gssize)s->path->len);
    g_string_append_printf(s->body, "\"/></clipPath>\n<g clip-path=\"url(#c%d)\">\n", n);
    g_string_truncate(s->path, 0);
}

static void group(struct canvas *c, double opacity)
{
    struct svg *s = of(c);
    write_pending(s);
    s->depth++;
    g_string_append(s->body, "<g");
    if (opacity < 1)
        put_share(s->body, "opacity", opacity);
    g_string_append(s->body, ">\n");
}

static void tag(struct canvas *c, struct str name)
{
    struct svg *s = of(c);
    write_pending(s);
    g_string_append(s->body, "<g inkscape:label=\"");
    put_xml(s->body, name);
    g_string_append(s->body, s->depth++ ? "\">\n" : "\" inkscape:groupmode=\"layer\">\n");
}

static void end(struct canvas *c, enum scene_kind kind)
{
    (void)kind;
    write_pending(of(c));
    of(c)->depth--;
    g_string_append(of(c)->body, "</g>\n");
}

static void text(struct canvas *c, const struct text_block *block, struct pagexy at,
                 double rotate_rad)
{
    write_pending(of(c));
    svg_text_write(of(c)->body, of(c)->fonts, block, at, rotate_rad);
}

static void begin(struct canvas *c, const struct scene *scene)
{
    GString *body = of(c)->body;
    if (!scene->background.a)
        return;
    g_string_append(body, "<rect");
    put_attr(body, "width", scene->width_pt);
    put_attr(body, "height", scene->height_pt);
    put_paint(body, "fill", scene->background);
    g_string_append(body, "/>\n");
}

static const struct canvas_impl svg_impl = {
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

static void put_element(GString *to, const char *name, struct str value)
{
    if (!value.len)
        return;
    g_string_append_printf(to, "<%s>", name);
    put_xml(to, value);
    g_string_append_printf(to, "</%s>\n", name);
}

static void put_metadata(GString *to, const struct scene *s)
{
    put_element(to, "title", s->title);
    put_element(to, "desc", s->description);
    g_string_append(to, "<metadata><rdf:RDF><rdf:Description rdf:about=\"\">\n");
    put_element(to, "dc:title", s->title);
    put_element(to, "dc:description", s->description);
    put_element(to, "dc:language", s->language);
    put_element(to, "dc:creator", s->creator);
    g_string_append(to, "<xmp:CreatorTool>lode " LODE_VERSION "</xmp:CreatorTool>\n"
                        "</rdf:Description></rdf:RDF></metadata>\n");
}

static void put_head(struct arena *a, GString *to, const struct scene *s)
{
    g_string_append(
        to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
            " xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\""
            " xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\""
            " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
            " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" version=\"1.1\" role=\"img\"");
    g_string_append_printf(to, " width=\"%.*smm\" height=\"%.*smm\" viewBox=\"0 0 %.*s %.*s\"",
                           STR_FMT(num_text(a, round(s->width_pt / PT_PER_MM * 1e4) / 1e4)),
                           STR_FMT(num_text(a, round(s->height_pt / PT_PER_MM * 1e4) / 1e4)),
                           STR_FMT(num_text(a, round(s->width_pt * 1e4) / 1e4)),
                           STR_FMT(num_text(a, round(s->height_pt * 1e4) / 1e4)));
    if (s->language.len) {
        g_string_append(to, " xml:lang=\"");
        put_xml(to, s->language);
        g_string_append_c(to, '"');
    }

    g_string_append(to, ">\n");
    put_metadata(to, s);
}

bool draw_svg(struct arena *a, const struct scene *s, struct str *ret, struct lode_err *err)
{
    struct svg svg = {.base.impl = &svg_impl,
                      .body = g_string_new(NULL),
                      .path = g_string_new(NULL),
                      .pending_path = g_string_new(NULL),
                      .markers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                      .fonts = svg_fonts_create()};
    GString *out = g_string_new(NULL);
    bool ok = draw_scene(s, &svg.base, err);

    write_pending(&svg);
    put_head(a, out, s);
    g_string_append(out, "<style>\n");
    ok = ok && svg_fonts_write(svg.fonts, out, err);
    g_string_append(out, "</style>\n<g fill=\"none\" fill-rule=\"evenodd\" stroke-miterlimit=\"4\""
                         " text-rendering=\"geometricPrecision\">\n");
    g_string_append_len(out, svg.body->str, (gssize)svg.body->len);
    g_string_append(out, "</g>\n</svg>\n");

    if (ok)
        *ret = str_copy(a, (struct str){out->str, out->len});
    g_string_free(out, TRUE);
    g_string_free(svg.body, TRUE);
    g_string_free(svg.path, TRUE);
    g_string_free(svg.pending_path, TRUE);
    g_hash_table_destroy(svg.markers);
    svg_fonts_destroy(svg.fonts);
    return ok;
}
