/* The style sheets of an SVG file: the part of CSS that drawing programs write. Selectors of an
 * element's name, classes and id, in any combination, and of what they stand within ("g .a"); lists
 * of selectors; comments. Others (child, sibling, attribute, pseudo-class) and rules with @ match
 * nothing. */
#ifndef LODE_STYLE_SVG_CSS_H
#define LODE_STYLE_SVG_CSS_H

#include <libxml/tree.h>

#include "base/arena.h"
#include "base/str.h"

/* Far beyond any icon: taste. Rules times elements times how deep these stand take 2 s at the most. */
enum { CSS_RULES_MAX = 1000, CSS_COMPARED_MAX = 20000000 };

struct css_rule {
    struct str selector, declarations;
    unsigned specificity; /* of the selector; of equal ones the later wins */
};

struct css_sheet {
    ARRAY(struct css_rule) rules; /* the one that wins last, after css_sort */
    bool important;               /* some declaration of theirs is */
    struct str ignored;           /* the first selector that is not read; empty: none */
};

/* Add the rules of a text; those beyond CSS_RULES_MAX are ignored. */
void css_add(struct arena *a, struct css_sheet *sheet, struct str text);

/* Call once, when all texts have been added. */
void css_sort(struct css_sheet *sheet);

bool css_matches(struct arena *a, const struct css_rule *rule, const xmlNode *node);

/* The next "name: value" of `declarations`, which becomes the rest; `ret_important` when it ends with
 * !important. False when there are no more. */
bool css_declaration(struct str *declarations, struct str *ret_name, struct str *ret_value,
                     bool *ret_important);

#endif
