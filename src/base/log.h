/* What is reported while a map is made: warnings and notes with a place. They go to one sink; while
 * there is none they are dropped. The sinks are the only mutable state at file scope. Repeats are the
 * sink's business: it counts findings of one `rule` and place. */
#ifndef LODE_BASE_LOG_H
#define LODE_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

typedef void log_sink(void *ctx, const struct lode_err *what);

void log_set_sink(log_sink *sink, void *ctx);

/* A map differs from what was asked. `rule` is the stable name of the finding: 'repaired-geometry'. */
void log_warn(struct lode_span at, const char *rule, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Worth knowing, nothing is wrong: the projection that `auto` chose. */
void log_note(struct lode_span at, const char *rule, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As log_warn or log_note, for what several stages find, such as one that fits the map and one that
 * draws: it is told once in a run. */
void log_once(enum lode_severity severity, struct lode_span at, const char *rule, const char *fmt,
              ...) __attribute__((format(printf, 4, 5)));

/* A finding that is complete, with its rule and its hint. */
void log_finding(const struct lode_err *what);

/* How far a long work is: `done` of `total`, reported often. A sink that returns false asks to stop
 * it. */
typedef bool log_progress_sink(void *ctx, const char *doing, size_t done, size_t total);

void log_set_progress(log_progress_sink *sink, void *ctx);

/* False: stop, as the sink asked to. */
bool log_progress(const char *doing, size_t done, size_t total);

#endif
