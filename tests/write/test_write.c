#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "specimen.h"
#include "write/format.h"
#include "write/write.h"

static struct arena arena;
static struct scene sheet;
static char *folder;

static struct str in_folder(const char *name)
{
    return str_format(&arena, "%s/%s", folder, name);
}

static bool write_to(const struct scene *s, struct str path, double dpi, struct lode_err *err)
{
    struct write_params params = {.path = path, .dpi = dpi, .at = {"map.yaml", 7, 3, 1}};
    return write_scene(&arena, s, &params, err);
}

static struct str written(const struct scene *s, const char *name, double dpi)
{
    struct lode_err err = {0};
    gchar *bytes;
    gsize n;
    struct str path = in_folder(name);
    bool ok = write_to(s, path, dpi, &err);
    g_assert_cmpstr(err.message, ==, "");
    g_assert_true(ok);
    g_assert_true(g_file_get_contents(str_c(&arena, path), &bytes, &n, NULL));
    struct str ret = str_copy(&arena, (struct str){bytes, n});
    g_free(bytes);
    return ret;
}

static bool has(struct str bytes, const char *what)
{
    size_t at;
    return str_find(bytes, str_of(what), &at);
}

static guint32 be32(struct str bytes, size_t at)
{
    const unsigned char *p = (const unsigned char *)bytes.p + at;
    return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

static size_t place_of(struct str bytes, const char *what)
{
    size_t at = 0;
    g_assert_true(str_find(bytes, str_of(what), &at));
    return at;
}

static void knows_formats_by_ending(void)
{
    g_assert_cmpstr(write_format_of(STR("out/a.png"))->name, ==, "PNG");
    g_assert_cmpstr(write_format_of(STR("A.PDF"))->name, ==, "PDF");
    g_assert_cmpstr(write_format_of(STR("a.b.svg"))->name, ==, "SVG");
    g_assert_null(write_format_of(STR("a.jpg")));
    g_assert_null(write_format_of(STR("png")));
    g_assert_null(write_format_of(STR("-")));
}

/* 210 x 180 mm at 200 dpi: 210/25.4*200 = 1653.5, 180/25.4*200 = 1417.3; 200 dpi = 7874 a metre. */
static void png_has_size_resolution_and_texts(void)
{
    struct str png = written(&sheet, "a.png", 200);
    g_assert_true(str_starts(png, (struct str){"\x89PNG\r\n\x1a\n", 8}));
    g_assert_cmpuint(be32(png, 16), ==, 1654);
    g_assert_cmpuint(be32(png, 20), ==, 1417);
    g_assert_cmpint(png.p[24], ==, 8); /* bits */
    g_assert_cmpint(png.p[25], ==, 2); /* RGB, no alpha */
    size_t phys = place_of(png, "pHYs");
    g_assert_cmpuint(be32(png, phys + 4), ==, 7874);
    g_assert_cmpuint(be32(png, phys + 8), ==, 7874);
    g_assert_cmpint(png.p[phys + 12], ==, 1);
    g_assert_true(has(png, "sRGB"));
    size_t title = place_of(png, "iTXtTitle");
    g_assert_true(has(str_from(png, title), "کابل <&> 喀布尔"));
    g_assert_true(has(png, "tEXtDescription"));
    g_assert_true(has(png, "tEXtSoftware"));
}

static void pdf_is_vector_with_embedded_fonts(void)
{
    struct str pdf = written(&sheet, "a.pdf", 0);
    g_assert_true(str_starts(pdf, STR("%PDF-1.")));
    g_assert_true(has(pdf, "595.275"));
    g_assert_true(has(pdf, "510.236"));
    g_assert_false(has(pdf, "/Subtype /Image"));
    g_assert_true(has(pdf, "/FontFile2"));
    g_assert_true(has(pdf, "/ToUnicode"));
    g_assert_true(has(pdf, "/CreationDate (20000101000000Z)"));
    g_assert_true(has(pdf, "/Creator (lode "));
}

static void svg_is_vector_with_real_text(void)
{
    struct str svg = written(&sheet, "a.svg", 0);
    g_assert_true(has(svg, "width=\"210mm\" height=\"180mm\" viewBox=\"0 0 595.2756 510.2362\""));
    g_assert_true(has(svg, "<title>Specimen: کابل &lt;&amp;&gt; 喀布尔</title>"));
    g_assert_true(has(svg, ">Mazar-i-Sharif, office fjord</text>"));
    g_assert_true(has(svg, ">مزار شریف"));
    g_assert_true(has(svg, "@font-face{font-family:'lode-1';"));
    g_assert_true(has(svg, "inkscape:label=\"layer: markers &amp; &quot;more&quot;\""));
    g_assert_false(has(svg, "<image"));
}

static void writes_the_same_bytes_again(void)
{
    for (size_t i = 0; write_format_at(i); i++) {
        char *one = g_strdup_printf("one%s", write_format_at(i)->endings[0]);
        char *two = g_strdup_printf("two%s", write_format_at(i)->endings[0]);
        struct str a = written(&sheet, one, 100), b = written(&sheet, two, 100);
        g_assert_cmpuint(a.len, >, 1000);
        g_assert_true(str_eq(a, b));
        g_free(one);
        g_free(two);
    }
}

static void takes_the_date_from_the_environment(void)
{
    g_setenv("SOURCE_DATE_EPOCH", "1700000000", TRUE); /* 2023-11-14 22:13:20 UTC */
    g_assert_true(has(written(&sheet, "dated.pdf", 0), "/CreationDate (20231114221320Z)"));
    g_setenv("SOURCE_DATE_EPOCH", "yesterday", TRUE);
    g_assert_true(has(written(&sheet, "dated.pdf", 0), "/CreationDate (20000101000000Z)"));
    g_unsetenv("SOURCE_DATE_EPOCH");
}

static void bounds_the_picture(void)
{
    struct lode_err err = {0};
    g_assert_false(write_to(&sheet, in_folder("huge.png"), 5000, &err));
    g_assert_cmpint(err.code, ==, LODE_LIMIT);
    g_assert_cmpint(err.at.line, ==, 7);
    g_assert_cmpstr(err.message, ==, "a picture of 41339 x 35433 pixels is too large for PNG");
    g_assert_nonnull(strstr(err.hint, "400 million"));
}

static void assert_folder_holds(const char *only)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));)
        g_assert_cmpstr(name, ==, only);
    g_dir_close(dir);
}

