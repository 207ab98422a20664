/* The page: frames, title, legend, scale bar, north arrow, graticule, locator, notes. First a layout
 * (which boxes stand where), then the scene. Nothing overlaps and nothing runs over the margin. */
#ifndef LODE_PAGE_PAGE_H
#define LODE_PAGE_PAGE_H

#include "doc/map_doc.h"
#include "label/label.h"
#include "page/scene.h"
#include "project/shape.h"
#include "project/view.h"

struct page_layout; /* measured furniture and the map frame */

struct page_input {
    struct text_context *text;
    const struct map_doc *doc;
    const struct styled_layer *layers;   /* for the legend */
    size_t n_layers;
    const struct expr_env *env;          /* sources(), ... for the notes */
};

/* Measure title, legend, notes ...; decide the frame. Items `at` a corner stand inside the map frame;
 * items at `left`, `right`, `top`, `bottom` take a strip beside it. */
bool page_layout_make(struct arena *a, const struct page_input *in, struct page_layout **ret,
                      struct lode_err *err);
struct box page_frame_pt(const struct page_layout *l);

/* With the view known: the boxes inside the frame that labels must keep clear of. */
bool page_furnish(struct arena *a, struct page_layout *l, const struct view *v, struct lode_err *err);
void page_taken(const struct page_layout *l, const struct box **ret, size_t *ret_n);

struct page_scene_input {
    const struct page_layout *layout;
    const struct view *view;
    const struct styled_layer *layers;
    const struct geometry *shapes;       /* n_layers, page points */
    size_t n_layers;
    const struct label_result *labels;
};
bool page_scene(struct arena *a, const struct page_scene_input *in, struct scene *ret,
                struct lode_err *err);

#endif
