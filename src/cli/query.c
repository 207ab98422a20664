/* `lode query` lists or counts the features for which an expression is true. */
#include "base/arena.h"
#include "base/str.h"
#include "cli/command.h"

struct query_args {
    const char *layer, *where, *format, *crs;
    struct texts select;
    bool count;
};

static const struct option options[] = {
    {.name = "layer",
     .letter = 'l',
     A_TEXT(struct query_args, layer),
     .value = "LAYER",
     .help = "the layer, in a file with several layers"},
    {.name = "where",
     .letter = 'w',
     A_TEXT(struct query_args, where),
     .value = "EXPR",
     .help = "only features for which EXPR is true: an expression in CQL2, as in documents"},
    {.name = "select",
     .letter = 's',
     SOME_TEXTS(struct query_args, select),
     .value = "EXPR,...",
     .help = "columns or expressions to print, 'name' or 'label: EXPR'; may be repeated"},
    {.name = "count",
     .letter = 'c',
     A_FLAG(struct query_args, count),
     .help = "print only the number of features"},
    {.name = "format",
     .letter = 'f',
     A_WORD(struct query_args, format),
     .value = "FORMAT",
     .words = lode_query_formats,
     .help = "how the features are printed; the default is the first of:"},
    {.name = "crs",
     A_TEXT(struct query_args, crs),
     .value = "CRS",
     .help = "the reference system of a file that does not have one"},
};

/* Cut the first item off `list`: it ends at a comma that stands in no bracket and no quotes. */
static bool cut_item(struct str *list, struct str *ret)
{
    int depth = 0;
    char quote = 0;
    if (!list->len)
        return false;

    for (size_t i = 0; i <= list->len; i++) {
        char c = i < list->len ? list->p[i] : ',';
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else
            depth += (c == '(' || c == '[') - (c == ')' || c == ']');
        if (i < list->len && (c != ',' || quote || depth > 0))
            continue;
        *ret = str_head(*list, i);
        *list = str_from(*list, i + 1);
        return true;
    }

    return false;
}

static int query_file(const struct call *call)
{
    const struct query_args *args = call->args;
    ARRAY(const char *) select = {0};

    for (size_t i = 0; i < args->select.n; i++) {
        struct str list = str_of(args->select.v[i]), item;
        while (cut_item(&list, &item))
            *array_add(call->arena, &select) = str_c(call->arena, str_trim(item));
    }

    struct lode_query_params params = {.layer = args->layer,
                                       .where = args->where,
                                       .select = select.v,
                                       .n_select = select.n,
                                       .count = args->count,
                                       .format = args->format,
                                       .crs = args->crs};
    return lode_query(call->lode, call->operands[0], &params);
}

const struct command query_command = {
    .name = "query",
    .operands = "FILE",
    .summary = "list or count the features for which an expression is true",
    .about = "Prints the features of FILE in the order of the file. Use it to try a filter.",
    .examples =
        "lode query deposits.shp --where \"country = 'Afghanistan'\" --select name,main_comm\t\n"
        "lode query railways.shp --select 'km: round(length() / 1000, 1)'\ta computed column\n"
        "lode query deposits.shp --where \"name LIKE 'Ayn%'\" --count\tonly their number\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct query_args),
    .least_operands = 1,
    .most_operands = 1,
    .run = query_file,
};
