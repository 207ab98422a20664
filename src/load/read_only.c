/* How GDAL reads files without leaving its own beside them: a file system that hands every call on to
 * the real one, but for those that write. */
#include "load/read_only.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

const char read_only_prefix[] = "/vsiunchanged/";

/* Drivers read XML from its start in pieces. */
enum { BUFFER_SIZE = 1 << 16 };

static const char *real_path(const char *path)
{
    size_t n = strlen(read_only_prefix);
    return strncmp(path, read_only_prefix, n) == 0 ? path + n : path;
}

static int stat_real(void *ctx, const char *path, VSIStatBufL *ret, int flags)
{
    (void)ctx;
    return VSIStatExL(real_path(path), ret, flags);
}

static char **list_real(void *ctx, const char *path, int max)
{
    (void)ctx;
    return VSIReadDirEx(real_path(path), max);
}

static void *open_real(void *ctx, const char *path, const char *mode)
{
    (void)ctx;
    return strpbrk(mode, "wa+") ? NULL : VSIFOpenL(real_path(path), mode);
}

static vsi_l_offset tell_real(void *file)
{
    return VSIFTellL(file);
}

static int seek_real(void *file, vsi_l_offset offset, int whence)
{
    return VSIFSeekL(file, offset, whence);
}

static size_t read_real(void *file, void *to, size_t size, size_t n)
{
    return VSIFReadL(to, size, n, file);
}

static int is_at_end(void *file)
{
    return VSIFEofL(file);
}

static int close_real(void *file)
{
    return VSIFCloseL(file);
}

void read_only_install(void)
{
    VSIFilesystemPluginCallbacksStruct *fs = VSIAllocFilesystemPluginCallbacksStruct();
    fs->stat = stat_real;
    fs->read_dir = list_real;
    fs->open = open_real;
    fs->tell = tell_real;
    fs->seek = seek_real;
    fs->read = read_real;
    fs->eof = is_at_end;
    fs->close = close_real;
    fs->nBufferSize = BUFFER_SIZE;

    VSIInstallPluginHandler(read_only_prefix, fs);
    VSIFreeFilesystemPluginCallbacksStruct(fs);
}

/* Whether it is XML: the drivers that write (GML, NAS) know their files by what is in them. */
static bool is_xml(const char *path)
{
    char head[64];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;

    ssize_t n = read(fd, head, sizeof head);
    close(fd);
    struct str s = {head, n > 0 ? (size_t)n : 0};
    if (str_starts(s, STR("\xef\xbb\xbf")))
        s = str_from(s, 3);
    s = str_trim(s);
    return s.len && s.p[0] == '<';
}

struct str read_only_path(struct arena *a, struct str path)
{
    if (str_starts(path, STR("/vsi")) || !is_xml(str_c(a, path)))
        return path;
    return str_format(a, "%s%.*s", read_only_prefix, STR_FMT(path));
}
