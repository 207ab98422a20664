/* How the legend of a pair of scales is derived: its colours as a square, with what they stand for
 * along two sides. */
#include "base/arena.h"
#include "scale/breaks.h"
#include "scale/kinds.h"
#include "style/legend.h"

/* A text for each class: labels that are given, and ranges of whole numbers. */
static bool class_texts(struct arena *a, const struct style_params *params, const struct scaled *s,
                        const struct node *legend, struct legend_axis *axis, struct lode_err *err)
{
    struct str *texts = arena_array(a, struct str, axis->n);
    for (size_t i = 0; i < axis->n; i++) {
        if (!legend_class_text(a, params, s, i, legend, &texts[i], err))
            return false;
    }
    axis->texts = texts;
    return true;
}

/* A number at each end of the classes; an end without a bound has none. */
static bool end_texts(struct arena *a, const struct style_params *params, const struct scaled *s,
                      const struct node *legend, struct legend_axis *axis, struct lode_err *err)
{
    double ends[PALETTE_MAX + 1];
    struct str *texts = arena_array(a, struct str, axis->n + 1);
    ends[0] = axis->n ? s->classes[0].lo : 0;
    for (size_t i = 0; i < axis->n; i++)
        ends[i + 1] = s->classes[i].hi;

    int decimals = scale_is_written(s->channel->scale) ? -1 : breaks_decimals(ends, axis->n + 1);
    for (size_t i = 0; i <= axis->n; i++) {
        bool open = ends[i] < -1e300;
        if (!open && !legend_value_text(a, params, s, ends[i], decimals, legend, &texts[i], err))
            return false;
    }

    axis->at_ends = true;
    axis->texts = texts;
    return true;
}

static bool make_axis(struct arena *a, const struct style_params *params, const struct scaled *s,
                      const struct node *legend, struct legend_axis *ret, struct lode_err *err)
{
    const struct channel *c = s->channel;
    *ret = (struct legend_axis){.n = scale_values(s)};
    if (!c->title)
        ret->title = legend_name(a, c->by->text);
    else if (!legend_plain_text(a, params, c->title, &ret->title, err))
        return false;

    bool named = c->labels || (c->type == COL_INT && !scale_is_written(c->scale) && !c->format);
    return named ? class_texts(a, params, s, legend, ret, err)
                 : end_texts(a, params, s, legend, ret, err);
}

bool legend_matrix(struct arena *a, const struct legend_input *in, enum channel_id id,
                   const struct symbol *neutral, struct legend_group *ret, struct lode_err *err)
{
    const struct scaled *s = &in->scales[id];
    const struct node *legend = in->spec->legend;
    struct legend_entry *entries = arena_array(a, struct legend_entry, s->n);

    for (size_t i = 0; i < s->n; i++) {
        entries[i] = (struct legend_entry){.sample = SAMPLE_PATCH, .symbol = *neutral};
        look_set(in->spec, id, s->classes[i].look, &entries[i].symbol);
        look_settle(in->spec, &entries[i].symbol);
        if (s->classes[i].kind == CLASS_MISSING &&
            !legend_class_text(a, in->params, s, i, legend, &entries[i].text, err))
            return false;
    }

    ret->kind = LEGEND_MATRIX;
    ret->entries = entries;
    ret->n = s->n;
    ret->n_block = scale_values(&s->half[0]) * scale_values(&s->half[1]);
    return make_axis(a, in->params, &s->half[0], legend, &ret->axis[0], err) &&
           make_axis(a, in->params, &s->half[1], legend, &ret->axis[1], err);
}
