/* Which fonts a text is drawn with: what is installed, and what stands in when a font lacks a script. */
#include "text/font.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static const char default_family[] = "Noto Sans";

/* Generic names, and what stands in when a font lacks a script. Taste: families that were drawn to
 * go together, in the order of the scripts that are met most often. %s is the CJK region. */
static const struct generic {
    const char *name, *families;
} generics[] = {
    {"sans-serif", "Noto Sans,Noto Sans Arabic,Noto Sans CJK %s,Noto Sans Hebrew,"
                   "Noto Sans Devanagari,Noto Sans Georgian,Noto Sans Armenian,DejaVu Sans"},
    {"serif", "Noto Serif,Noto Naskh Arabic,Noto Serif CJK %s,Noto Serif Hebrew,"
              "Noto Serif Devanagari,Noto Serif Georgian,Noto Serif Armenian,DejaVu Serif"},
    {"monospace", "Noto Sans Mono,DejaVu Sans Mono,Noto Sans Arabic,Noto Sans Mono CJK %s"},
};

/* Han characters have regional forms, which follow from the language. */
static const struct {
    const char *language, *region;
} cjk_regions[] = {
    {"ja", "JP"}, {"ko", "KR"}, {"zh-tw", "TC"}, {"zh-hant", "TC"}, {"zh-hk", "HK"},
};

/* A usual language of each script, for text whose own language is written in another one. */
static const struct {
    PangoScript script;
    const char *language;
} script_languages[] = {
    {PANGO_SCRIPT_LATIN, "en"},      {PANGO_SCRIPT_CYRILLIC, "ru"}, {PANGO_SCRIPT_GREEK, "el"},
    {PANGO_SCRIPT_ARABIC, "fa"},     {PANGO_SCRIPT_HEBREW, "he"},   {PANGO_SCRIPT_HAN, "zh-cn"},
    {PANGO_SCRIPT_HIRAGANA, "ja"},   {PANGO_SCRIPT_KATAKANA, "ja"}, {PANGO_SCRIPT_HANGUL, "ko"},
    {PANGO_SCRIPT_DEVANAGARI, "hi"}, {PANGO_SCRIPT_ARMENIAN, "hy"}, {PANGO_SCRIPT_GEORGIAN, "ka"},
    {PANGO_SCRIPT_MONGOLIAN, "mn"},  {PANGO_SCRIPT_BENGALI, "bn"},  {PANGO_SCRIPT_GURMUKHI, "pa"},
    {PANGO_SCRIPT_TIBETAN, "bo"},    {PANGO_SCRIPT_ETHIOPIC, "am"}, {PANGO_SCRIPT_THAI, "th"},
};

PangoLanguage *font_language(PangoLanguage *language, PangoScript script)
{
    if (script <= PANGO_SCRIPT_INHERITED || script == PANGO_SCRIPT_UNKNOWN ||
        pango_language_includes_script(language, script))
        return language;

    for (size_t i = 0; i < G_N_ELEMENTS(script_languages); i++) {
        if (script_languages[i].script == script)
            return pango_language_from_string(script_languages[i].language);
    }
    /* A language of no known script: Pango would otherwise ask $LANGUAGE. */
    return pango_language_from_string("xx");
}

static void append_escaped(GString *xml, const char *element, FcStrList *list)
{
    for (FcChar8 *item; (item = FcStrListNext(list));) {
        char *escaped = g_markup_escape_text((const char *)item, -1);
        g_string_append_printf(xml, "<%s>%s</%s>", element, escaped, element);
        g_free(escaped);
    }
    FcStrListDone(list);
}

/* The folders and caches of the system's configuration, with our rules. `lang` keeps its first
 * value only, because fontconfig adds those of the locale. */
