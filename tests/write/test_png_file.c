#include "write/png_file.h"

#include <cairo.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/arena.h"

static struct arena arena;
static char *folder;

static struct str written_to(const char *name)
{
    return str_format(&arena, "%s/%s", folder, name);
}

static bool write_png(struct str path, const struct png_file *png)
{
    struct lode_err err = {0};
    struct sink to = {.err = &err};
    bool ok = outfile_open(&arena, path, (struct lode_span){0}, &to.file, &err) &&
              png_file_write(&to, png) && sink_flush(&to) && outfile_commit(&to.file, &err);
    outfile_abandon(&to.file);
    g_assert_cmpstr(err.message, ==, "");
    return ok;
}

/* In so many parts. */
static bool write_image(struct str path, cairo_surface_t *image, size_t n)
{
    struct png_rows parts[3] = {0};
    size_t height = (size_t)cairo_image_surface_get_height(image);
    size_t stride = (size_t)cairo_image_surface_get_stride(image);
    for (size_t i = 0; i < n; i++)
        png_rows_pack(&parts[i],
                      &(struct png_pixels){
                          .pixels = cairo_image_surface_get_data(image) + stride * (height * i / n),
                          .stride = stride,
                          .width = (size_t)cairo_image_surface_get_width(image),
                          .rows = height * (i + 1) / n - height * i / n,
                          .last = i + 1 == n,
                      });
    bool ok = write_png(path, &(struct png_file){
                                  .width = (uint32_t)cairo_image_surface_get_width(image),
                                  .height = (uint32_t)height,
                                  .parts = parts,
                                  .n_parts = n,
                                  .per_metre = 11811,
                              });
    for (size_t i = 0; i < n; i++)
        png_rows_finish(&parts[i]);
    return ok;
}

static cairo_surface_t *noise(int width, int height)
{
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    unsigned char *p = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);
    GRand *dice = g_rand_new_with_seed(1);
    for (int i = 0; i < stride * height; i++)
        p[i] = (unsigned char)g_rand_int(dice); /* the unused byte of a pixel too */
    g_rand_free(dice);
    cairo_surface_mark_dirty(image);
    return image;
}

static uint32_t pixel(cairo_surface_t *image, int x, int y)
{
    uint32_t v;
    memcpy(&v,
           cairo_image_surface_get_data(image) + cairo_image_surface_get_stride(image) * y + 4 * x,
           4);
    return v & 0xffffff;
}

/* libpng, by way of cairo, reads the same pixels: it checks the checksums of chunks and stream. */
static void others_read_the_same_pixels(void)
{
    static const int sizes[][2] = {{1, 1}, {1, 300}, {300, 1},   {2, 3},
                                   {3, 2}, {5, 7},   {257, 129}, {701, 903}};
    for (size_t i = 0; i < 3 * G_N_ELEMENTS(sizes); i++) {
        int w = sizes[i / 3][0], h = sizes[i / 3][1];
        struct str path = written_to("noise.png");
        cairo_surface_t *image = noise(w, h), *same = noise(w, h);
        g_assert_true(write_image(path, image, (size_t)MIN(1 + (int)i % 3, h)));
        cairo_surface_t *read = cairo_image_surface_create_from_png(str_c(&arena, path));
        g_assert_cmpint(cairo_surface_status(read), ==, CAIRO_STATUS_SUCCESS);
        g_assert_cmpint(cairo_image_surface_get_width(read), ==, w);
        g_assert_cmpint(cairo_image_surface_get_height(read), ==, h);
        for (int k = 0; k < w * h; k++)
            g_assert_cmphex(pixel(read, k % w, k / w), ==, pixel(same, k % w, k / w));
        cairo_surface_destroy(read);
        cairo_surface_destroy(same);
        cairo_surface_destroy(image);
    }
}

static void texts_say_their_language(void)
{
    static const unsigned char white[4] = {255, 255, 255, 0};
    struct png_rows part = {0};
    struct png_text texts[] = {{"Title", STR("کابل")}, {"Author", {0}}, {"Software", STR("lode")}};
    struct str path = written_to("texts.png");
    gchar *bytes;
    gsize n;
    png_rows_pack(&part, &(struct png_pixels){white, 4, 1, 1, true});
    g_assert_true(write_png(path, &(struct png_file){.width = 1,
                                                     .height = 1,
                                                     .parts = &part,
                                                     .n_parts = 1,
                                                     .language = STR("fa"),
                                                     .texts = texts,
                                                     .n_texts = G_N_ELEMENTS(texts)}));
    g_assert_true(g_file_get_contents(str_c(&arena, path), &bytes, &n, NULL));
    size_t at;
    struct str file = {bytes, n};
    g_assert_true(str_find(file, (struct str){"iTXtTitle\0\0\0fa\0\0کابل", 24}, &at));
    g_assert_true(str_find(file, (struct str){"\0\0\0\x0dtEXtSoftware\0lode", 21}, &at));
    g_assert_false(str_find(file, STR("Author"), &at));
    g_free(bytes);
    png_rows_finish(&part);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    folder = g_dir_make_tmp("lode-png-XXXXXX", NULL);
    g_test_add_func("/write/png-file/others-read-the-same-pixels", others_read_the_same_pixels);
    g_test_add_func("/write/png-file/texts-say-their-language", texts_say_their_language);
    int status = g_test_run();
    g_unlink(str_c(&arena, written_to("noise.png")));
    g_unlink(str_c(&arena, written_to("texts.png")));
    g_rmdir(folder);
    g_free(folder);
    arena_finish(&arena);
    return status;
}
