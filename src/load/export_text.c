/* How features become CSV, JSON and GeoJSON, the same bytes in every version of GDAL. */
#include <inttypes.h>
#include <math.h>

#include "base/arena.h"
#include "base/num.h"
#include "load/export.h"
#include "load/export_parts.h"
#include "load/gdal_words.h"
#include "load/table_text.h"
#include "load/to_ogr.h"

static double rounded(double v, int decimals)
{
    double scale = pow(10, decimals);
    return fabs(v) < 9e15 / scale ? round(v * scale) / scale : v;
}

/* The shape of feature `i` with rounded coordinates; false when these are what they were. */
static bool round_shape(struct arena *scratch, const struct geometry *g, size_t i, int decimals,
                        struct geometry *ret)
{
    size_t from = g->at[g->ring[g->part[i]]], end = g->at[g->ring[g->part[i + 1]]];
    double *xy = arena_array(scratch, double, 2 * (end - from));
    bool moved = false;
    for (size_t k = 0; k < 2 * (end - from); k++) {
        xy[k] = rounded(g->xy[2 * from + k], decimals);
        moved |= xy[k] != g->xy[2 * from + k];
    }

    *ret = *g;
    ret->xy = xy - 2 * from;
    return moved;
}

static bool is_valid(const struct geometry *g, size_t i)
{
    struct gdal_words words;
    OGRGeometryH shape = ogr_geometry_of(g, i, false);
    gdal_listen(&words);
    bool valid = !shape || OGR_G_IsValid(shape);
    gdal_unlisten(&words);
    OGR_G_DestroyGeometry(shape);
    return valid;
}

/* Slivers of overlays are thinner than a centimetre: rounded, their sides cross, or fall onto each other.
 * A shape that rounding would break is written in full. */
static int decimals_for(struct arena scratch, const struct geometry *g, size_t i, int usual)
{
    struct geometry rounded_shape;
    if (i >= g->n || g->kind[i] < GEOM_LINE || !round_shape(&scratch, g, i, usual, &rounded_shape))
        return usual;
    return is_valid(&rounded_shape, i) || !is_valid(g, i) ? usual : DECIMALS_ALL;
}

static void append_csv_rows(GString *to, struct arena scratch, const struct features *f,
                            const struct csv_shape *shape, const char *end)
{
    const struct table *t = &f->table;
    GString *value = g_string_new(NULL);

    for (size_t i = 0; i < t->n; i++) {
        for (size_t c = 0; c < t->n_columns; c++) {
            g_string_append(to, c ? "," : "");
            g_string_truncate(value, 0);
            text_add_value(value, scratch, &t->columns[c], i);
            if (!column_is_null(&t->columns[c], i))
                text_add_csv(to, (struct str){value->str, value->len});
        }

        if (shape && t->n_columns)
            g_string_append_c(to, ',');

        if (shape && shape->points && t->geom.kind[i]) {
            const double *xy = geometry_first(&t->geom, i);
            text_add_coordinate(to, xy[0], shape->decimals);
            g_string_append_c(to, ',');
            text_add_coordinate(to, xy[1], shape->decimals);
        } else if (shape && shape->points) {
            g_string_append_c(to, ',');
        } else if (shape && t->geom.kind[i]) {
            g_string_truncate(value, 0);
            text_add_wkt(value, &t->geom, i, decimals_for(scratch, &t->geom, i, shape->decimals));
            text_add_csv(to, (struct str){value->str, value->len});
        }

        g_string_append(to, end);
    }

    g_string_free(value, TRUE);
}

void export_csv(GString *to, struct arena scratch, const struct features *f,
                const struct csv_shape *shape, const char *end)
{
    const struct table *t = &f->table;
    for (size_t c = 0; c < t->n_columns; c++) {
        g_string_append(to, c ? "," : "");
        text_add_csv(to, t->columns[c].name);
    }

    if (shape) {
        g_string_append_printf(to, "%s%s%s%s", t->n_columns ? "," : "", shape->x,
                               shape->points ? "," : "", shape->points ? shape->y : "");
    }
    g_string_append(to, end);

    append_csv_rows(to, scratch, f, shape, end);
}

