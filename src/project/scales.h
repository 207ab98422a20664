/* The scale of a page of an atlas: which of those that the document allows. Scales are told by
 * their denominators: 250000 is 1:250,000. */
#ifndef LODE_PROJECT_SCALES_H
#define LODE_PROJECT_SCALES_H

#include "doc/map_doc.h"
#include "project/view.h"

/* The next smaller round scale. */
double scales_round(double denominator);

/* The scale that all sheets have in common, where a page that `fits` at its own has room at it;
 * otherwise its own. `common` 0: there is none. */
double scales_common(double common, double fits);

/* The rules on a view into which the page's feature was fitted. */
bool scales_apply(const struct doc_scales *rules, struct view *v, struct lode_err *err);

#endif
