/* The help of lode and of each command, for a terminal. */
#include "cli/help.h"

#include <string.h>

#include "base/version.h"
#include "cli/console.h"

enum { HELP_COLUMN = 26, LINE_COLUMNS = 79 };

const char *help_option_text(struct arena *a, const struct option *o)
{
    struct str text = o->letter ? str_format(a, "-%c, --%s", o->letter, o->name)
                                : str_format(a, "    --%s", o->name);
    if (o->value)
        text = str_format(a, "%.*s %s", STR_FMT(text), o->value);
    return str_c(a, text);
}

/* `text` broken into lines: the first starts at column `at`, the others are indented by
 * `indent`. */
static void print_wrapped(struct console *c, const char *text, size_t at, size_t indent)
{
    struct str rest = str_of(text), word;
    size_t column = at;
    bool first = true;

    while (str_cut(&rest, ' ', &word)) {
        if (!first && column + 1 + str_chars(word) > LINE_COLUMNS) {
            console_print(c, "\n%*s", (int)indent, "");
            column = indent;
            first = true;
        }

        console_print(c, "%s%.*s", first ? "" : " ", STR_FMT(word));
        column += str_chars(word) + !first;
        first = false;
    }
    console_print(c, "\n");
}

static void print_options(struct console *c, const struct option *options, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (options[i].hidden)
            continue;

        const char *text = help_option_text(c->arena, &options[i]);
        size_t len = strlen(text) + 2;
        console_print(c, "  %s", text);
        if (len + 2 > HELP_COLUMN) {
            console_print(c, "\n");
            len = 0;
        }

        console_print(c, "%*s", (int)(HELP_COLUMN - len), "");
        print_wrapped(c, help_option_says(c->arena, &options[i]), HELP_COLUMN, HELP_COLUMN);
    }
}

static void print_examples(struct console *c, const char *examples)
{
    struct str rest = str_of(examples), line;
    while (rest.len && str_cut(&rest, '\n', &line)) {
        struct str says = line, command;
        if (!str_cut(&says, '\t', &command))
            continue;
        if (says.len)
            console_print(c, "  # %.*s\n", STR_FMT(says));
        console_print(c, "  %.*s\n", STR_FMT(command));
    }
}

void help_command(struct console *c, const struct command *command)
{
    console_print(c, "lode %s - %s\n\nusage: lode %s [OPTIONS] %s\n", command->name,
                  command->summary, command->name, command->operands);

    struct str rest = str_of(help_with_formats(c->arena, command->about)), paragraph;
    while (rest.len && str_cut(&rest, '\n', &paragraph)) {
        console_print(c, "\n");
        print_wrapped(c, str_c(c->arena, paragraph), 0, 0);
    }

    console_print(c, "\noptions:\n");
    print_options(c, command->options, command->n_options);
    print_options(c, common_options, n_common_options);

    console_print(c, "\nexamples:\n");
    print_examples(c, command->examples);
}

void help_overview(struct console *c)
{
    console_print(c, "lode - finished maps from vector data\n\n"
                     "usage: lode COMMAND [OPTIONS] ...\n\ncommands:\n");
    for (size_t i = 0; i < n_commands; i++)
        console_print(c, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    console_print(c, "  %-10s %s\n", "help", "show the help of a command: lode help render");

    console_print(c, "\noptions:\n");
    console_print(c, "  -h, --help              print this help\n"
                     "  -V, --version           print versions, and where data is looked for\n");

    console_print(c, "\nexamples:\n");
    print_examples(c,
                   "lode quick roads.shp towns.shp -o map.png\tlook at data, without a document\n"
                   "lode render map.yaml\tdraw the map that a document describes\n"
                   "lode check map.yaml\tfind all its mistakes\n"
                   "lode info deposits.shp\twhat is in a file\n");
    console_print(c,
                  "\n'lode COMMAND --help' shows the options of a command, with examples.\n"
                  "Exit status: 0 done, 1 a map could not be made, 2 the document or the command\n"
                  "line is wrong, 3 some pages of a batch are missing.\n");
}
