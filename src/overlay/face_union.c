/* How the faces of a net become one area: segments that two faces have are dropped, and the others
 * polygonized. */
#include "overlay/face_union.h"

#include <stdlib.h>

#include "base/arena.h"

/* The rings of all faces, one after the other; each ends where it began. */
struct rings {
    double *xy;
    size_t n;      /* vertices */
    bool *ends;    /* the vertex is the last of its ring */
    bool *outline; /* the segment that begins with the vertex bounds one face only */
};

/* From vertex `at` to the next. (ax, ay) is the end more to the west, or to the south, so that the
 * two segments of a shared edge are equal. */
struct segment {
    double ax, ay, bx, by;
    size_t at;
};

static void add_ring(struct geos *g, const GEOSGeometry *ring, struct rings *r)
{
    unsigned n = 0;
    const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(g->handle, ring);
    if (!seq || !GEOSCoordSeq_getSize_r(g->handle, seq, &n) || !n)
        return;

    GEOSCoordSeq_copyToBuffer_r(g->handle, seq, r->xy + 2 * r->n, 0, 0);
    r->n += n;
    r->ends[r->n - 1] = true;
}

static void read_rings(struct arena *a, struct geos *g, const GEOSGeometry *const *faces, size_t n,
                       struct rings *ret)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        most += (size_t)GEOSGetNumCoordinates_r(g->handle, faces[i]);

    ret->xy = arena_array(a, double, 2 * most + 2);
    ret->ends = arena_array(a, bool, most + 1);
    ret->outline = arena_array(a, bool, most + 1);

    for (size_t i = 0; i < n; i++) {
        int holes = GEOSGetNumInteriorRings_r(g->handle, faces[i]);
        add_ring(g, GEOSGetExteriorRing_r(g->handle, faces[i]), ret);
        for (int k = 0; k < holes; k++)
            add_ring(g, GEOSGetInteriorRingN_r(g->handle, faces[i], k), ret);
    }
}

static struct segment segment_at(const struct rings *r, size_t i)
{
    const double *p = r->xy + 2 * i, *q = p + 2;
    bool turned = p[0] > q[0] || (p[0] == q[0] && p[1] > q[1]);
    return turned ? (struct segment){q[0], q[1], p[0], p[1], i}
                  : (struct segment){p[0], p[1], q[0], q[1], i};
}

static int by_place(const void *p, const void *q)
{
    const double *a = p, *b = q; /* ax, ay, bx, by come first */
    for (int i = 0; i < 4; i++) {
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

/* The segments that no other face has too: in order of place, those without an equal neighbour. */
static void find_outline(struct arena *a, struct rings *r)
{
    struct segment *v = arena_array(a, struct segment, r->n);
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (!r->ends[i])
            v[n++] = segment_at(r, i);
    }

    qsort(v, n, sizeof *v, by_place);
    for (size_t i = 0; i < n; i++)
        r->outline[v[i].at] = !(i > 0 && by_place(&v[i - 1], &v[i]) == 0) &&
                              !(i + 1 < n && by_place(&v[i], &v[i + 1]) == 0);
}

/* The outline as lines, each a run of segments of one ring. */
static GEOSGeometry *outline_lines(struct arena *a, struct geos *g, const struct rings *r)
{
    GEOSContextHandle_t h = g->handle;
    ARRAY(GEOSGeometry *) lines = {0};

    for (size_t i = 0, end; i < r->n; i = end + 1) {
        for (end = i; r->outline[end];)
            end++;
        GEOSCoordSequence *seq =
            end > i ? GEOSCoordSeq_copyFromBuffer_r(h, r->xy + 2 * i, (unsigned)(end - i + 1), 0, 0)
                    : NULL;
        GEOSGeometry *line = seq ? GEOSGeom_createLineString_r(h, seq) : NULL;
        if (line)
            *array_add(a, &lines) = line;
    }

    return GEOSGeom_createCollection_r(h, GEOS_MULTILINESTRING, lines.v, (unsigned)lines.n);
}

GEOSGeometry *face_union(struct arena *a, struct geos *g, const GEOSGeometry *const *faces,
                         size_t n)
{
    struct arena scratch = *a;
    struct rings rings = {0};
    read_rings(&scratch, g, faces, n, &rings);
    find_outline(&scratch, &rings);

    GEOSGeometry *lines = outline_lines(&scratch, g, &rings);
    const GEOSGeometry *input = lines;
    GEOSGeometry *ret = lines ? GEOSPolygonize_valid_r(g->handle, &input, 1) : NULL;
    GEOSGeom_destroy_r(g->handle, lines);
    return ret;
}
