/* YAML into a tree whose values keep their places, with what libfyaml leaves to be checked. */
#include "doc/node.h"

#include <glib.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/source.h"

enum {
    DEPTH_MAX = 64, /* taste */
    /* Nodes after aliases are followed: a hundred times the largest document seen, and still walked
     * in a blink. It is what stops ten aliases of ten aliases of ten ... */
    NODES_MAX = 1000000,
    BYTES_MAX = 16 << 20,
};

struct anchor {
    struct str name;
    const struct node *node; /* NULL while it is being read */
    size_t weight;           /* nodes in it, aliases followed */
    int height;
};

/* A list or a map that is being read. */
struct open {
    struct node *node;
    ARRAY(struct node_pair) pairs;
    ARRAY(const struct node *) items;
    bool has_key;
    struct str key;
    struct lode_span key_at;
    size_t anchor; /* 1 + index of its anchor; 0: none */
    size_t weight;
    int height;
    bool flow;
};

struct reader {
    struct arena *a;
    struct source source;
    struct fy_parser *parser;
    struct fy_diag *diag;
    struct diags *diags;
    struct lode_err err;
    struct open stack[DEPTH_MAX + 1];
    int depth;
    ARRAY(struct anchor) anchors;
    size_t weight;
    const struct node *root;
    size_t n_documents;
    size_t last_end; /* byte after the last token */
};

/* Hints in our words for what libfyaml says, by the start of its message. */
static const struct {
    const char *says, *hint;
} hints[] = {
    {"invalid multiline plain key", "is the next line indented as it should be?"},
    {"plain scalar cannot start", "put quotes round a text that starts with this character"},
    {"invalid nested block mapping", "put quotes round a text that holds ': '"},
    {"could not find expected ':'", "write 'key: value'"},
    {"tab character", "indent with spaces"},
    {"invalid tab", "indent with spaces"},
    {"invalid trailing content after single", "inside '...' a single quote is written twice: ''"},
    {"invalid escape", "inside \"...\" a backslash is written twice: \\\\"},
    {"invalid indentation", "keys of one map start in one column"},
    {"did not find expected node content", "write a value here, or '' for an empty text"},
};

static bool is_block(enum fy_scalar_style style)
{
    return style == FYSS_LITERAL || style == FYSS_FOLDED;
}

/* Where the token's text stands in the source; false for a token without content. */
static bool token_bytes(struct reader *r, struct fy_token *token, size_t *ret_from, size_t *ret_to)
{
    const struct fy_mark *from = token ? fy_token_start_mark(token) : NULL;
    const struct fy_mark *to = token ? fy_token_end_mark(token) : NULL;
    if (!from || !to)
        return false;
    *ret_from = from->input_pos < r->source.text.len ? from->input_pos : r->source.text.len;
    *ret_to = to->input_pos < r->source.text.len ? to->input_pos : r->source.text.len;
    return true;
}

static struct lode_span token_span(struct reader *r, struct fy_token *token)
{
    size_t from, to;
    if (!token_bytes(r, token, &from, &to))
        return (struct lode_span){0};
    if (is_block(fy_token_scalar_style(token))) {
        while (from < to && strchr(" \t\r\n", r->source.text.p[from]))
            from++;
    }
    r->last_end = to;
    return source_extent(&r->source, from, to);
}

static bool is_null_word(struct str s)
{
    return !s.len || str_is(s, "~") || str_is(s, "null") || str_is(s, "Null") || str_is(s, "NULL");
}

/* Only `!!str` has a meaning here; any other tag would be ignored in silence. */
static bool check_tag(struct reader *r, struct fy_token *tag, bool *ret_is_text)
{
    size_t from, to;
    *ret_is_text = false;
    if (!tag || !token_bytes(r, tag, &from, &to))
        return true;

    struct str text = {r->source.text.p + from, to - from};
    if (str_is(text, "!!str") || str_is(text, "!")) {
        *ret_is_text = true;
        return true;
    }

    return lode_fail(&r->err, LODE_SYNTAX, source_extent(&r->source, from, to),
                     "the tag '%.*s' has no meaning in a map document", STR_FMT(text));
}

