/* `lode quick`: draws files without a document. A document is written for the files, as a careful
 * map maker would begin it, and rendered; `--print` writes it, to go on from. */
#include "api/render.h"
#include "base/file.h"
#include "base/log.h"
#include "doc/quote.h"
#include "load/load.h"

struct quick_layer {
    struct str file, name;
    struct str layer; /* in a file with several; empty: the file is one */
    enum geom_kind kind;
    size_t n;         /* features */
    struct str label; /* column to label with; empty: none */
    struct str crs;   /* what the file does not state; empty: it does */
    struct str x, y;  /* columns of a table that are its places; empty: it has shapes */
};

/* Okabe & Ito 2008, in an order in which neighbours differ most. */
static const char *const colors[] = {"'#0072b2'", "'#d55e00'", "'#009e73'", "'#cc79a7'",
                                     "'#e69f00'", "'#56b4e9'", "'#333333'"};
enum { N_COLORS = sizeof colors / sizeof *colors };

/* More names than this on one page are noise. Taste. */
enum { LABELS_MAX = 80 };

/* With more layers the legend is longer than the page. */
enum { LAYERS_MAX = 24 };

struct quick {
    struct lode *session;
    struct arena *arena;
    const struct lode_quick_params *params;
    ARRAY(struct quick_layer) layers;
    bool *used;    /* of each of params->layers: a file has it */
    bool crs_used; /* a file does not state its system, so that params->crs counts */
};

/* A name that no layer has yet: a second 'roads' becomes 'roads 2'. */
static struct str free_name(const struct quick *q, struct str name)
{
    struct str ret = name;
    for (size_t i = 0, k = 2; i < q->layers.n; i++) {
        if (str_eq(q->layers.v[i].name, ret)) {
            ret = str_format(q->arena, "%.*s %zu", STR_FMT(name), k++);
            i = (size_t)-1; /* from the start */
        }
    }
    return ret;
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

static bool fail_without_shapes(struct str file, struct lode_err *err)
{
    lode_fail(err, LODE_DATA, (struct lode_span){0}, "'%.*s' has no geometry to draw",
              STR_FMT(file));
    return lode_hint(err,
                     "for a table of points, name its columns in a document: {file: %.*s, x: "
                     "lon, y: lat, crs: EPSG:4326}",
                     STR_FMT(file));
}

static void note_assumed(const struct quick *q, struct str file, const struct features *f)
{
    struct box all = geometry_box(&f->table.geom);
    struct str by = STR("its coordinates");
    if (f->x_name.len)
        by = str_format(q->arena, "its columns '%.*s' and '%.*s'", STR_FMT(f->x_name),
                        STR_FMT(f->y_name));

    log_note((struct lode_span){0}, "crs-assumed",
             "'%.*s' states no coordinate reference system (CRS); %.*s, from (%.6g, %.6g) to "
             "(%.6g, %.6g), look like longitude and latitude, so WGS 84 was assumed; state another "
             "with `--crs`",
             STR_FMT(file), STR_FMT(by), all.x0, all.y0, all.x1, all.y1);
}

/* Add a layer of `file`, unless it has no geometry. */
static bool add_layer(struct quick *q, struct str file, struct str layer, struct lode_err *err)
{
    struct features f;
    struct doc_source source = {.name = layer.len ? layer : file,
                                .file = {file, {0}},
                                .crs.at.file = "--crs",
                                .layer.at.file = "--layer"};
    struct load_params params = {
        .all_columns = true, .guess = true, .allow_network = q->session->options.allow_network};
    if (q->params->crs)
        params.crs_default = str_of(q->params->crs);

    if (layer.len)
        source.layer.s = layer;

    /* The document that is made of the files reads them again, and reports what it finds. */
    bool was_muted = session_mute(q->session);
    bool ok = load_source(q->arena, &source, &params, &f, err);
    session_unmute(q->session, was_muted);
    if (!ok)
        return false;
    if (f.table.kind == GEOM_NONE)
        return true;

    struct quick_layer new = {.file = file,
                              .layer = layer,
                              .name = free_name(q, layer.len ? layer : path_stem(file)),
                              .n = f.table.n,
                              .kind = f.table.kind,
                              .x = f.x_name,
                              .y = f.y_name};
    if (f.crs_guessed)
        new.crs = f.crs;
    q->crs_used |= f.crs_guessed;
    if (f.crs_guessed && !q->params->crs)
        note_assumed(q, file, &f);
    if (new.n <= LABELS_MAX)
        new.label = label_column(&f.table);
    *array_add(q->arena, &q->layers) = new;
    return true;
}

static bool is_wanted(struct quick *q, struct str layer)
{
    bool wanted = !q->params->n_layers;
    for (size_t i = 0; i < q->params->n_layers; i++) {
        if (str_is(layer, q->params->layers[i]))
            wanted = q->used[i] = true;
    }
    return wanted;
}

static bool add_layers(struct quick *q, struct str file, const struct str *names, size_t n,
                       struct lode_err *err)
{
    struct lode_span nowhere = {0};
    size_t n_wanted = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_wanted(q, names[i]))
            continue;
        if (n_wanted++ == LAYERS_MAX) {
            lode_fail(err, LODE_LIMIT, nowhere, "'%.*s' has %zu layers, and a map has room for %d",
                      STR_FMT(file), n, LAYERS_MAX);
            return lode_hint(err, "say which with `--layer`; see them with: lode info %.*s",
                             STR_FMT(file));
        }

