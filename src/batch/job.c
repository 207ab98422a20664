/* Checks what a batch is asked to make, makes its folders, and names files as they are seen from
 * the output folder. */
#include "batch/job.h"

#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

struct str batch_state_folder(struct arena *a, const struct batch_job *job)
{
    return str_format(a, "%.*s/%.*s.batch", STR_FMT(job->folder), STR_FMT(job->name));
}

struct str batch_inner(const struct batch_job *job, struct str path)
{
    if (str_starts(path, job->folder) && path.len > job->folder.len &&
        path.p[job->folder.len] == '/')
        return str_from(path, job->folder.len + 1);
    return path;
}

bool batch_is_inside(struct str name)
{
    struct str part;
    if (!name.len || name.p[0] == '/' || memchr(name.p, '\0', name.len))
        return false;
    while (str_cut(&name, '/', &part)) {
        if (str_is(part, ".."))
            return false;
    }
    return true;
}

static bool is_inside_folder(const struct batch_job *job, struct str path)
{
    struct str inner = batch_inner(job, path);
    return (inner.len < path.len || str_is(job->folder, ".")) && batch_is_inside(inner);
}

/* Notes that `by`, the key of a page, writes `path`. No other may, nor one that differs in case
 * only: some file systems take both for one file. */
static bool claim_path(struct arena *a, GHashTable *seen, const struct batch_job *job,
                       struct str path, struct str by, struct lode_err *err)
{
    struct lode_span none = {0};
    if (!is_inside_folder(job, path))
        return lode_fail(err, LODE_DATA, none, "'%.*s' of page '%.*s' is outside of '%.*s'",
                         STR_FMT(path), STR_FMT(by), STR_FMT(job->folder));

    char *name = str_c(a, str_fold(a, path));
    const char *other = g_hash_table_lookup(seen, name);
    if (other) {
        lode_fail(err, LODE_DATA, none, "pages '%s' and '%.*s' would both write '%.*s'", other,
                  STR_FMT(by), STR_FMT(path));
        return lode_hint(err, "put the key of the page into the file's name: '{page.key}'");
    }
    g_hash_table_insert(seen, name, str_c(a, by));
    return true;
}

static bool check_pages(struct arena *a, GHashTable *keys, GHashTable *paths,
                        const struct batch_job *job, struct lode_err *err)
{
    struct lode_span none = {0};
    for (size_t i = 0; i < job->n; i++) {
        const struct batch_page *p = &job->pages[i];
        if (!p->key.len)
            return lode_fail(err, LODE_DATA, none, "page %zu has no key", i + 1);
        if (!g_hash_table_add(keys, str_c(a, p->key)))
            return lode_fail(err, LODE_DATA, none, "two pages have the key '%.*s'",
                             STR_FMT(p->key));

        for (size_t k = 0; k < p->n_files; k++) {
            if (!claim_path(a, paths, job, p->files[k], p->key, err))
                return false;
        }
    }

    for (size_t i = 0; i < job->n_books; i++) {
        if (!claim_path(a, paths, job, job->books[i].path, STR("book"), err))
            return false;
    }

    return true;
}

bool batch_job_check(struct arena *a, const struct batch_job *job, struct lode_err *err)
{
    struct arena scratch = *a;
    GHashTable *keys = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTable *paths = g_hash_table_new(g_str_hash, g_str_equal);
    bool ok = check_pages(&scratch, keys, paths, job, err);
    g_hash_table_destroy(keys);
    g_hash_table_destroy(paths);
    return ok;
}

bool batch_make_folder(struct arena *a, struct str folder, struct lode_err *err)
{
    struct arena scratch = *a;
    char *path = str_c(&scratch, folder);
    for (char *p = path + (path[0] == '/'); path[0]; p++) {
        char was = *p;
        if (was != '/' && was != '\0')
            continue;

        *p = '\0';
        if (mkdir(path, 0777) == 0) {
            folder_flush(&scratch, path_folder(str_of(path)));
        } else if (errno != EEXIST) {
            if (!err->code)
                err->sys_errno = errno;
            return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot make the folder '%s': %s",
                             path, strerror(errno));
        }

        *p = was;
        if (!was)
            break;
    }
    return true;
}

/* Makes the folder of `path`, unless it is that of the file before. */
static bool make_folder_of(struct arena *a, struct str path, struct str *last, struct lode_err *err)
{
    struct str folder = path_folder(path);
    if (!folder.len || str_eq(folder, *last))
        return true;

    *last = folder;
    return batch_make_folder(a, folder, err);
}

bool batch_make_folders(struct arena *a, const struct batch_job *job, struct lode_err *err)
{
    struct arena scratch = *a;
    struct str last = {0};
    if (!batch_make_folder(a, job->folder, err) ||
        !batch_make_folder(&scratch, batch_state_folder(&scratch, job), err))
        return false;

    for (size_t i = 0; i < job->n; i++) {
        const struct batch_page *p = &job->pages[i];
        for (size_t k = 0; k < p->n_files; k++) {
            if (!make_folder_of(&scratch, p->files[k], &last, err))
                return false;
        }
        if (p->leaf.len && !make_folder_of(&scratch, p->leaf, &last, err))
            return false;
    }

    for (size_t i = 0; i < job->n_books; i++) {
        if (!make_folder_of(&scratch, job->books[i].path, &last, err))
            return false;
    }

    return true;
}
