#include <glib.h>
#include <math.h>

#include "base/vision.h"

/* Sharma, Wu & Dalal 2005, table 1: pairs that tell wrong implementations apart. */
static const struct {
    double a[3], b[3], difference;
} pairs[] = {
    {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
    {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
    {{50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
    {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
    {{50, -1.1848, -84.8006}, {50, 0, -82.7485}, 1.0000},
    {{50, -0.9009, -85.5211}, {50, 0, -82.7485}, 1.0000},
    {{50, 0, 0}, {50, -1, 2}, 2.3669},
    {{50, -1, 2}, {50, 0, 0}, 2.3669},
    {{50, 2.49, -0.001}, {50, -2.49, 0.0009}, 7.1792},
    {{50, 2.49, -0.001}, {50, -2.49, 0.0010}, 7.1792},
    {{50, 2.49, -0.001}, {50, -2.49, 0.0011}, 7.2195},
    {{50, 2.49, -0.001}, {50, -2.49, 0.0012}, 7.2195},
    {{50, -0.001, 2.49}, {50, 0.0009, -2.49}, 4.8045},
    {{50, -0.001, 2.49}, {50, 0.0010, -2.49}, 4.8045},
    {{50, -0.001, 2.49}, {50, 0.0011, -2.49}, 4.7461},
    {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
    {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
    {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
    {{50, 2.5, 0}, {56, -27, -3}, 31.9030},
    {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
    {{50, 2.5, 0}, {50, 3.1736, 0.5854}, 1.0000},
    {{50, 2.5, 0}, {50, 3.2972, 0}, 1.0000},
    {{50, 2.5, 0}, {50, 1.8634, 0.5757}, 1.0000},
    {{50, 2.5, 0}, {50, 3.2592, 0.3350}, 1.0000},
    {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
    {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
    {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
    {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
    {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
    {{36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
    {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
    {{90.9257, -0.5406, -0.9208}, {88.6381, -0.8985, -0.7239}, 1.5381},
    {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
    {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
};

static void test_ciede2000_agrees_with_its_published_pairs(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_assert_cmpfloat_with_epsilon(lab_difference(pairs[i].a, pairs[i].b), pairs[i].difference,
                                       0.5e-4);
        g_assert_cmpfloat_with_epsilon(lab_difference(pairs[i].b, pairs[i].a), pairs[i].difference,
                                       0.5e-4);
    }
}

static struct rgba of(uint32_t rgb)
{
    return (struct rgba){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
}

static void test_greys_stay_grey(void)
{
    for (enum vision v = VISION_USUAL; v < VISION_N; v++) {
        for (int level = 0; level < 256; level += 51) {
            struct rgba c = {(uint8_t)level, (uint8_t)level, (uint8_t)level, 7};
            struct rgba seen = vision_see(c, v);
            g_assert_cmpint(abs(seen.r - level), <=, 1);
            g_assert_cmpint(abs(seen.g - level), <=, 1);
            g_assert_cmpint(abs(seen.b - level), <=, 1);
            g_assert_cmpint(seen.a, ==, 7);
        }
    }
}

/* Red and green of a traffic light, blue and violet, are what each is known to confuse. */
static void test_who_confuses_what(void)
{
    struct rgba red = of(0xc04000), green = of(0x608000);
    g_assert_cmpfloat(vision_difference(red, green, VISION_USUAL), >, 35);
    g_assert_cmpfloat(vision_difference(red, green, VISION_DEUTERANOPIA), <, 15);
    g_assert_cmpfloat(vision_difference(red, green, VISION_TRITANOPIA), >, 25);
    struct rgba blue = of(0x0082c8), teal = of(0x008a92);
    g_assert_cmpfloat(vision_difference(blue, teal, VISION_TRITANOPIA), <,
                      vision_difference(blue, teal, VISION_USUAL) / 2);
    g_assert_cmpfloat(vision_difference(of(0xff0000), of(0x7f7f7f), VISION_GREY), <, 3);
}

static void test_colours_over_others(void)
{
    struct rgba half = {0, 0, 0, 255}, over = color_over(half, 0.5, of(0xffffff));
    g_assert_cmpint(over.r, ==, 128);
    g_assert_cmpint(over.a, ==, 255);
    half.a = 0;
    g_assert_cmpint(color_over(half, 1, of(0x102030)).b, ==, 0x30);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/vision/ciede2000", test_ciede2000_agrees_with_its_published_pairs);
    g_test_add_func("/base/vision/grey", test_greys_stay_grey);
    g_test_add_func("/base/vision/confused", test_who_confuses_what);
    g_test_add_func("/base/vision/over", test_colours_over_others);
    return g_test_run();
}
