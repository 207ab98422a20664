/* How the columns that a layer reads are found before they are loaded, so that no others are. */
#include "base/arena.h"
#include "style/look.h"

struct name_list {
    struct arena *arena;
    ARRAY(struct expr_name) v;
};

/* Add those that are not in the list yet. */
static void add_names(struct name_list *l, const struct expr_name *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool known = false;
        for (size_t k = 0; k < l->v.n && !known; k++)
            known = str_eq(l->v.v[k].name, names[i].name);
        if (!known)
            *array_add(l->arena, &l->v) = names[i];
    }
}

/* An expression that cannot be parsed reads no column; the check of the document reports it. */
static void add_expression(struct name_list *l, const struct node *n)
{
    struct lode_err quiet = {0};
    struct expr *e;
    struct expr_name *names;
    size_t count;
    if (!n || n->kind != NODE_SCALAR || !expr_parse(l->arena, n->text, n->at, &e, &quiet))
        return;

    expr_names(l->arena, e, &names, &count);
    add_names(l, names, count);
}

static void add_template(struct name_list *l, const struct node *n)
{
    struct lode_err quiet = {0};
    struct template_text *t;
    struct expr_name *names;
    size_t count;
    if (!n || n->kind != NODE_SCALAR || !template_parse(l->arena, n->text, n->at, &t, &quiet))
        return;

    template_names(l->arena, t, &names, &count);
    add_names(l, names, count);
}

static void add_label(struct name_list *l, const struct node *n)
{
    add_template(l, node_lookup(n, "text"));
    add_expression(l, node_lookup(n, "priority"));
    add_expression(l, node_lookup(n, "required"));
    add_expression(l, node_lookup(node_lookup(n, "size"), "by"));
}

/* Add the columns of scales, at properties and one level below (`stroke: {width: {by: ...}}`). */
static void add_scales(struct name_list *l, const struct node *n, int depth)
{
    for (size_t i = 0; n && i < n->n_pairs; i++) {
        const struct node *value = n->pairs[i].value;
        if (value->kind != NODE_MAP || str_is(n->pairs[i].key, "label"))
            continue;

        const struct node *by = node_lookup(value, "by");
        add_expression(l, by);
        for (size_t k = 0; by && k < by->n_items; k++) /* of a pair of scales */
            add_expression(l, by->items[k]);
        if (depth)
            add_scales(l, value, depth - 1);
    }
}

void style_names(struct arena *a, const struct doc_layer *layer, struct expr_name **ret,
                 size_t *ret_n)
{
    struct name_list l = {.arena = a};
    add_expression(&l, node_lookup(layer->props, "filter"));
    add_scales(&l, layer->props, 1);
    add_label(&l, layer->kind == LAYER_LABEL ? layer->props : node_lookup(layer->props, "label"));
    *ret = l.v.v;
    *ret_n = l.v.n;
}
