/* How the definition of a reference system is read by PROJ, and what is kept of it. */
#include "project/crs.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/num.h"
#include "base/units.h"
#include "load/gdal_words.h"
#include "project/link.h"

enum { CRS_FILE_MAX = 1 << 20 }; /* bytes; taste: a definition takes a few thousand */

/* PROJ's log, of which the last message is kept, without the line's end. */
static void keep_words(void *ctx, int level, const char *words)
{
    char *said = ctx;
    (void)level;
    snprintf(said, PROJ_WORDS_MAX, "%s", words);
    size_t len = strlen(said);
    while (len && isspace((unsigned char)said[len - 1]))
        said[--len] = '\0';
}

static void end_pj(void *pj)
{
    proj_destroy(pj);
}

static void end_context(void *ctx)
{
    proj_context_destroy(ctx);
}

struct proj_link *link_create(struct arena *a)
{
    struct proj_link *link = arena_new(a, struct proj_link);
    link->said = arena_array(a, char, PROJ_WORDS_MAX);
    link->ctx = proj_context_create();
    arena_defer(a, end_context, link->ctx);
    proj_context_set_enable_network(link->ctx, 0);
    proj_log_level(link->ctx, PJ_LOG_ERROR);
    proj_log_func(link->ctx, link->said, keep_words);
    proj_context_use_proj4_init_rules(link->ctx, 1);
    return link;
}

void link_keep(struct arena *a, PJ *pj)
{
    if (pj)
        arena_defer(a, end_pj, pj);
}

/* Is the text the name of a file that holds a definition, and not a definition? */
static bool names_a_file(struct str s)
{
    static const char *const endings[] = {".prj", ".wkt", ".wkt2", ".txt", ".json", ".qpj"};
    size_t at;
    if (str_find(s, STR("["), &at) || str_starts(s, STR("+")) || str_starts(s, STR("{")))
        return false;

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t len = strlen(endings[i]);
        if (s.len > len && strncasecmp(s.p + s.len - len, endings[i], len) == 0)
            return true;
    }
    return false;
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!isdigit((unsigned char)s.p[i]))
            return false;
    }
    return s.len > 0;
}

/* Is the text AUTHORITY:CODE, a PROJ string, WKT, PROJJSON or a URN? PROJ would guess at others. */
static bool has_known_form(struct str s)
{
    size_t at;
    return str_find(s, STR(":"), &at) || str_find(s, STR("["), &at) || str_starts(s, STR("+")) ||
           str_starts(s, STR("{")) || str_find(s, STR("proj="), &at);
}

static bool fail_form(struct str text, struct lode_span at, struct lode_err *err)
{
    lode_fail(err, LODE_CRS, at, "'%.*s' is not a reference system", STR_FMT(str_head(text, 80)));
    if (all_digits(text))
        return lode_hint(err, "did you mean 'EPSG:%.*s'?", STR_FMT(text));
    return lode_hint(
        err, "write EPSG:n, a PROJ string (+proj=...), WKT, or the name of a .prj or .wkt file");
}

static bool fail_proj(const struct proj_link *link, struct str text, struct lode_span at,
                      struct lode_err *err)
{
    const char *said = proj_reason(link->said);
    if (text.len > 100)
        lode_fail(err, LODE_CRS, at, "cannot read the reference system '%.*s...': %s",
                  STR_FMT(str_head(text, 60)), said);
    else
        lode_fail(err, LODE_CRS, at, "cannot read the reference system '%.*s'%s%s", STR_FMT(text),
                  *said ? ": " : "", said);

    if (text.len > 5 && strncasecmp(text.p, "EPSG:", 5) == 0)
        return lode_hint(err, "look the code up at https://epsg.org, or write a PROJ string");
    return lode_hint(err, "`projinfo` shows what PROJ makes of a definition");
}

/* PROJ takes "+proj=utm +zone=42" for a conversion, not a system, without +type=crs. */
static const char *definition_for_proj(struct arena *a, struct str text)
{
    size_t at;
    bool pipeline = str_find(text, STR("proj="), &at) || str_find(text, STR("init="), &at);
    if (pipeline && !str_find(text, STR("["), &at) && !str_starts(text, STR("{")) &&
        !str_find(text, STR("type=crs"), &at))
        return str_c(a, str_format(a, "%.*s +type=crs", STR_FMT(text)));
    return str_c(a, text);
}

