/* The geometry of a shapefile, straight from its bytes (.shp, .shx).
 *
 * Own code beside OGR's driver, because this is where most of a map's bytes come from: coordinates
 * are copied once, in the layout that we keep, and a file that is cut short is found before anything
 * is drawn.
 *
 * Source: ESRI Shapefile Technical Description, July 1998. */
#ifndef LODE_LOAD_SHP_H
#define LODE_LOAD_SHP_H

#include "load/bytes.h"
#include "load/shapes.h"

struct shp {
    struct bytes file;
    struct lode_span at;
    enum geom_kind kind; /* GEOM_NONE: the header says null shapes */
    bool patches;        /* it holds multipatches, which are not read here */
    bool walked; /* the index was missing or broken: records were found one after the other */
    size_t n;
    struct shp_record {
        uint64_t from; /* where its content begins */
        uint32_t len;
    } * records;
    struct shape_ring *rings; /* space for the largest polygon so far; malloc's */
    size_t rings_cap;
};

/* `shx` may be empty ({0}). Fails: LODE_DATA (not a shapefile, cut short, damaged). */
bool shp_open(struct arena *a, const struct bytes *file, const struct bytes *shx,
              struct lode_span at, struct shp *ret, struct lode_err *err);

/* What is left of a file that shp_open refused. False: it is not a shapefile at all. */
bool shp_open_cut(struct arena *a, const struct bytes *file, struct lode_span at, struct shp *ret);

void shp_close(struct shp *s);

/* The box that record `i` states; BOX_EMPTY for a null shape. Fails: LODE_DATA when the record is
 * damaged. */
bool shp_box(const struct shp *s, size_t i, struct box *ret, struct lode_err *err);

/* Add the shape of record `i` as a feature. Fails: LODE_DATA when the record is damaged. */
bool shp_add(struct shp *s, size_t i, struct geom_builder *b, struct shape_tally *tally,
             struct lode_err *err);

#endif
