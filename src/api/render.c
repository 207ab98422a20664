/* `lode render`: draws the map of a document, or one page of an atlas, into its files. */
#include "api/render.h"

#include <stdio.h>

#include "atlas/atlas.h"
#include "base/file.h"
#include "load/export.h"
#include "project/shape.h"
#include "run/tables.h"
#include "write/format.h"
#include "write/write.h"

/* Each stage that took time, with its share of all. */
static void report_times(struct run *r)
{
    double total = 0;
    for (size_t i = 0; i < STAGE_N; i++)
        total += r->stage_ms[i];

    for (size_t i = 0; i <= STAGE_N; i++) {
        struct lode_err note = {.severity = LODE_NOTE, .rule = "timing"};
        double ms = i < STAGE_N ? r->stage_ms[i] : total;
        const char *name = i < STAGE_N ? run_stage_name(i) : "total";
        if (!(ms > 0))
            continue;
        snprintf(note.message, sizeof note.message, "%-10s %8.1f ms %3.0f %%", name, ms,
                 100 * ms / total);
        session_tell(r->session, &note);
    }
}

/* The files to make: those of the call, or those that the document names. All are checked before
 * any work. */
static bool list_outputs(struct run *r, const struct lode_render_params *params,
                         struct write_params **ret, size_t *ret_n, struct lode_err *err)
{
    size_t n = params->n_outputs ? params->n_outputs : r->doc->n_outputs;
    struct write_params *out = arena_array(&r->a, struct write_params, n);
    const struct write_format *format;

    for (size_t i = 0; i < n; i++) {
        out[i].dpi = params->dpi > 0 ? params->dpi : r->doc->dpi;
        out[i].path = params->n_outputs ? str_of(params->outputs[i]) : r->doc->outputs[i].file.s;
        out[i].at = params->n_outputs ? (struct lode_span){0} : r->doc->outputs[i].file.at;
        if (!write_format_find(out[i].path, out[i].at, &format, err))
            return false;
        if (!str_is(out[i].path, "-") && !outfile_check(&r->a, out[i].path, out[i].at, err))
            return false;
    }

    if (!n && !r->doc->n_tables) {
        lode_fail(err, LODE_USAGE, (struct lode_span){0}, "'%s' names no outputs", r->doc->file);
        return lode_hint(
            err,
            r->doc->atlas.node
                ? "it is an atlas: draw a page of it with '--page KEY', or all with 'lode batch'"
                : "name a file with -o map.png, or write 'outputs: [map.png]' in it");
    }

    *ret = out;
    *ret_n = n;
    return true;
}

/* The files of a page: those of the call, or those that the atlas names for the page. */
static bool page_outputs(struct run *r, const struct lode_render_params *params,
                         const struct atlas_page *page, struct write_params **ret, size_t *ret_n,
                         struct lode_err *err)
{
    if (params->n_outputs)
        return list_outputs(r, params, ret, ret_n, err);

    struct write_params *out = arena_array(&r->a, struct write_params, page->n_files);
    for (size_t i = 0; i < page->n_files; i++) {
        out[i] = (struct write_params){.path = page->files[i].path,
                                       .dpi = params->dpi > 0 ? params->dpi : r->doc->dpi,
                                       .at = page->files[i].at};
        if (!outfile_check(&r->a, out[i].path, out[i].at, err))
            return false;
    }

    if (!page->n_files) {
        lode_fail(err, LODE_USAGE, r->doc->atlas.node->at, "the atlas names no 'output'");
        return lode_hint(err, "name a file with -o page.png, or write 'output: "
                              "\"out/{page.key}.png\"' in it");
    }

    *ret = out;
    *ret_n = page->n_files;
    return true;
}

static bool find_page(struct run *r, const struct atlas *atlas, const char *key, size_t *ret,
                      struct lode_err *err)
{
    if (atlas_page_lookup(atlas, str_of(key), ret))
        return true;

    struct str *keys = arena_array(&r->a, struct str, atlas->n);
    for (size_t i = 0; i < atlas->n; i++)
        keys[i] = atlas->pages[i].key;
    struct str near = str_nearest(str_of(key), keys, atlas->n);
    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no page of the atlas has the key '%s'", key);
    if (near.len)
        return lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    return lode_hint(err, "keys of its %zu pages begin with '%.*s'", atlas->n,
                     STR_FMT(atlas->pages[0].key));
}

static bool render_page(struct run *r, const struct lode_render_params *params,
                        struct lode_err *err)
{
    struct atlas atlas;
    struct write_params *out;
    size_t page, n;
    return atlas_plan(r, &atlas, err) && find_page(r, &atlas, params->page, &page, err) &&
           page_outputs(r, params, &atlas.pages[page], &out, &n, err) &&
           atlas_draw(r, &atlas, page, out, n, err);
}

static bool check_tables(struct run *r, struct lode_err *err)
{
    for (size_t i = 0; i < r->doc->n_tables; i++) {
        const struct doc_table *t = &r->doc->tables[i];
        struct export_target to = {.path = t->file.s, .at = t->file.at};
        if (!export_check(&r->a, &to, r->session->options.allow_network, err))
            return false;
    }
    return true;
}

static bool render_map(struct run *r, const struct lode_render_params *params, struct lode_err *err)
{
    struct write_params *out = NULL;
    size_t n = 0;
    if (!list_outputs(r, params, &out, &n, err) || !check_tables(r, err))
        return false;

    if (!(n ? run_all(r, err) : run_load_all(r, err) && run_steps(r, err)))
        return false;

    for (size_t i = 0; i < n; i++) {
        if (!write_scene(&r->a, &r->scene, &out[i], err))
            return false;
        run_clock(r, STAGE_WRITE);
    }

    return tables_write(r, err);
}

int render_run(struct run *r, const struct lode_render_params *params)
{
    struct lode_err err = {0};
    bool good = !r->diags.n_errors && run_check(r);
    int status = session_report(r->session, &r->diags);
    if (good && !(params->page ? render_page(r, params, &err) : render_map(r, params, &err)))
        status = session_fail(r->session, &err);
    if (params->timing)
        report_times(r);
    return status;
}

int lode_render(struct lode *l, const char *map, const struct lode_render_params *params)
{
    struct run r;
    run_init(&r, l);
    run_document(&r, map, NULL, params->sets, params->n_sets);
    int status = render_run(&r, params);
    run_finish(&r);
    return status;
}
