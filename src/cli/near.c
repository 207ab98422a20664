/* `lode near` lists which features of a file are near those of another, and how far. */
#include "cli/command.h"
#include "cli/console.h"

struct near_args {
    const char *within, *beyond, *tolerance, *by, *id, *name, *edges, *map;
    const char *where, *layer, *crs, *to_where, *to_layer, *to_crs;
    struct texts outputs;
    double k;
    bool print;
};

static const char *const edges[] = {"planar", "geodesic", NULL};

static const struct option options[] = {
    {.name = "within",
     A_TEXT(struct near_args, within),
     .value = "DISTANCE",
     .help = "only features whose nearest is at most this far: 50km, '30 mi'"},
    {.name = "beyond",
     A_TEXT(struct near_args, beyond),
     .value = "DISTANCE",
     .help = "only features whose nearest is farther than this"},
    {.name = "neighbours",
     .letter = 'k',
     A_NUMBER(struct near_args, k),
     .value = "N",
     .least = 1,
     .most = 1000,
     .help = "the N nearest features for each, one row each; the default is 1"},
    {.name = "by",
     A_TEXT(struct near_args, by),
     .value = "COLUMN",
     .help = "sum up for each value of a column of FROM"},
    {.name = "output",
     .letter = 'o',
     SOME_TEXTS(struct near_args, outputs),
     .value = "FILE",
     .help = "write the list to FILE, {table endings}, or to a database; may be repeated"},
    {.name = "map",
     .letter = 'm',
     A_TEXT(struct near_args, map),
     .value = "FILE",
     .help = "draw a map of the result, {endings}"},
    {.name = "where",
     .letter = 'w',
     A_TEXT(struct near_args, where),
     .value = "EXPR",
     .help = "only features of FROM for which EXPR is true; also of TO when it is the same file"},
    {.name = "to-where",
     A_TEXT(struct near_args, to_where),
     .value = "EXPR",
     .help = "only features of TO for which EXPR is true"},
    {.name = "id",
     A_TEXT(struct near_args, id),
     .value = "COLUMN",
     .help = "the column of TO for near_id; the default is the number of the feature"},
    {.name = "name",
     A_TEXT(struct near_args, name),
     .value = "COLUMN",
     .help = "the column of TO for near_name; the default is 'name'"},
    {.name = "edges",
     A_WORD(struct near_args, edges),
     .value = "EDGES",
     .words = edges,
     .help = "how the lines of TO run between their vertices; the default is the first of:"},
    {.name = "tolerance",
     A_TEXT(struct near_args, tolerance),
     .value = "DISTANCE",
     .help = "how near to the limit counts as borderline; the default is 1 m"},
    {.name = "layer",
     .letter = 'l',
     A_TEXT(struct near_args, layer),
     .value = "LAYER",
     .help = "the layer of FROM, in a file with several layers"},
    {.name = "to-layer",
     A_TEXT(struct near_args, to_layer),
     .value = "LAYER",
     .help = "the layer of TO, in a file with several layers"},
    {.name = "crs",
     A_TEXT(struct near_args, crs),
     .value = "CRS",
     .help = "the reference system of FROM, for a file that does not have one"},
    {.name = "to-crs",
     A_TEXT(struct near_args, to_crs),
     .value = "CRS",
     .help = "the reference system of TO, for a file that does not have one"},
    {.name = "print",
     .letter = 'p',
     A_FLAG(struct near_args, print),
     .help = "print the document for this list, to go on from, and do nothing else"},
};

static int list_near(const struct call *call)
{
    const struct near_args *args = call->args;
    struct lode_near_params params = {
        .within = args->within,
        .beyond = args->beyond,
        .tolerance = args->tolerance,
        .k = (size_t)args->k,
        .by = args->by,
        .id = args->id,
        .name = args->name,
        .edges = args->edges,
        .from = {.layer = args->layer, .where = args->where, .crs = args->crs},
        .to = {.layer = args->to_layer, .where = args->to_where, .crs = args->to_crs},
        .outputs = args->outputs.v,
        .n_outputs = args->outputs.n,
        .map = args->map,
        .print_document = args->print};

    if (args->k != (double)params.k)
        return console_usage(call->console, "write it like '-k 3'",
                             "'--neighbours' takes a whole number");
    return lode_near(call->lode, call->operands[0], call->operands[1], &params);
}

const struct command near_command = {
    .name = "near",
    .operands = "FROM TO",
    .summary = "list the nearest features of another file, and how far they are",
    .about =
        "Finds the nearest feature of TO for each feature of FROM. Distances are on the ellipsoid, "
        "to the line itself and not to its vertices. The list has all columns of FROM, then "
        "near_id, near_name, near_m, near_lon, near_lat, near_azimuth_deg, near_along_m and "
        "near_borderline. Without -o the list is CSV on standard output. A summary follows.",
    .examples =
        "lode near deposits.shp railways.shp --within 50km > reached.csv\t\n"
        "lode near deposits.shp railways.shp --within 50km --by comm_group -o reached.gpkg --map "
        "reached.png\ta file, a map, and a summary for each group\n"
        "lode near towns.shp towns.shp -k 3\tthe three nearest other towns\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct near_args),
    .least_operands = 2,
    .most_operands = 2,
    .run = list_near,
};
