/* The page: the map's frame, and the items round it and on it: title, legend, ... (page/items.h has
 * a row for each). First a layout (which boxes stand where), then the scene. Nothing overlaps and
 * nothing runs over the margin.
 *
 * Some items are there without a word in the document, others when they are asked for; each is left
 * out with `none`. docs/page.md says what stands where. In the scene an item has a tag, which is
 * its key under `page:` if its row does not name another. */
#ifndef LODE_PAGE_PAGE_H
#define LODE_PAGE_PAGE_H

#include "doc/map_doc.h"
#include "label/label.h"
#include "page/scene.h"
#include "project/shape.h"
#include "project/view.h"

struct key;

/* The key of each item under `page:`, up to a NULL, for reading documents (doc/schema.h: schema_rows). */
extern const struct key *const page_item_keys[];

struct page_layout; /* the measured items and the map's frame */

/* What a table of the page shows: its layer after the steps. */
struct page_table {
    const struct features *features;
    struct expr_env env; /* for the texts of its columns */
};

/* What pages of an atlas may take over from pages drawn before: results that are the same for all.
 * Filled while pages are laid out, in `arena`, which outlives them; all else begins as zero. */
struct page_kept {
    struct arena *arena;
    struct locator_map *locators;
};

struct page_input {
    struct page_kept *kept; /* NULL: a single page */
    struct text_context *text;
    const struct map_doc *doc;
    const struct styled_layer *layers; /* for the legend */
    size_t n_layers;
    const struct expr_env *env;      /* sources(), ... for the notes */
    const struct page_table *tables; /* doc->page.n_tables */
};

/* The section `page` without the items that show the document's layers. */
const struct node *page_without_layers(struct arena *a, const struct node *page);

/* Measure title, legend, notes and the other items; decide the map's frame. Items `at` a corner
 * stand inside the frame; items at `left`, `right`, `top`, `bottom` take a strip beside it.
 *
 * Memory: the layout lives in `a` and borrows what `in` points to. Fails:  LODE_SCHEMA for what a
 * section may not say; LODE_LIMIT when the page has no room. */
bool page_layout_make(struct arena *a, const struct page_input *in, struct page_layout **ret,
                      struct lode_err *err);

/* Where the map is drawn, page points. */
struct box page_frame_pt(const struct page_layout *l);

/* What the map will show: the layers, and their shapes in page points. */
struct page_shown {
    const struct styled_layer *layers;
    const struct geometry *shapes; /* n_layers */
    size_t n_layers;
};

/* With the view known: true lengths, and the final place of each item. What may stand in any
 * corner takes one where it hides little. Fails: LODE_LIMIT when a text has become too long for
 * its place. */
bool page_furnish(struct arena *a, struct page_layout *l, const struct view *v,
                  const struct page_shown *shown, struct lode_err *err);

/* What a page of an atlas has beside a map: its feature, and names at the frame's edges. */
struct page_sheet {
    const struct geometry *inside; /* the page's feature, page points; NULL: none */
    bool masked;                   /* everything outside it lies under `mask` */
    struct rgba mask;
    struct page_edge_text {
        const struct text_block *block;
        struct pagexy at; /* of the block's 0,0 */
        double rotate_rad;
        struct box box_pt; /* that it takes */
    } * edges;
    size_t n_edges;
    struct str *unplaced; /* texts of neighbours for which there was no room */
    size_t n_unplaced;
};

/* Names of neighbours at the edges of the frame: each area of `shapes` (page points, a little
 * beyond the frame) that goes on outside of the frame gets its text there: along the edge, or into
 * the map where the area has too little of an edge; clear of the page's items and of other names,
 * and where possible of what is drawn. `text_pt` 0: the size of the theme's notes. Into
 * sheet->edges, and sheet->unplaced. */
struct page_neighbours {
    const struct geometry *shapes;
    const struct str *texts; /* shapes->n; empty: none */
    /* shapes->n: where the text had best be; NAN: anywhere. NULL: all */
    const struct pagexy *towards;
    struct page_shown shown;
    double text_pt;
};
bool page_neighbours(struct arena *a, const struct page_layout *l, const struct page_neighbours *in,
                     struct page_sheet *sheet, struct lode_err *err);

/* Boxes that labels keep clear of: items in the corners of the frame, and names that `sheet` (may
 * be NULL) has at its edges. */
void page_taken(const struct page_layout *l, const struct page_sheet *sheet, struct arena *a,
                const struct box **ret, size_t *ret_n);

struct page_scene_input {
    const struct page_layout *layout;
    const struct view *view;
    const struct styled_layer *layers;
    const struct geometry *shapes; /* n_layers, page points */
    size_t n_layers;
    const struct label_result *labels;
    const struct page_sheet *sheet; /* NULL: none */
};

/* The program and its version, for the metadata of files. */
struct str page_creator(void);

/* Draw the furnished page. The scene lives in `a`; it borrows the shapes, symbols and texts of
 * `in`. Never fails so far. */
bool page_scene(struct arena *a, const struct page_scene_input *in, struct scene *ret,
                struct lode_err *err);

#endif
