/* What expressions and texts may ask: of the geometry of a layer, and words such as `scale()`. */
#include "run/geometry_env.h"
#include "run/run.h"
#include "run/sources.h"

bool run_schema_env(struct run *r, const struct features *f, struct expr_env *ret,
                    struct lode_err *err)
{
    for (size_t i = 0; i < r->n_schema_envs; i++) {
        if (r->schema_envs[i].of == f) {
            *ret = r->schema_envs[i].env;
            ret->words = r->env.words; /* words may have come since */
            ret->n_words = r->env.n_words;
            return true;
        }
    }

    if (!geometry_env(&r->a, &r->env, f, ret, err))
        return false;

    r->schema_envs = arena_grow(&r->a, r->schema_envs, sizeof *r->schema_envs, r->n_schema_envs,
                                r->n_schema_envs + 1);
    r->schema_envs[r->n_schema_envs++] = (struct schema_env){f, *ret};
    return true;
}

void run_set_words(struct run *r, struct str crs_name, struct str scale)
{
    static const char *const names[] = {"sources()", "crs_name()", "scale()"};
    struct str values[] = {sources_text(&r->a, r->doc, &r->layers), crs_name, scale};
    size_t n = sizeof names / sizeof *names;
    struct expr_word *words = arena_array(&r->a, struct expr_word, n + r->n_page_words);

    for (size_t i = 0; i < r->n_page_words; i++)
        words[n + i] = r->page_words[i];
    for (size_t i = 0; i < n; i++) {
        struct str *v = arena_new(&r->a, struct str);
        *v = values[i];
        words[i] = (struct expr_word){
            str_of(names[i]), {.name = str_of(names[i]), .type = COL_TEXT, .n = 1, .v.s = v}};
    }

    r->env.words = words;
    r->env.n_words = n + r->n_page_words;
}
