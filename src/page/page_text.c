/* The texts of the page: shaped in the theme's styles, with the words that templates may use. */
#include "expr/template.h"
#include "page/layout.h"
#include "page/words.h"

/* While the view is unknown, the words that speak of it are these, as long as such words commonly
 * are, so that the room kept for a note is about right. */
static const struct str typical_crs = {"Lambert Azimuthal Equal Area, 34.0°N 66.0°E", 46};
enum { TYPICAL_SCALE = 4500000 };

/* A text is made smaller in steps of a tenth; below 60 percent nobody could read it. Taste. */
static const double SMALLER = 0.9, SMALLEST = 0.6;
/* Added to a text's own width, so that it wraps there as it did before. */
static const double ROUNDING_PT = 0.05;

/* A column of one row. */
static struct column text_column(struct arena *a, struct str name, struct str text)
{
    struct str *v = arena_new(a, struct str);
    *v = text;
    return (struct column){.name = name, .type = COL_TEXT, .n = 1, .v.s = v};
}

static bool env_has(const struct expr_env *env, struct str name)
{
    for (size_t i = 0; env && i < env->n_words; i++) {
        if (str_eq(env->words[i].name, name))
            return true;
    }
    return false;
}

/* The names that the layers' sources ask to be credited by, each once, in the order of the
 * layers. */
static struct str list_credits(struct arena *a, const struct page_layout *l)
{
    struct str text = {0};
    ARRAY(struct str) seen = {0};
    for (size_t i = 0; i < l->in.n_layers; i++) {
        const struct features *f = l->in.layers[i].features;
        struct str name = f ? (f->credit.len ? f->credit : f->origin) : (struct str){0};

        bool known = !name.len;
        for (size_t k = 0; k < seen.n && !known; k++)
            known = str_eq(seen.v[k], name);
        if (known)
            continue;

        *array_add(a, &seen) = name;
        text = text.len ? str_format(a, "%.*s; %.*s", STR_FMT(text), STR_FMT(name)) : name;
    }
    return text;
}

/* The words of the run, and those that only the page knows; the page's own go first. */
static struct expr_env make_env(struct arena *a, const struct page_layout *l, const struct view *v)
{
    struct expr_env env = l->in.env ? *l->in.env : (struct expr_env){0};
    struct str language = l->in.doc->language.s;
    struct expr_word *words = arena_array(a, struct expr_word, env.n_words + 3);
    size_t n = 0;

    struct str crs = v ? v->crs.name : typical_crs;
    struct str scale = words_scale(a, language, v ? v->scale_denominator : TYPICAL_SCALE);
    words[n++] = (struct expr_word){STR("crs_name()"), text_column(a, STR("crs_name()"), crs)};
    words[n++] = (struct expr_word){STR("scale()"), text_column(a, STR("scale()"), scale)};
    if (!env_has(&env, STR("sources()")))
        words[n++] = (struct expr_word){STR("sources()"),
                                        text_column(a, STR("sources()"), list_credits(a, l))};

    for (size_t i = 0; i < env.n_words; i++) {
        if (!str_is(env.words[i].name, "crs_name()") && !str_is(env.words[i].name, "scale()"))
            words[n++] = env.words[i];
    }

    env.words = words;
    env.n_words = n;
    env.language = language;
    env.own_digits = true;
    return env;
}

bool page_template(struct arena *a, const struct page_layout *l, const struct node *text,
                   const struct view *v, struct str *ret, struct lode_err *err)
{
    struct str source, *rows;
    size_t n;
    struct template_text *t;
    struct expr_env env = make_env(a, l, v);
    struct table none = {0};

    if (!node_text(text, &source, err) || !template_parse(a, source, text->at, &t, err) ||
        !template_check(a, t, &none, &env, err) ||
        !template_eval(a, t, &none, &env, &rows, &n, err))
        return false;
    *ret = n ? rows[0] : (struct str){0};
    return true;
}

bool page_text(struct arena *a, const struct page_layout *l, const struct text_params *params,
               const struct text_block **ret, struct lode_err *err)
{
    struct text_style style = style_theme_text(l->in.doc, params->role);
    if (params->size_pt > 0)
        style.size_pt = params->size_pt;
    style.max_width_pt = params->width_pt;
    style.align = params->align;
    if (l->in.doc->language.s.len)
        style.language = l->in.doc->language.s;

    if (!text_shape(l->in.text, a, params->text, &style, ret, err))
        return false;

    /* Lines of a foreign script begin at the page's side, not at that of their own script. */
    if ((*ret)->n_lines < 2 || (*ret)->lines[0].rtl == l->rtl || style.align != ALIGN_START)
        return true;

    style.align = ALIGN_END;
    return text_shape(l->in.text, a, params->text, &style, ret, err);
}

bool page_text_refresh(struct arena *a, const struct page_layout *l, const struct item *it,
                       const char *role, const struct node *text, const struct view *v,
                       const struct text_block **block, struct lode_err *err)
{
    if (!text || !*block)
        return true;

    double usual_pt = (*block)->style.size_pt, room_pt = (*block)->height_pt + 0.01;
    struct text_params params = {.role = role, .align = (*block)->style.align};
    params.width_pt = box_width(item_content(it)) + ROUNDING_PT;

    if (!page_template(a, l, text, v, &params.text, err))
        return false;
    if (str_eq(params.text, (*block)->text))
        return true;

    for (double factor = 1; factor > SMALLEST; factor *= SMALLER) {
        params.size_pt = factor * usual_pt;
        if (!page_text(a, l, &params, block, err))
            return false;
        if ((*block)->height_pt <= room_pt)
            return true;
    }

    return lode_fail(err, LODE_LIMIT, text->at, "the text is too long for its place");
}

bool align_read(const struct node *section, enum text_align otherwise, enum text_align *ret,
                struct lode_err *err)
{
    /* What each word of kind_align means. */
    static const enum text_align meant[] = {ALIGN_START, ALIGN_CENTRE, ALIGN_END,
                                            ALIGN_START, ALIGN_CENTRE, ALIGN_END};
    const struct node *n = node_lookup(section, "align");
    size_t i;
    *ret = otherwise;
    if (!n)
        return true;

    if (!node_choice(n, kind_align.words, sizeof meant / sizeof *meant, &i, err))
        return false;
    *ret = meant[i];
    return true;
}

bool page_read_pt(const struct node *section, const char *key, double *ret, struct lode_err *err)
{
    const struct node *n = node_lookup(section, key);
    return !n || node_pt(n, ret, err);
}

double page_align_x(const struct page_layout *l, enum text_align align, struct box box,
                    double width_pt)
{
    double room = box_width(box) - width_pt;
    if (align == ALIGN_CENTRE)
        return box.x0 + room / 2;
    return (align == ALIGN_END) != l->rtl ? box.x0 + room : box.x0;
}
