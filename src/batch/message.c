/* Packs what became of a page into bytes for the pipe from a worker to its parent, and unpacks it
 * there. */
#include "batch/message.h"

#include <string.h>

struct packer {
    struct arena *a;
    ARRAY(char) bytes;
};

static void put_bytes(struct packer *p, const void *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *array_add(p->a, &p->bytes) = ((const char *)from)[i];
}

/* NULL has a length of its own, so that it is not taken for "". */
static void put_text(struct packer *p, const char *text)
{
    uint32_t n = text ? (uint32_t)strlen(text) : UINT32_MAX;
    put_bytes(p, &n, sizeof n);
    put_bytes(p, text, text ? n : 0);
}

static void put_err(struct packer *p, const struct lode_err *e)
{
    int32_t numbers[] = {(int32_t)e->code, (int32_t)e->severity, e->at.line, e->at.col,
                         e->at.len,        e->sys_errno};
    put_bytes(p, numbers, sizeof numbers);
    put_text(p, e->rule);
    put_text(p, e->at.file);
    put_text(p, e->message);
    put_text(p, e->hint);
    put_text(p, e->trail);
}

struct str message_pack(struct arena *a, const struct page_result *r)
{
    struct packer p = {.a = a};
    uint32_t len = 0, ok = r->ok, n = (uint32_t)r->findings.n,
             dropped = (uint32_t)r->findings.dropped;

    put_bytes(&p, &len, sizeof len);
    put_bytes(&p, &r->page, sizeof r->page);
    put_bytes(&p, &ok, sizeof ok);
    put_bytes(&p, &r->wall_ms, sizeof r->wall_ms);
    put_bytes(&p, &r->processor_ms, sizeof r->processor_ms);
    put_bytes(&p, &r->peak_kb, sizeof r->peak_kb);
    put_err(&p, &r->err);
    put_bytes(&p, &n, sizeof n);
    put_bytes(&p, &dropped, sizeof dropped);
    for (uint32_t i = 0; i < n; i++)
        put_err(&p, &r->findings.v[i]);

    len = (uint32_t)(p.bytes.n - sizeof len);
    memcpy(p.bytes.v, &len, sizeof len);
    return (struct str){p.bytes.v, p.bytes.n};
}

static bool take_bytes(struct str *from, void *ret, size_t n)
{
    if (from->len < n)
        return false;
    memcpy(ret, from->p, n);
    *from = str_from(*from, n);
    return true;
}

static bool take_text(struct arena *a, struct str *from, const char **ret)
{
    uint32_t n;
    if (!take_bytes(from, &n, sizeof n))
        return false;
    *ret = NULL;
    if (n == UINT32_MAX)
        return true;
    if (from->len < n)
        return false;

    *ret = str_c(a, str_head(*from, n));
    *from = str_from(*from, n);
    return true;
}

static bool take_text_into(struct arena *a, struct str *from, char *to, size_t size)
{
    const char *text;
    if (!take_text(a, from, &text) || !text || strlen(text) >= size)
        return false;
    strcpy(to, text); /* checked just above */
    return true;
}

static bool take_err(struct arena *a, struct str *from, struct lode_err *ret)
{
    int32_t numbers[6];
    if (!take_bytes(from, numbers, sizeof numbers))
        return false;

    *ret = (struct lode_err){.code = (enum lode_code)numbers[0],
                             .severity = (enum lode_severity)numbers[1],
                             .at = {.line = numbers[2], .col = numbers[3], .len = numbers[4]},
                             .sys_errno = numbers[5]};
    return take_text(a, from, &ret->rule) && take_text(a, from, &ret->at.file) &&
           take_text_into(a, from, ret->message, sizeof ret->message) &&
           take_text_into(a, from, ret->hint, sizeof ret->hint) &&
           take_text_into(a, from, ret->trail, sizeof ret->trail);
}

bool message_unpack(struct arena *a, struct str bytes, struct page_result *ret)
{
    uint32_t ok, n, dropped;
    *ret = (struct page_result){0};
    diags_init(&ret->findings, a);

    if (!take_bytes(&bytes, &ret->page, sizeof ret->page) || !take_bytes(&bytes, &ok, sizeof ok) ||
        !take_bytes(&bytes, &ret->wall_ms, sizeof ret->wall_ms) ||
        !take_bytes(&bytes, &ret->processor_ms, sizeof ret->processor_ms) ||
        !take_bytes(&bytes, &ret->peak_kb, sizeof ret->peak_kb) ||
        !take_err(a, &bytes, &ret->err) || !take_bytes(&bytes, &n, sizeof n) ||
        !take_bytes(&bytes, &dropped, sizeof dropped))
        return false;

    ret->ok = ok;
    for (uint32_t i = 0; i < n; i++) {
        struct lode_err one;
        if (!take_err(a, &bytes, &one))
            return false;
        diags_put(&ret->findings, &one);
    }

    ret->findings.dropped = dropped;
    return bytes.len == 0;
}
