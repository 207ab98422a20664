/* Signals that end the command: temporaries are removed first, then it ends as the signal says. */
#ifndef LODE_CLI_SIGNALS_H
#define LODE_CLI_SIGNALS_H

void signals_set_up(void);

/* End as a program does whose reader went away: by SIGPIPE, without a message. */
void signals_end_by_pipe(void);

#endif
