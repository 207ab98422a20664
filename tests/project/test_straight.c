/* Lengths and areas with edges straight in lon/lat, and centroids: against pyproj.Geod along the
 * same edges with 20,000 places each, closed formulas, and what symmetry says. */
#include <glib.h>
#include <math.h>

#include "base/arena.h"
#include "project/centroid.h"
#include "project/straight.h"

static const double box[] = {60, 30, 70, 30, 70, 40, 60, 40, 60, 30};
static const double skew[] = {10, -20, 100, 5, 60, 70, 10, -20};

static void test_areas_and_lengths(void)
{
    /* The zone between two parallels has a closed formula. */
    double m2 = straight_ring_m2(&WGS84, box, 5);
    g_assert_cmpfloat_with_epsilon(m2 / 1011460703433.8027, 1, 1e-13);
    g_assert_cmpfloat_with_epsilon(straight_ring_m2(&WGS84, skew, 4) / 37977254777081.484, 1, 1e-8);
    g_assert_cmpfloat_with_epsilon(straight_path_m(&WGS84, box, 5), 4037632.6369, 1e-2);
    g_assert_cmpfloat_with_epsilon(straight_path_m(&WGS84, skew, 4), 29248289.667, 1);
}

/* Cut anywhere along a line through it, the parts add up. */
static void test_parts_add_up(void)
{
    double whole = straight_ring_m2(&WGS84, skew, 4), line = straight_path_m(&WGS84, skew, 2);
    for (int k = 1; k < 10; k++) {
        double x = 10 + 9.0 * k, y = -20 + 2.5 * k;
        double left[] = {10, -20, x, y, 60, 70, 10, -20}, right[] = {x, y, 100, 5, 60, 70, x, y};
        double sum = straight_ring_m2(&WGS84, left, 4) + straight_ring_m2(&WGS84, right, 4);
        g_assert_cmpfloat_with_epsilon(sum / whole, 1, 1e-12);
        double parts = straight_path_m(&WGS84, left, 2) + straight_path_m(&WGS84, right, 2);
        g_assert_cmpfloat_with_epsilon(parts / line, 1, 1e-12);
    }
}

static struct lonlat centroid_of(enum geom_kind kind, const double *xy, size_t n)
{
    struct arena a = {0};
    struct geom_builder b = {0};
    struct geometry g;
    struct lonlat ret = {NAN, NAN};
    arena_init(&a, 0);
    geom_feature(&b, kind);
    geom_part(&b);
    geom_ring(&b);
    for (size_t k = 0; k < n; k++)
        geom_xy(&b, xy[2 * k], xy[2 * k + 1]);
    geom_finish(&a, &b, &g);
    geodesic_centroid(&WGS84, &g, 0, &ret);
    arena_finish(&a);
    return ret;
}

static void test_centroids_by_symmetry(void)
{
    double lune[] = {-20, -90, 20, -90, 20, 90, -20, 90, -20, -90};
    double cap[] = {-180, 70, 180, 70, 180, 90, -180, 90, -180, 70};
    double line[] = {30, -40, 30, 40};
    struct lonlat p = centroid_of(GEOM_POLYGON, lune, 5);
    g_assert_cmpfloat_with_epsilon(p.lon_deg, 0, 1e-9);
    g_assert_cmpfloat_with_epsilon(p.lat_deg, 0, 1e-9);
    p = centroid_of(GEOM_POLYGON, cap, 5);
    g_assert_cmpfloat_with_epsilon(p.lat_deg, 90, 1e-6);
    p = centroid_of(GEOM_LINE, line, 2);
    g_assert_cmpfloat_with_epsilon(p.lon_deg, 30, 1e-9);
    g_assert_cmpfloat_with_epsilon(p.lat_deg, 0, 1e-9);
    p = centroid_of(GEOM_POLYGON, box, 5);
    g_assert_cmpfloat_with_epsilon(p.lon_deg, 65, 1e-9);
}

/* The size of a field, at any latitude: the middle of its diagonal, to a centimetre. */
static void test_centroids_of_small_areas_keep_their_digits(void)
{
    for (int lat = -85; lat <= 85; lat += 17) {
        double x = 69.123, y = lat, d = 1e-4;
        double field[] = {x, y, x + d, y, x + d, y + d, x, y + d, x, y};
        struct lonlat p = centroid_of(GEOM_POLYGON, field, 5), middle = {x + d / 2, y + d / 2};
        g_assert_cmpfloat(geodesic_distance_m(&WGS84, p, middle), <, 0.01);
    }
}

static void test_what_goes_all_round_has_no_centre(void)
{
    double world[] = {-180, -90, 180, -90, 180, 90, -180, 90, -180, -90};
    struct lonlat p = centroid_of(GEOM_POLYGON, world, 5);
    g_assert_true(isnan(p.lon_deg));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/straight/areas-and-lengths", test_areas_and_lengths);
    g_test_add_func("/straight/parts-add-up", test_parts_add_up);
    g_test_add_func("/centroid/symmetry", test_centroids_by_symmetry);
    g_test_add_func("/centroid/small-areas", test_centroids_of_small_areas_keep_their_digits);
    g_test_add_func("/centroid/all-round", test_what_goes_all_round_has_no_centre);
    return g_test_run();
}
