/* What a `struct lode` holds for as long as it lives, and how findings get out of it. */
#ifndef LODE_SESSION_H
#define LODE_SESSION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lode.h"

struct text_context;

struct lode {
    struct arena arena; /* lives as long as the session */
    struct lode_options options;
    struct text_context *text; /* made when the first text is shaped */
    bool warned;
    struct diags *collect; /* findings of stages go here; NULL: they are reported at once */
    bool muted;            /* findings are dropped; set by session_mute alone */
    /* What is told once in a run and has been told: hashes. */
    struct session_told {
        unsigned hash;
        struct session_told *next;
    } * told;
    /* Texts that are no files, such as that of `--where`, by the name that their places carry. */
    struct session_text {
        const char *name;
        struct str text;
        struct session_text *next;
    } * texts;
};

/* A run begins: what is told once in a run may be told again. */
void session_begin_run(struct lode *l);
/* Hand a finding to the caller, with the line of its file. */
void session_tell(struct lode *l, const struct lode_err *what);
/* Report an error, and give the exit status that it means. */
int session_fail(struct lode *l, const struct lode_err *err);
/* Report all findings in order of place, and give the exit status; 0 when none is an error. */
int session_report(struct lode *l, struct diags *d);
/* Drop findings from here on, for a stage that runs as a first guess and will run again. Returns
 * whether they were dropped before; session_unmute takes that, so that a guess within a guess stays
 * silent. */
bool session_mute(struct lode *l);
void session_unmute(struct lode *l, bool was_muted);
/* Places in `name` show lines of `text` (both borrowed until the session ends, or the name is given
 * anew or forgotten). */
void session_name_text(struct lode *l, const char *name, struct str text);
void session_forget_text(struct lode *l, const char *name);
/* Write text that was asked for; false when the caller wants no more. */
bool session_write(struct lode *l, struct str text);
/* The fonts of the session, opened when they are first needed. */
bool session_text(struct lode *l, struct text_context **ret, struct lode_err *err);

#endif
