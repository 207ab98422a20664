/* How the encoding of broken texts is found for a layer of GDAL's: by a second look at all of them. */
#include "load/ogr_encoding.h"

#include "load/gdal_words.h"
#include "load/guess.h"
#include "load/open.h"

/* Taste: so many rows are enough. */
enum { ROWS_MAX = 100000 };

static void add_text(struct arena *a, struct guess *g, const char *text)
{
    struct str s = str_of(text);
    if (!encoding_is_ascii(s))
        guess_add(g, a, str_copy(a, s));
}

static void look_at_layer(struct arena *a, OGRLayerH layer, struct guess *g)
{
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer);
    int n = OGR_FD_GetFieldCount(defn);
    for (int k = 0; k < n; k++)
        add_text(a, g, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, k)));

    OGRFeatureH feature;
    for (int i = 0; i < ROWS_MAX && (feature = OGR_L_GetNextFeature(layer)); i++) {
        for (int k = 0; k < n; k++) {
            if (OGR_Fld_GetType(OGR_FD_GetFieldDefn(defn, k)) == OFTString)
                add_text(a, g, OGR_F_GetFieldAsString(feature, k));
        }
        OGR_F_Destroy(feature);
    }
}

static void look(struct reading *r, struct guess *g)
{
    GDALDatasetH dataset;
    OGRLayerH layer;
    struct lode_err ignored = {0}; /* it was opened before */
    struct gdal_words words;
    const struct open_params params = {.allow_network = r->params->allow_network,
                                       .typed_places = r->csv.typed_places};
    if (!open_dataset(r->arena, r->source, r->path, &params, &words, &dataset, &ignored))
        return;

    gdal_listen(&words);
    if (open_layer(r->arena, dataset, r->source, &layer, &ignored))
        look_at_layer(r->arena, layer, g);
    gdal_unlisten(&words);
    GDALClose(dataset);
}

void ogr_encoding_of_broken(struct arena *a, struct encoding *e, void *ctx, struct encoding *ret)
{
    struct guess g = {0};
    look(ctx, &g);
    guess_other(&g, a, e, ret);
}
