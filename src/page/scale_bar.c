/* The scale bar: `page.scale-bar: {at, units: [km, mi], style: blocks | line}`. Its length is true
 * where it stands: a unit is as long as view_pt_per_km says for the middle of the bar, along the
 * page's x. The bar of a second unit hangs below the first one.
 *
 * Where the scale differs by more than a tenth within the frame, one bar cannot serve the map: a
 * bar that nobody asked for is left out, one that the document asks for says at which latitude it
 * is right. */
#include "base/log.h"
#include "base/units.h"
#include "page/items.h"
#include "page/words.h"

enum { SEGMENTS_MAX = 4, UNITS_MAX = 2, SAMPLES = 7 };

/* The bar of one unit. */
struct bar {
    const struct ground_unit *asked, *unit; /* by the document; of this scale */
    double step;                            /* of one segment, in units */
    int n;                                  /* segments */
    double length_pt;
    const struct text_block *label[SEGMENTS_MAX + 1]; /* NULL: none at this step */
    double last_number_pt; /* width of the number in the last label, without its unit */
};

struct scale_bar {
    struct bar bars[UNITS_MAX];
    size_t n_bars;
    bool blocks;
    double text_pt;                /* of the labels; 0: the theme's */
    double longest_pt;             /* a bar may be */
    double before_pt, after_pt;    /* what labels need beyond its ends */
    double label_pt;               /* height of a line of labels */
    const struct text_block *note; /* NULL: none */
};

static const struct ground_unit {
    const char *name;
    double m;
    const char *smaller; /* what is used for lengths under one unit */
} ground_units[] = {
    {"km", 1000, "m"},    {"m", 1, NULL},      {"mi", 1609.344, "ft"},
    {"ft", 0.3048, NULL}, {"nmi", 1852, NULL},
};
enum { N_GROUND_UNITS = sizeof ground_units / sizeof *ground_units };

static const struct value unit_word = {.kind = VALUE_WORD,
                                       .words = WORDS("m", "km", "mi", "nmi", "ft")};
static const struct value style_word = {.kind = VALUE_WORD, .words = WORDS("blocks", "line")};

/* The height of blocks and ticks, from a bar to its labels, the width of lines, from the bar to its
 * note; points, taste. */
static const double BLOCK = 3, TICK = 4, LABEL_GAP = 1.2, LINE = 0.5, NOTE_GAP = 1.5;
/* A bar is about a quarter of the page wide, but never absurdly short or long; taste. */
static const double SHARE = 0.24, SHORTEST = 24, USUAL_LEAST = 60, USUAL_MOST = 165;
/* How much the scale may differ within the frame: a reader measures no better than to a tenth.
 * Taste. */
static const double VARIES = 0.1;

static const struct ground_unit *unit_lookup(struct str name)
{
    for (size_t i = 0; i < N_GROUND_UNITS; i++) {
        if (str_is(name, ground_units[i].name))
            return &ground_units[i];
    }
    return NULL;
}

static bool read_unit(const struct node *n, struct scale_bar *s, struct lode_err *err)
{
    size_t i;
    if (s->n_bars == UNITS_MAX)
        return lode_fail(err, LODE_SCHEMA, n->at, "a scale bar shows one or two units");
    if (!node_choice(n, unit_word.words, N_GROUND_UNITS, &i, err))
        return false;
    s->bars[s->n_bars++].asked = unit_lookup(str_of(unit_word.words[i]));
    return true;
}

static bool read_section(const struct item *it, struct scale_bar *s, struct lode_err *err)
{
    const struct node *units = node_lookup(it->node, "units"),
                      *style = node_lookup(it->node, "style");
    size_t i = 0;

    if (!page_read_pt(it->node, "size", &s->text_pt, err))
        return false;
    if (style && !node_choice(style, style_word.words, 2, &i, err))
        return false;
    s->blocks = i == 0;

    if (units && units->kind == NODE_SCALAR && !read_unit(units, s, err))
        return false;

    for (size_t k = 0; units && k < units->n_items; k++) {
        if (!read_unit(units->items[k], s, err))
            return false;
    }

    if (!s->n_bars)
        s->bars[s->n_bars++].asked = unit_lookup(STR("km"));
    return true;
}

