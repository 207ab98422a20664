/* How a scale of categories is made: distinct values are counted, put in order, and given looks. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/composed.h"
#include "base/log.h"
#include "base/num.h"
#include "style/scale.h"

/* One distinct value. */
struct distinct {
    uint64_t bits;   /* those of a number; the hash of a text in composed form */
    struct str text; /* of other types it is filled in once all are counted */
    double number;   /* for their order */
    size_t count;
    uint32_t first; /* row in which it was met first */
    size_t given;   /* its place in the order that is given, else in the order met */
    uint32_t into;  /* its class */
};

/* A hash table with open addressing; a slot holds an index into `v` plus one. */
struct distinct_set {
    struct arena *arena;
    ARRAY(struct distinct) v;
    uint32_t *slots;
    size_t n_slots; /* a power of two */
    const struct column *col;
};

/* The finaliser of MurmurHash3. */
static uint64_t mix_bits(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdULL;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53ULL;
    return h ^ h >> 33;
}

static uint64_t hash_text(struct str s)
{
    uint64_t h = 0xcbf29ce484222325ULL; /* FNV-1a, by 64 bits */
    for (; s.len >= 8; s = (struct str){s.p + 8, s.len - 8}) {
        uint64_t word;
        memcpy(&word, s.p, 8);
        h = (h ^ word) * 0x100000001b3ULL;
        h ^= h >> 32;
    }
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3ULL;
    return mix_bits(h);
}

static uint64_t bits_of(struct arena *a, const struct column *col, size_t row)
{
    uint64_t bits;
    switch (col->type) {
    case COL_TEXT:
        return hash_text(text_composed(a, col->v.s[row]));
    case COL_BOOL:
        return col->v.b[row] != 0;
    case COL_REAL:
        memcpy(&bits, &col->v.d[row], sizeof bits);
        return col->v.d[row] == 0 ? 0 : bits; /* -0 is 0 */
    default:
        return (uint64_t)col->v.i[row];
    }
}

static bool is_value_of(const struct distinct_set *set, const struct distinct *d, uint64_t bits,
                        size_t row)
{
    return d->bits == bits &&
           (set->col->type != COL_TEXT || text_same(d->text, set->col->v.s[row]));
}

static void grow_slots(struct distinct_set *set)
{
    set->n_slots = set->n_slots ? set->n_slots * 4 : 256;
    set->slots = arena_array(set->arena, uint32_t, set->n_slots);
    for (size_t i = 0; i < set->v.n; i++) {
        size_t at = mix_bits(set->v.v[i].bits) & (set->n_slots - 1);
        while (set->slots[at])
            at = (at + 1) & (set->n_slots - 1);
        set->slots[at] = (uint32_t)i + 1;
    }
}

static double number_of(const struct column *col, size_t row)
{
    switch (col->type) {
    case COL_TEXT:
        return 0;
    case COL_BOOL:
        return col->v.b[row];
    case COL_REAL:
        return col->v.d[row];
    default:
        return (double)col->v.i[row];
    }
}

/* Count the value in `row`; returns its index in `v`. */
static uint32_t count_value(struct distinct_set *set, uint32_t row)
{
    uint64_t bits = bits_of(set->arena, set->col, row);
    if (set->v.n * 2 >= set->n_slots)
        grow_slots(set);

    size_t at = mix_bits(bits) & (set->n_slots - 1);
    for (; set->slots[at]; at = (at + 1) & (set->n_slots - 1)) {
        uint32_t i = set->slots[at] - 1;
        if (is_value_of(set, &set->v.v[i], bits, row)) {
            set->v.v[i].count++;
            return i;
        }
    }

    *array_add(set->arena, &set->v) = (struct distinct){
        .bits = bits,
        .text = set->col->type == COL_TEXT ? set->col->v.s[row] : (struct str){0},
        .number = number_of(set->col, row),
        .count = 1,
        .first = row,
        .into = NO_CLASS,
    };
    set->slots[at] = (uint32_t)set->v.n;
    return (uint32_t)set->v.n - 1;
}

