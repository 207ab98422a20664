/* Inside of `page/`: the layout's own structs, and the row that every item of the page (title, legend,
 * ...) is, see page/items.h. The order of calls for each item:
 *
 *   measure     how large its content is for a given room; may be called again with other rooms
 *   furnish     the view is known: may become smaller, never larger, or leave itself out
 *   settle      its place is final and the view is known: make what drawing needs
 *   draw_under  append to the scene what lies in the map, on its areas and under all else
 *   draw        append to the scene, within the tag of the item; what stands AT_FRAME tags its parts itself
 *
 * What stands in a corner of the map is kept clear of by labels and by all other items. */
#ifndef LODE_PAGE_LAYOUT_H
#define LODE_PAGE_LAYOUT_H

#include "doc/schema_kinds.h"
#include "page/page.h"
#include "page/scene_build.h"

enum place {
    AT_TOP,
    AT_BOTTOM,
    AT_LEFT,
    AT_RIGHT,
    AT_TOP_LEFT,
    AT_TOP_RIGHT,
    AT_BOTTOM_LEFT,
    AT_BOTTOM_RIGHT,
    AT_FRAME, /* round the map's frame: its size is the band that is kept free on each side */
};

static inline bool place_is_corner(enum place at)
{
    return at >= AT_TOP_LEFT && at <= AT_BOTTOM_RIGHT;
}
static inline bool place_is_strip(enum place at)
{
    return at <= AT_RIGHT;
}
static inline bool place_is_top(enum place at)
{
    return at == AT_TOP_LEFT || at == AT_TOP_RIGHT;
}
static inline bool place_is_left(enum place at)
{
    return at == AT_TOP_LEFT || at == AT_BOTTOM_LEFT;
}

struct page_size {
    double width_pt, height_pt;
};

struct item;

/* Legend and tables take what room the others leave. */
enum item_rank { RANK_SMALL, RANK_LEGEND, RANK_TABLE };

struct item_kind {
    struct key key;  /* under `page:`, with its own keys; a list of sections is an item for each */
    const char *tag; /* in the scene and in messages; NULL: the key's name */
    bool by_default; /* there without a word in the document */
    bool wide;       /* at top or bottom it takes the whole width */
    bool bare;       /* no panel behind it when it stands at a corner */
    bool movable;    /* without a word about its place it takes the emptiest corner */
    bool asks_last;  /* until then it stands in the first corner that nothing else has asked for */
    bool shows_layers;   /* left out beside an index of sheets, a map without the layers */
    enum item_rank rank; /* who is measured first */
    enum place at;       /* where the document does not say */
    /* Whether there is anything to show; NULL: always. `section` may be NULL. */
    bool (*has_content)(const struct map_doc *doc, const struct node *section);
    bool (*measure)(struct arena *a, const struct page_layout *l, struct item *it,
                    struct page_size room, struct lode_err *err);
    bool (*furnish)(struct arena *a, const struct page_layout *l, struct item *it,
                    const struct view *v, struct lode_err *err);
    bool (*settle)(struct arena *a, const struct page_layout *l, struct item *it,
                   const struct view *v, struct lode_err *err);
    void (*draw_under)(struct scene_builder *b, const struct page_layout *l,
                       const struct item *it); /* may be NULL */
    void (*draw)(struct scene_builder *b, const struct page_layout *l, const struct item *it);
};

struct item {
    const struct item_kind *kind;
    const struct node *node;  /* its section of the document; NULL: there by default */
    struct lode_span said_at; /* for messages about its text; its section unless measure sets it */
    enum place at;
    struct page_size size; /* of the content */
    double pad_pt;         /* of the panel, on all sides */
    struct box box_pt;     /* content and padding */
    bool left_out;
    bool cramped; /* with more room it would show more */
    void *own;    /* what its kind has measured and settled */
};

struct page_layout {
    struct page_input in;
    bool rtl;            /* the page is read from right to left */
    struct box area_pt;  /* the page within its margin */
    struct box frame_pt; /* of the map */
    struct item *items;  /* in the order in which they stack */
    size_t n_items;
    double frame_line_pt; /* the width of its line; 0: none */
    bool frame_asked; /* the document asks for the frame, also round a world with its own edge */
    struct symbol frame_look;
    struct geometry outline; /* of what the projection shows; see view_outline */
    bool outline_is_frame;
    struct box *taken_pt; /* what stands in the corners */
    size_t n_taken;
};

static inline const char *item_tag(const struct item *it)
{
    return it->kind->tag ? it->kind->tag : it->kind->key.name;
}

/* The rectangle without the panel's padding. */
static inline struct box item_content(const struct item *it)
{
    return box_grow(it->box_pt, -it->pad_pt);
}

/* The place that the section names under `at`; `otherwise` when it names none. */
bool place_read(const struct node *section, enum place otherwise, enum place *ret,
                struct lode_err *err);

/* The section's place in the document, or none. */
struct lode_span section_span(const struct node *section);

/* Give every item in a corner its box in the frame, in order from the corner. False when they would
 * overlap or leave the frame; `ret_clash` is the item that found no room. */
bool corners_stack(struct page_layout *l, const struct item **ret_clash);

/* Move the movable items, each to a corner of its own where it hides little. */
void corners_choose(struct page_layout *l, const struct page_shown *shown);

/* Measure the items in corners: the small ones first, then legend and tables into what they
 * leave. */
bool corners_measure(struct arena *a, struct page_layout *l, struct lode_err *err);

/* The map with its layers and labels, and the line of its frame. */
void map_frame_draw(struct scene_builder *b, const struct page_scene_input *in);

/* Shape a text in a role of the theme, such as "legend". `size_pt` 0: the theme's; `width_pt` 0:
 * one line, else it wraps; `align`: of its lines. */
struct text_params {
    const char *role;
    struct str text;
    double size_pt, width_pt;
    enum text_align align;
};
bool page_text(struct arena *a, const struct page_layout *l, const struct text_params *params,
               const struct text_block **ret, struct lode_err *err);

/* A `{...}` text of the document, written out; `v` NULL: the view is not known, and the words that
 * speak of it have their usual length. */
bool page_template(struct arena *a, const struct page_layout *l, const struct node *text,
                   const struct view *v, struct str *ret, struct lode_err *err);

/* Shape a text of the document anew when the view is known and says other words than were reserved
 * for. It becomes smaller, by two fifths at most, to stay within the item's width and the height of
 * `*block`. Nothing is done for `text` or `*block` NULL.
 * Fails: LODE_LIMIT when it is still too long. */
bool page_text_refresh(struct arena *a, const struct page_layout *l, const struct item *it,
                       const char *role, const struct node *text, const struct view *v,
                       const struct text_block **block, struct lode_err *err);

/* `align: start | centre | end` of a section. */
bool align_read(const struct node *section, enum text_align otherwise, enum text_align *ret,
                struct lode_err *err);

/* A length on paper under `key`; `*ret` stays as it is when the section has none. */
bool page_read_pt(const struct node *section, const char *key, double *ret, struct lode_err *err);

/* Where the left side of a block of `width_pt` goes in `box`, for an alignment read in the page's
 * direction. */
double page_align_x(const struct page_layout *l, enum text_align align, struct box box,
                    double width_pt);

#endif
