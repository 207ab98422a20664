/* A document, the features that its layers draw, and what is found in them. */
#ifndef LODE_TESTS_LINT_FIXTURE_H
#define LODE_TESTS_LINT_FIXTURE_H

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "lint/lint.h"

struct bench {
    struct arena a;
    struct map_doc *doc;
    struct features sites; /* rows on the equator, in the columns `name` and `v` */
    struct diags found;
};

/* The text is a document without its first line, 'lode: 1'; it has to be without faults. */
void bench_init(struct bench *b, const char *document);
void bench_finish(struct bench *b);
void bench_rows(struct bench *b, const char *const *names, const double *v, size_t n);

/* Each layer in turn, as `lode check` does. */
void bench_lint_layers(struct bench *b);

/* "rule line N: message" of all that was found, each with a line feed. */
const char *bench_found(struct bench *b);
#define ASSERT_FOUND(b, text) g_assert_cmpstr(bench_found(b), ==, text)

#endif
