/* Steps of more than 180 degrees of longitude between two vertices: 179 to -179. Nearly always the
 * short way over the 180th meridian is meant, so that is how they are read, once, here: lines and
 * rings are cut along +-180 as RFC 7946, 3.1.9, asks for, and every later stage sees them cut. The
 * short way is the geodesic, as in PostGIS's geography; along a parallel it is the parallel.
 *
 * Read as they are written, the long way, are
 *   steps along a pole, and those of 360 degrees, with which world data is closed;
 *   a line of two vertices along a parallel from west to east, such as a graticule's;
 *   a box (all edges along parallels and meridians) that is written from west to east (its first
 *   step goes from -170 to 170), or that is higher than 90 degrees and would else be less than half
 *   as wide as high: a background of the world.
 * A ring that goes once round the world goes round a pole, and is closed along that.
 *
 * Longitudes beyond 180, as in data from 0 to 360 degrees, are moved by a turn, and what lies on both
 * sides is cut: predicates, joins and buffers look at longitudes as numbers. */
#ifndef LODE_LOAD_LONG_STEPS_H
#define LODE_LOAD_LONG_STEPS_H

#include "load/features.h"

struct reading;

/* Cut the lines and polygons of `f` (degrees), and report what was cut and what was not. The steps of
 * a source whose document says `edges: planar` stay as they are written, and all long steps of
 * geodesic edges are the short way, without a report. `lode info` shows what the file says. */
void long_steps_read(struct reading *r, struct features *f);

#endif
