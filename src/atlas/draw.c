/* How one page of an atlas is drawn, from what all pages share. */
#include "draw/draw.h"
#include "atlas/common_scale.h"
#include "atlas/front.h"
#include "atlas/page_run.h"
#include "atlas/page_style.h"
#include "atlas/shared.h"
#include "atlas/sheet.h"
#include "base/units.h"

static bool draw_map(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    if (!atlas_fit(p, err) || !atlas_page_style(p, atlas, page, err) ||
        !atlas_clear(p, atlas, page, err) || !run_layout(p, err))
        return false;

    atlas_warn_cut_off(p, atlas, page);
    return atlas_sheet(p, atlas, page, err) && run_label(p, err) && run_scene(p, err);
}

static bool scene_of(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    switch (atlas->pages[page].kind) {
    case ATLAS_CONTENTS:
        return atlas_front_contents(p, atlas, page, err);
    case ATLAS_INDEX:
        return atlas_fit(p, err) && atlas_page_style(p, atlas, page, err) &&
               atlas_front_index(p, atlas, page, err);
    default:
        return draw_map(p, atlas, page, err);
    }
}

static void destroy_letters(void *letters)
{
    glyph_masks_destroy(letters);
}

/* The letters as pixels, kept from page to page, since most of them are on every page. */
static struct glyph_masks *letters_for(struct run *r, struct atlas_shared *s, double dpi)
{
    if (!s->letters && dpi > 0) {
        s->letters = glyph_masks_create(dpi / PT_PER_IN);
        arena_defer(&r->a, destroy_letters, s->letters);
    }
    return s->letters;
}

bool atlas_draw(struct run *r, const struct atlas *atlas, size_t page,
                const struct write_params *outputs, size_t n, struct lode_err *err)
{
    struct run p;
    bool ok = true;

    run_init(&p, r->session);
    if (atlas->pages[page].kind != ATLAS_CONTENTS)
        atlas_common_make(r, atlas);
    if (atlas->pages[page].kind == ATLAS_INDEX)
        ok = atlas_common_frames(r, atlas, err);

    ok = ok && atlas_page_run(r, atlas, page, &p, err);
    if (ok && atlas->pages[page].kind == ATLAS_MAP)
        p.doc->atlas.scales.common = atlas->shared->common.scale;
    ok = ok && scene_of(&p, atlas, page, err);

    for (size_t i = 0; i < n && ok; i++) {
        struct write_params one = outputs[i];
        one.letters = letters_for(r, atlas->shared, one.dpi);
        ok = write_scene(&p.a, &p.scene, &one, err);
    }

    run_clock(&p, STAGE_WRITE);
    for (size_t i = 0; i < STAGE_N; i++)
        r->stage_ms[i] += p.stage_ms[i];

    if (!ok)
        lode_within(err, "page '%.*s'", STR_FMT(atlas->pages[page].key));
    run_finish(&p);
    return ok;
}
