/* lode: finished maps from vector data. This is the one public header; the command `lode` is its
 * first client.
 *
 *   struct lode *l = lode_create(&(struct lode_options){.tell = print, .write = to_stdout});
 *   int status = lode_render(l, "map.yaml", &(struct lode_render_params){0});
 *   lode_destroy(l);
 *
 * Every call returns an exit status: 0 done; 1 a map could not be made (data, geometry, file
 * system); 2 the document or the call is at fault; 3 some pages of a batch are missing. Every fault
 * is reported through `tell` before the call returns. A `struct lode` belongs to one thread.
 * Strings in messages live until the callback returns.
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

/* A finding with its place. `line` and `col` count from 1, `line` 0: no place; `col` and `len` are
 * in characters. */
struct lode_message {
    enum lode_level level;
    const char *rule; /* a stable name, "unknown-column": docs/diagnostics.md; may be NULL */
    const char *file; /* may be NULL */
    int line, col, len;
    const char *source_line; /* the text of that line, without its end; may be NULL */
    const char *message;
    const char *hint;  /* what to try next; may be "" */
    const char *trail; /* where the work was, "layer 'rivers'"; may be "" */
};

struct lode_options {
    /* Reports a finding. NULL: silent. */
    void (*tell)(void *ctx, const struct lode_message *message);
    /* Takes text that was asked for; false: stop. May be NULL. */
    bool (*write)(void *ctx, const char *bytes, size_t n);
    /* Shows how far long work is; false ends it. May be NULL. */
    bool (*progress)(void *ctx, const char *doing, size_t done, size_t total);
    void *ctx;          /* of all three */
    bool allow_network; /* let GDAL open URLs and remote servers */
};

struct lode;
LODE_API struct lode *lode_create(const struct lode_options *options);
LODE_API void lode_destroy(struct lode *l); /* accepts NULL */

/* Remove the temporary files of outputs that are being written. Async-signal-safe: for a signal
 * handler that ends the process. */
LODE_API void lode_remove_temporaries(void);

/* One `--set`: key "page.size", value "A5" (YAML). */
struct lode_set {
    const char *key, *value;
};

enum lode_format_kind {
    LODE_PICTURES, /* formats of maps */
    LODE_TABLES,   /* formats of exported features */
};

/* A format of files. The ending of a file's name chooses it. */
struct lode_format {
    const char *name;           /* "PNG" */
    const char *const *endings; /* ".png", the usual one first; NULL after the last */
    /* of pictures: */
    bool pixels;          /* has a resolution, `dpi`; otherwise it holds vectors */
    bool book;            /* a file can hold all pages of an atlas */
    bool standard_output; /* this format is written to "-" */
};

/* The formats that can be written, at most `max` of them into `ret`. Returns how many there are. */
LODE_API size_t lode_formats(enum lode_format_kind kind, struct lode_format *ret, size_t max);

struct lode_render_params {
    const char *const *outputs; /* NULL: those that the document names; "-" is standard output */
    size_t n_outputs;
    double dpi;       /* of formats with pixels; 0: the document's */
    const char *page; /* the key of the only page of an atlas to draw; NULL: the document's map */
    const struct lode_set *sets;
    size_t n_sets;
    bool timing; /* report how long each stage took: notes with the rule "timing" */
};
/* Draw the map of a document into its outputs, or one page of an atlas. */
LODE_API int lode_render(struct lode *l, const char *map, const struct lode_render_params *params);

/* The moments of a batch at which its progress is shown. */
enum lode_moment {
    LODE_BATCH_BEGINS,
    LODE_BATCH_GOES_ON,
    LODE_BATCH_PAGE, /* one more page is done, or has failed */
    LODE_BATCH_ENDS,
};

