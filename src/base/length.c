/* How a length of the document, a number with its unit, becomes points, metres, degrees or a share. */
#include "base/length.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/units.h"

/* `value`: how many points, metres or degrees the unit is. */
static const struct unit {
    const char *name;
    enum length_kind kind;
    double value;
} units[] = {
    {"mm", LENGTH_PAPER, PT_PER_MM}, {"cm", LENGTH_PAPER, 720 / 25.4},
    {"in", LENGTH_PAPER, PT_PER_IN}, {"pt", LENGTH_PAPER, 1},
    {"px", LENGTH_PAPER, 0.75},      {"m", LENGTH_GROUND, 1},
    {"km", LENGTH_GROUND, 1000},     {"mi", LENGTH_GROUND, 1609.344},
    {"nmi", LENGTH_GROUND, 1852},    {"ft", LENGTH_GROUND, 0.3048},
    {"deg", LENGTH_ANGLE, 1},        {"%", LENGTH_PERCENT, 0.01},
};
enum { N_UNITS = sizeof units / sizeof *units };

/* Fail with the units that are allowed in the hint. `fmt` has one %s, for "a length" or, where only
 * angles are allowed, "an angle". */
static bool fail_naming_units(struct str s, unsigned kinds, struct lode_span at, const char *fmt,
                              struct lode_err *err)
{
    char what[80];
    snprintf(what, sizeof what, fmt, kinds == LENGTH_ANGLE ? "an angle" : "a length");
    lode_fail(err, LODE_SCHEMA, at, "%s '%.*s'", what, STR_FMT(s));
    if (kinds == LENGTH_ANGLE)
        return lode_hint(err, "write a number and the unit, '2 deg'");

    char names[120] = "";
    for (int i = 0; i < N_UNITS; i++) {
        if (!(units[i].kind & kinds))
            continue;
        size_t len = strlen(names);
        snprintf(names + len, sizeof names - len, "%s%s", len ? " " : "", units[i].name);
    }
    return lode_hint(err, "write a number and a unit, one of: %s", names);
}

bool length_parse(struct str s, unsigned kinds, struct lode_span at, struct length *ret,
                  struct lode_err *err)
{
    double v;
    struct str rest, text = str_trim(s);
    if (!num_parse_prefix(text, &v, &rest))
        return fail_naming_units(s, kinds, at, "not %s:", err);

    rest = str_trim(rest);
    if (!rest.len)
        return fail_naming_units(s, kinds, at, "%s needs a unit:", err);

    for (int i = 0; i < N_UNITS; i++) {
        if (str_is(rest, units[i].name) && (units[i].kind & kinds)) {
            *ret = (struct length){units[i].kind, v * units[i].value};
            return true;
        }
    }
    return fail_naming_units(s, kinds, at, "not a unit for %s here:", err);
}
