/* An atlas as a job of the engine in batch/: its pages, books and folder, and how a page is
 * drawn. */
#include "api/batch_job.h"

#include "base/file.h"
#include "write/format.h"
#include "write/write.h"

/* Runs in a worker: writes the page's own files, then the leaf that its book takes. */
static bool draw_page(void *ctx, size_t page, struct diags *findings, struct lode_err *err)
{
    struct atlas_batch *me = ctx;
    const struct batch_page *p = &me->job.pages[page];
    const struct atlas_page *of = &me->atlas.pages[page];
    struct lode *l = me->r->session;
    struct arena scratch = {0};

    arena_init(&scratch, 0);
    size_t n = p->n_files + (p->leaf.len != 0);
    struct write_params *out = arena_array(&scratch, struct write_params, n);
    for (size_t i = 0; i < n; i++) {
        bool own = i < p->n_files;
        struct str path = own ? p->files[i] : p->leaf;
        out[i] = (struct write_params){.path = path,
                                       .dpi = me->r->doc->dpi,
                                       .threads = 1, /* processes are as many as are of use */
                                       .at = own ? of->files[i].at : me->atlas.at};
    }

    l->collect = findings;
    bool ok = atlas_draw(me->r, &me->atlas, page, out, n, err);
    l->collect = NULL;
    arena_finish(&scratch);
    return ok;
}

static bool digest_page(void *ctx, size_t page, struct arena *a, struct batch_digest *ret,
                        struct lode_err *err)
{
    struct atlas_batch *me = ctx;
    struct atlas_digest d;
    if (!atlas_digest(me->r, &me->atlas, page, a, &d, err))
        return false;

    struct batch_part *parts = arena_array(a, struct batch_part, d.n);
    for (size_t i = 0; i < d.n; i++)
        parts[i] = (struct batch_part){d.parts[i].name, d.parts[i].hash, d.parts[i].follows};
    *ret = (struct batch_digest){parts, d.n, d.all};
    return true;
}

/* `*common` cut down to the folders that it shares with `path`. */
static void cut_to_shared(struct str *common, bool *any, struct str path)
{
    struct str folder = path_folder(path);
    size_t n = 0, same = 0;
    if (!*any) {
        *common = folder;
        *any = true;
        return;
    }

    while (n < common->len && n < folder.len && common->p[n] == folder.p[n]) {
        if (common->p[n] == '/')
            same = n;
        n++;
    }

    bool ends =
        (n == common->len || common->p[n] == '/') && (n == folder.len || folder.p[n] == '/');
    *common = str_head(*common, ends ? n : same);
}

/* The innermost folder that all files lie in. */
static struct str output_folder(const struct atlas *atlas)
{
    struct str common = {0};
    bool any = false;
    for (size_t i = 0; i < atlas->n; i++) {
        for (size_t k = 0; k < atlas->pages[i].n_files; k++)
            cut_to_shared(&common, &any, atlas->pages[i].files[k].path);
    }
    for (size_t i = 0; i < atlas->n_books; i++) {
        if (atlas->books[i].path.len)
            cut_to_shared(&common, &any, atlas->books[i].path);
    }
    return common.len ? common : STR(".");
}

static struct batch_page job_page(struct atlas_batch *me, const struct atlas_page *p)
{
    struct arena *a = &me->r->a;
    struct str *files = arena_array(a, struct str, p->n_files);
    struct batch_page ret = {
        .key = p->key, .title = p->title, .label = p->label, .files = files, .n_files = p->n_files};

    for (size_t i = 0; i < p->n_files; i++)
        files[i] = p->files[i].path;
    if (p->book < me->atlas.n_books && me->atlas.books[p->book].path.len)
        ret.leaf = str_format(a, "%.*s/pages/%.*s%s", STR_FMT(batch_state_folder(a, &me->job)),
                              STR_FMT(p->stem), write_format_of_books()->endings[0]);
    return ret;
}

void batch_job_make(struct atlas_batch *me)
{
    struct arena *a = &me->r->a;
    const struct atlas *atlas = &me->atlas;
    struct batch_page *pages = arena_array(a, struct batch_page, atlas->n);
    struct batch_book *books = arena_array(a, struct batch_book, atlas->n_books);

    me->job = (struct batch_job){.name = path_stem(str_of(me->r->doc->file)),
                                 .folder = output_folder(atlas),
                                 .map = str_of(me->r->doc->file),
                                 .pages = pages,
                                 .n = atlas->n,
                                 .books = books,
                                 .draw = draw_page,
                                 .digest = digest_page,
                                 .ctx = me};

    for (size_t i = 0; i < atlas->n; i++)
        pages[i] = job_page(me, &atlas->pages[i]);
    for (size_t i = 0; i < atlas->n_books; i++) {
        const struct atlas_book *b = &atlas->books[i];
        if (b->path.len)
            books[me->job.n_books++] = (struct batch_book){b->path, b->title, b->first, b->n};
    }
}
