#include <stdio.h>

#include "base/arena.h"
#include "draw/draw.h"
#include "specimen.h"
#include "write/write.h"

/* specimen [FILE.png|.pdf|.svg]...: the sheet, to look at; without arguments its trace. */
int main(int argc, char **argv)
{
    struct arena a;
    struct text_context *ctx;
    struct lode_err err = {0};
    struct scene scene;
    arena_init(&a, 0);
    bool ok = text_context_create(&a, &ctx, &err);
    if (ok)
        specimen_scene(&a, ctx, &scene);
    for (int i = 1; ok && i < argc; i++) {
        struct str path = str_of(argv[i]);
        struct write_params params = {.path = path, .dpi = 200};
        ok = write_scene(&a, &scene, &params, &err);
    }
    if (ok && argc == 1) {
        struct str trace = draw_trace(&a, &scene);
        fwrite(trace.p, 1, trace.len, stdout);
    }
    if (!ok)
        fprintf(stderr, "%s\n", err.message);
    arena_finish(&a);
    return !ok;
}