/* Howard Hinnant's civil_from_days: proleptic Gregorian, eras of 400 years from 1 March 0000. */
static struct str date_text(struct arena *a, int64_t days)
{
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    return str_format(a, "%04d-%02d-%02d", (int)(yoe + era * 400 + (month <= 2)), (int)month,
                      (int)day);
}

static struct str timestamp_text(struct arena *a, int64_t us)
{
    int64_t day_us = 86400LL * 1000000, days = us / day_us - (us % day_us < 0);
    int64_t s = (us - days * day_us) / 1000000;
    struct str date = date_text(a, days);
    return str_format(a, "%.*sT%02d:%02d:%02dZ", STR_FMT(date), (int)(s / 3600), (int)(s / 60 % 60),
                      (int)(s % 60));
}

struct str scale_value_text(struct arena *a, const struct column *col, size_t row)
{
    switch (col->type) {
    case COL_TEXT:
        return col->v.s[row];
    case COL_BOOL:
        return col->v.b[row] ? STR("true") : STR("false");
    case COL_REAL:
        return num_text(a, col->v.d[row]);
    case COL_DATE:
        return date_text(a, col->v.i[row]);
    case COL_TIMESTAMP:
        return timestamp_text(a, col->v.i[row]);
    default:
        return str_format(a, "%lld", (long long)col->v.i[row]);
    }
}

static int by_value(const void *a, const void *b)
{
    const struct distinct *x = *(struct distinct *const *)a, *y = *(struct distinct *const *)b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return text_cmp(x->text, y->text);
}

static int by_count(const void *a, const void *b)
{
    const struct distinct *x = *(struct distinct *const *)a, *y = *(struct distinct *const *)b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return by_value(a, b);
}

static int by_given(const void *a, const void *b)
{
    const struct distinct *x = *(struct distinct *const *)a, *y = *(struct distinct *const *)b;
    return (x->given > y->given) - (x->given < y->given);
}

/* Sort the first `n` of `v` as the document asks. */
static void put_in_order(const struct channel *c, struct distinct **v, size_t n)
{
    enum category_order order = c->order;
    if (order == ORDER_USUAL)
        order = c->top ? ORDER_COUNT : ORDER_VALUE;
    qsort(v, n, sizeof *v,
          order == ORDER_VALUE   ? by_value
          : order == ORDER_COUNT ? by_count
                                 : by_given);
}

/* The scale while it is made. */
struct categories {
    struct arena *arena;
    const struct channel *channel;
    struct distinct **v; /* in order */
    size_t n;
    struct scaled *ret;
};

static void add_class(struct categories *k, struct scale_class one)
{
    k->ret->classes[k->ret->n++] = one;
}

static struct scale_class class_of(const struct distinct *d, union look look)
{
    return (struct scale_class){
        .look = look, .value = d->text, .lo = d->number, .hi = d->number, .count = d->count};
}

/* Where `name` stands in `names`; `n` when it does not. */
static size_t name_at(const struct str *names, size_t n, struct str name)
{
    size_t j = 0;
    while (j < n && !text_same(names[j], name))
        j++;
    return j;
}

/* Classes of categories that own their look, by `map` or by a palette by name, in that order unless
 * the document asks for another. */
static void classes_by_name(struct categories *k, const struct str *names, const union look *looks,
                            size_t n)
{
    k->ret->classes = arena_array(k->arena, struct scale_class, n + 1);
    if (!k->channel->order) {
        for (size_t i = 0; i < n; i++)
            add_class(k, (struct scale_class){.look = looks[i], .value = names[i]});
    } else {
        put_in_order(k->channel, k->v, k->n);
    }

    for (size_t i = 0; i < k->n; i++) {
        size_t j = name_at(names, n, k->v[i]->text);
        if (j == n)
            continue;

        k->v[i]->into = (uint32_t)(k->channel->order ? k->ret->n : j);
        if (k->channel->order)
            add_class(k, class_of(k->v[i], looks[j]));
        else
            k->ret->classes[j] = class_of(k->v[i], looks[j]);
    }
}

