/* The table of marker shapes, and the outline of each. */
#include "geom/marker.h"

/* A quarter circle as a cubic: 4/3 tan(pi/8), the share of the radius that the control points lie
 * along the tangents. */
#define K 0.5522847498

#define CIRCLE(r)                                                                                  \
    (r), 0, (r), (r)*K, (r)*K, (r), 0, (r), -(r)*K, (r), -(r), (r)*K, -(r), 0, -(r), -(r)*K,       \
        -(r)*K, -(r), 0, -(r), (r)*K, -(r), (r), -(r)*K, (r), 0

static const double circle[] = {CIRCLE(0.5)};
static const double square[] = {-.443, -.443, .443, -.443, .443, .443, -.443, .443};
static const double diamond[] = {0, -.62, .62, 0, 0, .62, -.62, 0};
/* Equilateral, circumradius 0.7; moved down a little so that it sits on its point as the eye
 * expects. */
static const double triangle[] = {0, -.66, .606, .39, -.606, .39};
static const double triangle_down[] = {0, .66, -.606, -.39, .606, -.39};
/* Circumradius 0.573 and 0.548: r (cos, sin) from the top. */
static const double pentagon[] = {0,     -.5730, .5450, -.1771, .3368,
                                  .4636, -.3368, .4636, -.5450, -.1771};
static const double hexagon[] = {0, -.548, .4746,  -.274, .4746,  .274,
                                 0, .548,  -.4746, .274,  -.4746, -.274};
/* Outer radius 0.68, inner 0.31. */
static const double star[] = {0,      -.6800, .1822,  -.2508, .6467,  -.2101, .2948,
                              .0958,  .3997,  .5501,  0,      .3100,  -.3997, .5501,
                              -.2948, .0958,  -.6467, -.2101, -.1822, -.2508};
static const double cross[] = {-.2, -.58, .2,  -.58, .2,  -.2, .58,  -.2, .58,  .2,  .2,  .2,
                               .2,  .58,  -.2, .58,  -.2, .2,  -.58, .2,  -.58, -.2, -.2, -.2};
static const double plus[] = {-.09, -.55, .09,  -.55, .09,  -.09, .55,  -.09,
                              .55,  .09,  .09,  .09,  .09,  .55,  -.09, .55,
                              -.09, .09,  -.55, .09,  -.55, -.09, -.09, -.09};
/* The plus turned by 45 degrees: (x - y, x + y) / sqrt 2. */
static const double times[] = {.3253,  -.4525, .4525,  -.3253, .1273,  0,      .4525,  .3253,
                               .3253,  .4525,  0,      .1273,  -.3253, .4525,  -.4525, .3253,
                               -.1273, 0,      -.4525, -.3253, -.3253, -.4525, 0,      -.1273};
/* Radius 0.62, flat side down at 0.28. */
static const double semicircle[] = {-.62, .28,     -.62, .28 - .62 * K, -.62 * K,      -.34, 0,
                                    -.34, .62 * K, -.34, .62,           .28 - .62 * K, .62,  .28};
static const double ring[] = {CIRCLE(0.56), CIRCLE(0.3)};
/* Two hammers, each a handle with a head across its upper end, turned by 45 degrees left and
 * right. */
static const double pick[] = {
    0.4518,  0.5537,  0.5537,  0.4518,  -0.1400, -0.2418, 0.0319, -0.4136, -0.0955,
    -0.5409, -0.5282, -0.2418, -0.5282, -0.0891, -0.4136, 0.0319, -0.2418, -0.1400,
    0.2418,  -0.1400, 0.4136,  0.0319,  0.5282,  -0.0891, 0.5282, -0.2418, 0.0955,
    -0.5409, -0.0319, -0.4136, 0.1400,  -0.2418, -0.5537, 0.4518, -0.4518, 0.5537};

const struct marker_shape marker_shapes[] = {
    /* name, outline, half, turn, flags */
    {"circle", "MCCCCZ", circle, 0.5, 1, MARKER_ROUND | MARKER_NESTS},
    {"square", "MLLLZ", square, 0.443, 2, MARKER_NESTS},
    {"diamond", "MLLLZ", diamond, 0.62, 4, 0},
    {"triangle", "MLLZ", triangle, 0.66, 3, 0},
    {"triangle-down", "MLLZ", triangle_down, 0.66, 8, 0},
    {"pentagon", "MLLLLZ", pentagon, 0.573, 5, 0},
    {"hexagon", "MLLLLLZ", hexagon, 0.548, 7, 0},
    {"star", "MLLLLLLLLLZ", star, 0.68, 6, 0},
    {"cross", "MLLLLLLLLLLLZ", cross, 0.58, 9, 0},
    {"x", "MLLLLLLLLLLLZ", times, 0.453, 10, 0},
    {"plus", "MLLLLLLLLLLLZ", plus, 0.55, 0, MARKER_FOR_OTHERS},
    {"semicircle", "MCCZ", semicircle, 0.62, 0, 0},
    {"ring", "MCCCCZMCCCCZ", ring, 0.56, 0, MARKER_ROUND | MARKER_NESTS},
    /* Crossed hammers, for mines. */
    {"pick", "MLLLLLLLLZMLLLLLLLLZ", pick, 0.554, 0, MARKER_OVERLAPS},
#ifdef LODE_SCRATCH
#include "marker_row.inc"
#endif
    {"svg", NULL, NULL, 0.5, 0, 0},
    {NULL, NULL, NULL, 0, 0, 0},
};

const char *marker_shape_name(size_t i)
{
    return marker_shapes[i].name;
}

bool marker_shape_in_turn(unsigned turn, size_t *ret)
{
    for (size_t i = 0; marker_shapes[i].name; i++) {
        if (marker_shapes[i].turn == turn) {
            *ret = i;
            return true;
        }
    }
    return false;
}

size_t marker_shape_for_others(void)
{
    size_t i = 0;
    while (!(marker_shapes[i].flags & MARKER_FOR_OTHERS))
        i++;
    return i;
}

size_t marker_shape_from_file(void)
{
    size_t i = 0;
    while (!marker_is_from_file(i))
        i++;
    return i;
}
