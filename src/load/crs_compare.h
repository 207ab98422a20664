/* Whether two reference systems mean different places, whatever they are called. */
#ifndef LODE_LOAD_CRS_COMPARE_H
#define LODE_LOAD_CRS_COMPARE_H

#include <ogr_srs_api.h>
#include <stdbool.h>

/* Whether the parameters of `srs` put places elsewhere than `named`, the system of a code, does.
 * Names, the order of axes and digits beyond a decimetre do not count. */
bool crs_contradict(OGRSpatialReferenceH srs, OGRSpatialReferenceH named);

/* Whether both have the same datum of PROJ's database, as far as they name one. Two datums may have one
 * name there: Esri's, to which PROJ knows no way, and that of EPSG. */
bool crs_same_datum(OGRSpatialReferenceH srs, OGRSpatialReferenceH named);

#endif
