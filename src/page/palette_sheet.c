/* A sheet of palettes, drawn to choose one from: `lode palettes -o FILE`. */
#include "page/palette_sheet.h"

#include "base/arena.h"
#include "base/units.h"
#include "base/version.h"
#include "base/vision.h"
#include "doc/palette_kinds.h"
#include "page/scene_build.h"

#define MM(v) ((v)*PT_PER_MM)

size_t palette_shown(const struct palette *p, struct rgba ret[PALETTE_SHOWN])
{
    size_t n = p->n <= PALETTE_SHOWN ? p->n : 9;
    palette_classes(p, n, false, ret);
    return n;
}

const char *palette_kind_name(enum palette_kind kind)
{
    static const char *const names[] = {"any", PALETTE_KINDS};
    return names[kind];
}

const char *palette_source(const struct palette *p)
{
    static const char *const sources[] = {
        [PALETTE_OWN] = "of the document",
        [PALETTE_BREWER] = "ColorBrewer, Apache-2.0",
        [PALETTE_OKABE_ITO] = "Okabe & Ito 2002",
        [PALETTE_VIRIDIS] = "Smith, van der Walt & Firing, CC0",
        [PALETTE_CRAMERI] = "Crameri, MIT",
        [PALETTE_STEVENS] = "Stevens 2015",
    };
    if (str_is(p->name, "cividis"))
        return "Nunez, Anderton & Renslow 2018";
    return sources[p->origin];
}

struct str palette_safety(struct arena *a, const struct palette *p)
{
    if (p->safe_classes <= 0)
        return STR("not safe");
    if ((size_t)p->safe_classes < p->n)
        return str_format(a, "safe up to %d", p->safe_classes);
    return STR("safe");
}

/* ---- the sheet, in two columns of rows */

/* Taste; but strips may not be narrower: of 1 mm they can still be compared. */
static const double MARGIN_PT = MM(10), NAME_PT = MM(29), BAR_PT = MM(58), GAP_PT = MM(10),
                    ROW_PT = MM(11), HEAD_PT = MM(12), FOOT_PT = MM(16), SWATCH_PT = MM(3.6),
                    STRIP_PT = MM(1);
enum { COLUMNS = 2 };

struct sheet {
    struct arena *arena;
    struct text_context *text;
    struct scene_builder scene;
    struct lode_err *err;
};

static const struct rgba ink = {0x2b, 0x30, 0x36, 255}, pale = {0x6b, 0x70, 0x76, 255},
                         edge = {0xc8, 0xc8, 0xc8, 255};

/* A name (`strong`) or a fact about it. */
static bool write_text(struct sheet *s, struct str text, double x_pt, double y_pt, double size_pt,
                       bool strong)
{
    const struct text_block *block;
    struct text_style style = {.size_pt = size_pt,
                               .weight = strong ? 600 : 400,
                               .color = strong ? ink : pale,
                               .max_width_pt = NAME_PT + BAR_PT};
    if (!text_shape(s->text, s->arena, text, &style, &block, s->err))
        return false;
    scene_text(&s->scene, block, (struct pagexy){x_pt, y_pt}, 0);
    return true;
}

/* One strip of colours as readers with that vision see them. */
static void draw_strip(struct sheet *s, const struct rgba *colors, size_t n, enum vision vision,
                       double x_pt, double y_pt, double height_pt)
{
    double width_pt = BAR_PT / (double)n;
    for (size_t i = 0; i < n; i++) {
        struct symbol look = scene_look(vision_see(colors[i], vision), (struct rgba){0}, 0);
        double x0 = x_pt + (double)i * width_pt;
        scene_box(&s->scene, (struct box){x0, y_pt, x0 + width_pt, y_pt + height_pt}, &look);
    }
}

static bool draw_palette(struct sheet *s, const struct palette *p, double x_pt, double y_pt)
{
    struct rgba colors[PALETTE_SHOWN];
    size_t n = palette_shown(p, colors);
    double bar_x = x_pt + NAME_PT, y = y_pt;
    struct str facts = str_format(s->arena, "%s, %zu", palette_kind_name(p->kind), p->n);

    if (p->n > PALETTE_SHOWN)
        facts = str_format(s->arena, "%s, any number", palette_kind_name(p->kind));

    draw_strip(s, colors, n, VISION_USUAL, bar_x, y, SWATCH_PT);
    y += SWATCH_PT;
    for (enum vision v = VISION_DEUTERANOPIA; v <= VISION_GREY; v++, y += STRIP_PT)
        draw_strip(s, colors, n, v, bar_x, y + MM(0.3), STRIP_PT);

    /* Without a frame pale ends would be lost on the paper. */
    struct symbol frame = scene_look((struct rgba){0}, edge, MM(0.1));
    scene_box(&s->scene, (struct box){bar_x, y_pt, bar_x + BAR_PT, y + MM(0.3)}, &frame);

    return write_text(s, p->name, x_pt, y_pt - MM(0.4), 8, true) &&
           write_text(s, facts, x_pt, y_pt + MM(3), 6, false) &&
           write_text(s, palette_safety(s->arena, p), x_pt, y_pt + MM(5.6), 6, false);
}

static bool draw_palettes(struct sheet *s, const struct palette *palettes, size_t n, size_t rows)
{
    for (size_t i = 0; i < n; i++) {
        double x = MARGIN_PT + (double)(i / rows) * (NAME_PT + BAR_PT + GAP_PT);
        double y = MARGIN_PT + HEAD_PT + (double)(i % rows) * ROW_PT;
        if (!draw_palette(s, &palettes[i], x, y))
            return false;
    }
    return true;
}

bool palette_sheet(struct arena *a, struct text_context *text, const struct palette *palettes,
                   size_t n, struct scene *ret, struct lode_err *err)
{
    struct sheet s = {.arena = a, .text = text, .scene.arena = a, .err = err};
    size_t columns = n < COLUMNS ? 1 : COLUMNS, rows = (n + columns - 1) / columns;
    double width = 2 * MARGIN_PT + (double)columns * (NAME_PT + BAR_PT + GAP_PT) - GAP_PT;
    double foot = MARGIN_PT + HEAD_PT + (double)rows * ROW_PT;

    const char *note = "Below the colours: deuteranopia, protanopia, tritanopia, grey.";
    const char *sources =
        "ColorBrewer (Apache-2.0); Okabe & Ito 2002; viridis, magma, inferno, plasma "
        "(CC0); cividis (Nunez et al. 2018); pairs Stevens 2015; all others Crameri (MIT).";

    if (!write_text(&s, STR("Palettes"), MARGIN_PT, MARGIN_PT - MM(2), 14, true) ||
        !draw_palettes(&s, palettes, n, rows) ||
        !write_text(&s, str_of(note), MARGIN_PT, foot + MM(1), 6, false) ||
        !write_text(&s, str_of(sources), MARGIN_PT, foot + MM(4), 6, false))
        return false;

    *ret = (struct scene){
        .width_pt = width,
        .height_pt = foot + FOOT_PT + MARGIN_PT / 2,
        .background = {255, 255, 255, 255},
        .ops = s.scene.ops.v,
        .n_ops = s.scene.ops.n,
        .title = STR("Palettes"),
        .description = STR("The palettes of lode, with what readers with colour blindness and a "
                           "copy in grey make of them."),
        .language = STR("en"),
        .creator = STR("lode " LODE_VERSION),
    };
    return true;
}
