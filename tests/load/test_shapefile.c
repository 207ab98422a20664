#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "layer.h"

/* Made by GDAL, so that its writer is the other side of what is read here. */
static struct str make(struct fixture *t, const char *name, OGRwkbGeometryType type,
                       const char *encoding, const char *const *wkt, size_t n)
{
    struct str path = path_of(t, name);
    char *option = g_strdup_printf("ENCODING=%s", encoding);
    char *options[] = {option, NULL};
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 4326);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    GDALDatasetH d =
        GDALCreate(GDALGetDriverByName("ESRI Shapefile"), path.p, 0, 0, 0, GDT_Unknown, NULL);
    OGRLayerH layer = GDALDatasetCreateLayer(d, "x", srs, type, options);
    const struct {
        const char *name;
        OGRFieldType type;
    } fields[] = {{"name", OFTString}, {"count", OFTInteger}, {"share", OFTReal}, {"day", OFTDate}};
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        OGRFieldDefnH field = OGR_Fld_Create(fields[i].name, fields[i].type);
        if (fields[i].type == OFTString)
            OGR_Fld_SetWidth(field, 20);
        OGR_L_CreateField(layer, field, TRUE);
        OGR_Fld_Destroy(field);
    }
    for (size_t i = 0; i < n; i++) {
        OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH g = NULL;
        char *text = (char *)wkt[i];
        if (text)
            OGR_G_CreateFromWkt(&text, NULL, &g);
        OGR_F_SetGeometryDirectly(f, g);
        if (i != 1) {
            OGR_F_SetFieldString(f, 0, i == 0 ? "Айнак" : "Zürich");
            OGR_F_SetFieldInteger(f, 1, -12 * (int)i);
            OGR_F_SetFieldDouble(f, 2, 0.1 * (double)i);
            OGR_F_SetFieldDateTime(f, 3, 2024, 2, 27 + (int)i, 0, 0, 0, 0);
        }
        g_assert_cmpint(OGR_L_CreateFeature(layer, f), ==, OGRERR_NONE);
        OGR_F_Destroy(f);
    }
    GDALClose(d);
    OSRDestroySpatialReference(srs);
    g_free(option);
    return path;
}

static const char *const islands[] = {
    /* two islands, each with a lake; in the second lake an island of its own */
    "MULTIPOLYGON(((0 0,0 10,10 10,10 0,0 0),(1 1,2 1,2 2,1 2,1 1)),"
    "((20 0,20 10,30 10,30 0,20 0),(21 1,29 1,29 9,21 9,21 1)),"
    "((22 2,22 4,24 4,24 2,22 2)))",
    NULL,
    "POLYGON((40 0,40 10,50 10,50 0,40 0))",
};

static void cut(struct str path, const char *ending, double share)
{
    char *side = g_strdup_printf("%.*s%s", (int)path.len - 3, path.p, ending), *bytes;
    gsize n;
    g_assert_true(g_file_get_contents(side, &bytes, &n, NULL));
    g_assert_true(g_file_set_contents(side, bytes, (gssize)((double)n * share), NULL));
    g_free(bytes);
    g_free(side);
}

static void drop(struct str path, const char *ending)
{
    char *side = g_strdup_printf("%.*s%s", (int)path.len - 3, path.p, ending);
    g_assert_cmpint(g_remove(side), ==, 0);
    g_free(side);
}

static void overwrite(struct str path, const char *ending, size_t at, const char *bytes, size_t n)
{
    char *side = g_strdup_printf("%.*s%s", (int)path.len - 3, path.p, ending), *all;
    gsize size;
    g_assert_true(g_file_get_contents(side, &all, &size, NULL));
    g_assert_cmpuint(at + n, <=, size);
    memcpy(all + at, bytes, n);
    g_assert_true(g_file_set_contents(side, all, (gssize)size, NULL));
    g_free(all);
    g_free(side);
}

