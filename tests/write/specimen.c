#include "specimen.h"

#include <glib.h>
#include <math.h>

#include "base/arena.h"
#include "base/units.h"
#include "geom/marker.h"

struct sheet {
    struct arena *a;
    struct text_context *ctx;
    ARRAY(struct scene_op) ops;
};

static const struct rgba black = {0x22, 0x22, 0x22, 255}, white = {255, 255, 255, 255},
                         grey = {0x77, 0x77, 0x77, 255}, land = {0xf4, 0xef, 0xe4, 255},
                         blue = {0x0, 0x72, 0xb2, 255}, orange = {0xe6, 0x9f, 0, 255},
                         green = {0, 0x9e, 0x73, 255}, red = {0xd5, 0x5e, 0, 255};

static struct scene_op *add(struct sheet *s, enum scene_kind kind)
{
    struct scene_op *op = array_add(s->a, &s->ops);
    *op = (struct scene_op){.kind = kind};
    return op;
}

static const struct geometry *finish(struct sheet *s, struct geom_builder *b)
{
    struct geometry *g = arena_new(s->a, struct geometry);
    geom_finish(s->a, b, g);
    return g;
}

static void shapes(struct sheet *s, struct geom_builder *b, const struct symbol *symbol,
                   unsigned passes)
{
    struct symbol *copy = arena_new(s->a, struct symbol);
    *copy = *symbol;
    struct scene_op *op = add(s, SCENE_SHAPES);
    op->shapes.geom = finish(s, b);
    op->shapes.symbols = copy;
    op->shapes.passes = passes;
}

static void text(struct sheet *s, const char *content, double x, double y, double turn_deg,
                 struct text_style style)
{
    struct lode_err err = {0};
    const struct text_block *block;
    if (!style.color.a)
        style.color = black;
    if (!text_shape(s->ctx, s->a, str_of(content), &style, &block, &err))
        g_error("%s", err.message);
    struct scene_op *op = add(s, SCENE_TEXT);
    op->text.block = block;
    op->text.at = (struct pagexy){x, y};
    op->text.rotate_rad = turn_deg * G_PI / 180;
}

static void blob(struct geom_builder *b, double x, double y, double r, double phase)
{
    geom_feature(b, GEOM_POLYGON);
    geom_part(b);
    for (int ring = 0; ring < 2; ring++) {
        double size = ring ? r * 0.35 : r;
        geom_ring(b);
        for (int k = 0; k <= 60; k++) {
            double t = k % 60 * G_PI / 30;
            double q = size * (1 + 0.16 * sin(3 * t + phase) + 0.07 * cos(7 * t));
            geom_xy(b, x + q * cos(t), y + 0.7 * q * sin(t));
        }
    }
}

static void box(struct geom_builder *b, struct box x)
{
    geom_feature(b, GEOM_POLYGON);
    geom_part(b);
    geom_ring(b);
    geom_xy(b, x.x0, x.y0);
    geom_xy(b, x.x1, x.y0);
    geom_xy(b, x.x1, x.y1);
    geom_xy(b, x.x0, x.y1);
    geom_xy(b, x.x0, x.y0);
}

static void wave(struct geom_builder *b, double x, double y, double width)
{
    geom_feature(b, GEOM_LINE);
    geom_part(b);
    geom_ring(b);
    for (int k = 0; k <= 40; k++)
        geom_xy(b, x + width * k / 40, y + 7 * sin(k * G_PI / 10));
}

