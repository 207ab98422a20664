/* What a projection can show: where the sphere must be cut before it is laid flat, and the way from
 * longitude and latitude to the system's own coordinates inside that.
 *
 *   strip   a seam along the meridian opposite lon0, and two parallels: cylinders, cones, the world
 *   polar   no seam, but a parallel on the far side: azimuthal projections about a pole
 *   cap     a circle about a centre: other azimuthal projections, views from space, transverse and
 *           oblique cylinders (where it keeps clear of their far sides), and projections that are
 *           not known, for which the circle is found by trying
 *
 * Longitudes and latitudes here are degrees in the system's own datum ("base"), Greenwich, planar:
 * a polygon is what its edges enclose on the plate carree, with longitudes that may run past 180.
 * Inside its domain every projection is a continuous one-to-one map of that plane. */
#ifndef LODE_PROJECT_DOMAIN_H
#define LODE_PROJECT_DOMAIN_H

#include "project/cap.h"
#include "project/crs.h"

enum domain_kind { DOMAIN_STRIP, DOMAIN_POLAR, DOMAIN_CAP };

struct domain {
    enum domain_kind kind;
    double lon0_deg;                 /* strip: its middle meridian */
    double lat_min_deg, lat_max_deg; /* strip, polar */
    struct lonlat centre;            /* cap, and the middle of every kind */
    struct cap cap;
    struct crs base;
    struct transform *project; /* base -> crs */
    bool probed;               /* the cap was found by trying */
    bool by_place;             /* the domain depends on `near` */
    struct lonlat near;
    struct crs lonlat; /* WGS 84, which most data is in */
    struct transform *base_from_lonlat;
};

/* The domain of `crs`. `near` is a place in the middle of the map, on which some domains depend.
 * Fails: LODE_CRS. */
bool domain_create(struct arena *a, const struct crs *crs, struct lonlat near, struct lode_span at,
                   struct domain **ret, struct lode_err *err);

/* Can this place be shown? */
bool domain_holds(const struct domain *d, struct lonlat at);

/* Is the whole box inside and clear of the boundary? `ret_shift_deg` is what to add to its
 * longitudes. False may be said of a box that is inside. */
bool domain_holds_box(const struct domain *d, struct box deg, double *ret_shift_deg);

/* Cut rings or lines (base degrees) to the domain. Longitudes of the result lie in the strip, just
 * inside its seam. `spare` is storage. */
void domain_cut(const struct domain *d, struct cutter *cutter, struct paths *p,
                struct paths *spare);

/* The boundary as one ring in base degrees. */
void domain_outline(const struct domain *d, struct paths *ret);

/* In place: base degrees to the system's coordinates; NAN where it cannot be shown. The longitudes
 * of a strip are held inside the seam, so that none jumps to its other side. */
void domain_project(const struct domain *d, double *xy, size_t n);

/* As domain_project for single places anywhere: longitudes are wrapped, and places outside the
 * domain become NAN. */
void domain_project_places(const struct domain *d, double *xy, size_t n);

#endif
