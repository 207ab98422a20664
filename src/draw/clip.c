/* Builds clips, the areas outside of which nothing is painted, each within the one round it. */
#include "draw/clip.h"

#include <stdlib.h>

#include "base/memory.h"

/* A clip while its runs come in. */
struct making {
    struct clip *clip;
    size_t n, cap;
    int y; /* the last row that has begun */
};

static void begin_rows(struct making *m, int y)
{
    while (m->y < y)
        m->clip->rows[++m->y - m->clip->box.y0] = (uint32_t)m->n;
}

static void add_run(struct making *m, struct clip_run run)
{
    if (!run.cover)
        return;
    if (m->n == m->cap) {
        m->cap = m->cap ? 2 * m->cap : 1024;
        m->clip->runs = memory_grow(m->clip->runs, sizeof *m->clip->runs, m->cap);
    }
    m->clip->runs[m->n++] = run;
}

/* A coverage_put: a run of the new area, cut by the clip round it. */
static void add_clipped(void *to, int y, int x0, int x1, unsigned cover)
{
    struct making *m = to;
    const struct clip *outer = m->clip->outer;

    begin_rows(m, y);
    if (!outer->outer) {
        add_run(m, (struct clip_run){x0, x1, cover});
        return;
    }

    const struct clip_run *end, *run = clip_runs(outer, y, x0, &end);
    for (; run < end && run->x0 < x1; run++)
        add_run(m, (struct clip_run){x0 > run->x0 ? x0 : run->x0, x1 < run->x1 ? x1 : run->x1,
                                     (cover * run->cover + 127) / 255});
}

struct clip *clip_create(struct clip *outer, struct coverage *area)
{
    struct clip *c = memory_grow(NULL, sizeof *c, 1);
    *c = (struct clip){.outer = outer, .box = outer->box};
    size_t n_rows = outer->box.y1 > outer->box.y0 ? (size_t)(outer->box.y1 - outer->box.y0) : 0;
    c->rows = memory_grow(NULL, sizeof *c->rows, n_rows + 1);

    struct making m = {.clip = c, .y = c->box.y0};
    c->rows[0] = 0;
    coverage_sweep(area, FILL_EVENODD, add_clipped, &m);
    begin_rows(&m, c->box.y0 + (int)n_rows);
    return c;
}

struct clip *clip_destroy(struct clip *c)
{
    struct clip *outer = c->outer;
    free(c->rows);
    free(c->runs);
    free(c);
    return outer;
}
