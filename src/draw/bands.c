#include <glib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/processors.h"
#include "draw/glyph_masks.h"
#include "draw/on_image.h"

/* So much of the image stays in the processor's cache while all that is on it is drawn and packed.
 * A band looks at every shape that reaches into it: smaller ones cost more than they save. */
enum { BAND_BYTES = 1500 * 1000, ROWS_MIN = 64, THREADS_MAX = 64 };

struct work {
    const struct scene *scene;
    const struct draw_image *image;
    int n;
    atomic_int next; /* of the bands, nobody has begun it */
    draw_take *take;
    void *to;
    pthread_mutex_t texts, failing;
    int failed; /* the first of the bands that did, or n; err says why */
    struct lode_err *err;
};

static int row_of(const struct work *w, int band)
{
    return (int)((long)w->image->height * band / w->n);
}

static void fail(struct work *w, int band, const struct lode_err *err)
{
    pthread_mutex_lock(&w->failing);
    if (band < w->failed) {
        w->failed = band;
        *w->err = *err;
    }
    pthread_mutex_unlock(&w->failing);
}

static void draw_band(struct work *w, int band, uint32_t *pixels, struct glyph_masks *letters)
{
    struct lode_err err = {0};
    struct image_part part = {.pixels = pixels,
                              .from = row_of(w, band),
                              .end = row_of(w, band + 1),
                              .texts = &w->texts,
                              .letters = letters};
    if (draw_part_on_image(w->scene, w->image, &part, &err))
        w->take(w->to, &(struct drawn_rows){.pixels = (unsigned char *)pixels,
                                            .stride = 4 * (size_t)w->image->width,
                                            .band = band,
                                            .from = part.from,
                                            .end = part.end});
    else
        fail(w, band, &err);
}

static void *draw_some(void *work)
{
    struct work *w = work;
    const struct draw_image *image = w->image;
    size_t rows = (size_t)(image->height / w->n + 1);
    uint32_t *pixels = memory_grow(NULL, 4 * (size_t)image->width, rows);
    bool lent =
        image->threads == 1 && image->letters && glyph_masks_scale(image->letters) == image->scale;
    struct glyph_masks *letters = lent ? image->letters : glyph_masks_create(image->scale);
    for (int i = atomic_fetch_add(&w->next, 1); i < w->n; i = atomic_fetch_add(&w->next, 1))
        draw_band(w, i, pixels, letters);
    if (!lent)
        glyph_masks_destroy(letters);
    free(pixels);
    return NULL;
}

int draw_bands(const struct draw_image *image)
{
    int rows = MAX(BAND_BYTES / (4 * image->width), ROWS_MIN);
    return (image->height + rows - 1) / rows;
}

/* This thread and as many others as are of use; where none can be made, this one does it all. */
bool draw_on_image(const struct scene *s, const struct draw_image *image, draw_take *take, void *to,
                   struct lode_err *err)
{
    struct work w = {.scene = s,
                     .image = image,
                     .n = draw_bands(image),
                     .take = take,
                     .to = to,
                     .texts = PTHREAD_MUTEX_INITIALIZER,
                     .failing = PTHREAD_MUTEX_INITIALIZER,
                     .err = err};

    pthread_t others[THREADS_MAX];
    int n = 0, most = image->threads > 0 ? image->threads : processors_allowed();
    w.failed = w.n;
    while (n < MIN(most, w.n) - 1 && n < THREADS_MAX &&
           pthread_create(&others[n], NULL, draw_some, &w) == 0)
        n++;
    draw_some(&w);
    while (n > 0)
        pthread_join(others[--n], NULL);
    pthread_mutex_destroy(&w.texts);
    pthread_mutex_destroy(&w.failing);
    return w.failed == w.n;
}
