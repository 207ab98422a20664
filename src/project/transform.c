/* How places are transformed from one reference system to another by PROJ, and how accurately. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "project/crs.h"
#include "project/link.h"

struct transform {
    PJ *pj;    /* NULL: the systems are the same */
    PJ *whole; /* after transform_settle: what PROJ chooses by place; else NULL */
    const struct proj_link *link_from, *link_to;
    size_t n_operations; /* that PROJ takes in the area of transform_settle */
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
    t->link_from = link_of(from);
    t->link_to = link;
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
static void run_operation(PJ *pj, PJ_DIRECTION direction, double *xy, size_t n)
{
    proj_trans_generic(pj, direction, xy, 2 * sizeof *xy, n, xy + 1, 2 * sizeof *xy, n, NULL, 0, 0,
                       NULL, 0, 0);
    proj_errno_reset(pj);
}

/* As run_operation by t->pj; what that cannot do, such as places beyond its grid, by t->whole. */
static void run_settled(const struct transform *t, PJ_DIRECTION direction, double *xy, size_t n)
{
    double before[2 * 64];
    for (size_t done = 0, some; done < n; done += some, xy += 2 * some) {
        some = n - done < 64 ? n - done : 64;
        memcpy(before, xy, some * 2 * sizeof *xy);
        run_operation(t->pj, direction, xy, some);
        for (size_t i = 0; i < some; i++) {
            if (isfinite(xy[2 * i]) && isfinite(xy[2 * i + 1]))
                continue;
            memcpy(xy + 2 * i, before + 2 * i, 2 * sizeof *xy);
            run_operation(t->whole, direction, xy + 2 * i, 1);
        }
    }
}

