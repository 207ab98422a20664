/* The view: which part of the ground lies where on the page. From the extent, the system and the
 * frame comes one map from system coordinates to page points, with one scale in x and y. */
#ifndef LODE_PROJECT_VIEW_H
#define LODE_PROJECT_VIEW_H

#include "doc/map_doc.h"
#include "geom/geometry.h"
#include "project/crs.h"

struct view {
    struct crs crs;
    struct box frame_pt;      /* of the map frame on the page */
    struct affine to_page;    /* crs units -> page points (yy < 0) */
    struct box frame_map;     /* the frame in crs units */
    struct box window_deg;    /* all lon/lat that may show; x1 may exceed 180 (x0 in [-180, 180)) */
    double scale_denominator; /* true at the middle of the frame, on the ellipsoid: 1:n */
    double max_scale_error, max_area_error,
        max_angle_deg; /* largest distortion inside the frame; cylinders and world maps: up to 85
                          degrees of latitude */
    struct transform *from_lonlat;      /* WGS 84 lon/lat -> crs */
    struct transform *base_from_lonlat; /* WGS 84 -> the system's own longitude and latitude */
    const struct domain *domain;        /* what the projection can show */
    bool automatic;                     /* chosen for the extent */
    bool window_only;                   /* see struct view_params */
    double bend_pt;      /* bound of the page's second derivatives by degrees, pt/deg^2 */
    struct lode_span at; /* of map.crs, or of the extent */
};

struct view_params {
    const struct doc_map *map; /* crs and extent */
    /* What shall be seen, in lon/lat, when the extent is a layer or all layers; x1 may exceed 180. */
    struct box extent_deg;
    /* That layer's geometry in lon/lat, for a tight fit; NULL: the box alone. */
    const struct geometry *extent_geom;
    struct box frame_pt;
    /* Its system is taken where it is the same, since to make one takes longer than to fit it; it
     * must live as long. NULL: none. */
    const struct view *like;
    /* neither distortions nor bend_pt: what may show is all that is asked */
    bool window_only;
};

/* Fails: LODE_CRS with the place of `map.crs` or `map.extent`. Tells (log_note) what `auto` chose:
 * after Šavrič, Jenny & Jenny 2016, doi:10.1080/00087041.2015.1131938. */
bool view_fit(struct arena *a, const struct view_params *params, struct view *ret,
              struct lode_err *err);

/* The same middle of the frame at another scale, 1:`denominator`. */
bool view_rescale(const struct view *v, double denominator, struct view *ret, struct lode_err *err);

/* Page points of a lon/lat position; false when it cannot be shown (outside the domain). */
bool view_point(const struct view *v, struct lonlat at, struct pagexy *ret);
bool view_lonlat(const struct view *v, struct pagexy at, struct lonlat *ret);
/* The same for many, in place: NAN where there is none. */
void view_lonlats(const struct view *v, double *xy, size_t n);

/* Page points for one kilometre on the ellipsoid along the page's x direction at a place. */
double view_pt_per_km(const struct view *v, struct pagexy at);
/* Direction of true north at a place: radians clockwise from page up. */
double view_north(const struct view *v, struct pagexy at);

#endif
