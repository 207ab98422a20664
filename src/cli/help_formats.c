/* The lists in texts of help: formats, from lode_formats, and the words of an option. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/help.h"

enum { FORMATS_MAX = 32 };

static const struct list {
    const char *word; /* in a text of help */
    enum lode_format_kind kind;
    bool names; /* "PNG"; otherwise endings, ".png" */
    bool pixels_only;
} lists[] = {
    {"{endings}", LODE_PICTURES, .names = false},
    {"{formats}", LODE_PICTURES, .names = true},
    {"{pixel formats}", LODE_PICTURES, .names = true, .pixels_only = true},
    {"{table endings}", LODE_TABLES, .names = false},
};

static const char *list_text(struct arena *a, const struct list *list)
{
    struct lode_format formats[FORMATS_MAX];
    const char *words[FORMATS_MAX];
    char text[240];
    size_t n = lode_formats(list->kind, formats, FORMATS_MAX), n_words = 0;

    for (size_t i = 0; i < n && i < FORMATS_MAX; i++) {
        if (!list->pixels_only || formats[i].pixels)
            words[n_words++] = list->names ? formats[i].name : formats[i].endings[0];
    }

    str_alternatives(text, sizeof text, words, n_words);
    return str_c(a, str_of(text));
}

const char *help_with_formats(struct arena *a, const char *text)
{
    for (size_t i = 0; text && i < sizeof lists / sizeof *lists; i++) {
        const char *at = strstr(text, lists[i].word);
        if (at)
            text = str_c(a, str_format(a, "%.*s%s%s", (int)(at - text), text,
                                       list_text(a, &lists[i]), at + strlen(lists[i].word)));
    }
    return text;
}

const char *help_option_says(struct arena *a, const struct option *o)
{
    struct str text = str_of(help_with_formats(a, o->help));
    bool list = o->words && str_ends(text, STR(":"));
    for (size_t i = 0; list && o->words[i]; i++)
        text = str_format(a, "%.*s%s%s", STR_FMT(text), i ? ", " : " ", o->words[i]);
    return str_c(a, text);
}
