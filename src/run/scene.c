/* The stage of the scene: the drawing of a page, which all outputs replay. */
#include "run/run.h"

const struct page_sheet *run_sheet(const struct run *r)
{
    return r->page ? r->page->sheet : NULL;
}

bool run_scene(struct run *r, struct lode_err *err)
{
    struct page_scene_input in = {.layout = r->layout,
                                  .view = &r->view,
                                  .layers = r->styled,
                                  .shapes = r->shapes,
                                  .n_layers = r->doc->n_layers,
                                  .labels = &r->labels,
                                  .sheet = run_sheet(r)};
    if (!page_scene(&r->a, &in, &r->scene, err))
        return false;
    run_clock(r, STAGE_SCENE);
    return true;
}
