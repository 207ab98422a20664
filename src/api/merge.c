/* `lode merge`: puts the shards of a batch together. */
#include "batch/merge.h"
#include "run/session.h"

static void report_finding(void *ctx, const struct lode_err *what)
{
    session_tell(ctx, what);
}

static struct str without_slash(struct str folder)
{
    while (folder.len > 1 && folder.p[folder.len - 1] == '/')
        folder.len--;
    return folder;
}

static void write_outcome(struct lode *l, const struct merge_outcome *o)
{
    struct arena scratch = l->arena;
    struct str text = str_format(&scratch, "%zu of %zu pages are there", o->there, o->pages);

    if (o->brought)
        text = str_format(&scratch, "%.*s, %zu brought here", STR_FMT(text), o->brought);
    if (o->twice)
        text = str_format(&scratch, "%.*s, %zu were made twice", STR_FMT(text), o->twice);
    if (o->missing)
        text = str_format(&scratch, "%.*s, %zu missing", STR_FMT(text), o->missing);
    if (o->books)
        text = str_format(&scratch, "%.*s; %zu book%s", STR_FMT(text), o->books,
                          o->books == 1 ? "" : "s");

    session_write(l, str_format(&scratch, "%.*s\n", STR_FMT(text)));
}

static bool is_listed(const struct str *folders, size_t n, struct str folder)
{
    for (size_t i = 0; i < n; i++) {
        if (merge_same_folder(folders[i], folder))
            return true;
    }
    return false;
}

/* Each folder once, with the output: what was put there before stays part of it. */
static size_t list_folders(const char *const *folders, size_t n_folders, struct str output,
                           struct str *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < n_folders; i++) {
        struct str folder = without_slash(str_of(folders[i]));
        if (!is_listed(ret, n, folder))
            ret[n++] = folder;
    }
    if (!is_listed(ret, n, output))
        ret[n++] = output;
    return n;
}

int lode_merge(struct lode *l, const char *const *folders, size_t n_folders,
               const struct lode_merge_params *params)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct merge_outcome outcome;

    arena_init(&a, 0);
    struct str *v = arena_array(&a, struct str, n_folders + 1);
    struct str output = without_slash(str_of(params->output ? params->output : folders[0]));
    size_t n = list_folders(folders, n_folders, output, v);
    struct merge_params merge = {
        .folders = v, .n = n, .output = output, .tell = report_finding, .ctx = l};

    int status = 0;
    if (!merge_run(&a, &merge, &outcome, &err))
        status = session_fail(l, &err);
    else
        write_outcome(l, &outcome);
    if (!status && (outcome.missing || outcome.differing || outcome.books_wait))
        status = 3;

    arena_finish(&a);
    return status;
}
