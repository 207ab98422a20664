/* Writes the texts of a table: headings, the cells of each row, and sums, in the language of the
 * page. */
#include "page/table_cells.h"

#include <inttypes.h>
#include <math.h>

#include "expr/order.h"
#include "expr/template.h"
#include "page/words.h"
#include "style/legend.h"
#include "style/legend_words.h"

static const struct str missing = {"\xe2\x80\x93", 3}; /* U+2013, en dash */

/* Digits of the largest number of a column, the most decimals it gets, and the most for the sake of
 * its smallest number; taste. */
enum { DIGITS = 4, DECIMALS_MOST = 6, DECIMALS_SMALL = 3 };

struct making {
    struct arena *a;
    struct str language;
    const struct doc_page_table *doc;
    const struct table *all;  /* the layer */
    const struct table *rows; /* those that are written, in order */
    struct table sums;        /* one row: numbers added up, all else missing */
    const struct expr_env *env;
    struct table_cells *ret;
};

static bool is_number(const struct column *c)
{
    return c->type == COL_INT || c->type == COL_REAL;
}

static double number_at(const struct column *c, size_t i)
{
    return c->type == COL_INT ? (double)c->v.i[i] : c->v.d[i];
}

/* NaN is missing too, as in expressions. */
static bool is_missing(const struct column *c, size_t i)
{
    return column_is_null(c, i) || (c->type == COL_REAL && isnan(c->v.d[i]));
}

/* ---- sums ---- */

/* The sum of a column as a column of one row: by Neumaier's summation; of whole numbers it is whole
 * while that fits. */
static struct column sum_of(struct arena *a, const struct column *c)
{
    double sum = 0, lost = 0, *real = arena_new(a, double);
    int64_t *whole = arena_new(a, int64_t);
    uint8_t *null = arena_new(a, uint8_t);
    bool fits = c->type == COL_INT;

    *null = 1;
    for (size_t i = 0; is_number(c) && i < c->n; i++) {
        if (is_missing(c, i))
            continue;

        double v = number_at(c, i), next = sum + v;
        lost += fabs(sum) >= fabs(v) ? sum - next + v : v - next + sum;
        sum = next;
        fits = fits && !__builtin_add_overflow(*whole, c->v.i[i], whole);
        *null = 0;
    }

    *real = sum + lost;
    struct column ret = {.name = c->name, .type = c->type, .n = 1, .null = null};
    if (fits)
        ret.v.i = whole;
    else if (is_number(c)) {
        ret.type = COL_REAL;
        ret.v.d = real;
    } else {
        ret.v.i = arena_alloc(a, sizeof(struct str), 1); /* an empty value of any type */
    }

    return ret;
}

/* Make m->sums. */
static void add_up(struct making *m)
{
    struct geom_builder nowhere = {0};
    struct column *columns = arena_array(m->a, struct column, m->all->n_columns);
    for (size_t i = 0; i < m->all->n_columns; i++)
        columns[i] = sum_of(m->a, &m->all->columns[i]);

    m->sums = *m->all;
    m->sums.n = 1;
    m->sums.columns = columns;
    if (m->all->geom.n) {
        geom_feature(&nowhere, GEOM_NONE);
        geom_finish(m->a, &nowhere, &m->sums.geom);
    }
}

static bool is_summed(const struct making *m, const struct doc_table_column *c)
{
    const struct column *of = c->column.s.p ? table_lookup(m->all, c->column.s) : NULL;
    if (!of || !is_number(of))
        return false;

    for (size_t i = 0; i < m->doc->n_totals; i++) {
        if (str_eq(m->doc->totals[i].s, c->column.s))
            return true;
    }
    return m->doc->total && !column_has_years(of);
}

/* ---- values as they are ---- */

/* Decimals with which `v` has all of its digits, at most `most`. */
static int decimals_of(double v, int most)
{
    int d = 0;
    for (double scale = 1; d < most; d++, scale *= 10) {
        if (fabs(v * scale - nearbyint(v * scale)) < 1e-6)
            break;
    }
    return d;
}

/* Decimals for four digits of the largest number, and for one of the smallest, that it is not
 * written as 0. */
static int decimals_for(const struct column *c)
{
    double largest = 0, smallest = INFINITY;
    int needed = 0;
    for (size_t i = 0; c->type == COL_REAL && i < c->n; i++) {
        double v = is_missing(c, i) ? 0 : fabs(c->v.d[i]);
        largest = fmax(largest, v);
        smallest = v > 0 ? fmin(smallest, v) : smallest;
    }

    if (!(largest > 0) || !isfinite(largest))
        return 0;

    double most = fmin(fmax(DIGITS - 1 - floor(log10(largest)), 0), DECIMALS_MOST);
    most = fmax(most, fmin(ceil(-log10(smallest)), DECIMALS_SMALL));
    for (size_t i = 0; i < c->n; i++) {
        int d = is_missing(c, i) ? 0 : decimals_of(c->v.d[i], (int)most);
        needed = d > needed ? d : needed;
    }

    return needed;
}

/* How the numbers of a column are written. */
struct writing {
    int decimals;
    bool grouping;
};