static void palette_by_name(struct categories *k, const struct palette *p)
{
    union look *looks = arena_array(k->arena, union look, p->n);
    for (size_t i = 0; i < p->n; i++)
        looks[i].color = p->colors[i];
    classes_by_name(k, p->values, looks, p->n);
}

/* How many of the categories get a look of their own; the looks are left in `looks`. */
static size_t choose_looks(struct categories *k, union look *looks)
{
    const struct channel *c = k->channel;
    size_t n = k->n < PALETTE_MAX ? k->n : PALETTE_MAX, wanted = k->n;
    if (c->top && c->top < n)
        n = wanted = c->top;
    while (n && !scale_looks(k->arena, c, n, looks))
        n--;

    if (n < wanted && !k->ret->reported)
        log_warn(c->by->at, "palette-too-short",
                 "'%.*s' has %zu values, but there are looks for only %zu: the %zu least frequent "
                 "share one",
                 STR_FMT(str_head(c->by->text, 60)), wanted, n, wanted - n);
    return n;
}

static void classes_by_palette(struct categories *k)
{
    union look looks[PALETTE_MAX];
    size_t n = choose_looks(k, looks);
    if (n < k->n) /* the commonest stay */
        qsort(k->v, k->n, sizeof(struct distinct *), by_count);
    put_in_order(k->channel, k->v, n);

    k->ret->classes = arena_array(k->arena, struct scale_class, n + 1);
    for (size_t i = 0; i < n; i++) {
        k->v[i]->into = (uint32_t)i;
        add_class(k, class_of(k->v[i], looks[i]));
    }
}

/* Values without a class go to `other`, or are reported and not drawn. */
static void settle_rest(struct categories *k, bool by_name)
{
    const struct channel *c = k->channel;
    size_t values = 0, features = 0, rest = k->ret->n;
    struct str first = {0};
    bool other = c->has_other || !by_name;

    for (size_t i = 0; i < k->n; i++) {
        if (k->v[i]->into != NO_CLASS)
            continue;
        k->v[i]->into = other ? (uint32_t)rest : NO_CLASS;
        first = values++ ? first : k->v[i]->text;
        features += k->v[i]->count;
    }

    if (!values)
        return;

    if (other)
        add_class(k, (struct scale_class){
                         .kind = CLASS_OTHER, .look = scale_other(c), .count = features});
    else if (!k->ret->reported)
        log_warn(c->by->at, "no-class",
                 "%zu features are not drawn: the scale has no class for %zu values of '%.*s' "
                 "('%.*s'%s)",
                 features, values, STR_FMT(str_head(c->by->text, 60)), STR_FMT(str_head(first, 60)),
                 values > 1 ? ", ..." : "");
}

bool scale_category(struct arena *a, const struct channel *c, const struct column *col,
                    const uint32_t *rows, size_t n, struct scaled *ret, struct lode_err *err)
{
    (void)err;
    struct distinct_set set = {.arena = a, .col = col};
    for (size_t i = 0; i < n; i++)
        ret->class_of[i] = scale_is_missing(col, rows[i]) ? NO_CLASS : count_value(&set, rows[i]);

    struct categories k = {a, c, arena_array(a, struct distinct *, set.v.n), set.v.n, ret};
    for (size_t i = 0; i < set.v.n; i++) {
        set.v.v[i].text = scale_value_text(a, col, set.v.v[i].first);
        set.v.v[i].given = name_at(c->order_values, c->n_order_values, set.v.v[i].text);
        if (set.v.v[i].given == c->n_order_values)
            set.v.v[i].given += i;
        k.v[i] = &set.v.v[i];
    }

    qsort(k.v, k.n, sizeof(struct distinct *), by_value);
    bool named = c->kind == LOOK_COLOR && c->palette.values && !c->n_map;
    if (c->n_map)
        classes_by_name(&k, c->map_values, c->map_looks, c->n_map);
    else if (named)
        palette_by_name(&k, &c->palette);
    else
        classes_by_palette(&k);
    settle_rest(&k, c->n_map > 0);

    for (size_t i = 0; i < n; i++) {
        if (ret->class_of[i] != NO_CLASS)
            ret->class_of[i] = set.v.v[ret->class_of[i]].into;
    }

    return true;
}