/* A number, with its unit when `unit` is not NULL. */
static bool shape_label(struct arena *a, const struct page_layout *l, const struct scale_bar *s,
                        double v, const char *unit, const struct text_block **ret,
                        struct lode_err *err)
{
    struct str language = l->in.doc->language.s;
    struct str number = words_number(a, language, v);
    struct text_params params = {"scale", number, s->text_pt, 0};

    if (unit)
        params.text =
            str_format(a, "%.*s\u00a0%.*s", STR_FMT(number), STR_FMT(words_unit(language, unit)));
    return page_text(a, l, &params, ret, err);
}

/* The largest of 2, 3 or 4 segments of 1, 2 or 5 times a power of ten that `most` units hold. */
static void choose_step(double most, struct bar *bar)
{
    static const double mantissas[] = {1, 2, 5};
    double ten = pow(10, floor(log10(most)) - 1), best = 0;

    for (int e = 0; e < 2; e++, ten *= 10) {
        for (int m = 0; m < 3; m++) {
            for (int n = 2; n <= SEGMENTS_MAX; n++) {
                double step = mantissas[m] * ten, total = step * n;
                if (total > most * (1 + 1e-9) || total < best * (1 + 1e-9))
                    continue;

                best = total;
                bar->step = step;
                bar->n = n;
            }
        }
    }
}

/* Labels at all steps when they have room, else at the ends and the middle, else at the ends. */
static bool shape_labels(struct arena *a, const struct page_layout *l, const struct scale_bar *s,
                         struct bar *bar, struct lode_err *err)
{
    const struct text_block *number;
    double widest = 0, segment = bar->length_pt / bar->n;

    for (int i = 0; i <= bar->n; i++) {
        bool last = i == bar->n;
        if (!shape_label(a, l, s, bar->step * i, last ? bar->unit->name : NULL, &bar->label[i],
                         err) ||
            !shape_label(a, l, s, bar->step * i, NULL, &number, err))
            return false;

        widest = fmax(widest, number->width_pt);
        bar->last_number_pt = number->width_pt;
    }

    int every = widest + 4 <= segment                          ? 1
                : bar->n % 2 == 0 && widest + 4 <= 2 * segment ? 2
                                                               : bar->n;
    for (int i = 0; i <= bar->n; i++) {
        if (i % every)
            bar->label[i] = NULL;
    }

    return true;
}

/* The height of all bars, their labels and the note. */
static double height_pt(const struct scale_bar *s)
{
    double bars = s->blocks ? BLOCK * (double)s->n_bars : TICK * (double)s->n_bars;
    double note = s->note ? NOTE_GAP + s->note->height_pt : 0;
    return bars + (double)s->n_bars * (s->label_pt + LABEL_GAP) + note;
}

/* About how long the bar shall be. */
static bool read_width(const struct page_layout *l, const struct item *it, double *ret_pt,
                       struct lode_err *err)
{
    const struct node *width = node_lookup(it->node, "width");
    *ret_pt = fmin(fmax(SHARE * box_width(l->area_pt), USUAL_LEAST), USUAL_MOST);
    if (!width)
        return true;
    if (!node_pt(width, ret_pt, err))
        return false;

    return *ret_pt >= SHORTEST ||
           lode_fail(err, LODE_SCHEMA, width->at, "a scale bar is at least %.1f mm long",
                     ceil(SHORTEST / PT_PER_MM * 10) / 10);
}

static bool measure_scale_bar(struct arena *a, const struct page_layout *l, struct item *it,
                              struct page_size room, struct lode_err *err)
{
    struct scale_bar *s = arena_new(a, struct scale_bar);
    const struct text_block *zero, *end;

    it->own = s;
    if (!read_section(it, s, err) || !shape_label(a, l, s, 0, NULL, &zero, err))
        return false;

