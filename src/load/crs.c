/* How the coordinate reference system of a layer is found: what the document says, else what the data
 * says. */
#include "load/crs.h"

#include <cpl_conv.h>
#include <glib.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/units.h"
#include "load/crs_compare.h"
#include "load/gdal_words.h"
#include "load/reading.h"

static struct str code_of(struct arena *a, OGRSpatialReferenceH srs)
{
    const char *name = OSRGetAuthorityName(srs, NULL), *code = OSRGetAuthorityCode(srs, NULL);
    return name && code ? str_format(a, "%s:%s", name, code) : (struct str){0};
}

/* The system that PROJ's database has under the code that `srs` states; NULL: none. The caller
 * destroys it. A deprecated code stays what it is. */
static OGRSpatialReferenceH system_of_code(struct arena *a, OGRSpatialReferenceH srs)
{
    struct str code = code_of(a, srs);
    if (!code.len)
        return NULL;

    static const char option[] = "OSR_USE_NON_DEPRECATED";
    OGRSpatialReferenceH ret = OSRNewSpatialReference(NULL);
    const char *before = CPLGetThreadLocalConfigOption(option, NULL);
    char *kept = before ? CPLStrdup(before) : NULL;

    CPLSetThreadLocalConfigOption(option, "NO");
    bool known = OSRSetFromUserInput(ret, str_c(a, code)) == OGRERR_NONE;
    CPLSetThreadLocalConfigOption(option, kept);
    CPLFree(kept);
    if (known)
        return ret;
    OSRDestroySpatialReference(ret);
    return NULL;
}

static bool is_same(OGRSpatialReferenceH x, OGRSpatialReferenceH y)
{
    const char *const loosely[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                   "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS", NULL};
    return OSRIsSameEx(x, y, loosely);
}

/* The code of the system that is the same as `srs`, when PROJ's database has one; else empty. */
static struct str matching_code(struct arena *a, OGRSpatialReferenceH srs)
{
    struct str ret = {0};
    int n = 0, *confidence = NULL;
    OGRSpatialReferenceH *found = OSRFindMatches(srs, NULL, &n, &confidence);

    /* GDAL's confidence in percent: 100 is the same system spelled in another way, 90 the same but
     * for names, as in Esri's .prj. */
    if (n > 0 && confidence[0] >= 90 && is_same(srs, found[0]))
        ret = code_of(a, found[0]);

    if (found)
        OSRFreeSRSArray(found);
    CPLFree(confidence);
    return ret;
}

/* What the parameters say, without a code. */
static struct str wkt_of(struct arena *a, OGRSpatialReferenceH srs)
{
    char *wkt = NULL;
    const char *const options[] = {"FORMAT=WKT2_2019", "MULTILINE=NO", NULL};
    OSRExportToWktEx(srs, &wkt, options);
    struct str ret = str_copy(a, str_of(wkt));
    CPLFree(wkt);

    /* PROJ writes the code of a system last, and would look up by it how to change the datum. */
    size_t at = ret.len;
    while (at && !str_starts(str_from(ret, at), STR(",ID[\"")))
        at--;
    size_t end = 0; /* of the code; that of a unit has more than the system's bracket behind it */
    bool of_system = at && str_find(str_from(ret, at), STR("]"), &end) && at + end + 2 == ret.len;
    return of_system ? str_format(a, "%.*s]", (int)at, ret.p) : ret;
}

static struct str code_or_wkt(struct arena *a, OGRSpatialReferenceH srs)
{
    struct str code = matching_code(a, srs);
    return code.len ? code : wkt_of(a, srs);
}

/* Whether the source gives its two numbers in the other order than files do by custom, such as the
 * latitude first. What the custom is for a system GDAL knows: directions of axes do not tell, since
 * both axes of a polar system point the same way. */
static bool is_swapped(OGRSpatialReferenceH srs)
{
    int n = 0, n_usual = 0;
    OGRSpatialReferenceH usual = OSRClone(srs);
    OSRSetAxisMappingStrategy(usual, OAMS_TRADITIONAL_GIS_ORDER);
    const int *own = OSRGetDataAxisToSRSAxisMapping(srs, &n);
    const int *by_custom = OSRGetDataAxisToSRSAxisMapping(usual, &n_usual);

    bool ret = own && by_custom && n >= 2 && n_usual >= 2 && own[0] == by_custom[1] &&
               own[1] == by_custom[0];
    OSRDestroySpatialReference(usual);
    return ret;
}