static void transform_places(const struct transform *t, PJ_DIRECTION direction, double *xy,
                             size_t n)
{
    PJ *pj = t->plain ? t->plain : t->pj;
    if (!pj || !n)
        return;

    turn_places(turn_back(direction == PJ_FWD ? t->from : t->to), xy, n);
    for (size_t i = 0; i < 2 * n && t->plain && direction == PJ_FWD; i++)
        xy[i] *= RAD_PER_DEG;
    if (t->whole)
        run_settled(t, direction, xy, n);
    else
        run_operation(pj, direction, xy, n);

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

/* Below 0: unknown, or a ballpark. A projection alone moves no datum and is exact, though PROJ states
 * no accuracy for it. */
static double accuracy_of(PJ_CONTEXT *ctx, const PJ *op)
{
    if (proj_get_type(op) == PJ_TYPE_CONVERSION)
        return 0;
    if (proj_coordoperation_has_ballpark_transformation(ctx, op))
        return -1;
    return fmax(proj_coordoperation_get_accuracy(ctx, op), -1);
}

struct str transform_accuracy(struct arena *a, const struct transform *t)
{
    if (!t->pj)
        return STR("exact");
    if (proj_coordoperation_has_ballpark_transformation(t->ctx, t->pj))
        return STR("ballpark");

    double accuracy_m = accuracy_of(t->ctx, t->pj);
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

/* What PROJ adds to a name for the order of axes tells nobody anything. */
static struct str plain_name(struct str name)
{
    const struct str before = STR("axis order change (2D) + "),
                     after = STR(" + axis order change (2D)");
    if (str_starts(name, before))
        name = str_from(name, before.len);
    if (str_ends(name, after))
        name = str_head(name, name.len - after.len);
    return name;
}

struct str transform_operation(struct arena *a, const struct transform *t, double x, double y)
{
    PJ *used = t->pj ? operation_at(t, x, y) : NULL;
    const char *name = used ? proj_get_name(used) : NULL;
    struct str ret = str_copy(a, name ? plain_name(str_of(name)) : STR("none"));
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
    double m = used ? accuracy_of(t->ctx, used) : -1;
    proj_destroy(used);
    proj_errno_reset(t->pj);
    return m;
}

bool transform_is_ballpark(const struct transform *t, double x, double y)
{
    if (!t->pj)
        return false;

    PJ *used = operation_at(t, x, y);
    bool ret = !used || proj_coordoperation_has_ballpark_transformation(t->ctx, used);
    proj_destroy(used);
    proj_errno_reset(t->pj);
    return ret;
}

/* ---- one operation for a layer ---- */

enum { LATTICE = 5, SAMPLES = LATTICE * LATTICE };

static struct box lonlat_box(const struct transform *t, const double *xy)
{
    /* Where the places lie, to a degree of datum; the box of what the operations are made for. */
    PJ *globe = proj_crs_get_geodetic_crs(t->ctx, t->link_from->crs);
    PJ *raw =
        globe ? proj_create_crs_to_crs_from_pj(t->ctx, t->link_from->crs, globe, NULL, NULL) : NULL;
    PJ *way = raw ? proj_normalize_for_visualization(t->ctx, raw) : NULL;
    struct box b = BOX_EMPTY;
    for (int i = 0; i < SAMPLES && way; i++) {
        PJ_COORD c = proj_trans(way, PJ_FWD, proj_coord(xy[2 * i], xy[2 * i + 1], 0, 0));
        if (isfinite(c.xy.x) && isfinite(c.xy.y))
            b = box_add(b, c.xy.x, c.xy.y);
    }

    proj_destroy(way);
    proj_destroy(raw);
    proj_destroy(globe);
    return b;
}

/* Is the operation made for the whole box, and how accurate? Below 0: it is not, or not known. */
static double accuracy_for(PJ_CONTEXT *ctx, const PJ *op, struct box deg)
{
    double w, s, e, n;
    if (!proj_get_area_of_use(ctx, op, &w, &s, &e, &n, NULL) || w < -180 || e < w)
        return -1;
    if (!box_holds((struct box){w, s, e, n}, deg) ||
        !proj_coordoperation_is_instantiable(ctx, op) ||
        proj_coordoperation_has_ballpark_transformation(ctx, op))
        return -1;
    return proj_coordoperation_get_accuracy(ctx, op);
}

/* The most accurate operation that is made for all of the box; NULL: there is none. */
static PJ *covering_operation(const struct transform *t, struct box deg)
{
    PJ_OPERATION_FACTORY_CONTEXT *wish = proj_create_operation_factory_context(t->ctx, NULL);
    proj_operation_factory_context_set_spatial_criterion(
        t->ctx, wish, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(
        t->ctx, wish, PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    PJ_OBJ_LIST *list = proj_create_operations(t->ctx, t->link_from->crs, t->link_to->crs, wish);

    PJ *best = NULL;
    double best_m = INFINITY;
    for (int i = 0, n = list ? proj_list_get_count(list) : 0; i < n; i++) {
        PJ *op = proj_list_get(t->ctx, list, i);
        double m = accuracy_for(t->ctx, op, deg);
        if (m >= 0 && m < best_m) {
            proj_destroy(best);
            best = proj_normalize_for_visualization(t->ctx, op);
            best_m = m;
        }
        proj_destroy(op);
    }

    proj_list_destroy(list);
    proj_operation_factory_context_destroy(wish);
    return best;
}

/* The places of a lattice over the area. */
static void lattice_over(struct box area, double *ret)
{
    for (int i = 0; i < SAMPLES; i++)
        xy_set(ret, (size_t)i, area.x0 + box_width(area) * (i % LATTICE) / (LATTICE - 1),
               area.y0 + box_height(area) * (i / LATTICE) / (LATTICE - 1));
}

/* The operation that PROJ takes at all places, or NULL when it takes several; sets n_operations. */
static PJ *only_operation(struct transform *t, const double *xy)
{
    PJ *seen[SAMPLES];
    size_t n = 0;
    for (int i = 0; i < SAMPLES; i++) {
        PJ *op = operation_at(t, xy[2 * i], xy[2 * i + 1]);
        const char *name = op ? proj_get_name(op) : NULL;
        size_t k = 0;
        while (name && k < n && strcmp(name, proj_get_name(seen[k])) != 0)
            k++;
        if (name && k == n)
            seen[n++] = op;
        else
            proj_destroy(op);
    }

    for (size_t k = n == 1 ? 1 : 0; k < n; k++)
        proj_destroy(seen[k]);
    t->n_operations = n;
    return n == 1 ? seen[0] : NULL;
}

/* PROJ has not chosen yet, which it only says of what has several operations. */
static bool has_several(const struct transform *t)
{
    const char *is = t->pj ? proj_pj_info(t->pj).definition : NULL;
    return is && str_starts(str_of(is), STR("unavailable"));
}

void transform_settle(struct arena *a, struct transform *t, struct box area, bool points)
{
    double xy[2 * SAMPLES];
    if (t->whole || box_is_empty(area) || !has_several(t))
        return;

    lattice_over(area, xy);
    PJ *one = only_operation(t, xy);
    if (!one && !points)
        one = covering_operation(t, lonlat_box(t, xy));
    proj_errno_reset(t->pj);
    if (!one)
        return;

    link_keep(a, one);
    t->whole = t->pj;
    t->pj = one;
}

size_t transform_operations(const struct transform *t, bool *ret_by_place)
{
    *ret_by_place = t->n_operations > 1 && !t->whole;
    return t->n_operations;
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