    s->label_pt = zero->height_pt;
    s->before_pt = zero->width_pt / 2;
    for (size_t i = 0; i < s->n_bars; i++) {
        /* The widest label there may be stands for the one that is not known yet. */
        if (!shape_label(a, l, s, 10000, s->bars[i].asked->name, &end, err))
            return false;
        s->after_pt = fmax(s->after_pt, end->width_pt);
    }

    double usual;
    if (!read_width(l, it, &usual, err))
        return false;
    s->longest_pt = fmin(usual, room.width_pt - s->before_pt - s->after_pt);
    s->note = zero; /* keeps the room for a note that may be needed */
    it->size = (struct page_size){s->before_pt + s->longest_pt + s->after_pt, height_pt(s)};

    it->left_out = false;
    if (s->longest_pt < SHORTEST || it->size.height_pt > room.height_pt) {
        if (!it->node) {
            it->left_out = true;
            log_note((struct lode_span){0}, "no-scale-bar",
                     "no scale bar: there is no room for one");
            return true;
        }

        lode_fail(err, LODE_LIMIT, section_span(it->node), "no room for the scale bar");
        return lode_hint(err, "leave it out (`scale-bar: none`) or place it elsewhere with `at`");
    }

    return true;
}

/* The point of the frame nearest to `p`. */
static struct pagexy nearest_in_frame(const struct view *v, struct pagexy p)
{
    struct box f = v->frame_pt;
    return (struct pagexy){fmin(fmax(p.x_pt, f.x0), f.x1), fmin(fmax(p.y_pt, f.y0), f.y1)};
}

/* Where the bar's scale is taken: its own middle, or the frame's where the projection shows
 * nothing. */
static struct pagexy true_place(const struct item *it, const struct view *v)
{
    struct box b = it->box_pt;
    struct pagexy p = nearest_in_frame(v, (struct pagexy){(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2});
    struct lonlat unused;
    if (view_lonlat(v, p, &unused))
        return p;

    struct box f = v->frame_pt;
    return (struct pagexy){(f.x0 + f.x1) / 2, (f.y0 + f.y1) / 2};
}

/* The largest scale in the frame over the smallest, less one. Where it is far below VARIES, a bound
 * that is no less. */
static double scale_variation(const struct view *v)
{
    double least = INFINITY, most = 0, error = v->max_scale_error;

    /* What the largest distortion allows, where that is little: to measure takes longer. */
    if (error > 0 && error < VARIES / 4)
        return (1 + error) / (1 - error) - 1;

    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
        double x = (i % SAMPLES + 0.5) / SAMPLES, y = (i / SAMPLES + 0.5) / SAMPLES;
        struct pagexy p = {v->frame_pt.x0 + x * box_width(v->frame_pt),
                           v->frame_pt.y0 + y * box_height(v->frame_pt)};
        struct lonlat unused;
        if (!view_lonlat(v, p, &unused))
            continue;

        double k = view_pt_per_km(v, p);
        if (!isfinite(k) || k <= 0)
            continue;
        least = fmin(least, k);
        most = fmax(most, k);
    }

    return most > 0 ? most / least - 1 : 0;
}

/* The latitude at which the bar is right. */
static bool shape_note(struct arena *a, const struct page_layout *l, struct scale_bar *s,
                       const struct view *v, struct pagexy at, struct lode_err *err)
{
    struct lonlat place;
    s->note = NULL;
    if (!view_lonlat(v, at, &place))
        return true;

    struct str language = l->in.doc->language.s;
    struct str deg = words_degrees(a, language, round(place.lat_deg), false);
    bool english = !language.len || str_starts(language, STR("en"));
    struct text_params params = {"scale", {0}, s->text_pt, 0};
    params.text = str_format(a, english ? "at %.*s" : "(%.*s)", STR_FMT(deg));
    return page_text(a, l, &params, &s->note, err);
}

