/* `lode export`: writes a source, or the result of a step, as a file of data. */
#include "load/export.h"
#include "project/shape.h"
#include "run/run.h"

static bool export_layer(struct run *r, struct str name, const struct lode_export_params *params,
                         struct lode_err *err)
{
    const struct features *f = layer_lookup(&r->layers, name);
    struct features moved;
    struct str crs = params->crs ? str_of(params->crs) : STR("EPSG:4326");
    struct export_target to = {.path = str_of(params->output)};
    return features_to_crs(&r->a, f, crs, to.at, &moved, err) &&
           export_features(&r->a, &moved, &to, err);
}

/* Load all sources whole, run the steps, and export `name`: what the page shows does not matter
 * here. */
static bool load_and_export(struct run *r, struct str name, const struct lode_export_params *params,
                            struct lode_err *err)
{
    if (!layer_lookup(&r->schemas, name)) {
        struct str near = str_nearest(name, r->schemas.name, r->schemas.n);
        lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no layer '%.*s' in '%s'", STR_FMT(name),
                  r->doc->file);
        return near.len ? lode_hint(err, "did you mean '%.*s'?", STR_FMT(near))
                        : lode_hint(err, "a source or a step of the document can be exported");
    }

    struct export_target to = {.path = str_of(params->output)};
    if (!export_check(&r->a, &to, r->session->options.allow_network, err))
        return false;

    r->all_columns = true;
    return run_load_all(r, err) && run_steps(r, err) && export_layer(r, name, params, err);
}

int lode_export(struct lode *l, const char *map, const char *layer,
                const struct lode_export_params *params)
{
    struct run r;
    struct lode_err err = {0};
    run_init(&r, l);
    bool good = run_document(&r, map, NULL, params->sets, params->n_sets) && run_check(&r);
    int status = session_report(l, &r.diags);
    if (good && !load_and_export(&r, str_of(layer), params, &err))
        status = session_fail(l, &err);
    run_finish(&r);
    return status;
}
