/* The letters of languages in the order of how often they stand in texts, and the encodings in use.
 *
 * Source: orders of letters by Wikipedia's tables of letter frequency where there is one (Russian:
 * Lyashevskaya & Sharov 2009), else by the alphabet; code pages by the WHATWG Encoding standard and
 * Microsoft's list of code page identifiers. */
#include "load/letters.h"

const struct language letters_languages[] = {
    {WESTERN, "éèàçêôîâëïûœùæ", {-5, 42, 9, 51}},
    {WESTERN, "üöäß", {5, 45, 17, 55}},
    {WESTERN, "áóíñéúü", {-118, -56, -34, 33}},
    {WESTERN, "ãçáóéíâêúôõà", {-74, -34, -34, 5}},
    {WESTERN, "àèìòùéî", {6, 36, 19, 47}},
    {WESTERN, "öäåøæé", {4, 54, 32, 72}},
    {WESTERN, "áíðöóéúæþý", {-25, 63, -13, 67}},
    {WESTERN, "éóáíöüèäñçãúëåïøôâàêîòìùýðþæßõûœÿ", {-180, -90, 180, 90}},
    {CENTRAL, "íáéýřčěšžůúťňďó", {12, 48, 19, 51.1}},
    {CENTRAL, "áíýéčžšúľťňôäďóĺŕ", {16.8, 47.7, 22.6, 49.7}},
    {CENTRAL, "łóńąęśżźć", {14, 49, 24.2, 55}},
    {CENTRAL, "áéöőóíüúű", {16, 45.7, 23, 48.6}},
    {CENTRAL, "ăâîşţșț", {20.2, 43.6, 30, 48.3}},
    {CENTRAL, "čšžćđ", {13, 41.8, 23, 46.9}},
    {TURKISH, "ıüşğçöİâî", {25.6, 35.8, 45, 42.2}},
    {BALTIC, "ėšžųįūčąę", {20.9, 53.8, 26.9, 56.5}},
    {BALTIC, "āēīšņūļģķčž", {20.9, 55.6, 28.3, 58.1}},
    {BALTIC, "äõüöšž", {21.7, 57.5, 28.3, 59.8}},
    {GREEK, "αοιετσνηρυκπςλμίάόέωδγθύήχβφώξζψϊϋΐ", {19.3, 34.8, 34.6, 41.8}},
    {HEBREW, "יוהלרםמאנבתדןסקטגפחזצשעךכףץ", {34.2, 29.4, 35.9, 33.4}},
    {ARABIC, "اليرنموبةتسدكقفحعجشطهأخصزإغىذضظثءئآؤ", {-17, 12, 60, 37.4}},
    {ARABIC, "انیرهسدتمشبلوکگپزفخجقحعچآغصطذژضظثئ", {44, 25, 75, 40}},
    {ARABIC, "ایرنسلموتبدکگپشہےفجچزخقحعںٹھآغڈصطڑضظئؤ", {60, 23, 78, 37}},
    {CYRILLIC, "оаеинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", {27, 41, 180, 82}},
    {CYRILLIC, "оаинвірклсетмдупзбгяьйхчжюшцщїєґф", {22, 44.3, 40.3, 52.4}},
    {CYRILLIC, "аынокірлсвтедцзмпугбяьйхчўжшюэфё", {23, 51.2, 32.8, 56.2}},
    {CYRILLIC, "аоиентрвслкдмпугбзъщчцшжхйфюя", {22, 41.2, 28.7, 44.3}},
    {CYRILLIC, "аиоенрстјлвкмдупгбзшцчжхћђљњџф", {18, 41.8, 23, 46.2}},
    {CYRILLIC, "аоиентрсвлкмдпугбзшцчжхјѓќљњџѕф", {20.4, 40.8, 23.1, 42.4}},
    {CYRILLIC, "аыеніртлқсдкомбұғуөәүңжшйпзгвхияюцчфэьъёщһ", {46.4, 40.5, 87.4, 55.5}},
    {THAI, "าเนรงกอ์มลัวสยิต่้ดีะปบทคแไพขใุชหูจซโธผฟภณศญษฐฉฎฏๆฮฤ็ถึื", {97.3, 5.6, 105.7, 20.5}},
    /* The last five are marks of tones that stand behind their letter. */
    {VIETNAMESE,
     "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ\u0301\u0300\u0309\u0303"
     "\u0323",
     {102, 8.4, 109.6, 23.4}},
};
const size_t letters_n_languages = sizeof letters_languages / sizeof *letters_languages;

