/* The steps of view_fit: the extent, the reference system, the frame, and what follows from
 * them. */
#ifndef LODE_PROJECT_FIT_H
#define LODE_PROJECT_FIT_H

#include "project/view.h"

/* The extent in lon/lat, padding in degrees included; a centre is a box of one point. x1 may exceed
 * 180. Fails: LODE_SCHEMA or LODE_DATA at the document's extent. */
bool fit_extent_deg(const struct view_params *p, struct box *ret, struct lode_err *err);

/* The box in the system's coordinates that holds the extent, padding included. Fails: LODE_CRS when
 * none of it can be shown. */
bool fit_box(struct arena *a, const struct view_params *p, const struct view *v,
             struct box extent_deg, struct box *ret, struct lode_err *err);

/* Metres on the ground in one unit of x at a place of the map; 0 where nothing can be shown. */
double fit_m_per_unit(const struct view *v, double x, double y);

/* Set window_deg, scale_denominator and, unless v->window_only, the distortions and bend_pt. */
bool fit_describe(struct view *v, struct lode_err *err);

#endif
