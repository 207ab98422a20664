/* The scale of a page of an atlas, of those that the document allows. A scale is stated by its
 * denominator: 250000 is 1:250,000. */
#ifndef LODE_PROJECT_SCALES_H
#define LODE_PROJECT_SCALES_H

#include "doc/map_doc.h"
#include "project/view.h"

/* The next smaller round scale. */
double scales_round(double denominator);

/* The scale `common` to all sheets where the page fits at it, otherwise the scale at which it
 * `fits`. `common` 0: there is none. */
double scales_common(double common, double fits);

/* Apply the rules to a view into which the page's feature was fitted. */
bool scales_apply(const struct doc_scales *rules, struct view *v, struct lode_err *err);

#endif
