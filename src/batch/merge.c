/* Reads the journals of shards, finds what is missing or was made twice, and puts the shards of
 * each atlas together. */
#include "batch/merge.h"

#include <dirent.h>
#include <errno.h>
#include <glib.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/num.h"
#include "batch/merge_parts.h"

enum { REPORTED_MAX = 20 }; /* findings; more are only counted */

static void report_merge(struct merge *m, enum lode_severity severity, const char *rule,
                         struct str text)
{
    struct lode_err what = {.severity = severity, .rule = rule};
    if (severity != LODE_NOTE && ++m->reported > REPORTED_MAX)
        return;

    lode_fail(&what, LODE_OK, (struct lode_span){0}, "%.*s", STR_FMT(text));
    m->params->tell(m->params->ctx, &what);
}

/* ---- reading */

static int by_text(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

struct names {
    struct str *v;
    size_t n, cap;
};

/* The names in `folder` that have this ending, sorted and without it; none when there is no such
 * folder. Fails: LODE_IO for one that cannot be read. */
static bool list_names(struct arena *a, struct str folder, struct str ending, struct names *ret,
                       struct lode_err *err)
{
    struct names names = {0};
    DIR *d = opendir(str_c(a, folder));
    if (!d && errno != ENOENT) {
        err->sys_errno = errno;
        return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot read '%.*s': %s",
                         STR_FMT(folder), strerror(errno));
    }

    for (struct dirent *e; d && (e = readdir(d));) {
        struct str name = str_of(e->d_name);
        if (str_ends(name, ending) && name.len > ending.len && name.p[0] != '.')
            *array_add(a, &names) = str_copy(a, str_head(name, name.len - ending.len));
    }
    if (d)
        closedir(d);
    if (names.n)
        qsort(names.v, names.n, sizeof *names.v, by_text);
    *ret = names;
    return true;
}

/* How many shards there are, from one of them: "2/4". */
static void note_shard(struct merge *m, struct str shard)
{
    struct str rest = shard, i;
    int64_t n;
    if (str_cut(&rest, '/', &i) && num_parse_int(rest, &n) && n > 0 && n <= JOURNAL_PAGES_MAX)
        m->shards = (size_t)n;
}

static bool read_folder(struct merge *m, size_t f, struct lode_err *err)
{
    struct str folder = m->params->folders[f];
    struct history *h = &m->histories[f];
    struct str state = str_format(m->a, "%.*s/%.*s.batch", STR_FMT(folder), STR_FMT(m->name));
    struct names names;

    history_init(h, m->a);
    if (!list_names(m->a, state, STR(".jsonl"), &names, err))
        return false;

    for (size_t i = 0; i < names.n; i++) {
        struct str path = str_format(m->a, "%.*s/%.*s.jsonl", STR_FMT(state), STR_FMT(names.v[i]));
        if (!history_read(h, path, err))
            return false;

        note_shard(m, h->last_shard);
        if (h->last_map.len)
            m->map = h->last_map;
        if (f == m->own && !str_is(names.v[i], "all"))
            *array_add(m->a, &m->journals) = path;
        if (h->begun && !h->ended)
            report_merge(m, LODE_WARNING, "run-cut-off",
                         str_format(m->a, "the run of '%.*s' was cut off, or is still running",
                                    STR_FMT(path)));
    }

    if (h->broken)
        report_merge(m, LODE_WARNING, "journal-damaged",
                     str_format(m->a, "%zu lines of journals in '%.*s' could not be read",
                                h->broken, STR_FMT(state)));
    if (m->planned && h->pages_planned && m->planned != h->pages_planned)
        report_merge(m, LODE_WARNING, "other-plan",
                     str_format(m->a, "'%.*s' is of an atlas with %zu pages, not %zu",
                                STR_FMT(state), h->pages_planned, m->planned));
    if (h->pages_planned > m->planned)
        m->planned = h->pages_planned;
    return true;
}

/* ---- one page, from all that journals say of it */

/* Whether the page is there, in folder `f`, and why not. */
static void judge_page(struct merge *m, size_t f, const struct past_page *past,
                       struct merged_page *ret)
{
    struct str missing = {0};
    *ret = (struct merged_page){.past = past, .folder = f};

