/* Geometry to the page: from a source's system through the view, with long edges resampled, seams
 * cut, poles closed, the projection's domain and the frame respected, and vertices that cannot be
 * seen dropped. A non-finite coordinate never leaves here. */
#ifndef LODE_PROJECT_SHAPE_H
#define LODE_PROJECT_SHAPE_H

#include "load/features.h"
#include "project/view.h"

/* The tolerance of shapes: 0.15 of a pixel at 300 dpi, 0.013 mm, of which resampling and
 * simplifying take one half each. It is the same at any resolution, since labels and offset lines
 * follow the shapes as they are drawn. A map of 350 000 vertices at 300 dpi then differs from the
 * exact one by 48 dB, no pixel by more than 32 of 255. (0.05: 44 dB; 0.06: 42 dB; 0.02: 55 dB, and
 * a tenth of the time more.) */
#define SHAPE_TOL_PT 0.036

struct shape_params {
    const uint32_t *rows; /* features to take, in this order; NULL: all */
    size_t n_rows;
    double reach_pt; /* clip to the frame grown by this much (the widest symbol) */
    double tol_pt;   /* resampling and simplification; 0: SHAPE_TOL_PT */
};

/* A layer's geometry in page points: feature i of `ret` is row rows[i] (or i). Features outside the
 * frame are GEOM_NONE. Edges that are not the feature's own are `hidden`. */
bool shape_to_page(struct arena *a, const struct view *v, const struct features *f,
                   const struct shape_params *params, struct geometry *ret, struct lode_err *err);

/* The features in another system, for overlays and export: vertex by vertex, with vertices added to
 * edges that bend. A table, which has no system, stays as it is. Fails: LODE_DATA on coordinates out
 * of range, which swapped axes give. */
bool features_to_crs(struct arena *a, const struct features *f, struct str crs, struct lode_span at,
                     struct features *ret, struct lode_err *err);
/* As features_to_crs; edges that bend stay within `tol_m` of where they ran (EDGE_TOL_M there,
 * which is less than most steps' tolerance). */
#define EDGE_TOL_M 0.25
bool features_to_crs_within(struct arena *a, const struct features *f, struct str crs,
                            struct lode_span at, double tol_m, struct features *ret,
                            struct lode_err *err);

/* The features in lon/lat: in `ret` a copy of `f` itself where it is so already. */
bool features_lonlat(struct arena *a, const struct features *f, struct lode_span at,
                     struct features *ret, struct lode_err *err);

/* Lines of constant lon or lat inside the frame, in page points: one GEOM_LINE feature a line. */
struct graticule_line {
    bool meridian;
    double deg;
};
bool graticule_lines(struct arena *a, const struct view *v, double every_lon_deg,
                     double every_lat_deg, struct geometry *ret, struct graticule_line **ret_lines,
                     struct lode_err *err);

/* The outline of the part of the frame that the projection can show (the globe's limb, the world's
 * edge), in page points; the frame's rectangle when it is filled. For the sea and a world's
 * frame. */
bool view_outline(struct arena *a, const struct view *v, struct geometry *ret,
                  struct lode_err *err);

#endif
