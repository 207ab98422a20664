/* `lode check` lists the mistakes of documents, as messages or in a form for programs. */
#include "cli/command.h"
#include "cli/console.h"
#include "cli/findings.h"

struct check_args {
    struct sets sets;
    bool strict, no_data;
    const char *format;
};

/* How mistakes are reported. Parsing the options gives the word of the list itself, not a copy. */
enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF };
static const char *const formats[] = {
    [FORMAT_TEXT] = "text",
    [FORMAT_JSON] = "json",
    [FORMAT_SARIF] = "sarif",
    NULL,
};

static const struct option options[] = {
    {.name = "set",
     SOME_SETS(struct check_args, sets),
     .value = "KEY=VALUE",
     .help = "set a value of the document, such as page.size=A5; may be repeated"},
    {.name = "strict",
     A_FLAG(struct check_args, strict),
     .help = "warnings also fail the check, with exit status 2"},
    {.name = "no-data",
     A_FLAG(struct check_args, no_data),
     .help = "read the columns of the data, but no rows"},
    {.name = "format",
     .letter = 'f',
     A_WORD(struct check_args, format),
     .value = "FORMAT",
     .words = formats,
     .help = "the form of the report, by default the first; the others go to standard output, for "
             "programs:"},
};

static int check_maps(const struct call *call)
{
    const struct check_args *args = call->args;
    struct lode_check_params params = {.sets = args->sets.v,
                                       .n_sets = args->sets.n,
                                       .strict = args->strict,
                                       .no_data = args->no_data};
    return lode_check(call->lode, call->operands, call->n_operands, &params);
}

static int report_mistakes(const struct call *call)
{
    const struct check_args *args = call->args;
    if (!args->format || args->format == formats[FORMAT_TEXT])
        return check_maps(call);

    struct findings found = {.arena = call->arena};
    call->console->keep = &found;
    int status = check_maps(call);
    call->console->keep = NULL;

    struct str text =
        args->format == formats[FORMAT_JSON] ? findings_json(&found) : findings_sarif(&found);
    console_write(call->console, text.p, text.len);
    return status;
}

const struct command check_command = {
    .name = "check",
    .operands = "MAP...",
    .summary = "find all mistakes in documents, without drawing",
    .about =
        "First checks the document: keys, values, files, columns, expressions, looks, palettes, "
        "fonts, projections. Then, unless --no-data is given, does everything except the drawing, "
        "so that a map that passes can be drawn.\n"
        "Also warns of probable mistakes: names that nothing uses, classes without features, "
        "filters that select nothing, colours that look alike, text too small or too pale, lines "
        "too thin to print, broken encodings.",
    .examples =
        "lode check maps/*.yaml\tall maps in a folder\n"
        "lode check --strict map.yaml && lode render map.yaml\tdraw only a map without mistakes\n"
        "lode check --format sarif maps/*.yaml > lode.sarif\tfor a code host\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct check_args),
    .least_operands = 1,
    .run = report_mistakes,
};