    if (!past->was_done)
        ret->trouble = past->state == PAST_FAILED
                           ? str_format(m->a, "failed: %.*s", STR_FMT(past->reason))
                       : past->state == PAST_STARTED ? STR("was begun but not finished")
                                                     : STR("was not begun");
    else if (past->state == PAST_STARTED) /* its files may be of either time */
        ret->trouble = STR("was begun again but not finished");
    else if (!history_files_stand(m->a, past, m->params->folders[f], &missing))
        ret->trouble = str_format(m->a, "'%.*s' is missing, or was changed", STR_FMT(missing));
    ret->there = !ret->trouble.len;
}

static void report_twice(struct merge *m, const struct past_page *p, bool differs)
{
    m->outcome->twice++;
    m->outcome->differing += differs;
    if (differs)
        report_merge(
            m, LODE_WARNING, "pages-differ",
            str_format(
                m->a,
                "the page '%.*s' was made twice, with different results; the later one is kept",
                STR_FMT(p->key)));
}

static void add_page(struct merge *m, size_t f, const struct past_page *past)
{
    struct merged_page one;
    judge_page(m, f, past, &one);

    one.twice = past->times_done > 1;
    one.differs = past->differs;
    size_t index = (size_t)g_hash_table_lookup(m->by_key, past->key.p);
    if (!index) {
        *array_add(m->a, &m->pages) = one;
        g_hash_table_insert(m->by_key, (char *)past->key.p, (void *)m->pages.n);
        return;
    }

    struct merged_page *was = &m->pages.v[index - 1];
    bool both = one.there && was->there;
    bool twice = one.twice || was->twice || both;
    bool differs = one.differs || was->differs || (both && past->digest != was->past->digest);
    if (one.there == was->there ? str_cmp(past->at, was->past->at) > 0 : one.there)
        *was = one;
    was->twice = twice;
    was->differs = differs;
}

static int by_page(const void *x, const void *y)
{
    const struct merged_page *a = x, *b = y;
    if (a->past->page != b->past->page)
        return a->past->page < b->past->page ? -1 : 1;
    return str_cmp(a->past->key, b->past->key);
}

/* ---- gaps */

static struct str shard_of(struct merge *m, size_t page)
{
    return m->shards ? str_format(m->a, " of shard %zu/%zu", page % m->shards + 1, m->shards)
                     : (struct str){0};
}

/* Pages that no journal speaks of: their shards have not run. */
static void find_never_run(struct merge *m)
{
    size_t *of_shard = arena_array(m->a, size_t, m->shards ? m->shards : 1), at = 0, all = 0;
    for (size_t page = 0; page < m->planned; page++) {
        while (at < m->pages.n && m->pages.v[at].past->page < page)
            at++;
        if (at < m->pages.n && m->pages.v[at].past->page == page)
            continue;
        of_shard[m->shards ? page % m->shards : 0]++;
        all++;
    }

    m->missing += all;
    for (size_t i = 0; i < m->shards && all; i++) {
        if (of_shard[i])
            report_merge(
                m, LODE_WARNING, "shard-missing",
                str_format(m->a, "shard %zu/%zu has not run, or its journal is not here: %zu pages",
                           i + 1, m->shards, of_shard[i]));
    }
    if (all && !m->shards)
        report_merge(m, LODE_WARNING, "pages-missing",
                     str_format(m->a, "%zu of %zu pages are in no journal", all, m->planned));
}

static void find_gaps(struct merge *m)
{
    find_never_run(m);
    for (size_t i = 0; i < m->pages.n; i++) {
        const struct merged_page *p = &m->pages.v[i];
        if (p->there)
            continue;

        m->missing++;
        report_merge(m, LODE_WARNING, "page-missing",
                     str_format(m->a, "the page '%.*s'%.*s is missing: %.*s", STR_FMT(p->past->key),
                                STR_FMT(shard_of(m, p->past->page)), STR_FMT(p->trouble)));
    }
}

static bool write_end_line(struct merge *m, struct journal *j, struct lode_err *err)
{
    struct json_object *line = journal_event("end");
    journal_add_text(line, "status", m->missing ? STR("some") : STR("all"));
    journal_put(j, line);
    return journal_flush(j, err);
}

