/* Books of pages that cairo made, read back with qpdf. Whole books are read with poppler in
 * tests/e2e. */
#include <cairo-pdf.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <qpdf/qpdf-c.h>
#include <string.h>

#include "base/arena.h"
#include "write/book.h"

struct fixture {
    struct arena a;
    char *folder;
    struct book_page pages[3];
    struct book_params params;
};

static void draw_page(const char *path, const char *link)
{
    cairo_surface_t *pdf = cairo_pdf_surface_create(path, 200, 100);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    cairo_t *cr = cairo_create(pdf);
    char *tag = g_strdup_printf("uri='%s' rect=[10 10 50 20]", link);
    cairo_tag_begin(cr, CAIRO_TAG_LINK, tag);
    cairo_tag_end(cr, CAIRO_TAG_LINK);
    g_free(tag);
    cairo_rectangle(cr, 10, 10, 50, 20);
    cairo_fill(cr);
    cairo_show_page(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(pdf);
}

static void set_up(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const keys[] = {"AF-KAB", "a b/\xd9\x81", "c"};
    static const char *const links[] = {"#page=2", "https://example.org/", "#page=4"};
    *f = (struct fixture){0};
    arena_init(&f->a, 0);
    f->folder = g_dir_make_tmp("lode-book-XXXXXX", NULL);
    for (int i = 0; i < 3; i++) {
        struct str path = str_format(&f->a, "%s/%d.pdf", f->folder, i);
        draw_page(str_c(&f->a, path), links[i]);
        f->pages[i] =
            (struct book_page){path, str_of(keys[i]), str_format(&f->a, "\xd8\xaf\xd8\xb1 %d", i),
                               str_format(&f->a, "A-%d", i + 1)};
    }
    f->params = (struct book_params){str_format(&f->a, "%s/book.pdf", f->folder), STR("A book"),
                                     f->pages, 3};
}

static void tear_down(struct fixture *f, gconstpointer data)
{
    (void)data;
    GDir *d = g_dir_open(f->folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(d))) {
        char *path = g_build_filename(f->folder, name, NULL);
        g_unlink(path);
        g_free(path);
    }
    g_dir_close(d);
    g_rmdir(f->folder);
    g_free(f->folder);
    arena_finish(&f->a);
}

static void write_book(struct fixture *f)
{
    struct lode_err err = {0};
    bool ok = book_write(&f->a, &f->params, &err);
    g_assert_cmpstr(err.message, ==, "");
    g_assert_true(ok);
}

static qpdf_data read_book(struct fixture *f)
{
    qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    g_assert_cmpint(qpdf_read(q, str_c(&f->a, f->params.path), NULL), ==, QPDF_SUCCESS);
    g_assert_cmpint(qpdf_get_num_pages(q), ==, 3);
    return q;
}

static qpdf_oh first_link(qpdf_data q, size_t page)
{
    qpdf_oh list = qpdf_oh_get_key(q, qpdf_get_page_n(q, page), "/Annots");
    return qpdf_oh_is_array(q, list) && qpdf_oh_get_array_n_items(q, list) > 0
               ? qpdf_oh_get_array_item(q, list, 0)
               : 0;
}

static void test_links_lead_to_pages(struct fixture *f, gconstpointer data)
{
    (void)data;
    write_book(f);
    qpdf_data q = read_book(f);
    qpdf_oh to = qpdf_oh_get_array_item(q, qpdf_oh_get_key(q, first_link(q, 0), "/Dest"), 0);
    g_assert_cmpint(qpdf_oh_get_object_id(q, to), ==,
                    qpdf_oh_get_object_id(q, qpdf_get_page_n(q, 1)));
    g_assert_false(qpdf_oh_has_key(q, first_link(q, 0), "/A"));
    qpdf_oh action = qpdf_oh_get_key(q, first_link(q, 1), "/A");
    g_assert_cmpstr(qpdf_oh_get_utf8_value(q, qpdf_oh_get_key(q, action, "/URI")), ==,
                    "https://example.org/");
    g_assert_cmpuint(first_link(q, 2), ==, 0);
    qpdf_cleanup(&q);
}

