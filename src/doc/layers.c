/* The layers of a document: where they come from (data, steps), and which are drawn (layers). */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "doc/reading.h"

const struct doc_source *doc_source_lookup(const struct map_doc *doc, struct str name)
{
    for (size_t i = 0; i < doc->n_sources; i++) {
        if (str_eq(doc->sources[i].name, name))
            return &doc->sources[i];
    }
    return NULL;
}

const struct doc_step *doc_step_lookup(const struct map_doc *doc, struct str name)
{
    for (size_t i = 0; i < doc->n_steps; i++) {
        if (str_eq(doc->steps[i].name, name))
            return &doc->steps[i];
    }
    return NULL;
}

static void hint_layers(struct reading *r, struct str name, size_t n_steps, struct lode_err *err)
{
    const struct map_doc *doc = r->doc;
    size_t n = 0;
    struct str *names = arena_array(r->a, struct str, doc->n_sources + n_steps);
    char list[300] = "";

    for (size_t i = 0; i < doc->n_sources; i++)
        names[n++] = doc->sources[i].name;
    for (size_t i = 0; i < n_steps; i++)
        names[n++] = doc->steps[i].name;
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, "%s%.*s", len ? ", " : "", STR_FMT(names[i]));
    }

    struct str near = str_nearest(name, names, n);
    if (near.len)
        lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    else if (n)
        lode_hint(err, "there are: %s", list);
}

bool reading_check_layer(struct reading *r, struct doc_text name, size_t n_steps)
{
    struct lode_err err = {0};
    if (!name.s.len || doc_source_lookup(r->doc, name.s))
        return true;

    const struct doc_step *step = doc_step_lookup(r->doc, name.s);
    if (step && (size_t)(step - r->doc->steps) < n_steps)
        return true;

    if (step) {
        lode_fail(&err, LODE_SCHEMA, name.at, "the layer '%.*s' is made by a later step",
                  STR_FMT(name.s));
        lode_hint(&err, "steps run in their order: it is made in line %d", step->at.line);
    } else {
        lode_rule(&err, "unknown-layer");
        lode_fail(&err, LODE_SCHEMA, name.at, "no layer '%.*s'", STR_FMT(name.s));
        hint_layers(r, name.s, n_steps, &err);
    }

    diags_put(r->diags, &err);
    return false;
}

static struct doc_text text_under(const struct node *map, const char *key)
{
    return reading_text(node_lookup(map, key));
}

/* A reference system may be named by a file that holds it. */
static struct doc_text crs_under(struct reading *r, const struct node *map)
{
    const struct node *n = node_lookup(map, "crs");
    struct doc_text text = reading_text(n);
    if (str_ends(text.s, STR(".prj")) || str_ends(text.s, STR(".wkt")))
        return reading_path(r, n);
    return text;
}

/* A distance; 0 where there is none. The check reports what is no distance. */
static double metres_under(const struct node *map, const char *key)
{
    struct lode_err ignored = {0};
    const struct node *n = node_lookup(map, key);
    double m = 0;
    return n && node_m(n, &m, &ignored) ? m : 0;
}

void sources_read(struct reading *r)
{
    const struct node *data = node_lookup(r->doc->root, "data");
    size_t n = data && data->kind == NODE_MAP ? data->n_pairs : 0;
    struct doc_source *sources = arena_array(r->a, struct doc_source, n);

    for (size_t i = 0; i < n; i++) {
        const struct node *value = data->pairs[i].value;
        const struct node *edges = node_lookup(value, "edges");
        const struct node *damaged = node_lookup(value, "damaged");
        const struct node *file = value->kind == NODE_MAP ? node_lookup(value, "file") : value;

        sources[i] = (struct doc_source){
            .name = data->pairs[i].key,
            .at = data->pairs[i].at,
            .file = reading_path(r, file),
            .layer = text_under(value, "layer"),
            .where = text_under(value, "where"),
            .crs = crs_under(r, value),
            .encoding = text_under(value, "encoding"),
            .x = text_under(value, "x"),
            .y = text_under(value, "y"),
            .credit = text_under(value, "credit"),
            .accuracy_m = metres_under(value, "accuracy"),
            .types = node_lookup(value, "types"),
            .geodesic_edges = edges && node_is(edges, "geodesic"),
            .planar_edges = edges && node_is(edges, "planar"),
            .skip_damaged = damaged && node_is(damaged, "skip"),
        };
    }

    r->doc->sources = sources;
    r->doc->n_sources = n;
    r->doc->map.crs = crs_under(r, node_lookup(r->doc->root, "map"));
}

/* ---- steps ---- */

bool doc_step_is(const struct doc_step *s, const char *word)
{
    return strcmp(s->kind->keys[0].name, word) == 0;
}

static const struct node_pair *word_of(const struct section *kind, const struct node *args)
{
    const struct node_pair *word = node_pair_lookup(args, kind->keys[0].name);
    return word && word->value->kind == NODE_SCALAR ? word : NULL;
}

/* The kind of a step. One that leaves other names free (`{columns: a, hull: area() / 2}`) has to come
 * first. */
static const struct section *kind_of(const struct section *const *kinds, const struct node *args)
{
    const struct section *first = NULL;
    for (; *kinds; kinds++) {
        const struct node_pair *word = word_of(*kinds, args);
        if (word && (*kinds)->rest && word == args->pairs)
            return *kinds;
        if (word && !first)
            first = *kinds;
    }
    return first;
}

