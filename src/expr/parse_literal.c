/* Parses the literals of time and space: DATE, TIMESTAMP, INTERVAL, BBOX and geometries in WKT. */
#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "expr/date.h"
#include "expr/parse.h"
#include "geom/geometry.h"

/* A fault of the next token. */
static bool fail_token(struct parser *p, const char *what, const char *hint)
{
    lode_fail(p->err, LODE_SYNTAX, source_span(p->lexer.source, p->token.at, p->token.len), "%s",
              what);
    return lode_hint(p->err, "%s", hint);
}

/* The text of a moment, of the kinds that are allowed: a date, a timestamp, '..' (`open`). */
static bool parse_moment(struct parser *p, bool date, bool timestamp, bool open, struct ast **ret)
{
    struct token t = p->token;
    int64_t v = 0;
    enum op op;

    if (open && (str_is(t.text, "..") || !t.text.len))
        op = OP_OPEN;
    else if (date && date_parse(t.text, &v))
        op = OP_DATE;
    else if (timestamp && timestamp_parse(t.text, &v))
        op = OP_TIMESTAMP;
    else
        return fail_token(p,
                          timestamp ? date ? "neither a date nor a timestamp" : "not a timestamp"
                                    : "not a date",
                          timestamp ? date ? "write '2024-02-29' or '2024-02-29T12:30:00Z'"
                                           : "write TIMESTAMP('2024-02-29T12:30:00Z')"
                                    : "write DATE('2024-02-29'): year, month and day");

    if (!parse_advance(p))
        return false;
    *ret = parse_node(p, op, t.at);
    (*ret)->i = v;
    return true;
}

/* DATE('...') and TIMESTAMP('...'). With anything but a text literal they are calls of functions:
 * `ret` is NULL. */
static bool parse_instant(struct parser *p, bool date, struct ast **ret)
{
    struct parser before = *p;
    uint32_t at = p->token.at;
    if (!parse_advance(p) || !parse_expect(p, '('))
        return false;

    if (p->token.kind != TOKEN_TEXT) {
        *p = before;
        *ret = NULL;
        return true;
    }

    if (!parse_moment(p, date, !date, false, ret) || !parse_expect(p, ')'))
        return false;
    (*ret)->at = at;
    (*ret)->len = p->end - at;
    return true;
}

static bool parse_interval_end(struct parser *p, struct ast **ret)
{
    return p->token.kind == TOKEN_TEXT ? parse_moment(p, true, true, true, ret) : parse_or(p, ret);
}

static bool parse_interval(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    struct ast **ends = arena_array(p->a, struct ast *, 2);
    if (++p->nesting > EXPR_NESTING_MAX)
        return lode_fail(p->err, LODE_LIMIT, source_span(p->lexer.source, at, 8),
                         "more than %d brackets inside each other", EXPR_NESTING_MAX);

    if (!parse_advance(p) || !parse_expect(p, '(') || !parse_interval_end(p, &ends[0]) ||
        !parse_expect(p, ',') || !parse_interval_end(p, &ends[1]) || !parse_expect(p, ')'))
        return false;
    p->nesting--;

    struct ast *n = *ret = parse_node(p, OP_INTERVAL, at);
    n->args = ends;
    n->n_args = 2;
    n->depth = 1 + (ends[0]->depth > ends[1]->depth ? ends[0]->depth : ends[1]->depth);
    return true;
}

static bool parse_coordinate(struct parser *p, double *ret)
{
    bool minus = parse_sign(p, '-');
    if ((minus || parse_sign(p, '+')) && !parse_advance(p))
        return false;
    if (p->token.kind != TOKEN_NUMBER)
        return parse_fail_expected(p, "a number");
    *ret = minus ? -p->token.d : p->token.d;
    return parse_advance(p);
}

/* x y [z [m]]; only x and y are kept. */
static bool parse_position(struct parser *p, double xy[2])
{
    double rest;
    if (!parse_coordinate(p, &xy[0]) || !parse_coordinate(p, &xy[1]))
        return false;
    for (int i = 0; i < 2 && !parse_sign(p, ',') && !parse_sign(p, ')'); i++) {
        if (!parse_coordinate(p, &rest))
            return false;
    }
    return true;
}

