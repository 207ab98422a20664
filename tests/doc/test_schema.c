/* Documents against the tables of the language: each fault at its place. */
#include "fixture.h"

static void test_unknown_keys(void)
{
    ASSERT_HINTS("layers: [{fill: a, colour: red}]\n",
                 "3:20 unknown key 'colour' in a 'fill' layer | it is called 'color' here\n");
}

static void test_kinds_of_values(void)
{
    ASSERT_FAULTS("layers: [{fill: a}]\ndpi: many\n", "4:6 not a number: 'many'\n");
    ASSERT_FAULTS("layers: [{fill: a}]\ndpi: [1]\n", "4:6 not a number: a list\n");
    ASSERT_FAULTS("layers: [{fill: a, opacity: 150%}]\n",
                  "3:29 a share lies between 0 and 1 (0% and 100%): '150%'\n");
    ASSERT_FAULTS("layers: [{line: a, width: -1 mm}]\n", "3:27 must not be negative: '-1 mm'\n");
}

static void test_counts(void)
{
    ASSERT_FAULTS("layers: [{fill: a}]\nmap: {extent: [1, 2, 3]}\n",
                  "4:15 expected 4 values here, not 3\n");
}

static void test_all_faults_at_once(void)
{
    ASSERT_FAULTS("layers: [{fill: a, colour: red, opacity: 9}]\ndpi: x\n",
                  "3:20 unknown key 'colour' in a 'fill' layer\n"
                  "3:42 a share lies between 0 and 1 (0% and 100%): '9'\n"
                  "4:6 not a number: 'x'\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/schema/unknown-keys", test_unknown_keys);
    g_test_add_func("/schema/kinds-of-values", test_kinds_of_values);
    g_test_add_func("/schema/counts", test_counts);
    g_test_add_func("/schema/all-faults-at-once", test_all_faults_at_once);
    return g_test_run();
}
