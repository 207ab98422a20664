/* lode: finished maps from vector data. The one public header; the `lode` command is its first
 * client.
 *
 *   struct lode *l = lode_create(&(struct lode_options){.tell = print, .write = to_stdout});
 *   int status = lode_render(l, "map.yaml", &(struct lode_render_params){0});
 *   lode_destroy(l);
 *
 * Every call returns an exit status: 0 done; 1 a map could not be made (data, geometry, file
 * system); 2 the document or the call is at fault; 3 some pages of a batch are missing. What went wrong was told through `tell` before
 * the call returns. A `struct lode` belongs to one thread. Strings in messages live until the
 * callback returns.
 */
#ifndef LODE_H
#define LODE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LODE_API __attribute__((visibility("default")))
#else
#define LODE_API
#endif

enum lode_level { LODE_LEVEL_ERROR, LODE_LEVEL_WARNING, LODE_LEVEL_NOTE };

/* A finding with its place. line 0: no place. `line`, `col` 1-based; `col`, `len` in characters. */
struct lode_message {
    enum lode_level level;
    const char *rule; /* stable name, "unknown-column", see docs/diagnostics.md; may be NULL */
    const char *file; /* may be NULL */
    int line, col, len;
    const char *source_line;            /* the text of that line, without its end; may be NULL */
    const char *message, *hint, *trail; /* hint and trail may be "" */
};

struct lode_options {
    void (*tell)(void *ctx, const struct lode_message *message); /* NULL: silent */
    bool (*write)(void *ctx, const char *bytes,
                  size_t n); /* text that was asked for; false: stop */
    /* How far a long work is; false ends it. May be NULL. */
    bool (*progress)(void *ctx, const char *doing, size_t done, size_t total);
    void *ctx;
    bool allow_network; /* let GDAL open URLs and remote servers */
};

struct lode;
LODE_API struct lode *lode_create(const struct lode_options *options);
LODE_API void lode_destroy(struct lode *l); /* accepts NULL */

/* Remove the temporaries of files being written. Async-signal-safe: for a signal handler that ends
 * the process. */
LODE_API void lode_remove_temporaries(void);

/* One `--set`: key "page.size", value "A5" (YAML). */
struct lode_set {
    const char *key, *value;
};

enum lode_format_kind {
    LODE_PICTURES, /* what a map is drawn in */
    LODE_TABLES,   /* what features are exported in */
};

/* A format of files, which the ending of a file's name chooses. */
struct lode_format {
    const char *name;           /* "PNG" */
    const char *const *endings; /* ".png", the usual one first; NULL after the last */
    /* of pictures */
    bool pixels;          /* it has a resolution, `dpi`; otherwise it holds vectors */
    bool book;            /* the pages of an atlas can be put together in a file of it */
    bool standard_output; /* what is written to "-" */
};

/* The formats that can be written, up to `max` of them into `ret`. Gives how many there are. */
LODE_API size_t lode_formats(enum lode_format_kind kind, struct lode_format *ret, size_t max);

struct lode_render_params {
    const char *const *outputs; /* NULL: those that the document names; "-" is standard output */
    size_t n_outputs;
    double dpi; /* of formats with pixels; 0: the document's */
    /* of an atlas: draw the page of this key only; NULL: the document's own map */
    const char *page;
    const struct lode_set *sets;
    size_t n_sets;
    bool timing; /* tell the stages' times: notes with the rule "timing" */
};
LODE_API int lode_render(struct lode *l, const char *map, const struct lode_render_params *params);

/* How a batch goes on. */
enum lode_moment {
    LODE_BATCH_BEGINS,
    LODE_BATCH_GOES_ON,
    LODE_BATCH_PAGE, /* one more is done, or has failed */
    LODE_BATCH_ENDS,
};

struct lode_progress {
    enum lode_moment moment;
    size_t pages; /* those chosen by `only` and `shard` */
    size_t todo;  /* of them, those that this run draws */
    size_t done, failed, unchanged;
    size_t workers;
    double elapsed_s, rate_per_s, remaining_s; /* remaining_s below 0: not known yet */
    const char *const *in_work;                /* keys of pages */
    size_t n_in_work;
    /* LODE_BATCH_ENDS */
    size_t books_made, books_waiting; /* waiting: pages of them are missing */
    const char *const *failed_keys;   /* the first twenty */
    size_t n_failed_keys;
    const struct lode_page_time {
        const char *key;
        double ms;
    } * slowest;
    size_t n_slowest;
    const struct lode_tally {
        const char *rule;
        size_t n;
    } * warnings, *notes; /* of all pages, by rule; notes are told by their numbers only */
    size_t n_warnings, n_notes;
};

struct lode_batch_params {
    size_t jobs;             /* workers; 0: as many as processors may be used */
    const char *const *only; /* keys of pages, and patterns with * ? [..]; none: all */
    size_t n_only;
    const char *shard;  /* "2/4", "slurm", "slurm/N", "k8s", "k8s/N"; NULL: all */
    bool resume;        /* go on with a run that was cut off */
    bool force;         /* draw what has not changed too */
    bool fail_fast;     /* give out no more pages after the first that failed */
    bool dry_run;       /* print what would be done */
    bool list;          /* print the keys that are chosen */
    bool explain;       /* tell of each page why it is drawn */
    const char *report; /* a JSON file; NULL: none */
    double limit_s;     /* a page that takes longer is given up; 0: no limit */
    const struct lode_set *sets;
    size_t n_sets;
    double tick_s; /* `progress` is called that often when nothing happens; 0: only when it does */
    void (*progress)(void *ctx, const struct lode_progress *p); /* may be NULL */
    void *ctx;
};

