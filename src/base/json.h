/* JSON as text, made piece by piece with json-c: each level indented by two spaces, keys in the order
 * of the calls.
 *
 *   struct json j = {.arena = a};
 *   json_open(&j, NULL, '{');
 *   json_text(&j, "name", STR("Aynak"));
 *   json_open(&j, "sizes", '['); json_int(&j, NULL, 3); json_close(&j);
 *   json_close(&j);
 *   struct str s = json_finish(&j);
 *
 * `key` is NULL inside a list and for the outermost value, which is an object or a list. */
#ifndef LODE_BASE_JSON_H
#define LODE_BASE_JSON_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Far more than is written: the JSON Schema, the deepest text, has 12 levels. */
enum { JSON_DEPTH_MAX = 64 };

struct json_object;

struct json {
    struct arena *arena;
    struct json_object *open[JSON_DEPTH_MAX]; /* from the outermost on */
    int depth;
};

void json_open(struct json *j, const char *key, char bracket); /* '{' or '[' */
void json_close(struct json *j);
void json_text(struct json *j, const char *key, struct str v); /* broken UTF-8 becomes U+FFFD */
void json_int(struct json *j, const char *key, int64_t v);
void json_number(struct json *j, const char *key, double v); /* finite */
void json_flag(struct json *j, const char *key, bool v);

/* The text, in the arena, with a line end. `j` is used up. */
struct str json_finish(struct json *j);

#endif
