#include <glib.h>

#include "base/arena.h"
#include "project/geodesic.h"

static void test_kabul_to_samarkand(void)
{
    double there, back, on;
    struct lonlat kabul = {69.17, 34.53}, samarkand = {66.9, 39.65};
    double m = geodesic_inverse(&WGS84, kabul, samarkand, &there, &back);
    g_assert_cmpfloat_with_epsilon(m, 602929.0712, 1e-3); /* pyproj.Geod */
    g_assert_cmpfloat_with_epsilon(there, -18.876969651, 1e-8);
    g_assert_cmpfloat_with_epsilon(back, 159.752578326 - 180, 1e-8);
    struct lonlat to = geodesic_direct(&WGS84, kabul, 30, 100000, &on);
    g_assert_cmpfloat_with_epsilon(to.lon_deg, 69.719779485, 1e-8);
    g_assert_cmpfloat_with_epsilon(to.lat_deg, 35.309397507, 1e-8);
    g_assert_cmpfloat_with_epsilon(on, -149.685281999 + 180, 1e-8);
}

static void test_areas_do_not_depend_on_winding_and_lose_their_holes(void)
{
    static const double outer[] = {60, 30, 70, 30, 70, 40, 60, 40, 60, 30};
    static const double hole[] = {64, 34, 66, 34, 66, 36, 64, 36, 64, 34};
    struct arena a = {0};
    arena_init(&a, 0);
    for (int turned = 0; turned < 2; turned++) {
        struct geom_builder b = {0};
        struct geometry g;
        geom_feature(&b, GEOM_POLYGON);
        geom_part(&b);
        geom_ring(&b);
        for (int i = 0; i < 5; i++)
            geom_xy(&b, outer[2 * (turned ? 4 - i : i)], outer[2 * (turned ? 4 - i : i) + 1]);
        geom_feature(&b, GEOM_POLYGON);
        geom_part(&b);
        for (int r = 0; r < 2; r++) {
            geom_ring(&b);
            for (int i = 0; i < 5; i++)
                geom_xy(&b, (r ? hole : outer)[2 * i], (r ? hole : outer)[2 * i + 1]);
        }
        geom_feature(&b, GEOM_POLYGON);
        geom_part(&b);
        geom_ring(&b);
        for (int i = 0; i < 5; i++)
            geom_xy(&b, hole[2 * i], hole[2 * i + 1]);
        geom_finish(&a, &b, &g);
        double whole = geodesic_area_m2(&WGS84, &g, 0);
        g_assert_cmpfloat_with_epsilon(whole, 1011502898135.2793, 1); /* pyproj.Geod */
        g_assert_cmpfloat_with_epsilon(geodesic_area_m2(&WGS84, &g, 1),
                                       whole - geodesic_area_m2(&WGS84, &g, 2), 1);
        g_assert_cmpfloat_with_epsilon(geodesic_length_m(&WGS84, &g, 0), 4036877.2456, 1e-2);
    }
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/geodesic/inverse", test_kabul_to_samarkand);
    g_test_add_func("/geodesic/area", test_areas_do_not_depend_on_winding_and_lose_their_holes);
    return g_test_run();
}