static bool read_folders(struct merge *m, struct lode_err *err)
{
    for (size_t f = 0; f < m->params->n; f++) {
        if (!read_folder(m, f, err))
            return false;
    }

    for (size_t f = 0; f < m->params->n; f++) {
        for (size_t i = 0; i < m->histories[f].pages.n; i++)
            add_page(m, f, m->histories[f].pages.v[i]);
    }
    if (m->pages.n)
        qsort(m->pages.v, m->pages.n, sizeof *m->pages.v, by_page);
    for (size_t i = 0; i < m->pages.n; i++) {
        if (m->pages.v[i].twice)
            report_twice(m, m->pages.v[i].past, m->pages.v[i].differs);
    }
    return true;
}

/* The atlas of m->name. */
static bool merge_atlas(struct merge *m, struct lode_err *err)
{
    struct journal journal = {.fd = -1};
    m->histories = arena_array(m->a, struct history, m->params->n);
    m->by_key = g_hash_table_new(g_str_hash, g_str_equal);

    bool ok = read_folders(m, err);
    if (ok)
        find_gaps(m);
    ok = ok && merge_bring(m, err) && merge_write_journal(m, &journal, err) &&
         merge_books(m, &journal, err) && write_end_line(m, &journal, err);
    journal_close(&journal);

    for (size_t i = 0; i < m->pages.n; i++)
        m->outcome->there += m->pages.v[i].there;
    m->outcome->missing += m->missing;
    m->outcome->pages += m->planned > m->pages.n ? m->planned : m->pages.n;
    if (m->reported > REPORTED_MAX)
        report_merge(m, LODE_NOTE, NULL,
                     str_format(m->a, "%zu more findings", m->reported - REPORTED_MAX));
    for (size_t f = 0; f < m->params->n; f++)
        history_finish(&m->histories[f]);
    g_hash_table_destroy(m->by_key);
    return ok;
}

/* ---- all atlases that the folders hold */

static bool stat_folder(struct str folder, struct stat *ret)
{
    char name[4096];
    snprintf(name, sizeof name, "%.*s", STR_FMT(folder));
    return stat(name, ret) == 0;
}

static bool fail_no_journal(struct str folder, struct lode_err *err)
{
    struct stat st;
    if (!stat_folder(folder, &st))
        return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot read '%.*s': %s",
                         STR_FMT(folder), strerror(errno));
    lode_fail(err, LODE_DATA, (struct lode_span){0}, "no journal in '%.*s'", STR_FMT(folder));
    return lode_hint(err, "name the folder in which 'lode batch' made NAME.batch");
}

bool merge_same_folder(struct str a, struct str b)
{
    struct stat x, y;
    return str_eq(a, b) || (stat_folder(a, &x) && stat_folder(b, &y) && x.st_dev == y.st_dev &&
                            x.st_ino == y.st_ino);
}

/* The number of the folder that is the output, however it is written; `n`: none is. */
static size_t find_output(const struct merge_params *params)
{
    size_t f = 0;
    while (f < params->n && !merge_same_folder(params->folders[f], params->output))
        f++;
    return f;
}

bool merge_run(struct arena *a, const struct merge_params *params, struct merge_outcome *ret,
               struct lode_err *err)
{
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
    ARRAY(struct str) all = {0};
    struct lock lock = {0};
    size_t own = find_output(params);
    bool ok = true;

    *ret = (struct merge_outcome){0};
    for (size_t f = 0; f < params->n && ok; f++) {
        struct names names = {0};
        ok = list_names(a, params->folders[f], STR(".batch"), &names, err);
        for (size_t i = 0; i < names.n; i++) {
            if (g_hash_table_add(seen, str_c(a, names.v[i])))
                *array_add(a, &all) = names.v[i];
        }

        bool is_new = params->n > 1 && f == own;
        ok = ok && (names.n || is_new || fail_no_journal(params->folders[f], err));
    }

    ok = ok && batch_make_folder(a, params->output, err) &&
         lock_folder(a, params->output, false, &lock, err);
    for (size_t i = 0; i < all.n && ok; i++) {
        struct merge m = {.a = a, .params = params, .outcome = ret, .name = all.v[i], .own = own};
        ok = merge_atlas(&m, err);
    }

    lock_end(&lock);
    g_hash_table_destroy(seen);
    return ok;
}