static void append_json_object(GString *to, struct arena scratch, const struct table *t, size_t i)
{
    g_string_append_c(to, '{');
    for (size_t c = 0; c < t->n_columns; c++) {
        g_string_append(to, c ? "," : "");
        text_add_json_string(to, t->columns[c].name);
        g_string_append_c(to, ':');
        text_add_json(to, scratch, &t->columns[c], i);
    }
    g_string_append_c(to, '}');
}

static void append_json_array(GString *to, struct arena scratch, const struct table *t)
{
    g_string_append_c(to, '[');
    for (size_t i = 0; i < t->n; i++) {
        g_string_append(to, i ? ",\n" : "\n");
        append_json_object(to, scratch, t, i);
    }
    g_string_append(to, "\n]\n");
}

/* "EPSG:32642" as the URN that GDAL and QGIS read from the `crs` member, which GeoJSON had in 2008. */
static void append_crs_member(GString *to, struct str crs)
{
    struct str authority, code = crs;
    if (str_is(crs, "EPSG:4326") || str_is(crs, "OGC:CRS84") || !str_cut(&code, ':', &authority) ||
        !code.len || authority.len > 8)
        return;

    g_string_append(to, "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:");
    g_string_append_printf(to, "%.*s::%.*s\"}},\n", STR_FMT(authority), STR_FMT(code));
}

void export_geojson(GString *to, struct arena scratch, const struct features *f)
{
    const struct table *t = &f->table;
    int decimals = export_decimals(f);
    g_string_append(to, "{\"type\":\"FeatureCollection\",\n");
    append_crs_member(to, f->crs);
    if (f->accuracy_m > 0)
        g_string_append_printf(to, "\"accuracy_m\":%.*s,\n",
                               STR_FMT(num_text(&scratch, f->accuracy_m)));
    g_string_append(to, "\"features\":[");

    for (size_t i = 0; i < t->n; i++) {
        g_string_append(to, i ? ",\n{\"type\":\"Feature\"" : "\n{\"type\":\"Feature\"");
        if (f->fid)
            g_string_append_printf(to, ",\"id\":%" PRId64, f->fid[i]);
        g_string_append(to, ",\"properties\":");
        append_json_object(to, scratch, t, i);
        g_string_append(to, ",\"geometry\":");
        text_add_geojson(to, &t->geom, i, decimals_for(scratch, &t->geom, i, decimals));
        g_string_append_c(to, '}');
    }

    g_string_append(to, "\n]}\n");
}

struct csv_shape export_csv_shape(const struct features *f)
{
    static const char *const names[][2] = {{"lon", "lat"}, {"x", "y"}, {"geom_x", "geom_y"}};
    const struct table *t = &f->table;
    struct csv_shape s = {.points = true, .decimals = export_decimals(f), .x = "WKT"};
    for (size_t i = 0; i < t->geom.n; i++) {
        bool one =
            t->geom.kind[i] == GEOM_POINT && range_length(geometry_parts_of(&t->geom, i)) == 1;
        s.points &= one || t->geom.kind[i] == GEOM_NONE;
    }

    /* A column of the table may have such a name, and may hold other places than the points do. */
    size_t k = export_is_degrees(f) ? 0 : 1;
    while (s.points && k < 2 &&
           (table_lookup(t, str_of(names[k][0])) || table_lookup(t, str_of(names[k][1]))))
        k++;

    if (s.points) {
        s.x = names[k][0];
        s.y = names[k][1];
    }

    return s;
}

struct str export_text(struct arena *a, const struct features *f, enum table_format format)
{
    GString *to = g_string_new(NULL);
    if (format == TABLE_CSV)
        export_csv(to, *a, f, NULL, "\n");
    else if (format == TABLE_JSON)
        append_json_array(to, *a, &f->table);
    else
        export_geojson(to, *a, f);

    struct str ret = str_copy(a, (struct str){to->str, to->len});
    g_string_free(to, TRUE);
    return ret;
}
