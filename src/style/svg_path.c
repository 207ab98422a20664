/* How path data and transforms of SVG are parsed, and arcs become cubic curves. */
#include "style/svg_path.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/num.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* White space, and at most one comma. */
static struct str skip_separator(struct str s)
{
    bool comma = false;
    while (s.len && (is_space(s.p[0]) || (s.p[0] == ',' && !comma))) {
        comma |= s.p[0] == ',';
        s = str_from(s, 1);
    }
    return s;
}

bool svg_number(struct str *s, double *ret)
{
    struct str rest;
    if (!num_parse_prefix(skip_separator(*s), ret, &rest))
        return false;
    *s = rest;
    return true;
}

static void add_command(struct svg_builder *b, char command, const double *xy, size_t points)
{
    if (b->commands.n >= SVG_COMMANDS_MAX) {
        b->overflow = true;
        return;
    }

    *array_add(b->arena, &b->commands) = command;
    const struct affine m = b->matrix;
    for (size_t i = 0; i < points; i++) {
        double x = m.xx * xy[2 * i] + m.xy * xy[2 * i + 1] + m.x0;
        double y = m.yx * xy[2 * i] + m.yy * xy[2 * i + 1] + m.y0;
        b->overflow |= !isfinite(x) || !isfinite(y);
        *array_add(b->arena, &b->xy) = x;
        *array_add(b->arena, &b->xy) = y;
    }
}

void svg_move(struct svg_builder *b, double x, double y)
{
    add_command(b, 'M', (double[]){x, y}, 1);
    b->x = b->start_x = x;
    b->y = b->start_y = y;
}

void svg_line(struct svg_builder *b, double x, double y)
{
    add_command(b, 'L', (double[]){x, y}, 1);
    b->x = x;
    b->y = y;
}

void svg_curve(struct svg_builder *b, double x1, double y1, double x2, double y2, double x,
               double y)
{
    add_command(b, 'C', (double[]){x1, y1, x2, y2, x, y}, 3);
    b->x = x;
    b->y = y;
}

void svg_close(struct svg_builder *b)
{
    add_command(b, 'Z', NULL, 0);
    b->x = b->start_x;
    b->y = b->start_y;
}

/* The arc of the unit circle from angle `t0` over `dt` in at most quarter turns; each is a cubic
 * curve whose handles are k = 4/3 tan(dt / 4) long, within 3e-4 of the radius. */
static void add_arc_curves(struct svg_builder *b, struct affine ellipse, double t0, double dt,
                           double x, double y)
{
    int n = (int)ceil(fabs(dt) / G_PI_2 - 1e-9);
    double step = dt / n, k = 4.0 / 3 * tan(step / 4);
    const struct affine m = ellipse;

    for (int i = 0; i < n; i++) {
        double a0 = t0 + i * step, a1 = a0 + step;
        double u[6] = {cos(a0) - k * sin(a0),
                       sin(a0) + k * cos(a0),
                       cos(a1) + k * sin(a1),
                       sin(a1) - k * cos(a1),
                       cos(a1),
                       sin(a1)};
        double p[6];
        for (int j = 0; j < 6; j += 2) {
            p[j] = m.xx * u[j] + m.xy * u[j + 1] + m.x0;
            p[j + 1] = m.yx * u[j] + m.yy * u[j + 1] + m.y0;
        }
        bool last = i == n - 1; /* it ends at x, y to the last bit */
        svg_curve(b, p[0], p[1], p[2], p[3], last ? x : p[4], last ? y : p[5]);
    }
}

