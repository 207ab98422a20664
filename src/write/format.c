/* The table of the formats of output, and how a file's name finds its row. */
#include "write/format.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "write/sink.h"

#ifdef LODE_SCRATCH
#include "format_writer.inc"
#endif

static const struct write_format formats[] = {
    {
        .name = "PNG",
        .endings = {".png"},
        .write = png_write,
        .pixels = true,
        .standard_output = true,
    },
    {
        .name = "PDF",
        .endings = {".pdf"},
        .write = pdf_write,
        .book = true,
    },
    {
        .name = "SVG",
        .endings = {".svg"},
        .write = svg_write,
    },
#ifdef LODE_SCRATCH
#include "format_row.inc"
#endif
};

const struct write_format *write_format_at(size_t i)
{
    return i < sizeof formats / sizeof *formats ? &formats[i] : NULL;
}

static bool has_ending(const struct write_format *f, struct str path)
{
    for (size_t i = 0; f->endings[i]; i++) {
        size_t n = strlen(f->endings[i]);
        if (path.len >= n && g_ascii_strncasecmp(path.p + path.len - n, f->endings[i], n) == 0)
            return true;
    }
    return false;
}

const struct write_format *write_format_of(struct str path)
{
    const struct write_format *f;
    for (size_t i = 0; (f = write_format_at(i)); i++) {
        if (has_ending(f, path))
            return f;
    }
    return NULL;
}

const struct write_format *write_format_of_books(void)
{
    size_t i = 0;
    while (!formats[i].book)
        i++;
    return &formats[i];
}

static const struct write_format *format_of_standard_output(void)
{
    size_t i = 0;
    while (!formats[i].standard_output)
        i++;
    return &formats[i];
}

bool write_format_fail(struct str path, struct lode_span at, struct lode_err *err)
{
    const char *endings[sizeof formats / sizeof *formats];
    char text[120];

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        endings[i] = formats[i].endings[0];

    str_alternatives(text, sizeof text, endings, sizeof formats / sizeof *formats);
    lode_fail(err, at.file ? LODE_SCHEMA : LODE_USAGE, at, "no format has the ending of '%.*s'",
              STR_FMT(path));
    return lode_hint(err, "use %s", text);
}

bool write_format_find(struct str path, struct lode_span at, const struct write_format **ret,
                       struct lode_err *err)
{
    const struct write_format *f =
        str_is(path, "-") ? format_of_standard_output() : write_format_of(path);
    if (!f)
        return write_format_fail(path, at, err);
    *ret = f;
    return true;
}
