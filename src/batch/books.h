/* The books of a batch, made when all of their pages are in place. */
#ifndef LODE_BATCH_BOOKS_H
#define LODE_BATCH_BOOKS_H

#include "batch/batch.h"

/* Make those that are complete and have changed. A book of which pages are missing is reported and
 * left as it was. False when one could not be written; the others are made all the same. */
bool books_make(struct batch *b, struct lode_err *err);

#endif
