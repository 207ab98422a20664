/* The schema of `steps`: [name: {word: input, ...}]. Which kinds there are is the caller's to say. */
#include "base/arena.h"
#include "doc/schema_kinds.h"

static const struct value *step_of(struct arena *a, const struct section *const *kinds)
{
    size_t n = 0;
    while (kinds[n])
        n++;

    const struct value **any = arena_array(a, const struct value *, n + 1);
    struct value *maps = arena_array(a, struct value, n), *ret = arena_new(a, struct value);
    for (size_t i = 0; i < n; i++) {
        maps[i] = (struct value){.kind = VALUE_MAP, .section = kinds[i]};
        any[i] = &maps[i];
    }
    *ret = (struct value){.kind = VALUE_ONE_OF, .what = "a step", .any = any};
    return ret;
}

const struct value *schema_steps(struct arena *a, const struct section *const *kinds)
{
    struct value *named = arena_new(a, struct value), *ret = arena_new(a, struct value);
    *named = (struct value){
        .kind = VALUE_DICT, .what = "a step", .of = step_of(a, kinds), .at_least = 1, .at_most = 1};
    *ret = (struct value){.kind = VALUE_LIST, .of = named, .at_most = 2000};
    return ret;
}
