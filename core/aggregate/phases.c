/* phases.c: from phase to phase, units in blocks on all threads, and between phases what steps
 * learn. */
#include <stdatomic.h>

#include "aggregate/aggregate.h"
#include "base/error.h"
#include "platform/cancel.h"
#include "platform/clock.h"
#include "platform/threads.h"

enum { CHUNK = 8 * HM_BLOCK };

typedef struct run {
    hm_aggregated *aggregated;
    uint32_t phase;
    const hm_cancel *cancel;        /* may be NULL */
    hm_group_workspace *workspaces; /* for each thread */
    atomic_bool out_of_memory;
} run;

/* Units begin .. end - 1 at every node of the phase; `begin` is where a block begins. False when
 * memory has run out. */
static bool run_blocks(hm_aggregated *aggregated, uint32_t phase, size_t begin, size_t end,
                       hm_group_workspace *workspace) {
    if (!hm_joints_fill(aggregated->transformed, phase, begin, end - begin))
        return false;
    for (size_t first = begin; first < end; first += HM_BLOCK)
        hm_aggregated_score_block(aggregated, phase, first,
                                  end - first < HM_BLOCK ? end - first : HM_BLOCK, workspace);
    return true;
}

static bool aggregate_chunk(void *context, size_t worker, size_t chunk) {
    run *r = context;
    if (hm_is_cancelled(r->cancel))
        return false;
    const size_t units = r->aggregated->scores.rows;
    const size_t begin = chunk * CHUNK, end = begin + CHUNK < units ? begin + CHUNK : units;
    const bool fine = run_blocks(r->aggregated, r->phase, begin, end, &r->workspaces[worker]);
    if (!fine)
        atomic_store(&r->out_of_memory, true);
    return fine;
}

static bool open_workspaces(run *r, size_t jobs, const hm_allocator *allocator) {
    r->workspaces = hm_allocate_array(allocator, jobs, sizeof *r->workspaces);
    for (size_t i = 0; r->workspaces && i < jobs; i++)
        if (!hm_group_workspace_open(&r->workspaces[i], r->aggregated->plan, allocator))
            return false;
    return r->workspaces != NULL;
}

/* --- phases --- */

static hm_code run_phase(run *r, uint32_t phase, size_t jobs, const hm_allocator *allocator,
                         hm_error *error) {
    const size_t chunks = (r->aggregated->scores.rows + CHUNK - 1) / CHUNK;
    r->phase = phase;
    const hm_code code = hm_threads_run(jobs, chunks, aggregate_chunk, r, allocator, error);
    if (code == HM_OK && atomic_load(&r->out_of_memory))
        return hm_error_memory(error);
    return code == HM_OK ? hm_cancel_check(r->cancel, error) : code;
}

/* Which phases learn, and what comes last: the scores of a phase, or what it learns. */
typedef struct course {
    uint32_t end, learns_from;
    bool ends_with_learning;
    bool keeps_samples;
    size_t only_period;
} course;

static hm_code run_phases(run *r, const course *of, size_t jobs, const hm_allocator *allocator,
                          hm_error *error) {
    hm_code code = HM_OK;
    for (uint32_t phase = 0; code == HM_OK && phase <= of->end; phase++) {
        const double before = hm_clock_seconds();
        const bool goes_on = phase < of->end || !of->ends_with_learning;
        const hm_learn_options how = {.only_period = of->only_period,
                                      .takes = goes_on && of->only_period == HM_ALL_PERIODS,
                                      .keeps_samples = of->keeps_samples,
                                      .jobs = jobs,
                                      .cancel = r->cancel};
        if (phase > 0 && phase >= of->learns_from)
            code = hm_transformed_learn(r->aggregated->transformed, phase, &how, error);
        r->aggregated->learning += hm_clock_seconds() - before;
        if (code == HM_OK && goes_on)
            code = run_phase(r, phase, jobs, allocator, error);
        hm_transformed_go_on(r->aggregated->transformed);
    }
    return code;
}

static hm_code run_course(hm_aggregated *aggregated, const course *of, size_t jobs,
                          const hm_cancel *cancel, const hm_allocator *allocator, hm_error *error) {
    run r = {.aggregated = aggregated, .cancel = cancel};
    const size_t chunks = (aggregated->scores.rows + CHUNK - 1) / CHUNK;
    jobs = jobs < chunks ? jobs : chunks;
    const hm_code code = open_workspaces(&r, jobs, allocator)
                             ? run_phases(&r, of, jobs, allocator, error)
                             : hm_error_memory(error);
    for (size_t i = 0; r.workspaces && i < jobs; i++)
        hm_group_workspace_close(&r.workspaces[i]);
    hm_release(allocator, r.workspaces, jobs * sizeof *r.workspaces);
    return code;
}

hm_code hm_aggregated_run(hm_aggregated *aggregated, size_t jobs, const hm_cancel *cancel,
                          const hm_allocator *allocator, hm_error *error) {
    const course of = {.end = aggregated->plan->phase_count,
                       .learns_from = aggregated->transformed->own ? 1 : UINT32_MAX,
                       .keeps_samples = aggregated->changing,
                       .only_period = HM_ALL_PERIODS};
    return run_course(aggregated, &of, jobs, cancel, allocator, error);
}

hm_code hm_aggregated_learn(hm_aggregated *aggregated, uint32_t phase, size_t jobs,
                            const hm_cancel *cancel, const hm_allocator *allocator,
                            hm_error *error) {
    const course of = {.end = phase,
                       .learns_from = phase,
                       .ends_with_learning = true,
                       .keeps_samples = true,
                       .only_period = HM_ALL_PERIODS};
    return run_course(aggregated, &of, jobs, cancel, allocator, error);
}

hm_code hm_aggregated_leave_out(hm_aggregated *aggregated, size_t unit, const hm_cancel *cancel,
                                const hm_allocator *allocator, hm_error *error) {
    const course of = {
        .end = aggregated->plan->phase_count, .learns_from = 1, .only_period = HM_ALL_PERIODS};
    const hm_code code = hm_transformed_leave_out(aggregated->transformed, unit, error);
    return code == HM_OK ? run_course(aggregated, &of, 1, cancel, allocator, error) : code;
}

bool hm_aggregated_learns_across(const hm_plan *plan) {
    bool does = plan->weighs;
    for (size_t i = 0; i < plan->node_count; i++)
        for (size_t k = 0; k < plan->nodes[i].step_count; k++)
            does |= plan->nodes[i].steps[k].over_name != NULL;
    return does;
}

hm_code hm_aggregated_refit(hm_aggregated *aggregated, size_t unit, const hm_cancel *cancel,
                            const hm_allocator *allocator, hm_error *error) {
    const hm_bound *bound = aggregated->bound;
    const course of = {.end = aggregated->plan->phase_count,
                       .learns_from = 1,
                       .keeps_samples = true,
                       .only_period =
                           hm_aggregated_learns_across(aggregated->plan)
                               ? HM_ALL_PERIODS
                               : hm_dataset_periods(bound->dataset)[bound->first + unit]};
    hm_fits *before;
    hm_code code = hm_transformed_begin(aggregated->transformed, of.end + 1, &before, error);
    if (code != HM_OK)
        return code;
    code = run_course(aggregated, &of, 1, cancel, allocator, error);
    if (code == HM_OK)
        hm_fits_free(before);
    else
        hm_transformed_restore(aggregated->transformed, before);
    return code;
}
