/* What is reported of a source or a step that gives no feature. */
#ifndef LODE_RUN_EMPTY_H
#define LODE_RUN_EMPTY_H

#include "doc/map_doc.h"

/* 'empty-filter' where its `where` lets nothing pass, else 'empty-layer'. */
void empty_source(const struct doc_source *s);

/* The same of a step that was given something. */
void empty_step(const struct doc_step *s);

#endif