/* The horizontal part of a compound system; the system itself otherwise. */
static PJ *horizontal_part(struct arena *a, struct proj_link *link, PJ *pj)
{
    if (proj_get_type(pj) != PJ_TYPE_COMPOUND_CRS)
        return pj;
    PJ *part = proj_crs_get_sub_crs(link->ctx, pj, 0);
    link_keep(a, part);
    return part ? part : pj;
}

/* The system under a WKT1 TOWGS84 or a `+towgs84`, which ends with the arena. */
static PJ *unbound(struct arena *a, struct proj_link *link, PJ *pj)
{
    if (proj_get_type(pj) != PJ_TYPE_BOUND_CRS)
        return pj;
    PJ *source = proj_get_source_crs(link->ctx, pj);
    link_keep(a, source);
    return source ? source : pj;
}

static void describe_ellipsoid(struct proj_link *link, struct crs *crs)
{
    double a_m, inverse_flattening;
    PJ *ellipsoid = proj_get_ellipsoid(link->ctx, link->crs);
    crs->semi_major_m = 6378137.0; /* WGS 84, unless PROJ knows better */
    crs->flattening = 1 / 298.257223563;
    if (ellipsoid && proj_ellipsoid_get_parameters(link->ctx, ellipsoid, &a_m, NULL, NULL,
                                                   &inverse_flattening)) {
        crs->semi_major_m = a_m;
        crs->flattening = inverse_flattening > 0 ? 1 / inverse_flattening : 0;
    }
    proj_destroy(ellipsoid);
}

static double unit_of_axis(PJ_CONTEXT *ctx, const PJ *pj)
{
    double factor = 0;
    PJ *cs = proj_crs_get_coordinate_system(ctx, pj);
    if (cs)
        proj_cs_get_axis_info(ctx, cs, 0, NULL, NULL, NULL, &factor, NULL, NULL, NULL);
    proj_destroy(cs);
    return factor;
}

static void describe_unit(struct proj_link *link, PJ *pj, struct crs *crs)
{
    double factor = unit_of_axis(link->ctx, pj);
    crs->deg_per_unit = 1;
    if (crs->geographic && factor > 0 && fabs(factor - RAD_PER_DEG) > 1e-12)
        crs->deg_per_unit = degrees(factor);

    crs->m_per_unit = factor > 0 ? factor : 1;
    if (crs->geographic)
        crs->m_per_unit = crs->deg_per_unit * radians(crs->semi_major_m);
}

/* PROJ calls a system made from a PROJ string "unknown": then its method is the best name. */
static void describe_name(struct arena *a, struct proj_link *link, PJ *pj, struct crs *crs)
{
    const char *name = proj_get_name(pj);
    if (name && *name && strcmp(name, "unknown") != 0 && strcmp(name, "unnamed") != 0) {
        crs->name = str_copy(a, str_of(name));
        return;
    }

    crs->name = crs->geographic ? STR("longitude and latitude") : STR("custom projection");
    PJ *operation = crs->geographic ? NULL : proj_crs_get_coordoperation(link->ctx, pj);
    if (operation && proj_coordoperation_get_method_info(link->ctx, operation, &name, NULL, NULL) &&
        name && *name)
        crs->name =
            str_copy(a, str_starts(str_of(name), STR("PROJ ")) ? str_of(name + 5) : str_of(name));
    proj_destroy(operation);
}

static void describe_proj(struct arena *a, struct proj_link *link, struct crs *crs)
{
    const char *text = proj_as_proj_string(link->ctx, link->crs, PJ_PROJ_4, NULL);
    struct str s = str_of(text), tail = STR(" +type=crs");
    if (str_ends(s, tail))
        s.len -= tail.len;
    crs->proj = str_copy(a, s);
    link->said[0] = '\0';
}

static bool describe_system(struct arena *a, struct proj_link *link, struct crs *crs,
                            struct lode_span at, struct lode_err *err)
{
    PJ *pj = unbound(a, link, link->crs);
    PJ_TYPE type = proj_get_type(pj);
    crs->geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    if (!crs->geographic && type != PJ_TYPE_PROJECTED_CRS && type != PJ_TYPE_OTHER_CRS) {
        lode_fail(err, LODE_CRS, at, "'%.*s' is not a projected or geographic reference system",
                  STR_FMT(str_head(crs->definition, 80)));
        return lode_hint(err, "lode needs map coordinates, or longitude and latitude");
    }

    describe_ellipsoid(link, crs);
    describe_unit(link, pj, crs);
    describe_name(a, link, pj, crs);
    describe_proj(a, link, crs);
    return true;
}

