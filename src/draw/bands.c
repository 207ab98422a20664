#include <cairo.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/processors.h"
#include "draw/glyph_masks.h"
#include "draw/on_cairo.h"

/* The bands depend on the image alone and never on the processors: where a band begins, cairo's
 * coverage of an edge may differ by a few of 255 from that of a whole image. More bands than
 * processors, since what is on a map is not spread evenly over it. */
enum { ROWS_MIN = 1240, BANDS_MAX = 8 };

struct band {
    int from, to; /* rows, half-open */
    bool ok;
    struct lode_err err;
};

struct work {
    const struct scene *scene;
    const struct draw_image *image;
    struct band bands[BANDS_MAX];
    int n;
    atomic_int next; /* of the bands, nobody has begun it */
    pthread_mutex_t texts;
    struct glyph_masks *letters; /* of one thread; or NULL */
};

static void draw_band(struct work *w, struct band *band)
{
    const struct draw_image *image = w->image;
    const struct scene *s = w->scene;
    double y_pt = s->height_pt / image->height;
    struct cairo_part part = {
        .scale = image->scale,
        .is_part = w->n > 1,
        .visible_pt = {-INFINITY, band->from * y_pt, INFINITY, band->to * y_pt},
        .texts = &w->texts,
        .letters = w->letters};
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        image->pixels + image->stride * (size_t)band->from, CAIRO_FORMAT_RGB24, image->width,
        band->to - band->from, (int)image->stride);
    cairo_t *cr = cairo_create(surface);
    if (s->background.a < 255) {
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_paint(cr);
    }
    /* The page fills the image to its last pixel: the two scales differ by less than half a pixel.
     */
    cairo_translate(cr, 0, -band->from);
    cairo_scale(cr, image->width / s->width_pt, image->height / s->height_pt);
    band->ok = draw_part_on_cairo(s, cr, &part, &band->err);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
}

static void *draw_bands(void *work)
{
    struct work *w = work;
    for (int i = atomic_fetch_add(&w->next, 1); i < w->n; i = atomic_fetch_add(&w->next, 1))
        draw_band(w, &w->bands[i]);
    return NULL;
}

/* This thread and as many others as are of use; where none can be made, this one does it all. */
static void run(struct work *w)
{
    pthread_t others[BANDS_MAX];
    int n = 0, most = (w->image->threads > 0 ? w->image->threads : processors_allowed()) - 1;
    while (n < w->n - 1 && n < most && pthread_create(&others[n], NULL, draw_bands, w) == 0)
        n++;
    draw_bands(w);
    while (n > 0)
        pthread_join(others[--n], NULL);
}

bool draw_on_image(const struct scene *s, const struct draw_image *image, struct lode_err *err)
{
    struct work w = {.scene = s, .image = image, .texts = PTHREAD_MUTEX_INITIALIZER};
    if (image->threads == 1 && image->letters && glyph_masks_scale(image->letters) == image->scale)
        w.letters = image->letters;
    w.n = image->height / ROWS_MIN;
    w.n = w.n < 1 ? 1 : w.n > BANDS_MAX ? BANDS_MAX : w.n;
    for (int i = 0; i < w.n; i++) {
        w.bands[i].from = (int)((long)image->height * i / w.n);
        w.bands[i].to = (int)((long)image->height * (i + 1) / w.n);
    }
    run(&w);
    pthread_mutex_destroy(&w.texts);
    for (int i = 0; i < w.n; i++) {
        if (!w.bands[i].ok) {
            *err = w.bands[i].err;
            return false;
        }
    }
    return true;
}
