/* How the elements of an SVG file are gone through: groups, views with a viewBox, `use`, `switch`,
 * and what is left out. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/num.h"
#include "style/svg_reader.h"

/* What an element is to the reader; those that are not listed draw nothing, and silently. */
static const struct element {
    const char *name;
    enum part { PART_SHAPE, PART_GROUP, PART_VIEW, PART_USE, PART_SWITCH, PART_LOST } part;
} elements[] = {
    {"path", PART_SHAPE},
    {"rect", PART_SHAPE},
    {"circle", PART_SHAPE},
    {"ellipse", PART_SHAPE},
    {"line", PART_SHAPE},
    {"polyline", PART_SHAPE},
    {"polygon", PART_SHAPE},
    {"g", PART_GROUP},
    {"a", PART_GROUP},
    {"svg", PART_VIEW},
    {"symbol", PART_VIEW},
    {"use", PART_USE},
    {"switch", PART_SWITCH},
    {"text", PART_LOST},
    {"image", PART_LOST},
    {"flowRoot", PART_LOST},
    {"foreignObject", PART_LOST},
};

static const struct element *lookup_element(const xmlNode *node)
{
    const char *name = svg_element_name(node);
    for (size_t i = 0; name && i < sizeof elements / sizeof *elements; i++) {
        if (strcmp(name, elements[i].name) == 0)
            return &elements[i];
    }
    return NULL;
}

int svg_line_number(const struct svg_reader *r)
{
    return r->node ? (int)xmlGetLineNo(r->node) : 1;
}

bool svg_fail(struct svg_reader *r, const char *what, struct str value)
{
    return lode_fail(r->err, LODE_DATA, r->at, "'%.*s', line %d: %s '%.*s'", STR_FMT(r->file),
                     svg_line_number(r), what, STR_FMT(str_head(value, 60)));
}

struct str svg_attribute(const struct svg_reader *r, const char *name)
{
    return svg_node_attribute(r->arena, r->node, name);
}

bool svg_length(struct str s, double whole, double *ret)
{
    /* CSS: 96 px are an inch; 16 px stand for the size of letters, which a marker has none of. */
    static const struct {
        const char *name;
        double px;
    } units[] = {{"pt", 96 / 72.0}, {"pc", 16}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54},
                 {"Q", 96 / 101.6}, {"in", 96}, {"em", 16},        {"ex", 8}};
    struct str unit;
    if (!num_parse_prefix(str_trim(s), ret, &unit))
        return false;

    if (str_is(unit, "%"))
        *ret *= whole / 100;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_is(unit, units[i].name))
            *ret *= units[i].px;
    }
    return true;
}

static void index_ids(struct svg_reader *r, const xmlNode *node)
{
    for (; node; node = node->next) {
        struct str id =
            node->type == XML_ELEMENT_NODE ? svg_node_attribute(r->arena, node, "id") : STR("");
        if (id.len && !g_hash_table_contains(r->by_id, id.p))
            g_hash_table_insert(r->by_id, (gpointer)str_c(r->arena, id), (gpointer)node);
        index_ids(r, node->children);
    }
}

/* Keys are NUL-terminated copies. */
const xmlNode *svg_referred(struct svg_reader *r, struct str reference)
{
    struct str id = str_trim(reference), head;
    if (str_starts(id, STR("url("))) {
        id = str_from(id, 4);
        str_cut(&id, ')', &head);
        id = str_trim(head);
        if (id.len > 1 && (id.p[0] == '"' || id.p[0] == '\''))
            id = (struct str){id.p + 1, id.len - 2};
    }
    if (id.len < 2 || id.p[0] != '#')
        return NULL;

    if (!r->by_id) {
        r->by_id = g_hash_table_new(g_str_hash, g_str_equal);
        index_ids(r, xmlDocGetRootElement(r->node->doc));
    }
    return g_hash_table_lookup(r->by_id, str_c(r->arena, str_from(id, 1)));
}

static bool parse_box(struct str text, double box[4])
{
    for (int i = 0; i < 4; i++) {
        if (!svg_number(&text, &box[i]))
            return false;
    }
    return true;
}