void svg_arc(struct svg_builder *b, double rx, double ry, double rotation_deg, bool large,
             bool sweep, double x, double y)
{
    rx = fabs(rx);
    ry = fabs(ry);
    double dx = (b->x - x) / 2, dy = (b->y - y) / 2;
    if (dx == 0 && dy == 0)
        return;

    if (!(rx > 0) || !(ry > 0)) {
        svg_line(b, x, y);
        return;
    }

    /* The numbers of the formulas are those of SVG 1.1; SVG 2 has them in B.2.4. */
    double phi = rotation_deg * G_PI / 180, c = cos(phi), s = sin(phi);
    double px = c * dx + s * dy, py = -s * dx + c * dy; /* F.6.5.1 */
    double lambda = px * px / (rx * rx) + py * py / (ry * ry);
    if (lambda > 1) {
        rx *= sqrt(lambda);
        ry *= sqrt(lambda);
        lambda = 1;
    }

    /* F.6.5.2, with numerator and denominator divided by rx^2 ry^2 */
    double root = sqrt(fmax(0, (1 - lambda) / lambda)) * (large == sweep ? -1 : 1);
    double qx = root * rx * py / ry, qy = -root * ry * px / rx;
    double t0 = atan2((py - qy) / ry, (px - qx) / rx);
    double dt = atan2((-py - qy) / ry, (-px - qx) / rx) - t0;
    if (sweep && dt < 0)
        dt += 2 * G_PI;
    if (!sweep && dt > 0)
        dt -= 2 * G_PI;

    struct affine ellipse = {rx * c,
                             -ry * s,
                             rx * s,
                             ry * c,
                             c * qx - s * qy + (b->x + x) / 2,
                             s * qx + c * qy + (b->y + y) / 2};
    add_arc_curves(b, ellipse, t0, dt, x, y);
}

/* A flag of an arc is one digit and needs no separator after it: "a1 1 0 01.5.5". */
static bool parse_flag(struct str *s, double *ret)
{
    struct str at = skip_separator(*s);
    if (!at.len || (at.p[0] != '0' && at.p[0] != '1'))
        return false;
    *ret = at.p[0] - '0';
    *s = str_from(at, 1);
    return true;
}

static bool parse_arguments(struct str *s, char command, double v[7], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool is_flag = command == 'A' && (i == 3 || i == 4);
        if (is_flag ? !parse_flag(s, &v[i]) : !svg_number(s, &v[i]))
            return false;
    }
    return true;
}

/* SIZE_MAX: there is no such command. */
static size_t n_arguments(char command)
{
    static const char commands[] = "MLHVCSQTAZ";
    static const size_t n[] = {2, 2, 1, 1, 6, 4, 4, 2, 7, 0};
    const char *at = command ? strchr(commands, command) : NULL;
    return at ? n[at - commands] : SIZE_MAX;
}

static void make_absolute(const struct svg_builder *b, char command, double v[7], size_t n)
{
    if (command == 'H')
        v[0] += b->x;
    else if (command == 'V')
        v[0] += b->y;
    for (size_t i = command == 'A' ? 5 : 0; n > 1 && i < n; i += 2) {
        v[i] += b->x;
        v[i + 1] += b->y;
    }
}

/* What S and T mirror: the last control point, if the command before was a curve of the same
 * degree. */
struct last_curve {
    char before; /* the command before: 'C', 'Q', or another */
    double x, y;
};

static void add_quadratic(struct svg_builder *b, double qx, double qy, double x, double y)
{
    svg_curve(b, b->x + 2.0 / 3 * (qx - b->x), b->y + 2.0 / 3 * (qy - b->y), x + 2.0 / 3 * (qx - x),
              y + 2.0 / 3 * (qy - y), x, y);
}

static void draw_command(struct svg_builder *b, char command, const double v[7],
                         struct last_curve *last)
{
    bool mirrors = command == 'S' ? last->before == 'C' : last->before == 'Q';
    double mx = mirrors ? 2 * b->x - last->x : b->x, my = mirrors ? 2 * b->y - last->y : b->y;

    last->before = '\0';
    switch (command) {
    case 'M':
        svg_move(b, v[0], v[1]);
        break;
    case 'L':
        svg_line(b, v[0], v[1]);
        break;
    case 'H':
        svg_line(b, v[0], b->y);
        break;
    case 'V':
        svg_line(b, b->x, v[0]);
        break;
    case 'C':
        *last = (struct last_curve){'C', v[2], v[3]};
        svg_curve(b, v[0], v[1], v[2], v[3], v[4], v[5]);
        break;
    case 'S':
        *last = (struct last_curve){'C', v[0], v[1]};
        svg_curve(b, mx, my, v[0], v[1], v[2], v[3]);
        break;
    case 'Q':
        *last = (struct last_curve){'Q', v[0], v[1]};
        add_quadratic(b, v[0], v[1], v[2], v[3]);
        break;
    case 'T':
        *last = (struct last_curve){'Q', mx, my};
        add_quadratic(b, mx, my, v[0], v[1]);
        break;
    case 'A':
        svg_arc(b, v[0], v[1], v[2], v[3] != 0, v[4] != 0, v[5], v[6]);
        break;
    default:
        svg_close(b);
    }
}

