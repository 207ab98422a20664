/* The encoding of the texts in a shapefile's .dbf. */
#ifndef LODE_LOAD_DBF_ENCODING_H
#define LODE_LOAD_DBF_ENCODING_H

#include "load/shapefile.h"

/* Decide it: what the document says, else the .cpg, else the language driver, else what the bytes look
 * like. Fails: LODE_SCHEMA for an unknown `encoding:`. */
bool dbf_encoding_decide(struct reading *r, struct shapefile *s, struct lode_err *err);

/* Report what was guessed, and statements that the content contradicts. */
void dbf_encoding_report(struct reading *r, const struct shapefile *s);

/* As encoding.find_other, with a struct shapefile for `ctx`. */
void dbf_encoding_of_broken(struct arena *a, struct encoding *e, void *ctx, struct encoding *ret);

#endif