static void test_bookmarks_and_labels(struct fixture *f, gconstpointer data)
{
    (void)data;
    write_book(f);
    qpdf_data q = read_book(f);
    qpdf_oh root = qpdf_get_root(q);
    qpdf_oh item = qpdf_oh_get_key(q, qpdf_oh_get_key(q, root, "/Outlines"), "/First");
    qpdf_oh nums = qpdf_oh_get_key(q, qpdf_oh_get_key(q, root, "/PageLabels"), "/Nums");
    for (int i = 0; i < 3; i++) {
        char *title = str_c(&f->a, f->pages[i].title), *label = str_c(&f->a, f->pages[i].label);
        g_assert_cmpstr(qpdf_oh_get_utf8_value(q, qpdf_oh_get_key(q, item, "/Title")), ==, title);
        item = qpdf_oh_get_key(q, item, "/Next");
        qpdf_oh one = qpdf_oh_get_array_item(q, nums, 2 * i + 1);
        g_assert_cmpint(qpdf_oh_get_int_value_as_int(q, qpdf_oh_get_array_item(q, nums, 2 * i)), ==,
                        i);
        g_assert_cmpstr(qpdf_oh_get_utf8_value(q, qpdf_oh_get_key(q, one, "/P")), ==, label);
    }
    qpdf_cleanup(&q);
}

static void test_the_same_bytes(struct fixture *f, gconstpointer data)
{
    (void)data;
    char *first, *second, *path = str_c(&f->a, f->params.path);
    gsize n, m;
    write_book(f);
    g_assert_true(g_file_get_contents(path, &first, &n, NULL));
    f->params.path = str_format(&f->a, "%s/other.pdf", f->folder);
    write_book(f);
    g_assert_true(g_file_get_contents(str_c(&f->a, f->params.path), &second, &m, NULL));
    g_assert_cmpmem(first, n, second, m);
    g_free(first);
    g_free(second);
}

static void test_a_page_that_is_no_pdf(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const broken[] = {"", "%PDF-1.5\n", "no PDF"};
    char *book = str_c(&f->a, f->params.path);
    g_assert_true(g_file_set_contents(book, "old", -1, NULL));
    for (size_t i = 0; i < 3; i++) {
        struct lode_err err = {0};
        char *text;
        g_assert_true(g_file_set_contents(str_c(&f->a, f->pages[1].file), broken[i], -1, NULL));
        g_assert_false(book_write(&f->a, &f->params, &err));
        g_test_message("%s (%s)", err.message, err.trail);
        g_assert_nonnull(strstr(err.trail, "page 'a b"));
        g_assert_true(g_file_get_contents(book, &text, NULL, NULL));
        g_assert_cmpstr(text, ==, "old");
        g_free(text);
    }
}

/* More than there may be open files. */
static void test_many_pages(struct fixture *f, gconstpointer data)
{
    (void)data;
    enum { MANY = 3000 };
    struct book_page *pages = arena_array(&f->a, struct book_page, MANY);
    for (int i = 0; i < MANY; i++) {
        pages[i] = f->pages[i % 3];
        pages[i].key = str_format(&f->a, "%d", i);
    }
    f->params.pages = pages;
    f->params.n = MANY;
    write_book(f);
    qpdf_data q = qpdf_init();
    g_assert_cmpint(qpdf_read(q, str_c(&f->a, f->params.path), NULL), ==, QPDF_SUCCESS);
    g_assert_cmpint(qpdf_get_num_pages(q), ==, MANY);
    qpdf_cleanup(&q);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, fn) g_test_add("/write/book/" name, struct fixture, NULL, set_up, fn, tear_down)
    ADD("links", test_links_lead_to_pages);
    ADD("bookmarks", test_bookmarks_and_labels);
    ADD("bytes", test_the_same_bytes);
    ADD("broken", test_a_page_that_is_no_pdf);
    ADD("many", test_many_pages);
    return g_test_run();
}
