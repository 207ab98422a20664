/* Writes the journal of a batch line by line, so that a crash loses no more than its last line,
 * and reads it again. */
#include "batch/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "batch/lock.h"

/* Of a line of ours; a longer one is not from lode. */
enum { LINE_MAX_BYTES = 1 << 20 };

static bool fail_io(const char *what, struct str path, struct lode_err *err)
{
    int why = errno;
    if (!err->code)
        err->sys_errno = why;
    return lode_fail(err, LODE_IO, (struct lode_span){0}, "cannot %s the journal '%.*s': %s", what,
                     STR_FMT(path), strerror(why));
}

/* Bytes up to the end of the last whole line. */
static bool find_whole_lines(int fd, off_t size, off_t *ret)
{
    char block[4096];
    for (off_t end = size; end > 0;) {
        off_t from = end > (off_t)sizeof block ? end - (off_t)sizeof block : 0;
        ssize_t n = pread(fd, block, (size_t)(end - from), from);
        if (n != end - from)
            return false;

        const char *last = memrchr(block, '\n', (size_t)n);
        if (last) {
            *ret = from + (last - block) + 1;
            return true;
        }
        end = from;
    }

    *ret = 0;
    return true;
}

bool journal_open(struct arena *a, struct str path, struct journal *ret, struct lode_err *err)
{
    char *name = str_c(a, path);
    bool is_new = access(name, F_OK) != 0;
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    off_t size, whole;

    if (fd < 0)
        return fail_io("write", path, err);
    if (!lock_file(fd, path, err)) {
        close(fd);
        return false;
    }

    if ((size = lseek(fd, 0, SEEK_END)) < 0 || !find_whole_lines(fd, size, &whole) ||
        (whole < size && ftruncate(fd, whole) != 0)) {
        fail_io("write", path, err);
        close(fd);
        return false;
    }

    if (is_new)
        folder_flush(a, path_folder(path));
    *ret = (struct journal){
        .path = str_copy(a, path), .fd = fd, .good_bytes = (size_t)whole, .arena = a};
    return true;
}

static void hold_bytes(struct journal *j, const char *text, size_t n)
{
    if (j->held.cap < j->held.n + n) {
        size_t cap = 2 * (j->held.n + n) + 4096;
        j->held.v = arena_grow(j->arena, j->held.v, 1, j->held.cap, cap);
        j->held.cap = cap;
    }

    memcpy(j->held.v + j->held.n, text, n);
    j->held.n += n;
}

static void add_time(struct json_object *line)
{
    struct timespec now;
    struct tm utc;
    char text[40], whole[64];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(whole, sizeof whole, "%s.%03ldZ", text, now.tv_nsec / 1000000);
    json_object_object_add(line, "at", json_object_new_string(whole));
}

void journal_put(struct journal *j, struct json_object *line)
{
    size_t n;
    add_time(line);

    const char *text = json_object_to_json_string_length(
        line, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);
    hold_bytes(j, text, n);
    hold_bytes(j, "\n", 1);
    json_object_put(line);
}

bool journal_flush(struct journal *j, struct lode_err *err)
{
    size_t done = 0;
    if (!j->held.n)
        return true;
    while (done < j->held.n) {
        ssize_t n =
            pwrite(j->fd, j->held.v + done, j->held.n - done, (off_t)(j->good_bytes + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }

    if (done < j->held.n || (fdatasync(j->fd) != 0 && errno != EINVAL)) {
        fail_io("write", j->path, err);
        if (ftruncate(j->fd, (off_t)j->good_bytes) != 0)
            lode_hint(err, "its last line may be cut off; the next run repairs it");
        return false;
    }

    j->good_bytes += j->held.n;
    j->held.n = 0;
    return true;
}

void journal_close(struct journal *j)
{
    if (j->path.len && j->fd >= 0)
        close(j->fd);
    j->fd = -1;
}

struct json_object *journal_event(const char *event)
{
    struct json_object *line = json_object_new_object();
    json_object_object_add(line, "event", json_object_new_string(event));
    return line;
}

struct json_object *journal_page_event(const char *event, size_t page, struct str key)
{
    struct json_object *line = journal_event(event);
    json_object_object_add(line, "page", json_object_new_int64((int64_t)page + 1));
    journal_add_text(line, "key", key);
    return line;
}

void journal_add_text(struct json_object *to, const char *key, struct str text)
{
    json_object_object_add(to, key,
                           json_object_new_string_len(text.p ? text.p : "", (int)text.len));
}

void journal_add_hash(struct json_object *to, const char *key, uint64_t hash)
{
    char text[17];
    snprintf(text, sizeof text, "%016llx", (unsigned long long)hash);
    json_object_object_add(to, key, json_object_new_string(text));
}

struct str journal_text(struct json_object *of, const char *key)
{
    struct json_object *v;
    if (!json_object_object_get_ex(of, key, &v) || !json_object_is_type(v, json_type_string))
        return (struct str){0};
    return (struct str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
}

int64_t journal_number(struct json_object *of, const char *key)
{
    struct json_object *v;
    int64_t n = json_object_object_get_ex(of, key, &v) ? json_object_get_int64(v) : 0;
    return n > 0 ? n : 0;
}

bool journal_hash(struct json_object *of, const char *key, uint64_t *ret)
{
    struct str text = journal_text(of, key);
    uint64_t hash = 0;
    if (text.len != 16)
        return false;

    for (size_t i = 0; i < 16; i++) {
        const char *digits = "0123456789abcdef", *at = strchr(digits, text.p[i]);
        if (!at || !text.p[i])
            return false;
        hash = hash << 4 | (uint64_t)(at - digits);
    }
    *ret = hash;
    return true;
}

/* Calls `fn` for a line that is a JSON object, and counts it otherwise. */
static void parse_line(struct json_tokener *t, struct str line,
                       void (*fn)(void *ctx, struct json_object *event), void *ctx,
                       size_t *ret_broken)
{
    json_tokener_reset(t);
    struct json_object *event = json_tokener_parse_ex(t, line.p, (int)line.len);
    if (json_object_is_type(event, json_type_object) && json_tokener_get_parse_end(t) == line.len)
        fn(ctx, event);
    else
        ++*ret_broken;
    json_object_put(event);
}

bool journal_each(struct arena *a, struct str path,
                  void (*line)(void *ctx, struct json_object *event), void *ctx, size_t *ret_broken,
                  struct lode_err *err)
{
    struct arena scratch = *a;
    char *name = str_c(&scratch, path), *text = NULL;
    size_t cap = 0;
    ssize_t n;

    FILE *f = fopen(name, "re");
    if (!f)
        return errno == ENOENT || fail_io("read", path, err);

    struct json_tokener *t = json_tokener_new();
    while ((n = getline(&text, &cap, f)) > 0) {
        if (text[n - 1] == '\n' && n > 1 && n < LINE_MAX_BYTES)
            parse_line(t, (struct str){text, (size_t)n - 1}, line, ctx, ret_broken);
        else
            ++*ret_broken;
    }

    bool ok = !ferror(f) || fail_io("read", path, err);
    json_tokener_free(t);
    free(text);
    fclose(f);
    return ok;
}
