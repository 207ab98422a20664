/* How an SVG file becomes a marker: its drawing is read, and put into the unit box. */
#include "style/svg_marker.h"

#include <math.h>

#include "base/arena.h"
#include "base/file.h"
#include "style/svg_reader.h"

static size_t points_of(char command)
{
    return command == 'C' ? 3 : command != 'Z';
}

static struct box box_of_path(const struct svg_path *p)
{
    struct box all = BOX_EMPTY;
    const double *xy = p->xy;
    double grow = p->has_stroke ? p->line.width / 2 : 0;
    for (size_t c = 0; c < p->n_commands; c++) {
        for (size_t j = points_of(p->commands[c]); j; j--, xy += 2)
            all =
                box_join(all, (struct box){xy[0] - grow, xy[1] - grow, xy[0] + grow, xy[1] + grow});
    }
    return all;
}

/* Shapes beside the drawing, as programs leave them there, show in no viewer. A file that has nothing else
 * is drawn. */
static void drop_unseen(struct svg_reader *r)
{
    struct box seen = {r->box[0], r->box[1], r->box[0] + r->box[2], r->box[1] + r->box[3]};
    struct svg_path *kept = arena_array(r->arena, struct svg_path, r->paths.n);
    size_t n = 0;
    for (size_t i = 0; r->has_box && i < r->paths.n; i++) {
        if (box_meets(seen, box_of_path(&r->paths.v[i])))
            kept[n++] = r->paths.v[i];
    }

    if (n) {
        r->paths.v = kept;
        r->paths.n = n;
    }
}

/* The box of what is drawn, for a file that states none; false when nothing has a size. */
static bool measure_drawing(struct svg_reader *r)
{
    struct box all = BOX_EMPTY;
    for (size_t i = 0; i < r->paths.n; i++)
        all = box_join(all, box_of_path(&r->paths.v[i]));

    r->box[0] = all.x0;
    r->box[1] = all.y0;
    r->box[2] = box_width(all);
    r->box[3] = box_height(all);
    return r->box[2] > 0 || r->box[3] > 0;
}

/* The longer side of the box becomes 1, its middle 0, 0. */
static void scale_to_unit_box(struct svg_reader *r)
{
    double side = fmax(r->box[2], r->box[3]);
    double cx = r->box[0] + r->box[2] / 2, cy = r->box[1] + r->box[3] / 2;
    for (size_t i = 0; i < r->paths.n; i++) {
        struct svg_path *p = &r->paths.v[i];
        double *xy = (double *)p->xy; /* ours until we return */
        p->line.width /= side;
        p->line.dash_offset /= side;
        for (int k = 0; k < p->line.n_dash; k++)
            p->line.dash[k] /= side;

        for (size_t c = 0; c < p->n_commands; c++) {
            for (size_t j = points_of(p->commands[c]); j; j--, xy += 2) {
                xy[0] = (xy[0] - cx) / side;
                xy[1] = (xy[1] - cy) / side;
            }
        }
    }
}

static bool walk_document(struct svg_reader *r, struct str text)
{
    xmlDoc *doc;
    if (!svg_document_parse(r->arena, text, r->file, r->at, &doc, r->err))
        return false;
    r->means = g_hash_table_new(NULL, NULL);
    bool ok = svg_walk(r, xmlDocGetRootElement(doc));
    g_hash_table_destroy(r->means);
    if (r->by_id)
        g_hash_table_destroy(r->by_id);
    xmlFreeDoc(doc);
    return ok;
}

bool svg_marker_parse(struct arena *a, struct str text, struct str file,
                      const struct svg_stated *stated, struct lode_span at, struct svg_marker **ret,
                      struct lode_err *err)
{
    static const struct svg_stated nothing = {0};
    struct svg_reader *r = arena_new(a, struct svg_reader);
    *r = (struct svg_reader){
        .arena = a, .file = file, .at = at, .stated = stated ? stated : &nothing, .err = err};

    if (!walk_document(r, text))
        return false;
    if (!r->paths.n || (!r->has_box && !measure_drawing(r)))
        return lode_fail(err, LODE_DATA, at, "there is nothing to draw in '%.*s'", STR_FMT(file));

    drop_unseen(r);
    scale_to_unit_box(r);
    struct svg_marker *m = arena_new(a, struct svg_marker);
    *m = (struct svg_marker){file, r->paths.v, r->paths.n};
    *ret = m;
    return true;
}

bool svg_marker_read(struct arena *a, struct str file, const struct svg_stated *stated,
                     struct lode_span at, struct svg_marker **ret, struct lode_err *err)
{
    struct str text;
    return file_read(a, str_c(a, file), SVG_BYTES_MAX, at, &text, err) &&
           svg_marker_parse(a, text, file, stated, at, ret, err);
}