/* The steps and labels of a bar at that scale. */
static bool set_bar(struct arena *a, const struct page_layout *l, struct scale_bar *s,
                    struct bar *bar, double pt_per_km, struct lode_err *err)
{
    double most = s->longest_pt / (pt_per_km * bar->asked->m / 1000);
    bar->unit = bar->asked;
    if (most < 2 && bar->asked->smaller) {
        bar->unit = unit_lookup(str_of(bar->asked->smaller));
        most = s->longest_pt / (pt_per_km * bar->unit->m / 1000);
    }

    choose_step(most, bar);
    bar->length_pt = bar->step * bar->n * pt_per_km * bar->unit->m / 1000;
    return shape_labels(a, l, s, bar, err);
}

static bool furnish_scale_bar(struct arena *a, const struct page_layout *l, struct item *it,
                              const struct view *v, struct lode_err *err)
{
    struct scale_bar *s = it->own;
    struct pagexy at = true_place(it, v);
    double k = view_pt_per_km(v, at), differs = scale_variation(v), longest = 0;

    if (!isfinite(k) || k <= 0 || (differs > VARIES && !it->node)) {
        log_note(section_span(it->node), "no-scale-bar",
                 "no scale bar: the scale differs by %.0f%% within the map", 100 * differs);
        it->left_out = true;
        return true;
    }

    s->note = NULL;
    if (differs > VARIES && !shape_note(a, l, s, v, at, err))
        return false;

    s->before_pt = s->after_pt = 0;
    for (size_t i = 0; i < s->n_bars; i++) {
        struct bar *bar = &s->bars[i];
        if (!set_bar(a, l, s, bar, k, err))
            return false;

        longest = fmax(longest, bar->length_pt);
        s->before_pt = fmax(s->before_pt, bar->label[0]->width_pt / 2);
    }

    double end = 0;
    for (size_t i = 0; i < s->n_bars; i++) {
        const struct bar *bar = &s->bars[i];
        end = fmax(end, bar->length_pt + bar->label[bar->n]->width_pt - bar->last_number_pt / 2);
    }

    s->after_pt = fmax(end - longest, 0);
    it->size = (struct page_size){s->before_pt + longest + s->after_pt, height_pt(s)};
    return true;
}

/* The bar may have moved a little since it was furnished: its numbers stay, its length follows. */
static bool settle_scale_bar(struct arena *a, const struct page_layout *l, struct item *it,
                             const struct view *v, struct lode_err *err)
{
    (void)a, (void)l, (void)err;
    struct scale_bar *s = it->own;
    double k = view_pt_per_km(v, true_place(it, v));
    for (size_t i = 0; i < s->n_bars; i++)
        s->bars[i].length_pt = s->bars[i].step * s->bars[i].n * k * s->bars[i].unit->m / 1000;

    double differs = scale_variation(v);
    if (differs > VARIES)
        log_warn(
            section_span(it->node), "scale-differs",
            "the scale bar is right only near its latitude: the scale differs by %.0f%% within "
            "the map",
            100 * differs);
    return true;
}

/* The page's x that is `pt` from the bar's zero, to the left where the page is read so. */
static double bar_x(const struct page_layout *l, struct box box, const struct scale_bar *s,
                    double pt)
{
    return l->rtl ? box.x1 - s->before_pt - pt : box.x0 + s->before_pt + pt;
}

static struct box ordered(double x0, double y0, double x1, double y1)
{
    return (struct box){fmin(x0, x1), fmin(y0, y1), fmax(x0, x1), fmax(y0, y1)};
}

/* `y` is the upper edge of the labels. */
static void draw_labels(struct scene_builder *b, const struct page_layout *l,
                        const struct scale_bar *s, const struct bar *bar, struct box box, double y)
{
    for (int i = 0; i <= bar->n; i++) {
        const struct text_block *t = bar->label[i];
        if (!t)
            continue;

        double x = bar_x(l, box, s, bar->length_pt * i / bar->n);
        double half = i == bar->n ? bar->last_number_pt / 2 : t->width_pt / 2;
        x = l->rtl ? x + half - t->width_pt : x - half;
        scene_text(b, t, (struct pagexy){x, y}, 0);
    }
}

