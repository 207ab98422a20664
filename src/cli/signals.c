#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>

#include "lode.h"

/* By the signal itself rather than exit(130): a shell running a loop over maps must see that it was
 * the user who ended this one, or it starts the next. */
static void end_by(int signal_number)
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
    end_by(signal_number);
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

    /* One that ignores it when it starts us would keep us from seeing what workers died of. */
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(SIGCHLD, &usual, NULL);

    /* A reader that went away is a failed write, told where it happens. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
}

void signals_end_by_pipe(void)
{
    end_by(SIGPIPE);
}
