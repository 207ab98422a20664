/* Puts the PDFs of single pages together in a book, by way of qpdf: pages, bookmarks, labels,
 * links. */
#include "write/book.h"

#include <errno.h>
#include <fcntl.h>
#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/num.h"
#include "base/version.h"
#include "write/pdf_date.h"

/* A PDF of one page, kept open until the book is written: its streams are copied only then. Mapped
 * and not opened, so that the number of pages is not bounded by that of descriptors. */
struct leaf {
    qpdf_data pdf;
    void *bytes;
    size_t n;
};

struct book {
    struct arena *a;
    const struct book_params *params;
    qpdf_data pdf;
    struct leaf *leaves;
    qpdf_oh *pages; /* of each leaf the first, in the book */
    struct lode_err *err;
};

static bool fail_pdf(struct book *b, qpdf_data pdf, const char *what, struct str path)
{
    qpdf_error e = qpdf_has_error(pdf) ? qpdf_get_error(pdf) : NULL;
    const char *detail = e ? qpdf_get_error_message_detail(pdf, e) : "";
    enum lode_code code = e && qpdf_get_error_code(pdf, e) == qpdf_e_system ? LODE_IO : LODE_DATA;
    return lode_fail(b->err, code, (struct lode_span){0}, "cannot %s '%.*s'%s%s", what,
                     STR_FMT(path), detail && *detail ? ": " : "", detail ? detail : "");
}