/* (x y, x y ...) as a ring of `b`. */
static bool parse_positions(struct parser *p, struct geom_builder *b, enum geom_kind kind)
{
    double xy[2], first[2] = {0};
    uint32_t at = p->token.at;
    size_t n = 0;

    geom_ring(b);
    if (!parse_expect(p, '('))
        return false;
    for (;; n++) {
        if (n && !parse_advance(p))
            return false;
        if (!parse_position(p, xy))
            return false;
        if (!n)
            memcpy(first, xy, sizeof xy);
        geom_xy(b, xy[0], xy[1]);
        if (!parse_sign(p, ','))
            break;
    }

    n++;
    if (!parse_expect(p, ')'))
        return false;

    struct lode_span span = source_span(p->lexer.source, at, p->end - at);
    if (kind == GEOM_LINE && n < 2)
        return lode_fail(p->err, LODE_SYNTAX, span, "a line needs two points");
    if (kind == GEOM_POLYGON && (n < 4 || first[0] != xy[0] || first[1] != xy[1])) {
        lode_fail(p->err, LODE_SYNTAX, span, "a ring that is not closed");
        return lode_hint(p->err,
                         "a polygon's ring has four points or more, and ends where it starts");
    }
    return kind != GEOM_POINT || n == 1 ||
           lode_fail(p->err, LODE_SYNTAX, span, "a point has one position");
}

/* One part: (x y) | (x y, ...) | ((x y, ...), ...). */
static bool parse_part(struct parser *p, struct geom_builder *b, enum geom_kind kind)
{
    geom_part(b);
    if (kind != GEOM_POLYGON)
        return parse_positions(p, b, kind);
    if (!parse_expect(p, '('))
        return false;
    while (parse_positions(p, b, kind)) {
        if (!parse_sign(p, ','))
            return parse_expect(p, ')');
        if (!parse_advance(p))
            return false;
    }
    return false;
}

static bool parse_parts(struct parser *p, struct geom_builder *b, enum geom_kind kind)
{
    if (!parse_expect(p, '('))
        return false;

    for (;;) {
        double xy[2];
        if (kind == GEOM_POINT && !parse_sign(p, '(')) { /* MULTIPOINT(1 2, 3 4) is common */
            if (!parse_position(p, xy))
                return false;
            geom_part(b);
            geom_ring(b);
            geom_xy(b, xy[0], xy[1]);
        } else if (!parse_part(p, b, kind)) {
            return false;
        }

        if (!parse_sign(p, ','))
            return parse_expect(p, ')');
        if (!parse_advance(p))
            return false;
    }
}

static void add_rectangle(struct geom_builder *b, double x0, double y0, double x1, double y1)
{
    geom_part(b);
    geom_ring(b);
    geom_xy(b, x0, y0);
    geom_xy(b, x1, y0);
    geom_xy(b, x1, y1);
    geom_xy(b, x0, y1);
    geom_xy(b, x0, y0);
}

/* BBOX(west, south, east, north), or with heights: six numbers. West of east it is one rectangle,
 * else it crosses the antimeridian and is two. */
static bool parse_bbox(struct parser *p, struct geom_builder *b)
{
    double v[6];
    size_t n = 0;
    uint32_t at = p->token.at;

    if (!parse_expect(p, '('))
        return false;
    while (n < 6 && parse_coordinate(p, &v[n])) {
        n++;
        if (!parse_sign(p, ','))
            break;
        if (!parse_advance(p))
            return false;
    }

    if (p->err->code || !parse_expect(p, ')'))
        return false;
    if (n != 4 && n != 6)
        return lode_fail(p->err, LODE_SYNTAX, source_span(p->lexer.source, at, p->end - at),
                         "a box has 4 numbers: west, south, east, north");

    double west = v[0], south = v[1], east = v[n / 2], north = v[n / 2 + 1];
    if (south > north) {
        lode_fail(p->err, LODE_SYNTAX, source_span(p->lexer.source, at, p->end - at),
                  "the south of a box is greater than its north");
        return lode_hint(p->err, "write west, south, east, north");
    }

    geom_feature(b, GEOM_POLYGON);
    if (west <= east) {
        add_rectangle(b, west, south, east, north);
    } else {
        add_rectangle(b, west, south, 180, north);
        add_rectangle(b, -180, south, east, north);
    }
    return true;
}

static const struct shape_word {
    const char *word;
    enum geom_kind kind; /* GEOM_NONE: BBOX or a collection */
    bool multi;
} shape_words[] = {
    {"POINT", GEOM_POINT, false},         {"LINESTRING", GEOM_LINE, false},
    {"POLYGON", GEOM_POLYGON, false},     {"MULTIPOINT", GEOM_POINT, true},
    {"MULTILINESTRING", GEOM_LINE, true}, {"MULTIPOLYGON", GEOM_POLYGON, true},
    {"BBOX", GEOM_NONE, false},           {"GEOMETRYCOLLECTION", GEOM_NONE, true},
};

