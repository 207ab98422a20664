/* The page lode(1) of the manual, in the macros of man(7). */
#include <string.h>

#include "base/version.h"
#include "cli/console.h"
#include "cli/help.h"

/* A text with roff's own characters escaped: a leading dot or quote starts a request, '-' is a
 * hyphen unless escaped. */
static void print_roff(struct console *c, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char ch = text.p[i];
        if (ch == '\\')
            console_print(c, "\\e");
        else if (ch == '-')
            console_print(c, "\\-");
        else if (!i && (ch == '.' || ch == '\''))
            console_print(c, "\\&%c", ch);
        else
            console_write(c, &ch, 1);
    }
}

static void print_options(struct console *c, const struct option *options, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct option *o = &options[i];
        if (o->hidden)
            continue;

        console_print(c, ".TP\n");
        if (o->letter)
            console_print(c, "\\fB\\-%c\\fR, ", o->letter);
        console_print(c, "\\fB\\-\\-");
        print_roff(c, str_of(o->name));
        console_print(c, "\\fR");
        if (o->value) {
            console_print(c, " \\fI");
            print_roff(c, str_of(o->value));
            console_print(c, "\\fR");
        }

        console_print(c, "\n");
        print_roff(c, str_of(help_option_says(c->arena, o)));
        console_print(c, "\n");
    }
}

static void print_examples(struct console *c, const char *examples)
{
    struct str rest = str_of(examples), line;
    while (rest.len && str_cut(&rest, '\n', &line)) {
        struct str says = line, command;
        if (!str_cut(&says, '\t', &command))
            continue;
        console_print(c, ".PP\n.EX\n    ");
        print_roff(c, command);
        console_print(c, "\n.EE\n");
        if (says.len) {
            print_roff(c, says);
            console_print(c, "\n");
        }
    }
}

static void print_command(struct console *c, const struct command *command)
{
    console_print(c, ".SS \"lode %s [OPTIONS] ", command->name);
    print_roff(c, str_of(command->operands));
    console_print(c, "\"\n");

    struct str summary = str_of(command->summary);
    console_print(c, "%c", summary.p[0] - 'a' + 'A'); /* a sentence, as the manual needs it */
    print_roff(c, str_from(summary, 1));
    console_print(c, ".\n");

    struct str rest = str_of(help_with_formats(c->arena, command->about)), paragraph;
    while (str_cut(&rest, '\n', &paragraph)) {
        console_print(c, ".PP\n");
        print_roff(c, paragraph);
        console_print(c, "\n");
    }

    print_options(c, command->options, command->n_options);
    print_examples(c, command->examples);
}

void help_manual(struct console *c)
{
    console_print(c, ".TH LODE 1 \"\" \"lode %s\" \"User Commands\"\n", LODE_VERSION);
    console_print(
        c,
        ".SH NAME\nlode \\- finished maps from vector data\n"
        ".SH SYNOPSIS\n.B lode\n.I COMMAND\n.RI [ OPTIONS ]\n.I ...\n"
        ".SH DESCRIPTION\n%s\n.SH COMMANDS\n",
        help_with_formats(
            c->arena,
            "Turns vector layers into finished map pages as {formats}. A document "
            "in YAML\ndescribes a map; all mistakes in it are shown at once, each with its "
            "line, before any work."));

    for (size_t i = 0; i < n_commands; i++)
        print_command(c, commands[i]);

    console_print(c, ".SH OPTIONS OF ALL COMMANDS\n");
    print_options(c, common_options, n_common_options);
    console_print(c, ".TP\n\\fB\\-V\\fR, \\fB\\-\\-version\\fR\nprint versions, and where data is "
                     "looked for; in place of a command\n");

    console_print(c,
                  ".SH EXIT STATUS\n.TP\n.B 0\nall was done\n.TP\n.B 1\na map could not be made: "
                  "data, geometry, file system\n.TP\n.B 2\nthe document or the command line is "
                  "wrong\n.TP\n.B 3\nbatch and merge: some pages are there, and some are not\n");
    console_print(c, ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nset to anything: diagnostics without "
                     "colour\n");
}