static void draw_blocks(struct scene_builder *b, const struct page_layout *l,
                        const struct scale_bar *s, const struct bar *bar, struct box box, double y)
{
    struct rgba ink = style_theme_text(l->in.doc, "scale").color;
    struct rgba paper =
        style_theme_color(l->in.doc, "scale-light", (struct rgba){255, 255, 255, 255});
    for (int i = 0; i < bar->n; i++) {
        struct symbol look = scene_look(i % 2 ? paper : ink, ink, LINE);
        double from = bar_x(l, box, s, bar->length_pt * i / bar->n);
        double to = bar_x(l, box, s, bar->length_pt * (i + 1) / bar->n);
        scene_box(b, ordered(from, y, to, y + BLOCK), &look);
    }
}

/* A line with ticks. `up`: they point upward, to the labels. */
static void draw_ticks(struct scene_builder *b, const struct page_layout *l,
                       const struct scale_bar *s, const struct bar *bar, struct box box, double y,
                       bool up)
{
    struct rgba ink = style_theme_text(l->in.doc, "scale").color;
    struct symbol look = scene_look((struct rgba){0}, ink, 2 * LINE);
    double line = up ? y + TICK : y, end = up ? y : y + TICK;
    double zero = bar_x(l, box, s, 0), last = bar_x(l, box, s, bar->length_pt);

    scene_line(b, (double[]){zero, end, zero, line, last, line, last, end}, 4, &look);
    for (int i = 1; i < bar->n; i++) {
        double x = bar_x(l, box, s, bar->length_pt * i / bar->n);
        scene_line(b, (double[]){x, line, x, (line + end) / 2}, 2, &look);
    }
}

static void draw_scale_bar(struct scene_builder *b, const struct page_layout *l,
                           const struct item *it)
{
    const struct scale_bar *s = it->own;
    struct box box = item_content(it);
    double thick = s->blocks ? BLOCK : TICK, y = box.y0;

    for (size_t i = 0; i < s->n_bars; i++) {
        bool above = i == 0;
        if (above) {
            draw_labels(b, l, s, &s->bars[i], box, y);
            y += s->label_pt + LABEL_GAP;
        }

        if (s->blocks)
            draw_blocks(b, l, s, &s->bars[i], box, y);
        else
            draw_ticks(b, l, s, &s->bars[i], box, y, above);
        y += thick;

        if (!above) {
            draw_labels(b, l, s, &s->bars[i], box, y + LABEL_GAP);
            y += s->label_pt + LABEL_GAP;
        }
    }

    if (s->note) {
        double middle = bar_x(l, box, s, s->bars[0].length_pt / 2);
        double x = fmax(middle - s->note->width_pt / 2, box.x0);
        scene_text(b, s->note, (struct pagexy){x, y + NOTE_GAP}, 0);
    }
}

/* ---- the row ---- */

static const struct value units = {
    .kind = VALUE_LIST, .of = &unit_word, .at_least = 1, .at_most = UNITS_MAX};
static const struct value unit_or_units = {.kind = VALUE_ONE_OF, .any = ONE_OF(&unit_word, &units)};
static const struct key scale_bar_keys[] = {
    AT_KEY,
    {"units", &unit_or_units, 0, "km, or [km, mi] for two bars"},
    {"style", &style_word, 0, "blocks or line"},
    {"width", &kind_paper, 0, "about how long the bar is"},
    {"size", &kind_letters, 0, "the size of the letters"},
};
static const struct section scale_bar_section = SECTION("the scale bar", scale_bar_keys);
static const struct value scale_bar_map = A_MAP(scale_bar_section);
static const struct value scale_bar_value = SWITCHED(scale_bar_map);

const struct item_kind scale_bar_item = {
    .key = {"scale-bar", &scale_bar_value, 0, "how long a distance is"},
    .by_default = true,
    .asks_last = true,
    .movable = true,
    .at = AT_BOTTOM_RIGHT,
    .measure = measure_scale_bar,
    .furnish = furnish_scale_bar,
    .settle = settle_scale_bar,
    .draw = draw_scale_bar};
