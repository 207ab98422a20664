#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <json-c/json.h>
#include <string.h>
#include <unistd.h>

#include "batch/history.h"
#include "batch/journal.h"

struct fixture {
    struct arena a;
    char *folder;
    struct str path;
};

static void set_up(struct fixture *f, gconstpointer data)
{
    (void)data;
    f->a = (struct arena){0};
    arena_init(&f->a, 0);
    f->folder = g_dir_make_tmp("lode-journal-XXXXXX", NULL);
    f->path = str_format(&f->a, "%s/all.jsonl", f->folder);
}

static void tear_down(struct fixture *f, gconstpointer data)
{
    (void)data;
    g_unlink(str_c(&f->a, f->path));
    g_rmdir(f->folder);
    g_free(f->folder);
    arena_finish(&f->a);
}

static void put_done(struct journal *j, size_t page, const char *key, uint64_t hash)
{
    struct json_object *line = journal_page_event("done", page, str_of(key));
    struct json_object *parts = json_object_new_object();
    journal_add_hash(line, "digest", hash);
    journal_add_hash(parts, "data: railways", hash + 1);
    json_object_object_add(line, "parts", parts);
    json_object_object_add(line, "files", json_object_new_array());
    journal_put(j, line);
}

static void test_keys_of_all_kinds_come_back(struct fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const keys[] = {"AF-KAB",           "a/b", "\"", "\\", "\n",
                                       "\xd9\x81\xd8\xa7", "..",  "{}"};
    struct journal j;
    struct lode_err err = {0};
    g_assert_true(journal_open(&f->a, f->path, &j, &err));
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        put_done(&j, i, keys[i], 0xfedcba9876543210u + i);
    g_assert_true(journal_flush(&j, &err));
    journal_close(&j);
    struct history h;
    history_init(&h, &f->a);
    g_assert_true(history_read(&h, f->path, &err));
    g_assert_cmpuint(h.pages.n, ==, G_N_ELEMENTS(keys));
    g_assert_cmpuint(h.broken, ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        const struct past_page *p = history_lookup(&h, str_of(keys[i]));
        g_assert_nonnull(p);
        g_assert_true(p->was_done);
        g_assert_cmpuint(p->page, ==, i);
        g_assert_cmpuint(p->digest, ==, 0xfedcba9876543210u + i);
        g_assert_cmpuint(p->n_parts, ==, 1);
    }
    history_finish(&h);
}

/* Cut at every byte: what was whole stays, and the journal goes on. */
static void test_a_torn_line_costs_itself_only(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct journal j;
    struct lode_err err = {0};
    char *path = str_c(&f->a, f->path), *whole;
    gsize len, first;
    g_assert_true(journal_open(&f->a, f->path, &j, &err));
    put_done(&j, 0, "one", 1);
    put_done(&j, 1, "two", 2);
    g_assert_true(journal_flush(&j, &err));
    journal_close(&j);
    g_assert_true(g_file_get_contents(path, &whole, &len, NULL));
    first = (gsize)(strchr(whole, '\n') - whole) + 1;
    for (gsize n = 0; n < len; n += 7) {
        g_assert_true(g_file_set_contents(path, whole, (gssize)n, NULL));
        struct arena scratch = f->a;
        g_assert_true(journal_open(&scratch, f->path, &j, &err));
        put_done(&j, 2, "three", 3);
        g_assert_true(journal_flush(&j, &err));
        journal_close(&j);
        struct history h;
        history_init(&h, &scratch);
        g_assert_true(history_read(&h, f->path, &err));
        g_assert_cmpuint(h.broken, ==, 0);
        g_assert_cmpuint(h.pages.n, ==, n < first ? 1 : 2);
        g_assert_nonnull(history_lookup(&h, STR("three")));
        history_finish(&h);
    }
    g_free(whole);
}

static void test_damage_in_the_middle_is_counted(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct lode_err err = {0};
    const char text[] =
        "{\"event\":\"done\",\"page\":1,\"key\":\"a\",\"digest\":\"0000000000000001\"}\n"
        "\0\0\0\0\n[1,2]\n\"text\"\nnull\n{\"event\":\"done\",\"key\":7}\n"
        "{\"event\":\"done\",\"page\":2,\"key\":\"b\",\"digest\":\"xyz\"}\n"
        "{\"event\":\"failed\",\"page\":3,\"key\":\"c\",\"reason\":\"no\"}\n{\"event\":";
    g_assert_true(g_file_set_contents(str_c(&f->a, f->path), text, sizeof text - 1, NULL));
    struct history h;
    history_init(&h, &f->a);
    g_assert_true(history_read(&h, f->path, &err));
    g_assert_cmpuint(h.broken, ==, 5);
    g_assert_true(history_lookup(&h, STR("a"))->was_done);
    g_assert_false(history_lookup(&h, STR("b"))->was_done);
    g_assert_cmpint(history_lookup(&h, STR("c"))->state, ==, PAST_FAILED);
    history_finish(&h);
}