static FcConfig *load_config(void)
{
    FcConfig *system = FcInitLoadConfig();
    FcConfig *config = FcConfigCreate();
    if (!system || !config)
        return NULL;

    GString *xml = g_string_new("<?xml version='1.0'?><fontconfig>");
    append_escaped(xml, "dir", FcConfigGetFontDirs(system));
    append_escaped(xml, "cachedir", FcConfigGetCacheDirs(system));
    g_string_append(xml,
                    "<selectfont>"
                    "<rejectfont><pattern><patelt name='color'><bool>true</bool></patelt></pattern>"
                    "<pattern><patelt name='scalable'><bool>false</bool></patelt></pattern>"
                    "<pattern><patelt name='outline'><bool>false</bool></patelt></pattern>"
                    "<pattern><patelt name='fontformat'><string>Type 1</string></patelt></pattern>"
                    "</rejectfont></selectfont>"
                    "<match target='pattern'><edit name='lang' mode='assign_replace'>"
                    "<name>lang</name></edit></match>"
                    "</fontconfig>");

    bool ok = FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)xml->str, FcFalse) &&
              FcConfigBuildFonts(config);
    g_string_free(xml, TRUE);
    FcConfigDestroy(system);
    if (ok)
        return config;
    FcConfigDestroy(config);
    return NULL;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static uint64_t hash_text(uint64_t h, const char *text)
{
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 0x100000001b3ULL; /* FNV-1a */
    return h;
}

bool text_fonts_hash(struct arena *a, uint64_t *ret, struct lode_err *err)
{
    FcConfig *config = load_config();
    if (!config)
        return lode_fail(err, LODE_FONT, (struct lode_span){0}, "cannot read the list of fonts");

    FcPattern *all = FcPatternCreate();
    FcObjectSet *wanted = FcObjectSetBuild(FC_FILE, FC_INDEX, FC_FONTVERSION, NULL);
    FcFontSet *set = FcFontList(config, all, wanted);
    int n = set ? set->nfont : 0;
    char **names = arena_array(a, char *, (size_t)n);

    for (int i = 0; i < n; i++) {
        FcChar8 *file = NULL;
        int index = 0, version = 0;
        FcPatternGetString(set->fonts[i], FC_FILE, 0, &file);
        FcPatternGetInteger(set->fonts[i], FC_INDEX, 0, &index);
        FcPatternGetInteger(set->fonts[i], FC_FONTVERSION, 0, &version);
        const char *slash = file ? strrchr((const char *)file, '/') : NULL;
        struct str name =
            str_format(a, "%s %d %d", slash ? slash + 1 : (const char *)file, index, version);
        names[i] = str_c(a, name);
    }

    qsort(names, (size_t)n, sizeof *names, by_text);
    *ret = 0xcbf29ce484222325ULL; /* where FNV-1a starts */
    for (int i = 0; i < n; i++)
        *ret = hash_text(*ret, names[i]);

    if (set)
        FcFontSetDestroy(set);
    FcObjectSetDestroy(wanted);
    FcPatternDestroy(all);
    FcConfigDestroy(config);
    return true;
}

static void destroy_context(void *p)
{
    struct text_context *ctx = p;
    g_object_unref(ctx->ltr);
    g_object_unref(ctx->rtl);
    g_object_unref(ctx->map);
    FcConfigDestroy(ctx->config);
}

static PangoContext *make_context(PangoFontMap *map, PangoDirection direction)
{
    PangoContext *c = pango_font_map_create_context(map);
    pango_context_set_language(c, pango_language_from_string("en"));
    pango_context_set_base_dir(c, direction);
    pango_context_set_round_glyph_positions(c, FALSE);

    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(c, options);
    cairo_font_options_destroy(options);
    return c;
}

