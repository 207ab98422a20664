/* How warnings, notes and progress reach whoever listens to the process. */
#include "base/log.h"

#include <stdarg.h>

static log_sink *the_sink;
static void *the_ctx;
static log_progress_sink *the_progress;
static void *the_progress_ctx;

void log_set_sink(log_sink *sink, void *ctx)
{
    the_sink = sink;
    the_ctx = ctx;
}

static void send_to_sink(enum lode_severity severity, bool once, struct lode_span at,
                         const char *rule, const char *fmt, va_list args)
{
    struct lode_err what = {.severity = severity, .once = once, .rule = rule};
    lode_vfail(&what, LODE_OK, at, fmt, args);
    if (the_sink)
        the_sink(the_ctx, &what);
}

void log_warn(struct lode_span at, const char *rule, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    send_to_sink(LODE_WARNING, false, at, rule, fmt, args);
    va_end(args);
}

void log_note(struct lode_span at, const char *rule, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    send_to_sink(LODE_NOTE, false, at, rule, fmt, args);
    va_end(args);
}

void log_once(enum lode_severity severity, struct lode_span at, const char *rule, const char *fmt,
              ...)
{
    va_list args;
    va_start(args, fmt);
    send_to_sink(severity, true, at, rule, fmt, args);
    va_end(args);
}

void log_finding(const struct lode_err *what)
{
    if (the_sink)
        the_sink(the_ctx, what);
}

void log_set_progress(log_progress_sink *sink, void *ctx)
{
    the_progress = sink;
    the_progress_ctx = ctx;
}

bool log_progress(const char *doing, size_t done, size_t total)
{
    return !the_progress || the_progress(the_progress_ctx, doing, done, total);
}
