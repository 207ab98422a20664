/* A table on the page as it is set: which rows stand in which letters, how wide the columns are. */
#ifndef LODE_PAGE_TABLE_SET_H
#define LODE_PAGE_TABLE_SET_H

#include "page/table_cells.h"

struct table_cell {
    const struct text_block *block; /* NULL: empty */
    double head_pt;                 /* of a number: from its left to its decimal sign */
};

struct table_column {
    enum text_align align;
    bool number;
    double width_pt;
    double head_pt, tail_pt; /* of numbers: the widest before and behind the decimal sign */
    double text_pt;          /* the width at which texts wrap */
    struct str sign;         /* the decimal sign of its numbers */
};

struct table_row {
    struct table_cell *cells; /* as many as columns */
    double height_pt;
};

struct table_set {
    const struct doc_page_table *doc;
    struct table_cells of;
    double usual_pt, title_pt, header_pt; /* sizes of the theme or the document */
    double width_pt;                      /* that the document allows; 0: any */
    double text_pt;                       /* as it is set */
    struct table_column *columns;
    struct table_row head, *rows, sums;
    size_t n_shaped, n_shown;       /* rows with their texts, and those that have room */
    const struct text_block *title; /* NULL: none */
    const struct text_block *more;  /* counts the rows that are not shown; NULL: all are */
    struct page_size size;
    bool cut; /* fewer rows than asked for */
};

/* In parts of the text's size; taste, after statistical yearbooks. */
#define TABLE_COLUMN_GAP 1.5
#define TABLE_ROW_GAP    0.3
#define TABLE_TITLE_GAP  0.5

/* Height of the space for a line below the headings, or above the sums. */
double table_rule_pt(const struct table_set *t);

/* Set the table in letters of `factor` times its size: doc, of, usual_pt, title_pt and header_pt
 * are given, all else is made. Long texts wrap, and end in an ellipsis after three lines; where the
 * room is narrow the widest texts give way first. The table never becomes higher than the room, but
 * for one of no rows; it may come out wider. */
bool table_set(struct arena *a, const struct page_layout *l, struct table_set *t, double factor,
               struct page_size room, struct lode_err *err);

#endif
