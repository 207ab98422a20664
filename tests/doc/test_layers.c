/* Sources, steps and layers by name: each name once, and made before it is used. */
#include "fixture.h"

static void test_names(void)
{
    ASSERT_HINTS("layers: [{fill: c}]\n", "3:17 no layer 'c' | did you mean 'a'?\n");
    ASSERT_FAULTS("steps: [{a: {select: b, filter: x = 1}}]\nlayers: [{fill: b}]\n",
                  "3:10 the name 'a' is taken by another layer\n");
    ASSERT_FAULTS(
        "steps: [{x: {clip: a, with: y}}, {y: {buffer: a, by: 1 km}}]\nlayers: [{fill: x}]\n",
        "3:29 the layer 'y' is made by a later step\n");
}

/* A step does not see itself. */
static void test_a_step_of_itself(void)
{
    ASSERT_FAULTS("steps: [{x: {clip: a, with: x}}]\nlayers: [{fill: x}]\n",
                  "3:29 the layer 'x' is made by a later step\n");
}

static void test_select_asks_for_something(void)
{
    ASSERT_HINTS("steps: [{x: {select: a}}]\nlayers: [{fill: x}]\n",
                 "3:14 'select' does not say what to select | add 'filter:', or 'intersects:' with "
                 "another layer\n");
}

static void test_labels_say_something(void)
{
    ASSERT_HINTS("layers: [{marker: a, label: {size: 8 pt}}]\n",
                 "3:22 no 'text' in a label | write what the label says: text: '{name}'\n");
}

static void test_steps_that_are_read(void)
{
    const struct map_doc *doc = fixture_read(
        "steps: [{x: {clip: a, with: b}}, {gone: {rejects: x}}]\nlayers: [{fill: x}]\n");
    g_assert_true(doc_step_is(&doc->steps[0], "clip"));
    assert_str(doc->steps[0].with.s, "b");
    g_assert_true(doc->steps[0].rejects_wanted);
    g_assert_true(doc_step_is(&doc->steps[1], "rejects"));
    assert_str(doc->steps[1].input.s, "x");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/layers/names", test_names);
    g_test_add_func("/layers/a-step-of-itself", test_a_step_of_itself);
    g_test_add_func("/layers/select-asks-for-something", test_select_asks_for_something);
    g_test_add_func("/layers/labels-say-something", test_labels_say_something);
    g_test_add_func("/layers/steps-that-are-read", test_steps_that_are_read);
    return g_test_run();
}