static struct str token_text(struct reader *r, struct fy_token *token)
{
    size_t len = 0, from, to;
    if (token && fy_token_scalar_style(token) == FYSS_SINGLE_QUOTED &&
        token_bytes(r, token, &from, &to))
        return source_single_quoted(r->a, (struct str){r->source.text.p + from, to - from});

    const char *p = token ? fy_token_get_text(token, &len) : NULL;
    return p ? str_copy(r->a, (struct str){p, len}) : (struct str){0};
}

/* 1 + index of the new anchor, 0 when the node has none. A later one of the same name hides the
 * first. */
static size_t add_anchor(struct reader *r, struct fy_token *token)
{
    if (!token)
        return 0;
    *array_add(r->a, &r->anchors) = (struct anchor){.name = token_text(r, token)};
    return r->anchors.n;
}

static bool add_key(struct reader *r, struct open *top, const struct node *node)
{
    if (node->kind != NODE_SCALAR && !(node->kind == NODE_NULL && node->text.len))
        return lode_fail(&r->err, LODE_SYNTAX, node->at, "a key must be a word or a quoted text");
    if (!node->quoted && str_is(node->text, "<<")) {
        lode_fail(&r->err, LODE_SYNTAX, node->at, "YAML 1.2 has no merge key '<<'");
        return lode_hint(&r->err, "name a look under 'looks:' and take it in with 'use:'");
    }

    top->has_key = true;
    top->key = node->text;
    top->key_at = node->at;
    return true;
}

/* Hand a finished node to what it stands in. */
static bool add_node(struct reader *r, struct node *node, size_t weight, int height)
{
    r->weight += r->depth ? 0 : weight;
    if (!r->depth) {
        r->root = node;
        return true;
    }

    struct open *top = &r->stack[r->depth - 1];
    if (!top->node->at.line)
        top->node->at = node->at;
    top->weight += weight;
    if (height + 1 > top->height)
        top->height = height + 1;

    if (top->weight > NODES_MAX)
        return lode_fail(&r->err, LODE_SYNTAX, node->at, "the document has more than %d values",
                         NODES_MAX);
    if (r->depth + height > DEPTH_MAX)
        return lode_fail(&r->err, LODE_SYNTAX, node->at, "values are nested more than %d deep",
                         DEPTH_MAX);

    if (top->node->kind == NODE_LIST) {
        *array_add(r->a, &top->items) = node;
        return true;
    }

    if (!top->has_key)
        return add_key(r, top, node);
    if (!node->at.line)
        node->at = top->key_at;

    *array_add(r->a, &top->pairs) = (struct node_pair){top->key, top->key_at, node};
    top->has_key = false;
    return true;
}