/* Rings and coordinates of an OGR geometry, all told. */
static void count(OGRGeometryH g, size_t *rings, size_t *coords)
{
    int n = g ? OGR_G_GetGeometryCount(g) : 0;
    for (int i = 0; i < n; i++)
        count(OGR_G_GetGeometryRef(g, i), rings, coords);
    if (g && !n && !OGR_G_IsEmpty(g)) {
        ++*rings;
        *coords += (size_t)OGR_G_GetPointCount(g);
    }
}

static size_t parts_of(OGRGeometryH g)
{
    if (!g || OGR_G_IsEmpty(g))
        return 0;
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(g));
    bool many = type == wkbMultiPoint || type == wkbMultiLineString || type == wkbMultiPolygon;
    return many ? (size_t)OGR_G_GetGeometryCount(g) : 1;
}

static void assert_same_value(const struct column *c, size_t i, OGRFeatureH f, int field)
{
    if (!OGR_F_IsFieldSetAndNotNull(f, field)) {
        g_assert_true(column_is_null(c, i));
        return;
    }
    g_assert_false(column_is_null(c, i));
    if (c->type == COL_INT)
        g_assert_cmpint(c->v.i[i], ==, OGR_F_GetFieldAsInteger64(f, field));
    else if (c->type == COL_REAL)
        g_assert_cmpfloat(c->v.d[i], ==, OGR_F_GetFieldAsDouble(f, field));
    else if (c->type == COL_TEXT)
        assert_str(c->v.s[i], OGR_F_GetFieldAsString(f, field));
}

/* OGR's own driver is the other implementation. */
static void assert_same_as_ogr(struct fixture *t, const char *path)
{
    struct doc_source source = source_of(str_of(path));
    if (!read_source(t, &source))
        g_error("%s: %s", path, t->err.message);
    GDALDatasetH d = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRLayerH layer = GDALDatasetGetLayer(d, 0);
    const struct geometry *g = &t->f.table.geom;
    size_t i = 0;
    OGRFeatureH f;
    g_assert_cmpuint(t->f.table.n_columns, ==,
                     (size_t)OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)));
    while ((f = OGR_L_GetNextFeature(layer))) {
        size_t rings = 0, coords = 0;
        OGRGeometryH shape = OGR_F_GetGeometryRef(f);
        count(shape, &rings, &coords);
        g_assert_cmpint(t->f.fid[i], ==, OGR_F_GetFID(f));
        g_assert_cmpuint(g->part[i + 1] - g->part[i], ==, parts_of(shape));
        g_assert_cmpuint(g->ring[g->part[i + 1]] - g->ring[g->part[i]], ==, rings);
        g_assert_cmpuint(g->at[g->ring[g->part[i + 1]]] - g->at[g->ring[g->part[i]]], ==, coords);
        if (shape && !OGR_G_IsEmpty(shape)) {
            OGREnvelope e;
            OGR_G_GetEnvelope(shape, &e);
            g_assert_cmpfloat(e.MinX, ==, g->box[i].x0);
            g_assert_cmpfloat(e.MaxY, ==, g->box[i].y1);
        }
        for (size_t c = 0; c < t->f.table.n_columns; c++)
            assert_same_value(&t->f.table.columns[c], i, f, (int)c);
        OGR_F_Destroy(f);
        i++;
    }
    g_assert_cmpuint(i, ==, t->f.table.n);
    GDALClose(d);
}

static void test_rings_find_their_outer_one(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
    assert_same_as_ogr(t, path.p);
    const struct geometry *g = &t->f.table.geom;
    g_assert_cmpuint(geometry_parts(g), ==, 4);
    for (size_t p = 0; p < 2; p++) {
        g_assert_cmpuint(g->ring[p + 1] - g->ring[p], ==, 2);
        const double *outer = g->xy + 2 * g->at[g->ring[p]],
                     *hole = g->xy + 2 * g->at[g->ring[p] + 1];
        g_assert_cmpfloat(hole[0], ==, outer[0] + 1);
    }
    g_assert_cmpint(g->kind[1], ==, GEOM_NONE);
    assert_holds(t->told->str, "empty-geometry");
}

