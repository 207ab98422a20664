/* How many processors the kernel lets this process use. */
#include "base/processors.h"

#include <sched.h>

int processors_allowed(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}
