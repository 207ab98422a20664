/* What becomes of the command when a signal ends it: no temporary file stays. */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>

#include "lode.h"

/* End by the signal itself rather than by exit(130): a shell that runs a loop over maps must see
 * that the user ended this one, or it starts the next. */
static void end_by_signal(int signal_number)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigset_t just_this;
    sigemptyset(&just_this);
    sigaddset(&just_this, signal_number);

    sigaction(signal_number, &usual, NULL);
    raise(signal_number);
    sigprocmask(SIG_UNBLOCK, &just_this, NULL);
}

static void on_signal(int signal_number)
{
    lode_remove_temporaries();
    end_by_signal(signal_number);
}

void signals_set_up(void)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction act = {.sa_handler = on_signal};
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        sigaddset(&act.sa_mask, ends[i]);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct sigaction now;
        /* What nohup or a shell's '&' ignores stays ignored. */
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaction(ends[i], &act, NULL);
    }

    /* A parent that ignored SIGCHLD would keep us from seeing what workers died of. */
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(SIGCHLD, &usual, NULL);

    /* A reader that went away makes a write fail, and is reported there. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
}

void signals_end_by_pipe(void)
{
    end_by_signal(SIGPIPE);
}
