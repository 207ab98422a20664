/* What a `struct lode` holds for as long as it lives, and how findings get out of it. */
#ifndef LODE_SESSION_H
#define LODE_SESSION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lode.h"

struct text_context;

struct lode {
    struct arena
        arena; /* lifetime of the session; each call lays its own on top and takes it off */
    struct lode_options options;
    struct text_context *text; /* made when the first text is shaped */
    bool warned;
    struct diags *collect; /* findings of stages go here instead; NULL: they are told at once */
    bool muted;            /* findings are dropped; set by session_mute alone */
    /* Texts that are no files, such as `--where`, by the name that places in them carry. */
    struct session_text {
        const char *name;
        struct str text;
        struct session_text *next;
    } * texts;
};

/* Hand a finding to the caller, with the line of its file. */
void session_tell(struct lode *l, const struct lode_err *what);
/* Tell it, and give the exit status that it means. */
int session_fail(struct lode *l, const struct lode_err *err);
/* Tell all of them in order of place; 0 when none is an error. */
int session_report(struct lode *l, struct diags *d);
/* Drop findings from here on, for a stage that runs as a first guess and will run again. Whether they
 * were dropped before is what session_unmute takes, so that a guess within a guess stays silent. */
bool session_mute(struct lode *l);
void session_unmute(struct lode *l, bool was_muted);
/* Places in `name` show lines of `text` (both borrowed until the session ends, or the name is given
 * anew or forgotten). */
void session_name_text(struct lode *l, const char *name, struct str text);
void session_forget_text(struct lode *l, const char *name);
bool session_write(struct lode *l, struct str text);
bool session_text(struct lode *l, struct text_context **ret, struct lode_err *err);

#endif
