/* The words that the page itself says, in the language of the page. */
#include "page/words.h"

#include <math.h>

#include "base/arena.h"
#include "base/num.h"
#include "expr/format.h"

enum { UNITS = 5 };
static const char *const unit_names[UNITS] = {"km", "m", "mi", "nmi", "ft"};

/* The words of each language, under its tag in BCP 47. What is not listed gets those of English. */
static const struct language {
    const char *tag;
    const char *units[UNITS];                /* in the order of unit_names */
    const char *north, *south, *east, *west; /* after the degrees, with the space that is usual */
    const char *arrow;                       /* over the north arrow */
    const char *more, *total;                /* of a table; '%' stands for the number */
} languages[] = {
    {"en", {"km", "m", "mi", "nmi", "ft"}, "N", "S", "E", "W", "N", "and % more", "Total"},
    {"ar",
     {"كم", "م", "ميل", "ميل بحري", "قدم"},
     "\u00a0شمالًا",
     "\u00a0جنوبًا",
     "\u00a0شرقًا",
     "\u00a0غربًا",
     "ش",
     "و% أخرى",
     "المجموع"},
    {"de",
     {"km", "m", "mi", "sm", "ft"},
     "\u00a0N",
     "\u00a0S",
     "\u00a0O",
     "\u00a0W",
     "N",
     "und % weitere",
     "Summe"},
    {"es",
     {"km", "m", "mi", "mn", "ft"},
     "\u00a0N",
     "\u00a0S",
     "\u00a0E",
     "\u00a0O",
     "N",
     "y % más",
     "Total"},
    {"fa",
     {"کیلومتر", "متر", "مایل", "مایل دریایی", "فوت"},
     "\u00a0شمالی",
     "\u00a0جنوبی",
     "\u00a0شرقی",
     "\u00a0غربی",
     "ش",
     "و % مورد دیگر",
     "جمع"},
    {"fr",
     {"km", "m", "mi", "M", "ft"},
     "\u00a0N",
     "\u00a0S",
     "\u00a0E",
     "\u00a0O",
     "N",
     "et % de plus",
     "Total"},
    {"kk",
     {"км", "м", "миль", "т. мили", "фут"},
     "\u00a0с.\u00a0е.",
     "\u00a0о.\u00a0е.",
     "\u00a0ш.\u00a0б.",
     "\u00a0б.\u00a0б.",
     "С",
     "тағы %",
     "Барлығы"},
    {"ky",
     {"км", "м", "миль", "д. мили", "фут"},
     "\u00a0тн.\u00a0к.",
     "\u00a0тш.\u00a0к.",
     "\u00a0ч.\u00a0у.",
     "\u00a0б.\u00a0у.",
     "Т",
     "дагы %",
     "Бардыгы"},
    {"prs",
     {"کیلومتر", "متر", "مایل", "مایل دریایی", "فوت"},
     "\u00a0شمالی",
     "\u00a0جنوبی",
     "\u00a0شرقی",
     "\u00a0غربی",
     "ش",
     "و % مورد دیگر",
     "مجموع"},
    {"ps",
     {"کیلومتره", "متره", "میل", "سمندري میل", "فوټ"},
     "\u00a0شمال",
     "\u00a0سهيل",
     "\u00a0ختيځ",
     "\u00a0لويديځ",
     "ش",
     "او % نور",
     "ټولټال"},
    {"ru",
     {"км", "м", "миль", "мор. миль", "футов"},
     "\u00a0с.\u00a0ш.",
     "\u00a0ю.\u00a0ш.",
     "\u00a0в.\u00a0д.",
     "\u00a0з.\u00a0д.",
     "С",
     "и ещё %",
     "Итого"},
    {"tg",
     {"км", "м", "мил", "мили баҳрӣ", "фут"},
     "\u00a0а.\u00a0ш.",
     "\u00a0а.\u00a0ҷ.",
     "\u00a0т.\u00a0ш.",
     "\u00a0т.\u00a0ғ.",
     "Ш",
     "ва боз %",
     "Ҷамъ"},
    {"tk",
     {"km", "m", "mil", "deňiz mili", "fut"},
     "\u00a0d.\u00a0g.",
     "\u00a0g.\u00a0g.",
     "\u00a0g.\u00a0u.",
     "\u00a0gb.\u00a0u.",
     "D",
     "ýene %",
     "Jemi"},
    {"tr",
     {"km", "m", "mil", "deniz mili", "ft"},
     "K",
     "G",
     "D",
     "B",
     "K",
     "ve % tane daha",
     "Toplam"},
    {"ur",
     {"کلومیٹر", "میٹر", "میل", "بحری میل", "فٹ"},
     "\u00a0شمال",
     "\u00a0جنوب",
     "\u00a0مشرق",
     "\u00a0مغرب",
     "ش",
     "اور % مزید",
     "کل"},
    {"uz",
     {"km", "m", "milya", "d. milyasi", "fut"},
     "\u00a0shm.\u00a0k.",
     "\u00a0j.\u00a0k.",
     "\u00a0shq.\u00a0u.",
     "\u00a0gʻ.\u00a0u.",
     "Sh",
     "va yana %",
     "Jami"},
    {"uz-Cyrl",
     {"км", "м", "миля", "д. миляси", "фут"},
     "\u00a0шм.\u00a0к.",
     "\u00a0ж.\u00a0к.",
     "\u00a0шқ.\u00a0у.",
     "\u00a0ғ.\u00a0у.",
     "Ш",
     "ва яна %",
     "Жами"},
    {"zh", {"km", "m", "mi", "nmi", "ft"}, "N", "S", "E", "W", "北", "另有 % 项", "合计"},
};

