/* `lode merge` puts the shards of a batch together. */
#include "cli/command.h"
#include "cli/console.h"

struct merge_args {
    const char *output;
};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     A_TEXT(struct merge_args, output),
     .value = "FOLDER",
     .help = "put all pages into FOLDER; the default is the first folder"},
};

static int merge_shards(const struct call *call)
{
    const struct merge_args *args = call->args;
    return lode_merge(call->lode, call->operands, call->n_operands,
                      &(struct lode_merge_params){.output = args->output});
}

const struct command merge_command = {
    .name = "merge",
    .operands = "FOLDER...",
    .summary = "put the shards of a batch together",
    .about =
        "Reads the journals of all shards in the output folders, puts pages and journals "
        "together, and makes the books. Lists missing pages with their shards, and pages that two "
        "shards made differently.\n"
        "The exit status is 0 when all pages are there, 3 when some are missing or differ, 1 when "
        "a file could not be read or written.",
    .examples = "lode merge out\tshards that ran in one folder\n"
                "lode merge node1/out node2/out -o out\tshards that ran in several folders\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct merge_args),
    .least_operands = 1,
    .run = merge_shards,
};
