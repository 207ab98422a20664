/* The text of a document and the places in it: bytes to lines and columns. */
#ifndef LODE_DOC_SOURCE_H
#define LODE_DOC_SOURCE_H

#include "base/err.h"
#include "base/str.h"

struct arena;

struct source {
    const char *file;
    struct str text;          /* without a byte order mark */
    const size_t *line_start; /* n_lines; lines end in LF, CR LF or CR */
    size_t n_lines;
    size_t seen_line, seen_byte, seen_chars; /* the last place asked for: tokens come in order */
};

/* Fails: LODE_SYNTAX on what is not UTF-8 and on control characters, with their place. */
bool source_init(struct arena *a, struct str text, const char *file, struct source *ret,
                 struct lode_err *err);

/* The bytes [from, to), as far as they stand in the line of `from`. */
struct lode_span source_extent(struct source *s, size_t from, size_t to);

/* What stands between single quotes, as YAML 1.2 reads it (7.3.2): libfyaml 0.7.12 reads two doubled
 * quotes in a row wrongly, 'a''''b' as a''' and an end. */
struct str source_single_quoted(struct arena *a, struct str raw);

/* For a scalar whose text is not the bytes [from, to) of the source: where each character of `text`
 * stands, as struct lode_span has it. `style` is '"', '\'', '>' or 'p' (plain). NULL when the two
 * do not fit together. */
const struct span_place *source_places(struct arena *a, struct source *s, size_t from, size_t to,
                                       struct str text, char style);

/* A 1-based place; what lies past the end is moved to the end of the last line. */
struct lode_span source_place(const struct source *s, int line, int col);

/* The byte where the first line `---` after `from` starts, or `from`. */
size_t source_separator(const struct source *s, size_t from);

#endif
