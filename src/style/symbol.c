/* How far a symbol reaches, and whether two look the same. */
#include "style/symbol.h"

#include <glib.h>
#include <math.h>

#include "geom/marker.h"

/* A miter reaches at most this many half widths: Cairo's default limit of 10 is far more than
 * corners of map lines show, and clipping a frame's width away costs a sliver only, so 4 is
 * taken. */
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

double symbol_half_pt(const struct symbol *s)
{
    double half = marker_shapes[s->shape].half;
    if (s->rotate_deg != 0 && !(marker_shapes[s->shape].flags & MARKER_ROUND))
        half = G_SQRT2 / 2;
    double outline = s->stroke.color.a ? s->stroke.width_pt / 2 : 0;
    return s->size_pt > 0 ? half * s->size_pt + outline : 0;
}

double symbol_half_line_pt(const struct symbol *s)
{
    double half = s->stroke.color.a ? s->stroke.width_pt / 2 : 0;
    if (s->casing.color.a)
        half = fmax(half, s->casing.width_pt / 2);
    return s->ticks.every_pt > 0 ? fmax(half, s->ticks.length_pt / 2) : half;
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

static bool same_color(struct rgba a, struct rgba b)
{
    return (!a.a && !b.a) || (a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a);
}

static bool same_stroke(const struct stroke *a, const struct stroke *b)
{
    bool drawn = a->width_pt > 0 && a->color.a;
    if (!drawn || !(b->width_pt > 0 && b->color.a))
        return drawn == (b->width_pt > 0 && b->color.a);

    bool same = same_color(a->color, b->color) && a->width_pt == b->width_pt &&
                a->n_dash == b->n_dash && a->dash_offset_pt == b->dash_offset_pt &&
                a->taper == b->taper && same_color(a->gap, b->gap) && a->cap == b->cap &&
                a->join == b->join && a->offset_pt == b->offset_pt &&
                a->miter_limit == b->miter_limit;
    for (int i = 0; same && i < a->n_dash; i++)
        same = a->dash_pt[i] == b->dash_pt[i];
    return same;
}

static bool same_hatch(const struct hatch *a, const struct hatch *b)
{
    return a->kind == b->kind &&
           (!a->kind ||
            (same_color(a->color, b->color) && a->angle_deg == b->angle_deg &&
             a->spacing_pt == b->spacing_pt && a->width_pt == b->width_pt && a->svg == b->svg));
}

static bool same_ticks(const struct ticks *a, const struct ticks *b)
{
    bool drawn = a->every_pt > 0;
    return drawn == (b->every_pt > 0) &&
           (!drawn ||
            (same_color(a->color, b->color) && a->side == b->side && a->width_pt == b->width_pt &&
             a->length_pt == b->length_pt && a->every_pt == b->every_pt));
}

bool symbol_same(const struct symbol *a, const struct symbol *b)
{
    return same_color(a->fill, b->fill) && same_hatch(&a->hatch, &b->hatch) &&
           same_stroke(&a->casing, &b->casing) && same_stroke(&a->stroke, &b->stroke) &&
           same_ticks(&a->ticks, &b->ticks) && a->shape == b->shape && a->svg == b->svg &&
           a->size_pt == b->size_pt && a->rotate_deg == b->rotate_deg &&
           a->offset.x_pt == b->offset.x_pt && a->offset.y_pt == b->offset.y_pt;
}
