/* Chooses the pages of a run: those of --only and --shard, and of these the ones that are not as
 * they should be. */
#include <fnmatch.h>
#include <string.h>

#include "base/composed.h"
#include "batch/batch.h"

/* Keys that a mistyped one is compared with: of more pages the answer would take seconds. */
enum { KEYS_COMPARED = 10000 };

static bool is_pattern(struct str s)
{
    return memchr(s.p, '*', s.len) || memchr(s.p, '?', s.len) || memchr(s.p, '[', s.len);
}

static bool fail_key(struct batch *b, struct str key, struct lode_err *err)
{
    struct arena scratch = *b->a;
    struct str *keys = arena_array(&scratch, struct str, b->job->n);
    size_t n = 0;
    for (; n < b->job->n && n < KEYS_COMPARED; n++)
        keys[n] = b->job->pages[n].key;

    struct str near = str_nearest(key, keys, n);
    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no page has the key '%.*s'", STR_FMT(key));
    return near.len ? lode_hint(err, "did you mean '%.*s'?", STR_FMT(near))
                    : lode_hint(err, "'lode batch --list MAP' lists the keys");
}

/* Marks the pages that one word of --only means: the page with that key, even if there is a '*' in
 * it, or those that the pattern fits. */
static bool mark_pages(struct batch *b, struct str word, struct lode_err *err)
{
    struct arena scratch = *b->a;
    char *pattern = str_c(&scratch, word);
    size_t met = 0;

    for (size_t i = 0; i < b->job->n; i++) {
        if (text_same(b->job->pages[i].key, word)) {
            b->pages[i].state = PAGE_TODO;
            return true;
        }
    }

    for (size_t i = 0; i < b->job->n && is_pattern(word); i++) {
        struct arena inner = scratch;
        if (fnmatch(pattern, str_c(&inner, b->job->pages[i].key), 0) == 0) {
            b->pages[i].state = PAGE_TODO;
            met++;
        }
    }
    return met || fail_key(b, word, err);
}

bool batch_select(struct batch *b, struct lode_err *err)
{
    for (size_t i = 0; i < b->params.n_only; i++) {
        if (!mark_pages(b, b->params.only[i], err))
            return false;
    }

    b->chosen = 0;
    for (size_t i = 0; i < b->job->n; i++) {
        bool chosen =
            (b->pages[i].state == PAGE_TODO || !b->params.n_only) && shard_has(&b->params.shard, i);
        b->pages[i].state = chosen ? PAGE_TODO : PAGE_OTHER;
        b->chosen += chosen;
    }
    return true;
}

/* "changed: " and the parts that the page depends on and that are not as they were. */
static struct str differences(struct arena *a, const struct past_page *past,
                              const struct batch_digest *now)
{
    struct str list = {0};
    for (size_t i = 0; i < now->n; i++) {
        bool same = false;
        for (size_t k = 0; k < past->n_parts && !same; k++)
            same = str_eq(past->parts[k].name, now->parts[i].name) &&
                   past->parts[k].hash == now->parts[i].hash;

        if (!same && !(now->parts[i].follows && list.len))
            list = str_format(a, "%.*s%s%.*s", STR_FMT(list), list.len ? ", " : "",
                              STR_FMT(now->parts[i].name));
    }

    for (size_t k = 0; k < past->n_parts; k++) {
        bool there = false;
        for (size_t i = 0; i < now->n && !there; i++)
            there = str_eq(past->parts[k].name, now->parts[i].name);
        if (!there)
            list = str_format(a, "%.*s%s%.*s (no longer)", STR_FMT(list), list.len ? ", " : "",
                              STR_FMT(past->parts[k].name));
    }
    return list.len ? str_format(a, "changed: %.*s", STR_FMT(list)) : STR("changed");
}

/* Whether the page is to have the files that it had. */
static bool same_files(const struct batch_job *job, const struct batch_page *page,
                       const struct past_page *past)
{
    size_t n = page->n_files + (page->leaf.len != 0);
    for (size_t i = 0; i < page->n_files && past->n_files == n; i++) {
        if (!str_eq(batch_inner(job, page->files[i]), past->files[i].name))
            return false;
    }
    return past->n_files == n &&
           (!page->leaf.len || str_eq(batch_inner(job, page->leaf), past->files[n - 1].name));
}

/* Why the page has to be drawn; empty: it is as it should be. */
static struct str reason_to_draw(struct batch *b, size_t i)
{
    const struct batch_page *page = &b->job->pages[i];
    const struct page_work *w = &b->pages[i];
    const struct past_page *past = history_lookup(&b->history, page->key);
    struct str missing;

    if (!past || !past->was_done)
        return past && past->state == PAST_FAILED
                   ? str_format(b->a, "failed before: %.*s", STR_FMT(past->reason))
               : past && past->state == PAST_STARTED
                   ? STR("was being drawn when the run was cut off")
                   : STR("not made yet");
    if (past->digest != w->digest.all)
        return differences(b->a, past, &w->digest);

    /* Its files may be of that attempt. */
    if (past->state == PAST_STARTED)
        return STR("was being drawn when the run was cut off");
    if (past->state == PAST_FAILED)
        return str_format(b->a, "failed before: %.*s", STR_FMT(past->reason));

    if (!same_files(b->job, page, past))
        return STR("changed: names of files");
    if (!history_files_stand(b->a, past, b->job->folder, &missing))
        return str_format(b->a, "'%.*s' is missing, or was changed", STR_FMT(missing));
    return b->params.force ? STR("forced") : (struct str){0};
}

static void choose_page(struct batch *b, size_t i)
{
    struct page_work *w = &b->pages[i];
    const struct past_page *past = history_lookup(&b->history, b->job->pages[i].key);
    struct lode_err ignored = {0}; /* drawing the page fails with it, and costs this page only */

    w->suspect = past && (past->state == PAST_STARTED || past->state == PAST_FAILED);
    if (b->job->digest(b->job->ctx, i, b->a, &w->digest, &ignored)) {
        w->why = reason_to_draw(b, i);
    } else {
        w->digest = (struct batch_digest){0};
        w->why = past && past->state == PAST_FAILED
                     ? str_format(b->a, "failed before: %.*s", STR_FMT(past->reason))
                     : STR("what it depends on is not known");
    }

    w->state = w->why.len ? PAGE_TODO : PAGE_UNCHANGED;
    b->todo += w->state == PAGE_TODO;
    b->unchanged += w->state == PAGE_UNCHANGED;
}

void batch_choose(struct batch *b)
{
    for (size_t i = 0; i < b->job->n; i++) {
        if (b->pages[i].state == PAGE_TODO)
            choose_page(b, i);
    }
}
