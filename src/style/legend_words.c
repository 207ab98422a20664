/* How numbers, ranges and fixed words of legends are written in each language. */
#include "style/legend_words.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "text/text.h"

/* U+2009 thin and U+00A0 no-break spaces written out, so that an editor shows them. */
#define NBSP "\xc2\xa0"

enum digits { LATIN, ARABIC, PERSIAN };

static const struct language {
    const char *tag;
    const char *group, *decimal;
    enum digits digits;
    const char *up_to; /* '%' stands for the number */
    const char *words[4];
} languages[] = {
    {"en", ",", ".", LATIN, "up to %", {"Other", "No data", "Yes", "No"}},
    {"ar", "٬", "٫", ARABIC, "حتى %", {"أخرى", "لا توجد بيانات", "نعم", "لا"}},
    {"de", ".", ",", LATIN, "bis %", {"Andere", "Keine Daten", "Ja", "Nein"}},
    {"es", NBSP, ",", LATIN, "hasta %", {"Otros", "Sin datos", "Sí", "No"}},
    {"fa", "٬", "٫", PERSIAN, "تا %", {"دیگر", "بدون داده", "بله", "نه"}},
    {"fr", NBSP, ",", LATIN, "jusqu’à %", {"Autres", "Pas de données", "Oui", "Non"}},
    {"kk", NBSP, ",", LATIN, "% дейін", {"Басқа", "Деректер жоқ", "Иә", "Жоқ"}},
    {"ky", NBSP, ",", LATIN, "% чейин", {"Башка", "Маалымат жок", "Ооба", "Жок"}},
    {"prs", "٬", "٫", PERSIAN, "تا %", {"دیگر", "بدون معلومات", "بلی", "نخیر"}},
    {"ps", "٬", "٫", PERSIAN, "تر %", {"نور", "معلومات نشته", "هو", "نه"}},
    {"ru", NBSP, ",", LATIN, "до %", {"Прочее", "Нет данных", "Да", "Нет"}},
    {"tg", NBSP, ",", LATIN, "то %", {"Дигар", "Маълумот нест", "Ҳа", "Не"}},
    {"tk", NBSP, ",", LATIN, "% çenli", {"Başga", "Maglumat ýok", "Hawa", "Ýok"}},
    {"tr", ".", ",", LATIN, "≤ %", {"Diğer", "Veri yok", "Evet", "Hayır"}},
    {"ur", ",", ".", LATIN, "% تک", {"دیگر", "کوئی ڈیٹا نہیں", "ہاں", "نہیں"}},
    {"uz", NBSP, ",", LATIN, "% gacha", {"Boshqa", "Maʼlumot yoʻq", "Ha", "Yoʻq"}},
    {"zh", ",", ".", LATIN, "≤ %", {"其他", "无数据", "是", "否"}},
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

struct text {
    char p[512];
    size_t len;
};

static void add_text(struct text *t, const char *s)
{
    for (; *s && t->len < sizeof t->p - 1; s++)
        t->p[t->len++] = *s;
}

static void add_digit(struct text *t, char c, enum digits digits)
{
    /* From U+0660 and U+06F0 on, only the last byte changes from digit to digit. */
    char utf8[3] = {digits == ARABIC ? '\xd9' : '\xdb',
                    (char)((digits == ARABIC ? 0xa0 : 0xb0) + c - '0'), 0};
    char plain[2] = {c, 0};
    add_text(t, digits == LATIN ? plain : utf8);
}

/* Where the separator is a space, 5000 has none: SI and the practice of Russian and French
 * typography. */
static bool groups_thousands(const struct language *l, size_t whole)
{
    return whole > (l->group[0] == NBSP[0] && l->group[1] == NBSP[1] ? 4 : 3);
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
    const struct language *l = language_of(language);
    struct str plain = num_fixed(a, v, decimals < 0 ? own_decimals(a, v) : decimals);
    struct text t = {0};
    size_t sign = plain.len && plain.p[0] == '-', whole = sign;

    while (whole < plain.len && plain.p[whole] != '.')
        whole++;

    /* The minus is U+2212. In a right-to-left line it would stand behind the digits, so the number
     * is isolated, as CLDR marks it; behind Arabic-Indic digits it is in its place. */
    bool isolate = sign && l->digits != ARABIC && text_language_rtl(language);
    if (sign)
        add_text(&t, isolate ? "\u2066−" : "−");
    for (size_t i = sign; i < plain.len; i++) {
        if (i < whole && i > sign && (whole - i) % 3 == 0 && grouping &&
            groups_thousands(l, whole - sign))
            add_text(&t, l->group);
        if (plain.p[i] == '.')
            add_text(&t, l->decimal);
        else
            add_digit(&t, plain.p[i], l->digits);
    }

    if (isolate)
        add_text(&t, "\u2069");
    return str_copy(a, (struct str){t.p, t.len});
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
