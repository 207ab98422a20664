/* The document that `lode near` runs, written for its two files: sources, steps, and a map of the
 * result. */
#include "api/near_document.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "doc/quote.h"

struct writer {
    struct arena *arena;
    struct str text;
    const struct near_names *names;
    const struct lode_near_params *params;
};

static struct str quoted(struct writer *w, const char *text)
{
    return quote_yaml(w->arena, str_of(text));
}

#define ADD(w, fmt, ...)                                                                           \
    ((w)->text = str_format((w)->arena, "%.*s" fmt, STR_FMT((w)->text), __VA_ARGS__))

/* ", key: value", or nothing when there is no value. */
static struct str pair_text(struct writer *w, const char *key, const char *value)
{
    return value ? str_format(w->arena, ", %s: %.*s", key, STR_FMT(quoted(w, value)))
                 : (struct str){0};
}

static void add_source(struct writer *w, struct str name, struct str file,
                       const struct lode_near_file *f, const char *edges)
{
    ADD(w, "  %.*s: {file: %.*s%.*s%.*s%.*s%.*s}\n", STR_FMT(quote_yaml(w->arena, name)),
        STR_FMT(quote_yaml(w->arena, file)), STR_FMT(pair_text(w, "layer", f->layer)),
        STR_FMT(pair_text(w, "where", f->where)), STR_FMT(pair_text(w, "crs", f->crs)),
        STR_FMT(pair_text(w, "edges", edges)));
}

/* "50km" as it is read on a page: "50 km". */
static struct str spaced(struct arena *a, const char *length)
{
    struct str s = str_trim(str_of(length));
    size_t n = 0;
    while (n < s.len && (strchr("+-.", s.p[n]) || (s.p[n] >= '0' && s.p[n] <= '9')))
        n++;
    return str_format(a, "%.*s %.*s", STR_FMT(str_head(s, n)), STR_FMT(str_trim(str_from(s, n))));
}

static bool has_band(const struct writer *w)
{
    return w->params->map && w->params->within;
}

static void add_steps(struct writer *w)
{
    const struct lode_near_params *p = w->params;
    struct str to = quote_yaml(w->arena, w->names->to);
    ADD(w, "steps:\n  - %.*s: {near: %.*s, to: %.*s%.*s%.*s%.*s%.*s%.*s", STR_FMT(w->names->list),
        STR_FMT(quote_yaml(w->arena, w->names->from)), STR_FMT(to),
        STR_FMT(pair_text(w, "within", p->within)), STR_FMT(pair_text(w, "beyond", p->beyond)),
        STR_FMT(pair_text(w, "tolerance", p->tolerance)), STR_FMT(pair_text(w, "id", p->id)),
        STR_FMT(pair_text(w, "name", p->name)));

    if (p->k > 1)
        ADD(w, ", k: %zu", p->k);
    ADD(w, "%s", "}\n");

    if (has_band(w))
        ADD(w, "  - band: {buffer: %.*s, by: %.*s, dissolve: true}\n", STR_FMT(to),
            STR_FMT(quoted(w, p->within)));
}

/* A layer of `kind` in a colour, which for areas is the colour of the outline too. */
static void add_look(struct writer *w, struct str name, enum geom_kind kind, const char *color,
                     const char *size, struct str legend)
{
    static const char *const draws[] = {"marker", "marker", "line", "fill"};
    ADD(w, "  - %s: %.*s\n    color: '%s'\n", draws[kind], STR_FMT(quote_yaml(w->arena, name)),
        color);

    if (kind == GEOM_LINE)
        ADD(w, "    width: %s\n", "0.35 mm");
    else if (kind == GEOM_POLYGON)
        ADD(w, "    opacity: 0.6\n    stroke: {color: '%s', width: 0.2 mm}\n", color);
    else
        ADD(w, "    size: %s\n    stroke: {color: white, width: 0.15 mm}\n", size);

    ADD(w, "    legend: %.*s\n", STR_FMT(quote_yaml(w->arena, quote_template(w->arena, legend))));
}

static void add_label(struct writer *w, const struct features *from)
{
    static const char *const usual[] = {"name", "NAME", "Name"};
    static const char *const places[] = {"point", "point", "line", "area"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        const struct column *c = table_lookup(&from->table, str_of(usual[i]));
        if (!c || c->type != COL_TEXT)
            continue;
        ADD(w, "    label: {text: '{%s}', size: 6.5 pt, place: %s, color: '#222'}\n", usual[i],
            places[from->table.kind]);
        return;
    }
}

