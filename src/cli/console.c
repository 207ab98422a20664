/* How messages look on standard error, and how output reaches standard output. */
#include "cli/console.h"

#include <errno.h>
#include <glib.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/findings.h"

/* Work that ends sooner shows no progress; a line that changes more often cannot be read. Taste. */
#define PROGRESS_AFTER_S 0.7
#define PROGRESS_EVERY_S 0.1

enum {
    /* So many different messages are remembered to count their repeats; more repeat in full. */
    TALLIES_MAX = 256,
    /* Of a longer source line only the part round the fault is shown ... */
    LINE_MAX_COLUMNS = 160,
    /* ... from so many columns before the fault. Taste, both. */
    LINE_LEAD_COLUMNS = 60,
};

static const struct {
    const char *word, *color;
} levels[] = {
    [LODE_LEVEL_ERROR] = {"error", "\033[1;31m"},
    [LODE_LEVEL_WARNING] = {"warning", "\033[1;35m"},
    [LODE_LEVEL_NOTE] = {"note", "\033[1;36m"},
};

static const char *paint(const struct console *c, const char *sequence)
{
    return c->color ? sequence : "";
}

static bool is_terminal(FILE *f)
{
    const char *term = getenv("TERM");
    return isatty(fileno(f)) && term && strcmp(term, "dumb") != 0;
}

static bool has_color(FILE *f)
{
    const char *none = getenv("NO_COLOR");
    return is_terminal(f) && !(none && *none);
}

void console_init(struct console *ret, struct arena *a, FILE *out, FILE *err)
{
    *ret = (struct console){.arena = a,
                            .out = out,
                            .err = err,
                            .color = has_color(err),
                            .out_color = has_color(out),
                            .live = is_terminal(err)};
}

/* One character of possibly broken UTF-8. What must not be printed becomes U+FFFD: a data file must
 * not send escape sequences to the terminal, nor reverse the direction of the line. */
static size_t next_char(const char *p, size_t left, gunichar *ret)
{
    gunichar c = g_utf8_get_char_validated(p, (gssize)left);
    bool broken = c == (gunichar)-1 || c == (gunichar)-2;
    *ret = broken || (c != '\t' && (c < 0x20 || (c >= 0x7f && c < 0xa0))) ||
                   (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)
               ? 0xfffd
               : c;
    return broken ? 1 : (size_t)(g_utf8_next_char(p) - p);
}

