/* Names of places and minerals, put into an encoding by iconv, and found out again. */
#include <glib.h>

#include "load/guess.h"

static const char *const russian[] = {
    "Астана", "Алматы", "Мазари-Шариф", "медь, золото", "ж.-д. линия Хайратон, Мазари-Шариф", NULL};
static const char *const shouting[] = {"КАБУЛ", "МЕСТОРОЖДЕНИЕ АЙНАК", NULL};
static const char *const one[] = {"Айнак", NULL};
static const char *const kazakh[] = {"Караганда", "Оскемен", "Кызылорда", "Жезказган", NULL};
static const char *const german[] = {"Müller", "Ünlü", "Größe", "Köln", NULL};
static const char *const french[] = {"créée", "à", "Île-de-France", "Besançon", "ÉTÉ", NULL};
static const char *const spanish[] = {"Añá", "Mérida", "Nariño", "Bío Bío", NULL};
static const char *const persian[] = {"کابل", "مزار شریف", "هرات", "قندهار", NULL};
static const char *const arabic[] = {"كابول", "مزار شريف", "هرات", "النحاس", NULL};
static const char *const plain[] = {"Kabul", "Aynak", NULL};

static const struct sample {
    const char *name, *encoding, *expected;
    const char *const *texts;
} samples[] = {
    {"russian/1251", "CP1251", "windows-1251", russian},
    {"russian/866", "CP866", "CP866", one},
    {"russian/koi8", "KOI8-R", "KOI8-R", one},
    {"russian/utf8", "UTF-8", "UTF-8", russian},
    {"capitals/1251", "CP1251", "windows-1251", shouting},
    {"capitals/866", "CP866", "CP866", shouting},
    {"capitals/koi8", "KOI8-R", "KOI8-R", shouting},
    {"one/1251", "CP1251", "windows-1251", one},
    {"kazakh/1251", "CP1251", "windows-1251", kazakh},
    {"german", "CP1252", "windows-1252", german},
    {"turkish", "CP1252", "windows-1252", (const char *const[]){"Bakü", NULL}},
    {"french", "CP1252", "windows-1252", french},
    {"spanish", "CP1252", "windows-1252", spanish},
    {"arabic", "CP1256", "windows-1256", arabic},
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
        guess_add(&g, &a, (struct str){bytes, n});
        g_free(bytes);
    }
    g_assert_cmpstr(guess_name(&g), ==, s->expected);
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
    return g_test_run();
}
