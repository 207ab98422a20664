/* Packs literals and matches into blocks of deflate, each with the Huffman codes that suit it. */
#include "write/deflate.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    BLOCK = 1 << 16, /* tokens, at most */
    SHORTEST = 3,
    LONGEST = 258,
    END_OF_BLOCK = 256,
    FIRST_LENGTH = 257,
    LENGTHS = 19, /* symbols of the code for code lengths */
    CODE_MAX = 15,
    LENGTHS_MAX = 7,
};

/* A literal, or a match. */
struct token {
    uint16_t symbol; /* of the literal or the length */
    uint8_t extra;   /* of the length */
    uint8_t distance_symbol;
    uint16_t distance_extra;
};

/* Where a value goes: its symbol, and the lowest bits of it that follow. */
struct symbol_of {
    unsigned symbol, extra;
};

static unsigned log2_of(uint32_t v)
{
    return 31 - (unsigned)__builtin_clz(v);
}

/* RFC 1951, 3.2.5: from 11 on, four symbols for each doubling. */
static struct symbol_of length_symbol(unsigned length)
{
    unsigned v = length - SHORTEST;
    if (length == LONGEST)
        return (struct symbol_of){DEFLATE_LITERALS - 1, 0};
    if (v < 8)
        return (struct symbol_of){FIRST_LENGTH + v, 0};
    unsigned k = log2_of(v), n = k - 2;
    return (struct symbol_of){FIRST_LENGTH + 4 * (k - 1) + ((v >> n) & 3), v & ((1u << n) - 1)};
}

static unsigned length_bits(unsigned symbol)
{
    unsigned v = symbol - FIRST_LENGTH;
    return v < 8 || symbol == DEFLATE_LITERALS - 1 ? 0 : v / 4 - 1;
}

/* The same: two symbols for each doubling. */
static struct symbol_of distance_symbol(unsigned distance)
{
    unsigned v = distance - 1;
    if (v < 4)
        return (struct symbol_of){v, 0};
    unsigned k = log2_of(v), n = k - 1;
    return (struct symbol_of){2 * k + ((v >> n) & 1), v & ((1u << n) - 1)};
}

static unsigned distance_bits(unsigned symbol)
{
    return symbol < 4 ? 0 : symbol / 2 - 1;
}

/* ---- codes */

struct code {
    uint8_t length[DEFLATE_LITERALS]; /* bits; 0: the symbol does not occur */
    uint16_t bits[DEFLATE_LITERALS];  /* the first one lowest */
};

struct leaf {
    uint32_t count, symbol;
};

static int by_count(const void *p, const void *q)
{
    const struct leaf *a = p, *b = q;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return a->symbol < b->symbol ? -1 : 1;
}

/* How many symbols have codes of each length, of the tree that joins the two rarest again and again
 * (Huffman 1952). `leaves` are in order, n >= 2. */
static void count_lengths(const struct leaf *leaves, int n, int longest, int *ret)
{
    uint32_t weight[2 * DEFLATE_LITERALS];
    int parent[2 * DEFLATE_LITERALS], depth[2 * DEFLATE_LITERALS];
    int leaf = 0, node = n;

    for (int i = 0; i < n; i++)
        weight[i] = leaves[i].count;
    for (int next = n; next < 2 * n - 1; next++) {
        weight[next] = 0;
        for (int k = 0; k < 2; k++) {
            int rarest =
                leaf < n && (node == next || weight[leaf] <= weight[node]) ? leaf++ : node++;
            weight[next] += weight[rarest];
            parent[rarest] = next;
        }
    }

    depth[2 * n - 2] = 0; /* the root */
    for (int i = 2 * n - 3; i >= 0; i--) {
        depth[i] = depth[parent[i]] + 1;
        if (i < n)
            ret[depth[i] < longest ? depth[i] : longest]++;
    }
}

/* Lengths that were cut to the longest make more codes than there is room for: again and again one
 * of the longest codes goes beside a shorter one, which becomes longer, until all fit (Kraft). */
static void fit_lengths(int *count, int longest)
{
    uint32_t taken = 0;
    for (int k = 1; k <= longest; k++)
        taken += (uint32_t)count[k] << (longest - k);
    for (; taken > 1u << longest; taken--) {
        int k = longest - 1;
        while (!count[k])
            k--;
        count[longest]--;
        count[k]--;
        count[k + 1] += 2;
    }
}

