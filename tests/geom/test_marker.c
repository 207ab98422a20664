/* The rows of marker shapes are in order: what a row says of its outline is so. */
#include <glib.h>
#include <math.h>

#include "geom/marker.h"

static size_t n_points(const char *commands)
{
    size_t n = 0;
    for (const char *c = commands; *c; c++)
        n += *c == 'C' ? 3 : *c != 'Z';
    return n;
}

static void half_is_how_far_the_outline_reaches(void)
{
    for (size_t i = 0; marker_shapes[i].commands; i++) {
        const struct marker_shape *s = &marker_shapes[i];
        double reach = 0;
        for (size_t k = 0; k < 2 * n_points(s->commands); k++)
            reach = fmax(reach, fabs(s->xy[k]));
        g_assert_cmpfloat_with_epsilon(s->half, reach, 0.001);
    }
}

static void turns_have_no_gap_and_no_shape_twice(void)
{
    size_t shape, taken = 0, n = 0;
    for (size_t i = 0; marker_shapes[i].name; i++)
        taken += marker_shapes[i].turn > 0;
    while (marker_shape_in_turn((unsigned)n + 1, &shape))
        n++;
    g_assert_cmpuint(n, >=, 10);
    g_assert_cmpuint(n, ==, taken);
}

static void special_rows_are_one_each(void)
{
    size_t files = 0, others = 0;
    for (size_t i = 0; marker_shapes[i].name; i++) {
        files += marker_is_from_file(i);
        others += (marker_shapes[i].flags & MARKER_FOR_OTHERS) != 0;
    }
    g_assert_cmpuint(files, ==, 1);
    g_assert_cmpuint(others, ==, 1);
    g_assert_cmpstr(marker_shape_name(0), ==, "circle"); /* a symbol of zeros */
    g_assert_cmpstr(marker_shape_name(marker_shape_from_file()), ==, "svg");
    g_assert_cmpstr(marker_shape_name(marker_shape_for_others()), ==, "plus");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/marker/half-is-how-far-the-outline-reaches",
                    half_is_how_far_the_outline_reaches);
    g_test_add_func("/marker/turns-have-no-gap-and-no-shape-twice",
                    turns_have_no_gap_and_no_shape_twice);
    g_test_add_func("/marker/special-rows-are-one-each", special_rows_are_one_each);
    return g_test_run();
}