/* Draw the pages of a document with an `atlas:`. 0: all pages are there; 3: some are; 1: none could be
 * made; 2: the document or the call is at fault, and nothing was done. The process must have no other
 * thread. SIGINT, SIGTERM and SIGHUP are held while pages are drawn: the run ends in order, and the
 * signal is raised again before the call returns. */
LODE_API int lode_batch(struct lode *l, const char *map, const struct lode_batch_params *params);

struct lode_merge_params {
    const char *output; /* the folder to bring all together in; NULL: the first one */
};
/* Put the journals and books of shards together, and tell what is missing or differs. 0: complete; 3:
 * pages are missing; 1: a file could not be read or written; 2: the call is at fault. */
LODE_API int lode_merge(struct lode *l, const char *const *folders, size_t n_folders,
                        const struct lode_merge_params *params);

struct lode_check_params {
    const struct lode_set *sets;
    size_t n_sets;
    bool strict;  /* warnings make it fail */
    bool no_data; /* read columns, but no rows */
};
LODE_API int lode_check(struct lode *l, const char *const *maps, size_t n_maps,
                        const struct lode_check_params *params);

/* The stages of the work on a document that `lode_show` knows, in their order; NULL at the end. */
extern LODE_API const char *const lode_stages[];

/* What a stage gave. Stages: doc load overlay style project label page scene. Text, but GeoJSON for
 * `load` and `overlay`. */
struct lode_show_params {
    const char *after;
    const char *layer; /* only this layer; NULL: all */
    const struct lode_set *sets;
    size_t n_sets;
};
LODE_API int lode_show(struct lode *l, const char *map, const struct lode_show_params *params);

LODE_API int lode_info(struct lode *l, const char *const *files, size_t n_files);

struct lode_query_params {
    const char *layer, *where; /* may be NULL */
    const char *const
        *select; /* expressions or columns, "name" or "alias: EXPR"; NULL: all columns */
    size_t n_select;
    bool count;
    const char *format; /* "csv", "json", "geojson"; NULL: csv */
    const char *crs;    /* of a source without one; may be NULL */
};
LODE_API int lode_query(struct lode *l, const char *file, const struct lode_query_params *params);

struct lode_export_params {
    /* its ending is that of one of lode_formats; or "PG:..." */
    const char *output;
    const char *crs; /* NULL: EPSG:4326 */
    const struct lode_set *sets;
    size_t n_sets;
};
LODE_API int lode_export(struct lode *l, const char *map, const char *layer,
                         const struct lode_export_params *params);

/* Which features of one file are near those of another, how far, where. `from` and `to` are files,
 * or what GDAL opens. Without `outputs` the list is written as CSV through `write`. */
struct lode_near_params {
    const char *within, *beyond, *tolerance; /* lengths, "50 km"; NULL: none */
    size_t k;                                /* neighbours of each; 0: one */
    const char *by;                          /* a column of `from` to sum up by; may be NULL */
    const char *id, *name; /* columns of `to` for near_id and near_name; may be NULL */
    const char *edges;     /* of `to`: "planar" or "geodesic"; NULL: planar */
    struct lode_near_file {
        const char *layer, *where, *crs; /* may be NULL */
    } from, to;
    const char *const *outputs; /* files of data, as lode_export_params.output */
    size_t n_outputs;
    const char *map;     /* a picture, in one of lode_formats; may be NULL */
    bool print_document; /* write the document that was made, and do nothing else */
};
LODE_API int lode_near(struct lode *l, const char *from, const char *to,
                       const struct lode_near_params *params);

/* How the figures of a document were computed: sources, steps, tolerances, agreements, and what simpler
 * methods would have said. Text; or with `list` each feature of that step `near`, as CSV. */
struct lode_explain_params {
    const char *list; /* may be NULL */
    const struct lode_set *sets;
    size_t n_sets;
};
LODE_API int lode_explain(struct lode *l, const char *map,
                          const struct lode_explain_params *params);

struct lode_quick_params {
    const char *const *outputs; /* NULL: "map.png" */
    size_t n_outputs;
    double dpi;
    const char *title;         /* may be NULL */
    const char *const *layers; /* of files with several, only these; NULL: all that have shapes */
    size_t n_layers;
    bool print_document; /* write the document that was made, and draw nothing */
};
LODE_API int lode_quick(struct lode *l, const char *const *files, size_t n_files,
                        const struct lode_quick_params *params);

/* The JSON Schema of map documents, for editors. */
struct lode_schema_params {
    bool style_file; /* that of files under `styles:` instead */
};
LODE_API int lode_schema(struct lode *l, const struct lode_schema_params *params);

/* The built-in palettes: a list, or a sheet. */
struct lode_palettes_params {
    const char *const *names; /* none: all */
    size_t n_names;
    const char *kind;   /* "sequential", "diverging", "qualitative"; NULL: all */
    bool safe;          /* only those safe for colour-blind readers */
    bool blocks;        /* colours as blocks for a terminal with 24 bits, not as hexadecimal */
    const char *output; /* a sheet; "-" is standard output; NULL: the list as text */
    double dpi;         /* of formats with pixels; 0: 150 */
};
LODE_API int lode_palettes(struct lode *l, const struct lode_palettes_params *params);

/* "lode 0.1.0" and, a line each, the libraries' versions and the data paths in use. */
LODE_API int lode_version(struct lode *l);

#ifdef __cplusplus
}
#endif

#endif
