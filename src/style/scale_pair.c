/* How a pair of scales is applied: class i of the first and class j of the second are class i + n j
 * of the pair, with n classes in the first. */
#include <math.h>

#include "base/arena.h"
#include "style/scale.h"

/* The colour at (u, v) in [0, 1], between those of the palette, whose first row is v = 0. */
static struct rgba color_at(const struct palette *p, size_t side, double u, double v)
{
    double x = u * (double)(side - 1), y = v * (double)(side - 1);
    size_t i = (size_t)fmin(floor(x), (double)(side - 2)),
           j = (size_t)fmin(floor(y), (double)(side - 2));
    const struct rgba *at = &p->colors[i + side * j];
    struct rgba low = color_mix(at[0], at[1], x - (double)i);
    struct rgba high = color_mix(at[side], at[side + 1], x - (double)i);
    return color_mix(low, high, y - (double)j);
}

/* Class i of n as a share of the palette's side. */
static double place_of(size_t i, size_t n)
{
    return n > 1 ? (double)i / (double)(n - 1) : 0.5;
}

size_t scale_values(const struct scaled *s)
{
    return s->n && s->classes[s->n - 1].kind == CLASS_MISSING ? s->n - 1 : s->n;
}

bool scale_cells_touch(const struct scaled *s, size_t a, size_t b)
{
    size_t n = scale_values(&s->half[0]);
    if (a > b)
        return scale_cells_touch(s, b, a);
    return s->classes[b].kind == CLASS_MISSING || b == a + n || (b == a + 1 && b % n);
}

bool scale_pair(struct arena *a, const struct channel *c, const struct style_params *params,
                const uint32_t *rows, size_t n, struct scaled *ret, struct lode_err *err)
{
    struct scaled *half = arena_array(a, struct scaled, 2);
    for (size_t i = 0; i < 2; i++) {
        if (!scale_apply(a, &c->pair[i], params, rows, n, &half[i], err))
            return false;
    }

    size_t columns = scale_values(&half[0]), lines = scale_values(&half[1]);
    size_t cells = columns * lines;
    size_t side = (size_t)lround(sqrt((double)c->palette.n));
    *ret = (struct scaled){.channel = c, .class_of = arena_array(a, uint32_t, n), .half = half};
    ret->classes = arena_array(a, struct scale_class, cells + 1);
    for (size_t k = 0; k < cells; k++)
        ret->classes[k].look.color = color_at(&c->palette, side, place_of(k % columns, columns),
                                              place_of(k / columns, lines));

    for (size_t r = 0; r < n; r++) {
        uint32_t i = half[0].class_of[r], j = half[1].class_of[r];
        bool drawn = i != NO_CLASS && j != NO_CLASS, value = drawn && i < columns && j < lines;
        size_t k = value ? i + columns * j : cells;
        ret->class_of[r] = drawn ? (uint32_t)k : NO_CLASS;
        if (drawn)
            ret->classes[k].count++;
    }

    ret->n = cells;
    if (ret->classes[cells].count) {
        ret->classes[cells].kind = CLASS_MISSING;
        ret->classes[cells].look = c->missing;
        ret->n++;
    }

    return true;
}
