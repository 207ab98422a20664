/* How the name of a source shows whether it is a path, a database or a URL, and whether it is on this
 * machine. */
#include "load/connection.h"

#include <stdlib.h>

#include "base/arena.h"

/* One setting of a connection: key=value, or key='a value with \' in it'. `whole` is all of it, as
 * written. */
struct setting {
    struct str key, value, whole;
};

static bool contains(struct str s, const char *part)
{
    size_t at;
    return str_find(s, str_of(part), &at);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Take the next setting off `rest`, which is what follows "PG:". Settings stand between spaces or
 * `separator` (a comma in MySQL). */
static bool next_setting(struct str *rest, char separator, struct setting *ret)
{
    while (rest->len && (is_space(rest->p[0]) || rest->p[0] == separator))
        *rest = str_from(*rest, 1);
    if (!rest->len)
        return false;

    struct str s = *rest;
    size_t n = 0;
    while (n < s.len && s.p[n] != '=' && s.p[n] != separator)
        n++;
    ret->key = str_trim(str_head(s, n));
    ret->value = (struct str){0};

    if (n < s.len && s.p[n] == '=') {
        for (n++; n < s.len && is_space(s.p[n]);)
            n++;

        size_t from = n;
        bool quoted = n < s.len && s.p[n] == '\'';
        for (n += quoted; n < s.len; n++) {
            if (s.p[n] == '\\' && n + 1 < s.len)
                n++;
            else if (quoted ? s.p[n] == '\'' : is_space(s.p[n]) || s.p[n] == separator)
                break;
        }

        ret->value = str_from(str_head(s, n), from + quoted);
        n += quoted && n < s.len;
    }

    ret->whole = str_head(s, n);
    *rest = str_from(s, n);
    return true;
}

static bool is_this_machine(struct str host)
{
    return !host.len || host.p[0] == '/' || host.p[0] == '@' || str_is(host, "localhost") ||
           str_is(host, "127.0.0.1") || str_is(host, "::1");
}

/* Whether postgresql://user:secret@host:port/name?host=... leads to this machine. */
static bool url_is_local(struct str url)
{
    size_t at;
    if (!str_find(url, STR("//"), &at) || contains(url, "host="))
        return false;

    struct str rest = str_from(url, at + 2), authority;
    str_cut(&rest, '/', &authority);
    while (str_find(authority, STR("@"), &at))
        authority = str_from(authority, at + 1);

    if (str_starts(authority, STR("[::1]")))
        return true;
    struct str host;
    str_cut(&authority, ':', &host);
    return is_this_machine(host) || str_starts(host, STR("%2F")) || str_starts(host, STR("%2f"));
}

static struct str environment_value(const char *name)
{
    const char *value = getenv(name);
    return value ? str_of(value) : (struct str){0};
}

static bool settings_are_local(struct str settings, char separator)
{
    struct setting s;
    bool named = false, here = true;
    while (next_setting(&settings, separator, &s)) {
        if (str_is(s.key, "host") || str_is(s.key, "hostaddr")) {
            named = true;
            here &= is_this_machine(s.value);
        }
        if (str_is(s.key, "service")) /* a file of libpq says where the service is */
            return false;
    }

    if (named || separator != ' ')
        return here;
    return is_this_machine(environment_value("PGHOST")) &&
           is_this_machine(environment_value("PGHOSTADDR")) && !environment_value("PGSERVICE").len;
}

bool connection_is(struct str name)
{
    struct str rest = name, head;
    return str_cut(&rest, ':', &head) && head.len > 1 && rest.len && !contains(head, "/") &&
           !contains(head, ".");
}

bool connection_is_postgres(struct str name)
{
    return str_starts(name, STR("PG:")) || str_starts(name, STR("postgresql://"));
}

bool connection_is_remote(struct str name)
{
    static const char *const anywhere[] = {
        "http://",  "https://", "ftp://",    "/vsicurl", "/vsis3",      "/vsigs", "/vsiaz",
        "/vsiadls", "/vsioss",  "/vsiswift", "/vsihdfs", "/vsiwebhdfs", "WFS:",   "OAPIF:",
    };
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++) {
        if (contains(name, anywhere[i]))
            return true;
    }

    if (contains(name, "postgresql://") || contains(name, "postgres://"))
        return !url_is_local(name);
    if (str_starts(name, STR("PG:")))
        return !settings_are_local(str_from(name, 3), ' ');
    if (str_starts(name, STR("MySQL:")))
        return !settings_are_local(str_from(name, 6), ',');
    return str_starts(name, STR("MSSQL:")) || str_starts(name, STR("OCI:"));
}

struct str connection_without_table(struct arena *a, struct str name, struct str *ret_table)
{
    struct setting s;
    *ret_table = (struct str){0};
    if (!str_starts(name, STR("PG:")) || contains(name, "://"))
        return name;

    struct str rest = str_from(name, 3), out = STR("PG:");
    while (next_setting(&rest, ' ', &s)) {
        if (str_is(s.key, "tables"))
            *ret_table = s.value;
        else
            out =
                str_format(a, "%.*s%s%.*s", STR_FMT(out), out.len > 3 ? " " : "", STR_FMT(s.whole));
    }

    return out;
}
