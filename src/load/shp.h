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

/* What the records state of themselves and is not so. They are read all the same. */
enum shp_doubt {
    DOUBT_TYPE,   /* of another type than the layer; lines and areas are read as the layer's */
    DOUBT_LENGTH, /* more or fewer bytes than its counts need */
    DOUBT_PARTS,  /* its first part begins late: coordinates belong to no part */
    DOUBT_OPEN,   /* a ring that does not end where it begins, and was closed */
    DOUBT_BOX,    /* coordinates outside the box, or a box that is too large */
    DOUBT_INDEX, /* the .shx points to the record of another feature; the record numbers were followed */
    DOUBT_TWICE,  /* the .shx points to a record twice */
    DOUBT_EXTENT, /* the .shx and the record state different lengths; the longer one was taken */
    DOUBT_KINDS,
};

struct shp_doubts {
    size_t n[DOUBT_KINDS], first[DOUBT_KINDS];
};

struct shp {
    struct bytes file;
    struct lode_span at;
    enum geom_kind kind; /* GEOM_NONE: the header says null shapes */
    bool patches;        /* it holds multipatches, which are not read here */
    bool walked; /* the index was missing or broken: records were found one after the other */
    int flat;    /* the type of the layer without Z and M */
    bool type_contradicted; /* the header says another type than the records */
    struct shp_doubts doubts;
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

/* Hold the index against the records, and follow the numbers of the records where they are in order. */
void shp_check_index(struct arena *a, struct shp *s);

/* Find the records one after the other when there are `n` of them. False: there are not. */
bool shp_walk_to(struct arena *a, struct shp *s, size_t n);

/* Count a doubt about record `i`. */
void shp_doubt(struct shp *s, enum shp_doubt what, size_t i);

void shp_close(struct shp *s);

/* The box of all shapes that the header states. False: it states none that could be true. */
bool shp_whole_box(const struct shp *s, struct box *ret);

/* Whether the first coordinate of record `i` lies outside the box that the record states. */
bool shp_box_lies(const struct shp *s, size_t i);

/* The box that record `i` states; BOX_EMPTY for a null shape. Fails: LODE_DATA when the record is
 * damaged. */
bool shp_box(const struct shp *s, size_t i, struct box *ret, struct lode_err *err);

/* Add the shape of record `i` as a feature. Fails: LODE_DATA when the record is damaged. */
bool shp_add(struct shp *s, size_t i, struct geom_builder *b, struct shape_tally *tally,
             struct lode_err *err);

#endif
