/* How what GDAL and PROJ say of a failure becomes a part of our message. */
#include "load/gdal_words.h"

#include <cpl_error.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "load/read_only.h"

/* Words are kept with ": " before them, so that gdal_said needs no memory. */
enum { LEAD = 2 };

static const char *text_after(const char *s, const char *mark)
{
    const char *at = strstr(s, mark);
    return at ? at + strlen(mark) : s;
}

const char *proj_reason(const char *said)
{
    if (strncmp(said, "PROJ: ", 6) == 0)
        said += 6;
    if (strncmp(said, "proj_", 5) == 0 || strncmp(said, "pj_", 3) == 0)
        said = text_after(said, ": ");
    if (strncmp(said, "Error ", 6) == 0)
        said = text_after(said, "): ");
    return said;
}

static void cut_to(char *p, const char *rest)
{
    memmove(p, rest, strlen(rest) + 1);
}

/* Leave the folders of copies in memory out, so that only the name of the file stays. */
static void cut_copies(char *text)
{
    static const char lead[] = "/vsimem/lode";
    for (char *p; (p = strstr(text, lead));) {
        char *slash = strchr(p + strlen(lead), '/');
        if (slash && strncmp(slash, "/0x", 3) == 0)
            slash = strchr(slash + 1, '/');
        cut_to(p, slash ? slash + 1 : p + strlen(lead));
    }
}

static void store_words(char *to, size_t size, const char *words)
{
    snprintf(to, size, ": %s", proj_reason(words));
    for (char *p; (p = strstr(to, read_only_prefix));)
        cut_to(p, p + strlen(read_only_prefix));
    cut_copies(to);

    for (char *p = to; *p; p++) {
        if (*p == '\n' || *p == '\r' || *p == '\t')
            *p = ' ';
    }

    size_t len = strlen(to);
    while (len > LEAD && (to[len - 1] == ' ' || to[len - 1] == '.'))
        to[--len] = '\0';
}

/* What GDAL warns of and concerns nobody who reads a file, and why. */
static const char *const noise[] = {
    "unrecognized user_version", /* a GeoPackage of a later version is read all the same */
    "GFS file saving", /* what GDAL would note beside GML, and is kept from: read_only.c */
    "application_id",  /* of a GeoPackage by an old program */
};

static bool is_noise(const char *words)
{
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
        if (strstr(words, noise[i]))
            return true;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether they differ in numbers only. */
static bool alike(const char *a, const char *b)
{
    while (*a && *b) {
        if (is_digit(*a) && is_digit(*b)) {
            a += strspn(a, "0123456789");
            b += strspn(b, "0123456789");
        } else if (*a++ != *b++) {
            return false;
        }
    }
    return *a == *b;
}

static void collect_warning(struct gdal_words *w, const char *words)
{
    char text[sizeof w->said->text];
    store_words(text, sizeof text, words);
    if (is_noise(words))
        return;

    for (size_t i = 0; i < w->n_said; i++) {
        if (alike(w->said[i].text, text)) {
            w->said[i].n++;
            return;
        }
    }
    if (w->n_said == GDAL_WARNINGS_MAX) {
        w->n_more++;
        return;
    }

    struct gdal_warning *new = &w->said[w->n_said++];
    memcpy(new->text, text, sizeof text);
    new->n = 1;
}

static void CPL_STDCALL hear_gdal(CPLErr severity, CPLErrorNum number, const char *words)
{
    (void)number;
    struct gdal_words *w = CPLGetErrorHandlerUserData();
    if (severity >= CE_Warning)
        collect_warning(w, words);
    if (severity >= CE_Failure) {
        if (!w->n_failures++)
            store_words(w->failure, sizeof w->failure, words);
    } else if (severity == CE_Warning) {
        if (!w->n_warnings++)
            store_words(w->warning, sizeof w->warning, words);
    }
}

void gdal_listen(struct gdal_words *w)
{
    *w = (struct gdal_words){0};
    CPLPushErrorHandlerEx(hear_gdal, w);
}

void gdal_unlisten(struct gdal_words *w)
{
    (void)w;
    CPLPopErrorHandler();
    CPLErrorReset();
}

const char *gdal_said(const struct gdal_words *w)
{
    return w->failure[0] ? w->failure : w->warning;
}
