/* Kinds of values that several tables of the language use. */
#include "doc/schema_kinds.h"

#include <string.h>

#include "base/arena.h"

const struct value kind_text = {.kind = VALUE_TEXT};
const struct value kind_expression = {.kind = VALUE_EXPRESSION};
const struct value kind_template = {.kind = VALUE_TEMPLATE};
const struct value kind_file = {.kind = VALUE_FILE};
const struct value kind_layer = {.kind = VALUE_LAYER};
const struct value kind_bool = {.kind = VALUE_BOOL};
const struct value kind_number = {.kind = VALUE_NUMBER};
const struct value kind_share = {.kind = VALUE_SHARE};
const struct value kind_color = {.kind = VALUE_COLOR};
const struct value kind_count = {.kind = VALUE_WHOLE, .bound = BOUND_POSITIVE, .most = 10000};
const struct value kind_paper = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_PAPER, .bound = BOUND_NOT_NEGATIVE};
const struct value kind_letters = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_PAPER, .bound = BOUND_NOT_NEGATIVE};
const struct value kind_line = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_PAPER, .bound = BOUND_NOT_NEGATIVE};
const struct value kind_paper_signed = {.kind = VALUE_LENGTH, .lengths = LENGTH_PAPER};
const struct value kind_paper_pair = {
    .kind = VALUE_LIST, .of = &kind_paper_signed, .at_least = 2, .at_most = 2};
const struct value kind_ground = {
    .kind = VALUE_LENGTH, .lengths = LENGTH_GROUND, .bound = BOUND_POSITIVE};
const struct value kind_flag_or_name = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_bool, &kind_text)};
const struct value kind_texts = {.kind = VALUE_LIST, .of = &kind_text, .at_least = 1};
const struct value kind_text_or_texts = {.kind = VALUE_ONE_OF,
                                         .any = ONE_OF(&kind_text, &kind_texts)};
const struct value kind_layers = {.kind = VALUE_LIST, .of = &kind_layer, .at_least = 1};
const struct value kind_lonlat = {
    .kind = VALUE_LIST, .of = &kind_number, .at_least = 2, .at_most = 2};
const struct value kind_lonlat_box = {
    .kind = VALUE_LIST, .of = &kind_number, .at_least = 4, .at_most = 4};

const struct value kind_at = {.kind = VALUE_WORD,
                              .words = WORDS("top", "bottom", "left", "right", "top left",
                                             "top right", "bottom left", "bottom right")};
const struct value kind_align = {
    .kind = VALUE_WORD, .words = WORDS("start", "centre", "end", "left", "center", "right")};

static const struct value weight_word = {
    .kind = VALUE_WORD,
    .words = WORDS("thin", "light", "normal", "medium", "semibold", "bold", "heavy")};
static const struct value weight_number = {
    .kind = VALUE_WHOLE, .bound = BOUND_POSITIVE, .most = 1000};
const struct value kind_weight = {.kind = VALUE_ONE_OF,
                                  .any = ONE_OF(&weight_word, &weight_number)};
const struct value kind_slant = {.kind = VALUE_WORD, .words = WORDS("normal", "italic")};

static const struct key halo_keys[] = {
    {"color", &kind_color, 0, "its colour"},
    {"width", &kind_paper, 0, "how far it reaches round the letters"},
};
static const struct section halo_section = SECTION("a halo", halo_keys);
static const struct value halo_map = A_MAP(halo_section);
const struct value kind_none = {.kind = VALUE_WORD, .what = "'none'", .words = WORDS("none")};
const struct value kind_halo = {.kind = VALUE_ONE_OF, .any = ONE_OF(&halo_map, &kind_none)};

static const struct key text_style_keys[] = {
    {"font", &kind_text, 0, "the font family"},
    {"size", &kind_letters, 0, "the size of the letters"},
    {"weight", &kind_weight, 0, "bold, or 100 to 1000"},
    {"style", &kind_slant, 0, "normal or italic"},
    {"color", &kind_color, 0, "the colour of the letters"},
    {"halo", &kind_halo, 0, "an outline that keeps the text readable"},
    {"letter-spacing", &kind_paper_signed, 0, "space added between letters"},
    {"line-height", &kind_number, 0, "distance of lines, in sizes of the letters"},
};
const struct section schema_text_style = SECTION("a text style", text_style_keys);

const struct section *section_with(struct arena *a, const struct section *s, const char *name,
                                   const struct value *v)
{
    struct key *keys = arena_array(a, struct key, s->n_keys);
    struct section *ret = arena_new(a, struct section);
    for (size_t i = 0; i < s->n_keys; i++) {
        keys[i] = s->keys[i];
        if (strcmp(keys[i].name, name) == 0)
            keys[i].value = v;
    }
    *ret = *s;
    ret->keys = keys;
    return ret;
}
