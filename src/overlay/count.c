/* count: how many features of one layer lie in each area of another. */
#include "base/arena.h"
#include "overlay/areas.h"
#include "overlay/step.h"

/* The columns of the areas, and the count. */
static struct column *counted_columns(struct step *s, const int64_t *count, size_t n)
{
    const struct table *t = &s->with->table;
    struct column *last, *all = columns_with(s->arena, t->columns, t->n_columns, &last);
    *last = (struct column){.name = columns_free_name(s->arena, t, STR("count")),
                            .type = COL_INT,
                            .n = n,
                            .v.i = count};
    return all;
}

static void check(struct step *s, struct features *ret, struct diags *diags)
{
    struct lode_err err = {0};
    struct str name = ret->table.name;
    if (s->with->table.kind != GEOM_POLYGON && s->with->table.kind != GEOM_NONE) {
        lode_fail(&err, LODE_SCHEMA, s->doc->with.at, "'%.*s' has no areas to count in",
                  STR_FMT(s->doc->with.s));
        lode_hint(&err, "'count' names what is counted, 'in' the areas: {count: sites, in: "
                        "provinces}");
        diags_put(diags, &err);
    }
    *ret = *s->with;
    ret->table.name = name;
    ret->table.columns = counted_columns(s, NULL, 0);
    ret->table.n_columns = s->with->table.n_columns + 1;
}

/* A point on a shared border belongs to the first of its areas, so that the counts add up; lines
 * and areas count wherever they meet one. */
static void count_all(struct step *s, int64_t *count)
{
    const struct geometry *from = &s->in->table.geom;
    struct areas areas;
    size_t outside = 0;
    areas_open(s->arena, s->geos, s->with, &areas);
    for (size_t i = 0; i < s->in->table.n; i++) {
        const uint32_t *rows;
        GEOSGeometry *one = geos_from(s->geos, from, i);
        size_t n = one ? areas_meeting(&areas, one, &rows) : 0;
        outside += n == 0;
        if (from->kind[i] == GEOM_POINT && n > 1)
            n = 1;
        for (size_t k = 0; k < n; k++)
            count[rows[k]]++;
        GEOSGeom_destroy_r(s->geos->handle, one);
    }
    areas_close(&areas);
    step_note_left_out(s, "not-counted", outside, "lie in none of");
}

static bool run(struct step *s, struct features *ret, struct lode_err *err)
{
    (void)err;
    int64_t *count = arena_array(s->arena, int64_t, s->with->table.n);
    count_all(s, count);
    *ret = *s->with;
    ret->origin = s->doc->name;
    ret->table.name = s->doc->name;
    ret->table.geometry_name = (struct str){0};
    ret->table.columns = counted_columns(s, count, s->with->table.n);
    ret->table.n_columns = s->with->table.n_columns + 1;
    return true;
}

const struct step_kind step_count = {check, run, NULL};
