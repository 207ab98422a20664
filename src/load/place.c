/* How a table becomes points: two of its columns are their coordinates. */
#include "load/place.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/composed.h"
#include "load/open.h"

/* ---- which columns */

static bool mark_column(struct reading *r, const struct doc_text *name, struct lode_err *err)
{
    struct str *names = arena_array(r->arena, struct str, r->n_columns + 1);
    for (size_t i = 0; i < r->n_columns; i++) {
        names[i] = r->columns[i].name;
        if (text_same(names[i], name->s)) {
            r->columns[i].filtering = true;
            return true;
        }
    }

    lode_rule(err, "unknown-column");
    lode_fail(err, LODE_SCHEMA, name->at, "no column '%.*s' in '%.*s'", STR_FMT(name->s),
              STR_FMT(r->source->name));
    open_hint_names(r->arena, name->s, names, r->n_columns, "it", err);
    return false;
}

/* What columns of places are called, without capitals, spaces and marks. Those before the bar were
 * always known. */
static const char *const names_x[] = {
    "lon",      "long",        "lng",    "longitude",        "x",          NULL,
    "londd",    "londeg",      "longdd", "longdeg",          "longdec",    "londec",
    "longitud", "longitudine", "lange",  "längengrad",       "laenge",     "geolon",
    "geolong",  "geolng",      "geox",   "decimallongitude", "longituded", "longitudedd",
    "xcoord",   "coordx",      "pointx", "xcoordinate",      "lonwgs84",   "longitudewgs84",
    "xlong",    "xlon",        "east",   "easting",          "долгота",    "طولجغرافیایی",
    "طول",      "经度",        "経度",   "boylam",           "długość",    "länge",
};
static const char *const names_y[] = {
    "lat",
    "latitude",
    "y",
    NULL,
    "latdd",
    "latdeg",
    "latdec",
    "latitud",
    "latitudine",
    "breite",
    "breitengrad",
    "geolat",
    "geoy",
    "decimallatitude",
    "latituded",
    "latitudedd",
    "ycoord",
    "coordy",
    "pointy",
    "ycoordinate",
    "latwgs84",
    "latitudewgs84",
    "ylat",
    "north",
    "northing",
    "широта",
    "عرضجغرافیایی",
    "عرض",
    "纬度",
    "緯度",
    "enlem",
    "szerokość",
};

/* `name` in small letters, without spaces, underscores, hyphens, points and what stands in brackets:
 * "Longitude (WGS84)" is longitude. */
static char *plain_name(struct str name)
{
    char *low = g_utf8_strdown(name.p, (gssize)name.len), *to = low;
    for (const char *p = low; *p && *p != '(' && *p != '['; p++) {
        if (!strchr(" _-.", *p))
            *to++ = *p;
    }
    *to = '\0';
    return low;
}

static bool is_one_of(struct str name, const char *const *names, size_t n, bool more)
{
    char *plain = more ? plain_name(name) : g_ascii_strdown(name.p, (gssize)name.len);
    bool found = false;
    for (size_t i = 0; i < n && !found && (more || names[i]); i++)
        found = names[i] && strcmp(plain, names[i]) == 0;
    g_free(plain);
    return found;
}

bool place_is_usual(struct str name, enum coordinate_axis axis)
{
    return axis == AXIS_LON ? is_one_of(name, names_x, sizeof names_x / sizeof *names_x, false)
                            : is_one_of(name, names_y, sizeof names_y / sizeof *names_y, false);
}

/* The last column whose name is one of the usual: GDAL's choice, kept. NULL: none. */
static struct column_builder *usual_column(const struct reading *r, const char *const *names,
                                           size_t n, bool more)
{
    struct column_builder *ret = NULL;
    for (size_t i = 0; i < r->n_columns; i++) {
        if (str_is_utf8(r->columns[i].name) && is_one_of(r->columns[i].name, names, n, more))
            ret = &r->columns[i];
    }
    return ret;
}

static bool find_usual(struct reading *r, bool more)
{
    struct column_builder *x = usual_column(r, names_x, sizeof names_x / sizeof *names_x, more),
                          *y = usual_column(r, names_y, sizeof names_y / sizeof *names_y, more);
    if (!x || !y)
        return false;

    x->filtering = y->filtering = true;
    r->x_name = x->name;
    r->y_name = y->name;
    r->placed = true;
    r->kind = GEOM_POINT;
    return true;
}

