/* How options are read from the command line, by the rows of a command. */
#include "cli/options.h"

#include <string.h>

#include "base/num.h"
#include "base/str.h"
#include "cli/console.h"
#include "cli/help.h"

struct parser {
    struct arena *a;
    struct console *console;
    const struct command *command;
    struct parsed *ret;
    const char *const *argv;
    size_t n, at; /* argv[at] comes next */
    bool ok;
};

/* An option and where its field is. */
struct target {
    const struct option *option;
    char *args;
};

static const char *hint_help(struct parser *p)
{
    struct str hint = str_format(p->a, "see the options with: lode %s --help", p->command->name);
    return str_c(p->a, hint);
}

static struct target lookup_option(struct parser *p, struct str name, char letter)
{
    const struct {
        const struct option *rows;
        size_t n;
        void *args;
    } tables[] = {{p->command->options, p->command->n_options, p->ret->args},
                  {common_options, n_common_options, &p->ret->common}};

    for (size_t t = 0; t < 2; t++) {
        for (size_t i = 0; i < tables[t].n; i++) {
            const struct option *o = &tables[t].rows[i];
            if (letter ? o->letter == letter : str_is(name, o->name))
                return (struct target){o, tables[t].args};
        }
    }
    return (struct target){0};
}

static void fail_unknown(struct parser *p, struct str name)
{
    struct str names[32], near;
    size_t n = 0;

    for (size_t i = 0; i < p->command->n_options && n < 24; i++) {
        if (!p->command->options[i].hidden)
            names[n++] = str_of(p->command->options[i].name);
    }
    for (size_t i = 0; i < n_common_options && n < 32; i++)
        names[n++] = str_of(common_options[i].name);

    near = str_nearest(name, names, n);
    p->ok = false;
    console_usage(p->console,
                  near.len ? str_c(p->a, str_format(p->a, "did you mean '--%.*s'?", STR_FMT(near)))
                           : hint_help(p),
                  "unknown option '--%.*s'", STR_FMT(name));
}

static void add_text(struct parser *p, struct texts *list, const char *text)
{
    list->v = arena_grow(p->a, list->v, sizeof *list->v, list->n, list->n + 1);
    list->v[list->n++] = text;
}

static void add_set(struct parser *p, struct sets *list, const char *text)
{
    struct str value = str_of(text), key;
    if (!strchr(text, '=') || !str_cut(&value, '=', &key) || !key.len) {
        p->ok = false;
        console_usage(p->console, "write it like '--set page.size=A5'",
                      "a setting is KEY=VALUE, not '%s'", text);
        return;
    }

    list->v = arena_grow(p->a, list->v, sizeof *list->v, list->n, list->n + 1);
    list->v[list->n++] = (struct lode_set){str_c(p->a, key), strchr(text, '=') + 1};
}

static void set_number(struct parser *p, const struct option *o, double *field, const char *text)
{
    double v;
    if (num_parse(str_of(text), &v) && v >= o->least && v <= o->most) {
        *field = v;
        return;
    }

    p->ok = false;
    console_usage(p->console,
                  str_c(p->a, str_format(p->a, "a number from %.*s to %.*s",
                                         STR_FMT(num_text(p->a, o->least)),
                                         STR_FMT(num_text(p->a, o->most)))),
                  "not a value for '--%s': '%s'", o->name, text);
}

static void set_word(struct parser *p, const struct option *o, const char **field, const char *text)
{
    struct str words[24], near, list = {0};
    size_t n = 0;

    for (; o->words[n] && n < 24; n++) {
        words[n] = str_of(o->words[n]);
        list = str_format(p->a, "%.*s%s%s", STR_FMT(list), n ? ", " : "", o->words[n]);
        if (strcmp(text, o->words[n]) == 0) {
            *field = o->words[n];
            return;
        }
    }

    near = str_nearest(str_of(text), words, n);
    p->ok = false;
    struct str hint = near.len ? str_format(p->a, "did you mean '%.*s'? One of: %.*s",
                                            STR_FMT(near), STR_FMT(list))
                               : str_format(p->a, "one of: %.*s", STR_FMT(list));
    console_usage(p->console, str_c(p->a, hint), "not a value for '--%s': '%s'", o->name, text);
}

