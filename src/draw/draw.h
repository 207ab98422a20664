/* Replay a scene. Backends: cairo (PNG, PDF), svg (text), trace (text, for tests). */
#ifndef LODE_DRAW_DRAW_H
#define LODE_DRAW_DRAW_H

#include "base/err.h"
#include "page/scene.h"

struct canvas; /* see canvas_impl.h */

/* A backend gets the ops in order; the replay checks that pushes and ends match. */
bool draw_scene(const struct scene *s, struct canvas *to, struct lode_err *err);

/* Letters as they were drawn, which pictures of one scale may share, one after the other. `scale`: pixels a
 * point. Accepts NULL when destroyed. */
struct glyph_masks;
struct glyph_masks *glyph_masks_create(double scale);
void glyph_masks_destroy(struct glyph_masks *m);

/* An image to draw on: cairo's RGB24. */
struct draw_image {
    unsigned char *pixels;
    int width, height;
    size_t stride; /* bytes a row */
    double scale;  /* pixels a point, for what is made once for all of the page; the page itself is
                      stretched to fill the image */
    int threads;   /* at most; 0: as many as there are processors for */
    struct glyph_masks *letters; /* taken when `threads` is 1 and the scale is theirs; may be NULL */
};

/* The whole image is written. Bands of rows are drawn side by side by as many threads as there are
 * processors for; the picture does not depend on how many. */
bool draw_on_image(const struct scene *s, const struct draw_image *image, struct lode_err *err);

/* `cr` is a cairo_t in page points. `device_scale` is pixels a point for images, 0 for vectors. */
bool draw_on_cairo(const struct scene *s, void *cr, double device_scale, struct lode_err *err);

/* An SVG file: all paths, and text as text with its fonts embedded, as subsets. Fails: LODE_FONT
 * when a font's file cannot be read. */
bool draw_svg(struct arena *a, const struct scene *s, struct str *ret, struct lode_err *err);

/* One drawing call a line, numbers to 0.01 pt: reads as a sentence, compares as a golden. */
struct str draw_trace(struct arena *a, const struct scene *s);

#endif
