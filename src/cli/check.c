#include <string.h>

#include "cli/command.h"
#include "cli/console.h"
#include "cli/findings.h"

struct check_args {
    struct sets sets;
    bool strict, no_data;
    const char *format;
};

static const char *const formats[] = {"text", "json", "sarif", NULL};

static const struct option options[] = {
    {.name = "set",
     SOME_SETS(struct check_args, sets),
     .value = "KEY=VALUE",
     .help = "set a value of the document, 'page.size=A5'; may be repeated"},
    {.name = "strict",
     A_FLAG(struct check_args, strict),
     .help = "let warnings fail the check too, with exit status 2"},
    {.name = "no-data",
     A_FLAG(struct check_args, no_data),
     .help = "read the columns of the data, but no rows"},
    {.name = "format",
     .letter = 'f',
     A_WORD(struct check_args, format),
     .value = "FORMAT",
     .words = formats,
     .help = "text, or for programs json or sarif, on standard output"},
};

static int check(const struct call *call)
{
    const struct check_args *args = call->args;
    struct lode_check_params params = {.sets = args->sets.v,
                                       .n_sets = args->sets.n,
                                       .strict = args->strict,
                                       .no_data = args->no_data};
    return lode_check(call->lode, call->operands, call->n_operands, &params);
}

static int run(const struct call *call)
{
    const struct check_args *args = call->args;
    if (!args->format || strcmp(args->format, "text") == 0)
        return check(call);
    struct findings found = {.arena = call->arena};
    call->console->keep = &found;
    int status = check(call);
    call->console->keep = NULL;
    struct str text =
        strcmp(args->format, "json") == 0 ? findings_json(&found) : findings_sarif(&found);
    console_write(call->console, text.p, text.len);
    return status;
}

const struct command check_command = {
    .name = "check",
    .operands = "MAP...",
    .summary = "find the mistakes of documents, all at once, drawing nothing",
    .about =
        "First what the document alone shows: keys, values, files, columns, expressions, looks, "
        "palettes, fonts, projections. Then, unless --no-data is given, all that drawing would "
        "do but the drawing, so that a map that passes can be drawn.\n"
        "Beside faults it warns of what is likely not meant: names that nothing uses, classes "
        "without features, filters that select nothing, colours that cannot be told apart, "
        "text that is too small or too pale, lines too thin to print, broken encodings.",
    .examples = "lode check maps/*.yaml\tall maps of a folder\n"
                "lode check --strict map.yaml && lode render map.yaml\tdraw only what is clean\n"
                "lode check --format sarif maps/*.yaml > lode.sarif\tfor a code host\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct check_args),
    .least_operands = 1,
    .run = run,
};
