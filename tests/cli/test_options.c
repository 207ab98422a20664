#include <glib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/options.h"

struct test_args {
    struct texts outputs;
    struct sets sets;
    const char *text, *word;
    double number;
    bool flag;
};

static const char *const words[] = {"csv", "json", NULL};
static const struct option rows[] = {
    {.name = "output",
     .letter = 'o',
     SOME_TEXTS(struct test_args, outputs),
     .value = "FILE",
     .help = "write FILE"},
    {.name = "set", SOME_SETS(struct test_args, sets), .value = "KEY=VALUE", .help = "set"},
    {.name = "text",
     .letter = 't',
     A_TEXT(struct test_args, text),
     .value = "TEXT",
     .help = "text"},
    {.name = "format",
     A_WORD(struct test_args, word),
     .value = "FORMAT",
     .words = words,
     .help = "format"},
    {.name = "number",
     .letter = 'n',
     A_NUMBER(struct test_args, number),
     .value = "N",
     .least = 1,
     .most = 10,
     .help = "number"},
    {.name = "flag", .letter = 'f', A_FLAG(struct test_args, flag), .help = "flag"},
};
static const struct command command = {.name = "test",
                                       .operands = "MAP",
                                       .options = rows,
                                       .n_options = G_N_ELEMENTS(rows),
                                       .args_size = sizeof(struct test_args),
                                       .least_operands = 1,
                                       .most_operands = 2};

const struct option common_options[] = {
    {.name = "help", .letter = 'h', A_FLAG(struct common_args, help), .help = "help"}};
const size_t n_common_options = 1;

static struct arena arena;

/* Parse words parted by '|'; `err` is what must be printed. */
static bool parse(const char *line, struct parsed *ret, const char *err)
{
    struct console console;
    char **argv = g_strsplit(line, "|", -1), *text;
    size_t len;
    FILE *f = open_memstream(&text, &len);
    console_init(&console, &arena, stdout, f);
    bool ok = options_parse(&arena, &console, &command, (const char *const *)argv,
                            g_strv_length(argv), ret);
    fclose(f);
    g_assert_cmpstr(text, ==, err);
    free(text);
    /* argv stays: the parsed options point into it */
    return ok;
}

static void test_all_kinds(void)
{
    struct parsed p;
    g_assert_true(parse("a.yaml|-o|x.png|--output=y.pdf|-oz.svg|--set|a.b=c=d|--set=e=|-t|-|"
                        "--format|json|-n|2.5|-f|--|-b",
                        &p, ""));
    const struct test_args *args = p.args;
    g_assert_cmpuint(args->outputs.n, ==, 3);
    g_assert_cmpstr(args->outputs.v[1], ==, "y.pdf");
    g_assert_cmpstr(args->outputs.v[2], ==, "z.svg");
    g_assert_cmpuint(args->sets.n, ==, 2);
    g_assert_cmpstr(args->sets.v[0].key, ==, "a.b");
    g_assert_cmpstr(args->sets.v[0].value, ==, "c=d");
    g_assert_cmpstr(args->sets.v[1].value, ==, "");
    g_assert_cmpstr(args->text, ==, "-");
    g_assert_cmpstr(args->word, ==, "json");
    g_assert_cmpfloat(args->number, ==, 2.5);
    g_assert_true(args->flag);
    g_assert_cmpuint(p.operands.n, ==, 2);
    g_assert_cmpstr(p.operands.v[1], ==, "-b");
}

static void test_flags_in_one_word(void)
{
    struct parsed p;
    g_assert_true(parse("-fhn3", &p, "")); /* help asked for: no operand is missed */
    g_assert_true(p.common.help);
    g_assert_cmpfloat(((const struct test_args *)p.args)->number, ==, 3);
    g_assert_true(parse("-n=4|-", &p, ""));
    g_assert_cmpfloat(((const struct test_args *)p.args)->number, ==, 4);
    g_assert_cmpstr(p.operands.v[0], ==, "-");
}

static const struct {
    const char *line, *err;
} bad[] = {
    {"m|--outptu|x", "lode: error: unknown option '--outptu'\nhint: did you mean '--output'?\n"},
    {"m|-z", "lode: error: unknown option '-z'\nhint: see the options with: lode test --help\n"},
    {"m|-o", "lode: error: '--output' needs a value: FILE\nhint: write FILE\n"},
    {"m|--flag=1", "lode: error: '--flag' takes no value\n"},
    {"m|-n|12", "lode: error: not a value for '--number': '12'\nhint: a number from 1 to 10\n"},
    {"m|-n|0x2", "lode: error: not a value for '--number': '0x2'\nhint: a number from 1 to 10\n"},
    {"m|--format|jsno", "lode: error: not a value for '--format': 'jsno'\n"
                        "hint: did you mean 'json'? One of: csv, json\n"},
    {"m|--set|a", "lode: error: a setting is KEY=VALUE, not 'a'\n"
                  "hint: write it like '--set page.size=A5'\n"},
    {"-f", "lode: error: 'lode test' needs MAP\nhint: see the options with: lode test --help\n"},
    {"a|b|c", "lode: error: one word too many for 'lode test': 'c'\n"
              "hint: see the options with: lode test --help\n"},
    {"m|--set|=1|-n|0", "lode: error: a setting is KEY=VALUE, not '=1'\n"
                        "hint: write it like '--set page.size=A5'\n"
                        "lode: error: not a value for '--number': '0'\n"
                        "hint: a number from 1 to 10\n"},
};

static void test_bad_command_lines(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        struct parsed p;
        g_assert_false(parse(bad[i].line, &p, bad[i].err));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/cli/options/all-kinds", test_all_kinds);
    g_test_add_func("/cli/options/one-word", test_flags_in_one_word);
    g_test_add_func("/cli/options/bad", test_bad_command_lines);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
