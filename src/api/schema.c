/* `lode schema`: the language for editors and validators. */
#include "doc/json_schema.h"
#include "overlay/overlay.h"
#include "run/session.h"

int lode_schema(struct lode *l, const struct lode_schema_params *params)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct str text =
        params->style_file
            ? json_schema_text(&a, &schema_style_file, "lode style file, version 1",
                               "Looks, palettes and theme that map documents share.")
            : json_schema_text(&a, schema_document(&a, step_kinds), "lode map document, version 1",
                               "A map: its data, the steps on it, its layers and its page.");
    bool written = session_write(l, text);
    arena_finish(&a);
    return written ? 0 : 1;
}
