/* Kinds of values that several of the schema's tables use, and the macros that make rows of them. */
#ifndef LODE_DOC_SCHEMA_KINDS_H
#define LODE_DOC_SCHEMA_KINDS_H

#include "doc/schema.h"

#define N_OF(array) (sizeof(array) / sizeof *(array))
#define WORDS(...)  ((const char *const[]){__VA_ARGS__, NULL})
#define ONE_OF(...) ((const struct value *const[]){__VA_ARGS__, NULL})
#define SECTION(what_, keys_)                                                                      \
    {                                                                                              \
        .what = (what_), .keys = (keys_), .n_keys = N_OF(keys_)                                    \
    }
/* A section of the page that may also be switched on or off. */
#define SWITCHED(map_)                                                                             \
    {                                                                                              \
        .kind = VALUE_ONE_OF, .any = ONE_OF(&kind_bool, &(map_), &kind_none)                       \
    }
#define AT_KEY                                                                                     \
    {                                                                                              \
        "at", &kind_at, 0, "a side of the map, or a corner in it"                                  \
    }
#define A_MAP(section_)                                                                            \
    {                                                                                              \
        .kind = VALUE_MAP, .section = &(section_)                                                  \
    }

extern const struct value kind_text, kind_expression, kind_template, kind_file, kind_layer,
    kind_bool, kind_number, kind_share, kind_color, kind_count, kind_paper, kind_paper_signed,
    kind_paper_pair, kind_texts, kind_text_or_texts, kind_layers, kind_lonlat, kind_lonlat_box,
    kind_weight, kind_slant, kind_halo, kind_none, kind_ground, kind_flag_or_name;
/* Where an item of the page stands, in the order of `enum place`, and how its lines begin. */
extern const struct value kind_at, kind_align;
/* Lengths that lint/ finds by their kind: letters, and lines, that may be too small to be printed. */
extern const struct value kind_letters, kind_line;
/* A list of steps of these kinds. */
const struct value *schema_steps(struct arena *a, const struct section *const *kinds);
/* The section `atlas`, whose pages may have their own `page`. */
const struct value *schema_atlas(struct arena *a, const struct value *page);
/* A copy of `s` in which `v` is the value of the key `name`. */
const struct section *section_with(struct arena *a, const struct section *s, const char *name,
                                   const struct value *v);
extern const struct section schema_text_style; /* font, size, weight, style, color, ... */

#endif
