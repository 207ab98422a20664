/* How a colour is read from its name, its digits or a call as in CSS, and how two colours are mixed and
 * compared. */
#include "base/color.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/num.h"

/* CSS Color Module Level 4, section 6.1. In alphabetical order, because names are looked up by
 * bisection. */
static const struct named {
    const char *name;
    uint32_t rgb;
} named[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};
enum { N_NAMED = sizeof named / sizeof *named, LONGEST_NAME = 20 };

static struct rgba from_rgb(uint32_t rgb)
{
    return (struct rgba){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
}

static uint8_t to_byte(double share)
{
    return (uint8_t)lround(fmin(fmax(share, 0), 1) * 255);
}

static bool parse_name(struct str s, struct rgba *ret)
{
    char lower[LONGEST_NAME + 1];
    if (s.len > LONGEST_NAME)
        return false;
    for (size_t i = 0; i < s.len; i++)
        lower[i] = g_ascii_tolower(s.p[i]);
    lower[s.len] = '\0';

    if (strcmp(lower, "none") == 0 || strcmp(lower, "transparent") == 0) {
        *ret = (struct rgba){0};
        return true;
    }

    size_t lo = 0, hi = N_NAMED;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = strcmp(lower, named[mid].name);
        if (order == 0) {
            *ret = from_rgb(named[mid].rgb);
            return true;
        }
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }

    return false;
}

static bool parse_hex(struct str digits, struct rgba *ret)
{
    uint8_t v[8];
    if (digits.len != 3 && digits.len != 4 && digits.len != 6 && digits.len != 8)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        int x = g_ascii_xdigit_value(digits.p[i]);
        if (x < 0)
            return false;
        v[i] = (uint8_t)x;
    }

    uint8_t channel[4] = {0, 0, 0, 255};
    size_t each = digits.len > 4 ? 2 : 1;
    for (size_t i = 0; i < digits.len / each; i++)
        channel[i] = each == 2 ? (uint8_t)(v[2 * i] * 16 + v[2 * i + 1]) : (uint8_t)(v[i] * 17);
    *ret = (struct rgba){channel[0], channel[1], channel[2], channel[3]};
    return true;
}

/* One argument of rgb() or hsl(). */
struct argument {
    double value;
    enum { PLAIN, PERCENT, ANGLE } unit; /* ANGLE: in degrees */
};

/* The unit behind the number of `arg`; an angle is turned into degrees. */
static bool read_unit(struct str unit, struct argument *arg)
{
    static const struct {
        const char *name;
        double degrees;
    } angles[] = {{"deg", 1}, {"grad", 0.9}, {"rad", 180 / G_PI}, {"turn", 360}};

    arg->unit = PLAIN;
    if (!unit.len)
        return true;
    arg->unit = PERCENT;
    if (str_is(unit, "%"))
        return true;

    arg->unit = ANGLE;
    for (size_t i = 0; i < G_N_ELEMENTS(angles); i++) {
        if (str_is(unit, angles[i].name)) {
            arg->value *= angles[i].degrees;
            return true;
        }
    }

    return false;
}

/* Three or four arguments between commas, or between spaces with a '/' before the last. */
static bool parse_arguments(struct str s, struct argument arg[4], size_t *ret_n)
{
    bool commas = memchr(s.p, ',', s.len) != NULL;
    size_t n = 0;
    s = str_trim(s);
    while (s.len) {
        size_t len = 0;
        while (len < s.len && !strchr(" \t\n,/", s.p[len]))
            len++;
        struct str rest, token = str_head(s, len);
        if (n == 4 || !num_parse_prefix(token, &arg[n].value, &rest) || !read_unit(rest, &arg[n]))
            return false;
        n++;

        s = str_trim(str_from(s, len));
        if (!s.len)
            break;

        bool slash = s.p[0] == '/', comma = s.p[0] == ',';
        if (slash ? n != 3 || commas : comma != commas || (!comma && n == 3))
            return false;
        if (slash || comma) {
            s = str_trim(str_from(s, 1));
            if (!s.len)
                return false;
        }
    }

    *ret_n = n;
    return n >= 3;
}

static bool rgb_of(const struct argument arg[3], struct rgba *ret)
{
    double share[3];
    for (int i = 0; i < 3; i++) {
        if (arg[i].unit == ANGLE || arg[i].unit != arg[0].unit)
            return false;
        share[i] = arg[i].value / (arg[i].unit == PERCENT ? 100 : 255);
    }
    *ret = (struct rgba){to_byte(share[0]), to_byte(share[1]), to_byte(share[2]), 255};
    return true;
}

/* CSS Color 4, section 7.1: f(n) = l - s min(l, 1 - l) max(-1, min(k - 3, 9 - k, 1)), k = (n + h/30)
 * mod 12. n is 0 for red, 8 for green, 4 for blue. */
static double hsl_channel(double n, double h, double s, double l)
{
    double k = fmod(n + h / 30, 12);
    return l - s * fmin(l, 1 - l) * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
}

static bool hsl_of(const struct argument arg[3], struct rgba *ret)
{
    if (arg[0].unit == PERCENT || arg[1].unit != PERCENT || arg[2].unit != PERCENT)
        return false;

    double h = fmod(arg[0].value, 360);
    double s = fmin(fmax(arg[1].value / 100, 0), 1);
    double l = fmin(fmax(arg[2].value / 100, 0), 1);
    if (h < 0)
        h += 360;

    *ret = (struct rgba){to_byte(hsl_channel(0, h, s, l)), to_byte(hsl_channel(8, h, s, l)),
                         to_byte(hsl_channel(4, h, s, l)), 255};
    return true;
}

