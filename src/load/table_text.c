/* How a value, a coordinate and a shape are written as CSV, JSON, GeoJSON and WKT. */
#include "load/table_text.h"

#include <inttypes.h>
#include <math.h>

#include "base/num.h"
#include "expr/date.h"

/* The first of 15, 16 and 17 digits that are read back as `v`. Most values need 15. */
static void append_real(GString *to, double v)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    for (int precision = 15; precision <= 17; precision++) {
        char format[8] = {'%', '.', '1', (char)('0' + precision - 10), 'g', '\0'};
        g_ascii_formatd(text, sizeof text, format, v);
        if (g_ascii_strtod(text, NULL) == v)
            break;
    }

    g_string_append(to, v == 0 ? "0" : text);
}

void text_add_coordinate(GString *to, double v, int decimals)
{
    static const double scales[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    double scale = decimals == DECIMALS_ALL ? 1 : scales[decimals];
    char digits[32];
    if (decimals == DECIMALS_ALL && isfinite(v)) {
        append_real(to, v);
        return;
    }
    if (!isfinite(v) || fabs(v) >= 9e18 / scale) {
        g_string_append(to, isfinite(v) ? g_ascii_dtostr(digits, sizeof digits, v) : "0");
        return;
    }

    int64_t n = llround(fabs(v) * scale);
    if (v < 0 && n)
        g_string_append_c(to, '-');

    int64_t whole = n / (int64_t)scale, part = n % (int64_t)scale;
    g_string_append_printf(to, "%" PRId64, whole);
    if (!part)
        return;

    int len = g_snprintf(digits, sizeof digits, ".%0*" PRId64, decimals, part);
    while (digits[len - 1] == '0')
        len--;
    g_string_append_len(to, digits, len);
}

static void append_text(GString *to, struct str s)
{
    g_string_append_len(to, s.p, (gssize)s.len);
}

void text_add_value(GString *to, struct arena scratch, const struct column *c, size_t i)
{
    if (column_is_null(c, i))
        return;

    switch (c->type) {
    case COL_INT:
        g_string_append_printf(to, "%" PRId64, c->v.i[i]);
        break;
    case COL_REAL:
        append_real(to, c->v.d[i]);
        break;
    case COL_TEXT:
        append_text(to, c->v.s[i]);
        break;
    case COL_BOOL:
        g_string_append(to, c->v.b[i] ? "true" : "false");
        break;
    case COL_DATE:
        append_text(to, date_text(&scratch, c->v.i[i]));
        break;
    case COL_TIMESTAMP:
        append_text(to, timestamp_text(&scratch, c->v.i[i]));
        break;
    }
}

void text_add_json_string(GString *to, struct str s)
{
    g_string_append_c(to, '"');

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            g_string_append_c(to, '\\');
        if (c == '\n')
            g_string_append(to, "\\n");
        else if (c < 0x20)
            g_string_append_printf(to, "\\u%04x", c);
        else
            g_string_append_c(to, (char)c);
    }

    g_string_append_c(to, '"');
}

void text_add_json(GString *to, struct arena scratch, const struct column *c, size_t i)
{
    if (column_is_null(c, i) || (c->type == COL_REAL && !isfinite(c->v.d[i]))) {
        g_string_append(to, "null");
    } else if (c->type == COL_TEXT) {
        text_add_json_string(to, c->v.s[i]);
    } else if (c->type == COL_DATE || c->type == COL_TIMESTAMP) {
        g_string_append_c(to, '"');
        text_add_value(to, scratch, c, i);
        g_string_append_c(to, '"');
    } else {
        text_add_value(to, scratch, c, i);
    }
}

void text_add_csv(GString *to, struct str s)
{
    bool quoted = !s.len || s.p[0] == ' ' || s.p[s.len - 1] == ' ';
    for (size_t i = 0; !quoted && i < s.len; i++)
        quoted = s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r';
    if (!quoted) {
        g_string_append_len(to, s.p, (gssize)s.len);
        return;
    }

    g_string_append_c(to, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '"')
            g_string_append_c(to, '"');
        g_string_append_c(to, s.p[i]);
    }
    g_string_append_c(to, '"');
}

