#include "write/deflate.h"

#include <glib.h>
#include <libdeflate.h>
#include <string.h>

/* What was asked for, and what libdeflate reads of what was written. */
struct both {
    GByteArray *wanted;
    struct deflate to;
};

static struct both begin(void)
{
    return (struct both){.wanted = g_byte_array_new()};
}

static void literal(struct both *b, unsigned char byte)
{
    g_byte_array_append(b->wanted, &byte, 1);
    deflate_literal(&b->to, byte);
}

static void match(struct both *b, size_t length, size_t distance)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = b->wanted->data[b->wanted->len - distance];
        g_byte_array_append(b->wanted, &byte, 1);
    }
    deflate_match(&b->to, length, distance);
}

static void assert_reads(struct both *b)
{
    struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
    unsigned char *read = g_malloc(b->wanted->len + 1);
    size_t n = 0;
    deflate_end(&b->to, true);
    g_assert_cmpint(
        libdeflate_deflate_decompress(reader, b->to.bytes, b->to.n, read, b->wanted->len + 1, &n),
        ==, LIBDEFLATE_SUCCESS);
    g_assert_cmpmem(read, n, b->wanted->data, b->wanted->len);
    g_free(read);
    libdeflate_free_decompressor(reader);
    deflate_finish(&b->to);
    g_byte_array_free(b->wanted, TRUE);
}

static void nothing_is_a_stream(void)
{
    struct both b = begin();
    assert_reads(&b);
    b = begin();
    literal(&b, 7);
    assert_reads(&b);
}

static void every_length_and_many_distances(void)
{
    struct both b = begin();
    for (int i = 0; i < DEFLATE_FARTHEST; i++)
        literal(&b, (unsigned char)(i * 2654435761u >> 24));
    for (size_t length = 3; length < 800; length++)
        match(&b, length, 1 + length * 997 % DEFLATE_FARTHEST);
    for (size_t distance = 1; distance <= DEFLATE_FARTHEST; distance += distance < 64 ? 1 : 61)
        match(&b, 3, distance);
    match(&b, 258, DEFLATE_FARTHEST);
    match(&b, 1000000, 1);
    assert_reads(&b);
}

/* The rarest of such symbols would have a code of 21 bits. */
static void codes_are_no_longer_than_the_format_has_them(void)
{
    struct both b = begin();
    guint32 count = 1, before = 1;
    for (int symbol = 0; symbol < 22; symbol++) {
        for (guint32 i = 0; i < count; i++)
            literal(&b, (unsigned char)symbol);
        guint32 next = count + before;
        before = count;
        count = next;
    }
    assert_reads(&b);
}

static void parts_follow_one_another(void)
{
    GRand *dice = g_rand_new_with_seed(5);
    struct both b = begin();
    for (int part = 0; part < 50; part++) {
        for (int i = g_rand_int_range(dice, 0, 90000); i > 0; i--)
            literal(&b, (unsigned char)g_rand_int_range(dice, 0, 1 + part * 5));
        literal(&b, 1);
        match(&b, (size_t)g_rand_int_range(dice, 3, 3000), 1);
        if (part % 2)
            deflate_end(&b.to, false);
    }
    assert_reads(&b);
    g_rand_free(dice);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/write/deflate/nothing-is-a-stream", nothing_is_a_stream);
    g_test_add_func("/write/deflate/every-length-and-many-distances",
                    every_length_and_many_distances);
    g_test_add_func("/write/deflate/codes-are-no-longer-than-the-format-has-them",
                    codes_are_no_longer_than_the_format_has_them);
    g_test_add_func("/write/deflate/parts-follow-one-another", parts_follow_one_another);
    return g_test_run();
}