static void markers(struct sheet *s)
{
    static const struct {
        struct rgba fill, stroke;
        double size_pt;
    } looks[] = {{{0, 0x72, 0xb2, 255}, {255, 255, 255, 255}, 8},
                 {{0xe6, 0x9f, 0, 255}, {0x22, 0x22, 0x22, 255}, 14},
                 {{0xd5, 0x5e, 0, 128}, {0}, 22}};
    for (int m = 0; marker_shapes[m].commands; m++) {
        for (int k = 0; k < 3; k++) {
            struct geom_builder b = {0};
            geom_feature(&b, GEOM_POINT);
            geom_part(&b);
            geom_ring(&b);
            geom_xy(&b, 40 + 37 * m, 60 + 28 * k);
            struct symbol symbol = {.fill = looks[k].fill,
                                    .shape = (size_t)m,
                                    .size_pt = looks[k].size_pt,
                                    .stroke = {.color = looks[k].stroke, .width_pt = 0.6}};
            shapes(s, &b, &symbol, PASS_MARKER);
        }
        struct text_style style = {.size_pt = 6, .color = grey};
        text(s, marker_shapes[m].name, 40 + 37 * m - 14, 132, 0, style);
    }
}

static void hatches(struct sheet *s)
{
    static const struct hatch hatches[] = {
        {HATCH_LINES, {0, 0x72, 0xb2, 255}, 45, 3, 0.5, NULL},
        {HATCH_LINES, {0xd5, 0x5e, 0, 255}, 0, 2, 0.5, NULL},
        {HATCH_CROSS, {0, 0x9e, 0x73, 255}, 45, 4, 0.4, NULL},
        {HATCH_DOTS, {0x22, 0x22, 0x22, 255}, 45, 3.5, 1.2, NULL},
        {HATCH_DOTS, {0xe6, 0x9f, 0, 255}, 0, 3, 1.6, NULL},
    };
    for (int k = 0; k < 5; k++) {
        struct geom_builder b = {0};
        blob(&b, 75 + 105 * k, 190, 42, k);
        struct symbol symbol = {.fill = land,
                                .hatch = hatches[k],
                                .stroke = {.color = black, .width_pt = 0.6, .join = JOIN_ROUND}};
        shapes(s, &b, &symbol, PASS_FILL | PASS_HATCH | PASS_STROKE);
        /* a neighbour in the same hatch, to see that lines and dots meet at the border */
        struct geom_builder n = {0};
        box(&n, (struct box){60 + 105 * k, 225, 80 + 105 * k, 245});
        box(&n, (struct box){80 + 105 * k, 225, 110 + 105 * k, 245});
        symbol.stroke.width_pt = 0.3;
        shapes(s, &n, &symbol, PASS_FILL | PASS_HATCH | PASS_STROKE);
    }
}

static void lines(struct sheet *s)
{
    const struct symbol looks[] = {
        {.stroke = {.color = black, .width_pt = 0.25}},
        {.stroke = {.color = blue, .width_pt = 1.5, .cap = CAP_ROUND, .join = JOIN_ROUND}},
        {.casing = {.color = black, .width_pt = 3.4, .join = JOIN_ROUND},
         .stroke = {.color = orange, .width_pt = 2.4, .join = JOIN_ROUND}},
        {.stroke = {.color = black, .width_pt = 0.7},
         .ticks = {.color = black, .width_pt = 0.7, .length_pt = 5, .every_pt = 6}},
        {.casing = {.color = black, .width_pt = 3},
         .stroke = {.color = white, .width_pt = 2, .dash_pt = {7, 7}, .n_dash = 2}},
        {.stroke = {.color = red, .width_pt = 1.2, .dash_pt = {6, 2, 1, 2}, .n_dash = 4}},
        {.stroke =
             {.color = green, .width_pt = 1.6, .dash_pt = {0, 3.2}, .n_dash = 2, .cap = CAP_ROUND}},
        {.stroke = {.color = {0, 0x72, 0xb2, 100}, .width_pt = 5}},
        {.stroke = {.color = red, .width_pt = 1, .offset_pt = 3, .join = JOIN_ROUND},
         .casing = {.color = black, .width_pt = 0.5}},
    };
    for (size_t k = 0; k < G_N_ELEMENTS(looks); k++) {
        double x = 30 + 180 * (k % 3), y = 275 + 24 * (k / 3);
        struct geom_builder casing = {0}, stroke = {0};
        wave(&casing, x, y, 160);
        shapes(s, &casing, &looks[k], PASS_CASING);
        wave(&stroke, x, y, 160);
        shapes(s, &stroke, &looks[k], PASS_STROKE);
    }
}