/* ---- shapes */

/* What one format writes around and between the numbers of a position, and around a list of them. */
struct notation {
    const char *open, *close, *xy_open, *between, *xy_close;
    int decimals;
};

static void append_xy(GString *to, struct xy at, const struct notation *n)
{
    g_string_append(to, n->xy_open);
    text_add_coordinate(to, at.x, n->decimals);
    g_string_append(to, n->between);
    text_add_coordinate(to, at.y, n->decimals);
    g_string_append(to, n->xy_close);
}

/* `reversed`: from its last position to its first. */
static void append_ring(GString *to, struct ring ring, bool reversed, const struct notation *n)
{
    g_string_append(to, n->open);
    for (size_t k = 0; k < ring.n; k++) {
        if (k)
            g_string_append_c(to, ',');
        append_xy(to, xy_at(ring.xy, reversed ? ring.n - 1 - k : k), n);
    }
    g_string_append(to, n->close);
}

static void append_part(GString *to, const struct geometry *g, size_t p, enum geom_kind kind,
                        const struct notation *n)
{
    struct range rings = geometry_part_rings(g, p);
    if (kind == GEOM_POINT) {
        append_xy(to, xy_at(geometry_outer(g, p).xy, 0), n);
    } else if (kind == GEOM_LINE) {
        append_ring(to, geometry_outer(g, p), false, n);
    } else {
        g_string_append(to, n->open);
        for (size_t r = rings.from; r < rings.end; r++) {
            struct ring ring = geometry_ring(g, r);
            if (r > rings.from)
                g_string_append_c(to, ',');
            append_ring(to, ring, (ring_twice_area(ring) < 0) == (r == rings.from), n);
        }
        g_string_append(to, n->close);
    }
}

static void append_parts(GString *to, const struct geometry *g, size_t i, const struct notation *n)
{
    struct range parts = geometry_parts_of(g, i);
    if (range_length(parts) > 1)
        g_string_append(to, n->open);

    for (size_t p = parts.from; p < parts.end; p++) {
        if (p > parts.from)
            g_string_append_c(to, ',');
        append_part(to, g, p, g->kind[i], n);
    }

    if (range_length(parts) > 1)
        g_string_append(to, n->close);
}

static bool has_no_shape(const struct geometry *g, size_t i)
{
    return i >= g->n || g->kind[i] == GEOM_NONE;
}

void text_add_geojson(GString *to, const struct geometry *g, size_t i, int decimals)
{
    static const char *const names[] = {"", "Point", "LineString", "Polygon"};
    const struct notation n = {"[", "]", "[", ",", "]", decimals};
    if (has_no_shape(g, i)) {
        g_string_append(to, "null");
        return;
    }

    bool many = range_length(geometry_parts_of(g, i)) > 1;
    g_string_append_printf(to, "{\"type\":\"%s%s\",\"coordinates\":", many ? "Multi" : "",
                           names[g->kind[i]]);
    append_parts(to, g, i, &n);
    g_string_append_c(to, '}');
}

void text_add_wkt(GString *to, const struct geometry *g, size_t i, int decimals)
{
    static const char *const names[] = {"", "POINT", "LINESTRING", "POLYGON"};
    if (has_no_shape(g, i))
        return;

    bool many = range_length(geometry_parts_of(g, i)) > 1;
    bool points = many && g->kind[i] == GEOM_POINT;
    const struct notation n = {"(", ")", points ? "(" : "", " ", points ? ")" : "", decimals};
    g_string_append_printf(to, "%s%s ", many ? "MULTI" : "", names[g->kind[i]]);

    bool bare = g->kind[i] == GEOM_POINT && !many;
    g_string_append(to, bare ? "(" : "");
    append_parts(to, g, i, &n);
    g_string_append(to, bare ? ")" : "");
}
