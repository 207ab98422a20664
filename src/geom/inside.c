/* How a point is found to lie in an area: a ray to the right crosses its outline an odd number of
 * times. */
#include "geom/inside.h"

bool geometry_holds(const struct geometry *g, size_t i, double x, double y)
{
    struct box b = g->box[i];
    if (g->kind[i] != GEOM_POLYGON || x < b.x0 || x > b.x1 || y < b.y0 || y > b.y1)
        return false;

    bool in = false;
    struct range rings = geometry_rings_of(g, i);
    for (size_t r = rings.from; r < rings.end; r++) {
        struct ring ring = geometry_ring(g, r);
        for (size_t k = 0; k + 1 < ring.n; k++) {
            const double *p = ring.xy + 2 * k, *q = p + 2;
            /* Edges are half-open in y, so that a vertex on the ray counts once. */
            if ((p[1] > y) != (q[1] > y) && x < p[0] + (y - p[1]) / (q[1] - p[1]) * (q[0] - p[0]))
                in = !in;
        }
    }
    return in;
}
