/* How colours look to people with each kind of colour vision, and how different two of them look
 * then. */
#include "base/vision.h"

#include <math.h>

#include "base/units.h"

const char *const vision_names[VISION_N] = {
    [VISION_USUAL] = "usual sight",
    [VISION_DEUTERANOPIA] = "deuteranopia",
    [VISION_PROTANOPIA] = "protanopia",
    [VISION_TRITANOPIA] = "tritanopia",
    [VISION_GREY] = "grey",
};

/* Machado, Oliveira & Fernandes 2009, table of the authors for severity 1.0. */
static const double dichromats[VISION_N][3][3] = {
    [VISION_DEUTERANOPIA] = {{0.367322, 0.860646, -0.227968},
                             {0.280085, 0.672501, 0.047413},
                             {-0.011820, 0.042940, 0.968881}},
    [VISION_PROTANOPIA] = {{0.152286, 1.052583, -0.204868},
                           {0.114503, 0.786281, 0.099216},
                           {-0.003882, -0.048116, 1.051998}},
    [VISION_TRITANOPIA] = {{1.255528, -0.076749, -0.178779},
                           {-0.078411, 0.930809, 0.147602},
                           {0.004733, 0.691367, 0.303900}},
};

struct rgba vision_see(struct rgba c, enum vision vision)
{
    if (vision == VISION_USUAL)
        return c;

    const double rgb[3] = {color_linear(c.r), color_linear(c.g), color_linear(c.b)};
    double seen[3];
    for (int i = 0; i < 3; i++) {
        const double *m = dichromats[vision][i];
        seen[i] = vision == VISION_GREY ? 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
                                        : m[0] * rgb[0] + m[1] * rgb[1] + m[2] * rgb[2];
    }
    return (struct rgba){color_level(seen[0]), color_level(seen[1]), color_level(seen[2]), c.a};
}

/* The hue angle, in [0, 360). */
static double hue_of(double y, double x)
{
    double h = x == 0 && y == 0 ? 0 : degrees(atan2(y, x));
    return h < 0 ? h + 360 : h;
}

/* sqrt(C^7 / (C^7 + 25^7)) */
static double chroma_share(double c)
{
    double c7 = pow(c, 7);
    return sqrt(c7 / (c7 + 6103515625.0));
}

/* Mean hue, equation 14: halfway along the shorter way round, also across 0. */
static double hue_mean(double h1, double h2, bool grey)
{
    if (grey)
        return h1 + h2;
    if (fabs(h1 - h2) <= 180)
        return (h1 + h2) / 2;
    return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

double lab_difference(const double a[3], const double b[3])
{
    /* Equations 2 to 7: a' stretched where there is little chroma, then C' and h'. */
    double mean = (hypot(a[1], a[2]) + hypot(b[1], b[2])) / 2;
    double g = 0.5 * (1 - chroma_share(mean));
    double a1 = (1 + g) * a[1], a2 = (1 + g) * b[1];
    double c1 = hypot(a1, a[2]), c2 = hypot(a2, b[2]);
    double h1 = hue_of(a[2], a1), h2 = hue_of(b[2], a2);

    /* 8 to 11: differences. */
    bool grey = c1 * c2 == 0;
    double dh = grey ? 0 : h2 - h1;
    if (dh > 180)
        dh -= 360;
    else if (dh < -180)
        dh += 360;
    double dl = b[0] - a[0], dc = c2 - c1, dhue = 2 * sqrt(c1 * c2) * sin(radians(dh / 2));

    /* 12 to 21: weights at the means. */
    double l = (a[0] + b[0]) / 2 - 50, c = (c1 + c2) / 2, h = hue_mean(h1, h2, grey);
    double t = 1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h)) +
               0.32 * cos(radians(3 * h + 6)) - 0.20 * cos(radians(4 * h - 63));
    double turn = 30 * exp(-pow((h - 275) / 25, 2));
    double sl = 1 + 0.015 * l * l / sqrt(20 + l * l), sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    double rt = -sin(radians(2 * turn)) * 2 * chroma_share(c);

    /* 22: the difference. */
    dl /= sl;
    dc /= sc;
    dhue /= sh;
    return sqrt(dl * dl + dc * dc + dhue * dhue + rt * dc * dhue);
}

double vision_difference(struct rgba a, struct rgba b, enum vision vision)
{
    double lab_a[3], lab_b[3];
    color_lab(vision_see(a, vision), lab_a);
    color_lab(vision_see(b, vision), lab_b);
    return lab_difference(lab_a, lab_b);
}

struct rgba color_over(struct rgba c, double opacity, struct rgba under)
{
    double t = c.a / 255.0 * opacity;
    return (struct rgba){(uint8_t)lround(under.r + (c.r - under.r) * t),
                         (uint8_t)lround(under.g + (c.g - under.g) * t),
                         (uint8_t)lround(under.b + (c.b - under.b) * t), 255};
}