/* RFC 1951, 3.2.2: codes of one length follow one another in the order of the symbols. */
static void number_codes(struct code *c, int n, const int *count)
{
    uint32_t next[CODE_MAX + 2] = {0};
    for (int k = 1; k <= CODE_MAX; k++)
        next[k + 1] = (next[k] + (uint32_t)count[k]) << 1;
    for (int i = 0; i < n; i++) {
        uint32_t v = c->length[i] ? next[c->length[i]]++ : 0, turned = 0;
        for (int k = 0; k < c->length[i]; k++)
            turned |= (v >> k & 1) << (c->length[i] - 1 - k);
        c->bits[i] = (uint16_t)turned;
    }
}

/* At least two symbols get a code: some readers refuse codes with one symbol or none. */
static void make_code(struct code *ret, const uint32_t *counts, int n, int longest)
{
    struct leaf leaves[DEFLATE_LITERALS];
    int n_leaves = 0, count[CODE_MAX + 1] = {0};

    memset(ret, 0, sizeof *ret);
    for (int i = 0; i < n; i++) {
        if (counts[i])
            leaves[n_leaves++] = (struct leaf){counts[i], (uint32_t)i};
    }
    for (int i = 0; i < n && n_leaves < 2; i++) {
        if (!counts[i])
            leaves[n_leaves++] = (struct leaf){1, (uint32_t)i};
    }

    qsort(leaves, (size_t)n_leaves, sizeof *leaves, by_count);
    count_lengths(leaves, n_leaves, longest, count);
    fit_lengths(count, longest);

    int i = 0;
    for (int k = longest; k > 0; k--) {
        for (int m = 0; m < count[k]; m++)
            ret->length[leaves[i++].symbol] = (uint8_t)k;
    }
    number_codes(ret, n, count);
}

/* ---- bits */

/* Appends the n lowest bits; there must be room for them. */
static void put_bits(struct deflate *d, uint32_t bits, unsigned n)
{
    d->bits |= (uint64_t)bits << d->n_bits;
    d->n_bits += (int)n;
    if (d->n_bits < 32)
        return;

    for (int k = 0; k < 4; k++)
        d->bytes[d->n++] = (unsigned char)(d->bits >> 8 * k);
    d->bits >>= 32;
    d->n_bits -= 32;
}

/* Room for n more bytes. */
static void reserve_bytes(struct deflate *d, size_t n)
{
    if (d->n + n <= d->cap)
        return;
    d->cap = d->n + n + d->cap / 2;
    d->bytes = memory_grow(d->bytes, 1, d->cap);
}

/* A run of code lengths as the format has it: 16 repeats the last one, 17 and 18 are zeros. */
struct length_run {
    uint8_t symbol, n_extra, extra;
};

static int list_runs(const uint8_t *length, int n, struct length_run *ret)
{
    int n_runs = 0;
    for (int i = 0, end; i < n; i = end) {
        end = i + 1;
        while (end < n && length[end] == length[i])
            end++;

        if (length[i])
            ret[n_runs++] = (struct length_run){length[i], 0, 0};
        int left = end - i - (length[i] != 0);
        while (left >= 3) {
            int most = length[i] ? 6 : left > 10 ? 138 : 10, k = left < most ? left : most;
            if (length[i])
                ret[n_runs++] = (struct length_run){16, 2, (uint8_t)(k - 3)};
            else if (k > 10)
                ret[n_runs++] = (struct length_run){18, 7, (uint8_t)(k - 11)};
            else
                ret[n_runs++] = (struct length_run){17, 3, (uint8_t)(k - 3)};
            left -= k;
        }
        for (; left > 0; left--)
            ret[n_runs++] = (struct length_run){length[i], 0, 0};
    }
    return n_runs;
}

