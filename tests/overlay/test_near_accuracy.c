/* How well places of other datums are known on WGS 84. */
#include "fixture.h"

#include "overlay/near_accuracy.h"

static double accuracy_of(const char *crs)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POINT(10 50)");
    b.layer[0].crs = str_of(crs);
    double m = near_accuracy_m(&b.a, &b.layer[0]);
    bench_finish(&b);
    return m;
}

static void test_wgs84_loses_nothing(void)
{
    g_assert_cmpfloat(accuracy_of("EPSG:4326"), ==, 0);
    g_assert_cmpfloat(accuracy_of("EPSG:32632"), ==, 0);
}

/* Pulkovo 1942 to WGS 84 has an accuracy of a few metres whatever grids are installed:
 * projinfo -s EPSG:4284 -t EPSG:4326 -o PROJ --summary. */
static void test_another_datum_does(void)
{
    double m = accuracy_of("EPSG:4284");
    g_assert_cmpfloat(m, >, 0.5);
    g_assert_cmpfloat(m, <, 20);
}

static void test_the_same_layer_twice_counts_once(void)
{
    struct bench b;
    bench_init(&b);
    bench_one(&b, 0, "POINT(40 50)");
    b.layer[0].crs = STR("EPSG:4284");
    b.layer[1] = b.layer[0];
    double one = near_accuracy_m(&b.a, &b.layer[0]);
    g_assert_cmpfloat(near_accuracy_between_m(&b.a, &b.layer[0], &b.layer[0]), ==, one);
    g_assert_cmpfloat(near_accuracy_between_m(&b.a, &b.layer[0], &b.layer[1]), ==, 2 * one);
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/near-accuracy/wgs84-loses-nothing", test_wgs84_loses_nothing);
    g_test_add_func("/near-accuracy/another-datum-does", test_another_datum_does);
    g_test_add_func("/near-accuracy/the-same-layer-twice-counts-once",
                    test_the_same_layer_twice_counts_once);
    return g_test_run();
}
