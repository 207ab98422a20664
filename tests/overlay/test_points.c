/* Centres and places inside. */
#include "fixture.h"

static struct lonlat point_of(const struct features *f, size_t i)
{
    const double *xy =
        f->table.geom.xy + 2 * f->table.geom.at[f->table.geom.ring[f->table.geom.part[i]]];
    return (struct lonlat){xy[0], xy[1]};
}

/* By symmetry: of a box about the equator its middle, also over the antimeridian. */
static void test_centre_of_what_is_symmetric(void)
{
    static const char *const wkt[] = {"POLYGON((10 -1, 12 -1, 12 1, 10 1, 10 -1))",
                                      "MULTIPOINT((178 -1), (-178 1))", "EMPTY"};
    struct bench b;
    bench_init(&b);
    bench_layer(&b, 0, wkt, 3);
    struct features f = bench_do(&b, "centroid: a");
    g_assert_cmpuint(f.table.n, ==, 2);
    g_assert_cmpfloat_with_epsilon(point_of(&f, 0).lon_deg, 11, 1e-9);
    g_assert_cmpfloat_with_epsilon(point_of(&f, 0).lat_deg, 0, 1e-9);
    g_assert_cmpfloat_with_epsilon(fabs(point_of(&f, 1).lon_deg), 180, 1e-9);
    bench_finish(&b);
}

/* The centre of a U lies in its gap, the place inside does not. */
static void test_place_inside_of_a_bend(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POLYGON((0 0, 3 0, 3 3, 2 3, 2 1, 1 1, 1 3, 0 3, 0 0))");
    struct features centre = bench_do(&b, "centroid: a"), inside = bench_do(&b, "inside-point: a");
    struct lonlat c = point_of(&centre, 0), p = point_of(&inside, 0);
    g_assert_true(c.lon_deg > 1 && c.lon_deg < 2 && c.lat_deg > 1);
    g_assert_true(p.lon_deg > 0 && p.lon_deg < 3 && p.lat_deg > 0 && p.lat_deg < 3);
    g_assert_false(p.lon_deg >= 1 && p.lon_deg <= 2 && p.lat_deg >= 1);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/points/centre-of-what-is-symmetric", test_centre_of_what_is_symmetric);
    g_test_add_func("/points/place-inside-of-a-bend", test_place_inside_of_a_bend);
    return g_test_run();
}
