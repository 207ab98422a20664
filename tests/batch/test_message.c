#include <glib.h>
#include <string.h>

#include "batch/message.h"

static struct str pack(struct arena *a)
{
    struct page_result r = {.page = 41, .ok = false, .wall_ms = 12.5, .peak_kb = 1 << 20};
    diags_init(&r.findings, a);
    lode_fail(&r.err, LODE_IO,
              (struct lode_span){.file = "map.yaml", .line = 3, .col = 7, .len = 2},
              "cannot write '%s'", "x");
    lode_hint(&r.err, "make room");
    r.err.sys_errno = 28;
    struct lode_err w = {.severity = LODE_WARNING, .rule = "repaired-geometry"};
    strcpy(w.message, "\xd9\x81 was repaired");
    diags_put(&r.findings, &w);
    r.findings.dropped = 3;
    return message_pack(a, &r);
}

static void test_what_goes_in_comes_out(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct str frame = pack(&a);
    uint32_t len;
    memcpy(&len, frame.p, sizeof len);
    g_assert_cmpuint(len + sizeof len, ==, frame.len);
    struct page_result r;
    g_assert_true(message_unpack(&a, str_from(frame, sizeof len), &r));
    g_assert_cmpuint(r.page, ==, 41);
    g_assert_false(r.ok);
    g_assert_cmpfloat(r.wall_ms, ==, 12.5);
    g_assert_cmpint(r.peak_kb, ==, 1 << 20);
    g_assert_cmpint(r.err.code, ==, LODE_IO);
    g_assert_cmpint(r.err.sys_errno, ==, 28);
    g_assert_cmpstr(r.err.at.file, ==, "map.yaml");
    g_assert_cmpint(r.err.at.col, ==, 7);
    g_assert_cmpstr(r.err.message, ==, "cannot write 'x'");
    g_assert_cmpstr(r.err.hint, ==, "make room");
    g_assert_null(r.err.rule);
    g_assert_cmpuint(r.findings.n, ==, 1);
    g_assert_cmpuint(r.findings.dropped, ==, 3);
    g_assert_cmpstr(r.findings.v[0].rule, ==, "repaired-geometry");
    g_assert_cmpstr(r.findings.v[0].message, ==, "\xd9\x81 was repaired");
    g_assert_null(r.findings.v[0].at.file);
    arena_finish(&a);
}

/* A worker that writes over its memory may send anything. */
static void test_broken_frames_are_refused(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct str frame = str_from(pack(&a), 4);
    struct page_result r;
    for (size_t n = 0; n < frame.len; n++)
        g_assert_false(message_unpack(&a, str_head(frame, n), &r));
    char *longer = arena_array(&a, char, frame.len + 1);
    memcpy(longer, frame.p, frame.len);
    g_assert_false(message_unpack(&a, (struct str){longer, frame.len + 1}, &r));
    for (int i = 0; i < 20000; i++) {
        memcpy(longer, frame.p, frame.len);
        for (int k = 0; k < 4; k++)
            longer[g_random_int_range(0, (int)frame.len)] = (char)g_random_int();
        struct arena scratch = a;
        message_unpack(&scratch, (struct str){longer, frame.len}, &r);
    }
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/batch/message/round", test_what_goes_in_comes_out);
    g_test_add_func("/batch/message/broken", test_broken_frames_are_refused);
    return g_test_run();
}