bool place_prepare(struct reading *r, bool has_shapes, struct lode_err *err)
{
    const struct doc_text *x = &r->source->x, *y = &r->source->y;
    if (!x->s.p && !y->s.p) {
        bool more = r->params->guess || r->source->crs.s.len;
        bool tabular = str_is(r->driver, "CSV") || r->params->guess;
        if (!has_shapes && tabular && find_usual(r, false))
            r->places_are_numbers = r->csv.typed_places;
        else if (!has_shapes && tabular && more)
            find_usual(r, true);
        return true;
    }
    if (!x->s.p || !y->s.p)
        return lode_fail(err, LODE_SCHEMA, x->s.p ? x->at : y->at, "`%s:` is missing beside `%s:`",
                         x->s.p ? "y" : "x", x->s.p ? "x" : "y");

    r->placed = true;
    r->kind = GEOM_POINT;
    r->x_name = x->s;
    r->y_name = y->s;
    return mark_column(r, x, err) && mark_column(r, y, err);
}

/* ---- what they say */

/* How the places of a layer were written. */
struct place_tally {
    size_t bad, first_bad;
    size_t degrees, first_degrees; /* as degrees, minutes and seconds */
};

static enum coordinate_form read_coordinate(const struct column *c, size_t i,
                                            enum coordinate_axis axis, bool degrees, double *ret)
{
    if (column_is_null(c, i))
        return COORDINATE_BAD;

    switch (c->type) {
    case COL_INT:
        *ret = (double)c->v.i[i];
        return COORDINATE_PLAIN;
    case COL_REAL:
        *ret = c->v.d[i];
        return isfinite(*ret) ? COORDINATE_PLAIN : COORDINATE_BAD;
    case COL_TEXT:
        return coordinate_parse(c->v.s[i], axis, degrees, ret);
    default:
        return COORDINATE_BAD;
    }
}

static void report_places(struct reading *r, const struct features *f, const struct column *x,
                          const struct column *y, const struct place_tally *t)
{
    if (t->degrees) {
        size_t k = t->first_degrees;
        double v;
        bool in_x = read_coordinate(x, k, AXIS_LON, true, &v) == COORDINATE_DEGREES;
        struct str shown = in_x ? x->v.s[k] : y->v.s[k];
        reading_note(
            r, "typed-coordinates",
            "'%.*s': %zu of %zu rows have degrees, minutes or letters in '%.*s' and '%.*s', "
            "and were read as such (first: %.*s, '%.*s')",
            STR_FMT(r->source->name), t->degrees, f->table.n, STR_FMT(x->name), STR_FMT(y->name),
            STR_FMT(reading_row(r, f->fid[k])), STR_FMT(shown));
    }

    if (t->bad)
        reading_warn(r, "no-place",
                     "'%.*s': %zu of %zu rows have no numbers in '%.*s' and '%.*s', and so no "
                     "geometry (first: %.*s)",
                     STR_FMT(r->source->name), t->bad, f->table.n, STR_FMT(x->name),
                     STR_FMT(y->name), STR_FMT(reading_row(r, f->fid[t->first_bad])));
}

/* Make a column of numbers of `name`; NULL where there is none. */
static void become_numbers(struct arena *a, struct table *t, struct str name,
                           enum coordinate_axis axis, bool degrees)
{
    struct column *columns = arena_array(a, struct column, t->n_columns + 1);
    for (size_t k = 0; k < t->n_columns; k++) {
        struct column *c = &columns[k];
        *c = t->columns[k];
        if (!str_eq(c->name, name) || c->type != COL_TEXT)
            continue;

        double *v = arena_array(a, double, t->n + 1);
        uint8_t *null = arena_array(a, uint8_t, t->n + 1);
        for (size_t i = 0; i < t->n; i++)
            null[i] = !read_coordinate(c, i, axis, degrees, &v[i]);
        c->type = COL_REAL;
        c->v.d = v;
        c->null = null;
    }
    t->columns = columns;
}

void place_points(struct reading *r, struct features *f)
{
    const struct column *x = table_lookup(&f->table, r->x_name);
    const struct column *y = table_lookup(&f->table, r->y_name);
    struct geom_builder b = {0};
    struct place_tally t = {0};
    bool degrees = r->crs.degrees || !r->crs.metres;

    for (size_t i = 0; i < f->table.n; i++) {
        double xi, yi;
        enum coordinate_form fx = read_coordinate(x, i, AXIS_LON, degrees, &xi);
        enum coordinate_form fy = read_coordinate(y, i, AXIS_LAT, degrees, &yi);
        geom_feature(&b, GEOM_POINT);
        if (fx == COORDINATE_BAD || fy == COORDINATE_BAD) {
            if (!t.bad++)
                t.first_bad = i;
            continue;
        }

        geom_part(&b);
        geom_ring(&b);
        geom_xy(&b, xi, yi);
        if ((fx == COORDINATE_DEGREES || fy == COORDINATE_DEGREES) && !t.degrees++)
            t.first_degrees = i;
    }

    geom_finish(r->arena, &b, &f->table.geom);
    report_places(r, f, x, y, &t);
    if (r->places_are_numbers) {
        become_numbers(r->arena, &f->table, r->x_name, AXIS_LON, degrees);
        become_numbers(r->arena, &f->table, r->y_name, AXIS_LAT, degrees);
    }
}