/* Whether the coordinates are degrees or metres. */
static void set_units(OGRSpatialReferenceH srs, struct layer_crs *ret)
{
    if (OSRIsGeographic(srs)) {
        char *unit = NULL;
        ret->degrees = fabs(OSRGetAngularUnits(srs, &unit) - RAD_PER_DEG) < 1e-9;
    }
    ret->metres = OSRIsProjected(srs);
}

static bool is_wgs84(struct str s)
{
    return str_is(s, "EPSG:4326") || str_is(s, "OGC:CRS84");
}

/* Whether it may be given to GDAL, which would also open a file or a URL of that name. */
static bool is_definition(struct str s)
{
    size_t at;
    if (str_find(s, STR("://"), &at))
        return false;
    if (str_starts(s, STR("+")) || str_starts(s, STR("{")) || str_find(s, STR("["), &at))
        return true;

    for (size_t i = 0; i < s.len; i++) {
        if (!g_ascii_isalnum(s.p[i]) && !strchr(":.,_-", s.p[i]))
            return false;
    }
    return str_find(s, STR(":"), &at);
}

static void report_contradiction(const struct reading *r, OGRSpatialReferenceH srs, struct str code,
                                 struct lode_span at)
{
    char *proj = NULL;
    struct str path = r->source->file.s;
    if (r->params->seen)
        return;

    OSRExportToProj4(srs, &proj);
    log_warn(
        at, "crs-contradiction",
        "'%.*s' says %.*s, but has the parameters of another system, '%s': they were followed; "
        "if the code is right, state `crs: %.*s`",
        path.len > 80 ? 80 : (int)path.len, path.p, STR_FMT(code), proj ? proj : "", STR_FMT(code));
    CPLFree(proj);
}

/* The text of a system as the source states it, with both a code and parameters or with one of them.
 * Where they contradict each other the parameters are followed: who changed them seldom changed the
 * code. */
static struct str settle(struct reading *r, OGRSpatialReferenceH srs, struct lode_span at)
{
    struct arena *a = r->arena;
    OGRSpatialReferenceH named = system_of_code(a, srs);
    if (!named)
        return code_or_wkt(a, srs);

    struct str ret = code_of(a, named);
    if (!is_same(srs, named) && crs_contradict(srs, named)) {
        struct str code = ret;
        ret = code_or_wkt(a, srs);
        report_contradiction(r, srs, code, at);
    } else if (!crs_same_datum(srs, named)) {
        ret = code_or_wkt(a, srs); /* PROJ may know ways from the one, and none from the other */
    }

    OSRDestroySpatialReference(named);
    return ret;
}

/* The system that `stated` names: `crs:` of the source, or an option. */
static bool read_stated(struct reading *r, const struct doc_text *stated, struct layer_crs *ret,
                        struct lode_err *err)
{
    size_t bracket;
    ret->text = stated->s;
    ret->at = stated->at;
    if (is_wgs84(ret->text)) {
        ret->degrees = true; /* the common case: PROJ's database is not opened for it */
        return true;
    }

    struct gdal_words words;
    gdal_listen(&words);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    bool ok = is_definition(ret->text) &&
              OSRSetFromUserInput(srs, str_c(r->arena, ret->text)) == OGRERR_NONE;
    if (ok && str_find(ret->text, STR("["), &bracket))
        ret->text = settle(r, srs, ret->at);
    if (ok)
        set_units(srs, ret);
    else
        lode_fail(err, LODE_CRS, ret->at, "'%.*s' is not a coordinate reference system%s",
                  STR_FMT(ret->text), gdal_said(&words));
    OSRDestroySpatialReference(srs);
    gdal_unlisten(&words);
    if (!ok)
        lode_hint(err, "write an EPSG code ('EPSG:4326'), a PROJ string or WKT");
    return ok;
}

static bool fail_unstated(const struct doc_source *source, struct lode_err *err)
{
    lode_fail(err, LODE_DATA, source->file.at, "'%.*s' has no coordinate reference system (CRS)",
              STR_FMT(source->file.s));
    static const char when[] = "if its coordinates are longitude and latitude (WGS 84)";
    const char *option = source->crs.at.file;
    if (option)
        return lode_hint(err, "state it: `%s EPSG:4326`, %s", option, when);

    return lode_hint(err, "state it%s: {file: %.*s, crs: EPSG:4326}, %s",
                     source->file.at.line ? "" : " in a document", STR_FMT(source->file.s), when);
}

/* The system of a source that states none, for a reading that may guess. */
static bool guess_system(struct reading *r, struct lode_err *err)
{
    const struct doc_source *source = r->source;
    r->crs_guessed = true;
    if (r->params->crs_default.len) {
        const struct doc_text stated = {r->params->crs_default, source->crs.at};
        return read_stated(r, &stated, &r->crs, err);
    }

    r->crs = (struct layer_crs){.text = STR("EPSG:4326"), .at = source->file.at, .degrees = true};
    return true;
}

