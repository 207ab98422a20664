#include "cli/command.h"

struct check_args {
    struct sets sets;
    bool strict;
};

static const struct option options[] = {
    {.name = "set",
     SOME_SETS(struct check_args, sets),
     .value = "KEY=VALUE",
     .help = "set a value of the document, 'page.size=A5'; may be repeated"},
    {.name = "strict",
     A_FLAG(struct check_args, strict),
     .help = "let warnings fail the check too"},
};

static int run(const struct call *call)
{
    const struct check_args *args = call->args;
    struct lode_check_params params = {
        .sets = args->sets.v, .n_sets = args->sets.n, .strict = args->strict};
    return lode_check(call->lode, call->operands, call->n_operands, &params);
}

const struct command check_command = {
    .name = "check",
    .operands = "MAP...",
    .summary = "find the mistakes of documents, all at once, drawing nothing",
    .about =
        "Everything that can be known before drawing: keys, values, files, columns, expressions, "
        "looks, palettes, fonts, projections.",
    .examples = "lode check maps/*.yaml\tall maps of a folder\n"
                "lode check --strict map.yaml && lode render map.yaml\tdraw only what is clean\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct check_args),
    .least_operands = 1,
    .run = run,
};
