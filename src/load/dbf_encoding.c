/* How the encoding of a .dbf is decided: by what states it, checked against the bytes, or by them. */
#include "load/dbf_encoding.h"

#include <glib.h>
#include <string.h>

#include "load/guess.h"

/* So many nats speak against an encoding that is stated before it is said; real texts of the stated
 * one stay below. Taste, as the number of texts. */
#define CONTRADICTED 40.0
enum { TEXTS_MIN = 3 };

/* Where the shapes are by the header of the .shp, if those are degrees. */
static struct box place_of(const struct shp *s)
{
    const uint8_t *p = s->file.p;
    if (s->file.n < 100)
        return (struct box){0};

    struct box b = {le_double(p + 36), le_double(p + 44), le_double(p + 52), le_double(p + 60)};
    bool degrees = b.x0 >= -180 && b.x1 <= 180 && b.y0 >= -90 && b.y1 <= 90;
    return degrees ? b : (struct box){0};
}

/* Take all texts of the table into account, or only the names of its columns. */
static struct guess guess_table(struct arena *a, const struct shapefile *s, bool names_only)
{
    const struct dbf *d = &s->dbf;
    struct str rows = {(const char *)d->file.p + d->header, names_only ? 0 : d->n * d->record};
    struct guess g = {.place = place_of(&s->shp)};
    for (size_t k = 0; k < d->n_fields; k++)
        guess_add(&g, a, d->fields[k].name);

    for (size_t i = 0; !names_only && !encoding_is_ascii(rows) && i < d->n; i++) {
        for (size_t k = 0; k < d->n_fields; k++) {
            if (!strchr("NFLD", d->fields[k].type))
                guess_add(&g, a, dbf_raw(d, &d->fields[k], i));
        }
    }

    return g;
}

static bool names_are_ascii(const struct dbf *d)
{
    bool ascii = true;
    for (size_t k = 0; k < d->n_fields; k++)
        ascii &= encoding_is_ascii(d->fields[k].name);
    return ascii;
}

/* False: there is no .cpg, or it says nothing, or it names an unknown encoding. */
static bool read_cpg(struct reading *r, struct shapefile *s)
{
    struct str line = {0}, rest = s->cpg;
    if (str_starts(rest, STR("\xef\xbb\xbf")))
        rest = str_from(rest, 3);
    if (!str_trim(rest).len)
        return false;

    str_cut(&rest, '\n', &line);
    line = str_trim(line);
    if (line.len == 6 && g_ascii_strncasecmp(line.p, "system", 6) == 0)
        return false; /* that of the writer's machine, whichever that was */
    if (encoding_named(r->arena, line, &s->encoding))
        return true;
    reading_warn(r, "encoding", "the .cpg of '%.*s' names an unknown encoding: '%.*s'",
                 STR_FMT(r->source->file.s), line.len > 40 ? 40 : (int)line.len, line.p);
    return false;
}

static bool read_statement(struct reading *r, struct shapefile *s, bool *ret_stated,
                           struct lode_err *err)
{
    const struct doc_text *said = &r->source->encoding;
    *ret_stated = true;
    s->encoding_by = "the document";
    if (said->s.p)
        return encoding_named(r->arena, said->s, &s->encoding) ||
               encoding_fail_unknown(said->s, said->at, err);

    s->encoding_by = "the .cpg";
    if (read_cpg(r, s))
        return true;

    s->encoding_by = "the language driver of the .dbf";
    *ret_stated = encoding_of_ldid(r->arena, s->dbf.ldid, &s->encoding);
    return true;
}

/* Hold a statement against the bytes. Texts that are all UTF-8 are that, whatever a .cpg says; the
 * document has the last word. */
static void check_statement(struct reading *r, struct shapefile *s, bool names_only)
{
    struct guess g = guess_table(r->arena, s, names_only);
    if (g.n_texts < TEXTS_MIN)
        return;

    bool utf8 = g.n_utf8 && g.n_utf8 + g.n_cut == g.n_texts;
    if (!utf8 && guess_against(&g, r->arena, str_of(s->encoding.name)) < CONTRADICTED)
        return;

    s->contradicted = true;
    s->stated = s->encoding.name;
    s->verdict = guess_verdict(&g, r->arena, true);
    if (utf8 && !r->source->encoding.s.p)
        encoding_named(r->arena, STR("UTF-8"), &s->encoding);
}

bool dbf_encoding_decide(struct reading *r, struct shapefile *s, struct lode_err *err)
{
    /* Names of columns must read the same whether or not the rows are wanted. */
    bool stated, names_only = r->params->schema_only && names_are_ascii(&s->dbf);
    if (!read_statement(r, s, &stated, err))
        return false;
    if (stated && s->encoding.iconv)
        check_statement(r, s, names_only);
    if (stated)
        return true;

    struct guess g = guess_table(r->arena, s, names_only);
    s->verdict = guess_verdict(&g, r->arena, true);
    s->encoding_by = "the content";
    s->encoding_guessed = !s->verdict.none;
    bool known = encoding_named(r->arena, str_of(s->verdict.name), &s->encoding);
    s->encoding.mixed = s->verdict.mixed;
    return known;
}

void dbf_encoding_of_broken(struct arena *a, struct encoding *e, void *ctx, struct encoding *ret)
{
    struct guess g = guess_table(a, ctx, false);
    guess_other(&g, a, e, ret);
}

static void report_contradiction(struct reading *r, const struct shapefile *s)
{
    const struct verdict *v = &s->verdict;
    struct str file = r->source->file.s;
    bool utf8 = strcmp(v->name, "UTF-8") == 0;

    if (utf8 && !s->encoding.iconv)
        reading_warn(r, "encoding",
                     "%s of '%.*s' says %s, but all of its texts are UTF-8, and were read as that",
                     s->encoding_by, STR_FMT(file), s->stated);
    else if (utf8)
        reading_warn(
            r, "encoding",
            "the document says %s, but all texts of '%.*s' are UTF-8; write `encoding: UTF-8`",
            s->stated, STR_FMT(file));
    else
        reading_warn(
            r, "encoding",
            "%s says that '%.*s' is %s, and it was read as that; its texts look more like "
            "%s: %.*s; or %s: %.*s; state with `encoding:` the one in which they are right",
            s->encoding_by, STR_FMT(file), s->stated, v->name, STR_FMT(v->sample), v->next,
            STR_FMT(v->next_sample));
}

void dbf_encoding_report(struct reading *r, const struct shapefile *s)
{
    const struct verdict *v = &s->verdict;
    struct str file = r->source->file.s;
    if (s->contradicted && !r->params->schema_only)
        report_contradiction(r, s);
    if (!s->encoding_guessed || r->params->schema_only)
        return;

    if (!s->encoding.iconv)
        reading_warn(r, "encoding",
                     "'%.*s' does not say its encoding; by its content it was read as UTF-8",
                     STR_FMT(file));
    else
        reading_warn(r, "encoding",
                     "'%.*s' does not say its encoding; %s it was read as %s: %.*s; if that looks "
                     "right, state it with `encoding: %s`; the next likely is %s: %.*s",
                     STR_FMT(file), v->last_resort ? "as the last resort" : "by its content",
                     v->name, STR_FMT(v->sample), v->name, v->next, STR_FMT(v->next_sample));
}
