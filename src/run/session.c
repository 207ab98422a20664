/* The session: how it is made and ended, and how findings reach the caller with the line they speak
 * of. */
#include "run/session.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "load/load.h"
#include "text/text.h"

/* A larger file is no document; a finding in it is reported without its line. */
enum { SOURCE_MAX = 16 << 20 };

/* Whether the finding was told before in this run; from now on it was. */
static bool was_told(struct lode *l, const struct lode_err *what)
{
    char *text = g_strdup_printf("%s %s:%d:%d %s", what->rule, what->at.file ? what->at.file : "",
                                 what->at.line, what->at.col, what->message);
    unsigned hash = g_str_hash(text);
    g_free(text);
    for (const struct session_told *t = l->told; t; t = t->next) {
        if (t->hash == hash)
            return true;
    }

    struct session_told *t = arena_new(&l->arena, struct session_told);
    *t = (struct session_told){hash, l->told};
    l->told = t;
    return false;
}

void session_begin_run(struct lode *l)
{
    l->told = NULL;
}

static void take_finding(void *ctx, const struct lode_err *what)
{
    struct lode *l = ctx;
    if (l->muted || (what->once && was_told(l, what)))
        return;
    if (l->collect)
        diags_put(l->collect, what);
    else
        session_tell(l, what);
}

static bool take_progress(void *ctx, const char *doing, size_t done, size_t total)
{
    const struct lode_options *o = &((struct lode *)ctx)->options;
    return !o->progress || o->progress(o->ctx, doing, done, total);
}

struct lode *lode_create(const struct lode_options *options)
{
    struct arena arena = {0};
    arena_init(&arena, 0);
    struct lode *l = arena_new(&arena, struct lode);
    l->options = *options;
    l->arena = arena;
    log_set_sink(take_finding, l);
    log_set_progress(take_progress, l);
    load_init(options->allow_network);
    return l;
}

void lode_destroy(struct lode *l)
{
    if (!l)
        return;
    log_set_sink(NULL, NULL);
    log_set_progress(NULL, NULL);
    struct arena arena = l->arena; /* `l` lives inside it */
    arena_finish(&arena);
}

void lode_remove_temporaries(void)
{
    outfile_remove_all();
}

static struct session_text *find_text(struct lode *l, const char *name)
{
    for (struct session_text *t = l->texts; t; t = t->next) {
        if (t->name && strcmp(t->name, name) == 0)
            return t;
    }
    return NULL;
}

/* Entries are in the session's arena and used again: a run's arena is gone after the call. */
void session_name_text(struct lode *l, const char *name, struct str text)
{
    struct session_text *t = find_text(l, name), *free_one = l->texts;
    while (free_one && free_one->name)
        free_one = free_one->next;

    if (!t)
        t = free_one;
    if (!t) {
        t = arena_new(&l->arena, struct session_text);
        t->next = l->texts;
        l->texts = t;
    }

    t->name = name;
    t->text = text;
}

void session_forget_text(struct lode *l, const char *name)
{
    struct session_text *t = find_text(l, name);
    if (t)
        t->name = NULL;
}

static bool read_text(struct lode *l, struct arena *a, struct lode_span at, struct str *ret)
{
    struct lode_err ignored = {0};
    const struct session_text *t = find_text(l, at.file);
    if (t) {
        *ret = t->text;
        return true;
    }
    return file_read(a, at.file, SOURCE_MAX, at, ret, &ignored);
}

static const char *read_line(struct lode *l, struct arena *a, struct lode_span at)
{
    struct str text, line;
    if (!at.file || at.line < 1 || !read_text(l, a, at, &text))
        return NULL;

    for (int n = 1; str_cut(&text, '\n', &line); n++) {
        if (n == at.line)
            return str_c(a, str_ends(line, STR("\r")) ? str_head(line, line.len - 1) : line);
    }
    return NULL;
}

void session_tell(struct lode *l, const struct lode_err *what)
{
    if (what->severity == LODE_WARNING)
        l->warned = true;
    if (!l->options.tell)
        return;

    struct arena scratch = {0};
    arena_init(&scratch, 0);
    l->options.tell(l->options.ctx,
                    &(struct lode_message){
                        .level = (enum lode_level)what->severity,
                        .rule = what->rule ? what->rule : lode_code_rule(what->code),
                        .file = what->at.file,
                        .line = what->at.line,
                        .col = what->at.col,
                        .len = what->at.len,
                        .source_line = read_line(l, &scratch, what->at),
                        .message = what->message,
                        .hint = what->hint,
                        .trail = what->trail,
                    });

    arena_finish(&scratch);
}

bool session_mute(struct lode *l)
{
    bool was = l->muted;
    l->muted = true;
    return was;
}

void session_unmute(struct lode *l, bool was_muted)
{
    l->muted = was_muted;
}

int session_fail(struct lode *l, const struct lode_err *err)
{
    session_tell(l, err);
    return lode_exit_status(err->code);
}

int session_report(struct lode *l, struct diags *d)
{
    int status = 0;

    diags_sort(d);
    for (size_t i = 0; i < d->n; i++) {
        session_tell(l, &d->v[i]);
        if (d->v[i].severity != LODE_ERROR)
            continue;

        /* A fault of the document outranks the failures that follow from it. */
        int one = lode_exit_status(d->v[i].code);
        status = one > status ? one : status;
    }

    if (d->dropped) {
        struct lode_err more = {.severity = LODE_NOTE};
        lode_fail(&more, LODE_OK, (struct lode_span){0}, "%zu more findings", d->dropped);
        session_tell(l, &more);
    }

    return status;
}

bool session_write(struct lode *l, struct str text)
{
    return !l->options.write || l->options.write(l->options.ctx, text.p ? text.p : "", text.len);
}

bool session_text(struct lode *l, struct text_context **ret, struct lode_err *err)
{
    if (!l->text && !text_context_create(&l->arena, &l->text, err))
        return false;
    *ret = l->text;
    return true;
}
