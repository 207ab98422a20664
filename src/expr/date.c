/* Reads and writes dates and timestamps in the proleptic Gregorian calendar. */
#include "expr/date.h"

#include <inttypes.h>

#include "base/arena.h"

/* The number from 0 to `max` at bytes `at` and `at` + 1. */
static bool two_digits(struct str s, size_t at, int64_t max, int64_t *ret)
{
    if (at + 2 > s.len || s.p[at] < '0' || s.p[at] > '9' || s.p[at + 1] < '0' || s.p[at + 1] > '9')
        return false;
    *ret = (s.p[at] - '0') * 10 + s.p[at + 1] - '0';
    return *ret <= max;
}

/* Days from 1970-01-01 to the first of March of `year`, counting years from March so that the leap
 * day comes last; a cycle of 400 years has 146097 days. */
static int64_t days_to_march(int64_t year)
{
    int64_t cycle = (year >= 0 ? year : year - 399) / 400, y = year - cycle * 400;
    return cycle * 146097 + y * 365 + y / 4 - y / 100 - 719468;
}

static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t m = month > 2 ? month - 3 : month + 9; /* March is 0 */
    return days_to_march(month > 2 ? year : year - 1) + (153 * m + 2) / 5 + day - 1;
}

static int64_t month_days(int64_t year, int64_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool date_parse(struct str s, int64_t *ret_days)
{
    int64_t century, year, month, day;
    if (s.len != 10 || s.p[4] != '-' || s.p[7] != '-' || !two_digits(s, 0, 99, &century) ||
        !two_digits(s, 2, 99, &year) || !two_digits(s, 5, 12, &month) ||
        !two_digits(s, 8, 31, &day))
        return false;

    year += century * 100;
    if (month < 1 || day < 1 || day > month_days(year, month))
        return false;
    *ret_days = days_of(year, month, day);
    return true;
}

/* "Z", "+05:30" or "-03:00" at the end of a time. */
static bool offset_parse(struct str s, int64_t *ret_us)
{
    int64_t hours, minutes;
    *ret_us = 0;
    if (s.len == 1 && (s.p[0] == 'Z' || s.p[0] == 'z'))
        return true;
    if (s.len != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' ||
        !two_digits(s, 1, 23, &hours) || !two_digits(s, 4, 59, &minutes))
        return false;
    *ret_us = (hours * 60 + minutes) * 60000000 * (s.p[0] == '-' ? -1 : 1);
    return true;
}

bool timestamp_parse(struct str s, int64_t *ret_us)
{
    int64_t days, hour, minute, second, offset, fraction = 0, unit = 100000;
    if (s.len < 20 || (s.p[10] != 'T' && s.p[10] != 't' && s.p[10] != ' ') || s.p[13] != ':' ||
        s.p[16] != ':' || !date_parse(str_head(s, 10), &days) || !two_digits(s, 11, 23, &hour) ||
        !two_digits(s, 14, 59, &minute) || !two_digits(s, 17, 60, &second))
        return false;

    size_t at = 19; /* behind the seconds */
    if (s.p[at] == '.') {
        size_t first = ++at;
        for (; at < s.len && s.p[at] >= '0' && s.p[at] <= '9'; at++, unit /= 10)
            fraction += (s.p[at] - '0') * unit;
        if (at == first)
            return false;
    }

    if (!offset_parse(str_from(s, at), &offset))
        return false;
    *ret_us =
        days * US_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000000 + fraction - offset;
    return true;
}

struct str date_text(struct arena *a, int64_t days)
{
    if (days < -100000000 || days > 100000000) /* beyond any calendar: 270,000 years */
        return STR("");

    /* The inverse of days_of: cycle, year of the cycle, day of a year that begins in March. */
    int64_t z = days + 719468;
    int64_t cycle = (z >= 0 ? z : z - 146096) / 146097, day = z - cycle * 146097;
    int64_t y = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t in_year = day - (365 * y + y / 4 - y / 100), m = (5 * in_year + 2) / 153;
    int64_t month = m < 10 ? m + 3 : m - 9, year = y + cycle * 400 + (month <= 2);
    return str_format(a, "%04" PRId64 "-%02d-%02d", year, (int)month,
                      (int)(in_year - (153 * m + 2) / 5 + 1));
}

struct str timestamp_text(struct arena *a, int64_t us)
{
    int64_t days = us / US_PER_DAY - (us % US_PER_DAY < 0), rest = us - days * US_PER_DAY;
    struct str date = date_text(a, days);
    int seconds = (int)(rest / 1000000), fraction = (int)(rest % 1000000);
    struct str text = str_format(a, "%.*sT%02d:%02d:%02d", STR_FMT(date), seconds / 3600,
                                 seconds / 60 % 60, seconds % 60);
    if (!fraction)
        return str_format(a, "%.*sZ", STR_FMT(text));

    struct str part = str_format(a, "%06d", fraction);
    while (part.p[part.len - 1] == '0')
        part.len--;
    return str_format(a, "%.*s.%.*sZ", STR_FMT(text), STR_FMT(part));
}