static int columns_of(gunichar c)
{
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

static void put_char(struct console *c, gunichar u)
{
    char utf8[6];
    fwrite(utf8, 1, (size_t)g_unichar_to_utf8(u, utf8), c->err);
}

/* A text on one line: line ends and tabs in it become spaces. */
static void put_text(struct console *c, const char *text)
{
    size_t left = strlen(text);
    for (const char *p = text; left;) {
        gunichar u;
        size_t n = next_char(p, left, &u);
        put_char(c, *p == '\n' || *p == '\t' || *p == '\r' ? ' ' : u);
        p += n;
        left -= n;
    }
}

/* The source line from character `first` on; with `caret` the line below it: blanks and tabs up to
 * the fault, then the mark under it. */
static void put_line(struct console *c, const struct lode_message *m, int first, bool caret)
{
    size_t left = strlen(m->source_line);
    int columns = first > 1 ? 3 : 0, marked = 0, col = 1;

    fputs(first > 1 ? caret ? "   " : "..." : "", c->err);
    for (const char *p = m->source_line; left && columns < LINE_MAX_COLUMNS; col++) {
        gunichar u;
        size_t n = next_char(p, left, &u);
        p += n;
        left -= n;
        if (col < first)
            continue;

        columns += columns_of(u);
        if (!caret) {
            put_char(c, u);
            continue;
        }

        if (col >= m->col + (m->len > 1 ? m->len : 1))
            return;
        for (int i = 0; i < columns_of(u) && col >= m->col; i++, marked++)
            putc(marked ? '~' : '^', c->err);
        if (col < m->col)
            fputs(u == '\t' ? "\t" : &"  "[2 - columns_of(u)], c -> err);
    }

    if (caret && !marked) {
        for (; col < m->col && columns < LINE_MAX_COLUMNS; col++, columns++)
            putc(' ', c->err);
        putc('^', c->err);
    }

    fputs(!caret && left ? "..." : "", c->err);
}

static void put_source(struct console *c, const struct lode_message *m)
{
    int columns = 0, col = 1, first = 1;
    size_t left = strlen(m->source_line);
    for (const char *p = m->source_line; left; col++) {
        gunichar u;
        size_t n = next_char(p, left, &u);
        columns += columns_of(u);
        p += n;
        left -= n;
    }

    if (columns > LINE_MAX_COLUMNS && m->col > LINE_LEAD_COLUMNS)
        first = m->col - LINE_LEAD_COLUMNS;

    fprintf(c->err, "%5d | ", m->line);
    put_line(c, m, first, false);
    fprintf(c->err, "\n      | %s", paint(c, "\033[1;32m"));
    put_line(c, m, first, true);
    fprintf(c->err, "%s\n", paint(c, "\033[0m"));
}

static void put_message(struct console *c, const struct lode_message *m)
{
    fputs(paint(c, "\033[1m"), c->err);
    put_text(c, m->file ? m->file : "lode");
    if (m->file && m->line > 0)
        fprintf(c->err, ":%d:%d", m->line, m->col);
    fprintf(c->err, ": %s%s%s: ", paint(c, levels[m->level].color), levels[m->level].word,
            paint(c, "\033[0m"));
    put_text(c, m->message ? m->message : "");
    putc('\n', c->err);

    if (m->line > 0 && m->col > 0 && m->source_line)
        put_source(c, m);

    if (m->trail && *m->trail) {
        fputs("  in: ", c->err);
        put_text(c, m->trail);
        putc('\n', c->err);
    }

    if (m->hint && *m->hint) {
        fprintf(c->err, "%shint:%s ", paint(c, "\033[1m"), paint(c, "\033[0m"));
        put_text(c, m->hint);
        putc('\n', c->err);
    }

    fflush(c->err);
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_repeat(const struct tally *t, const struct lode_message *m)
{
    return t->level == m->level && t->line == m->line && t->col == m->col &&
           same_text(t->file, m->file) && same_text(t->rule, m->rule) &&
           ((m->rule && m->line) || same_text(t->message, m->message));
}

static char *copy_text(struct console *c, const char *text)
{
    return text ? str_c(c->arena, str_of(text)) : NULL;
}

/* Report how often the last message was repeated right after itself, in a line below it. */
static void end_run(struct console *c)
{
    if (!c->run)
        return;
    struct tally *t = &c->tallies.v[c->run - 1];
    if (t->more)
        fprintf(c->err, "  ... %zu more like this\n", t->more);
    t->more = 0;
    c->run = 0;
}

/* Count `m` when it is a repeat; otherwise remember it. */
static bool count_repeat(struct console *c, const struct lode_message *m)
{
    for (size_t i = 0; i < c->tallies.n; i++) {
        if (!is_repeat(&c->tallies.v[i], m))
            continue;
        if (c->run != i + 1)
            end_run(c);
        c->tallies.v[i].more++;
        return true;
    }

    end_run(c);
    if (c->tallies.n < TALLIES_MAX) {
        *array_add(c->arena, &c->tallies) = (struct tally){m->level,
                                                           copy_text(c, m->rule),
                                                           copy_text(c, m->file),
                                                           copy_text(c, m->message),
                                                           m->line,
                                                           m->col,
                                                           0};
        c->run = c->tallies.n;
    }
    return false;
}

static void hide_status(struct console *c)
{
    if (c->status[0])
        fputs("\r\033[K", c->err);
}

static void show_status(struct console *c)
{
    if (c->status[0])
        put_text(c, c->status);
    fflush(c->err);
}

void console_status(struct console *c, const char *text)
{
    hide_status(c);
    snprintf(c->status, sizeof c->status, "%s", text ? text : "");
    show_status(c);
}

void console_say(struct console *c, const char *fmt, ...)
{
    va_list args;
    char text[2000];
    if (c->quiet)
        return;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);

    hide_status(c);
    end_run(c);
    put_text(c, text);
    putc('\n', c->err);
    show_status(c);
}

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

bool console_progress(void *ctx, const char *doing, size_t done, size_t total)
{
    struct console *c = ctx;
    if (!c->live || c->quiet || c->keep || !total)
        return true;

    double now = now_s();
    if (!c->began_s || done == 0)
        c->began_s = now;

    if (done >= total) {
        console_status(c, NULL);
        c->began_s = 0;
    } else if (now - c->began_s > PROGRESS_AFTER_S && now - c->shown_s > PROGRESS_EVERY_S) {
        char line[200];
        snprintf(line, sizeof line, "%s: %zu of %zu (%.0f %%)", doing, done, total,
                 100.0 * (double)done / (double)total);
        console_status(c, line);
        c->shown_s = now;
    }

    return true;
}

void console_tell(void *ctx, const struct lode_message *message)
{
    struct console *c = ctx;
    bool error = message->level == LODE_LEVEL_ERROR;
    if (c->quiet && !error)
        return;

    if (c->keep) {
        findings_add(c->keep, message);
        return;
    }

    /* Both streams may lead to one terminal: the output so far comes before the message. */
    fflush(c->out);
    hide_status(c);

    /* Notes without a place, such as the stages' times, are never repeats. */
    if (error || (message->level == LODE_LEVEL_NOTE && !message->line && !message->file))
        end_run(c);
    else if (count_repeat(c, message)) {
        show_status(c);
        return;
    }

    put_message(c, message);
    show_status(c);
}

bool console_write(void *ctx, const char *bytes, size_t n)
{
    struct console *c = ctx;
    if (!c->write_errno && fwrite(bytes, 1, n, c->out) != n)
        c->write_errno = errno ? errno : EIO;
    return !c->write_errno;
}

void console_print(struct console *c, const char *fmt, ...)
{
    struct arena scratch = *c->arena;
    va_list args;
    va_start(args, fmt);
    struct str text = str_vformat(&scratch, fmt, args);
    va_end(args);
    console_write(c, text.p, text.len);
}

int console_usage(struct console *c, const char *hint, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct str text = str_vformat(c->arena, fmt, args);
    va_end(args);

    console_tell(c, &(struct lode_message){
                        .level = LODE_LEVEL_ERROR, .message = text.p, .hint = hint ? hint : ""});
    return 2;
}

bool console_finish(struct console *c)
{
    console_status(c, NULL);
    end_run(c);

    for (size_t i = 0; i < c->tallies.n; i++) {
        const struct tally *t = &c->tallies.v[i];
        if (!t->more)
            continue;

        struct str like = str_format(c->arena, "%zu more like this: %s", t->more, t->message);
        put_message(c, &(struct lode_message){.level = t->level,
                                              .file = t->file,
                                              .line = t->line,
                                              .col = t->col,
                                              .message = str_c(c->arena, like)});
    }

    if (fflush(c->out) != 0 && !c->write_errno)
        c->write_errno = errno;
    if (c->write_errno && c->write_errno != EPIPE) {
        struct str why =
            str_format(c->arena, "cannot write to standard output: %s", strerror(c->write_errno));
        put_message(c, &(struct lode_message){.message = str_c(c->arena, why)});
    }

    fflush(c->err);
    return !c->write_errno;
}
