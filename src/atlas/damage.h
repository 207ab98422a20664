/* Features whose shapes could not be read. They stop the pages that would show them, and no others:
 * nothing is left out in silence, so a page is not made without a feature that belongs on it. */
#ifndef LODE_ATLAS_DAMAGE_H
#define LODE_ATLAS_DAMAGE_H

#include "atlas/shared.h"

struct atlas_damage {
    const struct doc_source *source;
    const struct damage *of;
    struct box box_deg; /* in lon/lat; empty: anywhere */
};

/* The damaged features of all sources, into `s->damages`, each reported with a warning. */
bool atlas_damage_find(struct run *r, struct atlas_shared *s, struct lode_err *err);

/* Fails: LODE_DATA when row `row` of the coverage, which has a page, is damaged. */
bool atlas_damage_check_feature(const struct run *r, const struct atlas_shared *s, uint32_t row,
                                struct lode_err *err);
/* Fails: LODE_DATA when something damaged may lie in a page's window of lon/lat, or is drawn on all
 * pages. */
bool atlas_damage_check_window(const struct run *p, const struct atlas_shared *s,
                               struct box window_deg, struct lode_err *err);

#endif