struct str crs_shown(struct str text)
{
    size_t from, to;
    if (!str_find(text, STR("[\""), &from) || !str_find(str_from(text, from + 2), STR("\""), &to))
        return text;
    return str_head(str_from(text, from + 2), to);
}

bool crs_decide(struct reading *r, OGRSpatialReferenceH srs, struct lode_err *err)
{
    const struct doc_source *source = r->source;
    struct layer_crs *ret = &r->crs;
    struct layer_crs own = {.at = source->file.at};

    if (srs) {
        own.text = settle(r, srs, own.at);
        own.swapped = is_swapped(srs);
        set_units(srs, &own);
    }

    if (!source->crs.s.len && !srs && r->params->guess)
        return guess_system(r, err);
    if (!source->crs.s.len) {
        *ret = own;
        return srs || fail_unstated(source, err) || reading_forgives(r, err);
    }

    *ret = (struct layer_crs){.swapped = own.swapped};
    if (!read_stated(r, &source->crs, ret, err))
        return false;
    if (srs && !r->params->seen && !str_eq(ret->text, own.text))
        log_note(source->crs.at, "crs-overridden",
                 "'%.*s' says that it is in %.*s; it was read as %.*s", STR_FMT(source->file.s),
                 STR_FMT(crs_shown(own.text)), STR_FMT(crs_shown(ret->text)));
    return true;
}

/* Whether it is what Esri, QGIS and GDAL write for WGS 84, white space aside: the common case, for which
 * PROJ's database is not opened. */
static bool is_wgs84_prj(struct str prj)
{
    static const char known[] =
        "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,"
        "298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
    size_t k = 0;
    for (size_t i = 0; i < prj.len; i++) {
        char c = prj.p[i];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
            continue;
        if (c != known[k++])
            return false;
    }
    return k == sizeof known - 1; /* a longer text has met the NUL above */
}

bool crs_decide_prj(struct reading *r, struct str prj, struct lode_err *err)
{
    const struct doc_source *source = r->source;
    if (is_wgs84_prj(prj) && !source->crs.s.len) {
        r->crs =
            (struct layer_crs){.text = STR("EPSG:4326"), .at = source->file.at, .degrees = true};
        return true;
    }
    if (!prj.len)
        return crs_decide(r, NULL, err);

    struct gdal_words words;
    gdal_listen(&words);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    char *wkt = str_c(r->arena, prj);
    char *lines[] = {wkt, NULL};
    bool ok = OSRImportFromESRI(srs, lines) == OGRERR_NONE;
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    gdal_unlisten(&words);

    if (!ok && !source->crs.s.len) {
        lode_fail(err, LODE_DATA, source->file.at,
                  "the .prj of '%.*s' is not a coordinate reference system%s",
                  STR_FMT(source->file.s), gdal_said(&words));
        lode_hint(err, "state it: {file: %.*s, crs: EPSG:4326}", STR_FMT(source->file.s));
        ok = reading_forgives(r, err);
    } else {
        gdal_listen(&words);
        ok = crs_decide(r, ok ? srs : NULL, err);
        gdal_unlisten(&words);
    }

    OSRDestroySpatialReference(srs);
    return ok;
}

static bool put_feature_on_poles(struct geometry *g, size_t i)
{
    double *xy = (double *)g->xy; /* just read: nobody else has it */
    bool moved = false;
    struct range coords = geometry_coords_of(g, i);
    for (size_t k = coords.from; k < coords.end; k++) {
        double *lat = &xy[2 * k + 1];
        if (fabs(*lat) > 90 && fabs(*lat) <= 90 + BEYOND_POLE_DEG) {
            *lat = copysign(90, *lat);
            moved = true;
        }
    }

    if (moved) {
        struct box *box = (struct box *)&g->box[i];
        box->y0 = fmin(fmax(box->y0, -90), 90);
        box->y1 = fmin(fmax(box->y1, -90), 90);
    }
    return moved;
}