struct lode_progress {
    enum lode_moment moment;
    size_t pages; /* those chosen by `only` and `shard` */
    size_t todo;  /* the chosen pages that this run draws */
    size_t done, failed, unchanged;
    size_t workers;
    double elapsed_s, rate_per_s, remaining_s; /* remaining_s below 0: not known yet */
    const char *const *in_work;                /* keys of the pages that workers draw now */
    size_t n_in_work;
    /* at LODE_BATCH_ENDS: */
    size_t books_made, books_waiting; /* waiting: pages of the book are missing */
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
    } * warnings, *notes; /* of all pages, by rule; notes are only counted, not reported */
    size_t n_warnings, n_notes;
};

struct lode_batch_params {
    size_t jobs;             /* workers; 0: as many as processors may be used */
    const char *const *only; /* keys of pages, and patterns with * ? [..]; none: all */
    size_t n_only;
    const char *shard;  /* "2/4", "slurm", "slurm/N", "k8s", "k8s/N"; NULL: all */
    bool resume;        /* continue a run that was cut off */
    bool force;         /* also draw pages that have not changed */
    bool fail_fast;     /* start no other page after one that failed */
    bool dry_run;       /* print which pages would be drawn, and why; draw none */
    bool list;          /* print the keys of the chosen pages; draw none */
    bool explain;       /* report why each page is drawn */
    const char *report; /* a JSON file; NULL: none */
    double limit_s;     /* give up a page that takes longer; 0: no limit */
    const struct lode_set *sets;
    size_t n_sets;
    double tick_s; /* call `progress` after so long without an event; 0: at events only */
    void (*progress)(void *ctx, const struct lode_progress *p); /* may be NULL */
    void *ctx;
};

/* Draw the pages of a document that has a section `atlas:`. Returns 0: all pages are there; 3: some
 * are; 1: none could be made; 2: the document or the call is at fault, and nothing was done. The
 * process must have no other thread. SIGINT, SIGTERM and SIGHUP are held while pages are drawn: the
 * run ends in order, and the signal is raised again before the call returns. */
LODE_API int lode_batch(struct lode *l, const char *map, const struct lode_batch_params *params);

struct lode_merge_params {
    const char *output; /* the folder for all pages; NULL: the first of `folders` */
};
/* Put the pages, journals and books of shards together, and report what is missing or differs.
 * Returns 0: complete; 3: pages are missing or differ; 1: a file could not be read or written; 2:
 * the call is at fault. */
LODE_API int lode_merge(struct lode *l, const char *const *folders, size_t n_folders,
                        const struct lode_merge_params *params);

struct lode_check_params {
    const struct lode_set *sets;
    size_t n_sets;
    bool strict;  /* warnings fail the check too, with status 2 */
    bool no_data; /* read columns, but no rows */
};
/* Report all mistakes in documents, without drawing. */
LODE_API int lode_check(struct lode *l, const char *const *maps, size_t n_maps,
                        const struct lode_check_params *params);

/* The stages of the work on a document that lode_show knows, in their order; NULL after the
 * last. */
extern LODE_API const char *const lode_stages[];

struct lode_show_params {
    const char *after; /* one of lode_stages */
    const char *layer; /* only this layer; NULL: all */
    const struct lode_set *sets;
    size_t n_sets;
};
/* Write the result of a stage: as GeoJSON after `load` and `steps`, otherwise as text. */
LODE_API int lode_show(struct lode *l, const char *map, const struct lode_show_params *params);

/* Write what is in files of vector data: layers, geometry, columns, reference system, faults. */
LODE_API int lode_info(struct lode *l, const char *const *files, size_t n_files);

/* The forms in which lode_query writes features, the default first; NULL after the last. */
extern LODE_API const char *const lode_query_formats[];

struct lode_query_params {
    const char *layer, *where; /* may be NULL */
    /* columns or expressions, "name" or "alias: EXPR"; NULL: all columns */
    const char *const *select;
    size_t n_select;
    bool count;         /* write only the number of features */
    const char *format; /* one of lode_query_formats; NULL: the first */
    const char *crs;    /* of a file that does not have one; may be NULL */
};
/* Write the features of a file for which an expression is true. */
LODE_API int lode_query(struct lode *l, const char *file, const struct lode_query_params *params);

