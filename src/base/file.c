/* How a file is read whole, and how one is written so that it is there whole or not at all. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"

/* Taste: far more than a process has open at a time. A temporary beyond it is not removed by a
 * signal. */
enum { OPEN_MAX = 64 };

/* The temporaries that are open, which a signal handler must remove. */
static char *volatile open_temporaries[OPEN_MAX];

static void forget_temporary(const char *temporary)
{
    for (int i = 0; i < OPEN_MAX; i++) {
        if (open_temporaries[i] == temporary)
            open_temporaries[i] = NULL;
    }
}

static void remember_temporary(char *temporary)
{
    for (int i = 0; i < OPEN_MAX; i++) {
        if (!open_temporaries[i]) {
            open_temporaries[i] = temporary;
            return;
        }
    }
}

void outfile_remove_all(void)
{
    for (int i = 0; i < OPEN_MAX; i++) {
        if (open_temporaries[i])
            unlink(open_temporaries[i]);
    }
}

static bool fail_io(const char *what, const char *path, struct lode_span at, struct lode_err *err)
{
    int why = errno;
    if (!err->code)
        err->sys_errno = why;
    return lode_fail(err, LODE_IO, at, "cannot %s '%s': %s", what, path, strerror(why));
}

bool path_hint_slashes(const char *path, struct lode_err *err)
{
    char slashed[300];
    for (const char *c = path; *c; c++) {
        if ((unsigned char)*c < 0x20) {
            lode_hint(err, "in double quotes a backslash and a letter are one character, such as a "
                           "tab: part folders by slashes, data/places.shp");
            return true;
        }
    }

    if (!strchr(path, '\\') || strlen(path) >= sizeof slashed)
        return false;

    snprintf(slashed, sizeof slashed, "%s", path);
    for (char *c = slashed; *c; c++)
        *c = *c == '\\' ? '/' : *c;
    lode_hint(err, "folders of a path are parted by slashes: '%s'", slashed);
    return true;
}

static bool fail_large(const char *path, size_t max_bytes, struct lode_span at,
                       struct lode_err *err)
{
    return lode_fail(err, LODE_LIMIT, at, "'%s' is larger than %zu bytes", path, max_bytes);
}

/* The size of an open file; 0 when it is not known, as that of a pipe. */
static bool find_size(int fd, const char *path, size_t max_bytes, struct lode_span at, size_t *ret,
                      struct lode_err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return fail_io("read", path, at, err);
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return fail_io("read", path, at, err);
    }

    *ret = st.st_size > 0 ? (size_t)st.st_size : 0;
    return *ret <= max_bytes || fail_large(path, max_bytes, at, err);
}

bool file_read(struct arena *a, const char *path, size_t max_bytes, struct lode_span at,
               struct str *ret, struct lode_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fail_io("read", path, at, err);
        path_hint_slashes(path, err);
        return false;
    }

    /* Asked before memory is taken, of which a huge file would need more than there is. */
    size_t size = 0;
    if (!find_size(fd, path, max_bytes, at, &size, err)) {
        close(fd);
        return false;
    }

    /* The size may be unknown: read in growing steps. */
    size_t cap = size ? size + 1 : 65536, n = 0;
    char *bytes = arena_array(a, char, cap + 1);
    for (;;) {
        if (n > max_bytes) {
            close(fd);
            return fail_large(path, max_bytes, at, err);
        }
        if (n == cap) {
            bytes = arena_grow(a, bytes, 1, cap + 1, 2 * cap + 1);
            cap *= 2;
        }

        ssize_t got = read(fd, bytes + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            fail_io("read", path, at, err);
            close(fd);
            return false;
        }
        if (got == 0)
            break;
        n += (size_t)got;
    }

    close(fd);
    bytes[n] = '\0';
    *ret = (struct str){bytes, n};
    return true;
}

/* UTF-16 as UTF-8; as it is when it is no UTF-16. */
static struct str from_utf16(struct arena *a, struct str raw, const char *name)
{
    gsize n;
    char *text = g_convert(raw.p, (gssize)(raw.len & ~(size_t)1), "UTF-8", name, NULL, &n, NULL);
    struct str ret = text ? str_copy(a, (struct str){text, n}) : raw;
    g_free(text);
    return ret;
}

struct str file_plain_text(struct arena *a, struct str raw)
{
    static const struct str bom = {"\xef\xbb\xbf", 3};
    if (raw.len >= 2 && (memcmp(raw.p, "\xff\xfe", 2) == 0 || memcmp(raw.p, "\xfe\xff", 2) == 0))
        raw = from_utf16(a, raw, "UTF-16");
    else if (raw.len >= 4 && !raw.p[1] && !raw.p[3])
        raw = from_utf16(a, raw, "UTF-16LE");
    else if (raw.len >= 4 && !raw.p[0] && !raw.p[2])
        raw = from_utf16(a, raw, "UTF-16BE");

    if (str_starts(raw, bom))
        raw = str_from(raw, bom.len);
    while (raw.len && (!raw.p[raw.len - 1] || strchr(" \t\r\n\x1a", raw.p[raw.len - 1])))
        raw.len--;
    return str_trim(raw);
}