static struct str value_text(const struct making *m, const struct column *c, size_t i,
                             const struct writing *w)
{
    if (is_missing(c, i))
        return missing;
    if (c->type == COL_TEXT)
        return str_trim(c->v.s[i]).len ? str_trim(c->v.s[i]) : missing;
    if (c->type == COL_BOOL)
        return legend_word(m->language, c->v.b[i] ? WORD_YES : WORD_NO);
    if (c->type == COL_INT && fabs((double)c->v.i[i]) >= 0x1p53) /* a double would round it */
        return str_format(m->a, "%" PRId64, c->v.i[i]);
    return legend_number(m->a, m->language, number_at(c, i), w->decimals, w->grouping);
}

/* ---- columns ---- */

static struct str *cell_of(const struct making *m, size_t row, size_t column)
{
    return &m->ret->texts[row * m->ret->n_columns + column];
}

/* A column whose texts are a format with expressions. */
static bool write_format(struct making *m, size_t k, const struct node *format,
                         struct lode_err *err)
{
    const struct doc_table_column *c = &m->doc->columns[k];
    const struct column *of = c->column.s.p ? table_lookup(m->all, c->column.s) : NULL;
    struct template_text *t;
    struct str *texts;
    struct expr_env env = *m->env;
    size_t n;

    env.language = m->language;
    env.spell_numbers = true;
    env.even_numbers = true;
    if (!template_parse(m->a, format->text, format->at, &t, err) ||
        !template_check(m->a, t, m->rows, &env, err) ||
        !template_eval(m->a, t, m->rows, &env, &texts, &n, err))
        return false;

    m->ret->numbers[k] = of ? is_number(of) : template_is_number(t);
    for (size_t i = 0; i < m->ret->n_rows; i++)
        *cell_of(m, i, k) = i < n && texts[i].len ? texts[i] : missing;
    if (!m->ret->sums || !is_summed(m, c))
        return true;

    if (!template_eval(m->a, t, &m->sums, &env, &texts, &n, err))
        return false;
    m->ret->sums[k] = texts[0];
    return true;
}

/* Dates and times as expressions write them. */
static bool write_dates(struct making *m, size_t k, const struct doc_table_column *c,
                        struct lode_err *err)
{
    struct node format = {.kind = NODE_SCALAR,
                          .text = str_format(m->a, "{\"%.*s\"}", STR_FMT(c->column.s)),
                          .at = c->column.at};
    return write_format(m, k, &format, err);
}

static bool write_column(struct making *m, size_t k, struct lode_err *err)
{
    const struct doc_table_column *c = &m->doc->columns[k];
    const struct column *of = c->column.s.p ? table_lookup(m->all, c->column.s) : NULL;
    m->ret->heads[k] = c->label.s.p ? c->label.s : legend_name(m->a, c->column.s);

    if (c->format)
        return write_format(m, k, c->format, err);
    if (of->type == COL_DATE || of->type == COL_TIMESTAMP)
        return write_dates(m, k, c, err);

    m->ret->numbers[k] = is_number(of);
    const struct column *rows = table_lookup(m->rows, c->column.s);
    struct writing w = {c->decimals, !column_has_years(of)};
    if (w.decimals < 0)
        w.decimals = decimals_for(rows);

    for (size_t i = 0; i < m->ret->n_rows; i++)
        *cell_of(m, i, k) = value_text(m, rows, i, &w);

    if (m->ret->sums && is_summed(m, c))
        m->ret->sums[k] = value_text(m, table_lookup(&m->sums, c->column.s), 0,
                                     &(struct writing){w.decimals, true});
    return true;
}

static bool sums_are_empty(const struct table_cells *t)
{
    for (size_t k = 0; k < t->n_columns; k++) {
        if (t->sums[k].len)
            return false;
    }
    return true;
}

bool table_cells_make(struct arena *a, const struct page_layout *l,
                      const struct doc_page_table *doc, const struct page_table *of,
                      struct table_cells *ret, struct lode_err *err)
{
    const struct table *all = &of->features->table;
    struct features rows;
    struct str *keys = arena_array(a, struct str, doc->n_order);
    size_t most = doc->rows && doc->rows < TABLE_ROWS_MAX ? doc->rows : TABLE_ROWS_MAX;

    for (size_t i = 0; i < doc->n_order; i++)
        keys[i] = doc->order[i].s;
    *ret = (struct table_cells){.n_columns = doc->n_columns, .n_all = all->n};
    ret->n_rows = all->n < most ? all->n : most;
    features_take(a, of->features, order_rows(a, all, keys, doc->n_order), ret->n_rows, &rows);
    ret->heads = arena_array(a, struct str, ret->n_columns);
    ret->numbers = arena_array(a, bool, ret->n_columns);
    ret->texts = arena_array(a, struct str, ret->n_rows * ret->n_columns);

    struct making m = {.a = a,
                       .language = l->in.doc->language.s,
                       .doc = doc,
                       .all = all,
                       .rows = &rows.table,
                       .env = &of->env,
                       .ret = ret};
    if (doc->total || doc->n_totals) {
        add_up(&m);
        ret->sums = arena_array(a, struct str, ret->n_columns);
    }

    for (size_t k = 0; k < ret->n_columns; k++) {
        if (!write_column(&m, k, err))
            return lode_within(err, "the table of '%.*s'", STR_FMT(doc->of.s));
    }

    if (ret->sums && sums_are_empty(ret))
        ret->sums = NULL;
    else if (ret->sums && !ret->sums[0].len)
        ret->sums[0] = words_total(m.language);
    return true;
}