static bool names_other_layer(const struct section *kind, size_t key)
{
    return key && kind->keys[key].value->kind == VALUE_LAYER;
}

/* "'intersects', 'within' and 'touches'" */
static const char *other_layer_keys(struct arena *a, const struct section *kind)
{
    struct str list = {0};
    size_t left = 0;

    for (size_t i = 0; i < kind->n_keys; i++)
        left += names_other_layer(kind, i);

    for (size_t i = 0; i < kind->n_keys; i++) {
        if (!names_other_layer(kind, i))
            continue;
        list = str_format(a, "%.*s'%s'%s", STR_FMT(list), kind->keys[i].name,
                          left > 2    ? ", "
                          : left == 2 ? " and "
                                      : "");
        left--;
    }

    return list.p;
}

static void read_other_layer(struct reading *r, struct doc_step *step)
{
    const struct section *kind = step->kind;
    for (size_t i = 0; i < kind->n_keys; i++) {
        const struct node_pair *with = node_pair_lookup(step->args, kind->keys[i].name);
        if (!with || !names_other_layer(kind, i))
            continue;
        if (step->with.s.p)
            reading_fail(r, with->at, "make two steps of it", "only one of %s in a step",
                         other_layer_keys(r->a, kind));
        else
            step->with = reading_text(with->value);
    }
}

static bool read_step(struct reading *r, const struct node_pair *pair, struct doc_step *ret)
{
    const struct node *args = pair->value;
    const struct section *kind = kind_of(r->doc->schema->rows.steps, args);
    if (!kind)
        return false;

    const struct node_pair *word = word_of(kind, args);
    *ret = (struct doc_step){.name = pair->key,
                             .at = pair->at,
                             .kind = kind,
                             .op_at = word->at,
                             .input = reading_text(word->value),
                             .args = args};
    read_other_layer(r, ret);
    return true;
}

static void check_step_name(struct reading *r, const struct doc_step *step)
{
    const struct doc_source *source = doc_source_lookup(r->doc, step->name);
    const struct doc_step *first = doc_step_lookup(r->doc, step->name);
    int line = source ? source->at.line : first != step ? first->at.line : 0;
    if (!line)
        return;

    struct lode_err err = {0};
    lode_fail(&err, LODE_SCHEMA, step->at, "the name '%.*s' is taken by another layer",
              STR_FMT(step->name));
    lode_hint(&err, "it stands first in line %d", line);
    diags_put(r->diags, &err);
}

void steps_read(struct reading *r)
{
    const struct node *list = node_lookup(r->doc->root, "steps");
    size_t n = list && list->kind == NODE_LIST ? list->n_items : 0;
    struct doc_step *steps = arena_array(r->a, struct doc_step, n);

    r->doc->steps = steps;
    for (size_t i = 0; i < n; i++) {
        const struct node *item = list->items[i];
        if (item->kind == NODE_MAP && item->n_pairs >= 1 && item->pairs[0].value->kind == NODE_MAP)
            r->doc->n_steps += read_step(r, &item->pairs[0], &steps[r->doc->n_steps]);
    }

    for (size_t i = 0; i < r->doc->n_steps; i++) {
        check_step_name(r, &steps[i]);
        reading_check_layer(r, steps[i].input, i);
        reading_check_layer(r, steps[i].with, i);
        for (size_t k = 0; k < i && doc_step_is(&steps[i], "rejects"); k++)
            steps[k].rejects_wanted |= str_eq(steps[k].name, steps[i].input.s);
    }
}

/* ---- layers ---- */

static const struct {
    const char *word;
    enum layer_kind kind;
    const struct section *section;
} kinds[] = {
    {"fill", LAYER_FILL, &schema_fill},
    {"line", LAYER_LINE, &schema_line},
    {"marker", LAYER_MARKER, &schema_marker},
    {"label", LAYER_LABEL, &schema_label}, /* last: in the others it is a property */
};

static void check_label_text(struct reading *r, const struct doc_layer *layer)
{
    const struct node_pair *label = node_pair_lookup(layer->props, "label");
    if (!label || (layer->kind != LAYER_LABEL && label->value->kind != NODE_MAP))
        return;

    const struct node *props = layer->kind == LAYER_LABEL ? layer->props : label->value;
    const struct section *section = layer->kind == LAYER_LABEL ? &schema_label : &schema_label_part;
    if (!node_lookup(props, "text") && !schema_is_misspelt(section, props, "text"))
        reading_fail(r, label->at, "write what the label says: text: '{name}'",
                     "no 'text' in a label");
}

static bool read_layer(struct reading *r, const struct node *node, struct doc_layer *ret)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct node_pair *of = node_pair_lookup(node, kinds[i].word);
        if (!of || of->value->kind != NODE_SCALAR)
            continue;

        *ret = (struct doc_layer){.kind = kinds[i].kind,
                                  .at = of->at,
                                  .of = reading_text(of->value),
                                  .props = styles_resolve(r, node, kinds[i].section)};
        reading_check_layer(r, ret->of, r->doc->n_steps);
        check_label_text(r, ret);
        return true;
    }
    return false;
}

void layers_read(struct reading *r)
{
    const struct node *list = node_lookup(r->doc->root, "layers");
    size_t n = list && list->kind == NODE_LIST ? list->n_items : 0;
    struct doc_layer *layers = arena_array(r->a, struct doc_layer, n);

    r->doc->layers = layers;
    for (size_t i = 0; i < n; i++)
        r->doc->n_layers += read_layer(r, list->items[i], &layers[r->doc->n_layers]);
}
