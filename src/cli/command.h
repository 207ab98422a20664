/* Commands as data: each is one file with one `const struct command`; main.c holds the table and
 * knows nothing of any of them. Help, the manual and the shell completions are printed from the
 * rows. */
#ifndef LODE_CLI_COMMAND_H
#define LODE_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "lode.h"

struct arena;
struct console;

enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_NUMBER, /* double, in [least, most] */
    OPTION_WORD,   /* const char *, one of `words` */
    OPTION_TEXTS,  /* struct texts: may be repeated */
    OPTION_SETS,   /* struct sets: KEY=VALUE, may be repeated */
};

struct texts {
    const char **v;
    size_t n;
};

struct sets {
    struct lode_set *v;
    size_t n;
};

struct option {
    const char *name;
    char letter; /* 0: none */
    enum option_kind kind;
    size_t offset;            /* of the field in the command's arguments */
    const char *value;        /* 'FILE', for help; NULL for flags */
    const char *help;         /* after a colon at its end help lists the words */
    double least, most;       /* of a number, both allowed */
    const char *const *words; /* NULL-terminated */
    bool hidden;              /* left out of help, manual and completions */
};

/* Kind and offset of a field, refused by the compiler when the field has another type. */
#define FIELD_OF(type, args, field) _Generic(((args *)0)->field, type : offsetof(args, field))
#define A_FLAG(args, field)         .kind = OPTION_FLAG, .offset = FIELD_OF(bool, args, field)
#define A_TEXT(args, field)         .kind = OPTION_TEXT, .offset = FIELD_OF(const char *, args, field)
#define A_NUMBER(args, field)       .kind = OPTION_NUMBER, .offset = FIELD_OF(double, args, field)
#define A_WORD(args, field)         .kind = OPTION_WORD, .offset = FIELD_OF(const char *, args, field)
#define SOME_TEXTS(args, field)     .kind = OPTION_TEXTS, .offset = FIELD_OF(struct texts, args, field)
#define SOME_SETS(args, field)      .kind = OPTION_SETS, .offset = FIELD_OF(struct sets, args, field)

struct call {
    struct arena *arena;
    struct console *console;
    struct lode *lode;
    const void *args; /* the command's own struct */
    const char *const *operands;
    size_t n_operands;
};

enum { NO_OPERANDS = 1000000 };

struct command {
    const char *name;
    const char *operands; /* 'MAP...', for help */
    const char *summary;  /* one line, "draw maps" */
    const char *about;    /* paragraphs for help and manual; may be NULL */
    const char *examples; /* lines "command\texplanation\n" */
    const struct option *options;
    size_t n_options;
    size_t args_size;
    size_t least_operands, most_operands; /* most_operands 0: any number; NO_OPERANDS: none */
    int (*run)(const struct call *call);  /* gives the exit status */
};

/* The rows that every command has. */
struct common_args {
    bool help, quiet, allow_network;
};
extern const struct option common_options[];
extern const size_t n_common_options;

extern const struct command render_command, batch_command, merge_command, check_command,
    info_command, query_command, export_command, show_command, quick_command, near_command,
    explain_command, schema_command, palettes_command;
extern const struct command *const commands[];
extern const size_t n_commands;

const struct command *command_lookup(const char *name); /* NULL: none */

#endif
