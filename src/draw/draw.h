/* Draws a scene, by one of four backends: image (PNG), cairo (PDF), svg, trace (text, for tests).
 */
#ifndef LODE_DRAW_DRAW_H
#define LODE_DRAW_DRAW_H

#include "base/err.h"
#include "page/scene.h"

struct canvas; /* see canvas_impl.h */

/* A backend gets the ops in order; the replay checks that pushes and ends match. */
bool draw_scene(const struct scene *s, struct canvas *to, struct lode_err *err);

/* Letters that are drawn once and kept, which pictures of one scale may share, one after the other.
 * `scale`: pixels a point. Accepts NULL when destroyed. */
struct glyph_masks;
struct glyph_masks *glyph_masks_create(double scale);
void glyph_masks_destroy(struct glyph_masks *m);

struct draw_image {
    int width, height; /* at most 32767 */
    double
        scale;   /* pixels a point, of widths and glyphs; the page is stretched to fill the image */
    int threads; /* at most; 0: as many as there are processors for */
    struct glyph_masks *letters; /* used when `threads` is 1 and the scale is theirs; may be NULL */
};

/* Rows that are drawn, half-open: four bytes a pixel, in the words of the machine 0xaarrggbb, of
 * which aa means nothing. `stride`: bytes a row. */
struct drawn_rows {
    const unsigned char *pixels;
    size_t stride;
    int band, from, end;
};

/* An image is drawn in so many bands of rows, side by side by as many threads as there are
 * processors for, and each is handed over when it is ready: in any order, by any thread. Only the
 * bands in work are in memory. What is on the image depends neither on the bands nor on the
 * threads, and how many bands there are on its size alone. */
int draw_bands(const struct draw_image *image);
typedef void draw_take(void *to, const struct drawn_rows *rows);
bool draw_on_image(const struct scene *s, const struct draw_image *image, draw_take *take, void *to,
                   struct lode_err *err);

/* `cr` is a cairo_t of a vector surface, in page points. */
bool draw_on_cairo(const struct scene *s, void *cr, struct lode_err *err);

/* An SVG file: all paths, and text as text with its fonts embedded, as subsets. Fails: LODE_FONT
 * when a font's file cannot be read. */
bool draw_svg(struct arena *a, const struct scene *s, struct str *ret, struct lode_err *err);

/* One drawing call a line, numbers to 0.01 pt: reads as a sentence, compares as a golden. */
struct str draw_trace(struct arena *a, const struct scene *s);

#endif