static void test_z_and_m_are_dropped(struct fixture *t, gconstpointer data)
{
    (void)data;
    const char *const lines[] = {"MULTILINESTRING Z((0 0 5,1 1 6),(2 2 7,3 3 8,4 4 9))",
                                 "LINESTRING Z(5 5 1,6 6 1)"};
    const char *const points[] = {"POINT ZM(1 2 3 4)", "POINT ZM(5 6 7 8)"};
    assert_same_as_ogr(t, make(t, "lines.shp", wkbLineString25D, "UTF-8", lines, 2).p);
    g_assert_cmpuint(geometry_coords(&t->f.table.geom), ==, 7);
    g_assert_cmpfloat(t->f.table.geom.xy[13], ==, 6);
    assert_same_as_ogr(t, make(t, "points.shp", wkbPointZM, "UTF-8", points, 2).p);
    g_assert_cmpfloat(t->f.table.geom.xy[3], ==, 6);
}

static void test_several_points_are_one_feature(struct fixture *t, gconstpointer data)
{
    (void)data;
    const char *const points[] = {"MULTIPOINT((1 2),(3 4))", "MULTIPOINT((5 6))"};
    assert_same_as_ogr(t, make(t, "points.shp", wkbMultiPoint, "UTF-8", points, 2).p);
    g_assert_cmpuint(geometry_parts(&t->f.table.geom), ==, 3);
}

static void test_a_window_goes_by_the_boxes(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3));
    struct load_params p = {.has_window = true, .window = {35, 0, 60, 5}};
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 1);
    g_assert_cmpint(t->f.fid[0], ==, 2);
    g_assert_cmpuint(t->f.table.n_columns, ==, 0);
}

static void test_texts_come_out_in_utf8(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct str path = make(t, "a.shp", wkbPolygon, "CP1251", islands, 1);
    struct doc_source source = source_of(path);
    g_assert_true(read_source(t, &source));
    assert_str(t->f.table.columns[0].v.s[0], "Айнак"); /* the .cpg says so */
    drop(path, "cpg");
    overwrite(path, "dbf", 29, "\xc9", 1);
    g_assert_true(read_source(t, &source));
    assert_str(t->f.table.columns[0].v.s[0], "Айнак"); /* the language driver does */
    overwrite(path, "dbf", 29, "\0", 1);
    g_assert_true(read_source(t, &source));
    assert_str(t->f.table.columns[0].v.s[0], "Айнак"); /* its letters do */
    assert_holds(t->told->str, "encoding: ");
    assert_holds(t->told->str,
                 "by its content it was read as CP1251: 'Айнак'; if that looks right, state "
                 "it with `encoding: CP1251`; the next likely is ");
    source.encoding = (struct doc_text){STR("windows-1251"), {"map.yaml", 4, 5, 6}};
    g_assert_true(read_source(t, &source));
    assert_str(t->f.table.columns[0].v.s[0], "Айнак"); /* and so does the document */
    source.encoding.s = STR("windows-12510");
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_SCHEMA);
    g_assert_cmpint(t->err.at.line, ==, 4);
}

static void test_utf8_is_known_by_its_content(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
    drop(path, "cpg");
    overwrite(path, "dbf", 29, "\x57", 1);
    struct doc_source source = source_of(path);
    g_assert_true(read_source(t, &source));
    assert_str(t->f.table.columns[0].v.s[0], "Айнак");
    assert_str(t->f.table.columns[0].v.s[2], "Zürich");
    assert_holds(t->told->str, "by its content it was read as UTF-8");
}

static void test_broken_utf8_never_gets_in(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
    /* header: 32 + 4 fields of 32 + 1; the first text starts after the mark of deletion */
    overwrite(path, "dbf", 32 + 4 * 32 + 1 + 1, "Z\xfcrich\x80   ", 10);
    overwrite(path, "dbf", 32 + 4 * 32 + 1 + 1 + 18, "\xd0 ", 1);
    struct doc_source source = source_of(path);
    g_assert_true(read_source(t, &source));
    g_assert_true(g_utf8_validate(t->f.table.columns[0].v.s[0].p,
                                  (gssize)t->f.table.columns[0].v.s[0].len, NULL));
    g_assert_true(str_starts(t->f.table.columns[0].v.s[0], STR("Zürich€")));
    assert_holds(t->told->str, "1 different text is not UTF-8 and was read as CP125");
}

