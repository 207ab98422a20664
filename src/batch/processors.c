/* How many workers to start: the processors of this process, and what its control group may use. */
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/processors.h"
#include "batch/batch.h"

/* The limit of the control group (version 2), 0: none. cpu.max: "200000 100000" are two processors
 * at a time, "max" any number. A pod of Kubernetes sees its own group at this place. */
static size_t group_limit(void)
{
    char line[80] = "";
    FILE *f = fopen("/sys/fs/cgroup/cpu.max", "re");
    if (!f)
        return 0;

    size_t n = fread(line, 1, sizeof line - 1, f);
    fclose(f);

    struct str period = str_trim((struct str){line, n}), quota;
    int64_t most_us, period_us;
    if (!str_cut(&period, ' ', &quota) || !num_parse_int(quota, &most_us) ||
        !num_parse_int(period, &period_us) || most_us <= 0 || period_us <= 0)
        return 0;
    return (size_t)((most_us + period_us - 1) / period_us);
}

size_t batch_processors(void)
{
    size_t limit = group_limit(), n = (size_t)processors_allowed();
    return limit && limit < n ? limit : n;
}