static void set_value(struct parser *p, struct target t, const char *text)
{
    void *field = t.args + t.option->offset;

    switch (t.option->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        break;
    case OPTION_TEXT:
        *(const char **)field = text;
        break;
    case OPTION_NUMBER:
        set_number(p, t.option, field, text);
        break;
    case OPTION_WORD:
        set_word(p, t.option, field, text);
        break;
    case OPTION_TEXTS:
        add_text(p, field, text);
        break;
    case OPTION_SETS:
        add_set(p, field, text);
        break;
    }
}

/* The name of a file may be any bytes; other values go into documents and pictures, as UTF-8. */
static bool check_text(struct parser *p, const struct option *o, const char *text)
{
    if (str_is_utf8(str_of(text)) || strcmp(o->value, "FILE") == 0)
        return true;
    p->ok = false;
    console_usage(p->console, NULL, "the value of '--%s' is not UTF-8: '%s'", o->name, text);
    return false;
}

/* `inline_value` is what stands after '=' or after the letter; NULL: the next word is the value. */
static void take_option(struct parser *p, struct target t, const char *inline_value)
{
    if (t.option->kind == OPTION_FLAG) {
        if (inline_value) {
            p->ok = false;
            console_usage(p->console, NULL, "'--%s' takes no value", t.option->name);
            return;
        }
        set_value(p, t, NULL);
        return;
    }

    if (!inline_value && p->at == p->n) {
        p->ok = false;
        console_usage(p->console, help_option_says(p->a, t.option), "'--%s' needs a value: %s",
                      t.option->name, t.option->value);
        return;
    }

    const char *text = inline_value ? inline_value : p->argv[p->at++];
    if (check_text(p, t.option, text))
        set_value(p, t, text);
}

static void take_long(struct parser *p, const char *word)
{
    const char *equals = strchr(word, '=');
    struct str name = {word, equals ? (size_t)(equals - word) : strlen(word)};
    struct target t = lookup_option(p, name, 0);
    if (t.option)
        take_option(p, t, equals ? equals + 1 : NULL);
    else
        fail_unknown(p, name);
}

/* `-o FILE`, `-oFILE`, and flags in one word: `-qh`. */
static void take_letters(struct parser *p, const char *letters)
{
    for (; *letters; letters++) {
        struct target t = lookup_option(p, (struct str){0}, *letters);
        if (!t.option) {
            p->ok = false;
            console_usage(p->console, hint_help(p), "unknown option '-%c'", *letters);
            return;
        }

        if (t.option->kind == OPTION_FLAG) {
            take_option(p, t, NULL);
            continue;
        }

        const char *value = letters[1] == '=' ? letters + 2 : letters + 1;
        take_option(p, t, *value ? value : NULL);
        return;
    }
}

static void check_operands(struct parser *p)
{
    const struct command *command = p->command;
    size_t n = p->ret->operands.n,
           most = command->most_operands == NO_OPERANDS ? 0 : command->most_operands;

    if (n < command->least_operands) {
        p->ok = false;
        console_usage(p->console, hint_help(p), "'lode %s' needs %s", command->name,
                      command->operands);
    } else if (command->most_operands && n > most) {
        p->ok = false;
        console_usage(p->console, hint_help(p), "one word too many for 'lode %s': '%s'",
                      command->name, p->ret->operands.v[most]);
    }
}

bool options_parse(struct arena *a, struct console *c, const struct command *command,
                   const char *const *argv, size_t n, struct parsed *ret)
{
    struct parser p = {a, c, command, ret, argv, n, 0, true};
    bool options = true;
    *ret = (struct parsed){.args = arena_alloc(a, command->args_size ? command->args_size : 1, 1)};

    while (p.at < n) {
        const char *word = argv[p.at++];
        if (!options || word[0] != '-' || !word[1])
            add_text(&p, &ret->operands, word);
        else if (strcmp(word, "--") == 0)
            options = false;
        else if (word[1] == '-')
            take_long(&p, word + 2);
        else
            take_letters(&p, word + 1);
    }

    if (p.ok && !ret->common.help)
        check_operands(&p);
    return p.ok;
}
