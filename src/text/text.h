/* Fonts, shaping and measuring, by Pango: Latin, Cyrillic, Arabic script and Chinese in one string,
 * right to left where the script says so. Points; y down; hinting off, so that measures do not
 * depend on the output. */
#ifndef LODE_TEXT_TEXT_H
#define LODE_TEXT_TEXT_H

#include <stdint.h>

#include "base/color.h"
#include "base/err.h"
#include "base/str.h"
#include "geom/box.h"

struct arena;

enum text_align { ALIGN_START, ALIGN_CENTRE, ALIGN_END };

struct text_style {
    struct str family; /* empty: "Noto Sans"; also a list, and sans-serif, serif, monospace */
    struct lode_span family_at;
    double size_pt; /* 0: 8 */
    int weight;     /* 100 .. 900; 0: 400 */
    bool italic;
    double letter_spacing_pt;
    double line_height; /* multiple of the size; 0: 1.2 */
    struct rgba color;
    struct rgba halo_color;
    double halo_width_pt; /* beyond the glyph's edge; 0: none */
    enum text_align align;
    double max_width_pt; /* wrap at this width; 0: no wrapping */
    struct str language; /* BCP 47 */
};

struct text_line {
    struct str text;                    /* of this line, in logical order */
    double x_pt, baseline_pt, width_pt; /* inside the block */
    bool rtl;
};

/* A shaped text: an immutable block with its own coordinates, 0,0 at its top left. */
struct text_block {
    struct str text;
    struct text_style style;
    double width_pt, height_pt; /* logical */
    struct box ink_pt;          /* what is painted, without halo */
    const struct text_line *lines;
    size_t n_lines;
    /* PangoLayout, alive as long as the arena, and where its own 0,0 stands in the block (a wrapped
     * text may stand away from it). For draw/ only. */
    void *layout;
    double layout_x_pt, layout_y_pt;
};

struct text_context; /* a font map; one a process */
bool text_context_create(struct arena *a, struct text_context **ret, struct lode_err *err);

/* Lines break at line feeds, and at `max_width_pt` between words or, if need be, inside them;
 * never inside a number, nor between it and its unit, which reach beyond the width rather. The
 * text may not be longer than 10 000 bytes; the rest is cut off (log_warn 'long-text').
 *
 * Memory: in `a`, which must be an arena of its own and not a copy in use as scratch.
 * Fails: LODE_FONT when the family is not installed (suggests one); characters without any glyph
 * are reported by log_warn 'missing-glyph'. Invalid UTF-8 shows U+FFFD. */
bool text_shape(struct text_context *ctx, struct arena *a, struct str text,
                const struct text_style *style, const struct text_block **ret,
                struct lode_err *err);

/* Whether a family is installed; the nearest name otherwise. */
bool text_family_check(struct text_context *ctx, struct arena *a, struct str family,
                       struct lode_span at, struct lode_err *err);

/* A hash of the fonts that are installed, by names of files and versions: what texts look like may change
 * when it does. Starts no thread. */
bool text_fonts_hash(struct arena *a, uint64_t *ret, struct lode_err *err);

/* Whether a language is written right to left: by script subtag ("uz-Arab"), else by language. A
 * text without a letter, such as a range of numbers, runs as its language does. */
bool text_language_rtl(struct str language);

const char *pango_library_version(void);

#endif