/* The line feeds that a text starts with, and the blanks on the line after them. */
static void leading_space(struct str text, size_t *ret_feeds, size_t *ret_blanks)
{
    size_t i = 0;
    *ret_feeds = *ret_blanks = 0;
    for (; i < text.len && (text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\n'); i++) {
        *ret_feeds += text.p[i] == '\n';
        *ret_blanks = text.p[i] == '\n' ? 0 : *ret_blanks + 1;
    }
    if (i == text.len)
        *ret_feeds = *ret_blanks = 0;
}

/* The place of a literal block is that of its first character that is no white space; its text may
 * start before that. */
static void go_to_start(struct node *node)
{
    size_t feeds, blanks;
    leading_space(node->text, &feeds, &blanks);
    if ((size_t)node->at.line > feeds && (size_t)node->at.col > blanks) {
        node->at.line -= (int)feeds;
        node->at.col -= (int)blanks;
    }
}

/* Where a folded block starts in the source: at its first character, or for empty lines before it
 * at the first of them. */
static size_t start_of_folded(struct str source, size_t from, size_t to, struct str text)
{
    size_t feeds, blanks;
    leading_space(text, &feeds, &blanks);
    while (from < to && strchr(" \t\r\n", source.p[from]))
        from++;
    if (!feeds)
        return from - blanks;

    for (; from && feeds; feeds -= source.p[from - 1] == '\n', from--)
        ;
    for (; from && source.p[from - 1] != '\n'; from--)
        ;
    return from;
}

/* A literal block keeps its lines, and its places are those of its lines. */
static void add_places(struct reader *r, struct fy_token *token, struct node *node)
{
    size_t from, to;
    if (!node->at.line || !token_bytes(r, token, &from, &to))
        return;

    enum fy_scalar_style style = fy_token_scalar_style(token);
    if (style == FYSS_LITERAL) {
        go_to_start(node);
        return;
    }

    if (style == FYSS_FOLDED)
        from = start_of_folded(r->source.text, from, to, node->text);
    char mark = style == FYSS_DOUBLE_QUOTED   ? '"'
                : style == FYSS_SINGLE_QUOTED ? '\''
                : style == FYSS_FOLDED        ? '>'
                                              : 'p';
    node->at.places = source_places(r->a, &r->source, from, to, node->text, mark);
    if (style == FYSS_FOLDED && !node->at.places)
        go_to_start(node);
}

/* The comment that stands on the line where a value was to stand: `color: #ff0000`. */
static void read_comment_instead(struct reader *r, bool in_list, struct node *node)
{
    struct str text = r->source.text;
    size_t from = r->last_end, to;

    while (from < text.len && strchr(in_list ? " \t\r\n-" : " \t:'\"", text.p[from]))
        from++;
    for (to = from; to < text.len && text.p[to] != '\n'; to++)
        ;
    if (from == to || text.p[from] != '#')
        return;

    node->comment = str_trim((struct str){text.p + from, to - from});
    node->at = source_extent(&r->source, from, from + node->comment.len);
    r->last_end = to;
}

static bool read_scalar(struct reader *r, const struct fy_event_scalar_data *scalar)
{
    struct node *node = arena_new(r->a, struct node);
    size_t anchor = add_anchor(r, scalar->anchor);
    bool is_text;

    if (!check_tag(r, scalar->tag, &is_text))
        return false;

    node->text = token_text(r, scalar->value);
    node->quoted = is_text || (scalar->value && fy_token_scalar_style(scalar->value) != FYSS_PLAIN);
    node->kind = !node->quoted && is_null_word(node->text) ? NODE_NULL : NODE_SCALAR;
    node->at = token_span(r, scalar->value);
    add_places(r, scalar->value, node);

    bool in_list = r->depth && r->stack[r->depth - 1].node->kind == NODE_LIST;
    if (!node->at.line && (in_list || !r->depth || !r->stack[r->depth - 1].has_key))
        node->at = source_extent(&r->source, r->last_end, r->last_end + 1);
    if (node->kind == NODE_NULL && !node->text.len)
        read_comment_instead(r, in_list, node);

    if (anchor) {
        struct anchor *named = &r->anchors.v[anchor - 1];
        named->node = node;
        named->weight = 1;
    }

    return add_node(r, node, 1, 0);
}

static bool read_alias(struct reader *r, struct fy_token *token)
{
    struct lode_span at = token_span(r, token);
    struct str name = token_text(r, token);

    for (size_t i = r->anchors.n; i-- > 0;) {
        const struct anchor *anchor = &r->anchors.v[i];
        if (!str_eq(anchor->name, name))
            continue;
        if (!anchor->node)
            return lode_fail(&r->err, LODE_SYNTAX, at, "'*%.*s' stands inside itself",
                             STR_FMT(name));
        struct node *node = arena_new(r->a, struct node);
        *node = *anchor->node;
        return add_node(r, node, anchor->weight, anchor->height);
    }

    return lode_fail(&r->err, LODE_SYNTAX, at, "no '&%.*s' stands before this '*%.*s'",
                     STR_FMT(name), STR_FMT(name));
}

static bool open_node(struct reader *r, enum node_kind kind, struct fy_token *start,
                      struct fy_token *anchor, struct fy_token *tag)
{
    bool is_text;
    struct lode_span at = token_span(r, start);
    if (!check_tag(r, tag, &is_text))
        return false;
    if (r->depth == DEPTH_MAX)
        return lode_fail(&r->err, LODE_SYNTAX, at, "values are nested more than %d deep",
                         DEPTH_MAX);

    struct node *node = arena_new(r->a, struct node);
    *node = (struct node){.kind = kind, .at = at};
    size_t from, to;
    bool flow = start && token_bytes(r, start, &from, &to) && from < to &&
                strchr("[{", r->source.text.p[from]);
    r->stack[r->depth++] =
        (struct open){.node = node, .weight = 1, .anchor = add_anchor(r, anchor), .flow = flow};
    return true;
}

struct keyed {
    const struct node_pair *pair;
    size_t index;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = str_cmp(x->pair->key, y->pair->key);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* Sorted rather than looked up: a map of a million keys is no reason to hang. */
static void check_duplicates(struct reader *r, const struct node *map)
{
    struct arena scratch = *r->a;
    struct keyed *sorted = arena_array(&scratch, struct keyed, map->n_pairs);
    for (size_t i = 0; i < map->n_pairs; i++)
        sorted[i] = (struct keyed){&map->pairs[i], i};
    qsort(sorted, map->n_pairs, sizeof *sorted, by_key);

    size_t n_found = 0;
    struct keyed found[20];
    size_t first[20];
    for (size_t i = 1, start = 0; i < map->n_pairs && n_found < 20; i++) {
        if (!str_eq(sorted[i].pair->key, sorted[start].pair->key)) {
            start = i;
            continue;
        }
        first[n_found] = sorted[start].index;
        found[n_found++] = sorted[i];
    }

    for (size_t i = 0; i < n_found; i++) {
        struct lode_err err = {0};
        lode_fail(&err, LODE_SCHEMA, found[i].pair->at, "the key '%.*s' stands twice in one map",
                  STR_FMT(found[i].pair->key));
        lode_hint(&err, "it stands first in line %d", map->pairs[first[i]].at.line);
        diags_put(r->diags, &err);
    }
}

static bool close_node(struct reader *r)
{
    struct open *top = &r->stack[--r->depth];
    struct node *node = top->node;
    node->pairs = top->pairs.v;
    node->n_pairs = top->pairs.n;
    node->items = top->items.v;
    node->n_items = top->items.n;

    if (node->n_pairs > 1)
        check_duplicates(r, node);
    if (top->anchor) {
        struct anchor *anchor = &r->anchors.v[top->anchor - 1];
        *anchor = (struct anchor){anchor->name, node, top->weight, top->height};
    }

    return add_node(r, node, top->weight, top->height);
}

static bool read_event(struct reader *r, struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (!r->n_documents++)
            return true;
        lode_fail(&r->err, LODE_SYNTAX,
                  source_extent(&r->source, source_separator(&r->source, r->last_end),
                                source_separator(&r->source, r->last_end) + 3),
                  "a second document starts here");
        return lode_hint(&r->err, "write each map into a file of its own");
    case FYET_MAPPING_START:
        return open_node(r, NODE_MAP, event->mapping_start.mapping_start,
                         event->mapping_start.anchor, event->mapping_start.tag);

    case FYET_SEQUENCE_START:
        return open_node(r, NODE_LIST, event->sequence_start.sequence_start,
                         event->sequence_start.anchor, event->sequence_start.tag);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        return close_node(r);
    case FYET_SCALAR:
        return read_scalar(r, &event->scalar);
    case FYET_ALIAS:
        return read_alias(r, event->alias.anchor);
    default:
        return true;
    }
}

/* The digits of a colour without quotes that begin at `at`, "#ff0000"; empty: there is none. */
static struct str color_at(struct str line, size_t at)
{
    size_t to = at + 1;

    if (line.p[at] != '#' || !at || !strchr(" \t[{,", line.p[at - 1]))
        return (struct str){0};
    while (to < line.len && g_ascii_isxdigit(line.p[to]))
        to++;

    size_t n = to - at - 1;
    bool ends = to == line.len || !g_ascii_isalnum(line.p[to]);
    return ends && (n == 3 || n == 4 || n == 6 || n == 8) ? (struct str){line.p + at, n + 1}
                                                          : (struct str){0};
}

/* A colour between brackets is a comment, which hides the bracket that closes them. */
static void hint_color(const struct reader *r, int from_line, int to_line, struct lode_err *err)
{
    struct str rest = r->source.text, line;
    for (int n = 1; n <= to_line && str_cut(&rest, '\n', &line); n++) {
        for (size_t i = 0; n >= from_line && i < line.len; i++) {
            struct str color = color_at(line, i);
            if (color.len)
                lode_hint(err, "'#' begins a comment: write the colour in quotes, '%.*s'",
                          STR_FMT(color));
        }
    }
}

/* The faults that libfyaml found, in our form. */
static void report_parser_faults(struct reader *r)
{
    void *at = NULL;
    const struct fy_diag_error *foreign;
    size_t n = 0;

    while ((foreign = fy_diag_errors_iterate(r->diag, &at))) {
        struct lode_err err = {0};
        if (foreign->type != FYET_ERROR)
            continue;

        n++;
        lode_fail(&err, LODE_SYNTAX, source_place(&r->source, foreign->line, foreign->column),
                  "not YAML: %s", foreign->msg);

        const struct open *top = r->depth ? &r->stack[r->depth - 1] : NULL;
        bool is_open = top && top->flow;
        hint_color(r, is_open ? top->node->at.line : err.at.line, err.at.line, &err);
        if (is_open)
            lode_hint(&err, "the %s that is open here starts in line %d, column %d",
                      top->node->kind == NODE_MAP ? "map '{'" : "list '['", top->node->at.line,
                      top->node->at.col);
        for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
            if (strncmp(foreign->msg, hints[i].says, strlen(hints[i].says)) == 0)
                lode_hint(&err, "%s", hints[i].hint);
        }

        diags_put(r->diags, &err);
    }

    if (!n) {
        struct lode_err err = {0};
        lode_fail(&err, LODE_SYNTAX, source_extent(&r->source, r->last_end, r->last_end + 1),
                  "not YAML");
        diags_put(r->diags, &err);
    }
}

