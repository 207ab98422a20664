/* The stage of labels: places them between the parts that are on the page already. */
#include "run/run.h"

bool run_label(struct run *r, struct lode_err *err)
{
    size_t n = r->doc->n_layers;
    struct label_layer *labelled = arena_array(&r->a, struct label_layer, n);
    struct label_layer *obstacles = arena_array(&r->a, struct label_layer, n);
    struct label_input in = {.layers = labelled, .obstacles = obstacles};

    for (size_t i = 0; i < n; i++) {
        struct label_layer l = {&r->styled[i], &r->shapes[i]};
        if (r->styled[i].label)
            labelled[in.n_layers++] = l;
        if (r->styled[i].doc->kind == LAYER_MARKER)
            obstacles[in.n_obstacles++] = l;
    }

    in.frame_pt = page_frame_pt(r->layout);
    page_taken(r->layout, run_sheet(r), &r->a, &in.taken_pt, &in.n_taken);
    if (!session_text(r->session, &in.text, err) || !label_place(&r->a, &in, &r->labels, err))
        return false;
    run_clock(r, STAGE_LABEL);
    return true;
}
