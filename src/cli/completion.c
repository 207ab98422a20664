/* Scripts that complete commands, options and their words in bash, zsh and fish. */
#include <string.h>

#include "cli/console.h"
#include "cli/help.h"

static bool takes_files(const struct option *o)
{
    return o->value && strcmp(o->value, "FILE") == 0;
}

/* A text for the inside of single quotes of a shell. */
static void print_quoted(struct console *c, const char *text)
{
    for (; *text; text++)
        console_print(c, *text == '\'' ? "'\\''" : "%c", *text);
}

/* Call `row` for each option of a command that help shows, the common ones last. */
static void each_option(struct console *c, const struct command *command,
                        void (*row)(struct console *, const struct command *,
                                    const struct option *))
{
    for (size_t i = 0; i < command->n_options; i++) {
        if (!command->options[i].hidden)
            row(c, command, &command->options[i]);
    }
    for (size_t i = 0; i < n_common_options; i++)
        row(c, command, &common_options[i]);
}

static void bash_name(struct console *c, const struct command *command, const struct option *o)
{
    (void)command;
    console_print(c, "--%s ", o->name);
}

static void bash_words(struct console *c, const struct command *command, const struct option *o)
{
    if (o->kind == OPTION_WORD) {
        console_print(c, "        %s,--%s) words='", command->name, o->name);
        for (size_t i = 0; o->words[i]; i++)
            console_print(c, "%s%s", i ? " " : "", o->words[i]);
        console_print(c, "' ;;\n");
    } else if (o->value && !takes_files(o)) {
        console_print(c, "        %s,--%s) return ;;\n", command->name, o->name);
    }
}

static void print_bash(struct console *c)
{
    console_print(c, "_lode() {\n    local current=${COMP_WORDS[COMP_CWORD]} "
                     "before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=\n"
                     "    COMPREPLY=()\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                     "        COMPREPLY=($(compgen -W '");
    for (size_t i = 0; i < n_commands; i++)
        console_print(c, "%s ", commands[i]->name);

    console_print(c, "help --help --version' -- \"$current\"))\n        return\n    fi\n"
                     "    case $command,$before in\n");
    for (size_t i = 0; i < n_commands; i++)
        each_option(c, commands[i], bash_words);

    console_print(c, "    esac\n    if [ -z \"$words\" ] && [[ $current == -* ]]; then\n"
                     "        case $command in\n");
    for (size_t i = 0; i < n_commands; i++) {
        console_print(c, "        %s) words='", commands[i]->name);
        each_option(c, commands[i], bash_name);
        console_print(c, "' ;;\n");
    }

    console_print(c, "        esac\n    fi\n    if [ -n \"$words\" ]; then\n"
                     "        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                     "    else\n        compopt -o default 2>/dev/null\n    fi\n}\n"
                     "complete -F _lode lode\n");
}

static void zsh_row(struct console *c, const struct command *command, const struct option *o)
{
    (void)command;
    bool repeats = o->kind == OPTION_TEXTS || o->kind == OPTION_SETS;
    const char *const names[] = {o->name, o->letter ? (char[]){o->letter, '\0'} : NULL};

    for (size_t i = 0; i < 2 && names[i]; i++) {
        console_print(c, "            '%s%s%s%s[", repeats ? "*" : "", i ? "-" : "--", names[i],
                      !o->value ? ""
                      : i       ? "+"
                                : "=");
        for (const char *p = help_option_says(c->arena, o); *p; p++)
            console_print(c, *p == '\'' ? "'\\''" : strchr("[]:\\", *p) ? "\\%c" : "%c", *p);
        console_print(c, "]");

        if (o->kind == OPTION_WORD) {
            console_print(c, ":%s:(", o->value);
            for (size_t k = 0; o->words[k]; k++)
                console_print(c, "%s%s", k ? " " : "", o->words[k]);
            console_print(c, ")");
        } else if (o->value) {
            console_print(c, ":%s:%s", o->value, takes_files(o) ? "_files" : "");
        }

        console_print(c, "' \\\n");
    }
}

static void print_zsh(struct console *c)
{
    console_print(c, "#compdef lode\n_lode() {\n    local -a commands=(\n");
    for (size_t i = 0; i < n_commands; i++) {
        console_print(c, "        '%s:", commands[i]->name);
        print_quoted(c, commands[i]->summary);
        console_print(c, "'\n");
    }

    console_print(c, "        'help:show the help of a command'\n    )\n"
                     "    if (( CURRENT == 2 )); then\n"
                     "        _describe command commands\n        return\n    fi\n"
                     "    local command=$words[2]\n"
                     "    words=(lode $words[3,-1])\n    (( CURRENT-- ))\n"
                     "    case $command in\n");
    for (size_t i = 0; i < n_commands; i++) {
        console_print(c, "    %s)\n        _arguments -s \\\n", commands[i]->name);
        each_option(c, commands[i], zsh_row);
        console_print(c, "            '*:file:_files' ;;\n");
    }

    console_print(c, "    help) _describe command commands ;;\n    esac\n}\n_lode \"$@\"\n");
}

static void fish_row(struct console *c, const struct command *command, const struct option *o)
{
    console_print(c, "complete -c lode -n '__fish_seen_subcommand_from %s' -l %s", command->name,
                  o->name);
    if (o->letter)
        console_print(c, " -s %c", o->letter);

    if (o->kind == OPTION_WORD) {
        console_print(c, " -x -a '");
        for (size_t k = 0; o->words[k]; k++)
            console_print(c, "%s%s", k ? " " : "", o->words[k]);
        console_print(c, "'");
    } else if (o->value) {
        console_print(c, takes_files(o) ? " -r -F" : " -x");
    }

    console_print(c, " -d '");
    for (const char *p = help_option_says(c->arena, o); *p; p++)
        console_print(c, strchr("'\\", *p) ? "\\%c" : "%c", *p);
    console_print(c, "'\n");
}

static void print_fish(struct console *c)
{
    for (size_t i = 0; i < n_commands; i++)
        console_print(c, "complete -c lode -f -n __fish_use_subcommand -a %s -d '%s'\n",
                      commands[i]->name, commands[i]->summary);
    console_print(c, "complete -c lode -f -n __fish_use_subcommand -a help -d 'show the help "
                     "of a command'\n");
    for (size_t i = 0; i < n_commands; i++)
        each_option(c, commands[i], fish_row);
}

bool help_completion(struct console *c, const char *shell)
{
    static const struct {
        const char *shell;
        void (*print)(struct console *);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};

    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(shell, shells[i].shell) == 0) {
            shells[i].print(c);
            return true;
        }
    }
    return false;
}
