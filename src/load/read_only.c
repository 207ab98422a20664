/* How GDAL reads files without leaving its own beside them: a file system that hands every call on to
 * the real one, but for those that write. */
#include "load/read_only.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fcntl.h>
#include <glib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/* A table that is opened here is to be read as text, whatever the file beside it says. */
static bool is_hidden(const char *path)
{
    return g_str_has_suffix(path, ".csvt");
}

static void *open_real(void *ctx, const char *path, const char *mode)
{
    (void)ctx;
    return is_hidden(path) || strpbrk(mode, "wa+") ? NULL : VSIFOpenL(real_path(path), mode);
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

enum { HEAD_MAX = 64 };

static struct str read_head(const char *path, char *buf)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, buf, HEAD_MAX);
    if (fd >= 0)
        close(fd);
    return (struct str){buf, n > 0 ? (size_t)n : 0};
}

/* Whether it is XML: the drivers that write (GML, NAS) know their files by what is in them. */
static bool is_xml(struct str head)
{
    if (str_starts(head, STR("\xef\xbb\xbf")))
        head = str_from(head, 3);
    head = str_trim(head);
    return head.len && head.p[0] == '<';
}

/* ---- a database with a log */

static const char *const logs[] = {"-wal", "-journal"};
enum { N_LOGS = sizeof logs / sizeof *logs };

static bool has_log(struct arena *a, struct str path)
{
    for (size_t i = 0; i < N_LOGS; i++) {
        struct stat st;
        if (stat(str_format(a, "%.*s%s", STR_FMT(path), logs[i]).p, &st) == 0 && st.st_size)
            return true;
    }
    return false;
}

static void remove_folder(void *ptr)
{
    VSIRmdirRecursive(ptr);
}

/* A copy with its logs in a folder of its own, which ends with the arena. Empty: it cannot be made. */
static struct str copy_database(struct arena *a, struct str path)
{
    char *folder = str_c(a, str_format(a, "%s/lode-XXXXXX", g_get_tmp_dir()));
    if (!mkdtemp(folder))
        return (struct str){0};
    arena_defer(a, remove_folder, folder);

    char *name = g_path_get_basename(str_c(a, path));
    struct str to = str_format(a, "%s/%s", folder, name);
    g_free(name);

    bool ok = CPLCopyFile(to.p, str_c(a, path)) == 0;
    for (size_t i = 0; i < N_LOGS; i++)
        CPLCopyFile(str_format(a, "%s%s", to.p, logs[i]).p,
                    str_format(a, "%.*s%s", STR_FMT(path), logs[i]).p);
    return ok ? to : (struct str){0};
}

struct str read_only_path(struct arena *a, struct str path)
{
    char buf[HEAD_MAX];
    if (str_starts(path, STR("/vsi")))
        return path;

    struct str head = read_head(str_c(a, path), buf);
    if (is_xml(head))
        return str_format(a, "%s%.*s", read_only_prefix, STR_FMT(path));
    if (!str_starts(head, STR("SQLite format 3")) || !has_log(a, path))
        return path;

    struct str copy = copy_database(a, path);
    return copy.len ? copy : path;
}