static void add_map(struct writer *w, const struct features *from, const struct features *to)
{
    const struct lode_near_params *p = w->params;
    const struct near_names *n = w->names;
    struct str within = p->within ? spaced(w->arena, p->within) : STR("");
    struct str near = n->from;

    if (p->within)
        near = str_format(w->arena, "%.*s within %.*s", STR_FMT(n->from), STR_FMT(within));
    else if (p->beyond)
        near = str_format(w->arena, "%.*s beyond %.*s", STR_FMT(n->from),
                          STR_FMT(spaced(w->arena, p->beyond)));

    if (has_band(w))
        ADD(w, "  - fill: band\n    color: '#f6d9a8'\n    opacity: 0.7\n    legend: up to %.*s\n",
            STR_FMT(within));
    if (!str_eq(n->from, n->to))
        add_look(w, n->to, to->table.kind, "#404040", "1.4 mm", n->to);
    if (p->within || p->beyond)
        add_look(w, n->from, from->table.kind, "#9a9a9a", "1.2 mm",
                 str_format(w->arena, "other %.*s", STR_FMT(n->from)));
    add_look(w, n->list, from->table.kind, "#c8501e", "1.9 mm", near);
    add_label(w, from);

    ADD(w, "map:\n  background: '#f4f4ef'\n%s",
        has_band(w) ? "  extent: {of: band, pad: 3%}\n" : "");
    ADD(w, "%s",
        "page:\n  legend: {columns: 1}\n  scale-bar: {units: [km]}\n"
        "  graticule: {labels: frame}\n  text:\n"
        "    - {at: bottom, text: 'Distances on the ellipsoid (WGS 84). Projection: "
        "{crs_name()}.'}\n");
    ADD(w, "outputs: %.*s\n", STR_FMT(quoted(w, p->map)));
}

static struct str name_of(struct str file, const struct lode_near_file *f)
{
    return f->layer ? str_of(f->layer) : path_stem(file);
}

static bool same_text(const char *a, const char *b)
{
    return str_eq(a ? str_of(a) : STR(""), b ? str_of(b) : STR(""));
}

/* `name`, with as many '_' behind it as set it apart from both others. */
static struct str name_apart(struct arena *a, struct str name, struct str from, struct str to)
{
    while (str_eq(name, from) || str_eq(name, to))
        name = str_format(a, "%.*s_", STR_FMT(name));
    return name;
}

struct near_names near_document_names(struct arena *a, struct str from_file, struct str to_file,
                                      const struct lode_near_params *params)
{
    const struct lode_near_file *from = &params->from, *to = &params->to;
    struct near_names ret = {.from = name_of(from_file, from), .to = name_of(to_file, to)};
    bool one_layer = str_eq(from_file, to_file) && same_text(from->layer, to->layer);
    /* Without options of its own the second file is the first one: a file compared with itself. */
    bool itself = one_layer && (!to->where || same_text(from->where, to->where)) &&
                  (!to->crs || same_text(from->crs, to->crs));

    /* The map has a step 'band' of its own. */
    if (str_is(ret.from, "band"))
        ret.from = STR("from");
    if (str_is(ret.to, "band"))
        ret.to = STR("to");
    if (str_eq(ret.from, ret.to) && !itself)
        ret.to = str_format(a, "%.*s 2", STR_FMT(ret.to));
    ret.list = name_apart(a, params->within ? STR("reached") : STR("nearest"), ret.from, ret.to);
    return ret;
}

static struct str title_text(struct writer *w)
{
    const struct near_names *n = w->names;
    if (!w->params->within)
        return str_format(w->arena, "%.*s nearest to %.*s", STR_FMT(n->from), STR_FMT(n->to));
    return str_format(w->arena, "%.*s within %.*s of %.*s", STR_FMT(n->from),
                      STR_FMT(spaced(w->arena, w->params->within)), STR_FMT(n->to));
}

struct str near_document(struct arena *a, const struct near_names *names,
                         const struct features *from, struct str from_file,
                         const struct features *to, struct str to_file,
                         const struct lode_near_params *params)
{
    struct writer w = {.arena = a, .text = STR("lode: 1\n"), .names = names, .params = params};

    if (params->map)
        ADD(&w, "title: %.*s\n", STR_FMT(quote_yaml(a, title_text(&w))));
    ADD(&w, "%s", "data:\n");
    add_source(&w, names->from, from_file, &params->from,
               str_eq(names->from, names->to) ? params->edges : NULL);
    if (!str_eq(names->from, names->to))
        add_source(&w, names->to, to_file, &params->to, params->edges);

    add_steps(&w);
    ADD(&w, "layers:%s\n", params->map ? "" : " []");
    if (params->map)
        add_map(&w, from, to);

    for (size_t i = 0; i < params->n_outputs; i++)
        ADD(&w, "%s  %.*s: {of: %.*s}\n", i ? "" : "tables:\n",
            STR_FMT(quoted(&w, params->outputs[i])), STR_FMT(names->list));
    return w.text;
}
