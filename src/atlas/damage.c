/* Damaged features and the pages that they stop: those whose shapes could not be read. */
#include "atlas/damage.h"

#include "atlas/shared.h"
#include "base/log.h"
#include "run/sources.h"

/* The boxes of damaged records as a layer, in lon/lat. */
static bool damaged_boxes(struct run *r, const struct features *f, struct features *ret,
                          struct lode_err *err)
{
    struct features boxes = {.crs = f->crs, .crs_at = f->crs_at, .edges = EDGES_PLANAR};
    struct geom_builder b = {0};

    for (size_t i = 0; i < f->n_damaged; i++) {
        struct box x = f->damaged[i].box;
        double xy[] = {x.x0, x.y0, x.x1, x.y0, x.x1, x.y1, x.x0, x.y1, x.x0, x.y0};
        geom_feature(&b, GEOM_POLYGON);
        geom_part(&b);
        geom_ring(&b);
        if (!box_is_empty(x))
            geom_add(&b, (struct ring){xy, 5});
    }

    geom_finish(&r->a, &b, &boxes.table.geom);
    boxes.table.n = f->n_damaged;
    boxes.table.kind = GEOM_POLYGON;
    boxes.fid = arena_array(&r->a, int64_t, f->n_damaged);
    return features_lonlat(&r->a, &boxes, f->crs_at, ret, err);
}

static bool add_damages(struct run *r, const struct doc_source *source, const struct features *f,
                        struct atlas_damage *to, struct lode_err *err)
{
    struct features boxes;
    if (!damaged_boxes(r, f, &boxes, err))
        return false;

    for (size_t i = 0; i < f->n_damaged; i++) {
        struct box b = boxes.table.geom.box[i];
        to[i] = (struct atlas_damage){source, &f->damaged[i], b};
        /* The sides of the box bend on their way to lon/lat, and may reach beyond its corners. */
        if (!box_is_empty(b))
            to[i].box_deg = box_grow(b, 0.01 * fmax(box_width(b), box_height(b)));
        log_warn(source->file.at, "damaged-feature", "%.*s; pages that show it cannot be drawn",
                 STR_FMT(f->damaged[i].why));
    }
    return true;
}

bool atlas_damage_find(struct run *r, struct atlas_shared *s, struct lode_err *err)
{
    size_t n = 0;
    for (size_t i = 0; i < r->doc->n_sources; i++) {
        const struct features *f = layer_lookup(&r->layers, r->doc->sources[i].name);
        n += f ? f->n_damaged : 0;
    }

    struct atlas_damage *all = arena_array(&r->a, struct atlas_damage, n);
    s->damages = all;
    for (size_t i = 0; i < r->doc->n_sources && n; i++) {
        const struct doc_source *source = &r->doc->sources[i];
        const struct features *f = layer_lookup(&r->layers, source->name);
        if (!f || !f->n_damaged)
            continue;

        if (!add_damages(r, source, f, all + s->n_damages, err))
            return false;
        s->n_damages += f->n_damaged;
    }

    return true;
}

static bool fail_page(const struct atlas_damage *d, struct lode_err *err)
{
    lode_rule(err, "damaged-feature");
    lode_fail(err, LODE_DATA, d->source->file.at, "%.*s, and this page shows it",
              STR_FMT(d->of->why));
    return lode_hint(
        err, "write the file anew from its source; 'where' leaves the feature out of all pages");
}

bool atlas_damage_check_feature(const struct run *r, const struct atlas_shared *s, uint32_t row,
                                struct lode_err *err)
{
    for (size_t i = 0; i < s->n_damages; i++) {
        const struct atlas_damage *d = &s->damages[i];
        if (str_eq(d->source->name, r->doc->atlas.over.s) &&
            d->of->fid == s->coverage.features.fid[row])
            return fail_page(d, err);
    }
    return true;
}

bool atlas_damage_check_window(const struct run *p, const struct atlas_shared *s, struct box w,
                               struct lode_err *err)
{
    for (size_t i = 0; i < s->n_damages; i++) {
        const struct atlas_damage *d = &s->damages[i];
        if (box_is_empty(d->box_deg) || sources_located(p->doc, d->source->name) ||
            box_meets_turned(d->box_deg, w))
            return fail_page(d, err);
    }
    return true;
}
