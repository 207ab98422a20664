/* What a step left out, with the reason. */
#include "fixture.h"

#include "overlay/rejects.h"
#include "run/run.h"

static struct features rejects_of(struct bench *b, const char *step)
{
    struct map_doc *doc = NULL;
    struct features ret, schema;
    static const struct expr_env env = {0};
    const struct features *v[] = {&b->layer[0], &b->layer[1]};
    struct str names[] = {STR("a"), STR("b")};
    struct layer_set layers = {.v = v, .name = names, .n = 2};
    struct str text = str_format(&b->a,
                                 "lode: 1\ndata: {a: a.shp, b: b.shp}\nsteps: [{out: {%s}}, "
                                 "{gone: {rejects: out}}]\nlayers: [{fill: a}]\n",
                                 step);
    diags_init(&b->diags, &b->a);
    doc_read_text(&b->a, text, "t.yaml", &(struct doc_params){.rows = &run_schema_rows}, &doc,
                  &b->diags);
    g_assert_cmpuint(b->diags.n_errors, ==, 0);
    g_assert_true(step_check(&b->a, &doc->steps[0], &layers, &env, &schema, &b->diags));
    g_assert_true(step_run(&b->a, &doc->steps[0], &layers, &env, &ret, &b->err));
    g_assert_nonnull(ret.rejects);
    return *ret.rejects;
}

static void points_and_a_box(struct bench *b)
{
    static const char *const wkt[] = {"POINT(0.5 0.5)", "POINT(5 5)", "EMPTY"};
    static const char *const reason[] = {"x", "y", "z"};
    bench_init(b);
    bench_layer(b, 0, wkt, 3);
    bench_texts(b, 0, "reason", reason);
    bench_one(b, 1, "POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))");
}

static void test_reasons_name_the_other_layer(void)
{
    struct bench b;
    points_and_a_box(&b);
    struct features f = rejects_of(&b, "clip: a, with: b");
    g_assert_cmpuint(f.table.n, ==, 2);
    g_assert_cmpint(f.fid[0], ==, 2);
    /* the name `reason` is taken */
    assert_text_at(&f, "reason", 0, "y");
    assert_text_at(&f, "reason_2", 0, "lies outside 'b'");
    f = rejects_of(&b, "select: a, filter: reason = 'y'");
    g_assert_cmpuint(f.table.n, ==, 2);
    assert_text_at(&f, "reason_2", 0, "is not selected");
    bench_finish(&b);
}

static void test_steps_that_keep_all_have_none(void)
{
    struct bench b;
    points_and_a_box(&b);
    g_assert_true(rejects_possible(bench_read(&b, "clip: a, with: b")));
    g_assert_true(rejects_possible(bench_read(&b, "buffer: a, by: 1 km")));
    g_assert_false(rejects_possible(bench_read(&b, "buffer: a, by: 1 km, dissolve: true")));
    g_assert_false(rejects_possible(bench_read(&b, "hull: a, by: reason")));
    g_assert_false(rejects_possible(bench_read(&b, "simplify: a, tolerance: 1 m")));
    bench_finish(&b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rejects/reasons-name-the-other-layer", test_reasons_name_the_other_layer);
    g_test_add_func("/rejects/steps-that-keep-all-have-none", test_steps_that_keep_all_have_none);
    return g_test_run();
}
