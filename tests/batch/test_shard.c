#include <glib.h>
#include <string.h>

#include "batch/shard.h"

static const char *one_of(const char *const *table, const char *name)
{
    for (; table[0]; table += 2) {
        if (strcmp(table[0], name) == 0)
            return table[1];
    }
    return NULL;
}

static const char *nothing(const char *name)
{
    (void)name;
    return NULL;
}

static const char *array_of_four(const char *name)
{
    static const char *const table[] = {"SLURM_ARRAY_TASK_ID",
                                        "8",
                                        "SLURM_ARRAY_TASK_MIN",
                                        "0",
                                        "SLURM_ARRAY_TASK_COUNT",
                                        "4",
                                        "SLURM_ARRAY_TASK_STEP",
                                        "4",
                                        NULL};
    return one_of(table, name);
}

/* What `sbatch --array=3` of a task that had failed looks like. */
static const char *sent_again(const char *name)
{
    static const char *const table[] = {"SLURM_ARRAY_TASK_ID",
                                        "3",
                                        "SLURM_ARRAY_TASK_MIN",
                                        "3",
                                        "SLURM_ARRAY_TASK_COUNT",
                                        "1",
                                        NULL};
    return one_of(table, name);
}

static const char *third_pod(const char *name)
{
    static const char *const table[] = {"JOB_COMPLETION_INDEX", "2", "LODE_SHARDS", "5", NULL};
    return one_of(table, name);
}

static void check(const char *text, const char *(*lookup)(const char *), size_t i, size_t n)
{
    struct lode_err err = {0};
    struct shard s = {0};
    bool ok = shard_parse(text, lookup, &s, &err);
    g_test_message("'%s': %s", text, err.message);
    g_assert_cmpint(ok, ==, n != 0);
    g_assert_cmpuint(s.i, ==, i);
    g_assert_cmpuint(s.n, ==, n);
    if (!n) {
        g_assert_cmpint(err.code, ==, LODE_USAGE);
        g_assert_true(err.hint[0] || err.message[0]);
    }
}

static void test_numbers(void)
{
    check("2/4", nothing, 2, 4);
    check("1/1", nothing, 1, 1);
    check("10000000/10000000", nothing, 10000000, 10000000);
    const char *const wrong[] = {"0/4",   "5/4",  "2",    "",      "/",   "2/",
                                 "/4",    "-1/4", "+1/4", "2/4/8", "a/b", "1/99999999",
                                 "1.5/2", " 1/2", "k8",   "1/0"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        check(wrong[i], nothing, 0, 0);
}

static void test_slurm(void)
{
    check("slurm", array_of_four, 3, 4);
    check("slurm", nothing, 0, 0);
    check("slurm", sent_again, 0, 0);
    check("slurm/100", sent_again, 3, 100);
    check("slurm/2", sent_again, 0, 0);
}

static void test_k8s(void)
{
    check("k8s", third_pod, 3, 5);
    check("k8s/3", third_pod, 3, 3);
    check("k8s/2", third_pod, 0, 0);
    check("k8s", nothing, 0, 0);
}

static void test_every_page_is_in_one_shard(void)
{
    for (size_t page = 0; page < 100; page++) {
        size_t in = 0;
        for (size_t i = 1; i <= 7; i++)
            in += shard_has(&(struct shard){i, 7}, page);
        g_assert_cmpuint(in, ==, 1);
        g_assert_true(shard_has(&(struct shard){0}, page));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/batch/shard/numbers", test_numbers);
    g_test_add_func("/batch/shard/slurm", test_slurm);
    g_test_add_func("/batch/shard/k8s", test_k8s);
    g_test_add_func("/batch/shard/once", test_every_page_is_in_one_shard);
    return g_test_run();
}
