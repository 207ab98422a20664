/* The fonts of an SVG file: which characters are used of each, and the subsets that are embedded.
 */
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <pango/pangofc-font.h>
#include <string.h>

#include "draw/svg_parts.h"

struct svg_font {
    char *file;
    int index;    /* in a collection */
    char *family; /* the installed font, for viewers that ignore embedded ones */
    int weight;
    bool italic;
    char *variation; /* font-variation-settings; NULL: none */
    hb_set_t *chars;
};

struct svg_fonts {
    GArray *fonts;   /* struct svg_font */
    PangoFont *last; /* most runs have the font of the one before */
    int last_number;
};

struct svg_fonts *svg_fonts_create(void)
{
    struct svg_fonts *f = g_new0(struct svg_fonts, 1);
    f->fonts = g_array_new(FALSE, TRUE, sizeof(struct svg_font));
    return f;
}

void svg_fonts_destroy(struct svg_fonts *f)
{
    for (guint i = 0; i < f->fonts->len; i++) {
        struct svg_font *font = &g_array_index(f->fonts, struct svg_font, i);
        g_free(font->file);
        g_free(font->family);
        g_free(font->variation);
        hb_set_destroy(font->chars);
    }
    g_array_free(f->fonts, TRUE);
    g_free(f);
}

/* The axes of a variable font as CSS, NULL for others. */
static char *variation_of(hb_font_t *font)
{
    unsigned n_coords = 0, n_axes = 16;
    hb_ot_var_axis_info_t axes[16];
    const float *coords = hb_font_get_var_coords_design(font, &n_coords);
    hb_ot_var_get_axis_infos(hb_font_get_face(font), 0, &n_axes, axes);
    if (!n_coords || !n_axes)
        return NULL;

    GString *css = g_string_new(NULL);
    for (unsigned i = 0; i < n_axes && i < n_coords; i++) {
        char tag[5] = "", value[G_ASCII_DTOSTR_BUF_SIZE];
        hb_tag_to_string(axes[i].tag, tag);
        g_ascii_formatd(value, sizeof value, "%.2f", (double)coords[i]);
        g_string_append_printf(css, "%s'%s' %s", i ? "," : "", tag, value);
    }
    return g_string_free(css, FALSE);
}

static struct svg_font describe_font(PangoFont *font)
{
    struct svg_font ret = {0};
    FcChar8 *file = NULL;
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    FcPatternGetString(pattern, FC_FILE, 0, &file);
    FcPatternGetInteger(pattern, FC_INDEX, 0, &ret.index);
    ret.index &= 0xffff; /* the upper half names an instance of a variable font */
    ret.file = g_strdup(file ? (const char *)file : "");

    PangoFontDescription *d = pango_font_describe(font);
    ret.family = g_strdup(pango_font_description_get_family(d));
    ret.weight = pango_font_description_get_weight(d);
    ret.italic = pango_font_description_get_style(d) != PANGO_STYLE_NORMAL;
    pango_font_description_free(d);
    ret.variation = variation_of(pango_font_get_hb_font(font));
    return ret;
}

static bool is_same_font(const struct svg_font *a, const struct svg_font *b)
{
    return a->index == b->index && !strcmp(a->file, b->file) && a->weight == b->weight &&
           a->italic == b->italic && !g_strcmp0(a->variation, b->variation);
}

/* The index of a font, added when it is met for the first time. */
static guint index_of(struct svg_fonts *f, PangoFont *font)
{
    struct svg_font it = describe_font(font);
    for (guint i = 0; i < f->fonts->len; i++) {
        if (!is_same_font(&it, &g_array_index(f->fonts, struct svg_font, i)))
            continue;

        g_free(it.file);
        g_free(it.family);
        g_free(it.variation);
        return i;
    }

    it.chars = hb_set_create();
    g_array_append_val(f->fonts, it);
    return f->fonts->len - 1;
}

int svg_fonts_use(struct svg_fonts *f, PangoFont *font, struct str text)
{
    if (font != f->last)
        f->last_number = (int)index_of(f, font);
    f->last = font;

    struct svg_font *it = &g_array_index(f->fonts, struct svg_font, f->last_number);
    for (const char *p = text.p; p < text.p + text.len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p), mirrored;
        hb_set_add(it->chars, c);
        if (g_unichar_get_mirror_char(c, &mirrored)) /* brackets turn in right to left text */
            hb_set_add(it->chars, mirrored);
    }
    return f->last_number + 1;
}

/* The font with what its characters need: glyphs, and the layout rules that join or place them.
 * NULL: it cannot be read. */
static hb_blob_t *subset_font(const struct svg_font *font)
{
    hb_blob_t *whole = hb_blob_create_from_file_or_fail(font->file);
    if (!whole)
        return NULL;

    hb_face_t *face = hb_face_create(whole, (unsigned)font->index);
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_blob_t *ret = NULL;
    if (input) {
        hb_set_union(hb_subset_input_unicode_set(input), font->chars);
        hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
        hb_face_t *small = hb_subset_or_fail(face, input);
        if (small)
            ret = hb_face_reference_blob(small);
        hb_face_destroy(small);
        hb_subset_input_destroy(input);
    }

    hb_face_destroy(face);
    hb_blob_destroy(whole);
    return ret;
}

static void put_family(GString *to, const char *family)
{
    for (const char *p = family; *p; p++) {
        if (!strchr("'\"\\<>&", *p))
            g_string_append_c(to, *p);
    }
}

static void put_descriptors(GString *to, const struct svg_font *font)
{
    g_string_append_printf(to, "font-weight:%d%s", font->weight,
                           font->italic ? ";font-style:italic" : "");
}

bool svg_fonts_write(const struct svg_fonts *f, GString *to, struct lode_err *err)
{
    for (guint i = 0; i < f->fonts->len; i++) {
        const struct svg_font *font = &g_array_index(f->fonts, struct svg_font, i);
        hb_blob_t *blob = subset_font(font);
        if (!blob)
            return lode_fail(err, LODE_FONT, (struct lode_span){0}, "cannot embed the font '%s'",
                             font->file);

        unsigned len;
        const char *bytes = hb_blob_get_data(blob, &len);
        bool is_cff = len > 4 && !memcmp(bytes, "OTTO", 4);
        char *base64 = g_base64_encode((const guchar *)bytes, len);

        g_string_append_printf(to, "@font-face{font-family:'lode-%u';", i + 1);
        put_descriptors(to, font);
        g_string_append_printf(to, ";src:url(data:font/%s;base64,%s) format('%s')}\n",
                               is_cff ? "otf" : "ttf", base64, is_cff ? "opentype" : "truetype");

        g_string_append_printf(to, ".f%u{font-family:'lode-%u','", i + 1, i + 1);
        put_family(to, font->family);
        g_string_append(to, "',sans-serif;");
        put_descriptors(to, font);
        if (font->variation)
            g_string_append_printf(to, ";font-variation-settings:%s", font->variation);
        g_string_append(to, "}\n");
        g_free(base64);
        hb_blob_destroy(blob);
    }
    return true;
}