bool svg_path_parse(struct svg_builder *b, struct str d, size_t *ret_at)
{
    struct str s = skip_separator(d);
    struct last_curve last = {0};
    char letter = '\0';

    for (bool first = true; s.len && !b->overflow; first = false, s = skip_separator(s)) {
        *ret_at = d.len - s.len;
        if (g_ascii_isalpha(s.p[0])) {
            letter = s.p[0];
            s = str_from(s, 1);
        } else if (letter == 'M' || letter == 'm') {
            letter = letter == 'M' ? 'L' : 'l'; /* more points after a move are lines */
        }

        char command = g_ascii_toupper(letter);
        size_t n = n_arguments(command);
        double v[7];
        if (n == SIZE_MAX || (first && command != 'M'))
            return false;
        if (!n && d.p[*ret_at] != letter)
            return false; /* numbers after Z */
        if (!parse_arguments(&s, command, v, n))
            return false;

        if (letter != command)
            make_absolute(b, command, v, n);
        draw_command(b, command, v, &last);
    }

    return true;
}

struct affine affine_join(struct affine o, struct affine i)
{
    return (struct affine){o.xx * i.xx + o.xy * i.yx,        o.xx * i.xy + o.xy * i.yy,
                           o.yx * i.xx + o.yy * i.yx,        o.yx * i.xy + o.yy * i.yy,
                           o.xx * i.x0 + o.xy * i.y0 + o.x0, o.yx * i.x0 + o.yy * i.y0 + o.y0};
}

static struct affine rotation(double degrees, double cx, double cy)
{
    double c = cos(degrees * G_PI / 180), s = sin(degrees * G_PI / 180);
    return (struct affine){c, -s, s, c, cx - c * cx + s * cy, cy - s * cx - c * cy};
}

static bool transform_of(struct str name, const double v[6], size_t n, struct affine *ret)
{
    if (str_is(name, "matrix") && n == 6)
        *ret = (struct affine){v[0], v[2], v[1], v[3], v[4], v[5]};
    else if (str_is(name, "translate") && (n == 1 || n == 2))
        *ret = (struct affine){1, 0, 0, 1, v[0], n == 2 ? v[1] : 0};
    else if (str_is(name, "scale") && (n == 1 || n == 2))
        *ret = (struct affine){v[0], 0, 0, n == 2 ? v[1] : v[0], 0, 0};
    else if (str_is(name, "rotate") && (n == 1 || n == 3))
        *ret = rotation(v[0], n == 3 ? v[1] : 0, n == 3 ? v[2] : 0);
    else if (str_is(name, "skewX") && n == 1)
        *ret = (struct affine){1, tan(v[0] * G_PI / 180), 0, 1, 0, 0};
    else if (str_is(name, "skewY") && n == 1)
        *ret = (struct affine){1, 0, tan(v[0] * G_PI / 180), 1, 0, 0};
    else
        return false;
    return true;
}

bool svg_transform_parse(struct str s, struct affine *ret)
{
    struct affine all = {1, 0, 0, 1, 0, 0}, one;
    for (s = skip_separator(s); s.len; s = skip_separator(s)) {
        struct str name;
        size_t close, n = 0;
        if (!str_cut(&s, '(', &name) || !str_find(s, STR(")"), &close))
            return false;

        struct str inside = str_head(s, close);
        double v[6];
        while (n < 6 && svg_number(&inside, &v[n]))
            n++;

        if (str_trim(inside).len || !transform_of(str_trim(name), v, n, &one))
            return false;
        all = affine_join(all, one);
        s = str_from(s, close + 1);
    }

    *ret = all;
    return true;
}