/* The box of the file: its viewBox, else its width and height, else nothing. */
static bool read_root(struct svg_reader *r, struct svg_state *s)
{
    struct str box = str_trim(svg_attribute(r, "viewBox"));
    struct str width = svg_attribute(r, "width"), height = svg_attribute(r, "height");

    if (box.len) {
        if (!parse_box(box, r->box))
            return svg_fail(r, "not a viewBox:", box);
        r->has_box = r->box[2] > 0 && r->box[3] > 0;
        if (!r->has_box)
            return svg_fail(r, "an empty viewBox:", box);
    } else {
        r->has_box = svg_length(width, 0, &r->box[2]) && svg_length(height, 0, &r->box[3]) &&
                     r->box[2] > 0 && r->box[3] > 0 && !str_ends(str_trim(width), STR("%"));
    }

    s->view_width = r->has_box ? r->box[2] : 100;
    s->view_height = r->has_box ? r->box[3] : 100;
    return true;
}

/* Where along one side the drawing stands that does not fill it: "xMinYMid" has 0 and 0.5. */
static double alignment(struct str how, const char *least, const char *most)
{
    size_t at;
    return str_find(how, str_of(least), &at) ? 0 : str_find(how, str_of(most), &at) ? 1 : 0.5;
}

static struct affine fit_box(const double box[4], double width, double height, struct str how)
{
    double x = width / box[2], y = height / box[3];
    size_t at;
    if (!str_starts(how, STR("none")))
        x = y = str_find(how, STR("slice"), &at) ? fmax(x, y) : fmin(x, y);

    double left = (width - x * box[2]) * alignment(how, "xMin", "xMax");
    double top = (height - y * box[3]) * alignment(how, "YMin", "YMax");
    return (struct affine){x, 0, 0, y, left - x * box[0], top - y * box[1]};
}

static double length_or(const struct svg_reader *r, const xmlNode *node, const char *name,
                        double whole, double otherwise)
{
    double v;
    struct str text = svg_node_attribute(r->arena, node, name);
    return text.len && svg_length(text, whole, &v) ? v : otherwise;
}

/* A view inside the file. One that `user` brings in has its width and height, where it has any. */
static bool enter_view(struct svg_reader *r, struct svg_state *s, const xmlNode *user)
{
    double box[4];
    double w = length_or(r, r->node, "width", s->view_width, s->view_width);
    double h = length_or(r, r->node, "height", s->view_height, s->view_height);
    double x = length_or(r, r->node, "x", s->view_width, 0);
    double y = length_or(r, r->node, "y", s->view_height, 0);
    if (user) {
        w = length_or(r, user, "width", s->view_width, w);
        h = length_or(r, user, "height", s->view_height, h);
    }
    s->matrix = affine_join(s->matrix, (struct affine){1, 0, 0, 1, x, y});

    struct str text = str_trim(svg_attribute(r, "viewBox"));
    if (!text.len) {
        s->view_width = w;
        s->view_height = h;
        return true;
    }
    if (!parse_box(text, box))
        return svg_fail(r, "not a viewBox:", text);
    if (!(box[2] > 0 && box[3] > 0 && w > 0 && h > 0)) {
        s->gone = true; /* SVG 2, section 8.6: it is not drawn */
        return true;
    }

    struct affine fit = fit_box(box, w, h, str_trim(svg_attribute(r, "preserveAspectRatio")));
    s->matrix = affine_join(s->matrix, fit);
    s->view_width = box[2];
    s->view_height = box[3];
    return true;
}

/* The conditions of `switch`, which hold outside of it too. Languages other than English are left
 * to the part without a language. */
static bool passes(const struct svg_reader *r, const xmlNode *node)
{
    struct str language = svg_node_attribute(r->arena, node, "systemLanguage");
    return !svg_node_attribute(r->arena, node, "requiredExtensions").len &&
           (!language.len || str_starts(language, STR("en")));
}

static bool draw_node(struct svg_reader *r, const xmlNode *node, const struct svg_state *parent,
                      const xmlNode *user);

static bool draw_children(struct svg_reader *r, const xmlNode *node, const struct svg_state *s,
                          bool only_first)
{
    for (const xmlNode *n = node->children; n; n = n->next) {
        const struct element *e = lookup_element(n);
        if (!e || !passes(r, n))
            continue;
        if (strcmp(e->name, "symbol") != 0 && !draw_node(r, n, s, NULL))
            return false;
        if (only_first)
            return true;
    }
    return true;
}

