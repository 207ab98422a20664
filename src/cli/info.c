#include "cli/command.h"

static int run(const struct call *call)
{
    return lode_info(call->lode, call->operands, call->n_operands);
}

const struct command info_command = {
    .name = "info",
    .operands = "FILE...",
    .summary = "tell what is in files of vector data",
    .about =
        "Layers, geometry, count, reference system, extent, columns with types and sample values, "
        "encoding, and what is broken.",
    .examples = "lode info deposits.shp\t\nlode info data.gpkg sites.csv\tseveral, of any format\n",
    .least_operands = 1,
    .run = run,
};
