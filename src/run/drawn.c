/* How the features that the layers draw are put together, for the extent of the map. */
#include "run/drawn.h"

#include "base/arena.h"
#include "geom/thin.h"
#include "run/geometry_env.h"

/* With more vertices the geometry is thinned, since fitting must be quick. Taste. */
enum { MANY_VERTICES = 300000 };

struct drawn {
    const struct geometry *g; /* in lon/lat */
    bool *is_drawn;           /* one for each feature of it */
};

/* What keeps a feature from counting. */
enum rigour { BY_NOTHING, BY_KIND, BY_KIND_AND_FILTER };

/* A filter that cannot be evaluated yet, as it asks for the scale, lets all pass: the stage of style
 * reports what is wrong with it. */
static bool pass_filter(struct run *r, const struct doc_layer *l, const struct features *f,
                        struct drawn *ret)
{
    const struct node *filter = node_lookup(l->props, "filter");
    struct lode_err ignored = {0};
    struct expr_env env;
    uint32_t *rows;
    size_t n;

    /* Without scale() and its kin, which follow from the extent. */
    struct expr_env known = r->env;
    known.words = r->page_words;
    known.n_words = r->n_page_words;
    if (!filter || !geometry_env(&r->a, &known, f, &env, &ignored) ||
        !expr_select(&r->a, filter->text, filter->at, &f->table, &env, &rows, &n, &ignored))
        return false;

    for (size_t i = 0; i < n; i++) {
        if (rows[i] < ret->g->n)
            ret->is_drawn[rows[i]] = true;
    }
    return true;
}

static bool choose_drawn(struct run *r, const struct doc_layer *l, enum rigour rigour,
                         struct drawn *ret, struct lode_err *err)
{
    const struct features *f = layer_lookup(&r->layers, l->of.s);
    struct features *lonlat = arena_new(&r->a, struct features);
    if (!features_lonlat(&r->a, f, f->crs_at, lonlat, err))
        return false;

    unsigned draws = rigour == BY_NOTHING ? ~0U : style_draws(l->kind);
    ret->g = &lonlat->table.geom;
    ret->is_drawn = arena_array(&r->a, bool, ret->g->n);
    bool all_pass = rigour < BY_KIND_AND_FILTER || !pass_filter(r, l, f, ret);

    for (size_t i = 0; i < ret->g->n; i++)
        ret->is_drawn[i] = (all_pass || ret->is_drawn[i]) && draws & 1U << ret->g->kind[i];
    return true;
}

static struct geometry *join_drawn(struct arena *a, const struct drawn *layers, size_t n_layers)
{
    struct geometry *ret = arena_new(a, struct geometry);
    struct geom_builder b = {0};
    struct box all = BOX_EMPTY;
    size_t coords = 0;

    for (size_t l = 0; l < n_layers; l++) {
        const struct geometry *g = layers[l].g;
        for (size_t i = 0; i < g->n; i++) {
            if (!layers[l].is_drawn[i])
                continue;
            all = box_join(all, g->box[i]);
            coords += range_length(geometry_coords_of(g, i));
        }
    }

    struct thinner *thinner = coords > MANY_VERTICES ? thinner_create(a, all) : NULL;
    for (size_t l = 0; l < n_layers; l++) {
        for (size_t i = 0; i < layers[l].g->n; i++) {
            if (layers[l].is_drawn[i] && thinner)
                thinner_add(thinner, layers[l].g, i, &b);
            else if (layers[l].is_drawn[i])
                geom_copy(&b, layers[l].g, i);
        }
    }

    geom_finish(a, &b, ret);
    return ret;
}

static bool put_together(struct run *r, enum rigour rigour, struct geometry **ret,
                         struct lode_err *err)
{
    size_t n = r->doc->n_layers;
    struct drawn *layers = arena_array(&r->a, struct drawn, n);

    for (size_t i = 0; i < n; i++) {
        if (!choose_drawn(r, &r->doc->layers[i], rigour, &layers[i], err))
            return false;
    }

    *ret = join_drawn(&r->a, layers, n);
    return true;
}

bool drawn_geometry(struct run *r, const struct geometry **ret, struct lode_err *err)
{
    static const enum rigour tries[] = {BY_KIND_AND_FILTER, BY_KIND, BY_NOTHING};
    struct geometry *g = NULL;

    /* Filters that let nothing pass, and layers that can draw nothing, are reported later: until
     * then the map shows where the data lies. */
    for (size_t i = 0; !r->drawn && (!g || !g->n) && i < sizeof tries / sizeof *tries; i++) {
        if (!put_together(r, tries[i], &g, err))
            return false;
    }

    if (!r->drawn)
        r->drawn = g;
    *ret = r->drawn;
    return true;
}
