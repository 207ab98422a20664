/* `lode schema`: writes the JSON Schema of documents, for editors and validators. */
#include "doc/json_schema.h"
#include "run/run.h"
#include "write/format.h"

/* The endings of all formats, or of those that books can be made in. */
static const char *const *endings_of(struct arena *a, bool books)
{
    const struct write_format *f;
    ARRAY(const char *) ret = {0};

    for (size_t i = 0; (f = write_format_at(i)); i++) {
        for (size_t k = 0; f->endings[k] && (f->book || !books); k++)
            *array_add(a, &ret) = f->endings[k];
    }
    *array_add(a, &ret) = NULL;
    return ret.v;
}

int lode_schema(struct lode *l, const struct lode_schema_params *params)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct json_schema schema = {
        .root = schema_make(&a, &run_schema_rows)->document,
        .title = "lode map document, version 1",
        .description = "A map: its data, the steps on it, its layers and its page.",
        .endings = {[FILES_OUTPUT] = endings_of(&a, false), [FILES_BOOK] = endings_of(&a, true)},
    };

    if (params->style_file) {
        schema.root = &schema_style_file;
        schema.title = "lode style file, version 1";
        schema.description = "Looks, palettes and theme that map documents share.";
    }

    bool written = session_write(l, json_schema_text(&a, &schema));
    arena_finish(&a);
    return written ? 0 : 1;
}
