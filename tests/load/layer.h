/* What the tests of this folder share: an arena, a sink that keeps what was told, little files. */
#ifndef LODE_TESTS_LOAD_LAYER_H
#define LODE_TESTS_LOAD_LAYER_H

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "load/load.h"

struct fixture {
    struct arena arena;
    char *folder;
    GString *told; /* "rule: message\n" of each warning and note */
    struct lode_err err;
    struct features f;
};

static inline void keep(void *ctx, const struct lode_err *what)
{
    g_string_append_printf(ctx, "%s: %s\n", what->rule, what->message);
}

static inline void fixture_init(struct fixture *t, gconstpointer data)
{
    (void)data;
    *t = (struct fixture){0};
    arena_init(&t->arena, 0);
    t->folder = g_dir_make_tmp("lode-load-XXXXXX", NULL);
    t->told = g_string_new(NULL);
    log_set_sink(keep, t->told);
}

static inline void fixture_finish(struct fixture *t, gconstpointer data)
{
    (void)data;
    GDir *dir = g_dir_open(t->folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir))) {
        char *path = g_build_filename(t->folder, name, NULL);
        g_chmod(path, 0700);
        g_remove(path);
        g_free(path);
    }
    g_dir_close(dir);
    g_rmdir(t->folder);
    g_free(t->folder);
    g_string_free(t->told, TRUE);
    log_set_sink(NULL, NULL);
    arena_finish(&t->arena);
}

static inline struct str path_of(struct fixture *t, const char *name)
{
    return str_format(&t->arena, "%s/%s", t->folder, name);
}

static inline struct str put(struct fixture *t, const char *name, const char *bytes, gssize n)
{
    struct str path = path_of(t, name);
    g_assert_true(g_file_set_contents(path.p, bytes, n, NULL));
    return path;
}

static inline bool read_source(struct fixture *t, const struct doc_source *source)
{
    t->err = (struct lode_err){0};
    return load_source(&t->arena, source, &(struct load_params){.all_columns = true}, &t->f,
                       &t->err);
}

static inline struct doc_source source_of(struct str file)
{
    return (struct doc_source){
        .name = STR("layer"), .at = {"map.yaml", 2, 3, 5}, .file = {file, {"map.yaml", 2, 10, 9}}};
}

#define test_add(name, fn) g_test_add(name, struct fixture, NULL, fixture_init, fn, fixture_finish)

#define assert_str(s, c)                                                                           \
    do {                                                                                           \
        char *got_ = g_strndup((s).p ? (s).p : "", (s).len);                                       \
        g_assert_cmpstr(got_, ==, c);                                                              \
        g_free(got_);                                                                              \
    } while (0)

#define assert_holds(text, part)                                                                   \
    do {                                                                                           \
        if (!strstr(text, part))                                                                   \
            g_error("'%s' does not hold '%s'", text, part);                                        \
    } while (0)

#endif
