/* Writes a scene as PNG: draws it in bands and packs each of them in the thread that drew it. */
#include <math.h>
#include <stdlib.h>

#include "base/units.h"
#include "base/version.h"
#include "draw/draw.h"
#include "write/png_file.h"

/* 20 000 x 20 000: a wall map at 600 dpi. */
static const double pixels_max = 400e6;

/* The largest position, see draw/coverage.h. */
static const double side_max = 32767;

static bool set_size(struct draw_image *ret, const struct scene *s,
                     const struct write_params *params, struct lode_err *err)
{
    double dpi = params->dpi > 0 ? params->dpi : 300;
    double width = round(s->width_pt / PT_PER_IN * dpi),
           height = round(s->height_pt / PT_PER_IN * dpi);

    if (!(width * height <= pixels_max) || width > side_max || height > side_max) {
        lode_fail(err, LODE_LIMIT, params->at,
                  "a picture of %.0f x %.0f pixels is too large for PNG", width, height);
        return lode_hint(err,
                         "at most %.0f million pixels and %.0f a side: lower the dpi, or write "
                         "PDF or SVG",
                         pixels_max / 1e6, side_max);
    }

    ret->width = (int)fmax(width, 1);
    ret->height = (int)fmax(height, 1);
    ret->scale = dpi / PT_PER_IN;
    return true;
}

/* Where the bands go: band k into part k. */
struct packed {
    const struct draw_image *image;
    struct png_rows *parts;
};

/* Packs one band in the thread that drew it (a draw_take). */
static void pack_band(void *to, const struct drawn_rows *rows)
{
    const struct packed *p = to;
    png_rows_pack(&p->parts[rows->band], &(struct png_pixels){
                                             .pixels = rows->pixels,
                                             .stride = rows->stride,
                                             .width = (size_t)p->image->width,
                                             .rows = (size_t)(rows->end - rows->from),
                                             .last = rows->end == p->image->height,
                                         });
}

static bool write_file(struct sink *to, const struct scene *s, const struct packed *p, size_t n)
{
    struct png_text texts[] = {{"Title", s->title},
                               {"Description", s->description},
                               {"Software", STR("lode " LODE_VERSION)}};
    return png_file_write(to, &(struct png_file){
                                  .width = (uint32_t)p->image->width,
                                  .height = (uint32_t)p->image->height,
                                  .parts = p->parts,
                                  .n_parts = n,
                                  .per_metre = (uint32_t)lround(pt_of_metres(p->image->scale)),
                                  .language = s->language,
                                  .texts = texts,
                                  .n_texts = sizeof texts / sizeof *texts,
                              });
}

bool png_write(struct sink *to, struct arena *a, const struct scene *s,
               const struct write_params *params)
{
    (void)a;
    struct draw_image image = {.threads = params->threads, .letters = params->letters};
    if (!set_size(&image, s, params, to->err))
        return false;

    size_t n = (size_t)draw_bands(&image);
    struct packed packed = {&image, calloc(n, sizeof *packed.parts)};
    if (!packed.parts)
        return lode_fail(to->err, LODE_LIMIT, params->at,
                         "no memory for a picture of %d x %d pixels", image.width, image.height);

    bool ok =
        draw_on_image(s, &image, pack_band, &packed, to->err) && write_file(to, s, &packed, n);
    for (size_t i = 0; i < n; i++)
        png_rows_finish(&packed.parts[i]);
    free(packed.parts);
    return ok;
}
