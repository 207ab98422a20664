/* Documents made of text, see fixture.h. */
#include "fixture.h"

#include "run/run.h"

struct arena *fixture_arena(void)
{
    static struct arena a;
    static bool made;
    if (!made)
        arena_init(&a, 0);
    made = true;
    return &a;
}

static const struct map_doc *read_text(const char *document, struct diags *faults)
{
    struct arena *a = fixture_arena();
    struct map_doc *doc = NULL;
    struct str text = str_format(a, "lode: 1\ndata: {a: a.shp, b: b.shp}\n%s", document);
    diags_init(faults, a);
    doc_read_text(a, text, "maps/t.yaml", &(struct doc_params){.rows = &run_schema_rows}, &doc,
                  faults);
    diags_sort(faults);
    return doc;
}

const struct map_doc *fixture_read(const char *document)
{
    struct diags faults;
    const struct map_doc *doc = read_text(document, &faults);
    if (!doc || faults.n_errors)
        g_error("%s: %s", document, faults.n ? faults.v[0].message : "no document");
    return doc;
}

const char *fixture_faults(const char *document, bool hints)
{
    struct diags faults;
    struct str ret = STR("");
    read_text(document, &faults);
    for (size_t i = 0; i < faults.n; i++) {
        const struct lode_err *e = &faults.v[i];
        ret = str_format(fixture_arena(), "%.*s%d:%d %s%s%s\n", STR_FMT(ret), e->at.line, e->at.col,
                         e->message, hints && *e->hint ? " | " : "", hints ? e->hint : "");
    }
    return str_c(fixture_arena(), ret);
}

const struct node *fixture_node(const char *yaml)
{
    struct diags faults;
    const struct node *ret = NULL;
    diags_init(&faults, fixture_arena());
    if (!node_read(fixture_arena(), str_of(yaml), "t.yaml", &ret, &faults))
        g_error("%s: %s", yaml, faults.v[0].message);
    return ret;
}

void assert_str(struct str s, const char *text)
{
    char *got = g_strndup(s.p, s.len);
    g_assert_cmpstr(got, ==, text);
    g_free(got);
}
