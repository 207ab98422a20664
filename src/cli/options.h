/* The command line, read by the rows of a command's options. */
#ifndef LODE_CLI_OPTIONS_H
#define LODE_CLI_OPTIONS_H

#include "cli/command.h"

struct parsed {
    struct common_args common;
    void *args; /* the command's own struct */
    struct texts operands;
};

/* `argv` after the command's name. Options and operands may stand in any order; after `--` all are
 * operands. False when there are faults; all of them were reported. */
bool options_parse(struct arena *a, struct console *c, const struct command *command,
                   const char *const *argv, size_t n, struct parsed *ret);

#endif