void crs_put_on_poles(struct reading *r, struct geometry *g, const int64_t *fid)
{
    size_t n = 0, first = 0;
    for (size_t i = 0; r->crs.degrees && i < g->n; i++) {
        const struct box *b = &g->box[i];
        bool beyond = b->y1 > 90 || b->y0 < -90,
             near = b->y1 <= 90 + BEYOND_POLE_DEG && b->y0 >= -90 - BEYOND_POLE_DEG;
        if (g->kind[i] == GEOM_NONE || !beyond || !near || !put_feature_on_poles(g, i))
            continue;
        first = n++ ? first : i;
    }

    if (n)
        reading_note(r, "beyond-pole",
                     "'%.*s': %zu feature%s a latitude less than 0.001 degrees beyond a pole, and "
                     "%s put on it (first: feature %lld)",
                     STR_FMT(r->source->name), n, n == 1 ? " has" : "s have",
                     n == 1 ? "was" : "were", (long long)fid[first]);
}

/* How many features lie where there is no longitude and latitude, and the first of them. */
static size_t count_outside(const struct geometry *g, struct box whole, size_t *ret_first,
                            size_t *ret_all)
{
    size_t n = 0;
    *ret_all = 0;
    for (size_t i = 0; i < g->n; i++) {
        *ret_all += g->kind[i] != GEOM_NONE;
        if (g->kind[i] == GEOM_NONE || box_holds(whole, g->box[i]))
            continue;
        *ret_first = n++ ? *ret_first : i;
    }
    return n;
}

/* The box of the features that lie inside. */
static struct box box_inside(const struct geometry *g, struct box whole)
{
    struct box b = BOX_EMPTY;
    for (size_t i = 0; i < g->n; i++) {
        if (g->kind[i] != GEOM_NONE && box_holds(whole, g->box[i]))
            b = box_join(b, g->box[i]);
    }
    return b;
}

/* What may have happened to the one place `x`, `y` among others that are good. */
static void hint_of_few(struct box good, double x, double y, struct lode_err *err)
{
    struct box near = box_grow(good, 0.1 * fmax(box_width(good), box_height(good)));
    static const char leave[] = "mend the row, or leave it out with `where:`";
    if (box_holds(near, (struct box){y, x, y, x})) {
        lode_hint(err, "its x and y are swapped, unlike those of the others: %s", leave);
        return;
    }

    for (double f = 0.1; f > 1e-8; f /= 10) {
        double xf = box_holds(near, (struct box){x, near.y0, x, near.y0}) ? x : x * f;
        double yf = box_holds(near, (struct box){near.x0, y, near.x0, y}) ? y : y * f;
        if (box_holds(near, (struct box){xf, yf, xf, yf})) {
            lode_hint(
                err, "has it lost its decimal point? it would lie among the others at (%g, %g): %s",
                xf, yf, leave);
            return;
        }
    }
    lode_hint(err, "the others are good: %s", leave);
}

bool crs_check_range(struct reading *r, const struct geometry *g, const int64_t *fid,
                     struct lode_err *err)
{
    const struct layer_crs *crs = &r->crs;
    const struct doc_source *source = r->source;
    struct box all = geometry_box(g);

    /* A hair more than a turn is the same place. */
    const struct box whole = {-360 - BEYOND_POLE_DEG, -90, 360 + BEYOND_POLE_DEG, 90};
    if (box_is_empty(all))
        return true;

    if (crs->metres && box_holds(whole, all) && g->n > 1 && box_width(all) > 1e-3)
        reading_warn(r, "crs-suspect",
                     "the coordinates of '%.*s' look like degrees, but its reference system, %.*s, "
                     "is not in degrees",
                     STR_FMT(source->file.s), STR_FMT(crs_shown(crs->text)));

    if (!crs->degrees || box_holds(whole, all))
        return true;
    if (r->crs_guessed && !r->params->crs_default.len)
        return fail_unstated(source, err);

    size_t i = 0, n_all, n = count_outside(g, whole, &i, &n_all);
    struct box b = g->box[i];
    double x = b.x0 < whole.x0 ? b.x0 : b.x1, y = b.y0 < whole.y0 ? b.y0 : b.y1;
    lode_fail(err, LODE_DATA, crs->at,
              "'%.*s' has coordinates that are not longitude and latitude: feature %lld lies at "
              "(%.6f, %.6f)%s",
              STR_FMT(source->file.s), (long long)fid[i], x, y,
              n < n_all ? str_format(r->arena, "; %zu of %zu features lie so", n, n_all).p : "");

    if (n <= n_all / 4 && n_all > 2)
        hint_of_few(box_inside(g, whole), x, y, err);
    else if (fmax(fabs(all.x0), fabs(all.x1)) <= 90 && fmax(fabs(all.y0), fabs(all.y1)) <= 360)
        lode_hint(err, "are the axes swapped? x is the longitude");
    else
        lode_hint(err, "is it in another reference system, in metres? state it: `crs: EPSG:...`");
    return false;
}
