/* What is too small for print: texts below 6 pt, lines below 0.1 mm. Lengths are those on the page;
 * nothing is scaled after that. */
#include <math.h>

#include "base/num.h"
#include "base/units.h"
#include "doc/schema_kinds.h"
#include "lint/parts.h"

/* Below 6 pt a text is for those who know what it says; below 0.1 mm a line breaks up in print.
 * Both are the lower bounds of Swiss and German guides for printed maps. */
static const double TEXT_LEAST_PT = 6, LINE_LEAST_PT = 0.1 * PT_PER_MM, SLACK_PT = 1e-6;

static void check_text(struct arena *a, struct diags *diags, double size_pt, struct lode_span at)
{
    if (size_pt <= 0 || size_pt > TEXT_LEAST_PT - SLACK_PT)
        return;
    struct str size = num_text(a, round(size_pt * 100) / 100);
    lint_put(diags, LODE_WARNING, "small-text", at, "6 pt is the least that most readers can read",
             "text of %.*s pt is too small to be read", STR_FMT(size));
}

static void check_line(struct arena *a, struct diags *diags, double width_pt, struct lode_span at)
{
    if (width_pt <= 0 || width_pt > LINE_LEAST_PT - SLACK_PT)
        return;
    struct str width = num_text(a, round(width_pt / PT_PER_MM * 1000) / 1000);
    lint_put(diags, LODE_WARNING, "thin-line", at, "0.1 mm is the least that prints reliably",
             "a line of %.*s mm is too thin to be printed", STR_FMT(width));
}

static struct lode_span place_of(const struct node *n, struct lode_span otherwise)
{
    return n ? n->at : otherwise;
}

typedef void check_length(struct arena *a, struct diags *diags, double pt, struct lode_span at);

static void check_looks(const struct linted *l, const struct node *list, const union look *looks,
                        size_t n, check_length *check)
{
    for (size_t i = 0; i < n; i++) {
        const struct node *item = list->kind == NODE_LIST ? list->items[i] : list->pairs[i].value;
        check(l->arena, l->diags, looks[i].number, item->at);
    }
}

/* Every length that a channel can give. */
static void check_channel(const struct linted *l, const struct channel *c, check_length *check)
{
    if (!c->set)
        return;
    if (!c->by) {
        check(l->arena, l->diags, c->constant.number, place_of(c->node, l->layer->at));
        return;
    }
    const struct node *range = node_lookup(c->node, "range"), *map = node_lookup(c->node, "map");
    if (range)
        check_looks(l, range, c->range, c->n_range, check);
    if (map)
        check_looks(l, map, c->map_looks, c->n_map, check);
    if (c->has_other)
        check(l->arena, l->diags, c->other.number,
              place_of(node_lookup(c->node, "other"), c->by->at));
}

static void check_part(const struct linted *l, const char *part, double width_pt)
{
    const struct node *n = node_lookup(node_lookup(l->layer->props, part), "width");
    if (n)
        check_line(l->arena, l->diags, width_pt, n->at);
}

void lint_sizes(const struct linted *l)
{
    const struct look_spec *spec = &l->spec;
    check_channel(l, &spec->channels[CHANNEL_WIDTH], check_line);
    check_channel(l, &spec->channels[CHANNEL_STROKE_WIDTH], check_line);
    check_part(l, "casing", spec->casing_beyond_pt);
    check_part(l, "ticks", spec->base.ticks.width_pt);
    check_part(l, "hatch", spec->base.hatch.kind ? spec->base.hatch.width_pt : 0);

    if (!spec->label.node)
        return;
    if (spec->label.size.by)
        check_channel(l, &spec->label.size, check_text);
    else
        check_text(l->arena, l->diags, spec->label.text.size_pt,
                   place_of(node_lookup(spec->label.node, "size"), spec->label.node->at));
}

/* ---- the page's furniture */

/* All lengths of one kind that are written in a part of the document. */
static void check_written(struct arena *a, struct diags *diags, const struct value *part,
                          const struct node *n, const struct value *kind, check_length *check)
{
    const struct node *const *found;
    size_t n_found = schema_values_of(a, part, n, kind, &found);
    for (size_t i = 0; i < n_found; i++) {
        struct lode_err ignored = {0};
        double pt;
        if (node_pt(found[i], &pt, &ignored))
            check(a, diags, pt, found[i]->at);
    }
}

void lint_page(struct arena *a, const struct map_doc *doc, struct diags *diags)
{
    check_written(a, diags, &schema_theme, doc->styles.theme, &kind_letters, check_text);
    check_written(a, diags, doc->schema->page, doc->page.node, &kind_letters, check_text);
    check_written(a, diags, doc->schema->page, doc->page.node, &kind_line, check_line);
}
