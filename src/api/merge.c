/* `lode merge`: shards of a batch put together. */
#include "batch/merge.h"

#include "run/session.h"

static void tell(void *ctx, const struct lode_err *what)
{
    session_tell(ctx, what);
}

static struct str without_slash(struct str folder)
{
    while (folder.len > 1 && folder.p[folder.len - 1] == '/')
        folder.len--;
    return folder;
}

static void tell_outcome(struct lode *l, const struct merge_outcome *o)
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

int lode_merge(struct lode *l, const char *const *folders, size_t n_folders,
               const struct lode_merge_params *params)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct merge_outcome outcome;

    arena_init(&a, 0);
    struct str *v = arena_array(&a, struct str, n_folders + 1);
    size_t n = 0;
    struct str output = without_slash(params->output ? str_of(params->output) : str_of(folders[0]));
    for (size_t i = 0; i < n_folders; i++) {
        struct str folder = without_slash(str_of(folders[i]));
        bool again = false;
        for (size_t k = 0; k < n && !again; k++)
            again = str_eq(v[k], folder);
        if (!again)
            v[n++] = folder;
    }

    /* What was brought together there before stays part of it. */
    bool listed = false;
    for (size_t k = 0; k < n; k++)
        listed |= str_eq(v[k], output);
    if (!listed)
        v[n++] = output;
    struct merge_params merge = {.folders = v, .n = n, .output = output, .tell = tell, .ctx = l};
    int status = 0;
    if (!merge_run(&a, &merge, &outcome, &err))
        status = session_fail(l, &err);
    else
        tell_outcome(l, &outcome);
    if (!status && (outcome.missing || outcome.differing || outcome.books_wait))
        status = 3;
    arena_finish(&a);
    return status;
}
