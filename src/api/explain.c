/* `lode explain`: shows how distances and areas were computed, and the results of simpler
 * methods. */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "overlay/other_ways.h"
#include "project/geodesic.h"
#include "run/run.h"

#define say(r, ...) session_write((r)->session, str_format(&(r)->a, __VA_ARGS__))

static const char *const way_names[WAY_N] = {[WAY_SPHERE] = "on a sphere",
                                             [WAY_MERCATOR] = "in Web Mercator",
                                             [WAY_DEGREES] = "degrees x 111.3 km"};

static struct str fixed(struct run *r, double v, int decimals)
{
    return num_fixed(&r->a, v, decimals);
}

/* "25.0 km", "800 m" */
static struct str distance_text(struct run *r, double m)
{
    return fabs(m) < 10000 ? str_format(&r->a, "%.*s m", STR_FMT(fixed(r, m, 0)))
                           : str_format(&r->a, "%.*s km", STR_FMT(fixed(r, m / 1000, 1)));
}

/* ---- lists */

static int compare_numbers(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;
    return (a > b) - (a < b);
}

/* What another method gives for the features of a list: how far off it is, and which features it
 * would leave out or add. */
static void say_way(struct run *r, const struct other_ways *w, enum other_way way)
{
    double *off = arena_array(&r->a, double, w->n), largest_m = 0;
    size_t n = 0, missing = 0, more = 0;

    for (size_t i = 0; i < w->n; i++) {
        const struct other_answer *a = &w->v[i];
        double other_m = a->other_m[way];
        if (isnan(other_m))
            continue;

        bool listed = near_limits_list(&w->limits, a->m),
             there = near_limits_list(&w->limits, other_m);
        missing += listed && !there;
        more += !listed && there;
        if (!listed || a->m < 1) /* a share of less than a metre says nothing */
            continue;

        off[n++] = 100 * (other_m - a->m) / a->m;
        if (fabs(other_m - a->m) > fabs(largest_m))
            largest_m = other_m - a->m;
    }

    if (!n)
        return;

    qsort(off, n, sizeof *off, compare_numbers);
    say(r, "      %-18s  %+7.2f %%  %+7.2f %%  %+7.2f %%   %.*s", way_names[way], off[0],
        off[n / 2], off[n - 1], STR_FMT(distance_text(r, largest_m)));
    if (w->limits.within_m > 0 || w->limits.beyond_m > 0)
        say(r, ";  leaves out %zu, adds %zu", missing, more);
    say(r, "\n");
}

static void say_agreements(struct run *r, struct str step)
{
    for (size_t i = 0; i < r->n_agreements; i++) {
        const struct agreement *a = &r->agreements[i];
        if (!str_eq(a->list, step) && !str_eq(a->band, step))
            continue;

        bool is_list = str_eq(a->list, step);
        say(r,
            "    agreement  with '%.*s' at %.*s: %zu features within, all in the area; %zu beyond, "
            "none in it; %zu within %g m of the limit\n",
            STR_FMT(is_list ? a->band : a->list), STR_FMT(distance_text(r, a->distance_m)),
            a->n_within, a->n_beyond, a->n_borderline, a->tolerance_m);
        if (a->n_skipped)
            say(r, "               %zu without geometry, or with geodesic edges, not compared\n",
                a->n_skipped);
    }
}

static bool say_near(struct run *r, const struct doc_step *s, struct lode_err *err)
{
    struct other_ways w;
    size_t n = 0, borderline = 0;
    if (!other_ways(&r->a, s, &r->layers, &w, err))
        return false;

    for (size_t i = 0; i < w.n; i++) {
        n += near_limits_list(&w.limits, w.v[i].m);
        borderline += near_limits_borderline(&w.limits, w.v[i].m);
    }

    say(r,
        "    method     the nearest place on the ellipsoid of WGS 84 (a = 6378137 m, 1/f = "
        "298.257223563), to edges and not to vertices; geodesics after Karney (2013)\n"
        "    from       %zu features of '%.*s', %.*s\n"
        "    to         %zu features of '%.*s' with %zu edges, %s; %.*s\n",
        w.n_from, STR_FMT(s->input.s), STR_FMT(w.from_way), w.n_to, STR_FMT(s->with.s), w.n_edges,
        w.geodesic ? "shortest ways on the ellipsoid (geodesic)"
                   : "straight in their own coordinates (planar)",
        STR_FMT(w.to_way));

    say(r, "    tolerance  %g m: %zu of %zu features are borderline\n", w.limits.tolerance_m,
        borderline, w.n_from);
    say_agreements(r, s->name);

    say(r,
        "    otherwise  %zu features: least, median and greatest difference; the largest in "
        "metres\n",
        n);
    for (int way = 0; way < WAY_N; way++)
        say_way(r, &w, (enum other_way)way);
    return true;
}

