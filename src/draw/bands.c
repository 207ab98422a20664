/* Draws a page on an image in bands of rows, by several threads, and hands each band over when it
 * is ready. */
#include <glib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/processors.h"
#include "draw/glyph_masks.h"
#include "draw/on_image.h"

/* A band of so many bytes stays in the processor's cache while all that is on it is drawn and
 * packed. Each band draws every shape that reaches into it, so smaller bands cost more than they
 * save. */
enum { BAND_BYTES = 1500 * 1000, ROWS_MIN = 64, THREADS_MAX = 64 };

struct work {
    const struct scene *scene;
    const struct draw_image *image;
    int n;
    atomic_int next; /* the first band that no thread has begun */
    draw_take *take;
    void *to;
    pthread_mutex_t texts, failing;
    int failed; /* the first band that failed, or n; `err` says why */
    struct lode_err *err;
};

static int row_of(const struct work *w, int band)
{
    return (int)((long)w->image->height * band / w->n);
}

/* The first band that fails decides what is reported, whichever thread is faster. */
static void fail_band(struct work *w, int band, const struct lode_err *err)
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
        fail_band(w, band, &err);
}

/* What each thread does: one band after the other, as long as there are any. */
static void *draw_next_bands(void *work)
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

/* Drawn by this thread and as many others as are of use; where none can be started, by this one
 * alone. */
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
           pthread_create(&others[n], NULL, draw_next_bands, &w) == 0)
        n++;
    draw_next_bands(&w);
    while (n > 0)
        pthread_join(others[--n], NULL);

    pthread_mutex_destroy(&w.texts);
    pthread_mutex_destroy(&w.failing);
    return w.failed == w.n;
}
