/* The date of a PDF, from SOURCE_DATE_EPOCH. */
#include "write/pdf_date.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/num.h"

void pdf_date(char ret[32])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds = 0;
    struct tm date;
    if (!epoch || !num_parse_int(str_of(epoch), &seconds) || seconds < 0 ||
        seconds > 253402300799 /* the end of 9999 */ ||
        !gmtime_r(&(time_t){(time_t)seconds}, &date))
        strcpy(ret, "2000-01-01T00:00:00Z");
    else
        strftime(ret, 32, "%Y-%m-%dT%H:%M:%SZ", &date);
}
