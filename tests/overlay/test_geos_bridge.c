/* GEOS's words become ours, without those of the language that it is written in. */
#include <glib.h>
#include <stdio.h>

#include "overlay/geos_bridge.h"

static const struct {
    const char *said, *told;
} rows[] = {
    {"", "cannot cut a feature: GEOS gives no reason"},
    {"std::bad_alloc", "cannot cut a feature: there is not enough memory"},
    {"TopologyException: side location conflict at 66.9 35.1",
     "cannot cut a feature: side location conflict at 66.9 35.1"},
    {"IllegalArgumentException: Invalid number of points in LinearRing found 3 - must be 0 or >= 4",
     "cannot cut a feature: Invalid number of points in LinearRing found 3 - must be 0 or >= 4"},
};

static void test_words(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct geos g = {0};
        struct lode_err err = {0};
        snprintf(g.message, sizeof g.message, "%s", rows[i].said);
        g_assert_false(geos_fail(&g, "cut a feature", (struct lode_span){0}, &err));
        g_assert_cmpstr(err.message, ==, rows[i].told);
        g_assert_cmpint(err.code, ==, LODE_GEOM);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/geos/words", test_words);
    return g_test_run();
}
