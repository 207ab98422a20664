/* Writes a scene as SVG. */
#include "base/arena.h"
#include "draw/draw.h"
#include "write/sink.h"

bool svg_write(struct sink *to, struct arena *a, const struct scene *s,
               const struct write_params *params)
{
    (void)params;
    struct str text;
    return draw_svg(a, s, &text, to->err) && sink_put(to, text.p, text.len);
}
