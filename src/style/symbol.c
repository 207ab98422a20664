#include "style/symbol.h"

#include <glib.h>
#include <math.h>

const char *const marker_shape_names[MARKER_N] = {
    [MARKER_CIRCLE] = "circle",
    [MARKER_SQUARE] = "square",
    [MARKER_DIAMOND] = "diamond",
    [MARKER_TRIANGLE] = "triangle",
    [MARKER_TRIANGLE_DOWN] = "triangle-down",
    [MARKER_PENTAGON] = "pentagon",
    [MARKER_HEXAGON] = "hexagon",
    [MARKER_STAR] = "star",
    [MARKER_CROSS] = "cross",
    [MARKER_X] = "x",
    [MARKER_PLUS] = "plus",
    [MARKER_SEMICIRCLE] = "semicircle",
    [MARKER_RING] = "ring",
    [MARKER_PICK] = "pick",
    [MARKER_SVG] = "svg",
};

/* A miter reaches at most this many half widths: Cairo's default limit of 10 is far more than
 * corners of map lines show, and clipping a frame's width away costs a sliver only, so 4 is taken.
 */
static const double miter_reach = 4;

static double stroke_reach_pt(const struct stroke *s)
{
    if (s->width_pt <= 0 || !s->color.a)
        return 0;
    double half = s->width_pt / 2 * (s->join == JOIN_MITER ? miter_reach : 1);
    if (s->cap == CAP_SQUARE)
        half = fmax(half, s->width_pt / 2 * G_SQRT2);
    return half + fabs(s->offset_pt);
}

double symbol_reach_pt(const struct symbol *s)
{
    double reach = fmax(stroke_reach_pt(&s->stroke), stroke_reach_pt(&s->casing));
    if (s->ticks.every_pt > 0)
        reach = fmax(reach, hypot(s->ticks.length_pt, s->ticks.width_pt) / 2);
    /* The box of a marker turns with it: half its diagonal. */
    double marker =
        s->size_pt > 0 ? s->size_pt / 2 * G_SQRT2 + hypot(s->offset.x_pt, s->offset.y_pt) : 0;
    return marker + reach;
}
