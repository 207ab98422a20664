/* The words of a page of an atlas: `page.key`, `page.title` and one for each column,
 * `page.name`. */
#include "run/page_words.h"

#include "base/arena.h"

const struct page_own_word page_own_words[PAGE_OWN_WORDS] = {
    {"page.key", COL_TEXT, "the key of the page"},
    {"page.title", COL_TEXT, "the title of the page"},
    {"page.group", COL_TEXT, "the group of the page"},
    {"page.number", COL_INT, "the number of the page"},
    {"page.count", COL_INT, "how many pages there are"},
};

const struct column *page_word_column(const struct table *t, struct str word)
{
    struct str prefix = STR(PAGE_FEATURE);
    const struct column *c =
        str_starts(word, prefix) ? table_lookup(t, str_from(word, prefix.len)) : NULL;
    return c ? c : table_lookup(t, str_from(word, sizeof "page." - 1));
}

bool page_words_columns(enum atlas_over kind, const struct column **ret, size_t *ret_n)
{
    static const struct column grid[] = {{.name = {"name", 4}, .type = COL_TEXT},
                                         {.name = {"column", 6}, .type = COL_INT},
                                         {.name = {"row", 3}, .type = COL_INT}};
    static const struct column strip[] = {{.name = {"name", 4}, .type = COL_TEXT},
                                          {.name = {"line", 4}, .type = COL_INT},
                                          {.name = {"sheet", 5}, .type = COL_INT},
                                          {.name = {"from_km", 7}, .type = COL_REAL},
                                          {.name = {"to_km", 5}, .type = COL_REAL}};

    if (kind == OVER_GRID) {
        *ret = grid;
        *ret_n = sizeof grid / sizeof *grid;
    } else if (kind == OVER_STRIP) {
        *ret = strip;
        *ret_n = sizeof strip / sizeof *strip;
    }

    return kind == OVER_GRID || kind == OVER_STRIP;
}

const struct expr_word *page_words_of(struct arena *a, const struct table *t, size_t row)
{
    static const uint8_t missing[1] = {1};
    static const int64_t nothing[1];
    struct expr_word *words = arena_array(a, struct expr_word, t->n_columns);

    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->columns[i];
        struct column v = {.name = c->name, .type = c->type, .n = 1};

        if (row == SIZE_MAX) {
            v.null = missing;
            v.v.s = arena_new(a, struct str);
            if (c->type != COL_TEXT)
                v.v.i = nothing;
        } else {
            v.null = c->null && c->null[row] ? missing : NULL;
            if (c->type == COL_TEXT)
                v.v.s = c->v.s + row;
            else if (c->type == COL_BOOL)
                v.v.b = c->v.b + row;
            else
                v.v.i = c->v.i + row; /* also real numbers, which are as wide */
        }

        words[i] = (struct expr_word){c->name, v};
    }

    return words;
}