static bool draw_use(struct svg_reader *r, const xmlNode *use, const struct svg_state *s)
{
    struct str href = svg_attribute(r, "href");
    const xmlNode *target = svg_referred(r, href);
    const char *fault = target ? NULL : "is not in the file";
    for (int i = 0; i < r->depth; i++) {
        if (target == r->open[i])
            fault = "stands around its own use";
    }
    if (fault) {
        log_warn(r->at, "svg-ignored", "'%.*s', line %d: a <use> is left out: '%.*s' %s",
                 STR_FMT(r->file), svg_line_number(r), STR_FMT(str_head(href, 60)), fault);
        return true;
    }

    struct svg_state at = *s;
    double x = length_or(r, use, "x", s->view_width, 0);
    double y = length_or(r, use, "y", s->view_height, 0);
    at.matrix = affine_join(s->matrix, (struct affine){1, 0, 0, 1, x, y});
    return draw_node(r, target, &at, use);
}

static bool draw_part(struct svg_reader *r, const struct element *e, const xmlNode *node,
                      struct svg_state *s, const xmlNode *user)
{
    if (e->part == PART_SHAPE)
        return svg_draw_element(r, e->name, s);
    if (e->part == PART_USE)
        return draw_use(r, node, s);
    if (e->part == PART_VIEW && r->depth > 1 && !enter_view(r, s, user))
        return false;
    return s->gone || draw_children(r, node, s, e->part == PART_SWITCH);
}

static bool enter(struct svg_reader *r, const xmlNode *node)
{
    r->node = node;
    if (r->depth + 1 >= SVG_DEPTH_MAX)
        return lode_fail(r->err, LODE_LIMIT, r->at, "'%.*s', line %d: nested more than %d deep",
                         STR_FMT(r->file), svg_line_number(r), SVG_DEPTH_MAX);
    if (++r->elements > SVG_COMMANDS_MAX)
        return lode_fail(r->err, LODE_LIMIT, r->at,
                         "'%.*s', line %d: more than %d elements, with those of <use>",
                         STR_FMT(r->file), svg_line_number(r), SVG_COMMANDS_MAX);
    r->open[r->depth++] = node;
    return true;
}

/* `user`: the <use> that brings the element in, or NULL. */
static bool draw_node(struct svg_reader *r, const xmlNode *node, const struct svg_state *parent,
                      const xmlNode *user)
{
    const struct element *e = lookup_element(node);
    if (!e || !passes(r, node))
        return true;
    if (e->part == PART_LOST) {
        r->node = node;
        log_warn(r->at, "svg-ignored", "'%.*s', line %d: <%s> is not drawn in a marker",
                 STR_FMT(r->file), svg_line_number(r), e->name);
        return true;
    }

    if (!enter(r, node))
        return false;
    struct svg_state s = *parent;
    bool ok = (r->depth > 1 || read_root(r, &s)) && svg_style_read(r, &s) &&
              (s.gone || draw_part(r, e, node, &s, user));
    r->depth--;
    return ok;
}

static void read_sheets(struct svg_reader *r, const xmlNode *node)
{
    for (; node; node = node->next) {
        const char *name = svg_element_name(node);
        if (name && strcmp(name, "style") == 0) {
            xmlChar *text = xmlNodeGetContent(node);
            css_add(r->arena, &r->sheet, str_copy(r->arena, str_of((const char *)text)));
            xmlFree(text);
        }
        read_sheets(r, node->children);
    }
}

bool svg_walk(struct svg_reader *r, const xmlNode *root)
{
    const struct svg_state initial = {
        .matrix = {1, 0, 0, 1, 0, 0},
        .fill.symbol = true,
        .stroke.none = true,
        .line = {.width = 1, .miter_limit = 4},
        .fill_opacity = 1,
        .stroke_opacity = 1,
        .opacity = 1,
        .stop_opacity = 1,
    };
    const char *name = svg_element_name(root);
    r->node = root;
    if (!name || strcmp(name, "svg") != 0)
        return svg_fail(r, "not an SVG file, its first element is",
                        str_of((const char *)root->name));

    read_sheets(r, root->children);
    css_sort(&r->sheet);
    if (r->sheet.ignored.len)
        log_warn(r->at, "svg-ignored",
                 "'%.*s': rules of its style sheet such as '%.*s' are left out", STR_FMT(r->file),
                 STR_FMT(str_head(r->sheet.ignored, 60)));
    return draw_node(r, root, &initial, NULL);
}