static void test_a_missing_index_is_no_harm(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
    struct doc_source source = source_of(path);
    cut(path, "shx", 0.9);
    g_assert_true(read_source(t, &source));
    g_assert_cmpuint(t->f.table.n, ==, 3);
    assert_holds(t->told->str, "broken-shx");
    overwrite(path, "shx", 24, "\0\0\0\x28", 4); /* shorter than its own header: found by fuzzing */
    g_assert_true(read_source(t, &source));
    g_assert_cmpuint(t->f.table.n, ==, 3);
    drop(path, "shx");
    g_assert_true(read_source(t, &source));
    g_assert_cmpuint(t->f.table.n, ==, 3);
    g_assert_cmpuint(geometry_rings(&t->f.table.geom), ==, 6);
    assert_holds(t->told->str, "missing-shx");
    char *shx = g_strdup_printf("%s/a.shx", t->folder);
    g_assert_false(
        g_file_test(shx, G_FILE_TEST_EXISTS)); /* nothing is written beside the user's file */
    g_free(shx);
}

static void test_without_a_table_there_are_no_columns(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
    struct doc_source source = source_of(path);
    drop(path, "dbf");
    g_assert_true(read_source(t, &source));
    g_assert_cmpuint(t->f.table.n, ==, 3);
    g_assert_cmpuint(t->f.table.n_columns, ==, 0);
    assert_holds(t->told->str, "missing-dbf");
}

static void test_what_is_cut_short_is_an_error(struct fixture *t, gconstpointer data)
{
    (void)data;
    for (int i = 0; i < 4; i++) {
        struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
        struct doc_source source = source_of(path);
        cut(path, i % 2 ? "dbf" : "shp", i < 2 ? 0.8 : 0.05);
        g_assert_false(read_source(t, &source));
        g_assert_cmpint(t->err.code, ==, LODE_DATA);
        g_assert_cmpint(t->err.at.line, ==, 2);
        assert_holds(t->err.message, i % 2 ? ".dbf' is cut short" : ".shp' is cut short");
    }
}

static void test_a_damaged_shape_is_named(struct fixture *t, gconstpointer data)
{
    (void)data;
    /* Offsets from the .shp's start: 100 header, 8 record header, 4 type, 32 box, then the numbers
     * of parts and points, then where the parts start. */
    const struct {
        size_t at;
        const char *bytes;
    } damages[] = {{108 + 36, "\xff\xff\xff\x7f"},
                   {108 + 40, "\xff\xff\xff\xff"},
                   {108 + 44, "\x40\0\0\0"},
                   {108, "\x07\0\0\0"}};
    for (size_t i = 0; i < G_N_ELEMENTS(damages); i++) {
        struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
        struct doc_source source = source_of(path);
        overwrite(path, "shp", damages[i].at, damages[i].bytes, 4);
        g_assert_false(read_source(t, &source));
        g_assert_cmpint(t->err.code, ==, LODE_DATA);
        assert_holds(t->err.message, "is damaged: the shape of feature 0 cannot be read");
    }
}

static void test_no_number_no_shape(struct fixture *t, gconstpointer data)
{
    (void)data;
    const char *const points[] = {"POINT(1 2)", "POINT(3 4)"};
    struct str path = make(t, "a.shp", wkbPoint, "UTF-8", points, 2);
    struct doc_source source = source_of(path);
    overwrite(path, "shp", 100 + 8 + 4, "\0\0\0\0\0\0\xf8\x7f", 8); /* NaN */
    g_assert_true(read_source(t, &source));
    g_assert_cmpint(t->f.table.geom.kind[0], ==, GEOM_NONE);
    g_assert_cmpint(t->f.table.geom.kind[1], ==, GEOM_POINT);
    assert_holds(t->told->str, "not-finite: 'layer': 1 feature");
}

