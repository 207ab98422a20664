/* `lode quick`: a map without a document. One is written for the files given - what a careful
 * person would start with - and rendered; `--print` gives it to go on from. */
#include "load/load.h"
#include "render.h"

struct quick_layer {
    struct str file, name;
    enum geom_kind kind;
    size_t n;         /* features */
    struct str label; /* column to label with; empty: none */
};

/* Okabe & Ito 2008, in an order in which neighbours differ most. */
static const char *const colors[] = {"'#0072b2'", "'#d55e00'", "'#009e73'", "'#cc79a7'",
                                     "'#e69f00'", "'#56b4e9'", "'#333333'"};
enum { N_COLORS = sizeof colors / sizeof *colors };

/* More names than this on one page are noise. Taste. */
enum { LABELS_MAX = 80 };

static struct str stem(struct arena *a, struct str file, const struct quick_layer *before, size_t n)
{
    struct str name = file;
    for (size_t i = name.len; i-- > 0;) {
        if (name.p[i] == '/') {
            name = str_from(name, i + 1);
            break;
        }
    }
    for (size_t i = name.len; i-- > 1;) {
        if (name.p[i] == '.') {
            name = str_head(name, i);
            break;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (str_eq(before[i].name, name))
            return str_format(a, "%.*s %zu", STR_FMT(name), n + 1);
    }
    return name;
}

static struct str label_column(const struct table *t)
{
    static const char *const usual[] = {"name",    "NAME",  "Name", "name_en",
                                        "NAME_EN", "label", "title"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        const struct column *c = table_lookup(t, str_of(usual[i]));
        if (c && c->type == COL_TEXT)
            return c->name;
    }
    return (struct str){0};
}

static bool look_at(struct lode *l, struct arena *a, const char *file, struct quick_layer *layers,
                    size_t i, struct lode_err *err)
{
    struct features f;
    struct doc_source source = {.name = str_of(file), .file = {str_of(file), {0}}};
    struct load_params params = {.all_columns = true, .allow_network = l->options.allow_network};
    if (!load_source(a, &source, &params, &f, err))
        return false;
    struct quick_layer *q = &layers[i];
    q->file = str_of(file);
    q->name = stem(a, q->file, layers, i);
    q->n = f.table.n;
    q->kind = f.table.kind;
    if (q->kind == GEOM_NONE) {
        lode_fail(err, LODE_DATA, (struct lode_span){0}, "'%s' has no geometry to draw", file);
        return lode_hint(err,
                         "for a table of points, name its columns in a document: x: lon, y: lat");
    }
    q->label = q->n <= LABELS_MAX ? label_column(&f.table) : (struct str){0};
    return true;
}

/* A text as a YAML single-quoted scalar. */
static struct str quoted(struct arena *a, struct str s)
{
    struct str out = STR("'"), head;
    for (size_t parts = 0; s.p && str_cut(&s, '\'', &head); parts++)
        out = str_format(a, "%.*s%s%.*s", STR_FMT(out), parts ? "''" : "", STR_FMT(head));
    return str_format(a, "%.*s'", STR_FMT(out));
}

static struct str with_label(struct arena *a, struct str doc, const struct quick_layer *q)
{
    static const char *const places[] = {"point", "point", "line", "area"};
    if (!q->label.len)
        return doc;
    struct str text = str_format(a, "{\"%.*s\"}", STR_FMT(q->label));
    return str_format(a,
                      "%.*s    label: {text: %.*s, size: 7 pt, place: %s, color: '#222', "
                      "halo: {color: white, width: 0.3 mm}}\n",
                      STR_FMT(doc), STR_FMT(quoted(a, text)), places[q->kind]);
}

static struct str with_layer(struct arena *a, struct str doc, const struct quick_layer *q,
                             size_t nth, size_t nth_area)
{
    struct str name = quoted(a, q->name);
    const char *color = colors[nth % N_COLORS];
    switch (q->kind) {
    case GEOM_POLYGON:
        doc = str_format(a,
                         "%.*s  - fill: %.*s\n    color: %s\n    opacity: %s\n"
                         "    stroke: {color: '#8a8578', width: 0.15 mm}\n",
                         STR_FMT(doc), STR_FMT(name), nth_area ? color : "'#f5f1e6'",
                         nth_area ? "0.5" : "1");
        break;
    case GEOM_LINE:
        doc = str_format(a, "%.*s  - line: %.*s\n    color: %s\n    width: 0.3 mm\n", STR_FMT(doc),
                         STR_FMT(name), color);
        break;
    default:
        doc = str_format(a,
                         "%.*s  - marker: %.*s\n    color: %s\n    size: %s\n"
                         "    stroke: {color: white, width: 0.15 mm}\n",
                         STR_FMT(doc), STR_FMT(name), color, q->n > 500 ? "1.4 mm" : "2 mm");
        break;
    }
    doc = str_format(a, "%.*s    legend: %.*s\n", STR_FMT(doc), STR_FMT(name));
    return with_label(a, doc, q);
}

static struct str document(struct arena *a, const struct quick_layer *layers, size_t n,
                           const struct lode_quick_params *params)
{
    struct str doc = STR("lode: 1\n");
    if (params->title)
        doc = str_format(a, "%.*stitle: %.*s\n", STR_FMT(doc),
                         STR_FMT(quoted(a, str_of(params->title))));
    doc = str_format(a, "%.*sdata:\n", STR_FMT(doc));
    for (size_t i = 0; i < n; i++)
        doc = str_format(a, "%.*s  %.*s: %.*s\n", STR_FMT(doc), STR_FMT(quoted(a, layers[i].name)),
                         STR_FMT(quoted(a, layers[i].file)));
    doc = str_format(a, "%.*slayers:\n", STR_FMT(doc));
    size_t areas = 0, colored = 0;
    for (int kind = GEOM_POLYGON; kind >= GEOM_POINT; kind--) { /* areas under lines under points */
        for (size_t i = 0; i < n; i++) {
            if (layers[i].kind != (enum geom_kind)kind)
                continue;
            doc = with_layer(a, doc, &layers[i], colored, areas);
            colored += kind != GEOM_POLYGON || areas > 0;
            areas += kind == GEOM_POLYGON;
        }
    }
    return str_format(a,
                      "%.*smap:\n  background: '#dce9f2'\n"
                      "page:\n  legend: {at: bottom left}\n  scale-bar: {at: bottom right}\n"
                      "  graticule: {labels: frame}\n"
                      "  text: [{at: bottom, text: 'Projection: {crs_name()}.'}]\n",
                      STR_FMT(doc));
}

static int quick(struct lode *l, struct arena *a, const char *const *files, size_t n_files,
                 const struct lode_quick_params *params)
{
    static const char *const usual_output[] = {"map.png"};
    struct lode_err err = {0};
    struct quick_layer *layers = arena_array(a, struct quick_layer, n_files);
    for (size_t i = 0; i < n_files; i++) {
        if (!look_at(l, a, files[i], layers, i, &err))
            return session_fail(l, &err);
    }
    struct str doc = document(a, layers, n_files, params);
    if (params->print_document)
        return session_write(l, doc) ? 0 : 1;
    session_name_text(l, "(quick map)", doc);
    struct run r;
    run_init(&r, l);
    run_read(&r, "(quick map)", str_c(a, doc), NULL, 0);
    int status = render_run(&r, &(struct lode_render_params){
                                    .outputs = params->n_outputs ? params->outputs : usual_output,
                                    .n_outputs = params->n_outputs ? params->n_outputs : 1,
                                    .dpi = params->dpi});
    run_finish(&r);
    return status;
}

int lode_quick(struct lode *l, const char *const *files, size_t n_files,
               const struct lode_quick_params *params)
{
    struct arena a = {0};
    arena_init(&a, 0);
    int status = quick(l, &a, files, n_files, params);
    session_forget_text(l, "(quick map)");
    arena_finish(&a);
    return status;
}
