/* `lode info` and `lode --version`: show what is in files, and which libraries lode uses. */
#include "base/num.h"
#include "base/version.h"
#include "load/describe.h"
#include "load/load.h"
#include "overlay/overlay.h"
#include "project/crs.h"
#include "run/session.h"
#include "text/text.h"
#include "write/book.h"
#include "write/write.h"

#define say(l, a, ...) session_write((l), str_format((a), __VA_ARGS__))

static void say_columns(struct lode *l, struct arena *a, const struct layer_description *d)
{
    size_t name_width = 4, type_width = 4;
    for (size_t i = 0; i < d->n_columns; i++) {
        size_t n = str_chars(d->columns[i].name), t = d->columns[i].type.len;
        name_width = n > name_width ? n : name_width;
        type_width = t > type_width ? t : type_width;
    }

    for (size_t i = 0; i < d->n_columns; i++) {
        const struct column_description *c = &d->columns[i];

        say(l, a, "    %.*s%*s  %.*s%*s ", STR_FMT(c->name), (int)(name_width - str_chars(c->name)),
            "", STR_FMT(c->type), (int)(type_width - c->type.len), "");
        for (size_t k = 0; k < c->n_samples; k++)
            say(l, a, "%s%.*s", k ? " | " : " ", STR_FMT(c->samples[k]));

        say(l, a, "%s  (%zu distinct%s", c->n_samples ? "" : " -", c->n_distinct,
            c->n_null ? "" : ")\n");
        if (c->n_null)
            say(l, a, ", %zu missing)\n", c->n_null);
    }
}

static void say_layer(struct lode *l, struct arena *a, const struct layer_description *d)
{
    say(l, a, "  layer     %.*s\n  geometry  %.*s\n  features  %zu\n", STR_FMT(d->name),
        STR_FMT(d->geometry), d->count);
    say(l, a, "  crs       %.*s%s%.*s%s\n", STR_FMT(d->crs_name), d->crs.len ? " (" : "",
        STR_FMT(d->crs.len < 40 ? d->crs : STR("WKT")), d->crs.len ? ")" : "");
    if (!box_is_empty(d->extent))
        say(l, a, "  extent    %.*s, %.*s to %.*s, %.*s\n", STR_FMT(num_text(a, d->extent.x0)),
            STR_FMT(num_text(a, d->extent.y0)), STR_FMT(num_text(a, d->extent.x1)),
            STR_FMT(num_text(a, d->extent.y1)));

    say(l, a, "  encoding  %.*s\n  columns   %zu\n", STR_FMT(d->encoding), d->n_columns);
    say_columns(l, a, d);

    if (d->note.len)
        say(l, a, "  note      %.*s\n", STR_FMT(d->note));
    for (size_t i = 0; i < d->n_broken; i++)
        say(l, a, "  %s%.*s\n", i ? "          " : "broken    ", STR_FMT(d->broken[i]));
}

static bool show_file(struct lode *l, struct arena *a, const char *file, struct lode_err *err)
{
    struct layer_description *layers;
    size_t n;
    if (!describe_file(a, file, l->options.allow_network, &layers, &n, err))
        return false;

    say(l, a, "%s: %.*s\n", file, STR_FMT(n ? layers[0].driver : STR("no layers")));
    for (size_t i = 0; i < n; i++)
        say_layer(l, a, &layers[i]);
    return true;
}

int lode_info(struct lode *l, const char *const *files, size_t n_files)
{
    int status = 0;
    for (size_t i = 0; i < n_files; i++) {
        struct arena a = {0};
        struct lode_err err = {0};
        arena_init(&a, 0);
        if (!show_file(l, &a, files[i], &err)) {
            int one = session_fail(l, &err);
            status = one > status ? one : status;
        }
        arena_finish(&a);
    }
    return status;
}

int lode_version(struct lode *l)
{
    struct arena a = {0};
    arena_init(&a, 0);
    say(l, &a, "lode %s\n", LODE_VERSION);
    say(l, &a, "GDAL %s, data in %.*s\n", gdal_library_version(), STR_FMT(gdal_data_path(&a)));
    say(l, &a, "PROJ %s, data in %.*s\n", proj_library_version(), STR_FMT(proj_data_path(&a)));
    say(l, &a, "GEOS %s\ncairo %s\nPango %s\nqpdf %s\n", geos_library_version(),
        cairo_library_version(), pango_library_version(), qpdf_library_version());
    arena_finish(&a);
    return 0;
}
