/* What is reported where there is nothing to show: by every command that reads the data. */
#include "run/empty.h"

#include "base/log.h"

void empty_source(const struct doc_source *s)
{
    struct lode_err what = {.severity = LODE_WARNING, .rule = "empty-filter"};
    if (!s->where.s.p) {
        log_warn(s->file.at, "empty-layer", "there is no feature in '%.*s'", STR_FMT(s->name));
        return;
    }

    lode_fail(&what, LODE_OK, s->where.at, "no feature of '%.*s' passes this filter",
              STR_FMT(s->name));
    lode_hint(&what, "try it with: lode query FILE");
    log_finding(&what);
}

void empty_step(const struct doc_step *s)
{
    const struct node *filter = node_lookup(s->args, "filter");
    if (doc_step_is(s, "select") && filter)
        log_warn(filter->at, "empty-filter", "no feature of '%.*s' passes this filter",
                 STR_FMT(s->input.s));
    else
        log_warn(s->op_at, "empty-layer", "the step '%.*s' gives no feature", STR_FMT(s->name));
}
