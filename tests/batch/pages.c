#include "pages.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

/* ---- the pages */

static bool write_file(struct str path, struct str text, struct lode_err *err)
{
    struct arena a = {0};
    struct outfile f;
    arena_init(&a, 0);
    bool ok = outfile_open(&a, path, (struct lode_span){0}, &f, err) &&
              outfile_write(&f, text.p, text.len, err) && outfile_commit(&f, err);
    arena_finish(&a);
    return ok;
}

/* Whether the page is drawn for the first time; a file beside the output remembers. */
static bool is_first_time(struct str path)
{
    char *mark = g_strdup_printf("%.*s.seen", STR_FMT(path));
    int fd = open(mark, O_CREAT | O_EXCL | O_WRONLY, 0666);
    g_free(mark);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* A frame that is none, into every pipe that this process can write to. */
static void babble(void)
{
    for (int fd = 3; fd < 64; fd++) {
        struct stat st;
        if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) &&
            (fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY)
            g_assert_cmpint(write(fd, "\4\0\0\0oops", 8), ==, 8);
    }
}

static bool draw(void *ctx, size_t page, struct diags *findings, struct lode_err *err)
{
    const struct fixture *f = ctx;
    const struct batch_page *p = &f->pages[page];
    struct lode_err w = {.severity = LODE_WARNING, .rule = "thin-line"};
    switch (p->key.p[0]) {
    case 'c': /* crashes */
        fprintf(stderr, "a library said something\n");
        signal(SIGABRT, SIG_DFL);
        abort();
    case 'o': /* crashes once */
        if (is_first_time(p->files[0]))
            raise(SIGKILL);
        break;
    case 'h': /* hangs */
        for (;;)
            pause();
    case 'f': /* fails */
        return lode_fail(err, LODE_DATA,
                         (struct lode_span){.file = "map.yaml", .line = 2, .col = 1}, "bad data");
    case 'q': /* ends */
        exit(7);
    case 'l': /* says it is done, and is not */
        return true;
    case 'w':
        strcpy(w.message, "a thin line");
        diags_put(findings, &w);
        break;
    case 's': /* slow */
        g_usleep(100000);
        break;
    case 'x': /* says what is no message, and goes on */
        babble();
        for (;;)
            pause();
    case 'p': /* prints without end */
        for (;;)
            if (write(STDOUT_FILENO, "again and again\n", 16) < 0)
                _exit(9);
    case 'k': /* works for 0.4 s of a processor */
        while (clock() < CLOCKS_PER_SEC * 2 / 5)
            ;
        break;
    case 'n': /* a full disk */
        errno = ENOSPC;
        err->sys_errno = errno;
        return lode_fail(err, LODE_IO, (struct lode_span){0}, "no room");
    default:
        break;
    }
    return write_file(p->files[0], p->key, err);
}

static bool digest(void *ctx, size_t page, struct arena *a, struct batch_digest *ret,
                   struct lode_err *err)
{
    struct fixture *f = ctx;
    (void)err;
    struct batch_part *parts = arena_array(a, struct batch_part, 2);
    parts[0] = (struct batch_part){STR("document"), f->version};
    parts[1] = (struct batch_part){STR("data: railways"), page};
    *ret = (struct batch_digest){parts, 2, f->version * 1000003 + page};
    return true;
}

void tell(void *ctx, const struct lode_err *what)
{
    struct fixture *f = ctx;
    f->told_errors += what->severity == LODE_ERROR;
    f->told_warnings += what->severity == LODE_WARNING;
    if (what->severity == LODE_WARNING)
        g_snprintf(f->last_warning, sizeof f->last_warning, "%s", what->message);
    if (what->severity == LODE_ERROR)
        g_snprintf(f->last_error, sizeof f->last_error, "%s", what->message);
}

static void show(void *ctx, const struct batch_progress *p)
{
    struct fixture *f = ctx;
    f->shown++;
    g_assert_cmpuint(p->done + p->failed, <=, p->todo);
}

/* ---- runs */

void set_up(struct fixture *f, const void *data)
{
    (void)data;
    *f = (struct fixture){.version = 1};
    arena_init(&f->a, 0);
    f->folder = g_dir_make_tmp("lode-engine-XXXXXX", NULL);
    signal(SIGPIPE, SIG_IGN);
}

void remove_tree(const char *path)
{
    GDir *d = g_dir_open(path, 0, NULL);
    const char *name;
    while (d && (name = g_dir_read_name(d))) {
        char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
        g_free(inner);
    }
    if (d)
        g_dir_close(d);
    g_remove(path);
}

void tear_down(struct fixture *f, const void *data)
{
    (void)data;
    remove_tree(f->folder);
    g_free(f->folder);
    arena_finish(&f->a);
}

void make_job(struct fixture *f, const char *keys)
{
    char **v = g_strsplit(keys, " ", -1);
    size_t n = g_strv_length(v);
    f->pages = arena_array(&f->a, struct batch_page, n);
    for (size_t i = 0; i < n; i++) {
        struct str *file = arena_new(&f->a, struct str);
        *file = str_of(str_c(&f->a, str_format(&f->a, "%s/out/%s.txt", f->folder, v[i])));
        f->pages[i] =
            (struct batch_page){.key = str_copy(&f->a, str_of(v[i])), .files = file, .n_files = 1};
    }
    g_strfreev(v);
    f->job = (struct batch_job){.name = STR("test"),
                                .folder = str_format(&f->a, "%s/out", f->folder),
                                .map = STR("map.yaml"),
                                .pages = f->pages,
                                .n = n,
                                .draw = draw,
                                .digest = digest,
                                .ctx = f};
}

struct batch run(struct fixture *f, const struct wanted *w)
{
    struct batch b;
    struct batch_params params = w->params;
    struct lode_err err = {0};
    params.tell = tell;
    params.progress = show;
    params.ctx = f;
    params.tick_s = 0.05;
    params.jobs = params.jobs ? params.jobs : 2;
    batch_init(&b, &f->a, &f->job, &params);
    bool ok = batch_open(&b, &err) && (batch_choose(&b), batch_run(&b, &err));
    g_test_message("%s", err.message);
    g_assert_cmpint(ok, ==, !w->stops);
    g_assert_cmpuint(b.done, ==, w->done);
    g_assert_cmpuint(b.unchanged, ==, w->unchanged);
    g_assert_cmpuint(b.failed, ==, w->failed);
    g_assert_cmpint(batch_status(&b), ==, w->status);
    batch_finish(&b);
    return b;
}

void expect_files(struct fixture *f, const char *keys)
{
    char **v = g_strsplit(keys, " ", -1);
    for (size_t i = 0; v[i]; i++) {
        char *path = g_strdup_printf("%s/out/%s.txt", f->folder, v[i]), *text;
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        g_assert_cmpstr(text, ==, v[i]);
        g_free(text);
        g_free(path);
    }
    g_strfreev(v);
}

void expect_no_temporaries(struct fixture *f)
{
    char *folder = g_strdup_printf("%s/out", f->folder);
    GDir *d = g_dir_open(folder, 0, NULL);
    const char *name;
    while (d && (name = g_dir_read_name(d)))
        g_assert_true(!g_str_has_prefix(name, ".lode-") || g_str_equal(name, ".lode-batch.lock"));
    if (d)
        g_dir_close(d);
    g_free(folder);
}
