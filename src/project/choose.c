#include <math.h>

#include "base/arena.h"
#include "base/num.h"
#include "project/fit.h"

struct str choose_projection(struct arena *a, struct str wish, struct box extent_deg)
{
    (void)wish;
    double lon = remainder((extent_deg.x0 + extent_deg.x1) / 2, 360),
           lat = (extent_deg.y0 + extent_deg.y1) / 2;
    if (box_width(extent_deg) > 200)
        return str_format(a, "+proj=eqearth +lon_0=%.*s", STR_FMT(num_text(a, lon)));
    return str_format(a, "+proj=laea +lat_0=%.*s +lon_0=%.*s", STR_FMT(num_text(a, lat)),
                      STR_FMT(num_text(a, lon)));
}
