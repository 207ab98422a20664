/* The parts of a legend that are no list of entries: nested markers, and the square of two
 * scales. */
#include "page/legend_block.h"

#include <math.h>

#include "geom/marker.h"

/* In parts of the text's size: a leader from marker to text, a cell of the square and the widest
 * one, from the square to the numbers beside it, the narrowest text. Taste, after the proportional
 * symbols of printed atlases. */
static const double LEADER = 1.6, CELL = 2.1, WIDEST_CELL = 4.5, AXIS_GAP = 0.35, NARROWEST = 4;

static bool shape_text(struct arena *a, const struct page_layout *l, struct str text,
                       double size_pt, double width_pt, const struct text_block **ret,
                       struct lode_err *err)
{
    struct text_params params = {"legend", text, size_pt, width_pt};
    return page_text(a, l, &params, ret, err);
}

/* The width of the outline that is drawn; 0: none is. */
static double stroke_width(const struct symbol *s)
{
    return s->stroke.color.a ? s->stroke.width_pt : 0;
}

/* Half the height of a marker and its outline. */
static double half_height(const struct symbol *s)
{
    return marker_shapes[s->shape].half * s->size_pt + stroke_width(s) / 2;
}

/* ---- nested markers ---- */

/* Texts stand at the top of their markers, but a line apart, and the lowest not below the bottom.
 * `y` are the middles of the texts, the one of the smallest marker first. */
static void spread_texts(double *y, size_t n, double line_pt, double bottom_pt)
{
    for (size_t i = n - 1; i-- > 0;)
        y[i] = fmax(y[i], y[i + 1] + line_pt);

    y[0] = fmin(y[0], bottom_pt - line_pt / 2);
    for (size_t i = 1; i < n; i++)
        y[i] = fmin(y[i], y[i - 1] - line_pt);
}

static bool make_nested(struct arena *a, const struct page_layout *l,
                        const struct block_params *params, struct legend_block *ret,
                        struct lode_err *err)
{
    const struct legend_group *g = ret->of;
    double line = 0, widest = 0, *y = arena_array(a, double, g->n_block);

    for (size_t i = 0; i < g->n_block; i++)
        ret->half_pt = fmax(ret->half_pt, half_height(&g->entries[i].symbol));
    ret->bottom_pt = 2 * ret->half_pt;
    ret->gap_pt = LEADER * params->text_pt;

    double left = 2 * ret->half_pt + ret->gap_pt;
    double width = fmax(params->room_pt - left, NARROWEST * params->text_pt);
    ret->texts = arena_array(a, struct block_text, g->n_block);
    ret->n_texts = g->n_block;
    for (size_t i = 0; i < g->n_block; i++) {
        const struct text_block **text = &ret->texts[i].block;
        if (!shape_text(a, l, g->entries[i].text, params->text_pt, width, text, err))
            return false;

        line = fmax(line, (*text)->height_pt);
        widest = fmax(widest, (*text)->width_pt);
        y[i] = ret->bottom_pt - 2 * half_height(&g->entries[i].symbol);
    }

    spread_texts(y, g->n_block, line, ret->bottom_pt);
    double above = fmax(0, line / 2 - y[g->n_block - 1]);
    for (size_t i = 0; i < g->n_block; i++)
        ret->texts[i].at = (struct pagexy){left, above + y[i] - ret->texts[i].block->height_pt / 2};

    ret->bottom_pt += above;
    ret->size = (struct page_size){left + widest, ret->bottom_pt};
    return true;
}

/* A leader from the marker's top to its text: level, with a bend where the text had to be moved. */
static void draw_leader(struct scene_builder *b, double top_y, double text_y, const double x[4],
                        const struct symbol *look)
{
    double xy[] = {x[0], top_y, x[1], top_y, x[2], text_y, x[3], text_y};
    scene_line(b, xy, 4, look);
}

static void begin_samples(struct scene_builder *b, double opacity)
{
    if (opacity < 1)
        scene_group(b, opacity);
}

static void end_samples(struct scene_builder *b, double opacity)
{
    if (opacity < 1)
        scene_end(b);
}

