/* The command `lode`: finds the subcommand, reads the options, and runs it. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "cli/console.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/signals.h"

const struct command *const commands[] = {
    &render_command,  &batch_command,  &merge_command,    &check_command,  &quick_command,
    &info_command,    &query_command,  &near_command,     &export_command, &show_command,
    &explain_command, &schema_command, &palettes_command,
};
const size_t n_commands = sizeof commands / sizeof *commands;

const struct option common_options[] = {
    {.name = "quiet",
     .letter = 'q',
     A_FLAG(struct common_args, quiet),
     .help = "report errors only, no warnings and notes"},
    {.name = "allow-network",
     A_FLAG(struct common_args, allow_network),
     .help = "allow data from URLs and remote servers"},
    {.name = "help", .letter = 'h', A_FLAG(struct common_args, help), .help = "print this help"},
};
const size_t n_common_options = sizeof common_options / sizeof *common_options;

const struct command *command_lookup(const char *name)
{
    for (size_t i = 0; i < n_commands; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static int fail_command(struct console *c, const char *name)
{
    struct str names[24], word = str_of(name), hint;
    size_t n = 0;
    for (size_t i = 0; i < n_commands && n < 23; i++)
        names[n++] = str_of(commands[i]->name);
    names[n++] = STR("help");

    struct str near = str_nearest(word, names, n);
    if (near.len)
        hint = str_format(c->arena, "did you mean '%.*s'?", STR_FMT(near));
    else if (str_ends(word, STR(".yaml")) || str_ends(word, STR(".yml")))
        hint = str_format(c->arena, "to draw it: lode render %s", name);
    else if (memchr(word.p, '.', word.len))
        hint = str_format(c->arena, "to look at a file: lode quick %s", name);
    else
        hint = STR("see the commands with: lode --help");

    const char *what = name[0] == '-' ? "option" : "command";
    return console_usage(c, str_c(c->arena, hint), "unknown %s '%s'", what, name);
}

static struct lode *create_session(struct console *c, bool allow_network)
{
    return lode_create(&(struct lode_options){.tell = console_tell,
                                              .write = console_write,
                                              .progress = console_progress,
                                              .ctx = c,
                                              .allow_network = allow_network});
}

static int run_command(struct console *c, const struct command *command, const char *const *argv,
                       size_t n)
{
    struct parsed parsed;
    if (!options_parse(c->arena, c, command, argv, n, &parsed))
        return 2;

    if (parsed.common.help) {
        help_command(c, command);
        return 0;
    }

    c->quiet = parsed.common.quiet;
    struct lode *lode = create_session(c, parsed.common.allow_network);
    int status = command->run(&(struct call){.arena = c->arena,
                                             .console = c,
                                             .lode = lode,
                                             .args = parsed.args,
                                             .operands = parsed.operands.v,
                                             .n_operands = parsed.operands.n});
    lode_destroy(lode);
    return status;
}

/* `lode help [COMMAND]`, and for those who package it --man and --completion SHELL. */
static int run_help(struct console *c, const char *const *argv, size_t n)
{
    if (!n) {
        help_overview(c);
        return 0;
    }

    if (strcmp(argv[0], "--man") == 0) {
        help_manual(c);
        return 0;
    }

    if (strcmp(argv[0], "--completion") == 0 && n > 1)
        return help_completion(c, argv[1])
                   ? 0
                   : console_usage(c, "one of: bash, zsh, fish", "unknown shell '%s'", argv[1]);

    if (strcmp(argv[0], "help") == 0 || strcmp(argv[0], "--help") == 0) {
        help_overview(c);
        return 0;
    }

    const struct command *command = command_lookup(argv[0]);
    if (!command)
        return fail_command(c, argv[0]);
    help_command(c, command);
    return 0;
}

static int run_version(struct console *c)
{
    struct lode *lode = create_session(c, false);
    int status = lode_version(lode);
    lode_destroy(lode);
    return status;
}

static int run_arguments(struct console *c, const char *const *argv, size_t n)
{
    if (!n)
        return console_usage(
            c, "for example: lode render map.yaml; see the commands with: lode --help",
            "no command");
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)
        return run_help(c, NULL, 0);
    if (strcmp(argv[0], "help") == 0)
        return run_help(c, argv + 1, n - 1);
    if (strcmp(argv[0], "--version") == 0 || strcmp(argv[0], "-V") == 0)
        return run_version(c);

    const struct command *command = command_lookup(argv[0]);
    return command ? run_command(c, command, argv + 1, n - 1) : fail_command(c, argv[0]);
}

/* A descriptor that the caller closed would otherwise be given to the next file, and diagnostics
 * would be written into it. */
static void open_missing_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDWR) != fd)
            _exit(1);
    }
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct console console;

    open_missing_descriptors();
    signals_set_up();
    arena_init(&arena, 0);
    console_init(&console, &arena, stdout, stderr);

    int status =
        run_arguments(&console, (const char *const *)argv + 1, argc > 0 ? (size_t)argc - 1 : 0);
    if (!console_finish(&console) && !status)
        status = 1;

    bool reader_left = console.write_errno == EPIPE;
    arena_finish(&arena);
    if (reader_left)
        signals_end_by_pipe();
    return status;
}
