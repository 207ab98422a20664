/* Any bytes as .shp, .shx and .dbf: two lengths in front, then the three one after the other. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "load/dbf.h"
#include "load/encoding.h"
#include "load/shp.h"

static void read_shapes(struct arena *a, struct shp *s)
{
    struct geom_builder b = {0};
    struct shape_tally tally = {0};
    struct geometry g;
    for (size_t i = 0; i < s->n; i++) {
        struct lode_err err = {0};
        struct box box;
        shp_box(s, i, &box, &err);
        shp_add(s, i, &b, &tally, &err);
    }
    geom_finish(a, &b, &g);
    for (size_t k = 0; k < 2 * geometry_coords(&g); k++) {
        if (g.xy[k] * 0 != 0)
            __builtin_trap(); /* a number that is none got through */
    }
}

static void read_rows(struct arena *a, const struct dbf *d)
{
    struct encoding utf8 = {.name = "UTF-8"};
    struct text_pool *pool = text_pool_create(a, &utf8);
    for (size_t k = 0; k < d->n_fields && k < 8; k++) {
        struct column_builder c = {.type = dbf_type(d, &d->fields[k]), .field = (int)k};
        for (size_t i = 0; i < d->n && i < 1000; i++) {
            dbf_is_deleted(d, i);
            dbf_read(d, &c, i, pool);
        }
        column_finish(a, &c);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    size_t shp_len = le16(data), shx_len = le16(data + 2);
    data += 4;
    size -= 4;
    shp_len = shp_len < size ? shp_len : size;
    shx_len = shx_len < size - shp_len ? shx_len : size - shp_len;
    struct bytes shp = {data, shp_len, "a.shp"}, shx = {data + shp_len, shx_len, "a.shx"};
    struct bytes dbf = {data + shp_len + shx_len, size - shp_len - shx_len, "a.dbf"};
    struct arena a = {0};
    struct shp s;
    struct dbf d = {0};
    struct lode_err err = {0};
    struct lode_span at = {0};
    arena_init(&a, 1 << 28);
    if (shp_open(&a, &shp, &shx, at, &s, &err) || shp_open_cut(&a, &shp, at, &s)) {
        shp_check_index(&a, &s);
        read_shapes(&a, &s);
        shp_close(&s);
    }
    err = (struct lode_err){0};
    if (!dbf_open(&a, &dbf, at, &d, &err))
        dbf_open_cut(&a, &dbf, &d);
    read_rows(&a, &d);
    arena_finish(&a);
    return 0;
}