static void draw_nested(struct scene_builder *b, const struct page_layout *l,
                        const struct legend_block *k, struct pagexy at, double opacity)
{
    struct rgba ink = style_theme_text(l->in.doc, "legend").color;
    ink.a = (uint8_t)(ink.a * 0.6);
    struct symbol leader = scene_look((struct rgba){0}, ink, 0.35);

    /* On a page that is read from right to left all of it is mirrored. */
    double origin = l->rtl ? at.x_pt + k->size.width_pt : at.x_pt, way = l->rtl ? -1 : 1;
    double middle = origin + way * k->half_pt, edge = origin + way * 2 * k->half_pt;

    begin_samples(b, opacity);
    for (size_t i = k->of->n_block; i-- > 0;) {
        struct symbol s = k->of->entries[i].symbol;
        struct pagexy centre = {middle, at.y_pt + k->bottom_pt - half_height(&s)};
        if (!stroke_width(&s)) /* without an outline it would not be seen on the next larger one */
            s.stroke = (struct stroke){.color = {255, 255, 255, 255}, .width_pt = 0.4};
        scene_marker(b, centre, &s);
    }
    end_samples(b, opacity);

    for (size_t i = 0; i < k->of->n_block; i++) {
        const struct block_text *t = &k->texts[i];
        double top = at.y_pt + k->bottom_pt - 2 * half_height(&k->of->entries[i].symbol);
        double text = at.y_pt + t->at.y_pt + t->block->height_pt / 2;
        double x[] = {middle, edge + way * 0.2 * k->gap_pt, edge + way * 0.7 * k->gap_pt,
                      edge + way * 0.85 * k->gap_pt};
        draw_leader(b, top, text, x, &leader);

        double left = l->rtl ? origin - t->at.x_pt - t->block->width_pt : origin + t->at.x_pt;
        scene_text(b, t->block, (struct pagexy){left, at.y_pt + t->at.y_pt}, 0);
    }
}

/* ---- a matrix ---- */

/* The texts of one of the two scales, shaped. */
struct axis {
    const struct legend_axis *of;
    const struct text_block **texts, *title;
    size_t n;
    double widest, highest;
};

static bool shape_axis(struct arena *a, const struct page_layout *l, const struct legend_axis *of,
                       double text_pt, struct axis *ret, struct lode_err *err)
{
    *ret = (struct axis){.of = of, .n = of->n + of->at_ends};
    ret->texts = arena_array(a, const struct text_block *, ret->n);
    for (size_t i = 0; i < ret->n; i++) {
        if (!of->texts[i].len)
            continue;
        if (!shape_text(a, l, of->texts[i], text_pt, 0, &ret->texts[i], err))
            return false;

        ret->widest = fmax(ret->widest, ret->texts[i]->width_pt);
        ret->highest = fmax(ret->highest, ret->texts[i]->height_pt);
    }
    return true;
}

/* How far along its axis a text stands, in cells. */
static double cells_along(const struct axis *x, size_t i)
{
    return (double)i + (x->of->at_ends ? 0 : 0.5);
}

static double text_width(const struct axis *x, size_t i)
{
    return i < x->n && x->texts[i] ? x->texts[i]->width_pt : 0;
}

/* How wide cells must be for neighbouring texts of the axis to keep apart. */
static double cell_for(const struct axis *x, double text_pt)
{
    double cell = CELL * text_pt;
    for (size_t i = 0; i + 1 < x->n; i++)
        cell = fmax(cell, (text_width(x, i) + text_width(x, i + 1)) / 2 + 0.6 * text_pt);
    return cell;
}

static void add_text(struct legend_block *k, const struct text_block *text, double x, double y,
                     bool upward)
{
    if (text)
        k->texts[k->n_texts++] = (struct block_text){text, {x, y}, upward ? -M_PI / 2 : 0};
}

static bool shape_titles(struct arena *a, const struct page_layout *l,
                         const struct block_params *params, const struct page_size *grid,
                         double left_pt, struct axis axes[2], struct lode_err *err)
{
    double s = params->text_pt;
    double width = fmax(grid->width_pt, params->room_pt - left_pt - 1.5 * s);
    return (!axes[0].of->title.len ||
            shape_text(a, l, axes[0].of->title, s, width, &axes[0].title, err)) &&
           (!axes[1].of->title.len ||
            shape_text(a, l, axes[1].of->title, s, fmax(grid->height_pt, NARROWEST * s),
                       &axes[1].title, err));
}

/* The texts below the square, level or `upright`, and their title; these also settle the block's
 * size. */
static void place_axis_below(struct legend_block *k, const struct axis *x, double cell, double gap,
                             bool upright, double down_pt)
{
    double y = k->grid_pt.y1 + gap + down_pt, right = 0;
    for (size_t i = 0; i < x->n; i++) {
        double at = k->grid_pt.x0 + cell * cells_along(x, i);
        if (!x->texts[i])
            continue;

        if (upright)
            add_text(k, x->texts[i], at - x->texts[i]->height_pt / 2, y + text_width(x, i), true);
        else
            add_text(k, x->texts[i], at - text_width(x, i) / 2, y, false);

        double half = (upright ? x->texts[i]->height_pt : text_width(x, i)) / 2;
        right = fmax(right, at + half);
    }

    y += (upright ? x->widest : x->highest) + gap;
    add_text(k, x->title, k->grid_pt.x0, y, false);
    k->size.height_pt = x->title ? y + x->title->height_pt : y - gap;

    k->size.width_pt = fmax(k->grid_pt.x1, right);
    if (x->title)
        k->size.width_pt = fmax(k->size.width_pt, k->grid_pt.x0 + x->title->width_pt);
}

