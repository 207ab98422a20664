#include "expr/collate.h"

#include "expr/order.h"
#include "fixture.h"

/* The words are in order already. */
static void check_order(const char *words)
{
    struct arena a = {0};
    char **all = g_strsplit(words, " ", -1);
    size_t n = g_strv_length(all);
    arena_init(&a, 0);
    for (size_t i = 1; i < n; i++) {
        struct collation x = collate_key(&a, str_of(all[i - 1])),
                         y = collate_key(&a, str_of(all[i]));
        if (collate_compare(x, y) >= 0)
            g_error("'%s' is not before '%s'", all[i - 1], all[i]);
        g_assert_cmpint(collate_compare(y, x), >, 0);
    }
    g_strfreev(all);
    arena_finish(&a);
}

static void test_names_stand_where_a_reader_looks(void)
{
    check_order("1 9 Aachen Åland Albania Ćmielów Dubai Đurđevac Egypt eSwatini Ethiopia Łódź "
                "Lübeck Luxor Malta Ørsted "
                "Oslo Österreich Zürich Алматы");
    check_order("Абай Әулие Базар Гори Ғазни Джамбул Ёлка Жетісу Ила Йод Казань Қарағанды Қостанай "
                "Лена Наманган Ош Өскемен "
                "Рига Ургут Ұзынағаш Үржар Фергана Ҳисор Чуст Ҷиргатол Шу");
    check_order("آمو ابد اراک بلخ پکتیا تخار جوزجان چاریکار خوست زابل ژوب غزنی کابل گردیز لوگر "
                "نیمروز وردک هرات یزد");
}

static void check_same(const char *x, const char *y)
{
    struct arena a = {0};
    arena_init(&a, 0);
    g_assert_cmpint(collate_compare(collate_key(&a, str_of(x)), collate_key(&a, str_of(y))), ==, 0);
    arena_finish(&a);
}

static void test_case_and_accents_do_not_count(void)
{
    check_same("ÉTÉ", "ete");
    check_same("e\xcc\x81", "\xc3\xa9"); /* decomposed, composed */
    check_same("Straße", "STRASSE");
    check_same("ىزد", "یزد");
    check_same("كابل", "کابل");
    check_same("می\u200cرود", "میرود"); /* with a joiner */
    check_same("\xff", "\xff");         /* no UTF-8 */
}

static void test_rows(void)
{
    static const struct str names[] = {{"b", 1}, {"B", 1}, {"", 0}, {"A", 1}, {"a", 1}};
    static const uint8_t null[] = {0, 0, 1, 0, 0};
    struct column c = {.name = STR("name"), .type = COL_TEXT, .n = 5, .null = null, .v.s = names};
    struct table t = {.columns = &c, .n_columns = 1, .n = 5};
    struct arena a = {0};
    struct str rising = STR("name"), falling = STR("-name");
    arena_init(&a, 0);
    static const uint32_t up[] = {3, 4, 1, 0, 2}, down[] = {0, 1, 4, 3, 2};
    g_assert_cmpmem(order_rows(&a, &t, &rising, 1), sizeof up, up, sizeof up);
    g_assert_cmpmem(order_rows(&a, &t, &falling, 1), sizeof down, down, sizeof down);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/expr/collate/names", test_names_stand_where_a_reader_looks);
    g_test_add_func("/expr/collate/same", test_case_and_accents_do_not_count);
    g_test_add_func("/expr/collate/rows", test_rows);
    return g_test_run();
}
