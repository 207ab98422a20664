/* The stages in order, for one document. Each function takes the run one stage on: `lode render`
 * calls all of them, `lode show` and `lode export` stop on the way, `lode check` begins with
 * schemas only. */
#ifndef LODE_RUN_H
#define LODE_RUN_H

#include "doc/map_doc.h"
#include "doc/schema.h"
#include "label/label.h"
#include "overlay/agree.h"
#include "overlay/overlay.h"
#include "page/page.h"
#include "run/session.h"

/* The stages of a run, in their order. Each has one name: in code (run_style), in `lode show
 * --after` and in --timing. Those from STAGE_PAGES on give no data to show. */
enum run_stage {
    STAGE_DOCUMENT,
    STAGE_CHECK,
    STAGE_LOAD,
    STAGE_STEPS,
    STAGE_VIEW,
    STAGE_STYLE,
    STAGE_LAYOUT,
    STAGE_LABEL,
    STAGE_SCENE,
    STAGE_PAGES, /* of an atlas: what all of them share */
    STAGE_TABLES,
    STAGE_WRITE,
    STAGE_N
};
const char *run_stage_name(enum run_stage stage);

/* One page of an atlas in place of the document's own map. */
struct run_page {
    const struct geometry *extent; /* what it shows, in lon/lat; NULL: what its document says */
    struct page_sheet *sheet;      /* mask and neighbours, made before the labels; NULL: none */
    const struct features *clear;  /* the area that no mask covers, in lon/lat; NULL: no mask */
    struct page_kept *kept;        /* what one process keeps from page to page */
};

struct run {
    struct lode *session;
    struct arena a; /* everything of this run */
    struct diags diags;
    struct map_doc *doc;
    const char **set_names; /* by which the session knows the texts of --set */
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
    bool keep_damaged; /* a feature with a broken shape stops only the pages that show it */
    bool all_columns;  /* read all columns of sources, for export */
    struct expr_env env;
    const struct expr_word *page_words; /* `page.key` and others, of an atlas */
    size_t n_page_words;
    const struct run_page *page;  /* NULL: the document's own map */
    const struct geometry *drawn; /* see drawn_geometry; NULL: not made yet */
    struct view view;
    struct page_layout *layout;
    struct styled_layer *styled; /* doc->n_layers */
    struct geometry *shapes;     /* doc->n_layers, page points */
    struct label_result labels;
    struct scene scene;
    double stage_ms[STAGE_N];
    double last_ms;
};

/* What the stages add to the language of documents: the steps of overlay/ and the items of page/. */
extern const struct schema_rows run_schema_rows;

void run_init(struct run *r, struct lode *session);
void run_finish(struct run *r);
/* Read the document `file`; or `text`, unless NULL, as a document of that name. */
bool run_document(struct run *r, const char *file, const char *text, const struct lode_set *sets,
                  size_t n_sets);

/* Add a layer behind the others; later steps and layers find it by `name`. */
void run_add_layer(struct run *r, struct layer_set *set, struct str name, const struct features *f);

/* What expressions may ask of the geometry of a layer of which only the schema is known. It is made
 * once for each layer: opening PROJ's database for each drawn layer takes most of the time of a
 * check. */
bool run_schema_env(struct run *r, const struct features *f, struct expr_env *ret,
                    struct lode_err *err);

/* Set the words that any text may use, `scale()` and others, and those of the page, in r->env. */
void run_set_words(struct run *r, struct str crs_name, struct str scale);

/* The view that shows in `frame_pt` what the document (or r->page) says; `window_only` as in struct
 * view_params. */
bool run_fit(struct run *r, struct box frame_pt, bool window_only, struct view *ret,
             struct lode_err *err);

/* A window that was fitted to the whole page, widened: legend and notes may leave a frame of
 * another shape, which shows more in one direction. */
struct box run_widen(struct box window_deg);

/* The schemas of all sources and steps, and every fault in steps and layers that they show. */
bool run_check(struct run *r);
/* Faults of the section `atlas:` that columns show, to r->diags. The words of a page come into
 * r->env. */
void run_check_atlas(struct run *r);
/* The fault of an atlas that names no file, to r->diags. Single pages may be drawn without one. */
void run_check_atlas_files(struct run *r);

/* Each of the stages below needs those above it, and fails through `err`. */
bool run_load_for_steps(struct run *r, struct lode_err *err); /* what steps or extents need */
bool run_load_all(struct run *r, struct lode_err *err);       /* every source, whole */
bool run_steps(struct run *r, struct lode_err *err);
/* Fit the view to the whole page. */
bool run_view(struct run *r, struct lode_err *err);
/* Load the view's window of the sources that are only drawn. */
bool run_load_drawn(struct run *r, struct lode_err *err);
bool run_style(struct run *r, struct lode_err *err);
/* The layers beside each other, as run_style has them; and one layer, styled. `visible` as in
 * struct style_params. */
bool run_peers(struct run *r, struct style_peer **ret, struct lode_err *err);
bool run_style_one(struct run *r, const struct style_peer *peers, size_t i, const uint8_t *visible,
                   struct styled_layer *ret, struct lode_err *err);
/* Frame, legends and the other parts of the page; the view in that frame, and the layers as
 * shapes. */
bool run_layout(struct run *r, struct lode_err *err);
bool run_label(struct run *r, struct lode_err *err);
/* What an atlas adds to the page: mask and neighbours; NULL: nothing. */
const struct page_sheet *run_sheet(const struct run *r);
bool run_scene(struct run *r, struct lode_err *err);

/* Add the time since the last call to the time of `stage`. */
void run_clock(struct run *r, enum run_stage stage);

/* All stages, from the sources to the scene. */
bool run_all(struct run *r, struct lode_err *err);

#endif
