/* Names of places and minerals, put into an encoding by iconv, and found out again. */
#include <glib.h>
#include <string.h>

#include "load/encoding.h"
#include "load/guess.h"

static const char *const russian[] = {
    "Астана", "Алматы", "Мазари-Шариф", "медь, золото", "ж.-д. линия Хайратон, Мазари-Шариф", NULL};
static const char *const shouting[] = {"КАБУЛ", "МЕСТОРОЖДЕНИЕ АЙНАК", "ШУРАБ", "ВЕРХНИЙ БАДАХШАН",
                                       NULL};
static const char *const one[] = {"Айнак", NULL};
static const char *const kazakh[] = {"Караганда", "Оскемен", "Кызылорда", "Жезказган", NULL};
static const char *const german[] = {"Müller", "Ünlü", "Größe", "Köln", NULL};
static const char *const french[] = {"créée", "à", "Île-de-France", "Besançon", "ÉTÉ", NULL};
static const char *const spanish[] = {"Añá", "Mérida", "Nariño", "Bío Bío", NULL};
static const char *const persian[] = {"کابل", "مزار شریف", "هرات", "قندهار", NULL};
static const char *const arabic[] = {"كابول", "مزار شريف", "هرات", "النحاس", NULL};
static const char *const italian[] = {"La strada è chiusa", "Qui è il ponte", "Non è nota", NULL};
static const char *const czech[] = {"Plzeň", "České Budějovice", "Hradec Králové", "Žďár", NULL};
static const char *const turkish[] = {"İstanbul", "Şanlıurfa", "Eskişehir", "Muğla", "Ağrı", NULL};
static const char *const greek[] = {"Αθήνα", "Θεσσαλονίκη", NULL};
static const char *const korean[] = {"서울특별시", "부산광역시", "경기도", NULL};
static const char *const taiwanese[] = {"臺北市", "高雄市", "新北市", NULL};
static const char *const japanese[] = {"東京都", "さいたま市", "大阪府", NULL};
static const char *const thai[] = {"กรุงเทพมหานคร", "เชียงใหม่", NULL};
static const char *const ukrainian[] = {"Київ", "Львів", "Запоріжжя", NULL};
static const char *const plain[] = {"Kabul", "Aynak", NULL};

static const struct sample {
    const char *name, *encoding, *expected;
    const char *const *texts;
} samples[] = {
    {"russian/1251", "CP1251", "CP1251", russian},
    {"russian/866", "CP866", "CP866", one},
    {"russian/koi8", "KOI8-R", "KOI8-R", one},
    {"russian/utf8", "UTF-8", "UTF-8", russian},
    {"capitals/1251", "CP1251", "CP1251", shouting},
    {"capitals/866", "CP866", "CP866", shouting},
    {"capitals/koi8", "KOI8-R", "KOI8-R", shouting},
    {"one/1251", "CP1251", "CP1251", one},
    {"kazakh/1251", "CP1251", "CP1251", kazakh},
    {"german", "CP1252", "CP1252", german},
    {"italian", "CP1252", "CP1252", italian},
    {"french/850", "CP850", "CP850", french},
    {"czech", "CP1250", "CP1250", czech},
    {"czech/iso", "ISO-8859-2", "ISO-8859-2", czech},
    {"turkish/1254", "CP1254", "CP1254", turkish},
    {"greek", "CP1253", "CP1253", greek},
    {"greek/737", "CP737", "CP737", greek},
    {"korean", "CP949", "CP949", korean},
    {"taiwanese", "BIG5", "BIG5", taiwanese},
    {"japanese/932", "CP932", "CP932", japanese},
    {"japanese/euc", "EUC-JP", "EUC-JP", japanese},
    {"thai", "TIS-620", "CP874", thai},
    {"ukrainian/koi8", "KOI8-U", "KOI8-U", ukrainian},
    {"turkish", "CP1252", "CP1252", (const char *const[]){"Bakü", NULL}},
    {"french", "CP1252", "CP1252", french},
    {"spanish", "CP1252", "CP1252", spanish},
    {"arabic", "CP1256", "CP1256", arabic},
    {"persian/utf8", "UTF-8", "UTF-8", persian},
    {"plain", "UTF-8", "UTF-8", plain},
};

static void test_sample(gconstpointer data)
{
    const struct sample *s = data;
    struct arena a = {0};
    struct guess g = {0};
    arena_init(&a, 0);
    for (size_t i = 0; s->texts[i]; i++) {
        gsize n;
        char *bytes = g_convert(s->texts[i], -1, s->encoding, "UTF-8", NULL, &n, NULL);
        g_assert_nonnull(bytes);
        guess_add(&g, &a, str_copy(&a, (struct str){bytes, n}));
        g_free(bytes);
    }

    struct verdict v = guess_verdict(&g, &a, true);
    g_assert_cmpstr(v.name, ==, s->expected);
    g_assert_true(!v.next == (strcmp(v.name, "UTF-8") == 0));
    g_assert_true(!v.next || strcmp(v.next, v.name) != 0);
    arena_finish(&a);
}

/* The place decides between near ones: Klaipėda and Klaipëda. */
static void test_place(void)
{
    struct arena a = {0};
    struct guess there = {.place = {21, 55, 24, 56}}, elsewhere = {.place = {2, 46, 3, 47}};
    arena_init(&a, 0);
    guess_add(&there, &a, STR("Klaip\353da"));
    guess_add(&elsewhere, &a, STR("Klaip\353da"));
    g_assert_cmpstr(guess_verdict(&there, &a, true).name, ==, "CP1257");
    g_assert_cmpstr(guess_verdict(&elsewhere, &a, true).name, ==, "CP1252");
    arena_finish(&a);
}

/* Most texts are UTF-8: a few that are not do not change that. */
static void test_mixed(void)
{
    struct arena a = {0};
    struct guess g = {0};
    struct encoding e = {.name = "UTF-8"}, other = {0};
    arena_init(&a, 0);
    guess_add(&g, &a, STR("Кабул"));
    guess_add(&g, &a, STR("Душанбе"));
    guess_add(&g, &a, STR("\xd2\xe0\xf8\xea\xe5\xed\xf2"));
    g_assert_cmpstr(guess_verdict(&g, &a, true).name, ==, "UTF-8");
    guess_other(&g, &a, &e, &other);
    g_assert_cmpstr(other.name, ==, "CP1251");
    g_assert_false(e.cuts);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        char *path = g_strdup_printf("/guess/%s", samples[i].name);
        g_test_add_data_func(path, &samples[i], test_sample);
        g_free(path);
    }
    g_test_add_func("/guess/place", test_place);
    g_test_add_func("/guess/mixed", test_mixed);
    return g_test_run();
}
