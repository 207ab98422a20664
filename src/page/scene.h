/* The scene: a display list in page points (y down, origin top left), recorded once and replayed to
 * every output and to text. Plain data, everything resolved; it borrows from the page's arena. */
#ifndef LODE_PAGE_SCENE_H
#define LODE_PAGE_SCENE_H

#include "geom/geometry.h"
#include "style/symbol.h"
#include "text/text.h"

enum scene_kind {
    SCENE_SHAPES, /* features of `geom`, each with its symbol, one after the other */
    SCENE_TEXT,
    /* push: everything until the matching SCENE_END is clipped to the polygon `clip` */
    SCENE_CLIP,
    SCENE_GROUP, /* push: drawn together with `opacity`, until the matching SCENE_END */
    /* push: a named part, 'layer: railways', 'legend'; no effect on the picture */
    SCENE_TAG,
    SCENE_END,
};

/* Which parts of their symbols a SCENE_SHAPES op draws: a line layer is drawn in two passes, all
 * casings first, so that junctions look right. */
enum scene_pass {
    PASS_FILL = 1,
    PASS_HATCH = 2,
    PASS_CASING = 4,
    PASS_STROKE = 8,
    PASS_MARKER = 16
};

struct scene_op {
    enum scene_kind kind;
    union {
        struct {
            const struct geometry *geom;
            const uint32_t *symbol_of; /* geom->n; NULL: all symbols[0] */
            const struct symbol *symbols;
            unsigned passes; /* enum scene_pass, or-ed */
        } shapes;
        struct {
            const struct text_block *block;
            struct pagexy at;
            double rotate_rad; /* clockwise about `at` */
        } text;
        const struct geometry *clip;
        double opacity;
        struct str tag;
    };
};

/* Where a click leads, in a PDF: "#page=3" is the third page of the book that the page becomes part
 * of. */
struct scene_link {
    struct box box_pt;
    struct str uri;
};

struct scene {
    double width_pt, height_pt;
    struct rgba background;
    const struct scene_op *ops;
    size_t n_ops;
    struct str title, description, language, creator; /* file metadata */
    const struct scene_link *links;
    size_t n_links;
};

#endif
