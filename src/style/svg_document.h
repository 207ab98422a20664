/* The bytes of an SVG file as a tree of elements. */
#ifndef LODE_STYLE_SVG_DOCUMENT_H
#define LODE_STYLE_SVG_DOCUMENT_H

#include <libxml/tree.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

/* Plain or gzip (.svgz), in any encoding that libxml2 reads. Entities that the file itself declares
 * are replaced, to libxml2's bound; nothing else is ever opened: no other file, no address. The
 * caller frees the tree. Fails: LODE_DATA with libxml2's words and the line, LODE_LIMIT. */
bool svg_document_parse(struct arena *a, struct str bytes, struct str file, struct lode_span at,
                        xmlDoc **ret, struct lode_err *err);

/* The element's name when it is one of SVG: in its namespace, or in none. NULL for others and for
 * what is not an element. */
const char *svg_element_name(const xmlNode *node);

/* The attribute `name` of no namespace; for "href" also that of XLink. Empty: there is none. */
struct str svg_node_attribute(struct arena *a, const xmlNode *node, const char *name);

#endif
