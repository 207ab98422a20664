/* The north arrow: a needle, dark in the west and light in the east, that points to true north at
 * the place where it stands. Drawn only when the document asks for it. */
#include "page/items.h"
#include "page/words.h"

struct arrow {
    double height_pt, width_pt, angle_rad;
    const struct text_block *letter;
};

/* In parts of the height; taste. The needle takes what the letter leaves. */
static const double LETTER = 0.26, GAP = 0.06, HALF_WIDTH = 0.17, NOTCH = 0.16;
/* Its height is at most this part of the square in which it turns. */
static const double LARGEST = 0.85;
/* Its height and the width of its line; taste. */
static const double USUAL_PT = 30, LINE_PT = 0.5;

static bool measure_arrow(struct arena *a, const struct page_layout *l, struct item *it,
                          struct page_size room, struct lode_err *err)
{
    struct arrow *w = arena_new(a, struct arrow);
    struct text_params params = {"north-arrow", words_north(l->in.doc->language.s), 0, 0};

    w->height_pt = USUAL_PT;
    if (!page_read_pt(it->node, "size", &w->height_pt, err))
        return false;
    w->height_pt = fmin(w->height_pt, LARGEST * fmin(room.height_pt, room.width_pt));

    /* The letter is equally high in any script: its size is found from what its ink takes. */
    params.size_pt = w->height_pt;
    if (!page_text(a, l, &params, &w->letter, err))
        return false;
    params.size_pt *= LETTER * w->height_pt / fmax(box_height(w->letter->ink_pt), 1);
    if (!page_text(a, l, &params, &w->letter, err))
        return false;

    it->own = w;
    w->width_pt = fmax(2 * HALF_WIDTH * w->height_pt, box_width(w->letter->ink_pt));

    /* Whatever the direction will be, the arrow turns within this square. */
    double square = hypot(w->width_pt, w->height_pt) + LINE_PT;
    it->size = (struct page_size){square, square};
    return true;
}

static bool furnish_arrow(struct arena *a, const struct page_layout *l, struct item *it,
                          const struct view *v, struct lode_err *err)
{
    (void)a, (void)l, (void)err;
    struct arrow *w = it->own;
    struct box b = it->box_pt, f = v->frame_pt;
    struct pagexy at = {fmin(fmax((b.x0 + b.x1) / 2, f.x0), f.x1),
                        fmin(fmax((b.y0 + b.y1) / 2, f.y0), f.y1)};
    double angle = view_north(v, at);
    w->angle_rad = isfinite(angle) ? angle : 0;

    double c = fabs(cos(w->angle_rad)), s = fabs(sin(w->angle_rad));
    it->size.width_pt = c * w->width_pt + s * w->height_pt + LINE_PT;
    it->size.height_pt = s * w->width_pt + c * w->height_pt + LINE_PT;
    return true;
}

/* Turn a point of the arrow, `x`, `y` from its middle while it points up, and move it to its
 * place. */
static void turn_point(double *xy, const struct arrow *w, struct pagexy middle, double x, double y)
{
    double c = cos(w->angle_rad), s = sin(w->angle_rad);
    xy[0] = middle.x_pt + x * c - y * s;
    xy[1] = middle.y_pt + x * s + y * c;
}

static void draw_arrow(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    (void)l;
    const struct arrow *w = it->own;
    struct box box = item_content(it);
    struct pagexy middle = {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}, at;
    struct rgba ink = w->letter->style.color, paper = {255, 255, 255, 255};
    double h = w->height_pt, foot = h / 2, tip = (LETTER + GAP) * h - h / 2,
           notch = foot - NOTCH * h;

    for (int side = -1; side <= 1; side += 2) {
        double xy[6];
        turn_point(xy, w, middle, 0, tip);
        turn_point(xy + 2, w, middle, side * HALF_WIDTH * h, foot);
        turn_point(xy + 4, w, middle, 0, notch);

        struct symbol look = scene_look(side < 0 ? ink : paper, ink, LINE_PT);
        look.stroke.join = JOIN_ROUND;
        scene_polygon(b, xy, 3, &look);
    }

    struct box letter = w->letter->ink_pt;
    double xy[2];
    turn_point(xy, w, middle, -(letter.x0 + letter.x1) / 2, tip - GAP * h - letter.y1);
    at = (struct pagexy){xy[0], xy[1]};
    scene_text(b, w->letter, at, w->angle_rad);
}

/* ---- the row ---- */

static const struct key north_arrow_keys[] = {
    AT_KEY,
    {"size", &kind_paper, 0, "its height"},
};
static const struct section north_arrow_section = SECTION("the north arrow", north_arrow_keys);
static const struct value north_arrow_map = A_MAP(north_arrow_section);
static const struct value north_arrow_value = SWITCHED(north_arrow_map);

const struct item_kind north_arrow_item = {
    .key = {"north-arrow", &north_arrow_value, 0, "where north is"},
    .movable = true,
    .at = AT_TOP_RIGHT,
    .measure = measure_arrow,
    .furnish = furnish_arrow,
    .draw = draw_arrow};
