/* How numbers, ranges and fixed words of legends are written in each language. */
#include "style/legend_words.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "expr/format.h"
#include "text/text.h"

static const struct language {
    const char *tag;
    const char *up_to; /* '%' stands for the number */
    const char *words[4];
} languages[] = {
    {"en", "up to %", {"Other", "No data", "Yes", "No"}},
    {"ar", "حتى %", {"أخرى", "لا توجد بيانات", "نعم", "لا"}},
    {"de", "bis %", {"Andere", "Keine Daten", "Ja", "Nein"}},
    {"es", "hasta %", {"Otros", "Sin datos", "Sí", "No"}},
    {"fa", "تا %", {"دیگر", "بدون داده", "بله", "نه"}},
    {"fr", "jusqu’à %", {"Autres", "Pas de données", "Oui", "Non"}},
    {"kk", "% дейін", {"Басқа", "Деректер жоқ", "Иә", "Жоқ"}},
    {"ky", "% чейин", {"Башка", "Маалымат жок", "Ооба", "Жок"}},
    {"prs", "تا %", {"دیگر", "بدون معلومات", "بلی", "نخیر"}},
    {"ps", "تر %", {"نور", "معلومات نشته", "هو", "نه"}},
    {"ru", "до %", {"Прочее", "Нет данных", "Да", "Нет"}},
    {"tg", "то %", {"Дигар", "Маълумот нест", "Ҳа", "Не"}},
    {"tk", "% çenli", {"Başga", "Maglumat ýok", "Hawa", "Ýok"}},
    {"tr", "≤ %", {"Diğer", "Veri yok", "Evet", "Hayır"}},
    {"ur", "% تک", {"دیگر", "کوئی ڈیٹا نہیں", "ہاں", "نہیں"}},
    {"uz", "% gacha", {"Boshqa", "Maʼlumot yoʻq", "Ha", "Yoʻq"}},
    {"zh", "≤ %", {"其他", "无数据", "是", "否"}},
};

/* The language of a tag such as "fa-AF"; English when it is not known. */
static const struct language *language_of(struct str tag)
{
    struct str primary = tag;
    for (size_t i = 0; i < tag.len; i++) {
        if (tag.p[i] == '-' || tag.p[i] == '_') {
            primary = str_head(tag, i);
            break;
        }
    }

    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        if (str_is(primary, languages[i].tag))
            return &languages[i];
    }
    return &languages[0];
}

struct str legend_word(struct str language, enum legend_word word)
{
    return str_of(language_of(language)->words[word]);
}

/* As few decimals as the number itself has. */
static int own_decimals(struct arena *a, double v)
{
    struct str text = num_text(a, v), whole;
    if (memchr(text.p, 'e', text.len))
        return fabs(v) < 1 ? 12 : 0;

    str_cut(&text, '.', &whole);
    return (int)(text.len < 12 ? text.len : 12);
}

struct str legend_number(struct arena *a, struct str language, double v, int decimals,
                         bool grouping)
{
    struct str plain = num_fixed(a, v, decimals < 0 ? own_decimals(a, v) : decimals);
    bool negative = str_starts(plain, STR("-"));
    struct str size = str_from(plain, negative);
    struct str text =
        grouping ? format_digits(a, size, language) : format_ungrouped(a, size, language);
    if (!negative)
        return text;

    /* The minus is U+2212. In a right-to-left line it would stand behind the digits, so the number
     * is isolated, as CLDR marks it; behind Arabic-Indic digits (U+0660 to U+0669) it is in its place. */
    bool isolate = text_language_rtl(language) && !str_starts(text, STR("\xd9"));
    return isolate ? str_format(a, "\u2066−%.*s\u2069", STR_FMT(text))
                   : str_format(a, "−%.*s", STR_FMT(text));
}

struct str legend_range(struct arena *a, struct str language, double lo, double hi, int decimals,
                        bool grouping)
{
    struct str to = legend_number(a, language, hi, decimals, grouping);
    if (isinf(lo)) {
        struct str after = str_of(language_of(language)->up_to), before;
        str_cut(&after, '%', &before);
        return str_format(a, "%.*s%.*s%.*s", STR_FMT(before), STR_FMT(to), STR_FMT(after));
    }

    struct str from = legend_number(a, language, lo, decimals, grouping);
    if (str_eq(from, to))
        return to;
    return str_format(a, "%.*s – %.*s", STR_FMT(from), STR_FMT(to));
}
