/* What the command prints: diagnostics in one look on standard error, and what was asked for on
 * standard output. Nothing else in `cli/` writes to either. */
#ifndef LODE_CLI_CONSOLE_H
#define LODE_CLI_CONSOLE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/str.h"
#include "lode.h"

struct findings;

/* Findings of one rule and place after the first are counted, not printed. */
struct tally {
    enum lode_level level;
    char *rule, *file, *message;
    int line, col;
    size_t more;
};

struct console {
    struct arena *arena;
    FILE *out, *err;
    bool color;              /* of `err` */
    bool out_color;          /* of `out` */
    bool quiet;              /* errors only */
    bool live;               /* `err` is a terminal on which a line can be written anew */
    double began_s, shown_s; /* of the work whose progress is shown: its begin, the last line */
    int write_errno;         /* of the first write to `out` that failed; 0: none */
    ARRAY(struct tally) tallies;
    struct findings *keep; /* messages are kept here and not printed; NULL: they are printed */
    char status[512];      /* a line below all messages, on a terminal; "": none */
    size_t run;            /* 1 + the tally of the last message, while only repeats of it follow */
};

/* Colour only where `err` is a terminal that has it, and NO_COLOR is not set. */
void console_init(struct console *ret, struct arena *a, FILE *out, FILE *err);

/* Report the repeats that were counted, and flush. False when something could not be written to
 * `out`. */
bool console_finish(struct console *c);

/* As lode_options.tell and lode_options.write; ctx is the console. */
void console_tell(void *ctx, const struct lode_message *message);
bool console_write(void *ctx, const char *bytes, size_t n);

/* As lode_options.progress: a line with the share that is done, on a terminal, when work takes
 * long. */
bool console_progress(void *ctx, const char *doing, size_t done, size_t total);

/* Show `text` as the last line of a terminal, below all messages; NULL removes it. */
void console_status(struct console *c, const char *text);

/* A line on standard error that is no finding, such as the progress of a batch; not with
 * --quiet. */
void console_say(struct console *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void console_print(struct console *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A fault of the command line; hint may be NULL. Gives the exit status, 2. */
int console_usage(struct console *c, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