static bool parse_call(struct str s, struct rgba *ret)
{
    size_t open;
    if (!str_find(s, STR("("), &open) || s.p[s.len - 1] != ')')
        return false;

    struct str name = str_head(s, open);
    struct str inside = str_head(str_from(s, open + 1), s.len - open - 2);
    struct argument arg[4];
    size_t n;
    if (!parse_arguments(inside, arg, &n))
        return false;

    if (str_is(name, "rgb") || str_is(name, "rgba")) {
        if (!rgb_of(arg, ret))
            return false;
    } else if (str_is(name, "hsl") || str_is(name, "hsla")) {
        if (!hsl_of(arg, ret))
            return false;
    } else {
        return false;
    }

    if (n == 4) {
        if (arg[3].unit == ANGLE)
            return false;
        ret->a = to_byte(arg[3].value / (arg[3].unit == PERCENT ? 100 : 1));
    }

    return true;
}

static bool fail_as_no_color(struct str s, struct lode_span at, struct lode_err *err)
{
    lode_fail(err, LODE_SCHEMA, at, "not a colour: '%.*s'", STR_FMT(str_head(s, 60)));

    struct str names[N_NAMED];
    bool word = s.len > 0;
    for (size_t i = 0; i < s.len; i++)
        word &= g_ascii_isalpha(s.p[i]);
    for (size_t i = 0; i < N_NAMED; i++)
        names[i] = str_of(named[i].name);
    struct str near = word ? str_nearest(s, names, N_NAMED) : (struct str){0};

    if (near.len)
        return lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    if (!s.len)
        return lode_hint(err, "'#' starts a comment in YAML: write '#rrggbb' in quotes");
    return lode_hint(err, "write a CSS name, '#rgb', '#rrggbb', rgb(), hsl() or none");
}

bool color_parse(struct str s, struct lode_span at, struct rgba *ret, struct lode_err *err)
{
    struct rgba color;
    struct str text = str_trim(s);
    if (!text.len)
        return fail_as_no_color(text, at, err);

    bool ok = text.p[0] == '#' ? parse_hex(str_from(text, 1), &color)
                               : parse_name(text, &color) || parse_call(text, &color);
    if (!ok)
        return fail_as_no_color(text, at, err);
    *ret = color;
    return true;
}

/* IEC 61966-2-1; the threshold of WCAG 2.1 (0.03928) gives the same for all 256 levels. */
double color_linear(uint8_t level)
{
    double c = level / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

uint8_t color_level(double linear)
{
    return to_byte(linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055);
}

/* The white point of sRGB: D65, seen by the 2 degree observer. The matrices between sRGB and XYZ
 * below are Lindbloom's for it. */
static const double white[3] = {0.95047, 1, 1.08883};
static const double lab_epsilon = 216.0 / 24389, lab_kappa = 24389.0 / 27; /* CIE 15:2004 */

void color_lab(struct rgba c, double lab[3])
{
    double r = color_linear(c.r), g = color_linear(c.g), b = color_linear(c.b);
    double f[3], xyz[3] = {0.4124564 * r + 0.3575761 * g + 0.1804375 * b,
                           0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
                           0.0193339 * r + 0.1191920 * g + 0.9503041 * b};
    for (int i = 0; i < 3; i++) {
        double t = xyz[i] / white[i];
        f[i] = t > lab_epsilon ? cbrt(t) : (lab_kappa * t + 16) / 116;
    }

    lab[0] = 116 * f[1] - 16;
    lab[1] = 500 * (f[0] - f[1]);
    lab[2] = 200 * (f[1] - f[2]);
}

static struct rgba rgba_of_lab(const double lab[3], double alpha)
{
    double fy = (lab[0] + 16) / 116, xyz[3];
    const double f[3] = {fy + lab[1] / 500, fy, fy - lab[2] / 200};
    for (int i = 0; i < 3; i++) {
        double cube = f[i] * f[i] * f[i];
        xyz[i] = white[i] * (cube > lab_epsilon ? cube : (116 * f[i] - 16) / lab_kappa);
    }

    const double r = 3.2404542 * xyz[0] - 1.5371385 * xyz[1] - 0.4985314 * xyz[2];
    const double g = -0.9692660 * xyz[0] + 1.8760108 * xyz[1] + 0.0415560 * xyz[2];
    const double b = 0.0556434 * xyz[0] - 0.2040259 * xyz[1] + 1.0572252 * xyz[2];
    return (struct rgba){color_level(r), color_level(g), color_level(b), (uint8_t)lround(alpha)};
}

struct rgba color_mix(struct rgba from, struct rgba to, double t)
{
    if (t <= 0)
        return from;
    if (t >= 1)
        return to;

    double a[3], b[3], mixed[3];
    color_lab(from, a);
    color_lab(to, b);
    for (int i = 0; i < 3; i++)
        mixed[i] = a[i] + (b[i] - a[i]) * t;
    return rgba_of_lab(mixed, from.a + (to.a - from.a) * t);
}

static double luminance(struct rgba c)
{
    return 0.2126 * color_linear(c.r) + 0.7152 * color_linear(c.g) + 0.0722 * color_linear(c.b);
}

double color_contrast(struct rgba a, struct rgba b)
{
    double la = luminance(a), lb = luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}
