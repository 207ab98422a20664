/* Coordinate reference systems and transformations, by PROJ. The order inside is that of files:
 * x is what runs east and west, y what runs north and south (lon/lat), whatever the authority says. */
#ifndef LODE_PROJECT_CRS_H
#define LODE_PROJECT_CRS_H

#include "base/err.h"
#include "base/str.h"
#include "geom/box.h"

struct arena;

/* What is done to x and y: turned by quarters or mirrored, (xx x + xy y, yx x + yy y). All 0: nothing. */
struct axis_turn {
    signed char xx, xy, yx, yy;
};

struct crs {
    struct str definition;           /* as given */
    struct str name;                 /* "WGS 84 / UTM zone 42N" */
    struct str proj;                 /* PROJ string, for people; may be empty */
    bool geographic;                 /* angles, see deg_per_unit */
    double semi_major_m, flattening; /* its ellipsoid */
    double m_per_unit;               /* metres in one unit of x, for angles along the equator */
    double deg_per_unit;             /* for a geographic system: 1, or 0.9 for grads */
    struct axis_turn turn;           /* see crs_set_upright */
    void *pj;                        /* PJ; lives as long as the arena */
};

/* Read a system from `text`: EPSG:n, a PROJ string, WKT, or a file that holds one of them (.prj,
 * .wkt, .txt). */
bool crs_parse(struct arena *a, struct str text, struct lode_span at, struct crs *ret,
               struct lode_err *err);

/* Have x run east and y north in what is transformed to and from `crs` from now on, for a map. Some
 * systems count towards south and west, as EPSG:5513 and EPSG:2048 do, and files hold their numbers
 * that way; drawn so a map is upside down or mirrored. Polar systems stay as they are turned. */
void crs_set_upright(struct arena *a, struct crs *crs);

/* Do both systems mean the same place by the same coordinates? */
bool crs_same(const struct crs *from, const struct crs *to);

struct transform; /* from one system to another */

/* Fails: LODE_CRS when PROJ knows no way. */
bool transform_create(struct arena *a, const struct crs *from, const struct crs *to,
                      struct lode_span at, struct transform **ret, struct lode_err *err);

/* In place, interleaved, `n` pairs. What cannot be transformed becomes NAN, NAN. */
void transform_points(const struct transform *t, double *xy, size_t n);
void transform_inverse(const struct transform *t, double *xy, size_t n);

/* PROJ may know several operations between two datums, each for its region, and takes one for each
 * place: a line that leaves a region has a kink of some metres there. From now on take one for all
 * places of a layer, whose box (in the coordinates of `from`) is `area`: that which PROJ takes
 * everywhere in it, else the most accurate one that is made for all of it. When there is none PROJ
 * goes on to choose by place. Places where the one fails are left to PROJ, too. For
 * `points`, which have no kinks, PROJ chooses by place unless one is taken everywhere. */
void transform_settle(struct arena *a, struct transform *t, struct box area, bool points);

/* How many operations PROJ would have taken in the area of transform_settle, and whether they still
 * are. */
size_t transform_operations(const struct transform *t, bool *ret_by_place);

/* Are the two systems the same? */
bool transform_is_identity(const struct transform *t);

/* PROJ may know several operations, each for its region. The accuracy of the one that it takes at a
 * place: 0 exact; below 0 unknown, or a ballpark. */
double transform_accuracy_m(const struct transform *t, double x, double y);

/* Does PROJ know no operation there, or but a ballpark, which takes one datum for another? The accuracy
 * of an operation that the data states itself, as +towgs84 does, is unknown; it is no ballpark. */
bool transform_is_ballpark(const struct transform *t, double x, double y);

/* The name of that operation, from PROJ: "Pulkovo 1942 to WGS 84 (1)". */
struct str transform_operation(struct arena *a, const struct transform *t, double x, double y);

/* The accuracy in words: "exact", "1 m", "ballpark", "unknown". */
struct str transform_accuracy(struct arena *a, const struct transform *t);

const char *proj_library_version(void);
struct str proj_data_path(struct arena *a);

#endif
