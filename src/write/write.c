#include "write/write.h"

#include <cairo.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "write/sink.h"

enum write_format write_format_of(struct str path)
{
    static const struct {
        struct str ending;
        enum write_format format;
    } endings[] = {{{".png", 4}, WRITE_PNG}, {{".pdf", 4}, WRITE_PDF}, {{".svg", 4}, WRITE_SVG}};
    char lower[4];
    if (path.len < sizeof lower)
        return WRITE_NONE;
    struct str end = str_from(path, path.len - sizeof lower);
    for (size_t i = 0; i < sizeof lower; i++)
        lower[i] = end.p[i] >= 'A' && end.p[i] <= 'Z' ? (char)(end.p[i] + 32) : end.p[i];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (str_eq((struct str){lower, sizeof lower}, endings[i].ending))
            return endings[i].format;
    }
    return WRITE_NONE;
}

static bool write_out(struct sink *to, const void *bytes, size_t n)
{
    if (!to->failed && !outfile_write(&to->file, bytes, n, to->err))
        to->failed = true;
    return !to->failed;
}

bool sink_flush(struct sink *to)
{
    size_t n = to->n_held;
    to->n_held = 0;
    return write_out(to, to->held, n);
}

bool sink_put(struct sink *to, const void *bytes, size_t n)
{
    if (n > sizeof to->held - to->n_held && !sink_flush(to))
        return false;
    if (n > sizeof to->held)
        return write_out(to, bytes, n);
    if (n)
        memcpy(to->held + to->n_held, bytes, n);
    to->n_held += n;
    return !to->failed;
}

static bool write_format(struct sink *to, struct arena *a, const struct scene *s,
                         const struct write_params *params)
{
    switch (params->format) {
    case WRITE_PNG:
        return png_write(to, s, params);
    case WRITE_PDF:
        return pdf_write(to, a, s);
    case WRITE_SVG:
        return svg_write(to, a, s);
    case WRITE_NONE:
        break;
    }
    lode_fail(to->err, LODE_USAGE, params->at, "no format for '%.*s'", STR_FMT(params->path));
    return lode_hint(to->err, "the name ends in .png, .pdf or .svg");
}

bool write_scene(struct arena *a, const struct scene *s, const struct write_params *params,
                 struct lode_err *err)
{
    struct arena scratch = *a;
    struct sink to = {.err = err};
    if (str_is(params->path, "-")) {
        to.file = (struct outfile){
            .path = str_c(&scratch, STR("standard output")), .fd = STDOUT_FILENO, .at = params->at};
        return write_format(&to, &scratch, s, params) && sink_flush(&to);
    }
    if (!outfile_open(&scratch, params->path, params->at, &to.file, err))
        return false;
    bool ok =
        write_format(&to, &scratch, s, params) && sink_flush(&to) && outfile_commit(&to.file, err);
    outfile_abandon(&to.file);
    return ok;
}

const char *cairo_library_version(void)
{
    return cairo_version_string();
}
