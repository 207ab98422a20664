/* `lode explain` shows how the distances and areas of a map were computed. */
#include "cli/command.h"

struct explain_args {
    const char *list;
    struct sets sets;
};

static const struct option options[] = {
    {.name = "list",
     .letter = 'l',
     A_TEXT(struct explain_args, list),
     .value = "STEP",
     .help =
         "print each feature of a step 'near' as CSV: its distance, and what simpler methods give"},
    {.name = "set",
     SOME_SETS(struct explain_args, sets),
     .value = "KEY=VALUE",
     .help = "set a value of the document, such as page.size=A5; may be repeated"},
};

static int explain_map(const struct call *call)
{
    const struct explain_args *args = call->args;
    return lode_explain(call->lode, call->operands[0],
                        &(struct lode_explain_params){
                            .list = args->list, .sets = args->sets.v, .n_sets = args->sets.n});
}

const struct command explain_command = {
    .name = "explain",
    .operands = "MAP",
    .summary = "show how the distances and areas of a map were computed",
    .about =
        "Shows sources and their reference systems, the method of each step, edges, tolerances, "
        "whether lists and bands agree, and what the distances would be on a sphere, in Web "
        "Mercator or in degrees.",
    .examples =
        "lode explain map.yaml\t\n"
        "lode explain map.yaml --list reached > reached-otherwise.csv\tfeature by feature\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct explain_args),
    .least_operands = 1,
    .most_operands = 1,
    .run = explain_map,
};
