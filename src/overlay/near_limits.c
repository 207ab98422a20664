/* How a step `near` reads its limits, and judges distances by them. */
#include "overlay/near_limits.h"

#include <math.h>

#include "overlay/near.h"

/* The usual tolerance: the outlines of buffers are right to this, so lists and areas agree. */
#define TOLERANCE_M 1.0

static bool read_m(const struct node *args, const char *key, double *ret, struct lode_err *err)
{
    const struct node *n = node_lookup(args, key);
    if (!n || !node_m(n, ret, err))
        return !err->code;
    if (*ret <= NEAR_WITHIN_M)
        return true;

    lode_fail(err, LODE_SCHEMA, n->at, "no two places are '%.*s' apart", STR_FMT(n->text));
    return lode_hint(err, "the largest distance on the earth is %.0f km", NEAR_WITHIN_M / 1000);
}

bool near_limits_read(const struct doc_step *s, struct near_limits *ret, struct lode_err *err)
{
    const struct node *k = node_lookup(s->args, "k"), *beyond = node_lookup(s->args, "beyond");
    int64_t n = 1;

    *ret = (struct near_limits){.tolerance_m = TOLERANCE_M};
    if (!read_m(s->args, "within", &ret->within_m, err) ||
        !read_m(s->args, "beyond", &ret->beyond_m, err) ||
        !read_m(s->args, "tolerance", &ret->tolerance_m, err) || (k && !node_int(k, &n, err)))
        return false;

    ret->k = (size_t)n;
    if (!beyond || !ret->within_m || ret->beyond_m < ret->within_m)
        return true;

    lode_fail(err, LODE_SCHEMA, beyond->at, "nothing is beyond '%.*s' and within '%.*s'",
              STR_FMT(beyond->text), STR_FMT(node_lookup(s->args, "within")->text));
    return lode_hint(err, "'beyond' must be the smaller of the two");
}

void near_limits_widen(struct near_limits *l, double accuracy_m)
{
    if (l->within_m > 0 || l->beyond_m > 0)
        l->tolerance_m = fmax(l->tolerance_m, accuracy_m);
}

static bool is_close(const struct near_limits *l, double m, double limit_m)
{
    return limit_m > 0 && fabs(m - limit_m) < l->tolerance_m;
}

bool near_limits_borderline(const struct near_limits *l, double m)
{
    return is_close(l, m, l->within_m) || is_close(l, m, l->beyond_m);
}

bool near_limits_list(const struct near_limits *l, double m)
{
    return (l->within_m <= 0 || m <= l->within_m) && (l->beyond_m <= 0 || m > l->beyond_m);
}
