/* Reads --shard: I/N, or the part that Slurm or Kubernetes gave this task. */
#include "batch/shard.h"

#include <string.h>

#include "base/num.h"

enum { SHARDS_MAX = 10000000 }; /* as many as a journal may speak of */

static bool fail_text(const char *text, struct lode_err *err)
{
    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "not a shard: '%s'", text);
    return lode_hint(err, "write I/N with I from 1 to N, as 2/4; or slurm, slurm/N, k8s, k8s/N");
}

static bool parse_whole(struct str text, int64_t *ret)
{
    return text.len && text.p[0] != '+' && num_parse_int(text, ret);
}

/* A number that the environment must hold inside `what`. */
static bool read_environment(const char *(*lookup)(const char *), const char *name,
                             const char *what, int64_t *ret, struct lode_err *err)
{
    const char *text = lookup(name);
    if (text && parse_whole(str_of(text), ret))
        return true;

    if (text)
        return lode_fail(err, LODE_USAGE, (struct lode_span){0}, "%s is not a number: '%s'", name,
                         text);
    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "not inside %s: %s is not set", what, name);
    return lode_hint(err, "elsewhere write the shard as I/N");
}

/* Shard i of n, if there is one. */
static bool make_shard(int64_t i, int64_t n, const char *text, struct shard *ret,
                       struct lode_err *err)
{
    if (n < 1 || n > SHARDS_MAX || i < 1 || i > n)
        return fail_text(text, err);
    *ret = (struct shard){(size_t)i, (size_t)n};
    return true;
}

/* With N the task's number counts from 1. Without N the array must be whole: a single task that is
 * submitted again looks like an array of one. */
static bool shard_of_slurm(const char *(*lookup)(const char *), int64_t n, struct shard *ret,
                           struct lode_err *err)
{
    const char *what = "a Slurm array job";
    int64_t id, least, step = 1, count;
    if (!read_environment(lookup, "SLURM_ARRAY_TASK_ID", what, &id, err))
        return false;

    if (n) {
        if (id >= 1 && id <= n)
            return make_shard(id, n, "slurm", ret, err);
        lode_fail(err, LODE_USAGE, (struct lode_span){0},
                  "task %lld of the array is not one of %lld shards", (long long)id, (long long)n);
        return lode_hint(err, "number the array from 1: --array=1-%lld", (long long)n);
    }

    if (!read_environment(lookup, "SLURM_ARRAY_TASK_COUNT", what, &count, err) ||
        !read_environment(lookup, "SLURM_ARRAY_TASK_MIN", what, &least, err))
        return false;
    if (lookup("SLURM_ARRAY_TASK_STEP") &&
        !read_environment(lookup, "SLURM_ARRAY_TASK_STEP", what, &step, err))
        return false;

    int64_t at = step > 0 ? (id - least) / step + 1 : 0;
    if (least > 1 || at < 1 || at > count || (id - least) % step) {
        lode_fail(err, LODE_USAGE, (struct lode_span){0},
                  "it is not clear which shard task %lld of an array of %lld is", (long long)id,
                  (long long)count);
        return lode_hint(err, "number the array 1-N without gaps, or give the number of shards: "
                              "--shard slurm/N");
    }

    return make_shard(at, count, "slurm", ret, err);
}

static bool shard_of_k8s(const char *(*lookup)(const char *), int64_t n, struct shard *ret,
                         struct lode_err *err)
{
    int64_t index;
    if (!read_environment(lookup, "JOB_COMPLETION_INDEX", "an Indexed Job", &index, err))
        return false;

    if (!n && !lookup("LODE_SHARDS")) {
        lode_fail(err, LODE_USAGE, (struct lode_span){0},
                  "the number of shards is not known inside a pod of Kubernetes");
        return lode_hint(err, "write --shard k8s/N with N as in 'completions', or set LODE_SHARDS "
                              "to it in the pod");
    }

    if (!n && !read_environment(lookup, "LODE_SHARDS", "an Indexed Job", &n, err))
        return false;

    if (index < 0 || index >= n) {
        lode_fail(err, LODE_USAGE, (struct lode_span){0},
                  "index %lld of the job is not one of %lld shards", (long long)index,
                  (long long)n);
        return lode_hint(err, "N is what 'completions' of the job says");
    }

    return make_shard(index + 1, n, "k8s", ret, err);
}

bool shard_parse(const char *text, const char *(*lookup)(const char *name), struct shard *ret,
                 struct lode_err *err)
{
    struct str rest = str_of(text), head = {0};
    int64_t i = 0, n = 0;
    bool has_n = strchr(text, '/') != NULL;

    str_cut(&rest, '/', &head);
    if (has_n && (!parse_whole(rest, &n) || n < 1 || n > SHARDS_MAX))
        return fail_text(text, err);

    if (str_is(head, "slurm"))
        return shard_of_slurm(lookup, n, ret, err);
    if (str_is(head, "k8s"))
        return shard_of_k8s(lookup, n, ret, err);
    if (!has_n || !parse_whole(head, &i))
        return fail_text(text, err);
    return make_shard(i, n, text, ret, err);
}

bool shard_has(const struct shard *s, size_t page)
{
    return !s->n || page % s->n == s->i - 1;
}

struct str shard_text(struct arena *a, const struct shard *s)
{
    return s->n ? str_format(a, "%zu/%zu", s->i, s->n) : (struct str){0};
}

struct str shard_file_name(struct arena *a, const struct shard *s)
{
    return str_format(a, "%zu-of-%zu", s->i, s->n);
}