/* The texts left of the square, and their title, which runs upward. */
static void place_axis_left(struct legend_block *k, const struct axis *y, double cell, double gap)
{
    double x = k->grid_pt.x0 - gap;
    for (size_t i = 0; i < y->n; i++) {
        if (y->texts[i])
            add_text(k, y->texts[i], x - text_width(y, i),
                     k->grid_pt.y1 - cell * cells_along(y, i) - y->texts[i]->height_pt / 2, false);
    }
    if (y->title)
        add_text(k, y->title, 0, k->grid_pt.y1, true);
}

static bool make_matrix(struct arena *a, const struct page_layout *l,
                        const struct block_params *params, struct legend_block *ret,
                        struct lode_err *err)
{
    struct axis axes[2];
    double s = params->text_pt, gap = AXIS_GAP * s;

    for (int i = 0; i < 2; i++) {
        if (!shape_axis(a, l, &ret->of->axis[i], s, &axes[i], err))
            return false;
    }

    double cell = cell_for(&axes[0], s);
    double beside = axes[1].widest + gap + (axes[1].of->title.len ? 1.6 * s : 0);
    bool upright = cell > WIDEST_CELL * s ||
                   beside + cell * (double)axes[0].of->n + axes[0].widest / 2 > params->room_pt;
    if (upright)
        cell = CELL * s;

    struct page_size grid = {cell * (double)axes[0].of->n, cell * (double)axes[1].of->n};
    double left = axes[1].widest + gap;
    if (!shape_titles(a, l, params, &grid, left, axes, err))
        return false;

    left += axes[1].title ? axes[1].title->height_pt + gap : 0;
    double first = (upright ? axes[0].highest : text_width(&axes[0], 0)) / 2;
    left = fmax(left, first - cell * cells_along(&axes[0], 0));

    /* The lowest number at the left may reach down to the first one below, which then stands
     * lower. */
    bool meet = axes[1].of->at_ends && first - cell * cells_along(&axes[0], 0) > gap;
    double top = axes[1].of->at_ends ? axes[1].highest / 2 : 0;
    ret->grid_pt = (struct box){left, top, left + grid.width_pt, top + grid.height_pt};

    ret->texts = arena_array(a, struct block_text, axes[0].n + axes[1].n + 2);
    place_axis_below(ret, &axes[0], cell, gap, upright, meet ? axes[1].highest / 2 : 0);
    place_axis_left(ret, &axes[1], cell, gap);
    return true;
}

static void draw_matrix(struct scene_builder *b, const struct legend_block *k, struct pagexy at,
                        double opacity)
{
    size_t n = k->of->axis[0].n, lines = k->of->axis[1].n;
    double cell = box_width(k->grid_pt) / (double)n;

    begin_samples(b, opacity);
    for (size_t i = 0; i < n * lines; i++) {
        double x = at.x_pt + k->grid_pt.x0 + cell * (double)(i % n);
        double y = at.y_pt + k->grid_pt.y1 - cell * (double)(i / n + 1);
        scene_box(b, (struct box){x, y, x + cell, y + cell}, &k->of->entries[i].symbol);
    }
    end_samples(b, opacity);

    for (size_t i = 0; i < k->n_texts; i++)
        scene_text(b, k->texts[i].block,
                   (struct pagexy){at.x_pt + k->texts[i].at.x_pt, at.y_pt + k->texts[i].at.y_pt},
                   k->texts[i].rotate_rad);
}

bool legend_block_make(struct arena *a, const struct page_layout *l,
                       const struct block_params *params, struct legend_block *ret,
                       struct lode_err *err)
{
    *ret = (struct legend_block){.of = params->of};
    return params->of->kind == LEGEND_NESTED ? make_nested(a, l, params, ret, err)
                                             : make_matrix(a, l, params, ret, err);
}

void legend_block_draw(struct scene_builder *b, const struct page_layout *l,
                       const struct legend_block *block, struct pagexy at, double opacity)
{
    if (block->of->kind == LEGEND_NESTED)
        draw_nested(b, l, block, at, opacity);
    else
        draw_matrix(b, block, at, opacity);
}
