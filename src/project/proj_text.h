/* Parameters of a PROJ string: "+proj=lcc +lat_1=10 ..." */
#ifndef LODE_PROJECT_PROJ_TEXT_H
#define LODE_PROJECT_PROJ_TEXT_H

#include "base/str.h"

/* The value of a parameter, as text or as a number; false when there is none. */
bool proj_text_lookup(struct str proj, const char *name, struct str *ret_value);
bool proj_text_number(struct str proj, const char *name, double *ret);

/* The name of the projection, "lcc"; empty when there is none. */
struct str proj_text_name(struct str proj);

/* The central meridian, from +lon_0 (or +lonc), or the zone of a UTM; 0 without either. */
void proj_text_lon0(struct str proj, double *ret_deg);

#endif
