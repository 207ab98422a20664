/* How texts and colours of the page's furniture follow from the theme and the size of the page. */
#include <math.h>
#include <string.h>

#include "base/units.h"
#include "style/look.h"

/* Sizes in steps of a printed report: title, text, notes. Taste, after Swiss topographic sheets:
 * one family, few weights, grey instead of smaller. Sizes are for pages as wide as a column of a
 * paper (85 mm), A4 and A3; in between they are in proportion. */
static const struct role {
    const char *name;
    const char *also; /* another name that documents may use; NULL: none */
    double column_pt, a4_pt, a3_pt;
    int weight;
    struct rgba color;
} roles[] = {
    {"title", NULL, 9, 14, 20, 600, {0x1f, 0x24, 0x29, 255}},
    {"subtitle", NULL, 7, 9, 12, 400, {0x4a, 0x50, 0x57, 255}},
    {"legend-title", NULL, 7, 8, 11, 600, {0x2b, 0x30, 0x36, 255}},
    {"legend", NULL, 6.5, 7.5, 10, 400, {0x2b, 0x30, 0x36, 255}},
    {"note", NULL, 5.5, 6, 8, 400, {0x6b, 0x70, 0x76, 255}},
    {"scale", "scale-bar", 6, 6.5, 8.5, 400, {0x2b, 0x30, 0x36, 255}},
    {"north-arrow", NULL, 6, 7, 9, 600, {0x2b, 0x30, 0x36, 255}},
    {"graticule", NULL, 5.5, 6, 8, 400, {0x6b, 0x7f, 0x8c, 255}},
    {"locator", NULL, 5.5, 6, 8, 400, {0x4a, 0x50, 0x57, 255}},
    {"table-title", NULL, 7, 8, 11, 600, {0x2b, 0x30, 0x36, 255}},
    {"table-header", NULL, 6, 7, 9, 600, {0x2b, 0x30, 0x36, 255}},
    {"table", NULL, 6, 7, 9, 400, {0x2b, 0x30, 0x36, 255}},
    {"label", NULL, 6, 7, 9, 400, {0x2b, 0x30, 0x36, 255}},
};
enum { N_ROLES = sizeof roles / sizeof *roles };

static const struct role *role_of(const char *name)
{
    for (int i = 0; i < N_ROLES; i++) {
        if (strcmp(roles[i].name, name) == 0 || (roles[i].also && strcmp(roles[i].also, name) == 0))
            return &roles[i];
    }
    return NULL;
}

/* The size of a text on the document's page, to a tenth of a point. A page without a size is A4. */
static double size_on(const struct role *role, const struct map_doc *doc)
{
    static const double COLUMN = 85 * PT_PER_MM, A4 = 210 * PT_PER_MM, A3 = 297 * PT_PER_MM;

    double side = doc ? fmin(doc->page.width_pt, doc->page.height_pt) : 0, size = role->a4_pt;
    if (side > A4)
        size += (fmin(side, A3) - A4) / (A3 - A4) * (role->a3_pt - size);
    else if (side > 0)
        size += (A4 - fmax(side, COLUMN)) / (A4 - COLUMN) * (role->column_pt - size);
    return round(10 * size) / 10;
}

static const struct node *theme_of(const struct map_doc *doc)
{
    return doc ? doc->styles.theme : NULL;
}

struct text_style style_theme_text(const struct map_doc *doc, const char *name)
{
    const struct node *theme = theme_of(doc);
    const struct role *role = role_of(name);
    const struct node *size = node_lookup(theme, "size"), *color = node_lookup(theme, "color"),
                      *font = node_lookup(theme, "font"), *own = node_lookup(theme, name);
    struct text_style ret = {.size_pt = 8, .weight = 400, .color = {0x2b, 0x30, 0x36, 255}};
    struct lode_err err = {0}; /* dropped: the reader of the document has reported such faults */
    double pt;

    if (!own && role)
        own = node_lookup(theme,
                          strcmp(name, role->name) == 0 && role->also ? role->also : role->name);
    if (role) {
        ret.size_pt = size ? role->a4_pt : size_on(role, doc);
        ret.weight = role->weight;
        ret.color = role->color;
    }

    /* `size` is that of ordinary text, 8 pt; the others keep their proportion to it. */
    if (size && node_pt(size, &pt, &err))
        ret.size_pt *= pt / 8;
    if (color)
        node_rgba(color, &ret.color, &err);
    if (font && font->kind == NODE_SCALAR) {
        ret.family = font->text;
        ret.family_at = font->at;
    }

    if (role && strcmp(role->name, "label") == 0) { /* labels stand on all that a map shows */
        ret.halo_color = (struct rgba){255, 255, 255, 255};
        ret.halo_width_pt = 0.3 * PT_PER_MM;
    }

    text_look_read(own, &ret, NULL);
    if (doc)
        ret.language = doc->language.s;
    return ret;
}

struct rgba style_theme_color(const struct map_doc *doc, const char *role, struct rgba otherwise)
{
    struct lode_err err = {0};
    const struct node *n = node_lookup(node_lookup(theme_of(doc), "colors"), role);
    if (n)
        node_rgba(n, &otherwise, &err);
    return otherwise;
}