/* The longest tag that fits: "uz-Cyrl-UZ" is "uz-Cyrl" before it is "uz". */
static const struct language *lookup_language(struct str tag)
{
    const struct language *best = &languages[0];
    size_t best_len = 0;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        struct str name = str_of(languages[i].tag);
        bool fits = str_eq(tag, name) || (str_starts(tag, name) && tag.p[name.len] == '-');
        if (fits && name.len > best_len) {
            best = &languages[i];
            best_len = name.len;
        }
    }
    return best;
}

/* "-1500.5" as the language writes it, with U+2212 for minus. */
static struct str localize(struct arena *a, struct str language, struct str ascii)
{
    bool negative = str_starts(ascii, STR("-"));
    struct str size = format_digits(a, str_from(ascii, negative), language);
    return negative ? str_format(a, "\u2212%.*s", STR_FMT(size)) : size;
}

struct str words_number(struct arena *a, struct str language, double v)
{
    /* 12 digits: no rounding errors of steps of 0.1 are left, and all that a reader may want is. */
    double size = v != 0 ? pow(10, 12 - ceil(log10(fabs(v)))) : 1;
    struct str ascii = num_text(a, isfinite(size) && size > 0 ? round(v * size) / size : v);
    return localize(a, language, ascii);
}

struct str words_unit(struct str language, const char *unit)
{
    for (size_t i = 0; i < UNITS; i++) {
        if (str_is(str_of(unit), unit_names[i]))
            return str_of(lookup_language(language)->units[i]);
    }
    return str_of(unit);
}

struct str words_degrees(struct arena *a, struct str language, double deg, bool meridian)
{
    const struct language *l = lookup_language(language);
    double turn = meridian ? deg - 360 * floor((deg + 180) / 360) : deg; /* [-180, 180) */
    long seconds = lround(fabs(turn) * 3600);
    const char *letter = "";

    if (seconds && seconds != 180 * 3600)
        letter = meridian ? (turn > 0 ? l->east : l->west) : (turn > 0 ? l->north : l->south);

    struct str d = localize(a, language, str_format(a, "%ld", seconds / 3600));
    struct str m = localize(a, language, str_format(a, "%02ld", seconds / 60 % 60));
    struct str s = localize(a, language, str_format(a, "%02ld", seconds % 60));

    if (seconds % 60)
        return str_format(a, "%.*s°%.*s′%.*s″%s", STR_FMT(d), STR_FMT(m), STR_FMT(s), letter);
    if (seconds % 3600)
        return str_format(a, "%.*s°%.*s′%s", STR_FMT(d), STR_FMT(m), letter);
    return str_format(a, "%.*s°%s", STR_FMT(d), letter);
}

struct str words_scale(struct arena *a, struct str language, double denominator)
{
    double unit = denominator > 0 ? pow(10, floor(log10(denominator)) - 2) : 1;
    struct str n = words_number(a, language, round(denominator / unit) * unit);
    struct str one = words_number(a, language, 1);
    return str_format(a, "%.*s:%.*s", STR_FMT(one), STR_FMT(n));
}

struct str words_north(struct str language)
{
    return str_of(lookup_language(language)->arrow);
}

struct str words_more(struct arena *a, struct str language, size_t n)
{
    struct str after = str_of(lookup_language(language)->more), before;
    struct str number = words_number(a, language, (double)n);
    str_cut(&after, '%', &before);
    return str_format(a, "%.*s%.*s%.*s", STR_FMT(before), STR_FMT(number), STR_FMT(after));
}

struct str words_total(struct str language)
{
    return str_of(lookup_language(language)->total);
}