/* RFC 1951, 3.2.7. All symbols are listed; trailing zeros cost a byte. */
static void put_codes(struct deflate *d, const struct code *literals, const struct code *distances)
{
    static const uint8_t order[LENGTHS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                           11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint8_t all[DEFLATE_LITERALS + DEFLATE_DISTANCES];
    struct length_run runs[DEFLATE_LITERALS + DEFLATE_DISTANCES];
    uint32_t counts[LENGTHS] = {0};
    struct code code;

    memcpy(all, literals->length, DEFLATE_LITERALS);
    memcpy(all + DEFLATE_LITERALS, distances->length, DEFLATE_DISTANCES);
    int n = list_runs(all, sizeof all, runs);
    for (int i = 0; i < n; i++)
        counts[runs[i].symbol]++;
    make_code(&code, counts, LENGTHS, LENGTHS_MAX);

    put_bits(d, DEFLATE_LITERALS - 257, 5);
    put_bits(d, DEFLATE_DISTANCES - 1, 5);
    put_bits(d, LENGTHS - 4, 4);
    for (int i = 0; i < LENGTHS; i++)
        put_bits(d, code.length[order[i]], 3);
    for (int i = 0; i < n; i++) {
        put_bits(d, code.bits[runs[i].symbol], code.length[runs[i].symbol]);
        put_bits(d, runs[i].extra, runs[i].n_extra);
    }
}

static void put_block(struct deflate *d, bool last)
{
    struct code literals, distances;

    d->literals[END_OF_BLOCK] = 1;
    make_code(&literals, d->literals, DEFLATE_LITERALS, CODE_MAX);
    make_code(&distances, d->distances, DEFLATE_DISTANCES, CODE_MAX);
    reserve_bytes(d, 1024 + 6 * d->n_tokens);
    put_bits(d, last, 1);
    put_bits(d, 2, 2); /* a block with codes of its own */
    put_codes(d, &literals, &distances);

    for (size_t i = 0; i < d->n_tokens; i++) {
        const struct token *t = &d->tokens[i];
        unsigned length = literals.length[t->symbol];
        if (t->symbol < END_OF_BLOCK) {
            put_bits(d, literals.bits[t->symbol], length);
            continue;
        }

        put_bits(d, literals.bits[t->symbol] | (uint32_t)t->extra << length,
                 length + length_bits(t->symbol));
        length = distances.length[t->distance_symbol];
        put_bits(d, distances.bits[t->distance_symbol] | (uint32_t)t->distance_extra << length,
                 length + distance_bits(t->distance_symbol));
    }

    put_bits(d, literals.bits[END_OF_BLOCK], literals.length[END_OF_BLOCK]);
    d->n_tokens = 0;
    memset(d->literals, 0, sizeof d->literals);
    memset(d->distances, 0, sizeof d->distances);
}

static void add_token(struct deflate *d, struct token token)
{
    if (!d->tokens)
        d->tokens = memory_grow(NULL, sizeof *d->tokens, BLOCK);
    if (d->n_tokens == BLOCK)
        put_block(d, false);
    d->tokens[d->n_tokens++] = token;
    d->literals[token.symbol]++;
}

void deflate_literal(struct deflate *d, unsigned char byte)
{
    add_token(d, (struct token){.symbol = byte});
}

void deflate_match(struct deflate *d, size_t length, size_t distance)
{
    struct symbol_of far = distance_symbol((unsigned)distance);
    while (length) {
        /* The rest must be long enough for a match too. */
        size_t most =
            length > LONGEST && length < LONGEST + SHORTEST ? LONGEST - SHORTEST : LONGEST;
        size_t n = length < most ? length : most;
        struct symbol_of s = length_symbol((unsigned)n);

        add_token(d, (struct token){(uint16_t)s.symbol, (uint8_t)s.extra, (uint8_t)far.symbol,
                                    (uint16_t)far.extra});
        d->distances[far.symbol]++;
        length -= n;
    }
}

void deflate_end(struct deflate *d, bool last)
{
    put_block(d, last);
    if (!last) {
        put_bits(d, 0, 3); /* a stored block of nothing */
        put_bits(d, 0, (unsigned)(-d->n_bits & 7));
        put_bits(d, 0xffff0000u, 32);
    }

    for (; d->n_bits > 0; d->n_bits -= 8, d->bits >>= 8)
        d->bytes[d->n++] = (unsigned char)d->bits;
    d->bits = 0;
    d->n_bits = 0;
}

void deflate_finish(struct deflate *d)
{
    free(d->bytes);
    free(d->tokens);
    *d = (struct deflate){0};
}