static void empty_folder(void)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));)
        g_unlink(str_c(&arena, in_folder(name)));
    g_dir_close(dir);
}

/* A file may not grow beyond 20 kB: what a full disk does, in each format, leaving the old file. */
static void leaves_the_old_file_when_the_disk_is_full(void)
{
    struct rlimit before, small;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    for (size_t i = 0; write_format_at(i); i++) {
        struct lode_err err = {0};
        char *name = g_strdup_printf("kept%s", write_format_at(i)->endings[0]);
        char *path = str_c(&arena, in_folder(name));
        empty_folder();
        g_file_set_contents(path, "old", 3, NULL);
        small = before;
        small.rlim_cur = 20000;
        setrlimit(RLIMIT_FSIZE, &small);
        bool ok = write_to(&sheet, str_of(path), 300, &err);
        setrlimit(RLIMIT_FSIZE, &before);
        g_assert_false(ok);
        g_assert_cmpint(err.code, ==, LODE_IO);
        g_assert_cmpint(err.at.line, ==, 7);
        g_assert_true(g_str_has_suffix(err.message, "File too large"));
        gchar *bytes;
        g_assert_true(g_file_get_contents(path, &bytes, NULL, NULL));
        g_assert_cmpstr(bytes, ==, "old");
        assert_folder_holds(name);
        g_free(bytes);
        g_free(name);
    }
}

static void tells_of_a_full_device_and_leaves_it(void)
{
    for (size_t i = 0; write_format_at(i); i++) {
        struct lode_err err = {0};
        char *name = g_strdup_printf("full%s", write_format_at(i)->endings[0]);
        char *path = str_c(&arena, in_folder(name));
        g_assert_cmpint(symlink("/dev/full", path), ==, 0); /* the name chooses the format */

        g_assert_false(write_to(&sheet, str_of(path), 50, &err));
        g_assert_cmpint(err.code, ==, LODE_IO);
        g_assert_true(g_str_has_suffix(err.message, ": No space left on device"));
        g_assert_false(g_file_test("/dev/full", G_FILE_TEST_IS_REGULAR));
        g_unlink(path);
        g_free(name);
    }
}

static void tells_of_a_missing_folder(void)
{
    struct lode_err err = {0};
    g_assert_false(write_to(&sheet, in_folder("no/a.pdf"), 0, &err));
    g_assert_cmpint(err.code, ==, LODE_IO);
    g_assert_true(g_str_has_suffix(err.message, "No such file or directory"));
}

static void leaves_nothing_of_a_broken_scene(void)
{
    static const struct scene_op tag = {.kind = SCENE_TAG};
    struct scene broken = {.width_pt = 100, .height_pt = 100, .ops = &tag, .n_ops = 1};
    empty_folder();
    for (size_t i = 0; write_format_at(i); i++) {
        struct lode_err err = {0};
        char *name = g_strdup_printf("x%s", write_format_at(i)->endings[0]);
        g_assert_false(write_to(&broken, in_folder(name), 100, &err));
        g_assert_cmpint(err.code, ==, LODE_BUG);
        g_free(name);
    }
    assert_folder_holds(NULL);
}

int main(int argc, char **argv)
{
    struct lode_err err = {0};
    struct text_context *ctx;
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    folder = g_dir_make_tmp("lode-write-XXXXXX", NULL);
    if (!folder || !text_context_create(&arena, &ctx, &err))
        g_error("%s", err.message);
    specimen_scene(&arena, ctx, &sheet);
    g_test_add_func("/write/knows-formats-by-ending", knows_formats_by_ending);
    g_test_add_func("/write/png-has-size-resolution-and-texts", png_has_size_resolution_and_texts);
    g_test_add_func("/write/pdf-is-vector-with-embedded-fonts", pdf_is_vector_with_embedded_fonts);
    g_test_add_func("/write/svg-is-vector-with-real-text", svg_is_vector_with_real_text);
    g_test_add_func("/write/writes-the-same-bytes-again", writes_the_same_bytes_again);
    g_test_add_func("/write/takes-the-date-from-the-environment",
                    takes_the_date_from_the_environment);
    g_test_add_func("/write/bounds-the-picture", bounds_the_picture);
    g_test_add_func("/write/leaves-the-old-file-when-the-disk-is-full",
                    leaves_the_old_file_when_the_disk_is_full);
    g_test_add_func("/write/tells-of-a-full-device-and-leaves-it",
                    tells_of_a_full_device_and_leaves_it);
    g_test_add_func("/write/tells-of-a-missing-folder", tells_of_a_missing_folder);
    g_test_add_func("/write/leaves-nothing-of-a-broken-scene", leaves_nothing_of_a_broken_scene);
    int status = g_test_run();
    empty_folder();
    g_rmdir(folder);
    g_free(folder);
    arena_finish(&arena);
    return status;
}
