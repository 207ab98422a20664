/* Locks the output folder and the journals, so that no two runs write the same files. */
#include "batch/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/log.h"

static bool has_no_locks(int why)
{
    return why == ENOLCK || why == ENOSYS || why == EOPNOTSUPP || why == EINVAL;
}

/* The line that the process which has the lock wrote. */
static void read_holder(int fd, char *ret, size_t size)
{
    ssize_t n = pread(fd, ret, size - 1, 0);
    ret[n > 0 ? n : 0] = '\0';
    ret[strcspn(ret, "\n")] = '\0';
}

static void write_holder(int fd)
{
    char host[100] = "", line[160];
    gethostname(host, sizeof host - 1);
    int n = snprintf(line, sizeof line, "process %ld on %s\n", (long)getpid(), host);
    /* Only for a message: a full disk is reported where it matters. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, line, (size_t)n, 0) != n)
        return;
}

/* Those who share the folder are many: no line names one of them, and that of a run that has ended
 * names nobody. */
static void clear_holder(int fd)
{
    if (ftruncate(fd, 0) != 0)
        return;
}

static bool fail_busy(struct str where, const char *holder, struct lode_err *err)
{
    lode_fail(err, LODE_IO, (struct lode_span){0}, "another run writes into '%.*s'%s%s",
              STR_FMT(where), *holder ? ": " : "", holder);
    return lode_hint(err,
                     "wait for it, or stop it; 'lode batch' draws parts of one atlas at the same "
                     "time with --shard or --only");
}

bool lock_folder(struct arena *a, struct str folder, bool shared, struct lock *ret,
                 struct lode_err *err)
{
    struct arena scratch = *a;
    char *path = str_c(&scratch, str_format(&scratch, "%.*s/.lode-batch.lock", STR_FMT(folder)));
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

    *ret = (struct lock){0};
    if (fd < 0) {
        err->sys_errno = errno;
        return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot write '%s': %s", path,
                         strerror(errno));
    }

    if (flock(fd, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
        int why = errno;
        char holder[160];
        read_holder(fd, holder, sizeof holder);
        close(fd);

        if (!has_no_locks(why))
            return fail_busy(folder, holder, err);
        log_warn((struct lode_span){0}, "no-locks",
                 "the file system of '%.*s' has no locks: make sure that no two runs write there",
                 STR_FMT(folder));
        return true;
    }

    if (shared)
        clear_holder(fd);
    else
        write_holder(fd);
    *ret = (struct lock){.held = true, .fd = fd};
    return true;
}

bool lock_file(int fd, struct str path, struct lode_err *err)
{
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 || has_no_locks(errno))
        return true;
    return fail_busy(path, "", err);
}

void lock_end(struct lock *l)
{
    if (l->held)
        close(l->fd);
    *l = (struct lock){0};
}
