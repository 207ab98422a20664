/* `lode batch` draws the pages of an atlas, several at a time, and only those that have changed. */
#include <string.h>

#include "cli/command.h"
#include "cli/console.h"
#include "cli/progress.h"

/* A page that takes ten minutes was not meant to be drawn. Taste. */
static const double default_limit_s = 600;

struct batch_args {
    double jobs, limit_s;
    struct texts only;
    const char *shard, *report;
    struct sets sets;
    bool resume, force, keep_going, fail_fast, dry_run, list, explain;
};

static const struct option options[] = {
    {.name = "jobs",
     .letter = 'j',
     A_NUMBER(struct batch_args, jobs),
     .value = "N",
     .least = 1,
     .most = 1024,
     .help = "how many workers; the default is the number of processors"},
    {.name = "only",
     SOME_TEXTS(struct batch_args, only),
     .value = "KEYS",
     .help = "only pages with these keys, separated by commas; * ? [..] are wildcards; may be "
             "repeated"},
    {.name = "shard",
     A_TEXT(struct batch_args, shard),
     .value = "I/N",
     .help = "only the I-th of N parts of the pages; slurm, slurm/N, k8s and k8s/N take I from the "
             "array job or Indexed Job"},
    {.name = "resume",
     A_FLAG(struct batch_args, resume),
     .help = "continue a run that was cut off; pages that may have been the cause come last"},
    {.name = "force",
     A_FLAG(struct batch_args, force),
     .help = "also draw pages that have not changed"},
    {.name = "keep-going",
     .letter = 'k',
     A_FLAG(struct batch_args, keep_going),
     .help = "draw all other pages when a page fails; this is the default"},
    {.name = "fail-fast",
     A_FLAG(struct batch_args, fail_fast),
     .help = "start no other page after one that failed"},
    {.name = "timeout",
     A_NUMBER(struct batch_args, limit_s),
     .value = "SECONDS",
     .least = 1,
     .most = 1e6,
     .help = "give up a page that takes longer; the default is 600"},
    {.name = "dry-run",
     .letter = 'n',
     A_FLAG(struct batch_args, dry_run),
     .help = "print which pages would be drawn, and why; draw none"},
    {.name = "list",
     .letter = 'l',
     A_FLAG(struct batch_args, list),
     .help = "print the keys of the pages, one per line; draw none"},
    {.name = "explain",
     .letter = 'e',
     A_FLAG(struct batch_args, explain),
     .help = "report why each page is drawn: which of its parts has changed"},
    {.name = "report",
     A_TEXT(struct batch_args, report),
     .value = "FILE",
     .help = "write the result for each page as JSON; '-' is standard output"},
    {.name = "set",
     SOME_SETS(struct batch_args, sets),
     .value = "KEY=VALUE",
     .help = "set a value of the document, such as page.size=A5; may be repeated"},
};

static int draw_pages(const struct call *call)
{
    const struct batch_args *args = call->args;
    struct progress progress;

    if (args->keep_going && args->fail_fast)
        return console_usage(call->console, NULL,
                             "'--keep-going' and '--fail-fast' do not go together");
    if (args->resume && args->force)
        return console_usage(call->console, "leave out '--resume' to draw all pages anew",
                             "'--resume' and '--force' do not go together");

    progress_init(&progress, call->console);

    return lode_batch(call->lode, call->operands[0],
                      &(struct lode_batch_params){
                          .jobs = (size_t)args->jobs,
                          .only = args->only.v,
                          .n_only = args->only.n,
                          .shard = args->shard,
                          .resume = args->resume,
                          .force = args->force,
                          .fail_fast = args->fail_fast,
                          .dry_run = args->dry_run,
                          .list = args->list,
                          .explain = args->explain,
                          .report = args->report,
                          .limit_s = args->limit_s > 0 ? args->limit_s : default_limit_s,
                          .sets = args->sets.v,
                          .n_sets = args->sets.n,
                          .tick_s = progress.terminal ? 0.5 : 2,
                          .progress = progress_show,
                          .ctx = &progress,
                      });
}

const struct command batch_command = {
    .name = "batch",
    .operands = "MAP",
    .summary = "draw the pages of an atlas, in parallel and only what has changed",
    .about =
        "Reads the document MAP, which has a section 'atlas:', loads and prepares once what its "
        "pages share, and draws the pages with several workers. A page that fails does not stop "
        "the others; if a worker crashes, its page is tried once more.\n"
        "A journal in NAME.batch beside the outputs records what is done, so that the next run "
        "draws only what has changed, also after a crash. A second run into the same folder is "
        "refused; shards and selections may run at the same time, and 'lode merge' puts them "
        "together.\n"
        "The exit status is 0 when all pages are there, 3 when some are, 1 when none could be "
        "made, 2 when the document or the command line is wrong.",
    .examples = "lode batch maps/afghanistan-provinces.yaml\tall pages that have changed\n"
                "lode batch map.yaml --only 'AF-KAB,AF-HER' --force\tthese pages, changed or not\n"
                "lode batch map.yaml --dry-run\twhat would be drawn, and why\n"
                "lode batch map.yaml --list | parallel lode batch map.yaml -j 1 --only {}\t\n"
                "lode batch map.yaml --shard 2/4\tone of four tasks; then: lode merge out\n",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .args_size = sizeof(struct batch_args),
    .least_operands = 1,
    .most_operands = 1,
    .run = draw_pages,
};
