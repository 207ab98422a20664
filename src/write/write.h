/* Make the file, whole or not at all: PNG, PDF, SVG. By rename; the same bytes on every run. */
#ifndef LODE_WRITE_WRITE_H
#define LODE_WRITE_WRITE_H

#include "base/err.h"
#include "page/scene.h"

enum write_format { WRITE_NONE, WRITE_PNG, WRITE_PDF, WRITE_SVG };

/* By the ending of the name; WRITE_NONE: unknown. */
enum write_format write_format_of(struct str path);

struct write_params {
    struct str path; /* "-": standard output */
    enum write_format format;
    double dpi;  /* PNG */
    int threads; /* that may draw it, whatever it looks like; 0: as many as are of use */
    struct glyph_masks *letters; /* see struct draw_image; may be NULL */
    struct lode_span at;         /* where the output was asked for */
};

/* Fails: LODE_IO; LODE_LIMIT when the picture would have more than 400 million pixels. */
bool write_scene(struct arena *a, const struct scene *s, const struct write_params *params,
                 struct lode_err *err);

const char *cairo_library_version(void);

#endif
