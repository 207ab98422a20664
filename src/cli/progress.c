/* How a batch goes on, for people: a bar on a terminal, seldom a line in a log, a summary. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

enum { BAR_COLUMNS = 20, COLUMNS_MAX = 200 };

/* When plain lines are printed: the first soon, to see that it works, then seldom, so that the log
 * of a night can be read. Taste. */
static const double first_line_s = 2, growth = 1.5, longest_s = 300;
/* The bar of a terminal changes at most so often. Taste. */
static const double redraw_s = 0.1;

void progress_init(struct progress *ret, struct console *c)
{
    *ret =
        (struct progress){.console = c, .terminal = c->live && !c->quiet, .next_s = first_line_s};
}

/* "8 s", "4 min 10 s", "3 h 20 min" */
static void put_time(char *to, size_t size, double s)
{
    long whole = s < 0 ? 0 : (long)(s + 0.5);
    if (whole < 60)
        snprintf(to, size, "%ld s", whole);
    else if (whole < 3600)
        snprintf(to, size, "%ld min %ld s", whole / 60, whole % 60);
    else
        snprintf(to, size, "%ld h %ld min", whole / 3600, whole / 60 % 60);
}

static void put_rate(char *to, size_t size, double per_s)
{
    if (per_s >= 0.95)
        snprintf(to, size, "%.1f/s", per_s);
    else
        snprintf(to, size, "%.1f/min", per_s * 60);
}

/* "3 of 9 drawn, 1 failed, 2.0/s, 3 s left": what the bar and a plain line have in common. */
static void put_numbers(char *to, size_t size, const struct lode_progress *p)
{
    char rate[40] = "", left[60] = "";
    size_t n = (size_t)snprintf(to, size, "%zu of %zu drawn", p->done, p->todo);

    if (p->failed)
        n += (size_t)snprintf(to + n, size - n, ", %zu failed", p->failed);
    if (p->unchanged)
        n += (size_t)snprintf(to + n, size - n, ", %zu unchanged", p->unchanged);

    if (p->rate_per_s > 0) {
        put_rate(rate, sizeof rate, p->rate_per_s);
        put_time(left, sizeof left, p->remaining_s);
        snprintf(to + n, size - n, ", %s, %s left", rate, left);
    }
}

