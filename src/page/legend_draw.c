/* Draws the legend on the page, as legend.c has set it. */
#include "base/vision.h"
#include "page/legend_parts.h"

/* A white class on a white page would not be seen: a hairline shows where it is. */
static void outline_pale(struct scene_builder *b, const struct page_layout *l,
                         const struct symbol *s, struct box sample)
{
    static const double SEEN = 1.1; /* of contrast; taste: #f4f4f4 on white */
    struct rgba paper = style_theme_color(l->in.doc, "page", (struct rgba){255, 255, 255, 255});
    struct rgba line =
        style_theme_color(l->in.doc, "panel-border", (struct rgba){160, 160, 160, 255});
    bool stroked = s->stroke.width_pt > 0 && s->stroke.color.a &&
                   color_contrast(color_over(s->stroke.color, 1, paper), paper) > SEEN;

    if (s->hatch.kind || stroked || color_contrast(color_over(s->fill, 1, paper), paper) > SEEN)
        return;

    struct symbol look = scene_look((struct rgba){0}, line, 0.35);
    scene_box(b, sample, &look);
}

static void draw_sample(struct scene_builder *b, const struct page_layout *l, const struct row *row,
                        struct box sample)
{
    const struct symbol *look = &row->entry->symbol;
    double y = (sample.y0 + sample.y1) / 2;
    bool group = row->opacity < 1;

    if (group)
        scene_group(b, row->opacity);
    if (row->entry->sample == SAMPLE_PATCH)
        scene_box(b, box_grow(sample, -fmin(symbol_half_line_pt(look), box_height(sample) / 4)),
                  look);
    else if (row->entry->sample == SAMPLE_LINE)
        scene_line(b, (double[]){sample.x0, y, sample.x1, y}, 2, look);
    else
        scene_marker(b, (struct pagexy){(sample.x0 + sample.x1) / 2, y}, look);
    if (group)
        scene_end(b);

    if (row->entry->sample == SAMPLE_PATCH)
        outline_pale(b, l, look, sample);
}

static void draw_block(struct scene_builder *b, const struct page_layout *l, const struct row *row,
                       struct box at)
{
    double x = l->rtl ? at.x1 - row->block->size.width_pt : at.x0;
    legend_block_draw(b, l, row->block, (struct pagexy){x, at.y0}, row->opacity);
}

static void draw_row(struct scene_builder *b, const struct page_layout *l, const struct legend *lg,
                     const struct row *row, double samples_pt, struct box at)
{
    double indent = samples_pt + LEGEND_SAMPLE_GAP * lg->text_pt, x = at.x0;

    if (row->entry) {
        struct page_size s = legend_sample_size(row->entry, lg->text_pt);
        double left = (l->rtl ? at.x1 - samples_pt : at.x0) + (samples_pt - s.width_pt) / 2;
        double y = at.y0 + row->sample_y_pt;
        draw_sample(
            b, l, row,
            (struct box){left, y - s.height_pt / 2, left + s.width_pt, y + s.height_pt / 2});
        x += indent;
    }

    if (l->rtl)
        x = at.x1 - (row->entry ? indent : 0) - row->text->width_pt;
    scene_text(b, row->text, (struct pagexy){x, at.y0 + row->top_pt}, 0);
}

void legend_draw(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    const struct legend *lg = it->own;
    struct box box = item_content(it);
    double used = 0;

    if (lg->title) {
        double x = page_align_x(l, ALIGN_START, box, lg->title->width_pt);
        scene_text(b, lg->title, (struct pagexy){x, box.y0}, 0);
    }

    for (size_t c = 0; c < lg->n_columns; c++) {
        double y = box.y0 + legend_title_height(lg), width = lg->width_pt[c];
        double x = l->rtl ? box.x1 - used - width : box.x0 + used;
        for (size_t i = lg->first[c]; i < lg->first[c + 1]; i++) {
            y += i > lg->first[c] ? lg->heights[i].gap_pt : c ? lg->heights[i].lead_pt : 0;
            struct box at = {x, y, x + width, y + lg->heights[i].height_pt};
            if (lg->rows[i].block)
                draw_block(b, l, &lg->rows[i], at);
            else
                draw_row(b, l, lg, &lg->rows[i], lg->column_sample_pt[c], at);
            y += lg->heights[i].height_pt;
        }
        used += width + LEGEND_COLUMN_GAP * lg->text_pt;
    }
}
