/* `lode show` prints the result of a stage of the work on a map. */
#include "cli/command.h"
#include "cli/console.h"
#include "cli/help.h"

struct show_args {
    const char *after, *layer;
    struct sets sets;
};

static const struct option options[] = {
    {.name = "after",
     .letter = 'a',
     A_WORD(struct show_args, after),
     .value = "STAGE",
     .words = lode_stages,
     .help = "one of:"},
    {.name = "layer",
     .letter = 'l',
     A_TEXT(struct show_args, layer),
     .value = "LAYER",
     .help = "only this layer"},
    {.name = "set",
     SOME_SETS(struct show_args, sets),
     .value = "KEY=VALUE",
     .help = "set a value of the document, such as page.size=A5; may be repeated"},
};

static int show_stage(const struct call *call)
{
    const struct show_args *args = call->args;

    if (!args->after)
        return console_usage(call->console, help_option_says(call->console->arena, &options[0]),
                             "'lode show' needs '--after'");

    struct lode_show_params params = {
        .after = args->after, .layer = args->layer, .sets = args->sets.v, .n_sets = args->sets.n};
    return lode_show(call->lode, call->operands[0], &params);
}

const struct command show_command = {
    .name = "show",
    .operands = "--after STAGE MAP",
    .summary = "print the result of a stage of the work on a map",
    .about = "Prints text; after 'load' and 'steps' it prints GeoJSON.",
    .examples = "lode show --after label map.yaml\twhich labels are placed, and where\n"
                "lode show --after steps --layer bands map.yaml > bands.geojson\t\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct show_args),
    .least_operands = 1,
    .most_operands = 1,
    .run = show_stage,
};
