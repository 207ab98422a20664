/* The sheets along lines: each shows a stretch of a line, turned so that the line runs across the
 * page unless the document says `rotate: false`. */
#include "atlas/chain.h"
#include "atlas/coverage.h"
#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "geom/inside.h"
#include "project/geodesic.h"
#include "project/shape.h"
#include "run/page_words.h"

/* Vertices along the side of a sheet, which bends in lon/lat; places looked at along a stretch.
 * Taste. */
enum { SHEETS_MAX = 100000, SIDE_STEPS = 16, SAMPLES = 24 };
/* The least height of a sheet's ground, as a share of its length. Taste. */
static const double LEAST_ASPECT = 0.2;

struct sheet {
    size_t line, number; /* from 1 */
    double from_m, to_m;
    struct str crs;
    struct box ground;            /* in the system `crs` */
    const struct geometry *shape; /* in lon/lat, one feature */
};

struct strip {
    struct run *run;
    const struct doc_atlas *doc;
    struct atlas_chain *chains;
    size_t n_chains;
    ARRAY(struct sheet) sheets;
};

/* The system of one sheet: x along the line, y across. Oblique Mercator about the sheet's middle,
 * whose scale errs by less than 1/10,000 within 90 km of its line. */
static struct str system_of(struct strip *s, struct lonlat middle, double azimuth_deg)
{
    struct arena *a = &s->run->a;
    struct str lat = num_fixed(a, middle.lat_deg, 6), lon = num_fixed(a, middle.lon_deg, 6);
    if (!s->doc->rotate)
        return str_format(a, "+proj=laea +lat_0=%.*s +lon_0=%.*s +datum=WGS84 +units=m +no_defs",
                          STR_FMT(lat), STR_FMT(lon));
    return str_format(a,
                      "+proj=omerc +lat_0=%.*s +lonc=%.*s +alpha=%.*s +gamma=90 +k=1 +datum=WGS84 "
                      "+units=m +no_defs",
                      STR_FMT(lat), STR_FMT(lon), STR_FMT(num_fixed(a, azimuth_deg, 4)));
}

/* The azimuth of a stretch, from west to east, so that north is never below. */
static double eastward_azimuth(struct lonlat a, struct lonlat b)
{
    double from, to;

    geodesic_inverse(&WGS84, a, b, &from, &to);
    from = fmod(from + 360, 360);
    from = from >= 180 ? from - 180 : from;
    /* omerc has no central line along a meridian. */
    return fmin(fmax(from, 0.01), 179.99);
}

/* The ground that the stretch covers, in the sheet's own system. */
static struct box ground_of(const struct strip *s, const struct atlas_chain *c,
                            const struct sheet *sheet, const struct transform *t)
{
    struct box b = BOX_EMPTY;
    double length = s->doc->cell.value;

    for (int k = 0; k <= SAMPLES; k++) {
        double m = sheet->from_m + (sheet->to_m - sheet->from_m) * k / SAMPLES;
        struct lonlat at = atlas_chain_place(c, m);
        double xy[2] = {at.lon_deg, at.lat_deg};
        transform_points(t, xy, 1);
        b = box_add(b, xy[0], xy[1]);
    }

    for (size_t i = 0; i < c->n; i++) {
        if (c->at_m[i] < sheet->from_m || c->at_m[i] > sheet->to_m)
            continue;

        double xy[2] = {c->xy[2 * i], c->xy[2 * i + 1]};
        transform_points(t, xy, 1);
        b = box_add(b, xy[0], xy[1]);
    }

    double margin = STRIP_MARGIN * length;
    double grow = fmax(LEAST_ASPECT * length - box_height(b), 0) / 2 + margin;
    double wide = s->doc->rotate ? 0 : grow; /* a turned line runs on over both sides */
    return (struct box){b.x0 - wide, b.y0 - grow, b.x1 + wide, b.y1 + grow};
}

/* A rectangle of the sheet's system as a shape in lon/lat. */
static const struct geometry *rectangle_shape(struct arena *a, struct box b,
                                              const struct transform *t)
{
    double xy[] = {b.x0, b.y0, b.x1, b.y0, b.x1, b.y1, b.x0, b.y1, b.x0, b.y0};
    struct geom_builder to = {0};
    struct geometry *ret = arena_new(a, struct geometry);

    geom_feature(&to, GEOM_POLYGON);
    geom_part(&to);
    geom_ring(&to);
    for (size_t i = 0; i <= 4 * SIDE_STEPS; i++) {
        double u = (double)(i % SIDE_STEPS) / SIDE_STEPS;
        const double *p = xy + 2 * (i / SIDE_STEPS % 4);
        double at[2] = {p[0] + u * (p[2] - p[0]), p[1] + u * (p[3] - p[1])};
        transform_inverse(t, at, 1);
        geom_xy(&to, at[0], at[1]);
    }

    geom_finish(a, &to, ret);
    return ret;
}

