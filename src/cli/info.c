/* `lode info` shows what is in files of vector data. */
#include "cli/command.h"

static int show_files(const struct call *call)
{
    return lode_info(call->lode, call->operands, call->n_operands);
}

const struct command info_command = {
    .name = "info",
    .operands = "FILE...",
    .summary = "show what is in files of vector data",
    .about =
        "Shows layers, geometry, number of features, reference system, extent, encoding, columns "
        "with their types and first values, and faults.",
    .examples = "lode info deposits.shp\t\nlode info data.gpkg sites.csv\tseveral, of any format\n",
    .least_operands = 1,
    .run = show_files,
};
