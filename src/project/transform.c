/* How places are transformed from one reference system to another by PROJ, and how accurately. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "project/crs.h"
#include "project/link.h"

struct transform {
    PJ *pj; /* NULL: the systems are the same */
    PJ_CONTEXT *ctx;
    PJ *plain; /* the projection alone, from radians, where `pj` is nothing else; else NULL */
    struct axis_turn from, to;
};

static bool is_turned(struct axis_turn t)
{
    return t.xx || t.xy;
}

static struct axis_turn turn_back(struct axis_turn t)
{
    return (struct axis_turn){t.xx, t.yx, t.xy, t.yy};
}

static void turn_places(struct axis_turn t, double *xy, size_t n)
{
    for (size_t i = 0; i < n && is_turned(t); i++) {
        struct xy v = xy_at(xy, i);
        xy_set(xy, i, t.xx * v.x + t.xy * v.y, t.yx * v.x + t.yy * v.y);
    }
}

bool crs_same(const struct crs *from, const struct crs *to)
{
    PJ_CONTEXT *ctx = link_of(to)->ctx;
    PJ_COMPARISON_CRITERION how = from->geographic && to->geographic
                                      ? PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS
                                      : PJ_COMP_EQUIVALENT;
    if (memcmp(&from->turn, &to->turn, sizeof from->turn) != 0)
        return false;
    return (from->definition.len && str_eq(from->definition, to->definition)) ||
           proj_is_equivalent_to_with_ctx(ctx, link_of(from)->crs, link_of(to)->crs, how);
}

/* PROJ takes most of the time for leading a place through the steps of a pipeline. Where there are
 * two, degrees to radians and a projection, the projection is made alone, with the same
 * parameters. */
static PJ *plain_projection(struct arena *a, PJ_CONTEXT *ctx, PJ *pj)
{
    static const char prefix[] =
        "proj=pipeline step proj=unitconvert xy_in=deg xy_out=rad step proj=";
    const char *is = proj_pj_info(pj).definition;
    if (!is || strncmp(is, prefix, sizeof prefix - 1) != 0)
        return NULL;

    struct str last = str_of(is + sizeof prefix - 1);
    size_t at;
    if (str_find(last, STR("step "), &at) || str_find(last, STR(" inv"), &at) ||
        str_find(last, STR(" omit_"), &at))
        return NULL; /* a third step, or a way back */

    PJ *plain = proj_create(ctx, str_format(a, "proj=%.*s", STR_FMT(last)).p);
    link_keep(a, plain);
    bool fits = plain && proj_angular_input(plain, PJ_FWD) && !proj_angular_output(plain, PJ_FWD) &&
                !proj_degree_input(plain, PJ_FWD);
    return fits ? plain : NULL;
}

bool transform_create(struct arena *a, const struct crs *from, const struct crs *to,
                      struct lode_span at, struct transform **ret, struct lode_err *err)
{
    struct transform *t = arena_new(a, struct transform);
    struct proj_link *link = link_of(to);
    t->ctx = link->ctx;
    t->from = from->turn;
    t->to = to->turn;
    if (crs_same(from, to)) {
        *ret = t;
        return true;
    }

    link->said[0] = '\0';
    PJ *raw = proj_create_crs_to_crs_from_pj(t->ctx, link_of(from)->crs, link->crs, NULL, NULL);
    link_keep(a, raw);
    PJ *pj = raw ? proj_normalize_for_visualization(t->ctx, raw) : NULL;
    link_keep(a, pj);
    if (!pj) {
        lode_fail(err, LODE_CRS, at, "PROJ cannot transform from '%.*s' to '%.*s'%s%s",
                  STR_FMT(from->name), STR_FMT(to->name), *link->said ? ": " : "", link->said);
        return lode_hint(err, "state another `crs:`");
    }

    t->pj = pj;
    t->plain = plain_projection(a, t->ctx, pj);
    *ret = t;
    return true;
}

/* RAD_PER_DEG is what PROJ multiplies by in its own step from degrees, so the same bits come
 * out. */
static void transform_places(const struct transform *t, PJ_DIRECTION direction, double *xy,
                             size_t n)
{
    PJ *pj = t->plain ? t->plain : t->pj;
    if (!pj || !n)
        return;

    turn_places(turn_back(direction == PJ_FWD ? t->from : t->to), xy, n);
    for (size_t i = 0; i < 2 * n && t->plain && direction == PJ_FWD; i++)
        xy[i] *= RAD_PER_DEG;
    proj_trans_generic(pj, direction, xy, 2 * sizeof *xy, n, xy + 1, 2 * sizeof *xy, n, NULL, 0, 0,
                       NULL, 0, 0);
    proj_errno_reset(pj);

    for (size_t i = 0; i < 2 * n && t->plain && direction == PJ_INV; i++)
        xy[i] /= RAD_PER_DEG;

    for (size_t i = 0; i < n; i++) {
        if (!isfinite(xy[2 * i]) || !isfinite(xy[2 * i + 1]))
            xy[2 * i] = xy[2 * i + 1] = NAN;
    }
    turn_places(direction == PJ_FWD ? t->to : t->from, xy, n);
}

void transform_points(const struct transform *t, double *xy, size_t n)
{
    transform_places(t, PJ_FWD, xy, n);
}

void transform_inverse(const struct transform *t, double *xy, size_t n)
{
    transform_places(t, PJ_INV, xy, n);
}

struct str transform_accuracy(struct arena *a, const struct transform *t)
{
    if (!t->pj)
        return STR("exact");
    if (proj_coordoperation_has_ballpark_transformation(t->ctx, t->pj))
        return STR("ballpark");

    double accuracy_m = proj_coordoperation_get_accuracy(t->ctx, t->pj);
    if (accuracy_m < 0)
        return STR("unknown");
    if (accuracy_m == 0)
        return STR("exact");
    return str_format(a, "%.*s m", STR_FMT(num_text(a, accuracy_m)));
}

/* The operation that PROJ takes at this place, of those that it knows; the caller destroys it. */
static PJ *operation_at(const struct transform *t, double x, double y)
{
    proj_trans(t->pj, PJ_FWD, proj_coord(x, y, 0, 0));
    return proj_trans_get_last_used_operation(t->pj);
}

struct str transform_operation(struct arena *a, const struct transform *t, double x, double y)
{
    PJ *used = t->pj ? operation_at(t, x, y) : NULL;
    const char *name = used ? proj_get_name(used) : NULL;
    struct str ret = str_copy(a, name ? str_of(name) : STR("none"));
    proj_destroy(used);
    if (t->pj)
        proj_errno_reset(t->pj);
    return ret;
}

double transform_accuracy_m(const struct transform *t, double x, double y)
{
    if (!t->pj)
        return 0;

    PJ *used = operation_at(t, x, y);
    double m = -1;
    if (used && !proj_coordoperation_has_ballpark_transformation(t->ctx, used))
        m = fmax(proj_coordoperation_get_accuracy(t->ctx, used), -1);
    proj_destroy(used);
    proj_errno_reset(t->pj);
    return m;
}

bool transform_is_identity(const struct transform *t)
{
    return !t->pj;
}

const char *proj_library_version(void)
{
    return proj_info().version;
}

struct str proj_data_path(struct arena *a)
{
    return str_copy(a, str_of(proj_info().searchpath));
}