/* The word for a shape, which may have its Z without a blank: POINTZ(1 2 3). */
static const struct shape_word *lookup_shape_word(const struct parser *p)
{
    struct str name = p->token.text;
    if (p->token.kind != TOKEN_NAME || !name.len || !strchr("PpLlMmBbGg", name.p[0]))
        return NULL;

    for (size_t i = 0; i < sizeof shape_words / sizeof *shape_words; i++) {
        size_t len = strlen(shape_words[i].word);
        bool with_z = name.len == len + 1 && (name.p[len] | 32) == 'z';
        if ((name.len == len || with_z) &&
            g_ascii_strncasecmp(name.p, shape_words[i].word, len) == 0)
            return &shape_words[i];
    }
    return NULL;
}

static bool parse_shape(struct parser *p, struct geom_builder *b);

static bool parse_collection(struct parser *p, struct geom_builder *b)
{
    if (++p->nesting > EXPR_NESTING_MAX)
        return lode_fail(p->err, LODE_LIMIT, source_span(p->lexer.source, p->token.at, 1),
                         "more than %d brackets inside each other", EXPR_NESTING_MAX);

    if (!parse_expect(p, '('))
        return false;
    while (parse_shape(p, b)) {
        if (!parse_sign(p, ',')) {
            p->nesting--;
            return parse_expect(p, ')');
        }
        if (!parse_advance(p))
            return false;
    }
    return false;
}

static bool parse_shape(struct parser *p, struct geom_builder *b)
{
    const struct shape_word *word = lookup_shape_word(p);
    if (!word)
        return parse_fail_expected(p, "a geometry");
    if (!parse_advance(p))
        return false;
    if ((parse_word(p, "Z") || parse_word(p, "M") || parse_word(p, "ZM")) && !parse_advance(p))
        return false;

    if (parse_word(p, "EMPTY")) {
        geom_feature(b, word->kind);
        return parse_advance(p);
    }
    if (word->kind == GEOM_NONE)
        return word->multi ? parse_collection(p, b) : parse_bbox(p, b);
    geom_feature(b, word->kind);
    return word->multi ? parse_parts(p, b, word->kind) : parse_part(p, b, word->kind);
}

/* Whether a geometry stands here. POINT and its kin are ordinary names, unless '(' or Z, M, ZM,
 * EMPTY follows them. */
static bool shape_follows(const struct parser *p)
{
    struct lexer ahead = p->lexer;
    struct token t;
    struct lode_err ignored = {0};
    if (!lookup_shape_word(p))
        return false;
    if (lex_peek(&p->lexer) == '(')
        return true;

    if (!lex_next(&ahead, &t, &ignored) || t.kind != TOKEN_NAME)
        return false;
    struct parser next = {.token = t};
    return parse_word(&next, "EMPTY") ||
           ((parse_word(&next, "Z") || parse_word(&next, "M") || parse_word(&next, "ZM")));
}

static void *copy_array(struct arena *a, const void *p, size_t size, size_t n)
{
    void *ret = arena_alloc(a, size, n);
    if (n)
        memcpy(ret, p, size * n);
    return ret;
}

/* The geometry in `a`, by way of an arena of its own: geom_finish defers, which nobody may do on a
 * scratch arena, and an expression may be parsed in one. */
static struct geometry *finish_shape(struct arena *a, struct geom_builder *b)
{
    struct arena own = {0};
    struct geometry g, *ret = arena_new(a, struct geometry);
    arena_init(&own, (size_t)1 << 24);
    geom_finish(&own, b, &g);

    size_t parts = geometry_parts(&g), rings = geometry_rings(&g), coords = geometry_coords(&g);
    *ret = (struct geometry){
        .n = g.n,
        .kind = copy_array(a, g.kind, sizeof *g.kind, g.n),
        .part = copy_array(a, g.part, sizeof *g.part, g.n + 1),
        .ring = copy_array(a, g.ring, sizeof *g.ring, parts + 1),
        .at = copy_array(a, g.at, sizeof *g.at, rings + 1),
        .xy = copy_array(a, g.xy, 2 * sizeof *g.xy, coords),
        .box = copy_array(a, g.box, sizeof *g.box, g.n),
    };

    arena_finish(&own);
    return ret;
}

static bool parse_shape_literal(struct parser *p, struct ast **ret)
{
    struct geom_builder b = {0};
    uint32_t at = p->token.at;
    if (!parse_shape(p, &b)) {
        geom_abandon(&b);
        return false;
    }
    *ret = parse_node(p, OP_SHAPE, at);
    (*ret)->shape = finish_shape(p->a, &b);
    return true;
}

bool parse_literal(struct parser *p, struct ast **ret)
{
    *ret = NULL;
    bool bracket = lex_peek(&p->lexer) == '(';
    if (bracket && parse_word(p, "DATE"))
        return parse_instant(p, true, ret);
    if (bracket && parse_word(p, "TIMESTAMP"))
        return parse_instant(p, false, ret);
    if (bracket && parse_word(p, "INTERVAL"))
        return parse_interval(p, ret);
    return !shape_follows(p) || parse_shape_literal(p, ret);
}
