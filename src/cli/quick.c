/* `lode quick` draws files of vector data, without a document. */
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/console.h"

struct quick_args {
    struct texts outputs, layers;
    double dpi;
    const char *title, *crs;
    bool print;
};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     SOME_TEXTS(struct quick_args, outputs),
     .value = "FILE",
     .help = "write FILE, {endings}; the default is map.png; may be repeated"},
    {.name = "layer",
     .letter = 'l',
     SOME_TEXTS(struct quick_args, layers),
     .value = "LAYER",
     .help = "only this layer of a file with several layers; may be repeated"},
    {.name = "dpi",
     .letter = 'r',
     A_NUMBER(struct quick_args, dpi),
     .value = "N",
     .least = 1,
     .most = 4800,
     .help = "pixels in an inch of a {pixel formats}"},
    {.name = "title",
     .letter = 't',
     A_TEXT(struct quick_args, title),
     .value = "TEXT",
     .help = "the title of the map"},
    {.name = "crs",
     A_TEXT(struct quick_args, crs),
     .value = "CRS",
     .help = "the reference system of files that do not have one; the default is longitude and "
             "latitude (EPSG:4326), where coordinates fit degrees"},
    {.name = "print",
     .letter = 'p',
     A_FLAG(struct quick_args, print),
     .help = "print the document that would be drawn, to go on from, and draw nothing"},
};

static int draw_files(const struct call *call)
{
    const struct quick_args *args = call->args;

    for (size_t i = 0; i < args->outputs.n && isatty(fileno(call->console->out)); i++) {
        if (strcmp(args->outputs.v[i], "-") == 0)
            return console_usage(call->console, "send it to a file or a pipe",
                                 "a picture is not written to a terminal");
    }

    struct lode_quick_params params = {.outputs = args->outputs.v,
                                       .n_outputs = args->outputs.n,
                                       .dpi = args->dpi,
                                       .title = args->title,
                                       .layers = args->layers.v,
                                       .n_layers = args->layers.n,
                                       .print_document = args->print,
                                       .crs = args->crs};
    return lode_quick(call->lode, call->operands, call->n_operands, &params);
}

const struct command quick_command = {
    .name = "quick",
    .operands = "FILE...",
    .summary = "draw files of vector data, without a document",
    .about = "Draws points above lines above areas, with a projection that fits, a legend and a "
             "scale bar. If a file has several layers, all layers with geometry are drawn.",
    .examples = "lode quick roads.shp towns.shp -o map.pdf\t\n"
                "lode quick --print roads.shp towns.shp > map.yaml\tthe document, to go on from\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct quick_args),
    .least_operands = 1,
    .run = draw_files,
};
