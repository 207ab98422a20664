/* Any bytes as a symbol in SVG, with and without what a layer states. */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "style/svg_marker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct svg_stated stated = {true, true, true};
    struct str text = {(const char *)data, size};
    struct lode_span at = {"fuzz", 1, 1, 1};

    for (int i = 0; i < 2; i++) {
        struct arena a = {0};
        struct lode_err err = {0};
        struct svg_marker *m;
        arena_init(&a, (size_t)1 << 32);
        bool ok = svg_marker_parse(&a, text, STR("fuzz.svg"), i ? &stated : NULL, at, &m, &err);
        if (ok != !err.code)
            __builtin_trap();
        arena_finish(&a);
    }

    return 0;
}
