/* Writes a scene into a file, in the format that the file's name says (format.h): whole or not at
 * all, by rename, and with the same bytes on every run. */
#ifndef LODE_WRITE_WRITE_H
#define LODE_WRITE_WRITE_H

#include "base/err.h"
#include "page/scene.h"

struct write_params {
    struct str path; /* "-": standard output */
    double dpi;      /* of formats that hold pixels; 0: 300 */
    int threads;     /* that may draw it, whatever it looks like; 0: as many as are of use */
    struct glyph_masks *letters; /* see struct draw_image; may be NULL */
    struct lode_span at;         /* where the output was asked for */
};

/* Fails: LODE_IO; as write_format_find does; LODE_LIMIT when the picture would have more than 400
 * million pixels. */
bool write_scene(struct arena *a, const struct scene *s, const struct write_params *params,
                 struct lode_err *err);

const char *cairo_library_version(void);

#endif