static void test_a_deleted_row_is_no_feature(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
    overwrite(path, "dbf", 32 + 4 * 32 + 1, "*", 1);
    assert_same_as_ogr(t, path.p);
    g_assert_cmpuint(t->f.table.n, ==, 2);
    g_assert_cmpint(t->f.fid[0], ==, 1);
}

/* Bytes changed at random, from a fixed seed: an error or a layer, and never more than that. */
static void test_no_bytes_do_harm(struct fixture *t, gconstpointer data)
{
    (void)data;
    static const char *const endings[] = {"shp", "shx", "dbf"};
    struct doc_source source = source_of(make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3));
    GRand *dice = g_rand_new_with_seed(5);
    size_t failed = 0;
    for (int round = 0; round < 600; round++) {
        char *side = g_strdup_printf("%s/a.%s", t->folder, endings[round % 3]), *was, *bytes;
        gsize n;
        g_assert_true(g_file_get_contents(side, &was, &n, NULL));
        bytes = g_memdup2(was, n);
        for (int k = 0; k < 3; k++)
            bytes[g_rand_int_range(dice, 0, (int)(round % 2 && n > 200 ? n : 120))] =
                (char)(round % 5 ? g_rand_int_range(dice, 0, 256) : 0xff);
        g_assert_true(g_file_set_contents(side, bytes, (gssize)n, NULL));
        struct arena own = {0};
        arena_init(&own, 1 << 26);
        struct load_params p = {.all_columns = true};
        struct lode_err err = {0};
        bool ok = load_source(&own, &source, &p, &t->f, &err);
        failed += !ok;
        g_assert_true(ok || err.message[0]);
        arena_finish(&own);
        g_assert_true(g_file_set_contents(side, was, (gssize)n, NULL));
        g_free(bytes);
        g_free(was);
        g_free(side);
    }
    g_assert_cmpuint(failed, >, 60); /* the others were read, with a warning or without harm */
    g_rand_free(dice);
}

static void test_a_reference_system_must_be_stated(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct str path = make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3);
    struct doc_source source = source_of(path);
    drop(path, "prj");
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_DATA);
    g_assert_cmpint(t->err.at.col, ==, 10);
    assert_holds(t->err.message, "has no coordinate reference system (CRS)");
    assert_holds(t->err.hint, "crs: EPSG:4326");
    source.crs = (struct doc_text){STR("EPSG:4326"), {"map.yaml", 2, 30, 9}};
    g_assert_true(read_source(t, &source));
    assert_str(t->f.crs, "EPSG:4326");
}

static void test_other_systems_get_their_code(struct fixture *t, gconstpointer data)
{
    (void)data;
    const char *const points[] = {"POINT(500000 4000000)"};
    struct str path = make(t, "a.shp", wkbPoint, "UTF-8", points, 1);
    /* as Esri writes it: no authority, and names of its own */
    put(t, "a.prj",
        "PROJCS[\"WGS_1984_UTM_Zone_42N\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\","
        "SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
        "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
        "PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"
        "PARAMETER[\"Central_Meridian\",69.0],PARAMETER[\"Scale_Factor\",0.9996],"
        "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]",
        -1);
    struct doc_source source = source_of(path);
    g_assert_true(read_source(t, &source));
    assert_str(t->f.crs, "EPSG:32642");
    put(t, "a.prj", "PROJCS[\"nonsense\"", -1);
    g_assert_false(read_source(t, &source));
    g_assert_cmpint(t->err.code, ==, LODE_DATA);
    assert_holds(t->err.message, "the .prj of");
}

/* Boxes are enough for rectangles. */
static int relate_boxes(void *ctx, enum expr_relation what, struct expr_shape a,
                        struct expr_shape b)
{
    (void)ctx, (void)what;
    return box_meets(a.g->box[a.i], b.g->box[b.i]);
}

