/* Messages as data, for programs: JSON of our own, and SARIF 2.1.0 (OASIS), which code hosts and
 * editors read. */
#ifndef LODE_CLI_FINDINGS_H
#define LODE_CLI_FINDINGS_H

#include "base/arena.h"
#include "base/str.h"
#include "lode.h"

struct findings {
    struct arena *arena;
    ARRAY(struct lode_message) v; /* texts copied */
    ARRAY(const char *) rules;    /* those met, each once */
};

void findings_add(struct findings *f, const struct lode_message *m);

struct str findings_json(const struct findings *f);
struct str findings_sarif(const struct findings *f);

#endif
