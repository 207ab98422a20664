/* Writes a scene into a file, whole or not at all, or to standard output. */
#include "write/write.h"

#include <cairo.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "write/format.h"
#include "write/sink.h"

/* Writes bytes now, unless writing has failed before. */
static bool write_bytes(struct sink *to, const void *bytes, size_t n)
{
    if (!to->failed && !outfile_write(&to->file, bytes, n, to->err))
        to->failed = true;
    return !to->failed;
}

bool sink_flush(struct sink *to)
{
    size_t n = to->n_held;
    to->n_held = 0;
    return write_bytes(to, to->held, n);
}

bool sink_put(struct sink *to, const void *bytes, size_t n)
{
    if (n > sizeof to->held - to->n_held && !sink_flush(to))
        return false;

    if (n > sizeof to->held)
        return write_bytes(to, bytes, n);
    if (n)
        memcpy(to->held + to->n_held, bytes, n);
    to->n_held += n;
    return !to->failed;
}

bool write_scene(struct arena *a, const struct scene *s, const struct write_params *params,
                 struct lode_err *err)
{
    struct arena scratch = *a;
    struct sink to = {.err = err};
    const struct write_format *format;

    if (!write_format_find(params->path, params->at, &format, err))
        return false;

    if (str_is(params->path, "-")) {
        to.file = (struct outfile){
            .path = str_c(&scratch, STR("standard output")), .fd = STDOUT_FILENO, .at = params->at};
        return format->write(&to, &scratch, s, params) && sink_flush(&to);
    }

    if (!outfile_open(&scratch, params->path, params->at, &to.file, err))
        return false;
    bool ok =
        format->write(&to, &scratch, s, params) && sink_flush(&to) && outfile_commit(&to.file, err);
    outfile_abandon(&to.file);
    return ok;
}

const char *cairo_library_version(void)
{
    return cairo_version_string();
}
