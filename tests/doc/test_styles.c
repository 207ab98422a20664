/* Looks that use looks, and what a layer makes of them. */
#include "fixture.h"

static const struct node *look_of(const char *looks_and_layer)
{
    return fixture_read(looks_and_layer)->layers[0].props;
}

/* The later name wins, and the layer itself wins over all. */
static void test_what_wins(void)
{
    const struct node *p = look_of("looks: {x: {color: red, opacity: 50%}, y: {color: blue}}\n"
                                   "layers: [{fill: a, use: [x, y]}]\n");
    assert_str(node_lookup(p, "color")->text, "blue");
    assert_str(node_lookup(p, "opacity")->text, "50%");
    p = look_of("looks: {x: {color: red}}\nlayers: [{fill: a, use: x, color: green}]\n");
    assert_str(node_lookup(p, "color")->text, "green");
}

/* Parts are merged key by key; a scale replaces what was there. */
static void test_parts_and_scales(void)
{
    const struct node *p = look_of(
        "looks: {x: {color: {by: v, palette: oranges}, stroke: {color: white, width: 1 mm}}}\n"
        "layers: [{fill: a, use: x, stroke: {width: 2 mm}, color: {by: w}}]\n");
    const struct node *stroke = node_lookup(p, "stroke"), *color = node_lookup(p, "color");
    assert_str(node_lookup(stroke, "color")->text, "white");
    assert_str(node_lookup(stroke, "width")->text, "2 mm");
    assert_str(node_lookup(color, "by")->text, "w");
    g_assert_null(node_lookup(color, "palette"));
}

static void test_what_is_refused(void)
{
    ASSERT_HINTS("looks: {land: {color: red}}\nlayers: [{fill: a, use: lnd}]\n",
                 "4:25 no look 'lnd' | did you mean 'land'?\n");
    ASSERT_FAULTS("looks:\n  x: {use: y}\n  y: {use: x}\nlayers: [{fill: a, use: x}]\n",
                  "5:12 the look 'x' uses itself\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/styles/what-wins", test_what_wins);
    g_test_add_func("/styles/parts-and-scales", test_parts_and_scales);
    g_test_add_func("/styles/what-is-refused", test_what_is_refused);
    return g_test_run();
}
