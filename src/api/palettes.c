/* `lode palettes`: lists the built-in palettes, or draws a sheet of them. */
#include "base/file.h"
#include "doc/palette_kinds.h"
#include "page/palette_sheet.h"
#include "run/session.h"
#include "write/format.h"
#include "write/write.h"

const char *const lode_palette_kinds[] = {PALETTE_KINDS, NULL};

struct chosen {
    struct arena arena;
    struct palette *v;
    size_t n;
};

static bool is_wanted(const struct palette *p, const struct lode_palettes_params *params)
{
    return (!params->kind || str_is(str_of(palette_kind_name(p->kind)), params->kind)) &&
           (!params->safe || p->safe_classes > 0);
}

/* Palettes of one kind together, otherwise in their order. */
static void sort_by_kind(struct chosen *c)
{
    struct palette *sorted = arena_array(&c->arena, struct palette, c->n);
    size_t n = 0;
    for (enum palette_kind kind = PALETTE_SEQUENTIAL; kind <= PALETTE_BIVARIATE; kind++) {
        for (size_t i = 0; i < c->n; i++) {
            if (c->v[i].kind == kind)
                sorted[n++] = c->v[i];
        }
    }
    c->v = sorted;
}

/* The palettes that the call names, in its order, or all that are wanted. */
static bool choose_palettes(struct chosen *c, const struct lode_palettes_params *params,
                            struct lode_err *err)
{
    struct palette p;
    size_t n = params->n_names;
    while (!params->n_names && palette_builtin(&c->arena, n, &p))
        n++;

    c->v = arena_array(&c->arena, struct palette, n);
    for (size_t i = 0; i < n; i++) {
        if (!params->n_names)
            palette_builtin(&c->arena, i, &p);
        else if (!palette_lookup(&c->arena, NULL, str_of(params->names[i]), (struct lode_span){0},
                                 &p, err))
            return false;
        if (is_wanted(&p, params))
            c->v[c->n++] = p;
    }

    if (!params->n_names)
        sort_by_kind(c);
    if (c->n)
        return true;

    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no palette fits all options");
    return lode_hint(err, "'lode palettes' lists all of them");
}

static struct str colors_text(struct arena *a, const struct palette *p, bool blocks)
{
    struct rgba colors[PALETTE_SHOWN];
    size_t n = palette_shown(p, colors);
    struct str text = STR("");

    for (size_t i = 0; i < n; i++) {
        struct rgba c = colors[i];
        if (blocks)
            text = str_format(a, "%.*s\033[48;2;%d;%d;%dm   ", STR_FMT(text), c.r, c.g, c.b);
        else
            text = str_format(a, "%.*s%s#%02x%02x%02x", STR_FMT(text), i ? " " : "", c.r, c.g, c.b);
    }
    return blocks ? str_format(a, "%.*s\033[0m", STR_FMT(text)) : text;
}

static struct str length_text(struct arena *a, const struct palette *p)
{
    return p->n > PALETTE_SHOWN ? STR("any") : str_format(a, "%zu", p->n);
}

static bool write_list(struct lode *l, struct chosen *c, bool blocks)
{
    struct str out = STR("");
    for (size_t i = 0; i < c->n; i++) {
        struct arena *a = &c->arena;
        const struct palette *p = &c->v[i];
        struct str safety = palette_safety(a, p);
        out = str_format(a, "%.*s%-10.*s %-11s %3.*s  %-13.*s %-33s  %.*s\n", STR_FMT(out),
                         STR_FMT(p->name), palette_kind_name(p->kind), STR_FMT(length_text(a, p)),
                         STR_FMT(safety), palette_source(p), STR_FMT(colors_text(a, p, blocks)));
    }
    return session_write(l, out);
}

static bool draw_sheet(struct lode *l, struct chosen *c, const struct lode_palettes_params *params,
                       struct lode_err *err)
{
    struct text_context *text;
    struct scene scene;
    const struct write_format *format;
    struct write_params out = {.path = str_of(params->output), .dpi = params->dpi};
    if (out.dpi <= 0)
        out.dpi = 150;
    return write_format_find(out.path, out.at, &format, err) &&
           (str_is(out.path, "-") || outfile_check(&c->arena, out.path, out.at, err)) &&
           session_text(l, &text, err) && palette_sheet(&c->arena, text, c->v, c->n, &scene, err) &&
           write_scene(&c->arena, &scene, &out, err);
}

int lode_palettes(struct lode *l, const struct lode_palettes_params *params)
{
    struct chosen c = {0};
    struct lode_err err = {0};
    arena_init(&c.arena, 0);

    bool ok = choose_palettes(&c, params, &err);
    if (ok && params->output)
        ok = draw_sheet(l, &c, params, &err);
    else if (ok)
        write_list(l, &c, params->blocks);

    int status = ok ? 0 : session_fail(l, &err);
    arena_finish(&c.arena);
    return status;
}
