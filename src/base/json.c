/* How values become JSON text: json-c keeps and prints them, and here they are made fit for it, texts
 * as valid UTF-8 and numbers as they are printed everywhere else. */
#include "base/json.h"

#include <glib.h>
#include <json-c/json.h>

#include "base/num.h"

/* Put a value into the object or list that is open. The outermost value has no object or list around it. */
static void add_value(struct json *j, const char *key, struct json_object *value)
{
    if (!j->depth)
        return;

    struct json_object *to = j->open[j->depth - 1];
    if (key)
        json_object_object_add(to, key, value);
    else
        json_object_array_add(to, value);
}

void json_open(struct json *j, const char *key, char bracket)
{
    struct json_object *value = bracket == '{' ? json_object_new_object() : json_object_new_array();
    g_assert(j->depth < JSON_DEPTH_MAX);
    add_value(j, key, value);
    j->open[j->depth++] = value;
}

void json_close(struct json *j)
{
    j->depth--;
}

void json_text(struct json *j, const char *key, struct str v)
{
    char *valid = g_utf8_make_valid(v.p ? v.p : "", (gssize)v.len);
    add_value(j, key, json_object_new_string(valid));
    g_free(valid);
}

void json_int(struct json *j, const char *key, int64_t v)
{
    add_value(j, key, json_object_new_int64(v));
}

void json_number(struct json *j, const char *key, double v)
{
    struct arena scratch = *j->arena;
    add_value(j, key, json_object_new_double_s(v, str_c(&scratch, num_text(&scratch, v))));
}

void json_flag(struct json *j, const char *key, bool v)
{
    add_value(j, key, json_object_new_boolean(v));
}

struct str json_finish(struct json *j)
{
    struct json_object *all = j->open[0];
    const char *text = json_object_to_json_string_ext(
        all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE);
    struct str ret = str_format(j->arena, "%s\n", text);
    json_object_put(all);
    return ret;
}
