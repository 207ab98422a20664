/* How two reference systems are compared by what they do: names of the same thing are many. */
#include "load/crs_compare.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/units.h"

/* Less is rounding of what files state, such as a unit with seven digits. Taste. */
#define SAME_M 0.1

enum { PLACES = 9 };

/* Places in the area of use, on the system's own globe, in its own coordinates. False: GDAL cannot. */
static bool project_places(OGRSpatialReferenceH srs, const double *lon_deg, const double *lat_deg,
                           double *ret_x, double *ret_y)
{
    OGRSpatialReferenceH globe = OSRCloneGeogCS(srs), plane = OSRClone(srs);
    OSRSetAxisMappingStrategy(globe, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(plane, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH t = OCTNewCoordinateTransformation(globe, plane);
    double unit = OSRGetAngularUnits(globe, NULL);

    for (int i = 0; i < PLACES; i++) {
        ret_x[i] = radians(lon_deg[i]) / unit;
        ret_y[i] = radians(lat_deg[i]) / unit;
    }

    int done[PLACES];
    if (t)
        OCTTransformEx(t, PLACES, ret_x, ret_y, NULL, done);
    for (int i = 0; t && i < PLACES; i++)
        ret_x[i] = done[i] ? ret_x[i] : NAN;

    OCTDestroyCoordinateTransformation(t);
    OSRDestroySpatialReference(globe);
    OSRDestroySpatialReference(plane);
    return t != NULL;
}

static void places_of_use(OGRSpatialReferenceH srs, double *ret_lon_deg, double *ret_lat_deg)
{
    double west, south, east, north;
    if (!OSRGetAreaOfUse(srs, &west, &south, &east, &north, NULL) || west < -180) {
        west = -1, east = 1;
        south = 44, north = 46;
    }

    double width = east < west ? east + 360 - west : east - west;
    for (int i = 0; i < PLACES; i++) {
        ret_lon_deg[i] = remainder(west + width * (1 + i % 3) / 4, 360);
        ret_lat_deg[i] =
            south + (north - south) * (1 + i / 3) / 4; /* a lattice of three by three */
    }
}

static bool differ_on_plane(OGRSpatialReferenceH srs, OGRSpatialReferenceH named)
{
    double lon[PLACES], lat[PLACES], x[2][PLACES], y[2][PLACES];
    places_of_use(named, lon, lat);
    if (!project_places(srs, lon, lat, x[0], y[0]) || !project_places(named, lon, lat, x[1], y[1]))
        return false;

    double unit_m[2] = {OSRGetLinearUnits(srs, NULL), OSRGetLinearUnits(named, NULL)};
    if (fabs(unit_m[0] / unit_m[1] - 1) > 1e-5)
        return true;

    for (int i = 0; i < PLACES; i++) {
        if (!isfinite(x[0][i]) && !isfinite(x[1][i]))
            continue;
        if (!(hypot(x[0][i] - x[1][i], y[0][i] - y[1][i]) * unit_m[1] < SAME_M))
            return true;
    }
    return false;
}

static bool differ_on_globe(OGRSpatialReferenceH srs, OGRSpatialReferenceH named)
{
    double pm = OSRGetPrimeMeridian(srs, NULL) - OSRGetPrimeMeridian(named, NULL);
    double unit = OSRGetAngularUnits(srs, NULL) / OSRGetAngularUnits(named, NULL);
    double major_m = OSRGetSemiMajor(srs, NULL) - OSRGetSemiMajor(named, NULL);
    double minor_m = OSRGetSemiMinor(srs, NULL) - OSRGetSemiMinor(named, NULL);
    return fabs(pm) > 1e-6 || fabs(unit - 1) > 1e-6 || fabs(major_m) > SAME_M ||
           fabs(minor_m) > SAME_M;
}

/* The next letter or digit, in lower case; 0 at the end. */
static int next_letter(const char **s)
{
    while (**s && !g_ascii_isalnum(**s))
        (*s)++;
    return **s ? g_ascii_tolower(*(*s)++) : 0;
}

/* Whether both names are the same word, as "D_Arc_1950" and "Arc 1950". */
static bool is_same_name(const char *x, const char *y)
{
    int cx, cy;
    x += g_str_has_prefix(x, "D_") ? 2 : 0;
    y += g_str_has_prefix(y, "D_") ? 2 : 0;
    do {
        cx = next_letter(&x);
        cy = next_letter(&y);
    } while (cx == cy && cx);
    return cx == cy;
}

/* Where the places of use lie in WGS 84. False: PROJ knows no way. */
static bool place_on_ground(OGRSpatialReferenceH srs, const double *lon_deg, const double *lat_deg,
                            double *ret_lon_deg, double *ret_lat_deg)
{
    OGRSpatialReferenceH globe = OSRCloneGeogCS(srs), wgs84 = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(globe, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH t = OCTNewCoordinateTransformation(globe, wgs84);
    double unit = OSRGetAngularUnits(globe, NULL);

    for (int i = 0; i < PLACES; i++) {
        ret_lon_deg[i] = radians(lon_deg[i]) / unit;
        ret_lat_deg[i] = radians(lat_deg[i]) / unit;
    }

    bool ok = t && OCTTransform(t, PLACES, ret_lon_deg, ret_lat_deg, NULL);
    OCTDestroyCoordinateTransformation(t);
    OSRDestroySpatialReference(globe);
    OSRDestroySpatialReference(wgs84);
    return ok;
}

/* Whether the same longitude and latitude are places more than about a metre apart. Datums of other
 * names that are not are no contradiction: GDAL renames some of Esri's when it reads them. */
static bool differ_on_ground(OGRSpatialReferenceH srs, OGRSpatialReferenceH named)
{
    double lon[PLACES], lat[PLACES], x[2][PLACES], y[2][PLACES];
    places_of_use(named, lon, lat);
    if (!place_on_ground(srs, lon, lat, x[0], y[0]) ||
        !place_on_ground(named, lon, lat, x[1], y[1]))
        return true;

    for (int i = 0; i < PLACES; i++) {
        double east_deg = remainder(x[0][i] - x[1][i], 360) * cos(radians(lat[i]));
        if (!(hypot(east_deg, y[0][i] - y[1][i]) < 1e-5))
            return true;
    }
    return false;
}

/* A datum without a name of its own says nothing against that of the code. PROJ does not know all
 * names that it has itself, such as those of Esri's older datums. */
static bool differ_in_datum(OGRSpatialReferenceH srs, OGRSpatialReferenceH named)
{
    static const char *const vague[] = {"unknown", "not specified", "not_specified",
                                        "unnamed", "D_unknown",     "undefined"};
    const char *datum = OSRGetAttrValue(srs, "DATUM", 0);
    const char *other = OSRGetAttrValue(named, "DATUM", 0);
    if (!datum || !other || is_same_name(datum, other))
        return false;

    for (size_t i = 0; i < sizeof vague / sizeof *vague; i++) {
        if (g_ascii_strncasecmp(datum, vague[i], strlen(vague[i])) == 0)
            return false;
    }
    return !OSRIsSameGeogCS(srs, named) && differ_on_ground(srs, named);
}

bool crs_contradict(OGRSpatialReferenceH srs, OGRSpatialReferenceH named)
{
    if (OSRIsProjected(srs) != OSRIsProjected(named) ||
        OSRIsGeographic(srs) != OSRIsGeographic(named))
        return true;
    if (differ_on_globe(srs, named) || (OSRIsProjected(srs) && differ_on_plane(srs, named)))
        return true;
    return differ_in_datum(srs, named);
}

bool crs_same_datum(OGRSpatialReferenceH srs, OGRSpatialReferenceH named)
{
    const char *code = OSRGetAuthorityCode(srs, "DATUM");
    const char *other = OSRGetAuthorityCode(named, "DATUM");
    return !code || !other || strcmp(code, other) == 0;
}
