/* Documents made of text, and the faults that reading them finds. */
#ifndef LODE_TESTS_DOC_FIXTURE_H
#define LODE_TESTS_DOC_FIXTURE_H

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/map_doc.h"

/* For the whole program; made when first asked for. */
struct arena *fixture_arena(void);

/* `document` follows the two lines 'lode: 1' and 'data: {a: a.shp, b: b.shp}'. */
const struct map_doc *fixture_read(const char *document); /* without faults, or the test ends */
/* "LINE:COLUMN message" of each fault, a line feed after each; with `hints` " | hint" too. */
const char *fixture_faults(const char *document, bool hints);

#define ASSERT_FAULTS(document, text) g_assert_cmpstr(fixture_faults(document, false), ==, text)
#define ASSERT_HINTS(document, text)  g_assert_cmpstr(fixture_faults(document, true), ==, text)

const struct node *fixture_node(const char *yaml);
void assert_str(struct str s, const char *text);

#endif
