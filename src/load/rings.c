/* How the rings of a polygon in a shapefile are sorted into outer rings and their holes. */
#include "load/rings.h"

#include <math.h>
#include <stddef.h>

/* The most pairs of hole and outer ring that are compared, in a second or so. Real polygons stay
 * below a million. */
static const uint64_t pairs_max = 300000000;

/* Area and box, by the shoelace formula about the first vertex, which keeps small rings far from the
 * origin exact. */
static void measure_ring(struct shape_ring *r)
{
    double area = 0, x0 = r->n ? r->xy[0] : 0, y0 = r->n ? r->xy[1] : 0;
    r->box = BOX_EMPTY;

    for (uint32_t i = 0; i < r->n; i++) {
        const double *p = r->xy + 2 * (size_t)i, *q = i + 1 < r->n ? p + 2 : r->xy;
        area += (p[0] - x0) * (q[1] - y0) - (q[0] - x0) * (p[1] - y0);
        r->box.x0 = p[0] < r->box.x0 ? p[0] : r->box.x0;
        r->box.x1 = p[0] > r->box.x1 ? p[0] : r->box.x1;
        r->box.y0 = p[1] < r->box.y0 ? p[1] : r->box.y0;
        r->box.y1 = p[1] > r->box.y1 ? p[1] : r->box.y1;
    }

    r->area = area / 2;
}

enum side { OUTSIDE, INSIDE, ON_EDGE };

/* By the edges that a ray to the right crosses. An edge includes its lower end but not its upper end. */
static enum side side_of(const struct shape_ring *r, double x, double y)
{
    bool inside = false;
    for (uint32_t i = 0; i + 1 < r->n; i++) {
        const double *p = r->xy + 2 * (size_t)i, *q = p + 2;
        double cross = (q[0] - p[0]) * (y - p[1]) - (x - p[0]) * (q[1] - p[1]);
        if (cross == 0 && x >= fmin(p[0], q[0]) && x <= fmax(p[0], q[0]) && y >= fmin(p[1], q[1]) &&
            y <= fmax(p[1], q[1]))
            return ON_EDGE;

        if ((p[1] <= y) != (q[1] <= y) && (cross > 0) == (q[1] > p[1]))
            inside = !inside;
    }

    return inside ? INSIDE : OUTSIDE;
}

static bool lies_in(const struct shape_ring *hole, const struct shape_ring *outer)
{
    if (!box_holds(outer->box, hole->box))
        return false;

    /* The first vertex that does not touch the outer ring decides. */
    for (uint32_t i = 0; i < hole->n; i++) {
        struct xy at = xy_at(hole->xy, i);
        enum side side = side_of(outer, at.x, at.y);
        if (side != ON_EDGE)
            return side == INSIDE;
    }

    return true;
}

bool rings_sort(struct shape_ring *rings, uint32_t n)
{
    uint32_t outers = 0, first = 0;
    for (uint32_t i = 0; i < n; i++) {
        measure_ring(&rings[i]);
        rings[i].owner = i;
        rings[i].hole = NO_RING;
        if (rings[i].area <= 0 && outers++ == 0)
            first = i;
    }

    if (outers == n || !outers)
        return true;
    if ((uint64_t)outers * (n - outers) > pairs_max)
        return false;

    for (uint32_t i = 0; i < n; i++) {
        if (rings[i].area <= 0)
            continue;

        double least = INFINITY;
        rings[i].owner = outers == 1 ? first : i;
        for (uint32_t k = 0; outers > 1 && k < n; k++) {
            if (rings[k].area <= 0 && -rings[k].area < least && lies_in(&rings[i], &rings[k])) {
                rings[i].owner = k;
                least = -rings[k].area;
            }
        }
    }

    /* From the last to the first, so that the list of each outer ring has its holes in their order. */
    for (uint32_t i = n; i-- > 0;) {
        if (rings[i].owner != i) {
            rings[i].hole = rings[rings[i].owner].hole;
            rings[rings[i].owner].hole = i;
        }
    }

    return true;
}