static size_t terminal_columns(const struct console *c)
{
    struct winsize size;
    size_t columns =
        ioctl(fileno(c->err), TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
    return columns < COLUMNS_MAX ? columns : COLUMNS_MAX;
}

/* Cut so that it stays on one line. Characters of three bytes and more count as two columns, which
 * scripts with wide letters need. */
static void cut_to_columns(char *text, size_t columns)
{
    size_t n = 0;
    for (char *p = text; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if ((c & 0xc0) == 0x80)
            continue;
        n += c >= 0xe0 ? 2 : 1;
        if (n >= columns) {
            *p = '\0';
            return;
        }
    }
}

static void show_bar(struct progress *me, const struct lode_progress *p)
{
    char line[512], numbers[200];
    size_t finished = p->done + p->failed;
    size_t filled = p->todo ? BAR_COLUMNS * finished / p->todo : BAR_COLUMNS;
    size_t n = 0;
    bool all = finished == p->todo;

    if (p->moment == LODE_BATCH_PAGE && p->elapsed_s - me->shown_s < redraw_s && !all)
        return;
    me->shown_s = p->elapsed_s;

    line[n++] = '[';
    for (size_t i = 0; i < BAR_COLUMNS; i++)
        line[n++] = i < filled ? '#' : '.';

    put_numbers(numbers, sizeof numbers, p);
    n += (size_t)snprintf(line + n, sizeof line - n, "] %s", numbers);
    for (size_t i = 0; i < p->n_in_work && n < sizeof line - 1; i++)
        n += (size_t)snprintf(line + n, sizeof line - n, "%s%s", i ? " " : " | ", p->in_work[i]);

    cut_to_columns(line, terminal_columns(me->console));
    console_status(me->console, line);
}

static void show_line(struct progress *me, const struct lode_progress *p)
{
    char numbers[200];
    if (p->elapsed_s < me->next_s || p->done + p->failed == p->todo)
        return;

    while (me->next_s <= p->elapsed_s) {
        double step = me->next_s * (growth - 1);
        me->next_s += step < longest_s ? step : longest_s;
    }

    put_numbers(numbers, sizeof numbers, p);
    console_say(me->console, "%s", numbers);
}

static void say_begin(struct progress *me, const struct lode_progress *p)
{
    if (!p->todo)
        return;
    if (p->unchanged)
        console_say(me->console, "%zu pages to draw with %zu worker%s, %zu unchanged", p->todo,
                    p->workers, p->workers == 1 ? "" : "s", p->unchanged);
    else
        console_say(me->console, "%zu page%s to draw with %zu worker%s", p->todo,
                    p->todo == 1 ? "" : "s", p->workers, p->workers == 1 ? "" : "s");
}

static void say_failed(struct progress *me, const struct lode_progress *p)
{
    char text[800] = "", more[40] = "";
    size_t n = 0, i = 0;
    for (; i < p->n_failed_keys && n < sizeof text / 2; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", i ? ", " : "", p->failed_keys[i]);
    if (i < p->failed)
        snprintf(more, sizeof more, " and %zu more", p->failed - i);

    if (i)
        console_say(me->console, "failed: %s%s", text, more);
}

static void say_slowest(struct progress *me, const struct lode_progress *p)
{
    char text[400] = "";
    size_t n = 0;
    for (size_t i = 0; i < p->n_slowest && n < sizeof text - 1; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s %.2f s", i ? ", " : "",
                              p->slowest[i].key, p->slowest[i].ms * 1e-3);
    if (n && p->done > p->n_slowest)
        console_say(me->console, "slowest: %s", text);
}

static void say_findings(struct progress *me, const char *what, const struct lode_tally *of,
                         size_t n_of)
{
    char text[400] = "";
    size_t n = 0;
    for (size_t i = 0; i < n_of && n < sizeof text - 1; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%zu %s", i ? ", " : "", of[i].n,
                              of[i].rule);
    if (n)
        console_say(me->console, "%s: %s", what, text);
}

static void say_end(struct progress *me, const struct lode_progress *p)
{
    char took[60], rate[40];
    char text[400];
    size_t rest = p->todo - p->done - p->failed;

    console_status(me->console, NULL);
    size_t n = (size_t)snprintf(text, sizeof text, "%zu page%s: %zu drawn, %zu unchanged", p->pages,
                                p->pages == 1 ? "" : "s", p->done, p->unchanged);
    if (p->failed)
        n += (size_t)snprintf(text + n, sizeof text - n, ", %zu failed", p->failed);
    if (rest)
        n += (size_t)snprintf(text + n, sizeof text - n, ", %zu not made", rest);
    if (p->books_made)
        n += (size_t)snprintf(text + n, sizeof text - n, "; %zu book%s", p->books_made,
                              p->books_made == 1 ? "" : "s");
    if (p->done + p->failed) {
        put_time(took, sizeof took, p->elapsed_s);
        put_rate(rate, sizeof rate, p->rate_per_s);
        snprintf(text + n, sizeof text - n, "; %s, %s", took, rate);
    }

    console_say(me->console, "%s", text);
    say_failed(me, p);
    say_slowest(me, p);
    say_findings(me, "warnings", p->warnings, p->n_warnings);
    say_findings(me, "notes", p->notes, p->n_notes);
}

void progress_show(void *ctx, const struct lode_progress *p)
{
    struct progress *me = ctx;

    switch (p->moment) {
    case LODE_BATCH_BEGINS:
        say_begin(me, p);
        break;
    case LODE_BATCH_GOES_ON:
    case LODE_BATCH_PAGE:
        if (me->terminal)
            show_bar(me, p);
        else
            show_line(me, p);
        break;
    case LODE_BATCH_ENDS:
        say_end(me, p);
        break;
    }
}