        if (!add_layer(q, file, names[i], err))
            return false;
    }
    return true;
}

static bool add_file(struct quick *q, const char *path, struct lode_err *err)
{
    struct str file = str_of(path), *names;
    struct doc_source source = {.name = file, .file = {file, {0}}};
    size_t n, before = q->layers.n;

    if (!str_is_utf8(file)) {
        lode_fail(err, LODE_USAGE, (struct lode_span){0},
                  "the name of '%s' is not UTF-8, so no document can hold it", path);
        return lode_hint(err, "rename it, or make a link to it with another name");
    }
    if (!load_layer_names(q->arena, &source, q->session->options.allow_network, &names, &n, err))
        return false;

    bool ok = n > 1 ? add_layers(q, file, names, n, err) : add_layer(q, file, (struct str){0}, err);
    if (ok && q->layers.n == before && (n <= 1 || !q->params->n_layers))
        return fail_without_shapes(file, err);
    return ok;
}

static bool check_used(const struct quick *q, struct lode_err *err)
{
    const struct lode_quick_params *p = q->params;
    for (size_t i = 0; i < p->n_layers; i++) {
        if (q->used[i])
            continue;
        lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no file has a layer '%s'", p->layers[i]);
        return lode_hint(err, "see the layers of a file with: lode info FILE");
    }
    return q->layers.n || lode_fail(err, LODE_DATA, (struct lode_span){0},
                                    "nothing to draw: no layer has a geometry");
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
                      STR_FMT(doc), STR_FMT(quote_yaml(a, text)), places[q->kind]);
}

static struct str with_layer(struct arena *a, struct str doc, const struct quick_layer *q,
                             size_t nth, size_t nth_area)
{
    struct str name = quote_yaml(a, q->name);
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

    doc = str_format(a, "%.*s    legend: %.*s\n", STR_FMT(doc),
                     STR_FMT(quote_yaml(a, quote_template(a, q->name))));
    return with_label(a, doc, q);
}

static struct str with_source(struct arena *a, struct str doc, const struct quick_layer *q)
{
    struct str name = quote_yaml(a, q->name), file = quote_yaml(a, q->file);
    if (!q->layer.len && !q->crs.len && !q->x.len)
        return str_format(a, "%.*s  %.*s: %.*s\n", STR_FMT(doc), STR_FMT(name), STR_FMT(file));

    const struct {
        const char *key;
        struct str value;
    } rows[] = {{"layer", q->layer}, {"crs", q->crs}, {"x", q->x}, {"y", q->y}};
    doc = str_format(a, "%.*s  %.*s: {file: %.*s", STR_FMT(doc), STR_FMT(name), STR_FMT(file));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].value.len)
            doc = str_format(a, "%.*s, %s: %.*s", STR_FMT(doc), rows[i].key,
                             STR_FMT(quote_yaml(a, rows[i].value)));
    }
    return str_format(a, "%.*s}\n", STR_FMT(doc));
}

static struct str document_text(struct arena *a, const struct quick_layer *layers, size_t n,
                                const struct lode_quick_params *params)
{
    struct str doc = STR("lode: 1\n");

    if (params->title)
        doc = str_format(a, "%.*stitle: %.*s\n", STR_FMT(doc),
                         STR_FMT(quote_yaml(a, str_of(params->title))));

    doc = str_format(a, "%.*sdata:\n", STR_FMT(doc));
    for (size_t i = 0; i < n; i++)
        doc = with_source(a, doc, &layers[i]);

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

static int draw_files(struct lode *l, struct arena *a, const char *const *files, size_t n_files,
                      const struct lode_quick_params *params)
{
    static const char *const usual_output[] = {"map.png"};
    struct lode_err err = {0};
    struct quick q = {l, a, params, .used = arena_array(a, bool, params->n_layers + 1)};

    for (size_t i = 0; i < n_files; i++) {
        if (!add_file(&q, files[i], &err))
            return session_fail(l, &err);
    }

    if (!check_used(&q, &err))
        return session_fail(l, &err);
    if (params->crs && !q.crs_used)
        log_note((struct lode_span){0}, "crs-not-needed",
                 "`--crs` was not used: every file states its own reference system");

    struct str doc = document_text(a, q.layers.v, q.layers.n, params);
    if (params->print_document)
        return session_write(l, doc) ? 0 : 1;

    session_name_text(l, "(quick map)", doc);
    struct run r;
    run_init(&r, l);
    run_document(&r, "(quick map)", str_c(a, doc), NULL, 0);
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
    int status = draw_files(l, &a, files, n_files, params);
    session_forget_text(l, "(quick map)");
    arena_finish(&a);
    return status;
}
