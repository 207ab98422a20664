#include <cairo.h>
#include <math.h>
#include <spng.h>
#include <stdlib.h>
#include <string.h>

#include "base/length.h"
#include "base/version.h"
#include "draw/draw.h"
#include "write/sink.h"

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

static int put_bytes(spng_ctx *png, void *to, void *bytes, size_t n)
{
    (void)png;
    return sink_put(to, bytes, n) ? 0 : SPNG_IO_ERROR;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    }
    return true;
}

/* tEXt is Latin-1; what is beyond ASCII goes into iTXt, which is UTF-8. */
static void add_text(struct spng_text *texts, uint32_t *n, const char *keyword, struct str value,
                     char *language)
{
    static char none[] = "";
    if (!value.len)
        return;
    struct spng_text *t = &texts[(*n)++];
    memcpy(t->keyword, keyword, strlen(keyword) + 1);
    t->type = is_ascii(value) ? SPNG_TEXT : SPNG_ITXT;
    t->text = strndup(value.p, value.len);
    t->length = value.len;
    t->language_tag = t->type == SPNG_ITXT ? language : none;
    t->translated_keyword = none;
}

static int encode(spng_ctx *png, const struct size *size, const unsigned char *pixels,
                  size_t stride)
{
    size_t row_len = 3 * (size_t)size->width;
    unsigned char *row = malloc(row_len);
    int status = row ? spng_encode_image(png, NULL, 0, SPNG_FMT_PNG,
                                         SPNG_ENCODE_PROGRESSIVE | SPNG_ENCODE_FINALIZE)
                     : SPNG_EMEM;
    for (int y = 0; y < size->height && !status; y++) {
        const unsigned char *from = pixels + stride * (size_t)y;
        for (size_t x = 0; x < (size_t)size->width; x++) {
            uint32_t v;
            memcpy(&v, from + 4 * x, 4);
            row[3 * x] = (unsigned char)(v >> 16);
            row[3 * x + 1] = (unsigned char)(v >> 8);
            row[3 * x + 2] = (unsigned char)v;
        }
        status = spng_encode_row(png, row, row_len);
    }
    free(row);
    return status == SPNG_EOI ? 0 : status;
}

static bool encode_png(struct sink *to, const struct scene *s, const struct size *size,
                       const unsigned char *pixels, size_t stride)
{
    struct spng_text texts[3] = {0};
    uint32_t n_texts = 0;
    char language[36] = "";
    if (s->language.len < sizeof language && is_ascii(s->language))
        memcpy(language, s->language.p ? s->language.p : "", s->language.len);
    spng_ctx *png = spng_ctx_new(SPNG_CTX_ENCODER);
    spng_set_png_stream(png, put_bytes, to);
    /* Measured on flat maps: no filter beats sub and adaptive in time and size, and level 1 gives
     * files no larger than level 6 at a third of the time. */
    spng_set_option(png, SPNG_IMG_COMPRESSION_LEVEL, 1);
    spng_set_option(png, SPNG_FILTER_CHOICE, SPNG_DISABLE_FILTERING);
    spng_set_ihdr(png, &(struct spng_ihdr){.width = (uint32_t)size->width,
                                           .height = (uint32_t)size->height,
                                           .bit_depth = 8,
                                           .color_type = SPNG_COLOR_TYPE_TRUECOLOR});
    spng_set_srgb(png, 0);
    uint32_t per_metre = (uint32_t)lround(size->scale * 72 / 0.0254);
    spng_set_phys(png, &(struct spng_phys){per_metre, per_metre, 1});
    add_text(texts, &n_texts, "Title", s->title, language);
    add_text(texts, &n_texts, "Description", s->description, language);
    add_text(texts, &n_texts, "Software", STR("lode " LODE_VERSION), language);
    int status = spng_set_text(png, texts, n_texts);
    if (!status)
        status = encode(png, size, pixels, stride);
    spng_ctx_free(png);
    for (uint32_t i = 0; i < n_texts; i++)
        free(texts[i].text);
    return !status || lode_fail(to->err, LODE_IO, to->file.at, "cannot write '%s': %s",
                                to->file.path, spng_strerror(status));
}

bool png_write(struct sink *to, const struct scene *s, const struct write_params *params)
{
    struct size size = {0};
    if (!size_of(s, params, &size, to->err))
        return false;
    cairo_surface_t *image =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height);
    cairo_t *cr = cairo_create(image);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    /* The page fills the image to its last pixel: the two scales differ by less than half a pixel.
     */
    cairo_scale(cr, size.width / s->width_pt, size.height / s->height_pt);
    bool ok = draw_on_cairo(s, cr, size.scale, to->err);
    cairo_surface_flush(image);
    if (ok)
        ok = encode_png(to, s, &size, cairo_image_surface_get_data(image),
                        (size_t)cairo_image_surface_get_stride(image));
    cairo_destroy(cr);
    cairo_surface_destroy(image);
    return ok;
}
