#include <cairo.h>
#include <math.h>

#include "base/length.h"
#include "base/version.h"
#include "draw/draw.h"
#include "write/png_file.h"

/* 20 000 x 20 000: a wall map at 600 dpi; 1.6 GB while it is drawn. */
static const double pixels_max = 400e6;
/* Cairo's own bound on the side of an image. */
static const double side_max = 32767;

struct size {
    int width, height;
    double scale; /* pixels a point */
};

static bool size_of(const struct scene *s, const struct write_params *params, struct size *ret,
                    struct lode_err *err)
{
    double dpi = params->dpi > 0 ? params->dpi : 300;
    double width = round(s->width_pt / 72 * dpi), height = round(s->height_pt / 72 * dpi);
    if (!(width * height <= pixels_max) || width > side_max || height > side_max) {
        lode_fail(err, LODE_LIMIT, params->at,
                  "a picture of %.0f x %.0f pixels is too large for PNG", width, height);
        return lode_hint(err,
                         "at most 400 million pixels and %.0f a side: lower the dpi, or write "
                         "PDF or SVG",
                         side_max);
    }
    *ret = (struct size){(int)fmax(width, 1), (int)fmax(height, 1), dpi / 72};
    return true;
}

static bool encode(struct sink *to, const struct scene *s, const struct size *size,
                   cairo_surface_t *image)
{
    struct png_text texts[] = {{"Title", s->title},
                               {"Description", s->description},
                               {"Software", STR("lode " LODE_VERSION)}};
    return png_file_write(to, &(struct png_file){
                                  .width = (uint32_t)size->width,
                                  .height = (uint32_t)size->height,
                                  .pixels = cairo_image_surface_get_data(image),
                                  .stride = (size_t)cairo_image_surface_get_stride(image),
                                  .per_metre = (uint32_t)lround(size->scale * 72 / 0.0254),
                                  .language = s->language,
                                  .texts = texts,
                                  .n_texts = sizeof texts / sizeof *texts,
                              });
}

bool png_write(struct sink *to, const struct scene *s, const struct write_params *params)
{
    struct size size = {0};
    if (!size_of(s, params, &size, to->err))
        return false;
    cairo_surface_t *image =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height);
    unsigned char *pixels = cairo_image_surface_get_data(image);
    if (!pixels) {
        cairo_surface_destroy(image);
        return lode_fail(to->err, LODE_LIMIT, params->at,
                         "no memory for a picture of %d x %d pixels", size.width, size.height);
    }
    bool ok =
        draw_on_image(s,
                      &(struct draw_image){.pixels = pixels,
                                           .width = size.width,
                                           .height = size.height,
                                           .stride = (size_t)cairo_image_surface_get_stride(image),
                                           .scale = size.scale,
                                           .threads = params->threads,
                                           .letters = params->letters},
                      to->err);
    if (ok)
        ok = encode(to, s, &size, image);
    cairo_surface_destroy(image);
    return ok;
}
