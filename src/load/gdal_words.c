/* How what GDAL and PROJ say of a failure becomes a part of our message. */
#include "load/gdal_words.h"

#include <cpl_error.h>
#include <stdio.h>
#include <string.h>

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

static void store_words(char *to, size_t size, const char *words)
{
    snprintf(to, size, ": %s", proj_reason(words));
    for (char *p = to; *p; p++) {
        if (*p == '\n' || *p == '\r' || *p == '\t')
            *p = ' ';
    }

    size_t len = strlen(to);
    while (len > LEAD && (to[len - 1] == ' ' || to[len - 1] == '.'))
        to[--len] = '\0';
}

static void CPL_STDCALL hear_gdal(CPLErr severity, CPLErrorNum number, const char *words)
{
    (void)number;
    struct gdal_words *w = CPLGetErrorHandlerUserData();
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
