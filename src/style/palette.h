/* Palettes: ColorBrewer, Okabe-Ito, the viridis family, Crameri's maps, Stevens' pairs, and those
 * of the document.
 *
 *   struct palette p;
 *   struct rgba colors[5];
 *   palette_lookup(a, doc->styles.palettes, name, at, &p, err) &&
 *       palette_classes(&p, 5, false, colors);
 *
 * Origins, licences and the meaning of `safe_classes`: docs/palettes.md. */
#ifndef LODE_STYLE_PALETTE_H
#define LODE_STYLE_PALETTE_H

#include "doc/node.h"

/* Their names: PALETTE_KINDS in doc/palette_kinds.h, in the same order. */
enum palette_kind {
    PALETTE_ANY,         /* a palette of the document without `kind` */
    PALETTE_SEQUENTIAL,  /* low to high */
    PALETTE_DIVERGING,   /* two ways from a middle */
    PALETTE_QUALITATIVE, /* no order */
    PALETTE_BIVARIATE,   /* a square, row by row: two sequences at once */
};

enum palette_origin {
    PALETTE_OWN,
    PALETTE_BREWER,
    PALETTE_OKABE_ITO,
    PALETTE_VIRIDIS,
    PALETTE_CRAMERI,
    PALETTE_STEVENS
};

enum { PALETTE_MAX = 64 }; /* colours in one palette, classes in one scale */

struct palette {
    struct str name;
    enum palette_kind kind;
    enum palette_origin origin;
    /* Colour-blind readers tell up to so many classes apart; 0: nothing is promised. */
    int safe_classes;
    const struct rgba *colors; /* the longest list */
    size_t n;
    const struct str *values; /* n names of categories that own their colour; NULL: none do */
    /* Of a built-in palette, which may have lists of its own for fewer classes; else NULL. */
    const struct palette_entry *entry;
};

/* By name, without regard to case; the document's own (`own`: doc->styles.palettes, may be NULL)
 * first. Fails: LODE_SCHEMA with the nearest name. */
bool palette_lookup(struct arena *a, const struct node *own, struct str name, struct lode_span at,
                    struct palette *ret, struct lode_err *err);

/* A palette as the value of a property: its name, a list of colours, a map of value to colour, or a
 * map with `colors` (list or map) and `kind`. */
bool palette_read(struct arena *a, const struct node *own, const struct node *n,
                  struct palette *ret, struct lode_err *err);

/* `n` colours (1 .. PALETTE_MAX) for classes in order. A qualitative palette gives its first n;
 * false when it has fewer. Another palette gives the list made for n classes, or else colours in
 * between its own, in CIELAB. */
bool palette_classes(const struct palette *p, size_t n, bool reverse, struct rgba *ret);

/* The colour at `t` in [0, 1], between the palette's own in CIELAB. */
struct rgba palette_at(const struct palette *p, double t);

/* Built-in palette `i`, in the order of the docs; false past the last. */
bool palette_builtin(struct arena *a, size_t i, struct palette *ret);

#endif
