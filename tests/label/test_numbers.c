#include <glib.h>

#include "base/arena.h"
#include "base/str.h"
#include "geom/inside.h"
#include "label/numbers.h"

struct sheet_page {
    struct arena a;
    struct geom_builder shapes;
    struct geometry shape;
    struct numbers_input in;
    struct numbers numbers;
};

static void page_init(struct sheet_page *p)
{
    struct lode_err err = {0};
    *p = (struct sheet_page){.in = {.style = {.size_pt = 8},
                                    .least_pt = 4.5,
                                    .marker_pt = 3,
                                    .frame_pt = {0, 0, 300, 200}}};
    arena_init(&p->a, 0);
    g_assert_true(text_context_create(&p->a, &p->in.text, &err));
}

static void add_square(struct sheet_page *p, double x, double y, double side)
{
    double xy[] = {x, y, x + side, y, x + side, y + side, x, y + side, x, y};
    geom_feature(&p->shapes, GEOM_POLYGON);
    geom_part(&p->shapes);
    geom_ring(&p->shapes);
    for (size_t i = 0; i < 5; i++)
        geom_xy(&p->shapes, xy[2 * i], xy[2 * i + 1]);
}

static void place(struct sheet_page *p)
{
    struct lode_err err = {0};
    geom_finish(&p->a, &p->shapes, &p->shape);
    struct str *texts = arena_array(&p->a, struct str, p->shape.n);
    for (size_t i = 0; i < p->shape.n; i++)
        texts[i] = str_format(&p->a, "%zu", i + 1);
    p->in.shapes = &p->shape;
    p->in.texts = texts;
    g_assert_true(numbers_place(&p->a, &p->in, &p->numbers, &err));
}

static struct box box_of(const struct placed_label *l)
{
    return (struct box){l->at.x_pt, l->at.y_pt, l->at.x_pt + l->block->width_pt,
                        l->at.y_pt + l->block->height_pt};
}

static void assert_apart(const struct sheet_page *p)
{
    const struct numbers *n = &p->numbers;
    for (size_t i = 0; i < n->n; i++) {
        struct box b = box_of(&n->v[i]);
        g_assert_true(box_holds(p->in.frame_pt, b));
        for (size_t k = 0; k < p->in.n_taken; k++)
            g_assert_false(box_meets(p->in.taken_pt[k], b));
        for (size_t k = i + 1; k < n->n; k++)
            g_assert_false(box_meets(b, box_of(&n->v[k])));
    }
}

static void test_a_number_stands_inside_where_there_is_room(void)
{
    struct sheet_page p;
    page_init(&p);
    add_square(&p, 10, 10, 40);
    add_square(&p, 100, 100, 7); /* for small letters */
    place(&p);
    g_assert_cmpuint(p.numbers.n, ==, 2);
    g_assert_cmpuint(p.numbers.leaders.n, ==, 0);
    g_assert_cmpfloat(p.numbers.v[0].block->style.size_pt, ==, 8);
    g_assert_cmpfloat(p.numbers.v[1].block->style.size_pt, <, 8);
    for (size_t i = 0; i < 2; i++)
        g_assert_true(box_holds(p.shape.box[i], box_of(&p.numbers.v[i])));
    arena_finish(&p.a);
}

/* Squares of 2 pt hold no number: outside of all, at leaders that begin in them. */
static void test_small_shapes_have_leaders(void)
{
    struct sheet_page p;
    struct box legend = {0, 0, 300, 90};
    page_init(&p);
    p.in.taken_pt = &legend;
    p.in.n_taken = 1;
    for (int i = 0; i < 12; i++)
        add_square(&p, 100 + 5 * (i % 4), 100 + 5 * (i / 4), 2);
    place(&p);
    assert_apart(&p);
    g_assert_cmpuint(p.numbers.leaders.n, ==, p.numbers.n);
    for (size_t i = 0; i < p.shape.n; i++)
        g_assert_cmpuint(p.numbers.with[i], !=, SIZE_MAX);
    for (size_t i = 0; i < p.numbers.leaders.n; i++) {
        const double *from = p.numbers.leaders.xy + 2 * p.numbers.leaders.at[i];
        bool inside = false;
        for (size_t k = 0; k < p.shape.n; k++)
            inside |= geometry_holds(&p.shape, k, from[0], from[1]);
        g_assert_true(inside);
    }
    arena_finish(&p.a);
}

/* A hundred sheets in one place: each is named by some text, and none is lost. */
static void test_crowded_shapes_share_a_text(void)
{
    struct sheet_page p;
    page_init(&p);
    for (int i = 0; i < 100; i++)
        add_square(&p, 150 + 0.1 * i, 100, 1);
    place(&p);
    assert_apart(&p);
    for (size_t i = 0; i < p.shape.n; i++) {
        struct str number = p.in.texts[i];
        bool said = false;
        g_assert_cmpuint(p.numbers.with[i], !=, SIZE_MAX);
        for (size_t k = 0; k < p.numbers.n; k++) {
            size_t at;
            said |= p.numbers.v[k].item == p.numbers.with[i] &&
                    str_find(p.numbers.v[k].block->text, number, &at);
        }
        g_assert_true(said);
    }
    arena_finish(&p.a);
}

/* A frame that furniture fills has no place at all. */
static void test_what_has_no_place_is_told(void)
{
    struct sheet_page p;
    struct box all = {0, 0, 300, 200};
    page_init(&p);
    p.in.taken_pt = &all;
    p.in.n_taken = 1;
    add_square(&p, 10, 10, 100);
    place(&p);
    g_assert_cmpuint(p.numbers.n, ==, 0);
    g_assert_cmpuint(p.numbers.with[0], ==, SIZE_MAX);
    arena_finish(&p.a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/numbers/inside", test_a_number_stands_inside_where_there_is_room);
    g_test_add_func("/numbers/leaders", test_small_shapes_have_leaders);
    g_test_add_func("/numbers/groups", test_crowded_shapes_share_a_text);
    g_test_add_func("/numbers/none", test_what_has_no_place_is_told);
    return g_test_run();
}
