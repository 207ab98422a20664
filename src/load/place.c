/* How a table becomes points: two of its columns are their coordinates. */
#include "load/place.h"

#include <math.h>

#include "base/composed.h"
#include "base/num.h"
#include "load/open.h"

static bool mark_column(struct reading *r, const struct doc_text *name, struct lode_err *err)
{
    struct str *names = arena_array(r->arena, struct str, r->n_columns + 1);
    for (size_t i = 0; i < r->n_columns; i++) {
        names[i] = r->columns[i].name;
        if (text_same(names[i], name->s)) {
            r->columns[i].filtering = true;
            return true;
        }
    }

    lode_rule(err, "unknown-column");
    lode_fail(err, LODE_SCHEMA, name->at, "no column '%.*s' in '%.*s'", STR_FMT(name->s),
              STR_FMT(r->source->name));
    open_hint_names(r->arena, name->s, names, r->n_columns, "it", err);
    return false;
}

bool place_prepare(struct reading *r, struct lode_err *err)
{
    const struct doc_text *x = &r->source->x, *y = &r->source->y;
    if (!x->s.p && !y->s.p)
        return true;
    if (!x->s.p || !y->s.p)
        return lode_fail(err, LODE_SCHEMA, x->s.p ? x->at : y->at, "`%s:` is missing beside `%s:`",
                         x->s.p ? "y" : "x", x->s.p ? "x" : "y");

    r->placed = true;
    r->kind = GEOM_POINT;
    return mark_column(r, x, err) && mark_column(r, y, err);
}

/* NAN: it is not a number. */
static double number_at(const struct column *c, size_t i)
{
    if (column_is_null(c, i))
        return NAN;

    double v;
    switch (c->type) {
    case COL_INT:
        return (double)c->v.i[i];
    case COL_REAL:
        return c->v.d[i];
    case COL_TEXT:
        return num_parse(str_trim(c->v.s[i]), &v) ? v : NAN;
    default:
        return NAN;
    }
}

void place_points(struct reading *r, struct features *f)
{
    const struct column *x = table_lookup(&f->table, r->source->x.s);
    const struct column *y = table_lookup(&f->table, r->source->y.s);
    struct geom_builder b = {0};
    size_t bad = 0, first = 0;
    for (size_t i = 0; i < f->table.n; i++) {
        double xi = number_at(x, i), yi = number_at(y, i);
        geom_feature(&b, GEOM_POINT);
        if (isfinite(xi) && isfinite(yi)) {
            geom_part(&b);
            geom_ring(&b);
            geom_xy(&b, xi, yi);
        } else if (!bad++) {
            first = i;
        }
    }

    geom_finish(r->arena, &b, &f->table.geom);

    if (bad)
        reading_warn(r, "no-place",
                     "'%.*s': %zu of %zu rows have no numbers in '%.*s' and '%.*s', and so no "
                     "geometry (first: feature %lld)",
                     STR_FMT(r->source->name), bad, f->table.n, STR_FMT(x->name), STR_FMT(y->name),
                     (long long)f->fid[first]);
}
