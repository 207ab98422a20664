/* How the properties of texts and labels are read from a document. */
#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/units.h"
#include "style/look.h"

static const struct {
    const char *word;
    int weight;
} weights[] = {{"thin", 100},     {"light", 300}, {"normal", 400}, {"medium", 500},
               {"semibold", 600}, {"bold", 700},  {"heavy", 900}};

static bool read_weight(const struct node *n, int *ret, struct lode_err *err)
{
    int64_t v;
    struct lode_err quiet = {0};
    if (node_int(n, &v, &quiet)) {
        *ret = (int)v;
        return (v >= 1 && v <= 1000) ||
               lode_fail(err, LODE_SCHEMA, n->at, "a weight must be from 1 to 1000");
    }

    const char *words[G_N_ELEMENTS(weights)];
    size_t i;
    for (i = 0; i < G_N_ELEMENTS(weights); i++)
        words[i] = weights[i].word;
    if (!node_choice(n, words, G_N_ELEMENTS(weights), &i, err))
        return false;
    *ret = weights[i].weight;
    return true;
}

static bool read_halo(const struct node *n, struct text_style *ret, struct lode_err *err)
{
    if (node_is(n, "none")) {
        ret->halo_width_pt = 0;
        return true;
    }
    const struct node *color = node_lookup(n, "color"), *width = node_lookup(n, "width");
    ret->halo_color = (struct rgba){255, 255, 255, 255};
    ret->halo_width_pt =
        0.3 * PT_PER_MM; /* taste: hides a line that crosses the text, and no more */
    return (!color || node_rgba(color, &ret->halo_color, err)) &&
           (!width || node_pt(width, &ret->halo_width_pt, err));
}

static bool read_slant(const struct node *n, bool *ret, struct lode_err *err)
{
    static const char *const words[] = {"normal", "italic"};
    size_t i;
    if (!node_choice(n, words, 2, &i, err))
        return false;
    *ret = i == 1;
    return true;
}

static bool read_text_key(struct str key, const struct node *n, struct text_style *ret,
                          struct lode_err *err)
{
    if (str_is(key, "font")) {
        ret->family_at = n->at;
        return node_text(n, &ret->family, err);
    }

    if (str_is(key, "size"))
        return n->kind == NODE_MAP || node_pt(n, &ret->size_pt, err);
    if (str_is(key, "weight"))
        return read_weight(n, &ret->weight, err);
    if (str_is(key, "style"))
        return read_slant(n, &ret->italic, err);
    if (str_is(key, "color"))
        return node_rgba(n, &ret->color, err);
    if (str_is(key, "halo"))
        return read_halo(n, ret, err);
    if (str_is(key, "letter-spacing"))
        return node_pt(n, &ret->letter_spacing_pt, err);
    if (str_is(key, "line-height"))
        return node_number(n, &ret->line_height, err);
    return !str_is(key, "max-width") || node_pt(n, &ret->max_width_pt, err);
}

bool text_look_read(const struct node *n, struct text_style *ret, struct diags *diags)
{
    bool ok = true;
    for (size_t i = 0; n && i < n->n_pairs; i++) {
        struct lode_err err = {0};
        read_text_key(n->pairs[i].key, n->pairs[i].value, ret, &err);
        ok &= channel_report(diags, &err);
    }
    return ok;
}

/* `condition`: the expression of `required`; else that of `priority`, which is a number. */
static void check_expression(struct arena *a, const struct style_params *params,
                             const struct node *n, bool condition, struct diags *diags)
{
    struct lode_err err = {0};
    struct expr *e;
    enum col_type type;
    if (!n || n->kind != NODE_SCALAR || !expr_parse(a, n->text, n->at, &e, &err) ||
        !expr_check(a, e, &params->features->table, params->env, &type, &err)) {
        channel_report(diags, &err);
        return;
    }

    if (condition && type != COL_BOOL)
        lode_fail(&err, LODE_SCHEMA, n->at, "'required' must be a condition, this is %s",
                  col_type_name(type));
    if (!condition && type != COL_INT && type != COL_REAL)
        lode_fail(&err, LODE_SCHEMA, n->at, "'priority' must be a number, this is %s",
                  col_type_name(type));
    channel_report(diags, &err);
}

/* Where labels stand unless `place` says so: as the layer draws its features, else as they are. */
static enum label_place usual_place(const struct style_params *params)
{
    switch (params->layer->kind) {
    case LAYER_FILL:
        return PLACE_AREA;
    case LAYER_LINE:
        return PLACE_LINE;
    case LAYER_MARKER:
        return PLACE_POINT;
    default:
        return PLACE_BY_KIND;
    }
}

static void read_content(struct arena *a, const struct style_params *params, const struct node *n,
                         struct label_look *ret, struct diags *diags)
{
    struct lode_err err = {0};
    const struct node *text = node_lookup(n, "text");
    struct str s;
    if (!text) /* the fault was reported when the document was read */
        return;

    if (node_text(text, &s, &err) && template_parse(a, s, text->at, &ret->content, &err)) {
        template_check(a, ret->content, &params->features->table, params->env, &err);
    }
    channel_report(diags, &err);
}

static void read_placing(const struct style_params *params, const struct node *n,
                         struct label_look *ret, struct diags *diags)
{
    static const char *const places[] = {"point", "line", "area"};
    const struct node *place = node_lookup(n, "place"), *distance = node_lookup(n, "distance"),
                      *overlap = node_lookup(n, "overlap");
    struct lode_err err = {0};
    size_t i = usual_place(params);

    if (place)
        node_choice(place, places, 3, &i, &err);
    ret->place = (enum label_place)i;
    channel_report(diags, &err);

    ret->distance_pt = 0.6 * PT_PER_MM; /* taste */
    if (distance)
        node_pt(distance, &ret->distance_pt, &err);
    channel_report(diags, &err);

    if (overlap)
        node_bool(overlap, &ret->overlap, &err);
    channel_report(diags, &err);
}

bool label_look_read(struct arena *a, const struct style_params *params, const struct node *n,
                     struct label_look *ret, struct diags *diags)
{
    size_t n_errors = diags->n_errors;
    *ret = (struct label_look){
        .node = n, .priority = node_lookup(n, "priority"), .required = node_lookup(n, "required")};
    ret->text = style_theme_text(params->doc, "label");
    text_look_read(n, &ret->text, diags);

    const struct node *size = node_lookup(n, "size");
    channel_read(a, params, size && size->kind == NODE_MAP ? size : NULL, "label.size", LOOK_LENGTH,
                 (union look){.number = ret->text.size_pt}, &ret->size, diags);

    read_content(a, params, n, ret, diags);
    read_placing(params, n, ret, diags);
    check_expression(a, params, ret->priority, false, diags);
    check_expression(a, params, ret->required, true, diags);
    return ret->content && diags->n_errors == n_errors;
}