/* The two places of a stretch that lie farthest apart. A page shows the stretch best when they lie
 * side by side, also when the line turns back. A degree of
 * longitude counts as it does at the middle of the stretch, which is exact enough. */
static void farthest_places(const struct atlas_chain *c, const struct sheet *sheet,
                            struct lonlat *ret_a, struct lonlat *ret_b)
{
    struct lonlat at[SAMPLES + 1];
    double most = -1;

    for (int k = 0; k <= SAMPLES; k++)
        at[k] = atlas_chain_place(c, sheet->from_m + (sheet->to_m - sheet->from_m) * k / SAMPLES);

    double narrow = cos(radians(at[SAMPLES / 2].lat_deg));
    for (int i = 0; i <= SAMPLES; i++) {
        for (int k = i + 1; k <= SAMPLES; k++) {
            double d = hypot(narrow * remainder(at[k].lon_deg - at[i].lon_deg, 360),
                             at[k].lat_deg - at[i].lat_deg);
            if (d > most) {
                most = d;
                *ret_a = at[i];
                *ret_b = at[k];
            }
        }
    }
}

static bool transform_from_lonlat(struct arena *a, struct str crs, struct lode_span at,
                                  struct transform **ret, struct lode_err *err)
{
    struct crs lonlat, own;
    return crs_parse(a, STR("EPSG:4326"), at, &lonlat, err) && crs_parse(a, crs, at, &own, err) &&
           transform_create(a, &lonlat, &own, at, ret, err);
}

static bool add_sheet(struct strip *s, size_t line, struct sheet sheet, struct lode_err *err)
{
    struct arena *a = &s->run->a;
    const struct atlas_chain *c = &s->chains[line];
    struct lonlat from, to;

    farthest_places(c, &sheet, &from, &to);
    double az = eastward_azimuth(from, to), there, back;
    double chord = geodesic_inverse(&WGS84, from, to, &there, &back);
    struct lonlat middle = geodesic_direct(&WGS84, from, there, chord / 2, &back);

    struct transform *t;
    sheet.crs = system_of(s, middle, az);
    if (!transform_from_lonlat(a, sheet.crs, s->doc->over.at, &t, err))
        return false;

    sheet.ground = ground_of(s, c, &sheet, t);
    sheet.shape = rectangle_shape(a, sheet.ground, t);
    *array_add(a, &s->sheets) = sheet;
    return true;
}

/* Whether the sheets made so far show all of a line, as they do a second track or a siding. */
static bool is_shown(const struct strip *s, const struct atlas_chain *c)
{
    for (int k = 0; k <= SAMPLES; k++) {
        struct lonlat at = atlas_chain_place(c, c->at_m[c->n - 1] * k / SAMPLES);
        bool seen = false;

        for (size_t i = 0; i < s->sheets.n && !seen; i++)
            seen = geometry_holds(s->sheets.v[i].shape, 0, at.lon_deg, at.lat_deg);
        if (!seen)
            return false;
    }
    return true;
}

/* Add the sheets of a line: as many as are needed, evenly along it. */
static bool cut_chain(struct strip *s, size_t line, size_t number, struct lode_err *err)
{
    const struct atlas_chain *c = &s->chains[line];
    double length = s->doc->cell.value, total = c->at_m[c->n - 1];
    double step = length * (1 - s->doc->overlap);
    double n = fmax(ceil((total - s->doc->overlap * length) / step - 1e-9), 1);

    if (!(n + (double)s->sheets.n <= SHEETS_MAX)) {
        lode_fail(err, LODE_LIMIT, s->doc->over.at, "more than %d sheets along '%.*s'", SHEETS_MAX,
                  STR_FMT(s->doc->over.s));
        return lode_hint(err, "make the sheets longer");
    }

    /* The sheets reach from end to end; what is left over makes the overlaps wider. */
    double first = n > 1 ? 0 : (total - length) / 2;
    step = n > 1 ? (total - length) / (n - 1) : 0;
    for (size_t k = 0; k < (size_t)n; k++) {
        double from = first + (double)k * step;
        struct sheet sheet = {.line = number,
                              .number = k + 1,
                              .from_m = fmax(from, 0),
                              .to_m = fmin(from + length, total)};
        if (!add_sheet(s, line, sheet, err))
            return false;
    }

    return true;
}