static bool has_scheme(struct str path)
{
    size_t i = 0;
    while (i < path.len && ((path.p[i] | 32) >= 'a' && (path.p[i] | 32) <= 'z'))
        i++;
    return i > 1 && i < path.len && path.p[i] == ':';
}

struct str path_beside(struct arena *a, struct str path, const char *from)
{
    const char *slash = from ? strrchr(from, '/') : NULL;
    if (!slash || !path.len || path.p[0] == '/' || has_scheme(path))
        return str_copy(a, path);
    return str_format(a, "%.*s/%.*s", (int)(slash - from), from, STR_FMT(path));
}

struct str path_stem(struct str path)
{
    for (size_t i = path.len; i-- > 0;) {
        if (path.p[i] == '/') {
            path = str_from(path, i + 1);
            break;
        }
    }

    for (size_t i = path.len; i-- > 1;) {
        if (path.p[i] == '.')
            return str_head(path, i);
    }
    return path;
}

/* Is there a device or a pipe, which is written as it stands? */
static bool is_device(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

bool outfile_open(struct arena *a, struct str path, struct lode_span at, struct outfile *ret,
                  struct lode_err *err)
{
    struct stat st;
    char *target = str_c(a, path);
    if (stat(target, &st) == 0 && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return fail_io("write", target, at, err);
    }

    /* Renaming onto a device would take its place. */
    if (is_device(target)) {
        int fd = open(target, O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            return fail_io("write", target, at, err);
        *ret = (struct outfile){.path = target, .fd = fd, .at = at};
        return true;
    }

    /* The name keeps its ending, because some writers choose their format by it. */
    const char *slash = strrchr(target, '/');
    const char *name = slash ? slash + 1 : target;
    struct str temporary =
        str_format(a, "%.*s.lode-%ld-%s", (int)(name - target), target, (long)getpid(), name);
    char *temp = str_c(a, temporary);

    /* Remembered before it is made, because a signal may come in between. */
    remember_temporary(temp);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        forget_temporary(temp);
        return fail_io("write", target, at, err);
    }

    *ret = (struct outfile){.path = target, .temporary = temp, .fd = fd, .at = at};
    return true;
}

bool outfile_write(struct outfile *f, const void *bytes, size_t n, struct lode_err *err)
{
    const char *p = bytes;
    while (n) {
        ssize_t wrote = write(f->fd, p, n);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return fail_io("write", f->path, f->at, err);
        p += wrote;
        n -= (size_t)wrote;
    }

    return true;
}

bool outfile_commit(struct outfile *f, struct lode_err *err)
{
    bool ok = fsync(f->fd) == 0 || errno == EINVAL || errno == EROFS;
    int why = errno;

    /* Some file systems report only now that there was no space left. */
    if (close(f->fd) != 0 && ok) {
        why = errno;
        ok = false;
    }

    f->fd = -1;
    if (!f->temporary) {
        errno = why;
        return ok || fail_io("write", f->path, f->at, err);
    }

    if (!ok || rename(f->temporary, f->path) != 0) {
        errno = ok ? errno : why;
        fail_io("write", f->path, f->at, err);
        unlink(f->temporary);
        forget_temporary(f->temporary);
        f->temporary = NULL;
        return false;
    }

    forget_temporary(f->temporary);
    f->temporary = NULL;
    return true;
}

void outfile_abandon(struct outfile *f)
{
    if (f->path && f->fd >= 0)
        close(f->fd);
    if (f->path)
        f->fd = -1;
    if (!f->temporary)
        return;

    unlink(f->temporary);
    forget_temporary(f->temporary);
    *f = (struct outfile){.fd = -1};
}

void folder_flush(struct arena *a, struct str path)
{
    struct arena scratch = *a;
    const char *name = path.len ? str_c(&scratch, path) : ".";
    int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

struct str path_folder(struct str path)
{
    const char *slash = path.len ? memrchr(path.p, '/', path.len) : NULL;
    if (!slash)
        return (struct str){0};
    return str_head(path, slash == path.p ? 1 : (size_t)(slash - path.p));
}

/* A backslash is a letter like others in a name here, and likely meant to part folders. */
static void warn_backslash(const char *target, struct lode_span at)
{
    struct lode_err what = {.severity = LODE_WARNING, .rule = "backslash-in-path"};
    if (!strchr(target, '\\'))
        return;

    lode_fail(&what, LODE_OK, at, "'%s' is the name of one file, with a backslash in it", target);
    path_hint_slashes(target, &what);
    log_finding(&what);
}

bool outfile_check(struct arena *a, struct str path, struct lode_span at, struct lode_err *err)
{
    struct stat st;
    char *target = str_c(a, path);
    warn_backslash(target, at);
    if (stat(target, &st) == 0 && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return fail_io("write", target, at, err);
    }

    if (is_device(target))
        return access(target, W_OK) == 0 || fail_io("write", target, at, err);

    const char *slash = strrchr(target, '/');
    struct str folder = slash ? str_head(path, (size_t)(slash - target) + 1) : STR(".");
    if (access(str_c(a, folder), W_OK | X_OK) == 0)
        return true;

    bool missing = errno == ENOENT;
    fail_io("write", target, at, err);
    return missing ? lode_hint(err, "there is no folder '%.*s': make it first", STR_FMT(folder))
                   : false;
}
