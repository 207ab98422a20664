/* What a backend of draw/ implements. Callers include draw.h; the replay and the symbols' drawing
 * (shapes.c, hatch.c, markers.c) turn a scene into these few calls.
 *
 * A path is built with move, line, curve, close, and is used up by paint or clip. Calls come
 * balanced: a backend sees one `end` for each `clip`, `group` and `tag`. Coordinates are finite
 * page points. A backend keeps its first error, which is asked for when the scene has ended. */
#ifndef LODE_DRAW_CANVAS_IMPL_H
#define LODE_DRAW_CANVAS_IMPL_H

#include "page/scene.h"

struct canvas;

enum fill_rule { FILL_EVENODD, FILL_NONZERO };

struct paint {
    struct rgba fill; /* a = 0: none */
    enum fill_rule rule;
    const struct stroke *stroke; /* NULL: none; the path has its offset already */
};

struct canvas_impl {
    void (*begin)(struct canvas *c, const struct scene *s);
    void (*move)(struct canvas *c, double x_pt, double y_pt);
    void (*line)(struct canvas *c, double x_pt, double y_pt);
    void (*curve)(struct canvas *c, const double xy_pt[6]);
    void (*close)(struct canvas *c);
    void (*paint)(struct canvas *c, const struct paint *p);
    void (*clip)(struct canvas *c); /* even-odd */
    void (*group)(struct canvas *c, double opacity);
    void (*tag)(struct canvas *c, struct str name);
    void (*end)(struct canvas *c, enum scene_kind kind);
    void (*text)(struct canvas *c, const struct text_block *block, struct pagexy at,
                 double rotate_rad);
    /* Optional: a whole marker at a point. NULL, or false: it is drawn with the calls above. */
    bool (*marker)(struct canvas *c, const struct symbol *s, struct pagexy at);
};

struct canvas {
    const struct canvas_impl *impl;
    bool not_finite; /* a coordinate was NaN or infinite, and was left out */
    bool clips_much; /* the next clip is for many shapes */
    /* Only a part of the page shows: features that do not reach it are left out. */
    bool is_part;
    struct box visible_pt;
};

#endif
