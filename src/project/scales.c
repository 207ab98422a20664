/* How the scale of an atlas page follows from what fits and from the rules of the document. */
#include "project/scales.h"

#include <math.h>

/* A sheet that needs a scale up to 0.5 % smaller than the one all sheets have in common still gets
 * that. Taste. */
static const double SLACK = 1.005;

double scales_round(double denominator)
{
    static const double steps[] = {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10};
    double power = pow(10, floor(log10(denominator)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] * power >= denominator * (1 - 1e-9))
            return steps[i] * power;
    }
    return 10 * power;
}

double scales_common(double common, double fits)
{
    return common > 0 && fits <= common * SLACK ? common : fits;
}

bool scales_apply(const struct doc_scales *rules, struct view *v, struct lode_err *err)
{
    double fits = v->scale_denominator, wanted = scales_common(rules->common, fits);
    if (rules->fixed > 0)
        wanted = rules->fixed;
    if (rules->round && wanted == fits)
        wanted = scales_round(fits);

    for (size_t i = rules->n_list; i-- > 0;) {
        if (i + 1 == rules->n_list || rules->list[i] >= fits * (1 - 1e-9))
            wanted = rules->list[i];
    }

    if (rules->max > 0)
        wanted = fmax(wanted, rules->max);
    if (rules->min > 0)
        wanted = fmin(wanted, rules->min);

    return wanted == fits || view_rescale(v, wanted, v, err);
}