/* "3" along a single line, "2-3" along the second of several. */
static struct str sheet_name(struct arena *a, const struct sheet *sheet, size_t lines)
{
    return lines > 1 ? str_format(a, "%zu-%zu", sheet->line, sheet->number)
                     : str_format(a, "%zu", sheet->number);
}

static void set_columns(struct strip *s, size_t lines, struct features *ret)
{
    const struct column *schema;
    struct arena *a = &s->run->a;
    size_t n_columns, n = s->sheets.n;

    page_words_columns(OVER_STRIP, &schema, &n_columns);
    struct column *columns = arena_array(a, struct column, n_columns);
    struct str *name = arena_array(a, struct str, n);
    int64_t *line = arena_array(a, int64_t, n), *number = arena_array(a, int64_t, n),
            *fid = arena_array(a, int64_t, n);
    double *from = arena_array(a, double, n), *to = arena_array(a, double, n);
    for (size_t i = 0; i < n; i++) {
        const struct sheet *sheet = &s->sheets.v[i];
        name[i] = sheet_name(a, sheet, lines);
        line[i] = (int64_t)sheet->line;
        number[i] = (int64_t)sheet->number;
        from[i] = round(sheet->from_m / 100) / 10;
        to[i] = round(sheet->to_m / 100) / 10;
        fid[i] = (int64_t)i;
    }

    for (size_t i = 0; i < n_columns; i++) {
        columns[i] = schema[i];
        columns[i].n = n;
    }

    columns[0].v.s = name;
    columns[1].v.i = line;
    columns[2].v.i = number;
    columns[3].v.d = from;
    columns[4].v.d = to;

    ret->table.columns = columns;
    ret->table.n_columns = n_columns;
    ret->table.n = n;
    ret->table.name = STR("strip");
    ret->table.kind = GEOM_POLYGON;
    ret->fid = fid;
}

static bool read_lines(struct strip *s, struct lode_err *err)
{
    struct run *r = s->run;
    const struct features *f = layer_lookup(&r->layers, s->doc->over.s);
    struct features lonlat;
    if (!features_lonlat(&r->a, f, s->doc->over.at, &lonlat, err))
        return false;

    s->n_chains = atlas_chains_make(&r->a, &lonlat.table.geom, s->doc->join_m, &s->chains);
    return s->n_chains ||
           lode_fail(err, LODE_DATA, s->doc->over.at, "no line in '%.*s' for sheets to follow",
                     STR_FMT(s->doc->over.s));
}

bool atlas_strip(struct run *r, struct atlas_coverage *ret, struct lode_err *err)
{
    struct strip s = {.run = r, .doc = &r->doc->atlas};
    struct geom_builder shapes = {0};
    size_t lines = 0;

    if (!read_lines(&s, err))
        return false;

    for (size_t i = 0; i < s.n_chains; i++) {
        if (!is_shown(&s, &s.chains[i]) && !cut_chain(&s, i, ++lines, err))
            return false;
    }

    struct str *crs = arena_array(&r->a, struct str, s.sheets.n);
    struct box *ground = arena_array(&r->a, struct box, s.sheets.n);
    for (size_t i = 0; i < s.sheets.n; i++) {
        crs[i] = s.sheets.v[i].crs;
        ground[i] = s.sheets.v[i].ground;
        geom_copy(&shapes, s.sheets.v[i].shape, 0);
    }

    geom_finish(&r->a, &shapes, &ret->features.table.geom);
    set_columns(&s, lines, &ret->features);
    ret->features.crs = STR("EPSG:4326");
    ret->features.crs_at = s.doc->over.at;
    if (s.doc->rotate) {
        ret->page_crs = crs;
        ret->ground_m = ground;
    }

    return true;
}

bool atlas_strip_frame(struct arena *a, const struct atlas_coverage *c, uint32_t row,
                       double width_m, double height_m, const struct geometry **ret,
                       struct lode_err *err)
{
    struct transform *t;
    struct box g = c->ground_m[row];
    double x = (g.x0 + g.x1) / 2, y = (g.y0 + g.y1) / 2, w = width_m / 2, h = height_m / 2;
    if (!transform_from_lonlat(a, c->page_crs[row], c->features.crs_at, &t, err))
        return false;

    *ret = rectangle_shape(a, (struct box){x - w, y - h, x + w, y + h}, t);
    return true;
}
