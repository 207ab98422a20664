/* Writes a scene as PDF, with its metadata and links. */
#include <cairo-pdf.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/version.h"
#include "draw/draw.h"
#include "write/pdf_date.h"
#include "write/sink.h"

static cairo_status_t put_bytes(void *to, const unsigned char *bytes, unsigned int n)
{
    return sink_put(to, bytes, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void set_metadata(cairo_surface_t *pdf, struct arena *a, const struct scene *s)
{
    char date[32];

    pdf_date(date);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "lode " LODE_VERSION);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, date);

    if (s->title.len)
        cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, str_c(a, s->title));
    if (s->description.len)
        cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_SUBJECT, str_c(a, s->description));
    if (s->creator.len)
        cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR, str_c(a, s->creator));
}

static void add_links(cairo_t *cr, struct arena *a, const struct scene *s)
{
    for (size_t i = 0; i < s->n_links; i++) {
        struct box b = s->links[i].box_pt;
        struct str attributes =
            str_format(a, "rect=[%.*s %.*s %.*s %.*s] uri='%.*s'", STR_FMT(num_fixed(a, b.x0, 2)),
                       STR_FMT(num_fixed(a, b.y0, 2)), STR_FMT(num_fixed(a, box_width(b), 2)),
                       STR_FMT(num_fixed(a, box_height(b), 2)), STR_FMT(s->links[i].uri));

        cairo_tag_begin(cr, CAIRO_TAG_LINK, str_c(a, attributes));
        cairo_tag_end(cr, CAIRO_TAG_LINK);
    }
}

bool pdf_write(struct sink *to, struct arena *a, const struct scene *s,
               const struct write_params *params)
{
    (void)params;
    cairo_surface_t *pdf =
        cairo_pdf_surface_create_for_stream(put_bytes, to, s->width_pt, s->height_pt);
    set_metadata(pdf, a, s);

    cairo_t *cr = cairo_create(pdf);
    bool ok = draw_on_cairo(s, cr, to->err);
    if (ok) {
        add_links(cr, a, s);
        cairo_show_page(cr);
    }

    cairo_destroy(cr);
    cairo_surface_finish(pdf);
    cairo_status_t status = cairo_surface_status(pdf);
    cairo_surface_destroy(pdf);

    if (ok && !to->failed && status)
        return lode_fail(to->err, LODE_IO, to->file.at, "cannot write '%s': %s", to->file.path,
                         cairo_status_to_string(status));
    return ok && !to->failed;
}
