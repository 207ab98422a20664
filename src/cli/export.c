/* `lode export` writes a source, or the result of a step, as a file of data. */
#include "cli/command.h"
#include "cli/console.h"

struct export_args {
    const char *output, *crs;
    struct sets sets;
};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     A_TEXT(struct export_args, output),
     .value = "FILE",
     .help = "the file to write: {table endings}; or a table of a database: "
             "'PG:dbname=gis'"},
    {.name = "crs",
     A_TEXT(struct export_args, crs),
     .value = "CRS",
     .help = "the reference system of the file; the default is longitude and latitude on WGS 84"},
    {.name = "set",
     SOME_SETS(struct export_args, sets),
     .value = "KEY=VALUE",
     .help = "set a value of the document, such as page.size=A5; may be repeated"},
};

static int export_layer(const struct call *call)
{
    const struct export_args *args = call->args;

    if (!args->output)
        return console_usage(call->console, "write it like '-o bands.gpkg'",
                             "'lode export' needs '--output'");

    struct lode_export_params params = {
        .output = args->output, .crs = args->crs, .sets = args->sets.v, .n_sets = args->sets.n};
    return lode_export(call->lode, call->operands[0], call->operands[1], &params);
}

const struct command export_command = {
    .name = "export",
    .operands = "MAP LAYER -o FILE",
    .summary = "write a source, or the result of a step, as data",
    .about =
        "Writes all columns and all features, also those that the page does not show. The ending "
        "of FILE decides the format.",
    .examples = "lode export map.yaml bands -o bands.gpkg\tthe result of a step\n"
                "lode export map.yaml sites -o sites.geojson\t\n"
                "lode export map.yaml provinces --crs EPSG:32642 -o provinces.shp\t\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct export_args),
    .least_operands = 2,
    .most_operands = 2,
    .run = export_layer,
};
