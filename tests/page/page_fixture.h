/* Pages to lay out without any data: a document's page section, layers that only have a legend. */
#ifndef LODE_TESTS_PAGE_FIXTURE_H
#define LODE_TESTS_PAGE_FIXTURE_H

#include <glib.h>

#include "base/arena.h"
#include "base/units.h"
#include "page/items.h"
#include "run/run.h"

struct fixture {
    struct arena a;
    struct map_doc *doc;
    struct page_input in;
    struct page_layout *layout;
    struct view view;
    struct scene scene;
    struct geometry *shapes;
    struct lode_err err;
};

/* Made once for all fixtures of a program, since fontconfig takes 40 ms to list the fonts. */
static inline struct text_context *fixture_text(void)
{
    static struct arena kept;
    static struct text_context *text;
    struct lode_err err = {0};
    if (text)
        return text;
    arena_init(&kept, 0);
    if (!text_context_create(&kept, &text, &err))
        g_error("%s", err.message);
    return text;
}

/* `text` is a whole document; `layers` may be NULL. Ends the test when the document is not valid.
 */
static inline void fixture_init(struct fixture *f, const char *text,
                                const struct styled_layer *layers, size_t n_layers)
{
    struct diags diags;
    *f = (struct fixture){0};
    arena_init(&f->a, 1 << 30);
    diags_init(&diags, &f->a);
    if (!doc_read_text(&f->a, str_of(text), "page.yaml",
                       &(struct doc_params){.rows = &run_schema_rows}, &f->doc, &diags) ||
        diags.n_errors)
        g_error("%s: line %d: %s", text, diags.v[0].at.line, diags.v[0].message);
    f->in = (struct page_input){.doc = f->doc, .layers = layers, .n_layers = n_layers};
    f->in.text = fixture_text();
    f->shapes = arena_array(&f->a, struct geometry, n_layers + 1);
}

static inline bool fixture_make(struct fixture *f)
{
    if (!page_layout_make(&f->a, &f->in, &f->layout, &f->err))
        return false;
    struct view_params params = {.map = &f->doc->map, .frame_pt = page_frame_pt(f->layout)};
    struct page_scene_input in = {f->layout, &f->view,       f->in.layers,
                                  f->shapes, f->in.n_layers, NULL};
    struct page_shown shown = {f->in.layers, f->shapes, f->in.n_layers};
    return view_fit(&f->a, &params, &f->view, &f->err) &&
           page_furnish(&f->a, f->layout, &f->view, &shown, &f->err) &&
           page_scene(&f->a, &in, &f->scene, &f->err);
}

static inline void fixture_finish(struct fixture *f)
{
    struct arena a = f->a;
    arena_finish(&a);
}

static inline const struct item *fixture_item(const struct fixture *f, const struct item_kind *kind)
{
    for (size_t i = 0; i < f->layout->n_items; i++) {
        if (f->layout->items[i].kind == kind && !f->layout->items[i].left_out)
            return &f->layout->items[i];
    }
    return NULL;
}

#endif
