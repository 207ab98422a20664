/* `lode schema` prints the JSON Schema of documents, for editors. */
#include "cli/command.h"

struct schema_args {
    bool style;
};

static const struct option options[] = {
    {.name = "style",
     A_FLAG(struct schema_args, style),
     .help = "print the schema of style files instead"},
};

static int print_schema(const struct call *call)
{
    const struct schema_args *args = call->args;
    return lode_schema(call->lode, &(struct lode_schema_params){.style_file = args->style});
}

const struct command schema_command = {
    .name = "schema",
    .operands = "",
    .summary = "print the JSON Schema of map documents, for editors",
    .about =
        "Draft 2020-12, made from the tables that 'lode check' uses. With the schema, editors "
        "that use the YAML language server complete keys and words and mark mistakes, when the "
        "first line of a document is\n"
        "# yaml-language-server: $schema=lode.schema.json\n"
        "'lode check' finds more: mistakes in names, columns, expressions and the data.",
    .examples = "lode schema > lode.schema.json\t\n"
                "lode schema --style > lode-style.schema.json\tfor files under 'styles:'\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct schema_args),
    .most_operands = NO_OPERANDS,
    .run = print_schema,
};
