/* Faces of one net made one, as GEOSUnaryUnion makes them. */
#include "fixture.h"

#include "overlay/face_union.h"

static void test_a_grid_without_its_middle(void)
{
    struct bench b;
    GEOSGeometry *faces[8];
    size_t n = 0;
    bench_init(&b);
    for (int i = 0; i < 9; i++) {
        if (i != 4)
            faces[n++] =
                GEOSGeom_createRectangle_r(b.geos->handle, i % 3, i / 3, i % 3 + 1, i / 3 + 1);
    }
    GEOSGeometry *all = face_union(&b.a, b.geos, (const GEOSGeometry *const *)faces, n);
    double area, length;
    g_assert_nonnull(all);
    g_assert_cmpint(GEOSisValid_r(b.geos->handle, all), ==, 1);
    g_assert_cmpint(GEOSArea_r(b.geos->handle, all, &area), ==, 1);
    g_assert_cmpint(GEOSLength_r(b.geos->handle, all, &length), ==, 1);
    g_assert_cmpfloat(area, ==, 8);
    g_assert_cmpfloat(length, ==, 12 + 4); /* outside, and round the hole */
    GEOSGeometry *collected =
        GEOSGeom_createCollection_r(b.geos->handle, GEOS_MULTIPOLYGON, faces, (unsigned)n);
    GEOSGeometry *expected = GEOSUnaryUnion_r(b.geos->handle, collected);
    g_assert_cmpint(GEOSEquals_r(b.geos->handle, all, expected), ==, 1);
    GEOSGeom_destroy_r(b.geos->handle, expected);
    GEOSGeom_destroy_r(b.geos->handle, collected);
    GEOSGeom_destroy_r(b.geos->handle, all);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/face-union/a-grid-without-its-middle", test_a_grid_without_its_middle);
    return g_test_run();
}
