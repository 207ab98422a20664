/* `lode_formats`: lists the formats that lode writes, the rows of write/format.c and
 * load/export.c. */
#include "load/export.h"
#include "lode.h"
#include "write/format.h"

static bool picture_at(size_t i, struct lode_format *ret)
{
    const struct write_format *f = write_format_at(i);
    if (f)
        *ret = (struct lode_format){f->name, f->endings, f->pixels, f->book, f->standard_output};
    return f;
}

static bool table_at(size_t i, struct lode_format *ret)
{
    const struct export_format *f = export_format_at(i);
    if (f)
        *ret = (struct lode_format){.name = f->name, .endings = f->endings};
    return f;
}

size_t lode_formats(enum lode_format_kind kind, struct lode_format *ret, size_t max)
{
    struct lode_format f;
    size_t n = 0;
    for (; kind == LODE_TABLES ? table_at(n, &f) : picture_at(n, &f); n++) {
        if (n < max)
            ret[n] = f;
    }
    return n;
}