static bool env_of(void *ctx, struct arena *a, const struct features *layer, struct expr_env *ret,
                   struct lode_err *err)
{
    (void)ctx, (void)a, (void)err;
    assert_str(layer->crs, "EPSG:4326");
    *ret = (struct expr_env){.relate = relate_boxes};
    return true;
}

static void test_only_the_rows_that_are_meant(struct fixture *t, gconstpointer data)
{
    (void)data;
    struct doc_source source = source_of(make(t, "a.shp", wkbPolygon, "UTF-8", islands, 3));
    source.where =
        (struct doc_text){STR("count < -20 AND name IS NOT NULL"), {"map.yaml", 3, 12, 32}};
    struct str names[] = {STR("share")};
    struct load_params p = {.columns = names, .n_columns = 1};
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 1);
    g_assert_cmpint(t->f.fid[0], ==, 2);
    g_assert_cmpuint(t->f.table.n_columns, ==, 1); /* not those that only the filter reads */
    g_assert_cmpfloat(t->f.table.columns[0].v.d[0], ==, 0.2);
    g_assert_cmpuint(geometry_rings(&t->f.table.geom), ==, 1);

    p.env = env_of;
    source.where.s = STR("S_INTERSECTS(geom, BBOX(42, 2, 44, 4))");
    g_assert_true(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpuint(t->f.table.n, ==, 1);
    g_assert_cmpint(t->f.fid[0], ==, 2);

    source.where.s = STR("cuont = 1");
    g_assert_false(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpint(t->err.code, ==, LODE_SCHEMA);
    g_assert_cmpint(t->err.at.col, ==, 12);
    assert_holds(t->err.hint, "count");
    source.where.s = STR("count + 1");
    t->err = (struct lode_err){0};
    g_assert_false(load_source(&t->arena, &source, &p, &t->f, &t->err));
    g_assert_cmpint(t->err.code, ==, LODE_SCHEMA);
    assert_holds(t->err.message, "is not a condition");
}

static void test_the_layers_that_ship(struct fixture *t, gconstpointer data)
{
    (void)data;
    const char *root = g_getenv("MESON_SOURCE_ROOT");
    char *folder = g_build_filename(root ? root : ".", "layers", NULL);
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;
    int n = 0;
    while (dir && (name = g_dir_read_name(dir))) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_str_has_suffix(name, ".shp")) {
            assert_same_as_ogr(t, path);
            n++;
        }
        g_free(path);
    }
    if (!n)
        g_test_skip("no layers found");
    if (dir)
        g_dir_close(dir);
    g_free(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    load_init(false);
    GDALAllRegister();
    test_add("/shapefile/rings", test_rings_find_their_outer_one);
    test_add("/shapefile/z-and-m", test_z_and_m_are_dropped);
    test_add("/shapefile/multipoint", test_several_points_are_one_feature);
    test_add("/shapefile/window", test_a_window_goes_by_the_boxes);
    test_add("/shapefile/encoding", test_texts_come_out_in_utf8);
    test_add("/shapefile/encoding-by-content", test_utf8_is_known_by_its_content);
    test_add("/shapefile/broken-utf8", test_broken_utf8_never_gets_in);
    test_add("/shapefile/missing-shx", test_a_missing_index_is_no_harm);
    test_add("/shapefile/missing-dbf", test_without_a_table_there_are_no_columns);
    test_add("/shapefile/cut-short", test_what_is_cut_short_is_an_error);
    test_add("/shapefile/damaged", test_a_damaged_shape_is_named);
    test_add("/shapefile/not-finite", test_no_number_no_shape);
    test_add("/shapefile/deleted", test_a_deleted_row_is_no_feature);
    test_add("/shapefile/any-bytes", test_no_bytes_do_harm);
    test_add("/shapefile/no-prj", test_a_reference_system_must_be_stated);
    test_add("/shapefile/esri-prj", test_other_systems_get_their_code);
    test_add("/shapefile/where", test_only_the_rows_that_are_meant);
    test_add("/shapefile/layers", test_the_layers_that_ship);
    return g_test_run();
}