static bool read_events(struct reader *r)
{
    struct fy_event *event;
    while ((event = fy_parser_parse(r->parser))) {
        bool ok = read_event(r, event);
        fy_parser_event_free(r->parser, event);
        if (!ok) {
            diags_put(r->diags, &r->err);
            return false;
        }
    }

    if (fy_parser_get_stream_error(r->parser)) {
        report_parser_faults(r);
        return false;
    }

    if (r->root && (r->root->kind != NODE_NULL || r->root->text.len))
        return true;
    lode_fail(&r->err, LODE_SYNTAX, (struct lode_span){r->source.file, 1, 1, 1},
              "the document is empty");
    diags_put(r->diags, &r->err);
    return false;
}

bool node_read(struct arena *a, struct str text, const char *file, const struct node **ret,
               struct diags *diags)
{
    struct reader *r = arena_new(a, struct reader);
    size_t n_errors = diags->n_errors;
    r->a = a;
    r->diags = diags;

    if (text.len > BYTES_MAX) {
        lode_fail(&r->err, LODE_SYNTAX, (struct lode_span){file, 1, 1, 1},
                  "the document is larger than %d MiB", BYTES_MAX >> 20);
        diags_put(diags, &r->err);
        return false;
    }

    if (!source_init(a, text, file, &r->source, &r->err)) {
        diags_put(diags, &r->err);
        return false;
    }

    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    quiet.colorize = false;
    r->diag = fy_diag_create(&quiet);
    fy_diag_set_collect_errors(r->diag, true);

    const struct fy_parse_cfg cfg = {
        .flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = r->diag};
    r->parser = fy_parser_create(&cfg);
    fy_parser_set_string(r->parser, r->source.text.p ? r->source.text.p : "", r->source.text.len);

    bool ok = read_events(r);
    fy_parser_destroy(r->parser);
    fy_diag_destroy(r->diag);

    if (ok)
        *ret = r->root;
    return ok && diags->n_errors == n_errors;
}
