/* `lode render` draws the maps that documents describe. */
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/console.h"

struct render_args {
    struct texts outputs;
    double dpi;
    const char *page;
    struct sets sets;
    bool timing;
};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     SOME_TEXTS(struct render_args, outputs),
     .value = "FILE",
     .help =
         "write FILE instead of the document's outputs: {endings}; '-' is standard output; may be "
         "repeated"},
    {.name = "dpi",
     .letter = 'r',
     A_NUMBER(struct render_args, dpi),
     .value = "N",
     .least = 1,
     .most = 4800,
     .help = "pixels in an inch of a {pixel formats}, instead of the document's"},
    {.name = "page",
     A_TEXT(struct render_args, page),
     .value = "KEY",
     .help = "draw only the page of an atlas that has this key"},
    {.name = "set",
     SOME_SETS(struct render_args, sets),
     .value = "KEY=VALUE",
     .help = "set a value of the document, such as page.size=A5; may be repeated"},
    {.name = "timing",
     A_FLAG(struct render_args, timing),
     .help = "report how long each stage took"},
};

static bool names_stdout(const struct texts *outputs)
{
    for (size_t i = 0; i < outputs->n; i++) {
        if (strcmp(outputs->v[i], "-") == 0)
            return true;
    }
    return false;
}

static int render_maps(const struct call *call)
{
    const struct render_args *args = call->args;
    struct lode_render_params params = {.outputs = args->outputs.v,
                                        .n_outputs = args->outputs.n,
                                        .dpi = args->dpi,
                                        .page = args->page,
                                        .sets = args->sets.v,
                                        .n_sets = args->sets.n,
                                        .timing = args->timing};

    if (names_stdout(&args->outputs) && isatty(fileno(call->console->out)))
        return console_usage(call->console,
                             "send it to a file or a pipe: lode render ... > map.png",
                             "a picture is not written to a terminal");
    if (args->outputs.n && call->n_operands > 1)
        return console_usage(call->console, "leave out '--output': each document names its outputs",
                             "'--output' goes with one map only, not %zu", call->n_operands);

    int status = 0;
    for (size_t i = 0; i < call->n_operands; i++) {
        int one = lode_render(call->lode, call->operands[i], &params);
        status = one > status ? one : status;
    }

    return status;
}

const struct command render_command = {
    .name = "render",
    .operands = "MAP...",
    .summary = "draw the maps that documents describe",
    .about =
        "Reads the document MAP, loads its layers, and writes its outputs. The ending of a name "
        "decides the format: {formats}. A file appears only when it is complete.",
    .examples =
        "lode render map.yaml\tthe outputs that the document names\n"
        "lode render map.yaml -o map.pdf -o map.png --dpi 150\tthese files instead\n"
        "lode render map.yaml --set page.size=A5 --set title='A smaller one' -o small.png\t\n"
        "lode render atlas.yaml --page AF-KAB -o kabul.png\tone page of an atlas\n"
        "lode render map.yaml -o - | convert - map.jpg\tthrough a pipe\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct render_args),
    .least_operands = 1,
    .run = render_maps,
};
