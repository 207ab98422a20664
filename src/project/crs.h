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
    double m_per_unit;               /* projected: metres in one unit of x */
    void *pj;                        /* PJ; lives as long as the arena */
};

/* `text`: EPSG:n, a PROJ string, WKT, or a file that holds one of them (.prj, .wkt, .txt). */
bool crs_parse(struct arena *a, struct str text, struct lode_span at, struct crs *ret,
               struct lode_err *err);

/* Do both mean the same place by the same coordinates? */
bool crs_same(const struct crs *from, const struct crs *to);

struct transform; /* from one system to another */

bool transform_create(struct arena *a, const struct crs *from, const struct crs *to,
                      struct lode_span at, struct transform **ret, struct lode_err *err);

/* In place, interleaved, `n` pairs. What cannot be transformed becomes NAN, NAN. */
void transform_points(const struct transform *t, double *xy, size_t n);
void transform_inverse(const struct transform *t, double *xy, size_t n);
bool transform_is_identity(const struct transform *t); /* the two systems are the same */
/* Of the operation that PROJ takes there, of several that it may know: 0 exact; below 0 unknown, or
 * a ballpark. */
double transform_accuracy_m(const struct transform *t, double x, double y);
/* That operation in PROJ's words: "Pulkovo 1942 to WGS 84 (1)". */
struct str transform_operation(struct arena *a, const struct transform *t, double x, double y);
struct str transform_accuracy(struct arena *a,
                              const struct transform *t); /* "ballpark", "1 m", ... */

const char *proj_library_version(void);
struct str proj_data_path(struct arena *a);

#endif