/* ---- other steps */

static void say_area(struct run *r, const struct features *f)
{
    double area_m2 = 0;
    size_t parts = 0;
    const struct geometry *g = &f->table.geom;

    for (size_t i = 0; i < g->n; i++) {
        if (g->kind[i] != GEOM_POLYGON)
            continue;
        area_m2 += geodesic_area_m2(&WGS84, g, i);
        parts += range_length(geometry_parts_of(g, i));
    }

    if (parts)
        say(r, "    result     %zu features in %zu parts; %.*s km2 on the ellipsoid\n", f->table.n,
            parts, STR_FMT(fixed(r, area_m2 / 1e6, 1)));
    else
        say(r, "    result     %zu features\n", f->table.n);
}

static bool say_step(struct run *r, const struct doc_step *s, struct lode_err *err)
{
    const struct features *f = layer_lookup(&r->layers, s->name);
    const struct node_pair *op = &s->args->pairs[0];
    say(r, "  %.*s: %.*s\n", STR_FMT(s->name), STR_FMT(op->key));

    bool is_list = doc_step_is(s, "near");
    if (is_list && !say_near(r, s, err))
        return false;
    if (step_method(s))
        say(r, "    method     %s\n", step_method(s));
    if (!is_list)
        say_agreements(r, s->name);
    say_area(r, f);
    return true;
}

static void say_sources(struct run *r)
{
    say(r, "sources\n");
    for (size_t i = 0; i < r->doc->n_sources; i++) {
        const struct doc_source *s = &r->doc->sources[i];
        const struct features *f = layer_lookup(&r->layers, s->name);
        say(r, "  %.*s: %zu features of %.*s%s%.*s%s\n", STR_FMT(s->name), f->table.n,
            STR_FMT(s->file.s), f->crs.len ? ", " : "", f->crs.len < 40 ? (int)f->crs.len : 40,
            f->crs.p, s->geodesic_edges ? ", edges geodesic" : "");
        if (s->accuracy_m > 0)
            say(r, "    accuracy   %g m, as the document states\n", s->accuracy_m);
    }
}

static bool explain_steps(struct run *r, struct lode_err *err)
{
    say_sources(r);
    say(r, "steps\n");
    for (size_t i = 0; i < r->doc->n_steps; i++) {
        if (!say_step(r, &r->doc->steps[i], err))
            return false;
    }
    return true;
}

/* ---- one list, feature by feature */

static bool explain_list(struct run *r, const char *name, struct lode_err *err)
{
    struct other_ways w;

    for (size_t i = 0; i < r->doc->n_steps; i++) {
        const struct doc_step *s = &r->doc->steps[i];
        if (!str_is(s->name, name) || !doc_step_is(s, "near"))
            continue;
        if (!other_ways(&r->a, s, &r->layers, &w, err))
            return false;

        say(r, "feature,near_m,sphere_m,web_mercator_m,degrees_m\n");
        for (size_t k = 0; k < w.n; k++) {
            const struct other_answer *a = &w.v[k];
            if (!near_limits_list(&w.limits, a->m))
                continue;
            say(r, "%lld,%.*s", (long long)a->fid, STR_FMT(fixed(r, a->m, 3)));
            for (int way = 0; way < WAY_N; way++)
                say(r, ",%.*s",
                    STR_FMT(isnan(a->other_m[way]) ? STR("") : fixed(r, a->other_m[way], 3)));
            say(r, "\n");
        }

        return true;
    }

    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no step 'near' is called '%s' in '%s'", name,
              r->doc->file);
    return lode_hint(err, "'lode explain MAP' without '--list' names the steps");
}

int lode_explain(struct lode *l, const char *map, const struct lode_explain_params *params)
{
    struct run r;
    struct lode_err err = {0};
    run_init(&r, l);
    bool good = run_document(&r, map, NULL, params->sets, params->n_sets) && run_check(&r);
    int status = session_report(l, &r.diags);
    if (good && !(run_load_all(&r, &err) && run_steps(&r, &err) &&
                  (params->list ? explain_list(&r, params->list, &err) : explain_steps(&r, &err))))
        status = session_fail(l, &err);
    run_finish(&r);
    return status;
}
