/* The stages in order, for one document. Each function takes the run one stage on; `lode render`
 * calls them all, `lode show` and `lode export` stop on the way, `lode check` reads only schemas.
 */
#ifndef LODE_STAGES_H
#define LODE_STAGES_H

#include "doc/map_doc.h"
#include "label/label.h"
#include "overlay/agree.h"
#include "overlay/overlay.h"
#include "page/page.h"
#include "session.h"

struct stage_time {
    const char *stage;
    double ms;
};

struct run {
    struct lode *session;
    struct arena a; /* everything of this run */
    struct diags diags;
    struct map_doc *doc;
    const char **set_names; /* under which the session knows the texts of --set */
    size_t n_sets;
    struct layer_set schemas; /* columns only: sources, then steps */
    struct layer_set layers;  /* with features */
    struct schema_env {
        const struct features *of;
        struct expr_env env;
    } * schema_envs; /* as many as have been asked for */
    size_t n_schema_envs;
    struct agreement *agreements; /* of lists and bands among the steps */
    size_t n_agreements;
    bool all_columns; /* read them all, for export */
    struct expr_env env;
    struct view view;
    double tol_pt; /* of the shapes on the page; 0: SHAPE_TOL_PT */
    struct page_layout *layout;
    struct styled_layer *styled; /* doc->n_layers */
    struct geometry *shapes;     /* doc->n_layers, page points */
    struct label_result labels;
    struct scene scene;
    struct stage_time times[16];
    size_t n_times;
    double last_ms;
};

void run_init(struct run *r, struct lode *session);
void run_finish(struct run *r);
/* `text` NULL: read the file; otherwise a document in memory by that name. */
bool run_read(struct run *r, const char *file, const char *text, const struct lode_set *sets,
              size_t n_sets);

/* What expressions may ask of the geometry of a layer of which only the schema is known: made once
 * a layer, since opening PROJ's database for each drawn layer anew takes most of the time of a
 * check. */
bool run_schema_env(struct run *r, const struct features *f, struct expr_env *ret,
                    struct lode_err *err);

/* Schemas of all sources and steps, and every fault in steps and layers that they show. */
bool run_check(struct run *r);
/* Everything below tells its failure through `err`, and needs the ones above it. */
bool run_load_for_steps(struct run *r,
                        struct lode_err *err);          /* sources that steps or extents need */
bool run_load_all(struct run *r, struct lode_err *err); /* every source, whole */
bool run_steps(struct run *r, struct lode_err *err);
bool run_project(struct run *r, struct lode_err *err); /* view, then the other sources' window */
bool run_style(struct run *r, struct lode_err *err);
bool run_page(struct run *r, struct lode_err *err); /* layout, final view, shapes */
bool run_labels(struct run *r, struct lode_err *err);
bool run_scene(struct run *r, struct lode_err *err);

/* Note the time since the last call under this name. */
void run_clock(struct run *r, const char *stage);

/* All of them. */
bool run_all(struct run *r, struct lode_err *err);

#endif
