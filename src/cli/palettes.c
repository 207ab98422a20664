/* `lode palettes` lists the built-in palettes, or draws a sheet of them. */
#include "cli/command.h"
#include "cli/console.h"

struct palettes_args {
    const char *kind, *output;
    bool safe;
    double dpi;
};

static const struct option options[] = {
    {.name = "kind",
     .letter = 'k',
     A_WORD(struct palettes_args, kind),
     .value = "KIND",
     .words = lode_palette_kinds,
     .help = "only palettes of this kind:"},
    {.name = "safe",
     .letter = 's',
     A_FLAG(struct palettes_args, safe),
     .help = "only palettes that colour-blind readers can distinguish"},
    {.name = "output",
     .letter = 'o',
     A_TEXT(struct palettes_args, output),
     .value = "FILE",
     .help = "draw a sheet; the ending decides the format: {endings}"},
    {.name = "dpi",
     .letter = 'r',
     A_NUMBER(struct palettes_args, dpi),
     .value = "N",
     .least = 1,
     .most = 4800,
     .help = "pixels in an inch of a {pixel formats}"},
};

static int show_palettes(const struct call *call)
{
    const struct palettes_args *args = call->args;
    return lode_palettes(call->lode, &(struct lode_palettes_params){
                                         .names = call->operands,
                                         .n_names = call->n_operands,
                                         .kind = args->kind,
                                         .safe = args->safe,
                                         .blocks = call->console->out_color,
                                         .output = args->output,
                                         .dpi = args->dpi,
                                     });
}

const struct command palettes_command = {
    .name = "palettes",
    .operands = "[NAME...]",
    .summary = "list the palettes, or draw a sheet of them",
    .about =
        "Lists name, kind, number of colours, whether colour-blind readers can distinguish the "
        "classes, source and licence, and the colours: nine of palettes that have any number.",
    .examples =
        "lode palettes --kind sequential --safe\t\n"
        "lode palettes -o palettes.pdf\tall palettes, also as colour-blind readers see them\n"
        "lode palettes Blues viridis -o two.png\t\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct palettes_args),
    .run = show_palettes,
};
