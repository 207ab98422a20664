/* What legend.c, which sets a legend, and legend_draw.c, which draws it, have in common. */
#ifndef LODE_PAGE_LEGEND_PARTS_H
#define LODE_PAGE_LEGEND_PARTS_H

#include "page/layout.h"
#include "page/legend_block.h"
#include "page/legend_columns.h"
#include "page/legend_groups.h"

struct row {
    const struct text_block *plain;   /* in one line */
    const struct text_block *text;    /* as it is set */
    const struct legend_entry *entry; /* NULL: the title of a group, or a block */
    const struct listed_group *group; /* that it belongs to */
    struct legend_block *block;       /* a whole group that is no list; the texts are NULL */
    double opacity;                   /* of the layer */
    double top_pt;                    /* from the row's top to the text's */
    double sample_y_pt;               /* from the row's top to the middle of the sample */
    enum row_break before;
    bool titled; /* belongs to a group with a title */
};

struct legend {
    const struct text_block *title;
    struct row *rows;
    struct row_height *heights;
    size_t n;
    double text_pt;                              /* size of its text */
    double sample_pt;                            /* of the widest sample */
    double column_sample_pt[LEGEND_COLUMNS_MAX]; /* of the widest in a column */
    size_t first[LEGEND_COLUMNS_MAX + 1], n_columns;
    double width_pt[LEGEND_COLUMNS_MAX]; /* of each column */
    double height_pt;                    /* of the highest */
    size_t asked_columns; /* more than there is room for; 0: none asked, or as asked */
};

/* From a sample to its text, and between columns, in parts of the text's size; taste. */
#define LEGEND_SAMPLE_GAP 0.7
#define LEGEND_COLUMN_GAP 1.8

/* The size of an entry's sample beside a text of `text_pt`. */
struct page_size legend_sample_size(const struct legend_entry *e, double text_pt);

/* With the gap below it; 0 when there is no title. */
double legend_title_height(const struct legend *lg);

void legend_draw(struct scene_builder *b, const struct page_layout *l, const struct item *it);

#endif