const struct candidate letters_candidates[CANDIDATES] = {
    {"CP1252", WESTERN, 0, "WINDOWS-1252 ISO-8859-1"},
    {"ISO-8859-15", WESTERN, -4, ""},
    {"MACINTOSH", WESTERN, -3, ""},
    {"CP850", WESTERN, -3, ""},
    {"CP437", WESTERN, -4.5, ""},
    {"CP865", WESTERN, -5, ""},
    {"CP1250", CENTRAL, -1, "WINDOWS-1250"},
    {"ISO-8859-2", CENTRAL, -3, ""},
    {"CP852", CENTRAL, -4, "IBM852"},
    {"CP1254", TURKISH, -1, "WINDOWS-1254 ISO-8859-9"},
    {"CP857", TURKISH, -4, ""},
    {"CP1257", BALTIC, -2, "WINDOWS-1257"},
    {"ISO-8859-13", BALTIC, -4, ""},
    {"ISO-8859-15", BALTIC, -5, ""},
    {"CP775", BALTIC, -6, ""},
    {"CP1253", GREEK, -1, "WINDOWS-1253"},
    {"ISO-8859-7", GREEK, -2, ""},
    {"CP737", GREEK, -3, ""},
    {"CP1255", HEBREW, -1, "WINDOWS-1255 ISO-8859-8"},
    {"CP862", HEBREW, -3, ""},
    {"CP1256", ARABIC, -1, "WINDOWS-1256"},
    {"ISO-8859-6", ARABIC, -4, ""},
    {"CP1251", CYRILLIC, -0.5, "WINDOWS-1251"},
    {"KOI8-R", CYRILLIC, -1.5, ""},
    {"KOI8-U", CYRILLIC, -2, ""},
    {"CP866", CYRILLIC, -1.5, "IBM866"},
    {"ISO-8859-5", CYRILLIC, -3, ""},
    {"MAC-CYRILLIC", CYRILLIC, -3.5, ""},
    {"CP874", THAI, -1, "TIS-620"},
    {"CP1258", VIETNAMESE, -2, "WINDOWS-1258"},
    {"CP949", EAST_ASIAN, -1, "UHC EUC-KR"},
    {"CP932", EAST_ASIAN, -1, "SHIFT_JIS"},
    {"EUC-JP", EAST_ASIAN, -2, ""},
    {"GB18030", EAST_ASIAN, -1, "GB2312 GBK"},
    {"BIG5", EAST_ASIAN, -1, ""},
};

const struct two_bytes letters_two_bytes[] = {
    {"CP949", {0xb0, 0xc8}, {1, 0}, 0xa1, 2350},
    {"CP932", {0x88, 0x97}, {0x82, 0x83}, 0x40, 2965},
    {"EUC-JP", {0xb0, 0xcf}, {0xa4, 0xa5}, 0xa1, 2965},
    {"GB18030", {0xb0, 0xd7}, {1, 0}, 0xa1, 3755},
    {"BIG5", {0xa4, 0xc6}, {1, 0}, 0x40, 5401},
};
const size_t letters_n_two_bytes = sizeof letters_two_bytes / sizeof *letters_two_bytes;

bool letters_is_latin(enum alphabet a)
{
    return a <= BALTIC || a == VIETNAMESE;
}
