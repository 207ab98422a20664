/* How `crs: auto` chooses a projection for an extent. The rules, and the numbers in them, are those
 * of Šavrič, Jenny & Jenny 2016, "Projection Wizard", doi:10.1080/00087041.2015.1131938, and of the
 * tool of that name. What differs here: coordinates are rounded, so that the PROJ string reads as
 * if a person had written it; equal-area is the default, since most maps compare areas; tall
 * regions up to 50 degrees take LAEA, as PROJ has the transverse equal-area cylinder for the sphere
 * only, which spoils areas by more than LAEA costs in shape. */
#include <math.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "project/choose.h"

/* What a map shall keep: the word behind `auto`. */
enum wish { EQUAL_AREA, COMPROMISE, CONFORMAL, WISH_N };

static const struct str WISHES[WISH_N] = {
    {"equal-area", 10},
    {"compromise", 10},
    {"conformal", 9},
};

/* What kind of region the extent is. */
enum shape { WORLD, HEMISPHERE, POLAR, WIDE, WIDE_EQUATORIAL, TALL, SQUARE };

static const char *const PROJ_NAMES[][WISH_N] = {
    [WORLD] = {"eqearth", "natearth", "merc"},  [HEMISPHERE] = {"laea", "aeqd", "stere"},
    [POLAR] = {"laea", "aeqd", "stere"},        [WIDE] = {"aea", "eqdc", "lcc"},
    [WIDE_EQUATORIAL] = {"cea", "eqc", "merc"}, [TALL] = {"laea", "aeqd", "tmerc"},
    [SQUARE] = {"laea", "aeqd", "stere"},
};

static enum shape shape_of_region(struct box b)
{
    double lat = (b.y0 + b.y1) / 2, width = fmax(box_width(b), 1e-6),
           height = fmax(box_height(b), 1e-6);

    /* How many times the region goes into the globe, on a plate carree of equal area. */
    double scale = 720 / width / fmax(1e-9, sin(radians(b.y1)) - sin(radians(b.y0)));
    double ratio = height / (width * cos(radians(lat)));
    bool pole = b.y1 > 89 || b.y0 < -89;

    if (scale < 1.5)
        return WORLD;
    if (scale < 6 && !(pole && width > 300))
        return HEMISPHERE;
    if (fabs(lat) > 70 || (pole && width > 180))
        return POLAR;
    if (ratio > 1.25)
        return TALL;
    if (ratio > 0.8)
        return SQUARE;
    if (fabs(lat) < 15)
        return WIDE_EQUATORIAL;
    /* A cone is of no use for a fan that goes far round, or that opens at the pole. */
    return width * sin(radians(fabs(lat))) < 180 && !pole ? WIDE : SQUARE;
}

/* Degrees in steps of 0.01, 0.1 or 1, at most a fifth of the region's size. */
static double rounded(double deg, double size_deg)
{
    double step = pow(10, floor(log10(fmax(size_deg, 1e-3) / 5)));
    step = fmin(step, 1);
    return round(deg / step) * step;
}

static struct str number(struct arena *a, double v)
{
    return num_text(a, round(v * 1e6) / 1e6);
}

/* The PROJ string of the projection. */
static struct str write_projection(struct arena *a, enum shape shape, enum wish wish, struct box b)
{
    const char *name = PROJ_NAMES[shape][wish];
    double width = box_width(b), height = box_height(b);
    struct str lon = number(a, rounded(remainder((b.x0 + b.x1) / 2, 360), width));
    struct str lat = number(a, rounded((b.y0 + b.y1) / 2, height));

    switch (shape) {
    case WORLD:
        return str_format(a, "+proj=%s +lon_0=%.*s", name, STR_FMT(lon));
    case POLAR:
        return str_format(a, "+proj=%s +lat_0=%d +lon_0=%.*s", name, b.y0 + b.y1 > 0 ? 90 : -90,
                          STR_FMT(lon));
    case WIDE: {
        struct str lat_1 = number(a, rounded(b.y0 + height / 6, height));
        struct str lat_2 = number(a, rounded(b.y1 - height / 6, height));
        return str_format(a, "+proj=%s +lat_1=%.*s +lat_2=%.*s +lat_0=%.*s +lon_0=%.*s", name,
                          STR_FMT(lat_1), STR_FMT(lat_2), STR_FMT(lat), STR_FMT(lon));
    }
    case WIDE_EQUATORIAL: {
        bool across = b.y0 < 0 && b.y1 > 0;
        double ts = across ? fmax(-b.y0, b.y1) / 2 : fabs(b.y0 + b.y1) / 2;
        return str_format(a, "+proj=%s +lat_ts=%.*s +lon_0=%.*s", name,
                          STR_FMT(number(a, rounded(ts, height))), STR_FMT(lon));
    }
    case TALL:
        if (wish == CONFORMAL)
            return str_format(a, "+proj=tmerc +lon_0=%.*s", STR_FMT(lon));
        if (wish == EQUAL_AREA && height > 50)
            return str_format(a, "+proj=tcea +lon_0=%.*s", STR_FMT(lon));
        break;
    default:
        break;
    }
    return str_format(a, "+proj=%s +lat_0=%.*s +lon_0=%.*s", name, STR_FMT(lat), STR_FMT(lon));
}

static bool read_wish(struct str wish, struct lode_span at, enum wish *ret, struct lode_err *err)
{
    size_t w = 0;
    while (wish.len && w < WISH_N && !str_eq(WISHES[w], wish))
        w++;

    *ret = (enum wish)w;
    if (w < WISH_N)
        return true;

    struct str near = str_nearest(wish, WISHES, WISH_N);
    lode_fail(err, LODE_CRS, at, "'auto' cannot choose for '%.*s'", STR_FMT(wish));
    if (near.len)
        return lode_hint(err, "did you mean 'auto %.*s'?", STR_FMT(near));
    return lode_hint(err, "write auto, or auto equal-area, auto conformal, auto compromise");
}

bool choose_asked(struct str crs, struct str *ret_wish)
{
    crs = str_trim(crs);
    *ret_wish = str_trim(str_from(crs, 4));
    return str_is(crs, "auto") || str_starts(crs, STR("auto "));
}

bool choose_check(struct str wish, struct lode_span at, struct lode_err *err)
{
    enum wish unused;
    return read_wish(wish, at, &unused, err);
}

bool choose_projection(struct arena *a, struct str wish, struct box extent_deg, struct lode_span at,
                       struct str *ret, struct lode_err *err)
{
    enum wish w;
    if (!read_wish(wish, at, &w, err))
        return false;

    *ret = write_projection(a, shape_of_region(extent_deg), w, extent_deg);
    return true;
}
