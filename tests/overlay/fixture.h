/* Layers made of WKT, and steps done with them as a document writes them. */
#ifndef LODE_TESTS_OVERLAY_FIXTURE_H
#define LODE_TESTS_OVERLAY_FIXTURE_H

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "overlay/geos_bridge.h"
#include "overlay/overlay.h"
#include "overlay/step.h"

enum { COLUMNS_MAX = 8 };

struct bench {
    struct arena a;
    struct geos *geos;
    struct features layer[2]; /* `a` and `b` of the document */
    struct column columns[2][COLUMNS_MAX];
    struct diags diags; /* of the last step */
    struct lode_err err;
};

void bench_init(struct bench *b);
void bench_finish(struct bench *b);

/* Layer 0 or 1 in WGS 84: a feature for each WKT, all of one kind; "EMPTY" is none. */
void bench_layer(struct bench *b, int layer, const char *const *wkt, size_t n);
/* The same with one feature. */
void bench_one(struct bench *b, int layer, const char *wkt);
/* One more column of the layer; a NaN is a missing value. */
void bench_numbers(struct bench *b, int layer, const char *name, const double *values);
void bench_texts(struct bench *b, int layer, const char *name, const char *const *values);

/* The step `{out: {STEP}}` of a document with the sources a and b: checked and done. False with
 * b->err, or faults in b->diags, when it cannot be. */
bool bench_step(struct bench *b, const char *step, struct features *ret);
/* It has to work. */
struct features bench_do(struct bench *b, const char *step);
/* The document's step itself, read without faults. */
const struct doc_step *bench_read(struct bench *b, const char *step);
/* What a file of steps has at hand: layers a and b as they are. */
struct step bench_at_hand(struct bench *b, const char *step);

/* In degrees: areas less holes, and lengths of lines or outlines, of one feature. */
double plane_area(struct bench *b, const struct features *f, size_t row);
double plane_length(struct bench *b, const struct features *f, size_t row);
double total_area(struct bench *b, const struct features *f);

const struct column *column_named(const struct features *f, const char *name);
double number_at(const struct features *f, const char *name, size_t row); /* NAN: missing */
void assert_text_at(const struct features *f, const char *name, size_t row, const char *text);

#endif
