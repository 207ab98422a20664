/* How a batch goes on, for people: a line that changes on a terminal, lines at growing intervals
 * elsewhere, and a summary. */
#ifndef LODE_CLI_PROGRESS_H
#define LODE_CLI_PROGRESS_H

#include "cli/console.h"

struct progress {
    struct console *console;
    bool terminal;
    double next_s;  /* when the next plain line is due, since the beginning */
    double shown_s; /* when the bar of a terminal was drawn last, since the beginning */
};

void progress_init(struct progress *ret, struct console *c);

/* As lode_batch_params.progress; ctx is the struct progress. */
void progress_show(void *ctx, const struct lode_progress *p);

#endif
