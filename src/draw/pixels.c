/* Paints runs of pixels, masks and groups in one colour, with transparency. */
#include "draw/pixels.h"

#include <string.h>

static const uint32_t two = 0xff00ff; /* two of the four bytes of a pixel */

/* Each byte of `v` times `by` / 255, rounded. */
static uint32_t multiply_bytes(uint32_t v, uint32_t by)
{
    uint32_t low = (v & two) * by + 0x800080, high = ((v >> 8) & two) * by + 0x800080;
    low = ((low + ((low >> 8) & two)) >> 8) & two;
    high = (high + ((high >> 8) & two)) & ~two;
    return low | high;
}

static uint32_t premultiplied(struct rgba c, unsigned cover)
{
    uint32_t v = 0xff000000u | (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
    return multiply_bytes(v, (c.a * cover + 127) / 255);
}

static uint32_t *pixel(const struct pixels *p, int x, int y)
{
    return p->at + p->stride * (size_t)(y - p->box.y0) + (x - p->box.x0);
}

/* Four pixels at a time, in types that compilers translate for any machine: below -O3 gcc 12 does
 * not vectorise loops like these, and half of the time of an atlas page went into them. */
typedef uint32_t pixels4 __attribute__((vector_size(16)));
typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef uint16_t words16 __attribute__((vector_size(32)));

static void fill_pixels(uint32_t *to, size_t n, uint32_t source)
{
    pixels4 all = {source, source, source, source};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        memcpy(to + i, &all, sizeof all);
    for (; i < n; i++)
        to[i] = source;
}

/* `color` over n pixels. */
static void blend_pixels(uint32_t *to, size_t n, struct rgba color, unsigned cover)
{
    uint32_t source = premultiplied(color, cover), rest = 255 - (source >> 24);
    if (!rest) {
        fill_pixels(to, n, source);
        return;
    }

    pixels4 add = {source, source, source, source};
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        bytes16 b;
        memcpy(&b, to + i, sizeof b);
        words16 w = __builtin_convertvector(b, words16) * (uint16_t)rest + 128;
        b = __builtin_convertvector((w + (w >> 8)) >> 8, bytes16) + (bytes16)add;
        memcpy(to + i, &b, sizeof b);
    }
    for (; i < n; i++)
        to[i] = source + multiply_bytes(to[i], rest);
}

static void put_clipped(const struct painter *p, int y, int x0, int x1, unsigned cover)
{
    const struct clip_run *end, *run = clip_runs(p->clip, y, x0, &end);
    for (; run < end && run->x0 < x1; run++) {
        int from = x0 > run->x0 ? x0 : run->x0, to = x1 < run->x1 ? x1 : run->x1;
        blend_pixels(pixel(p->on, from, y), (size_t)(to - from), p->color,
                     (cover * run->cover + 127) / 255);
    }
}

void painter_put(void *to, int y, int x0, int x1, unsigned cover)
{
    const struct painter *p = to;
    if (p->clip->outer)
        put_clipped(p, y, x0, x1, cover);
    else
        blend_pixels(pixel(p->on, x0, y), (size_t)(x1 - x0), p->color, cover);
}

void painter_put_mask(const struct painter *p, const struct mask *mask, int x, int y)
{
    const struct pixel_box *b = &p->clip->box;
    int y0 = y > b->y0 ? y : b->y0, y1 = y + mask->height < b->y1 ? y + mask->height : b->y1;
    int x0 = x > b->x0 ? x : b->x0, x1 = x + mask->width < b->x1 ? x + mask->width : b->x1;
    struct painter copy = *p;

    for (int row = y0; row < y1; row++) {
        const uint8_t *cover = mask->cover + mask->stride * (size_t)(row - y);
        for (int at = x0, end; at < x1; at = end) {
            unsigned here = cover[at - x];
            end = at + 1;
            while (end < x1 && cover[end - x] == here)
                end++;
            if (here)
                painter_put(&copy, row, at, end, here);
        }
    }
}

void pixels_lay_over(const struct pixels *on, const struct pixels *over, unsigned opacity)
{
    const struct pixel_box *b = &over->box;
    for (int y = b->y0; y < b->y1; y++) {
        uint32_t *to = pixel(on, b->x0, y);
        const uint32_t *from = pixel(over, b->x0, y);
        for (int i = 0; i < b->x1 - b->x0; i++) {
            uint32_t source = multiply_bytes(from[i], opacity);
            to[i] = source + multiply_bytes(to[i], 255 - (source >> 24));
        }
    }
}
