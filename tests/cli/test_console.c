#include <glib.h>
#include <string.h>
#include <unistd.h>

#include "cli/console.h"

static struct arena arena;

/* What is printed for messages, and what for standard output. */
struct printed {
    struct console console;
    char *err_text, *out_text;
    size_t err_len, out_len;
};

static void begin(struct printed *p)
{
    FILE *out = open_memstream(&p->out_text, &p->out_len);
    FILE *err = open_memstream(&p->err_text, &p->err_len);
    console_init(&p->console, &arena, out, err);
}

static void end(struct printed *p, const char *err)
{
    g_assert_true(console_finish(&p->console));
    fclose(p->console.out);
    fclose(p->console.err);
    g_assert_cmpstr(p->err_text, ==, err);
    free(p->out_text);
    free(p->err_text);
}

static void assert_prints(const struct lode_message *m, const char *text)
{
    struct printed p;
    begin(&p);
    console_tell(&p.console, m);
    end(&p, text);
}

static void test_the_look_of_a_message(void)
{
    assert_prints(
        &(struct lode_message){.file = "maps/northern-corridors.yaml",
                               .line = 45,
                               .col = 18,
                               .len = 9,
                               .source_line = "    color:  {by: com_group, scale: category}",
                               .message = "no column 'com_group' in 'deposits'",
                               .trail = "layer 'deposits'",
                               .hint = "did you mean 'comm_group'?"},
        "maps/northern-corridors.yaml:45:18: error: no column 'com_group' in 'deposits'\n"
        "   45 |     color:  {by: com_group, scale: category}\n"
        "      |                  ^~~~~~~~~\n"
        "  in: layer 'deposits'\n"
        "hint: did you mean 'comm_group'?\n");
}

static void test_messages_without_a_place(void)
{
    assert_prints(&(struct lode_message){.message = "no command"}, "lode: error: no command\n");
    assert_prints(
        &(struct lode_message){.level = LODE_LEVEL_WARNING, .file = "a.shp", .message = "odd"},
        "a.shp: warning: odd\n");
    assert_prints(
        &(struct lode_message){
            .level = LODE_LEVEL_NOTE, .file = "a.yaml", .line = 3, .col = 1, .message = "so"},
        "a.yaml:3:1: note: so\n");
}

static void test_wide_characters_and_tabs(void)
{
    assert_prints(&(struct lode_message){.file = "a",
                                         .line = 2,
                                         .col = 11,
                                         .len = 2,
                                         .source_line = "\ttitle: '漢字' x",
                                         .message = "m"},
                  "a:2:11: error: m\n"
                  "    2 | \ttitle: '漢字' x\n"
                  "      | \t          ^~~\n");
    /* a combining accent takes no column: e + U+0301 */
    assert_prints(&(struct lode_message){.file = "a",
                                         .line = 1,
                                         .col = 4,
                                         .len = 1,
                                         .source_line = "e\xcc\x81 x",
                                         .message = "m"},
                  "a:1:4: error: m\n    1 | e\xcc\x81 x\n      |   ^\n");
    /* a place just past the end of the line, and one far past it */
    assert_prints(
        &(struct lode_message){
            .file = "a", .line = 1, .col = 4, .len = 1, .source_line = "abc", .message = "m"},
        "a:1:4: error: m\n    1 | abc\n      |    ^\n");
    assert_prints(
        &(struct lode_message){
            .file = "a", .line = 1, .col = 1, .len = 0, .source_line = "", .message = "m"},
        "a:1:1: error: m\n    1 | \n      | ^\n");
}

static void test_nothing_reaches_the_terminal_raw(void)
{
    assert_prints(&(struct lode_message){.file = "a",
                                         .line = 1,
                                         .col = 6,
                                         .len = 1,
                                         .source_line = "a\033[31m\xff",
                                         .message = "value '\033[2J\nx'"},
                  "a:1:6: error: value '\xef\xbf\xbd[2J x'\n"
                  "    1 | a\xef\xbf\xbd[31m\xef\xbf\xbd\n"
                  "      |      ^\n");
}

static void test_a_long_line_is_shown_round_its_place(void)
{
    char line[1000], *printed;
    struct printed p;
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    line[499] = 'Y';
    begin(&p);
    console_tell(
        &p.console,
        &(struct lode_message){
            .file = "a", .line = 1, .col = 500, .len = 1, .source_line = line, .message = "m"});
    fflush(p.console.err);
    char **lines = g_strsplit(p.err_text, "\n", -1);
    g_assert_cmpuint(strlen(lines[1]), <, 200);
    printed = strchr(lines[1], 'Y');
    g_assert_nonnull(printed);
    g_assert_cmpint(printed - lines[1], ==, strchr(lines[2], '^') - lines[2]);
    g_assert_true(g_str_has_suffix(lines[1], "..."));
    g_strfreev(lines);
    char *same = g_strdup(p.err_text);
    end(&p, same);
    g_free(same);
}

static void tell_warning(struct printed *p, int line, const char *rule, const char *text)
{
    console_tell(&p->console, &(struct lode_message){.level = LODE_LEVEL_WARNING,
                                                     .rule = rule,
                                                     .file = "m.yaml",
                                                     .line = line,
                                                     .col = 1,
                                                     .message = text});
}

static void test_repeats_are_counted(void)
{
    struct printed p;
    begin(&p);
    for (int i = 0; i < 42; i++)
        tell_warning(&p, 3, "repaired-geometry", i ? "feature n repaired" : "feature 1 repaired");
    tell_warning(&p, 4, "repaired-geometry", "another layer");
    tell_warning(&p, 3, "repaired-geometry", "once more");
    console_tell(&p.console, &(struct lode_message){.message = "stop"});
    console_tell(&p.console, &(struct lode_message){.message = "stop"});
    end(&p, "m.yaml:3:1: warning: feature 1 repaired\n"
            "  ... 41 more like this\n"
            "m.yaml:4:1: warning: another layer\n"
            "lode: error: stop\n"
            "lode: error: stop\n"
            "m.yaml:3:1: warning: 1 more like this: feature 1 repaired\n");
}

static void test_quiet(void)
{
    struct printed p;
    begin(&p);
    p.console.quiet = true;
    tell_warning(&p, 1, "r", "w");
    console_tell(&p.console, &(struct lode_message){.message = "e"});
    end(&p, "lode: error: e\n");
}

static void test_a_full_disk_is_told(void)
{
    struct printed p;
    begin(&p);
    fclose(p.console.out);
    free(p.out_text);
    p.console.out = fopen("/dev/full", "w");
    g_assert_nonnull(p.console.out);
    console_write(&p.console, "text", 4);
    g_assert_false(console_finish(&p.console));
    fclose(p.console.out);
    fclose(p.console.err);
    g_assert_cmpstr(p.err_text, ==,
                    "lode: error: cannot write to standard output: No space left on device\n");
    free(p.err_text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/cli/console/look", test_the_look_of_a_message);
    g_test_add_func("/cli/console/no-place", test_messages_without_a_place);
    g_test_add_func("/cli/console/wide", test_wide_characters_and_tabs);
    g_test_add_func("/cli/console/raw", test_nothing_reaches_the_terminal_raw);
    g_test_add_func("/cli/console/long-line", test_a_long_line_is_shown_round_its_place);
    g_test_add_func("/cli/console/repeats", test_repeats_are_counted);
    g_test_add_func("/cli/console/quiet", test_quiet);
    g_test_add_func("/cli/console/full-disk", test_a_full_disk_is_told);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