struct lode_export_params {
    const char *output; /* a file with an ending of lode_formats(LODE_TABLES); or "PG:..." */
    const char *crs;    /* of the file; NULL: EPSG:4326 */
    const struct lode_set *sets;
    size_t n_sets;
};
/* Write a source, or the result of a step, as data. */
LODE_API int lode_export(struct lode *l, const char *map, const char *layer,
                         const struct lode_export_params *params);

struct lode_near_params {
    const char *within, *beyond, *tolerance; /* lengths, "50 km"; NULL: none */
    size_t k;                                /* how many neighbours of each; 0: one */
    const char *by;                          /* a column of `from` to sum up by; may be NULL */
    const char *id, *name;                   /* columns of `to` for near_id, near_name; or NULL */
    const char *edges;                       /* of `to`: "planar" or "geodesic"; NULL: planar */
    struct lode_near_file {
        const char *layer, *where, *crs; /* may be NULL */
    } from, to;
    const char *const *outputs; /* files of data, as lode_export_params.output */
    size_t n_outputs;
    const char *map;     /* a picture, in one of lode_formats; may be NULL */
    bool print_document; /* write the document that was made, and do nothing else */
};
/* List the nearest feature of `to` for each feature of `from`, how far it is, and where. Both are
 * files, or what else GDAL opens. Without `outputs` the list is written as CSV through `write`. */
LODE_API int lode_near(struct lode *l, const char *from, const char *to,
                       const struct lode_near_params *params);

struct lode_explain_params {
    /* the name of a step `near`: write each of its features, as CSV; NULL: text on all steps */
    const char *list;
    const struct lode_set *sets;
    size_t n_sets;
};
/* Write how the distances and areas of a document were computed: sources, steps, tolerances,
 * agreements, and the results of simpler methods. */
LODE_API int lode_explain(struct lode *l, const char *map,
                          const struct lode_explain_params *params);

struct lode_quick_params {
    const char *const *outputs; /* NULL: "map.png" */
    size_t n_outputs;
    double dpi;
    const char *title;         /* may be NULL */
    const char *const *layers; /* of files with several: only these; NULL: all with geometry */
    size_t n_layers;
    bool print_document; /* write the document that was made, and draw nothing */
    const char *crs;     /* of files that state none; NULL: assumed where coordinates fit degrees */
};
/* Draw files of vector data without a document. */
LODE_API int lode_quick(struct lode *l, const char *const *files, size_t n_files,
                        const struct lode_quick_params *params);

struct lode_schema_params {
    bool style_file; /* the schema of style files, those under `styles:`, instead */
};
/* Write the JSON Schema of map documents, for editors. */
LODE_API int lode_schema(struct lode *l, const struct lode_schema_params *params);

/* The kinds of palettes; NULL after the last. */
extern LODE_API const char *const lode_palette_kinds[];

struct lode_palettes_params {
    const char *const *names; /* none: all */
    size_t n_names;
    const char *kind;   /* one of lode_palette_kinds; NULL: all */
    bool safe;          /* only palettes that colour-blind readers can distinguish */
    bool blocks;        /* colours as blocks for a terminal with 24 bits, not as hexadecimal */
    const char *output; /* a sheet; "-" is standard output; NULL: the list as text */
    double dpi;         /* of formats with pixels; 0: 150 */
};
/* List the built-in palettes, or draw a sheet of them. */
LODE_API int lode_palettes(struct lode *l, const struct lode_palettes_params *params);

/* Write "lode 0.1.0" and, one per line, the versions of the libraries and where their data is. */
LODE_API int lode_version(struct lode *l);

#ifdef __cplusplus
}
#endif

#endif
