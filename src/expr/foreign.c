/* What people who come from SQL, PostGIS or QGIS write in expressions, and how lode writes it. */
#include "expr/foreign.h"

#include <glib.h>
#include <string.h>

static const struct {
    const char *here, *words; /* words are separated by blanks; case does not count */
} rows[] = {
    {"case(condition, then, else)", "if iif when then end switch decode else"},
    {"coalesce(value, other)", "nvl ifnull"},
    {"name IS NULL", "isnull is_null"},
    {"name IS NOT NULL", "notnull is_not_null"},
    {"CASEI(name) LIKE CASEI('ay%')", "ilike"},
    {"name LIKE 'Ay%'",
     "regexp rlike regexp_match regexp_matches regexp_like glob matches similar starts starts_with "
     "begins startswith like_regex"},
    {"name LIKE '%iron%'", "contains_text strpos instr position includes search find"},
    {"name LIKE '%ore'", "ends ends_with endswith"},
    {"name IN ('a', 'b')", "isin any"},
    {"upper(text)", "ucase toupper to_upper uppercase"},
    {"lower(text)", "lcase tolower to_lower lowercase"},
    {"title(text)", "initcap capitalize proper"},
    {"trim(text)", "ltrim rtrim btrim strip"},
    {"left(text, count) or right(text, count)", "substr substring mid slice"},
    {"replace(text, old, new)", "translate regexp_replace"},
    {"concat(a, b)", "concat_ws string_agg array_to_string"},
    {"length(text)", "len char_length character_length strlen"},
    {"text(value)", "to_string tostring to_text to_char str string"},
    {"number(text)", "to_real to_int to_number tonumber to_integer to_double float int integer "
                     "real double cast as"},
    {"format(number, decimals)", "format_number number_format"},
    {"DATE('2024-02-29')", "to_date"},
    {"TIMESTAMP('2024-02-29T12:30:00Z')", "to_datetime to_timestamp"},
    {"log10(number)", "log ln"},
    {"a ^ b", "pow power"},
    {"a % b", "mod modulo"},
    {"floor(number)", "trunc truncate"},
    {"ceil(number)", "ceiling"},
    {"min(a, b)", "least"},
    {"max(a, b)", "greatest"},
    {"area()", "st_area $area"},
    {"length()", "st_length $length"},
    {"perimeter()", "st_perimeter $perimeter"},
    {"lon()", "x st_x $x x_min x_max"},
    {"lat()", "y st_y $y y_min y_max"},
    {"S_INTERSECTS(a, b)", "intersects st_intersects overlay_intersects"},
    {"S_WITHIN(a, b)", "within st_within st_coveredby overlay_within coveredby"},
    {"S_CONTAINS(a, b)", "contains st_contains st_covers overlay_contains covers"},
    {"S_CROSSES(a, b)", "crosses st_crosses overlay_crosses"},
    {"S_DISJOINT(a, b)", "disjoint st_disjoint overlay_disjoint"},
    {"S_EQUALS(a, b)", "equals st_equals overlay_equals"},
    {"S_OVERLAPS(a, b)", "overlaps st_overlaps"},
    {"S_TOUCHES(a, b)", "touches st_touches overlay_touches"},
    {"a step 'near' of a map document, with 'within: 10 km'",
     "st_dwithin dwithin st_distance distance overlay_nearest s_dwithin s_distance"},
    {"a step 'buffer' of a map document", "st_buffer buffer"},
    {"a step 'centroid' or 'inside-point' of a map document",
     "st_centroid centroid st_pointonsurface"},
    {"a step 'count' or 'dissolve' of a map document", "count sum avg mean aggregate group"},
    {"the condition alone: tonnes > 3", "select where from having"},
    {"the column's name alone", "get attribute field"},
};

static bool is_among(struct str word, struct str list)
{
    struct str one;
    while (str_cut(&list, ' ', &one)) {
        if (one.len == word.len && g_ascii_strncasecmp(one.p, word.p, word.len) == 0)
            return word.len > 0;
    }
    return false;
}

const char *foreign_here(struct str word)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (is_among(word, str_of(rows[i].words)))
            return rows[i].here;
    }
    return NULL;
}
