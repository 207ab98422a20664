/* How the bytes of an input file come into memory: copied, mapped, or unpacked by GDAL. */
#include "load/bytes.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "load/gdal_words.h"
#include "load/zip.h"

/* Taste: copying up to 1 MiB costs nothing to speak of, and what unpacks to more than 1 GiB does not
 * fit a map. */
enum { COPY_MAX = 1 << 20, UNPACKED_MAX = 1 << 30 };

struct mapping {
    void *p;
    size_t n;
};

static void unmap_file(void *ptr)
{
    struct mapping *m = ptr;
    munmap(m->p, m->n);
}

static bool fail_with_errno(const char *path, struct lode_span at, struct lode_err *err)
{
    return lode_fail(err, LODE_DATA, at, "cannot read '%s': %s", path, strerror(errno));
}

static bool copy_file(struct arena *a, int fd, size_t size, struct bytes *ret)
{
    uint8_t *p = g_malloc(size + 1);
    arena_defer(a, g_free, p);

    size_t n = 0;
    while (n < size) {
        ssize_t got = read(fd, p + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        n += (size_t)got;
    }

    ret->p = p;
    ret->n = n;
    return true;
}

static bool map_file(struct arena *a, int fd, size_t size, bool populate, struct bytes *ret)
{
    void *p = mmap(NULL, size, PROT_READ, MAP_PRIVATE | (populate ? MAP_POPULATE : 0), fd, 0);
    if (p == MAP_FAILED)
        return false;

    struct mapping *m = arena_new(a, struct mapping);
    *m = (struct mapping){p, size};
    arena_defer(a, unmap_file, m);
    ret->p = p;
    ret->n = size;
    return true;
}

static bool open_by_gdal(struct arena *a, const char *path, struct lode_span at, struct bytes *ret,
                         struct lode_err *err)
{
    struct gdal_words words;
    GByte *p = NULL;
    vsi_l_offset n = 0;
    gdal_listen(&words);
    bool ok = VSIIngestFile(NULL, path, &p, &n, UNPACKED_MAX);
    gdal_unlisten(&words);
    if (!ok)
        return lode_fail(err, LODE_DATA, at, "cannot read '%s'%s", zip_shown(a, path),
                         gdal_said(&words));

    arena_defer(a, VSIFree, p);
    *ret = (struct bytes){p, (size_t)n, zip_shown(a, path)};
    return true;
}

bool bytes_open(struct arena *a, const char *path, enum bytes_use use, struct lode_span at,
                struct bytes *ret, struct lode_err *err)
{
    if (str_starts(str_of(path), STR("/vsi")))
        return open_by_gdal(a, path, at, ret, err);

    struct stat st;
    struct bytes b = {.path = path};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        fail_with_errno(path, at, err);
        if (fd >= 0)
            close(fd);
        return false;
    }

    if (!S_ISREG(st.st_mode)) {
        close(fd);
        return lode_fail(err, LODE_DATA, at, "cannot read '%s': it is not a regular file", path);
    }

    size_t size = (size_t)st.st_size;
    bool ok = size && (use == BYTES_PEEK || size > COPY_MAX)
                  ? map_file(a, fd, size, use == BYTES_COPY, &b)
                  : copy_file(a, fd, size, &b);
    if (!ok)
        fail_with_errno(path, at, err);
    close(fd);
    if (ok)
        *ret = b;
    return ok;
}

const char *bytes_beside(struct arena *a, const char *path, const char *ending)
{
    size_t stem = strlen(path);
    while (stem && path[stem - 1] != '.' && path[stem - 1] != '/')
        stem--;

    char *capital = g_ascii_strup(ending, -1);
    char *mixed = g_strdup_printf("%c%s", capital[0], ending + 1);
    const char *const endings[] = {ending, capital, mixed};
    const char *ret = NULL;
    for (size_t i = 0; stem && !ret && i < 3; i++) {
        VSIStatBufL st;
        char *there = str_c(a, str_format(a, "%.*s%s", (int)stem, path, endings[i]));
        if (VSIStatExL(there, &st, VSI_STAT_EXISTS_FLAG | VSI_STAT_NATURE_FLAG) == 0 &&
            VSI_ISREG(st.st_mode))
            ret = there;
    }

    g_free(capital);
    g_free(mixed);
    return ret;
}
