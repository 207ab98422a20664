/* The words of other tools, by what each is called here. */
#include "doc/foreign.h"

#include <ctype.h>

static const char layer_kind[] =
    "a layer starts with its kind: 'fill: LAYER', 'line: LAYER', 'marker: LAYER' or 'label: LAYER'";
static const char no_zoom[] =
    "a map has a scale, not a zoom: under 'map', extent: {centre: [lon, lat], scale: 1:2000000}";
static const char vector_only[] =
    "layers draw vectors only, as 'fill', 'line', 'marker' or 'label'";
static const char step_kind[] = "a step starts with what it does and to which layer: "
                                "'{buffer: LAYER, by: 10 km}', '{clip: LAYER, with: LAYER}'";

/* The first row that fits a place wins: narrower ones stand first. */
static const struct foreign_word words[] = {
    /* kinds of layers */
    {"fill",
     "polygon polygons area areas choropleth multipolygon tm_polygons tm_fill "
     "PolygonSymbolizer fill-extrusion",
     0},
    {"line", "lines polyline polylines linestring path paths tm_lines LineSymbolizer route", 0},
    {"marker",
     "point points symbol symbols circle circles dot dots bubble bubbles icon icons "
     "markers tm_dots tm_bubbles tm_symbols PointSymbolizer MarkersSymbolizer",
     0},
    {"label", "text texts labels annotation annotations tm_text TextSymbolizer", 0},
    {"fill", "raster image wms wmts xyz tiles basemap heatmap hillshade tm_raster", vector_only},
    {"fill", "type geometry geom kind layer source data", layer_kind},

    /* steps */
    {"select", "filter extract where query subset select-by-location", 0},
    {"erase", "difference subtract st_difference", 0},
    {"intersect", "intersection st_intersection overlay identity", 0},
    {"symdiff", "symmetric-difference sym-difference st_symdifference", 0},
    {"dissolve", "aggregate merge collect group-by st_union unary-union", 0},
    {"rings", "multi-ring-buffer multiring ring-buffer", 0},
    {"buffer", "st_buffer buffers", 0},
    {"near",
     "nearest distance knn nearest-neighbour nearest-neighbor distance-to-nearest-hub "
     "st_dwithin st_distance",
     0},
    {"join", "spatial-join sjoin st_join join-by-location join-attributes-by-location", 0},
    {"simplify", "generalize generalise douglas-peucker st_simplify", 0},
    {"centroid", "centroids st_centroid", 0},
    {"inside-point", "point-on-surface st_pointonsurface representative-point pole", 0},
    {"hull", "convex-hull concave-hull st_convexhull st_concavehull", 0},
    {"lines", "boundary st_boundary polygons-to-lines polygon-to-lines", 0},
    {"columns", "calculate mutate field-calculator compute refactor-fields", 0},
    {"count", "points-in-polygon count-points-in-polygon zonal-statistics summarize summarise", 0},
    {"clip", "cut st_clip crop", 0},
    {"select", "op operation type input algorithm", step_kind},

    /* the document */
    {"data", "source sources datasource datasources input inputs", 0},
    {"layers", "layer maplayers", 0},
    {"steps", "process processing pipeline model operations geoprocessing algorithms", 0},
    {"looks", "style classes stylesheet symbols symbology", 0},
    {"outputs", "file files export save image images destination", 0},
    {"dpi", "resolution ppi pixel-ratio", 0},
    {"lode", "version", 0},
    {"description", "abstract alt alt-text summary", 0},
    {"language", "lang locale", 0},
    {"atlas", "series map-series pages data-driven-pages facet facets tm_facets", 0},
    {"tables", "exports csv spreadsheets", 0},
    {"palettes", "ramps color-ramps colormaps", 0},
    {"page", "layout paper composer print print-layout sheet tm_layout", 0},

    /* data */
    {"crs",
     "srs projection proj epsg srid coordinate-system coord-sys reference-system "
     "spatial-reference coordinate-reference-system coordsys",
     0},
    {"where", "filter query subset sql condition definition-query subset-string data-filter", 0},
    {"layer", "table sublayer layer-name layername", 0},
    {"file", "source path url uri src filename dsn datasource connection dataset", 0},
    {"encoding", "charset codepage", 0},
    {"x", "lon longitude lng easting x-field xfield", 0},
    {"y", "lat latitude northing y-field yfield", 0},
    {"credit", "attribution copyright license licence credits", 0},

    /* the map */
    {"extent", "bbox bounds bounding-box envelope view viewport zoom-to window region", 0},
    {"background", "background-color bg bgcolor map-background color sea", 0},
    {"extent", "zoom minzoom maxzoom min-zoom max-zoom zoom-level", no_zoom},
    {"extent.centre", "center centre", 0},
    {"extent.scale", "scale scale-denominator", 0},
    {"centre", "center location position middle", 0},
    {"scale", "zoom zoom-level scale-denominator", "write the scale: 'scale: 1:2000000'"},
    {"of", "layer to fit source data feature features coverage coverage-layer dataset", 0},
    {"pad", "buffer margin padding expand", 0},

    /* the page */
    {"rotate", "rotation angle azimuth icon-rotate orientation marker-transform", 0},
    {"size", "orientation portrait landscape", "it stands in the size: 'size: A4 landscape'"},
    {"size", "paper format paper-size page-size paper-format layout", 0},
    {"size", "width height",
     "one 'size' says both: '3 mm' for a marker or a text, '[210 mm, 297 mm]' for a page"},
    {"margin", "margins padding", 0},
    {"scale-bar", "scalebar scale tm_scalebar tm_scale_bar", 0},
    {"north-arrow", "northarrow compass north arrow tm_compass", 0},
    {"graticule", "grid gridlines coordinates meridians tm_graticules tm_grid", 0},
    {"locator", "inset overview minimap keymap overview-map inset-map locator-map", 0},
    {"frame", "border neatline neat-line box", 0},
    {"title", "heading header headline", 0},
    {"legend", "key tm_legend", 0},
    {"text", "note notes credits attribution annotation caption footer source tm_credits", 0},
    {"table", "attribute-table tables", 0},
    {"at", "position pos location anchor place corner placement", 0},
    {"every", "interval spacing step distance", 0},
    {"columns", "ncol cols column-count fields attribute attributes variables", 0},
    {"units", "unit", 0},
    {"subtitle", "subheading sub-title", 0},
    {"align", "alignment justify text-align halign horizontal-alignment", 0},
    {"extent", "bbox bounds bounding-box", 0},

    /* tables */
    {"column", "field attribute variable property name value", 0},
    {"order", "sort sort-by order-by orderby sortby", 0},
    {"rows", "limit max-rows maximum-rows", 0},
    {"total", "sum totals", 0},
    {"decimals", "digits precision round", 0},
    {"label", "title heading header alias", 0},

    /* scales */
    {"by",
     "column field fields attribute variable property classification-field classitem value "
     "expression data class-attribute values.from",
     0},
    {"scale",
     "method mode style classification scheme transform trans type classification-mode "
     "renderer",
     0},
    {"classes", "n k class bins num-classes n-classes number-of-classes", 0},
    {"breaks", "bounds intervals cuts thresholds stops class-breaks", 0},
    {"palette", "ramp color-ramp cmap colormap colors values colours", 0},
    {"map", "categories mapping cases match stops rules", 0},
    {"range", "sizes values values.range output-range colors", 0},
    {"range", "palette", "'palette' is for colours: 'range: [...]' lists other values"},
    {"domain", "limits input-range", 0},
    {"other", "default else fallback rest", 0},
    {"missing", "na null nodata no-data na-color value.na", 0},
    {"reverse", "invert inverted", 0},
    {"midpoint", "center centre middle", 0},
    {"labels", "legend-labels texts", 0},
    {"format", "label-format number-format legend.format", 0},
    {"title", "name legend-title label", 0},

    /* looks: colours */
    {"stroke.color",
     "stroke-color outline-color border-color line-color circle-stroke-color edgecolor "
     "fill-outline-color outlinecolor",
     0},
    {"color",
     "colour col fill fill-color fillcolor line-color circle-color text-color icon-color "
     "marker-fill marker-color polygon-fill font-color stroke stroke-color foreground "
     "facecolor text-fill",
     0},
    {"stroke.width",
     "stroke-width outline-width border-width line-width lwd weight linewidth "
     "circle-stroke-width",
     0},
    {"stroke", "outline border edge", 0},
    {"width", "stroke-width line-width lwd weight thickness linewidth pen-width size", 0},
    {"opacity",
     "alpha transparency fill-opacity stroke-opacity line-opacity fill-alpha col-alpha "
     "circle-opacity icon-opacity polygon-opacity",
     0},
    {"stroke.dash", "dash dasharray stroke-dasharray lty outline-style", 0},
    {"dash",
     "dasharray dash-array stroke-dasharray line-dasharray dashes lty linestyle line-style "
     "pen-style style",
     0},
    {"cap", "linecap line-cap stroke-linecap cap-style", 0},
    {"join", "linejoin line-join stroke-linejoin join-style", 0},
    {"casing", "outline border line-gap-width", 0},
    {"pattern", "fill-pattern polygon-pattern-file PolygonPatternSymbolizer", 0},
    {"hatch", "line-pattern-fill hatching pattern-fill", 0},
    {"offset", "translate displacement line-offset icon-offset shift nudge", 0},
    {"kind", "type", 0},

    /* looks: markers */
    {"shape", "symbol marker pch glyph icon marker-type marker-symbol simple-marker type", 0},
    {"size", "radius circle-radius r",
     "'size' is the diameter: write twice the radius, 'size: 3 mm'"},
    {"size",
     "diameter marker-size icon-size marker-width marker-height cex text-size font-size "
     "fontsize",
     0},
    {"file", "icon-image image svg marker-file", 0},

    /* labels */
    {"text",
     "text-field field label-field labelitem text-name name expression label column "
     "attribute",
     0},
    {"label.text", "text-field label-field labelitem text-name labeling labelling", 0},
    {"font", "font-family face face-name fontset text-font fontname", 0},
    {"weight", "bold font-weight fontweight", "write 'weight: bold'"},
    {"style", "italic font-style slant fontstyle", "write 'style: italic'"},
    {"halo.color", "text-halo-color halo-fill halo-color text-halo-fill buffer-color", 0},
    {"halo.width",
     "text-halo-width halo-radius text-halo-radius halo-width halo-size buffer-size "
     "outlinewidth",
     0},
    {"halo", "buffer outline text-buffer glow", 0},
    {"label",
     "halo-color halo-fill halo-width halo-radius halo-size text-halo-color text-halo-fill "
     "text-halo-width text-halo-radius",
     "labels have it: label: {text: '{NAME}', halo: {color: white}}"},
    {"place", "position placement symbol-placement text-placement label-placement", 0},
    {"overlap", "allow-overlap text-allow-overlap force show-all icon-allow-overlap", 0},
    {"max-width", "wrap wrap-width text-max-width wrap-length", 0},
    {"priority", "rank sort-key symbol-sort-key importance", 0},
    {"required", "mandatory always", 0},
    {"letter-spacing", "tracking character-spacing text-letter-spacing", 0},
    {"line-height", "line-spacing leading text-line-height", 0},
    {"distance", "text-offset dx dy radial-offset text-dy text-dx", 0},
    {"text", "text-transform capitalize", "change the text: text: '{upper(NAME)}'"},

    /* layers */
    {"filter", "query where expression condition subset filter-expression sql rule", 0},
    {"id", "name layer-id layer-name title", 0},
    {"legend", "legend-title legend-label key", 0},
    {"use", "style class styles look symbology styleid stylename symbolizer", 0},
    {"filter", "visible visibility show hidden enabled status",
     "leave the layer out, or say with 'filter' which of its features are drawn"},
    {"filter", "minzoom maxzoom min-zoom max-zoom min-scale max-scale minscaledenom maxscaledenom",
     "a map has one scale; 'filter' says which features are drawn"},
    {"filter", "color-by size-by group-by", "write 'color: {by: COLUMN}'"},

    /* properties of steps */
    {"by", "distance radius width dist amount", 0},
    {"with", "mask overlay clip-layer by other layer", 0},
    {"in", "areas polygons within into", 0},
    {"to", "target with hub destination other", 0},
    {"within", "max-distance radius distance maximum-distance", 0},
    {"k", "neighbours neighbors n max-neighbours", 0},
    {"tolerance", "epsilon distance", 0},
    {"ends", "cap end-cap cap-style end-cap-style", 0},
    {"ratio", "concavity alpha threshold", 0},
    {"keep", "match method one-to-many", 0},

    /* the atlas */
    {"over", "coverage coverage-layer layer of by facet features", 0},
    {"key", "page-name id", 0},
    {"output", "outputs filename file files", 0},
    {"book", "pdf single-file", 0},

    /* words: how values become looks */
    {"category",
     "categorical categorized categorised categories unique unique-values nominal "
     "discrete qualitative ordinal factor cat individual",
     0},
    {"equal", "equal-interval equal-intervals equal-range equidistant equal-width", 0},
    {"quantile", "quantiles equal-count quartile quartiles percentile percentiles decile deciles",
     0},
    {"jenks", "natural natural-breaks fisher fisher-jenks jenks-natural-breaks ckmeans kmeans", 0},
    {"head-tail", "head-tails headtails head/tail head-tail-breaks", 0},
    {"pretty", "pretty-breaks nice", 0},
    {"std", "sd stddev std-dev standard-deviation std-mean", 0},
    {"breaks", "fixed manual custom threshold step interval intervals user-defined", 0},
    {"linear",
     "continuous cont gradient interpolate interpolated numeric quantitative stretched "
     "proportional identity",
     0},
    {"log", "logarithmic log10 ln log10p log1p", 0},
    {"sqrt", "square-root pow power area exponential", 0},
    {"jenks", "graduated classified classes",
     "classes of numbers are 'quantile', 'equal', 'jenks' or 'pretty'"},
    {"sequential", "seq", 0},
    {"diverging", "div divergent", 0},
    {"qualitative", "qual categorical cat", 0},
    {"value", "alphabetical ascending asc name", 0},
    {"count", "frequency descending desc size", 0},

    /* words: places */
    {"top left", "north-west nw upper-left left-top topleft", 0},
    {"top right", "north-east ne upper-right right-top topright", 0},
    {"bottom left", "south-west sw lower-left left-bottom bottomleft", 0},
    {"bottom right", "south-east se lower-right right-bottom bottomright", 0},
    {"top", "north above upper", 0},
    {"bottom", "south below lower", 0},
    {"left", "west", 0},
    {"right", "east", 0},
    {"centre", "middle", 0},
    {"point", "centroid over around", 0},
    {"line", "along-line along curved parallel line-center", 0},
    {"area", "polygon interior horizontal free inside", 0},
    {"frame", "outside edge border", 0},
    {"all", "full max global world auto everything", 0},

    /* words: how things look */
    {"butt", "flat", 0},
    {"flat", "butt", 0},
    {"miter", "mitre mitred", 0},
    {"dashed", "dash longdash", 0},
    {"dotted", "dot dots", 0},
    {"dash-dot", "dotdash", 0},
    {"dash-dot-dot", "twodash", 0},
    {"none", "solid blank off no false hide hidden disabled transparent", 0},
    {"lines", "horizontal vertical diagonal fdiagonal bdiagonal hatch",
     "write '{kind: lines, angle: 45}'"},
    {"cross", "grid crosshatch cross-hatch diagcross", 0},
    {"dots", "dotted stipple dense", 0},
    {"circle", "point dot disc disk ellipse", 0},
    {"square", "rectangle box rect projecting", 0},
    {"ring", "annulus donut doughnut", 0},
    {"heavy", "black extra-bold ultra-bold extrabold", 0},
    {"semibold", "demi-bold demibold demi", 0},
    {"normal", "regular roman book upright", 0},
    {"italic", "oblique slanted", 0},
    {"italic", "bold", "bold is a weight: 'weight: bold'"},
    {"blocks", "single-box double-box alternating double single box boxes", 0},
    {"line", "ticks line-ticks stepped", 0},
    {"km", "kilometers kilometres kilometer metric", 0},
    {"m", "meters metres meter metre", 0},
    {"mi", "miles mile imperial", 0},
    {"nmi", "nautical-miles nm", 0},
    {"ft", "feet foot", 0},
    {"true", "yes on show visible enabled", 0},
    {"false", "no off hide hidden disabled", 0},

    /* words: data */
    {"geodesic", "great-circle spherical geography ellipsoidal", 0},
    {"planar", "cartesian geometry flat plane", 0},
    {"largest", "largest-overlap biggest", 0},
    {"all", "one-to-many every", 0},
    {"first", "one-to-one any", 0},
};

static bool is_mute(char c)
{
    return c == '-' || c == '_' || c == ' ';
}

/* The same letters: "fill-color", "fill_color", "fillColor". */
static bool same_word(struct str a, struct str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.len && is_mute(a.p[i]))
            i++;
        while (k < b.len && is_mute(b.p[k]))
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (tolower((unsigned char)a.p[i++]) != tolower((unsigned char)b.p[k++]))
            return false;
    }
}

const struct foreign_word *foreign_next(struct str name, size_t *i)
{
    while (*i < sizeof words / sizeof *words) {
        const struct foreign_word *row = &words[(*i)++];
        struct str rest = str_of(row->theirs), one;
        while (str_cut(&rest, ' ', &one)) {
            if (one.len && same_word(name, one))
                return row;
        }
    }
    return NULL;
}
