/* `lode_formats`: the rows of write/format.h for the world outside. */
#include "lode.h"
#include "write/format.h"

size_t lode_formats(struct lode_format *ret, size_t max)
{
    const struct write_format *f;
    size_t n = 0;
    for (; (f = write_format_at(n)); n++) {
        if (n < max)
            ret[n] = (struct lode_format){f->name, f->endings, f->pixels, f->book,
                                          f->standard_output};
    }
    return n;
}