static void texts(struct sheet *s)
{
    struct text_style halo = {
        .size_pt = 13, .halo_color = white, .halo_width_pt = 1.4, .color = black};
    struct geom_builder b = {0};
    for (int k = 0; k < 24; k++)
        wave(&b, 30, 352 + 5 * k, 540);
    struct symbol thin = {.stroke = {.color = {0x99, 0xbb, 0xdd, 255}, .width_pt = 0.8}};
    shapes(s, &b, &thin, PASS_STROKE);
    text(s, "Mazar-i-Sharif, office fjord", 36, 350, 0, halo);
    text(s, "Ташкент · Ўзбекистон Қазақстон", 250, 350, 0, halo);
    text(s, "مزار شریف (۲۵ کیلومتر) [A4]", 36, 375, 0, halo);
    text(s, "د افغانستان ریل پټلۍ", 250, 375, 0, halo);
    text(s, "喀布尔 · 中亚矿产图", 420, 375, 0, halo);
    text(s, "Kabul کابل 喀布尔 Кабул: 34.5° N", 36, 400, 0, halo);
    halo.weight = 700;
    text(s, "Bold: Nurata", 290, 400, 0, halo);
    halo.weight = 400;
    halo.italic = true;
    halo.color = blue;
    text(s, "Amu Darya", 400, 410, -8, halo);
    text(s, "Syr Darya", 478, 397, 20, halo);
    halo.italic = false;
    halo.color = grey;
    halo.letter_spacing_pt = 4;
    text(s, "AFGHANISTAN", 36, 428, 0, halo);
    text(s,
         "Deposits within reach of a working railway, wrapped at its width and set to the middle.\n"
         "فاصله تا راه‌آهن در متن راست به چپ نیز شکسته "
         "می‌شود",
         250, 424, 0,
         (struct text_style){
             .size_pt = 8, .max_width_pt = 150, .align = ALIGN_CENTRE, .line_height = 1.3});
    text(s, "Right aligned in Noto Serif: fi ffl 1/2 №12, 25 km² — “quoted”", 420, 424, 0,
         (struct text_style){
             .size_pt = 9, .max_width_pt = 150, .align = ALIGN_END, .family = STR("Noto Serif")});
}

static void groups(struct sheet *s)
{
    struct geom_builder frame = {0}, one = {0}, two = {0};
    box(&frame, (struct box){36, 460, 220, 490});
    add(s, SCENE_CLIP)->clip = finish(s, &frame);
    add(s, SCENE_GROUP)->opacity = 0.5;
    blob(&one, 90, 475, 50, 1);
    shapes(s, &one, &(struct symbol){.fill = red}, PASS_FILL);
    blob(&two, 150, 475, 50, 2);
    struct symbol symbol = {.fill = blue, .stroke = {.color = black, .width_pt = 2}};
    shapes(s, &two, &symbol, PASS_FILL | PASS_STROKE);
    add(s, SCENE_END);
    add(s, SCENE_END);
}

void specimen_scene(struct arena *a, struct text_context *ctx, struct scene *ret)
{
    struct sheet s = {.a = a, .ctx = ctx};
    text(&s, "Specimen of symbols", 36, 20, 0, (struct text_style){.size_pt = 16, .weight = 700});
    add(&s, SCENE_TAG)->tag = STR("layer: markers & \"more\"");
    markers(&s);
    add(&s, SCENE_END);
    hatches(&s);
    lines(&s);
    texts(&s);
    groups(&s);
    *ret = (struct scene){
        .width_pt = 210 * PT_PER_MM,
        .height_pt = 180 * PT_PER_MM,
        .background = white,
        .ops = s.ops.v,
        .n_ops = s.ops.n,
        .title = STR("Specimen: کابل <&> 喀布尔"),
        .description = STR("Every symbol of lode"),
        .language = STR("en"),
    };
}
