#include "overlay/rejects.h"

#include "base/arena.h"

/* What is said of a feature that is not in the result; '%' stands for the other layer. NULL: such
 * steps keep all features, or make new ones of many. */
static const char *const reasons[STEP_N] = {
    [STEP_SELECT] = "is not selected",
    [STEP_BUFFER] = "has no area left",
    [STEP_CLIP] = "lies outside '%'",
    [STEP_ERASE] = "lies inside '%'",
    [STEP_INTERSECT] = "lies in none of '%'",
    [STEP_UNION] = "is no area",
    [STEP_SYMDIFF] = "is no area, or lies in '%'",
    [STEP_CENTROID] = "has no centre",
    [STEP_INSIDE_POINT] = "has no place inside",
    [STEP_HULL] = "has no hull: its vertices lie on a line",
    [STEP_LINES] = "has no boundary",
    [STEP_NEAR] = "'%' is not within the limits",
    [STEP_COUNT] = "lies in none of '%'",
};

/* Several features are one there. */
static bool is_grouped(const struct doc_step *s)
{
    const struct node *dissolve = node_lookup(s->args, "dissolve"),
                      *once = node_lookup(s->args, "once");
    return (s->op == STEP_HULL && node_lookup(s->args, "by")) ||
           (s->op != STEP_DISSOLVE && dissolve && node_is(dissolve, "true")) ||
           (once && node_is(once, "true"));
}

bool rejects_possible(const struct doc_step *s)
{
    return reasons[s->op] && !is_grouped(s);
}

static struct str reason_of(struct step *s)
{
    struct str text = str_of(reasons[s->doc->op]), before;
    if (!str_cut(&text, '%', &before))
        return before.p ? before : text;
    return str_format(s->arena, "%.*s%.*s%.*s", STR_FMT(before), STR_FMT(s->doc->with.s),
                      STR_FMT(text));
}

static struct column *with_reason(struct step *s, const struct column *columns, size_t n,
                                  const struct str *reasons_of_rows, struct table *ret)
{
    const struct table *t = &s->in->table;
    struct column *last, *all = columns_with(s->arena, columns, t->n_columns, &last);
    *last = (struct column){.name = columns_free_name(s->arena, t, STR("reason")),
                            .type = COL_TEXT,
                            .n = n,
                            .v.s = reasons_of_rows};
    ret->columns = all;
    ret->n_columns = t->n_columns + 1;
    return all;
}

void rejects_schema(struct step *s, struct features *ret)
{
    *ret = *s->in;
    ret->crs = STR("EPSG:4326");
    ret->table.geometry_name = (struct str){0};
    with_reason(s, s->in->table.columns, 0, NULL, &ret->table);
}

void rejects_make(struct step *s, struct features *ret)
{
    const struct table *t = &s->in->table;
    struct geom_builder b = {0};
    uint32_t *rows = arena_array(s->arena, uint32_t, t->n + 1);
    struct str *reason = arena_array(s->arena, struct str, t->n + 1), usual = reason_of(s);
    enum geom_kind kind = t->kind;
    size_t n = 0;
    uint8_t *kept = s->kept;
    s->kept = NULL; /* what comes now is no result */
    for (uint32_t i = 0; i < t->n; i++) {
        if (kept[i])
            continue;
        bool none = s->doc->op != STEP_SELECT && t->geom.n && t->geom.kind[i] == GEOM_NONE;
        reason[n] = none ? STR("has no geometry") : usual;
        rows[n++] = i;
        if (t->geom.n)
            geom_copy(&b, &t->geom, i);
        else
            geom_feature(&b, GEOM_NONE);
    }
    step_result(s, rows, n, &b, ret);
    ret->table.kind = kind;
    with_reason(s, ret->table.columns, n, reason, &ret->table);
}
