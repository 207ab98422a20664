#include <glib.h>

#include "base/arena.h"
#include "project/geodesic.h"
#include "project/space.h"

static struct lonlat any_place(GRand *r)
{
    return (struct lonlat){g_rand_double_range(r, -180, 180),
                           asin(g_rand_double_range(r, -1, 1)) * 180 / G_PI};
}

static void test_places_come_back(void)
{
    GRand *r = g_rand_new_with_seed(1);
    for (int i = 0; i < 10000; i++) {
        struct lonlat p = any_place(r), q = space_place(space_of(p));
        g_assert_cmpfloat(fabs(p.lon_deg - q.lon_deg), <, 1e-13 * 180);
        g_assert_cmpfloat(fabs(p.lat_deg - q.lat_deg), <, 1e-13 * 180);
    }
    g_rand_free(r);
}

/* Against Karney's geodesics as PROJ has them. */
static void test_short_ways(void)
{
    GRand *r = g_rand_new_with_seed(2);
    double worst = 0;
    for (int i = 0; i < 100000; i++) {
        struct lonlat p = any_place(r);
        double m = exp(g_rand_double_range(r, log(1e-3), log(SHORT_WAY_M)));
        struct lonlat q = geodesic_direct(&WGS84, p, g_rand_double_range(r, 0, 360), m, NULL);
        double got = space_short_way_m(space_of(p), space_of(q));
        worst = fmax(worst, fabs(got - geodesic_distance_m(&WGS84, p, q)));
    }
    g_test_message("at most %.3g um off", worst * 1e6);
    g_assert_cmpfloat(worst, <, 1e-6);
    g_rand_free(r);
}

static void test_bounds_are_true(void)
{
    GRand *r = g_rand_new_with_seed(3);
    for (int i = 0; i < 200000; i++) {
        struct lonlat p = any_place(r), q = any_place(r);
        if (i % 2) /* nearly antipodal, along the equator or anywhere */
            p.lat_deg *= i % 4 == 1 ? 1e-3 : 1;
        if (i % 2)
            q = geodesic_direct(&WGS84, (struct lonlat){p.lon_deg + 180, -p.lat_deg},
                                g_rand_double_range(r, 0, 360),
                                exp(g_rand_double_range(r, log(1e-3), log(3e6))), NULL);
        double m = geodesic_distance_m(&WGS84, p, q);
        double chord = sqrt(space_distance2(space_of(p), space_of(q)));
        g_assert_cmpfloat(ground_at_least_m(chord), <=, m + 1e-6);
        g_assert_cmpfloat(chord, <=, chord_at_most_m(m) + 1e-6);
        g_assert_cmpfloat(m, <, 1.06 * ground_at_least_m(chord) + 1e-3);
    }
    g_rand_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/space/places", test_places_come_back);
    g_test_add_func("/space/short-ways", test_short_ways);
    g_test_add_func("/space/bounds", test_bounds_are_true);
    return g_test_run();
}
