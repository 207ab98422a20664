/* Replays a scene on a backend, op by op, after a check that it is whole. */
#include <math.h>

#include "base/arena.h"
#include "draw/canvas_impl.h"
#include "draw/draw.h"
#include "draw/shapes.h"

/* Deeper nesting is a mistake of the page, not a map. */
enum { DEPTH_MAX = 64 };

static bool fail_scene(struct lode_err *err, const char *what, size_t op)
{
    return lode_fail(err, LODE_BUG, (struct lode_span){0}, "the scene is broken at op %zu: %s", op,
                     what);
}

static bool is_known(enum scene_kind kind)
{
    return kind >= SCENE_SHAPES && kind <= SCENE_END;
}

static bool is_push(enum scene_kind kind)
{
    return kind == SCENE_CLIP || kind == SCENE_GROUP || kind == SCENE_TAG;
}

/* Checked before anything is drawn: a backend never sees calls that do not balance. */
static bool check_scene(const struct scene *s, struct lode_err *err)
{
    size_t depth = 0;
    if (!(s->width_pt > 0 && s->height_pt > 0 && isfinite(s->width_pt + s->height_pt)))
        return fail_scene(err, "no page size", 0);

    for (size_t i = 0; i < s->n_ops; i++) {
        const struct scene_op *op = &s->ops[i];
        if (!is_known(op->kind))
            return fail_scene(err, "unknown kind", i);
        if (is_push(op->kind) && ++depth > DEPTH_MAX)
            return fail_scene(err, "nested too deep", i);
        if (op->kind == SCENE_END && depth-- == 0)
            return fail_scene(err, "an end without its begin", i);

        if (op->kind == SCENE_TEXT &&
            (!op->text.block ||
             !isfinite(op->text.at.x_pt + op->text.at.y_pt + op->text.rotate_rad)))
            return fail_scene(err, "text without a place", i);
        if (op->kind == SCENE_GROUP && !(op->opacity >= 0 && op->opacity <= 1))
            return fail_scene(err, "opacity out of range", i);
    }

    return !depth || fail_scene(err, "a begin without its end", s->n_ops);
}

static void clip_to(struct canvas *c, const struct geometry *g)
{
    for (size_t i = 0; i < g->n; i++)
        shapes_path(c, g, i);
    c->clips_much = true;
    c->impl->clip(c);
    c->clips_much = false;
}

bool draw_scene(const struct scene *s, struct canvas *to, struct lode_err *err)
{
    enum scene_kind open[DEPTH_MAX + 1];
    size_t depth = 0;
    if (!check_scene(s, err))
        return false;

    to->impl->begin(to, s);
    for (size_t i = 0; i < s->n_ops; i++) {
        const struct scene_op *op = &s->ops[i];
        if (is_push(op->kind))
            open[depth++] = op->kind;

        switch (op->kind) {
        case SCENE_SHAPES:
            shapes_draw(to, op);
            break;
        case SCENE_TEXT:
            to->impl->text(to, op->text.block, op->text.at, op->text.rotate_rad);
            break;
        case SCENE_CLIP:
            clip_to(to, op->clip);
            break;
        case SCENE_GROUP:
            to->impl->group(to, op->opacity);
            break;
        case SCENE_TAG:
            to->impl->tag(to, op->tag);
            break;
        case SCENE_END:
            to->impl->end(to, open[--depth]);
            break;
        }
    }

    if (to->not_finite)
        return lode_fail(err, LODE_BUG, (struct lode_span){0},
                         "the scene has a coordinate that is not a number");
    return true;
}
