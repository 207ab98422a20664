/* The view: which part of the ground lies where on the page. The extent, the reference system and
 * the frame give one affine map from the system's coordinates to page points, with one scale in x
 * and y. */
#ifndef LODE_PROJECT_VIEW_H
#define LODE_PROJECT_VIEW_H

#include "doc/map_doc.h"
#include "geom/geometry.h"
#include "project/crs.h"

struct view {
    struct crs crs;
    struct box frame_pt;   /* of the map frame on the page */
    struct affine to_page; /* crs units -> page points (yy < 0) */
    struct box frame_map;  /* the frame in crs units */
    struct box
        asked_deg; /* the extent that is to be shown, of which the projection may lack some */
    struct box window_deg;    /* all lon/lat that may show; x1 may exceed 180 (x0 in [-180, 180)) */
    double scale_denominator; /* true at the middle of the frame, on the ellipsoid: 1:n */
    /* The largest distortion inside the frame; with cylinders and world maps up to 85 degrees of
     * latitude. */
    double max_scale_error, max_area_error, max_angle_deg;
    struct transform *from_lonlat;      /* WGS 84 lon/lat -> crs */
    struct transform *base_from_lonlat; /* WGS 84 -> the system's own longitude and latitude */
    const struct domain *domain;        /* what the projection can show */
    bool automatic;                     /* `crs: auto` chose the system */
    bool window_only;                   /* see struct view_params */
    double bend_pt;      /* bound of the page's second derivatives by degrees, pt/deg^2 */
    struct lode_span at; /* the place of map.crs, or of the extent */
};

struct view_params {
    const struct doc_map *map; /* crs and extent */
    /* What shall be seen, in lon/lat, when the extent is a layer or all layers; x1 may exceed
     * 180. */
    struct box extent_deg;
    /* That layer's geometry in lon/lat, for a tight fit; NULL: the box alone. */
    const struct geometry *extent_geom;
    struct box frame_pt;
    /* A view whose system is used again where it is the same, since making one takes longer than
     * fitting it. It must live as long as the new view. NULL: none. */
    const struct view *like;
    /* Find frame and window only; distortions and bend_pt stay 0. */
    bool window_only;
};

/* Fit the view. Fails: LODE_CRS with the place of `map.crs` or `map.extent`. A note reports what
 * `auto` chose, after Šavrič, Jenny & Jenny 2016, doi:10.1080/00087041.2015.1131938. */
bool view_fit(struct arena *a, const struct view_params *params, struct view *ret,
              struct lode_err *err);

/* The same middle of the frame at another scale, 1:`denominator`. */
bool view_rescale(const struct view *v, double denominator, struct view *ret, struct lode_err *err);

/* Page points of a lon/lat position; false when it cannot be shown (outside the domain). */
bool view_point(const struct view *v, struct lonlat at, struct pagexy *ret);
/* The lon/lat position of a page point; false when there is none. */
bool view_lonlat(const struct view *v, struct pagexy at, struct lonlat *ret);
/* As view_lonlat for `n` positions, in place: NAN where there is none. */
void view_lonlats(const struct view *v, double *xy, size_t n);

/* Page points for one kilometre on the ellipsoid along the page's x direction at a place. */
double view_pt_per_km(const struct view *v, struct pagexy at);
/* Direction of true north at a place: radians clockwise from page up. */
double view_north(const struct view *v, struct pagexy at);

#endif
