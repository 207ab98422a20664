/* Documents and rows made for the tests of lint/, see fixture.h. */
#include "fixture.h"

#include "run/run.h"

void bench_init(struct bench *b, const char *document)
{
    struct diags faults;
    *b = (struct bench){0};
    arena_init(&b->a, 0);
    diags_init(&faults, &b->a);
    diags_init(&b->found, &b->a);
    doc_read_text(&b->a, str_format(&b->a, "lode: 1\n%s", document), "t.yaml",
                  &(struct doc_params){.rows = &run_schema_rows}, &b->doc, &faults);
    if (faults.n_errors)
        g_error("%d: %s", faults.v[0].at.line, faults.v[0].message);
    bench_rows(b, NULL, NULL, 0);
}

void bench_finish(struct bench *b)
{
    struct arena a = b->a;
    arena_finish(&a);
}

void bench_rows(struct bench *b, const char *const *names, const double *v, size_t n)
{
    struct geom_builder builder = {0};
    struct column *columns = arena_array(&b->a, struct column, 2);
    struct str *text = arena_array(&b->a, struct str, n + 1);

    b->sites = (struct features){.crs = STR("EPSG:4326")};
    for (size_t i = 0; i < n; i++) {
        geom_feature(&builder, GEOM_POINT);
        geom_part(&builder);
        geom_ring(&builder);
        geom_xy(&builder, (double)i, 0);
        text[i] = str_of(names[i]);
    }
    geom_finish(&b->a, &builder, &b->sites.table.geom);

    columns[0] = (struct column){.name = STR("name"), .type = COL_TEXT, .n = n, .v.s = text};
    columns[1] = (struct column){.name = STR("v"), .type = COL_REAL, .n = n, .v.d = v};
    b->sites.table.name = STR("sites");
    b->sites.table.columns = columns;
    b->sites.table.n_columns = 2;
    b->sites.table.n = n;
}

void bench_lint_layers(struct bench *b)
{
    static const struct expr_env env = {0};
    struct style_peer *all = arena_array(&b->a, struct style_peer, b->doc->n_layers);
    for (size_t i = 0; i < b->doc->n_layers; i++)
        all[i] = (struct style_peer){&b->doc->layers[i], &b->sites, &env};
    for (size_t i = 0; i < b->doc->n_layers; i++)
        lint_layer(&b->a, &(struct lint_input){b->doc, all, i, b->sites.table.n > 0}, &b->found);
}

const char *bench_found(struct bench *b)
{
    struct str ret = STR("");
    for (size_t i = 0; i < b->found.n; i++) {
        const struct lode_err *e = &b->found.v[i];
        ret = str_format(&b->a, "%.*s%s line %d: %s\n", STR_FMT(ret), e->rule, e->at.line,
                         e->message);
    }
    return str_c(&b->a, ret);
}
