/* How points that share a place are counted: for each its nearest neighbour on the ellipsoid. */
#include "overlay/crowded.h"

#include "base/arena.h"
#include "overlay/near.h"
#include "project/shape.h"

struct crowded crowded_count(struct arena *a, const struct features *f)
{
    struct lode_err ignored = {0};
    struct crowded ret = {0};
    struct near_index *index;
    struct near_table hits;
    struct features *moved = arena_new(a, struct features);
    if (f->table.kind != GEOM_POINT || !f->crs.len ||
        !features_to_crs(a, f, STR("EPSG:4326"), f->crs_at, moved, &ignored) ||
        !near_index_make(a, moved, f->crs_at, &index, &ignored))
        return ret;

    struct near_params params = {
        .from = moved, .index = index, .within_m = CROWDED_M, .same = true, .at = f->crs_at};
    if (!near_all(&params, &hits, &ignored))
        return ret;

    for (size_t i = 0; i < hits.first[hits.n]; i++) {
        ret.same += hits.v[i].m == 0;
        ret.near++;
    }
    near_table_finish(&hits);
    return ret;
}
