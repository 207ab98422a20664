#include "cli/command.h"

struct schema_args {
    bool style;
};

static const struct option options[] = {
    {.name = "style", A_FLAG(struct schema_args, style), .help = "that of style files instead"},
};

static int run(const struct call *call)
{
    const struct schema_args *args = call->args;
    return lode_schema(call->lode, &(struct lode_schema_params){.style_file = args->style});
}

const struct command schema_command = {
    .name = "schema",
    .operands = "",
    .summary = "print the JSON Schema of map documents, for editors",
    .about = "Draft 2020-12, made from the tables that documents are checked with. Editors that "
             "read YAML complete and check with it when the first line of a document is\n"
             "# yaml-language-server: $schema=lode.schema.json\n"
             "'lode check' knows more: names, columns, expressions, the data.",
    .examples = "lode schema > lode.schema.json\t\n"
                "lode schema --style > lode-style.schema.json\tfor files under 'styles:'\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct schema_args),
    .most_operands = NO_OPERANDS,
    .run = run,
};