bool text_context_create(struct arena *a, struct text_context **ret, struct lode_err *err)
{
    struct text_context *ctx = arena_new(a, struct text_context);
    ctx->config = load_config();
    if (!ctx->config)
        return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot read the fontconfig files");
    ctx->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (!ctx->map) {
        FcConfigDestroy(ctx->config);
        return lode_fail(err, LODE_BUG, (struct lode_span){0}, "cairo was built without FreeType");
    }

    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(ctx->map), ctx->config);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(ctx->map), 72);
    ctx->ltr = make_context(ctx->map, PANGO_DIRECTION_WEAK_LTR);
    ctx->rtl = make_context(ctx->map, PANGO_DIRECTION_WEAK_RTL);
    arena_defer(a, destroy_context, ctx);
    *ret = ctx;
    return true;
}

static const struct generic *lookup_generic(struct str family)
{
    for (size_t i = 0; i < G_N_ELEMENTS(generics); i++) {
        if (str_is(family, generics[i].name))
            return &generics[i];
    }
    return NULL;
}

/* Every name of every installed family, in the order of the font files. */
static size_t list_families(FcConfig *config, struct arena *a, struct str **ret)
{
    ARRAY(struct str) names = {0};
    FcFontSet *fonts = FcConfigGetFonts(config, FcSetSystem);
    for (int i = 0; fonts && i < fonts->nfont; i++) {
        FcChar8 *name;
        for (int n = 0; FcPatternGetString(fonts->fonts[i], FC_FAMILY, n, &name) == FcResultMatch;
             n++)
            *array_add(a, &names) = str_of((const char *)name);
    }
    *ret = names.v;
    return names.n;
}

static bool is_installed(const struct str *names, size_t n, struct str family)
{
    for (size_t i = 0; i < n; i++) {
        if (names[i].len == family.len && !g_ascii_strncasecmp(names[i].p, family.p, family.len))
            return true;
    }
    return false;
}

bool text_family_check(struct text_context *ctx, struct arena *a, struct str family,
                       struct lode_span at, struct lode_err *err)
{
    struct str *names, rest = family, one;
    if (!family.len || lookup_generic(family))
        return true;

    size_t n = list_families(ctx->config, a, &names);
    /* A list is satisfied by any of its families, as in CSS. */
    while (str_cut(&rest, ',', &one)) {
        one = str_trim(one);
        if (lookup_generic(one) || is_installed(names, n, one))
            return true;
    }

    lode_fail(err, LODE_FONT, at, "no font family '%.*s' is installed", STR_FMT(family));
    struct str near = str_nearest(family, names, n);
    if (near.len)
        return lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    return lode_hint(err, "'fc-list : family' lists what is installed; sans-serif, serif and "
                          "monospace always work");
}

/* The ending of the families' names; simplified Chinese where the language is none of these. */
static const char *cjk_region(struct str language)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cjk_regions); i++) {
        size_t len = strlen(cjk_regions[i].language);
        if (language.len >= len && !g_ascii_strncasecmp(language.p, cjk_regions[i].language, len) &&
            (language.len == len || language.p[len] == '-'))
            return cjk_regions[i].region;
    }
    return "SC";
}

/* The generic family that a family most likely belongs to, judged by its name. */
static const struct generic *generic_like(struct str family)
{
    size_t at;
    const struct generic *known = lookup_generic(family);
    if (known)
        return known;
    if (str_find(family, STR("Mono"), &at))
        return &generics[2];
    if (str_find(family, STR("Serif"), &at) || str_find(family, STR("Naskh"), &at) ||
        str_find(family, STR("Times"), &at))
        return &generics[1];
    return &generics[0];
}

const char *font_families(struct arena *a, struct str family, struct str language)
{
    const struct generic *like = generic_like(family.len ? family : str_of(default_family));
    struct str stand_in = str_format(a, like->families, cjk_region(language));
    if (!family.len || lookup_generic(family))
        return str_c(a, stand_in);
    return str_c(a, str_format(a, "%.*s,%.*s", STR_FMT(family), STR_FMT(stand_in)));
}

const char *pango_library_version(void)
{
    return pango_version_string();
}
