/* How parameters are found in a PROJ string. */
#include "project/proj_text.h"

#include <string.h>

#include "base/num.h"

bool proj_text_lookup(struct str proj, const char *name, struct str *ret_value)
{
    struct str word, key;
    while (str_cut(&proj, ' ', &word)) {
        if (str_starts(word, STR("+")))
            word = str_from(word, 1);

        struct str value = word;
        if (str_cut(&value, '=', &key) && str_is(key, name)) {
            *ret_value = value;
            return true;
        }
    }
    return false;
}

bool proj_text_number(struct str proj, const char *name, double *ret)
{
    struct str value;
    return proj_text_lookup(proj, name, &value) && num_parse(value, ret);
}

struct str proj_text_name(struct str proj)
{
    struct str name = {0};
    proj_text_lookup(proj, "proj", &name);
    return name;
}

void proj_text_lon0(struct str proj, double *ret_deg)
{
    double zone;
    *ret_deg = 0;
    if (str_is(proj_text_name(proj), "utm") && proj_text_number(proj, "zone", &zone))
        *ret_deg = 6 * zone - 183;
    else if (!proj_text_number(proj, "lon_0", ret_deg))
        proj_text_number(proj, "lonc", ret_deg);
}
