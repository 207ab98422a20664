/* Coordinate reference systems and transformations, by PROJ. Axis order inside is always x east, y
 * north (lon/lat), whatever the authority says. */
#ifndef LODE_PROJECT_CRS_H
#define LODE_PROJECT_CRS_H

#include "base/err.h"
#include "base/str.h"
#include "geom/box.h"

struct arena;

struct crs {
    struct str definition;           /* as given */
    struct str name;                 /* "WGS 84 / UTM zone 42N" */
    struct str proj;                 /* PROJ string, for people; may be empty */
    bool geographic;                 /* degrees */
    double semi_major_m, flattening; /* its ellipsoid */
    double m_per_unit;               /* for a projected system: metres in one unit of x */
    void *pj;                        /* PJ; lives as long as the arena */
};

/* Read a system from `text`: EPSG:n, a PROJ string, WKT, or a file that holds one of them (.prj,
 * .wkt, .txt). */
bool crs_parse(struct arena *a, struct str text, struct lode_span at, struct crs *ret,
               struct lode_err *err);

/* Do both systems mean the same place by the same coordinates? */
bool crs_same(const struct crs *from, const struct crs *to);

struct transform; /* from one system to another */

/* Fails: LODE_CRS when PROJ knows no way. */
bool transform_create(struct arena *a, const struct crs *from, const struct crs *to,
                      struct lode_span at, struct transform **ret, struct lode_err *err);

/* In place, interleaved, `n` pairs. What cannot be transformed becomes NAN, NAN. */
void transform_points(const struct transform *t, double *xy, size_t n);
void transform_inverse(const struct transform *t, double *xy, size_t n);

/* Are the two systems the same? */
bool transform_is_identity(const struct transform *t);

/* PROJ may know several operations, each for its region. The accuracy of the one that it takes at a
 * place: 0 exact; below 0 unknown, or a ballpark. */
double transform_accuracy_m(const struct transform *t, double x, double y);

/* The name of that operation, from PROJ: "Pulkovo 1942 to WGS 84 (1)". */
struct str transform_operation(struct arena *a, const struct transform *t, double x, double y);

/* The accuracy in words: "exact", "1 m", "ballpark", "unknown". */
struct str transform_accuracy(struct arena *a, const struct transform *t);

const char *proj_library_version(void);
struct str proj_data_path(struct arena *a);

#endif