static void test_a_second_writer_is_refused(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct journal j, second;
    struct lode_err err = {0};
    g_assert_true(journal_open(&f->a, f->path, &j, &err));
    g_assert_false(journal_open(&f->a, f->path, &second, &err));
    g_assert_cmpint(err.code, ==, LODE_IO);
    g_assert_nonnull(strstr(err.message, "another run writes into"));
    journal_close(&j);
}

/* The clock was set back between two runs: the later line is the later event all the same. */
static void test_a_clock_that_was_set_back(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct lode_err err = {0};
    const char text[] = "{\"event\":\"done\",\"page\":1,\"key\":\"a\",\"digest\":"
                        "\"0000000000000001\",\"at\":\"2031-01-01T00:00:00.000Z\"}\n"
                        "{\"event\":\"done\",\"page\":1,\"key\":\"a\",\"digest\":"
                        "\"0000000000000002\",\"at\":\"2026-01-01T00:00:00.000Z\"}\n";
    g_assert_true(g_file_set_contents(str_c(&f->a, f->path), text, -1, NULL));
    struct history h;
    history_init(&h, &f->a);
    g_assert_true(history_read(&h, f->path, &err));
    g_assert_cmpuint(history_lookup(&h, STR("a"))->digest, ==, 2);
    history_finish(&h);
}

/* Of a page that is done in a thousand runs no more is kept than of one. */
static void test_many_runs_take_the_room_of_one(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct lode_err err = {0};
    struct journal j;
    struct history h;
    g_assert_true(journal_open(&f->a, f->path, &j, &err));
    for (uint64_t i = 0; i < 1000; i++)
        put_done(&j, 0, "one", i);
    g_assert_true(journal_flush(&j, &err));
    journal_close(&j);
    struct arena own = {0};
    arena_init(&own, 0);
    history_init(&h, &own);
    const char *before = own.at;
    g_assert_true(history_read(&h, f->path, &err));
    g_assert_cmpint(own.at - before, <, 2000);
    g_assert_cmpuint(history_lookup(&h, STR("one"))->digest, ==, 999);
    g_assert_cmpuint(history_lookup(&h, STR("one"))->parts[0].hash, ==, 1000);
    history_finish(&h);
    arena_finish(&own);
}

static bool read_text(struct fixture *f, const char *text, struct history *ret,
                      struct lode_err *err)
{
    g_assert_true(g_file_set_contents(str_c(&f->a, f->path), text, -1, NULL));
    history_init(ret, &f->a);
    return history_read(ret, f->path, err);
}

static void test_a_later_version_is_refused(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct history h;
    struct lode_err err = {0};
    g_assert_true(read_text(f,
                            "{\"event\":\"run\",\"version\":1,\"more\":[{}]}\n"
                            "{\"event\":\"of a later lode\",\"key\":\"a\"}\n",
                            &h, &err));
    g_assert_cmpuint(h.broken, ==, 0);
    g_assert_cmpuint(h.pages.n, ==, 0);
    history_finish(&h);
    g_assert_false(read_text(f, "{\"event\":\"run\",\"version\":2,\"pages\":34}\n", &h, &err));
    g_assert_cmpint(err.code, ==, LODE_DATA);
    g_assert_nonnull(strstr(err.message, "newer lode (its format is version 2"));
    history_finish(&h);
}

/* Numbers that nobody wrote: no memory is asked for by them, and nothing counts to them. */
static void test_numbers_without_sense(struct fixture *f, gconstpointer data)
{
    (void)data;
    struct history h;
    struct lode_err err = {0};
    g_assert_true(read_text(f,
                            "{\"event\":\"run\",\"pages\":-1}\n"
                            "{\"event\":\"start\",\"page\":9223372036854775807,\"key\":\"a\"}\n"
                            "{\"event\":\"start\",\"page\":-3,\"key\":\"b\"}\n"
                            "{\"event\":\"start\",\"page\":\"x\",\"key\":\"c\"}\n"
                            "{\"event\":\"start\",\"page\":3,\"key\":\"d\"} and more\n",
                            &h, &err));
    g_assert_cmpuint(h.pages_planned, ==, 0);
    g_assert_cmpuint(h.broken, ==, 1);
    g_assert_cmpuint(h.pages.n, ==, 3);
    for (size_t i = 0; i < 3; i++)
        g_assert_cmpuint(h.pages.v[i]->page, ==, 0);
    history_finish(&h);
    g_assert_true(read_text(f, "{\"event\":\"run\",\"pages\":9000000000000000000}\n", &h, &err));
    g_assert_cmpuint(h.pages_planned, ==, 0);
    history_finish(&h);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, fn)                                                                              \
    g_test_add("/batch/journal/" name, struct fixture, NULL, set_up, fn, tear_down)
    ADD("keys", test_keys_of_all_kinds_come_back);
    ADD("torn", test_a_torn_line_costs_itself_only);
    ADD("damage", test_damage_in_the_middle_is_counted);
    ADD("clock", test_a_clock_that_was_set_back);
    ADD("many-runs", test_many_runs_take_the_room_of_one);
    ADD("later-version", test_a_later_version_is_refused);
    ADD("numbers", test_numbers_without_sense);
    ADD("locked", test_a_second_writer_is_refused);
    return g_test_run();
}
