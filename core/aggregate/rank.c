#include "aggregate/aggregate.h"
#include "aggregate/rank_if.h"
#include "methods/rank_places.h"
#include "evaluate/periods.h"
#include "platform/large.h"
#include "platform/threads.h"
#include "platform/cancel.h"

/* Fewer scores than this are sooner ranked than threads are started. */
static const size_t worth_threads = 16384;

typedef struct run {
    hm_aggregated *aggregated;
    const hm_cancel *cancel;
    hm_periods periods;
    uint32_t *nodes;               /* those that are ranked */
    const uint32_t *cities;        /* by unit */
    const uint8_t *unranked;       /* by city: 1 where it is kept out of ranks; NULL: none is */
    hm_rank_workspace *workspaces; /* by thread */
} run;

/* Of a group, or an indicator that reads nodes or may be imputed, by unit: what is asked of its
 * scores before they are ranked. */
typedef struct asked {
    hm_rank_if least;
    const uint8_t *reported; /* states; NULL: all scores rest on what was reported */
    const double *coverage;  /* NULL: 1 */
    const double *applicable;
    const uint8_t *partly; /* by block: `applicable` says something; NULL: none does */
} asked;

static asked ask(const hm_aggregated *aggregated, uint32_t node) {
    const size_t number = aggregated->group_of[node], start = number * aggregated->scores.rows;
    const hm_plan *plan = aggregated->plan;
    const uint32_t indicator = plan->nodes[node].indicator;
    asked of = {.least = plan->policy.rank_if,
                .reported = hm_aggregated_reported(aggregated, node)};
    if (indicator == HM_NO_INDICATOR) {
        of.coverage = aggregated->coverage + start;
        of.applicable = aggregated->applicable + start;
        of.partly = aggregated->partly + number * aggregated->block_count;
    } else if (plan->indicators[indicator].reads_nodes) {
        of.coverage = aggregated->read_coverage + start;
    }
    return of;
}

static inline bool is_ranked(const asked *of, uint32_t unit) {
    const bool lacks = of->reported && of->reported[unit] != HM_OBSERVED;
    return hm_rank_if_holds(of->least,
                            lacks          ? 0
                            : of->coverage ? of->coverage[unit]
                                           : 1,
                            of->partly && of->partly[unit / HM_BLOCK] ? of->applicable[unit] : 1);
}

static inline bool takes_part(const run *r, uint32_t unit) {
    return !r->unranked || !r->unranked[r->cities[unit]];
}

static void rank_period(const run *r, size_t number, size_t period,
                        const hm_rank_workspace *workspace) {
    const uint32_t node = r->nodes[number];
    const hm_grid_column *column = &r->aggregated->scores.columns[node];
    const double sign = r->aggregated->plan->nodes[node].least_first ? -1 : 1;
    uint32_t *ranks = r->aggregated->ranks + number * r->aggregated->scores.rows;
    const hm_plan *plan = r->aggregated->plan;
    const bool may_lack = plan->nodes[node].indicator == HM_NO_INDICATOR ||
                          hm_node_is_reader(plan, &plan->nodes[node]) ||
                          hm_aggregated_stepped(r->aggregated, node) != SIZE_MAX;
    const asked of = may_lack ? ask(r->aggregated, node) : (asked){.coverage = NULL};
    const bool gives = r->aggregated->plan->policy.has_not_reported;
    size_t count = 0;
    for (size_t i = r->periods.start[period]; i < r->periods.start[period + 1]; i++) {
        const uint32_t unit = r->periods.order[i];
        workspace->numbers[count] = sign * column->values[unit];
        workspace->owners[count] = unit;
        ranks[unit] = 0;
        count += column->states[unit] == HM_OBSERVED && takes_part(r, unit) &&
                 (!may_lack || is_ranked(&of, unit)) &&
                 !(gives && hm_aggregated_is_given(r->aggregated, node, unit));
    }
    hm_rank_places(workspace, count);
    for (size_t i = 0; i < count; i++)
        ranks[workspace->owners[i]] = workspace->places[i];
}

static bool rank_node(void *context, size_t worker, size_t number) {
    const run *r = context;
    for (size_t period = 0; period < r->periods.count && !hm_is_cancelled(r->cancel); period++)
        rank_period(r, number, period, &r->workspaces[worker]);
    return true;
}

/* --- memory --- */

static size_t longest_period(const hm_periods *periods) {
    size_t most = 1;
    for (size_t i = 0; i < periods->count; i++)
        if (periods->start[i + 1] - periods->start[i] > most)
            most = periods->start[i + 1] - periods->start[i];
    return most;
}

static hm_code rank_all(run *r, size_t jobs, const hm_allocator *allocator, hm_error *error) {
    const size_t count = r->aggregated->ranked_count, most = longest_period(&r->periods);
    if (count * r->aggregated->scores.rows < worth_threads)
        jobs = 1;
    jobs = jobs < count ? jobs : count;
    r->workspaces = hm_allocate_array(allocator, jobs, sizeof *r->workspaces);
    bool fine = r->workspaces != NULL;
    for (size_t i = 0; fine && i < jobs; i++)
        fine = hm_rank_workspace_open(&r->workspaces[i], most, allocator);
    const hm_code code =
        fine ? hm_threads_run(jobs, count, rank_node, r, allocator, error) : hm_error_memory(error);
    for (size_t i = 0; r->workspaces && i < jobs; i++)
        hm_rank_workspace_close(&r->workspaces[i]);
    hm_release(allocator, r->workspaces, jobs * sizeof *r->workspaces);
    return code;
}

/* Numbers the nodes that are ranked. */
static bool choose_nodes(run *r, size_t levels, const hm_allocator *allocator) {
    hm_aggregated *aggregated = r->aggregated;
    const hm_plan *plan = aggregated->plan;
    aggregated->ranked = hm_allocate_array(allocator, plan->node_count, sizeof *aggregated->ranked);
    r->nodes = hm_allocate_array(allocator, plan->node_count, sizeof *r->nodes);
    if (!aggregated->ranked || !r->nodes)
        return false;
    for (uint32_t i = 0; i < plan->node_count; i++) {
        aggregated->ranked[i] = HM_NOT_RANKED;
        if (plan->nodes[i].depth >= levels)
            continue;
        r->nodes[aggregated->ranked_count] = i;
        aggregated->ranked[i] = (uint32_t)aggregated->ranked_count++;
    }
    const size_t units = aggregated->scores.rows;
    aggregated->ranks =
        hm_allocate_large(allocator, aggregated->ranked_count * units * sizeof *aggregated->ranks);
    return aggregated->ranks != NULL;
}

hm_code hm_aggregated_rank(hm_aggregated *aggregated, size_t levels, size_t jobs,
                           const hm_cancel *cancel, const hm_allocator *allocator,
                           hm_error *error) {
    const hm_bound *bound = aggregated->bound;
    run r = {.aggregated = aggregated,
             .cancel = cancel,
             .cities = hm_dataset_cities(bound->dataset) + bound->first,
             .unranked = hm_dataset_unranked(bound->dataset)};
    if (levels == 0)
        return HM_OK;
    const bool fine = choose_nodes(&r, levels, allocator) &&
                      hm_periods_open(&r.periods, bound->dataset, bound->first,
                                      aggregated->scores.rows, allocator);
    const hm_code code = fine ? rank_all(&r, jobs, allocator, error) : hm_error_memory(error);
    hm_periods_close(&r.periods);
    hm_release(allocator, r.nodes, bound->plan->node_count * sizeof *r.nodes);
    return code == HM_OK ? hm_cancel_check(cancel, error) : code;
}