static bool parse_system(struct arena *a, struct proj_link *link, struct str text,
                         struct lode_span at, struct crs *ret, struct lode_err *err)
{
    struct str definition = str_trim(text);
    if (names_a_file(definition)) {
        struct str path = path_beside(a, definition, at.file ? at.file : ".");
        if (!file_read(a, str_c(a, path), CRS_FILE_MAX, at, &definition, err))
            return lode_within(err, "the file of a reference system");
        definition = file_plain_text(a, definition);
    }

    if (!has_known_form(definition))
        return fail_form(definition, at, err);

    link->said[0] = '\0';
    PJ *pj = proj_create(link->ctx, definition_for_proj(a, definition));
    link_keep(a, pj);
    if (!pj)
        return fail_proj(link, definition, at, err);

    link->crs = horizontal_part(a, link, pj);
    struct crs crs = {.definition = str_copy(a, definition), .pj = link};
    if (!describe_system(a, link, &crs, at, err))
        return false;
    *ret = crs;
    return true;
}

/* One step to the side for an axis: how far east and north it leads. */
static void read_direction(PJ_CONTEXT *ctx, const PJ *cs, int axis, signed char *ret_east,
                           signed char *ret_north)
{
    const char *towards = NULL;
    *ret_east = *ret_north = 0;
    if (!proj_cs_get_axis_info(ctx, cs, axis, NULL, NULL, &towards, NULL, NULL, NULL, NULL))
        return;

    *ret_east = (signed char)((strcmp(towards, "east") == 0) - (strcmp(towards, "west") == 0));
    *ret_north = (signed char)((strcmp(towards, "north") == 0) - (strcmp(towards, "south") == 0));
}

void crs_set_upright(struct arena *a, struct crs *crs)
{
    struct proj_link *link = link_of(crs);
    PJ *usual = proj_normalize_for_visualization(link->ctx, unbound(a, link, link->crs));
    PJ *cs = usual ? proj_crs_get_coordinate_system(link->ctx, usual) : NULL;
    struct axis_turn t = {0};

    if (cs) {
        read_direction(link->ctx, cs, 0, &t.xx, &t.yx);
        read_direction(link->ctx, cs, 1, &t.xy, &t.yy);
    }
    proj_destroy(cs);
    proj_destroy(usual);

    /* The axes of polar systems both run the same way, along two meridians. */
    bool across = t.xx * t.yy - t.xy * t.yx != 0, already = t.xx == 1 && t.yy == 1;
    if (across && !already)
        crs->turn = t;
}

bool crs_parse_beside(struct arena *a, const struct crs *other, struct str text,
                      struct lode_span at, struct crs *ret, struct lode_err *err)
{
    struct proj_link *link = arena_new(a, struct proj_link);
    *link = *link_of(other);
    return parse_system(a, link, text, at, ret, err);
}

static double prime_meridian_deg(PJ_CONTEXT *ctx, const PJ *geographic)
{
    double longitude = 0, factor = 1;
    PJ *pm = proj_get_prime_meridian(ctx, geographic);
    if (pm)
        proj_prime_meridian_get_parameters(ctx, pm, &longitude, &factor, NULL);
    proj_destroy(pm);
    return degrees(longitude * factor);
}

bool crs_base(struct arena *a, const struct crs *crs, struct lode_span at, struct crs *ret,
              double *ret_pm_deg, struct lode_err *err)
{
    struct proj_link *link = link_of(crs);
    bool bound = proj_get_type(link->crs) == PJ_TYPE_BOUND_CRS;
    PJ *pj = proj_crs_get_geodetic_crs(link->ctx, link->crs);
    link_keep(a, pj);
    *ret_pm_deg = pj ? prime_meridian_deg(link->ctx, pj) : 0;
    if (!pj || bound || *ret_pm_deg != 0 || fabs(unit_of_axis(link->ctx, pj) - RAD_PER_DEG) > 1e-12)
        return crs_parse_beside(a, crs, STR("EPSG:4326"), at, ret, err);

    struct proj_link *base = arena_new(a, struct proj_link);
    *base = *link;
    base->crs = pj;
    *ret = (struct crs){.pj = base};
    return describe_system(a, base, ret, at, err);
}

bool crs_parse(struct arena *a, struct str text, struct lode_span at, struct crs *ret,
               struct lode_err *err)
{
    return parse_system(a, link_create(a), text, at, ret, err);
}
