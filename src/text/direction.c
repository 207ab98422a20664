/* Which languages are written from right to left. */
#include "text/text.h"

static bool has_subtag(struct str language, struct str subtag)
{
    size_t at;
    return str_find(language, subtag, &at);
}

bool text_language_rtl(struct str language)
{
    /* Their usual script is Arabic, Hebrew or Thaana (CLDR, likely subtags). */
    static const char *const rtl[] = {"ar",  "ckb", "dv", "fa", "he", "ks",
                                      "prs", "ps",  "sd", "ug", "ur", "yi"};
    struct str primary = {0};

    if (has_subtag(language, STR("-Arab")) || has_subtag(language, STR("-Hebr")))
        return true;
    if (has_subtag(language, STR("-Latn")) || has_subtag(language, STR("-Cyrl")))
        return false;

    str_cut(&language, '-', &primary);
    for (size_t i = 0; i < sizeof rtl / sizeof *rtl; i++) {
        if (str_is(primary, rtl[i]))
            return true;
    }
    return false;
}