/* A file in memory; kept until the book is written. */
static bool map_file(struct book *b, struct str path, struct leaf *ret)
{
    struct arena scratch = *b->a;
    struct stat st = {.st_size = -1}; /* not known, which is not the same as empty */
    int fd = open(str_c(&scratch, path), O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0;
    if (ok) {
        ret->n = (size_t)st.st_size;
        ret->bytes = mmap(NULL, ret->n, PROT_READ, MAP_PRIVATE, fd, 0);
        ok = ret->bytes != MAP_FAILED;
    }

    int why = errno;
    if (fd >= 0)
        close(fd);
    if (ok)
        return true;

    ret->bytes = NULL;
    return lode_fail(b->err, LODE_IO, (struct lode_span){0}, "cannot read '%.*s': %s",
                     STR_FMT(path), fd >= 0 && !st.st_size ? "it is empty" : strerror(why));
}

static qpdf_data open_pdf(void)
{
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    return pdf;
}

/* Adds the pages of one file. */
static bool add_leaf(struct book *b, size_t i)
{
    struct leaf *leaf = &b->leaves[i];
    struct str path = b->params->pages[i].file;
    if (!map_file(b, path, leaf))
        return false;

    leaf->pdf = open_pdf();
    qpdf_set_attempt_recovery(leaf->pdf, QPDF_FALSE);
    if (qpdf_read_memory(leaf->pdf, "page", leaf->bytes, leaf->n, NULL) & QPDF_ERRORS)
        return fail_pdf(b, leaf->pdf, "read the page", path);

    int before = qpdf_get_num_pages(b->pdf), n = qpdf_get_num_pages(leaf->pdf);
    for (int k = 0; k < n; k++) {
        if (qpdf_add_page(b->pdf, leaf->pdf, qpdf_get_page_n(leaf->pdf, (size_t)k), QPDF_FALSE) &
            QPDF_ERRORS)
            return fail_pdf(b, b->pdf, "take the page", path);
    }

    if (n < 1)
        return lode_fail(b->err, LODE_DATA, (struct lode_span){0}, "'%.*s' has no page",
                         STR_FMT(path));
    b->pages[i] = qpdf_get_page_n(b->pdf, (size_t)before);
    return true;
}

static qpdf_oh new_text(struct book *b, struct str s)
{
    struct arena scratch = *b->a;
    return qpdf_oh_new_unicode_string(b->pdf, str_c(&scratch, s));
}

static void set_key(struct book *b, qpdf_oh dict, const char *key, qpdf_oh value)
{
    qpdf_oh_replace_key(b->pdf, dict, key, value);
}

/* [page /Fit], a destination (ISO 32000-1, 12.3.2.2). */
static qpdf_oh new_destination(struct book *b, size_t i)
{
    qpdf_oh d = qpdf_oh_new_array(b->pdf);
    qpdf_oh_append_item(b->pdf, d, b->pages[i]);
    qpdf_oh_append_item(b->pdf, d, qpdf_oh_new_name(b->pdf, "/Fit"));
    return d;
}

/* ---- bookmarks (12.3.3), page labels (12.4.2), names (7.9.6) */

static void add_bookmarks(struct book *b)
{
    size_t n = b->params->n;
    qpdf_oh root = qpdf_make_indirect_object(b->pdf, qpdf_oh_new_dictionary(b->pdf));
    qpdf_oh before = 0;

    for (size_t i = 0; i < n; i++) {
        qpdf_oh item = qpdf_make_indirect_object(b->pdf, qpdf_oh_new_dictionary(b->pdf));
        set_key(b, item, "/Title", new_text(b, b->params->pages[i].title));
        set_key(b, item, "/Parent", root);
        set_key(b, item, "/Dest", new_destination(b, i));

        if (i)
            set_key(b, item, "/Prev", before);
        set_key(b, i ? before : root, i ? "/Next" : "/First", item);
        before = item;
    }

    set_key(b, root, "/Type", qpdf_oh_new_name(b->pdf, "/Outlines"));
    set_key(b, root, "/Last", before);
    set_key(b, root, "/Count", qpdf_oh_new_integer(b->pdf, (long long)n));
    set_key(b, qpdf_get_root(b->pdf), "/Outlines", root);
    set_key(b, qpdf_get_root(b->pdf), "/PageMode", qpdf_oh_new_name(b->pdf, "/UseOutlines"));
}

static void add_labels(struct book *b)
{
    qpdf_oh tree = qpdf_oh_new_dictionary(b->pdf), nums = qpdf_oh_new_array(b->pdf);
    for (size_t i = 0; i < b->params->n; i++) {
        qpdf_oh label = qpdf_oh_new_dictionary(b->pdf);
        int at = qpdf_find_page_by_oh(b->pdf, b->pages[i]);
        set_key(b, label, "/P", new_text(b, b->params->pages[i].label));
        qpdf_oh_append_item(b->pdf, nums, qpdf_oh_new_integer(b->pdf, at));
        qpdf_oh_append_item(b->pdf, nums, label);
    }
    set_key(b, tree, "/Nums", nums);
    set_key(b, qpdf_get_root(b->pdf), "/PageLabels", tree);
}

static int by_key(const void *x, const void *y)
{
    return str_cmp((*(const struct book_page *const *)x)->key,
                   (*(const struct book_page *const *)y)->key);
}

/* One node with all names, sorted by bytes; keys are read as bytes of UTF-8. */
static void add_names(struct book *b)
{
    struct arena scratch = *b->a;
    size_t n = b->params->n;
    const struct book_page **sorted = arena_array(&scratch, const struct book_page *, n);
    qpdf_oh names = qpdf_oh_new_dictionary(b->pdf), tree = qpdf_oh_new_dictionary(b->pdf);
    qpdf_oh list = qpdf_oh_new_array(b->pdf);

    for (size_t i = 0; i < n; i++)
        sorted[i] = &b->params->pages[i];
    qsort(sorted, n, sizeof *sorted, by_key);

    for (size_t i = 0; i < n; i++) {
        struct str key = sorted[i]->key;
        qpdf_oh_append_item(b->pdf, list, qpdf_oh_new_binary_string(b->pdf, key.p, key.len));
        qpdf_oh_append_item(b->pdf, list,
                            new_destination(b, (size_t)(sorted[i] - b->params->pages)));
    }

    set_key(b, tree, "/Names", list);
    set_key(b, names, "/Dests", tree);
    set_key(b, qpdf_get_root(b->pdf), "/Names", names);
}

/* ---- links */

/* The page that an address means, from 1; SIZE_MAX: the book has no such page; 0: the address is
 * not of a page. */
static size_t address_page(const struct book *b, struct str uri)
{
    struct str prefix = STR("#page=");
    int64_t page;
    if (!str_starts(uri, prefix) || !num_parse_int(str_from(uri, prefix.len), &page))
        return 0;
    return page > 0 && (size_t)page <= b->params->n ? (size_t)page : SIZE_MAX;
}

/* A link by address becomes a link to the page. False: it leads to a page that is not there. */
static bool lead_link(struct book *b, qpdf_oh annotation)
{
    size_t len = 0;
    qpdf_oh action = qpdf_oh_get_key_if_dict(b->pdf, annotation, "/A");
    qpdf_oh uri = qpdf_oh_get_key_if_dict(b->pdf, action, "/URI");
    if (!qpdf_oh_is_string(b->pdf, uri))
        return true;

    const char *p = qpdf_oh_get_binary_string_value(b->pdf, uri, &len);
    size_t page = address_page(b, (struct str){p, len});
    if (page == SIZE_MAX)
        return false;

    if (page) {
        qpdf_oh_remove_key(b->pdf, annotation, "/A");
        set_key(b, annotation, "/Dest", new_destination(b, page - 1));
    }
    return true;
}

static void lead_links(struct book *b)
{
    int n = qpdf_get_num_pages(b->pdf);
    for (int i = 0; i < n; i++) {
        qpdf_oh page = qpdf_get_page_n(b->pdf, (size_t)i);
        qpdf_oh list = qpdf_oh_get_key(b->pdf, page, "/Annots");
        int k = qpdf_oh_is_array(b->pdf, list) ? qpdf_oh_get_array_n_items(b->pdf, list) : 0;
        while (k-- > 0) {
            if (!lead_link(b, qpdf_oh_get_array_item(b->pdf, list, k)))
                qpdf_oh_erase_item(b->pdf, list, k);
        }
    }
}

/* ---- the file */

static void add_metadata(struct book *b)
{
    char date[32], words[40];
    qpdf_oh info = qpdf_make_indirect_object(b->pdf, qpdf_oh_new_dictionary(b->pdf));
    if (b->params->title.len)
        set_key(b, info, "/Title", new_text(b, b->params->title));

    pdf_date(date);
    /* 2000-01-01T00:00:00Z, as PDF writes it (7.9.4). */
    snprintf(words, sizeof words, "D:%.4s%.2s%.2s%.2s%.2s%.2sZ", date, date + 5, date + 8,
             date + 11, date + 14, date + 17);
    set_key(b, info, "/Creator", qpdf_oh_new_string(b->pdf, "lode " LODE_VERSION));
    set_key(b, info, "/CreationDate", qpdf_oh_new_string(b->pdf, words));
    set_key(b, qpdf_get_trailer(b->pdf), "/Info", info);
}

static bool fill_book(struct book *b)
{
    for (size_t i = 0; i < b->params->n; i++) {
        if (!add_leaf(b, i))
            return lode_within(b->err, "page '%.*s'", STR_FMT(b->params->pages[i].key));
    }

    add_bookmarks(b);
    add_labels(b);
    add_names(b);
    lead_links(b);
    add_metadata(b);
    return true;
}

static bool write_pdf(struct book *b, const char *path)
{
    bool ok = !(qpdf_init_write(b->pdf, path) & QPDF_ERRORS);
    if (ok) {
        qpdf_set_object_stream_mode(b->pdf, qpdf_o_generate);
        qpdf_set_stream_data_mode(b->pdf, qpdf_s_preserve);
        qpdf_set_deterministic_ID(b->pdf, QPDF_TRUE);
        ok = !(qpdf_write(b->pdf) & QPDF_ERRORS);
    }
    return ok || fail_pdf(b, b->pdf, "write", b->params->path);
}

bool book_write(struct arena *a, const struct book_params *params, struct lode_err *err)
{
    struct outfile out = {.fd = -1};
    struct book b = {.a = a,
                     .params = params,
                     .pdf = open_pdf(),
                     .leaves = arena_array(a, struct leaf, params->n),
                     .pages = arena_array(a, qpdf_oh, params->n),
                     .err = err};

    qpdf_empty_pdf(b.pdf);
    bool ok = outfile_open(a, params->path, (struct lode_span){0}, &out, err) && fill_book(&b) &&
              write_pdf(&b, out.temporary ? out.temporary : out.path);
    qpdf_cleanup(&b.pdf); /* closes what it wrote */
    ok = ok && outfile_commit(&out, err);
    outfile_abandon(&out);

    for (size_t i = 0; i < params->n; i++) {
        if (b.leaves[i].pdf)
            qpdf_cleanup(&b.leaves[i].pdf);
        if (b.leaves[i].bytes)
            munmap(b.leaves[i].bytes, b.leaves[i].n);
    }
    return ok;
}

const char *qpdf_library_version(void)
{
    return qpdf_get_qpdf_version();
}
