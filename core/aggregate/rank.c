#include <math.h>

#include "aggregate/aggregate.h"
#include "aggregate/rank_sort.h"
#include "base/threads.h"
#include "evaluate/periods.h"

/* Scores this close, relative to the greater, are the same. */
#define TIE 1e-9

typedef struct run {
    hm_aggregated *aggregated;
    hm_periods periods;
    hm_ranked **rooms; /* for each thread, two entries a unit */
} run;

/* What is taken off is better the less it is. */
static double merit(const hm_node *node, double score) {
    return node->deducts ? 0 - score : score;
}

/* Of equals the earlier unit stands first, so that the order is always the same. */
static void rank_period(const run *r, size_t node, size_t period, hm_ranked *room) {
    const size_t units = r->aggregated->scores.rows;
    const hm_node *of = &r->aggregated->evaluated->bound->package->nodes[node];
    const hm_column *column = &r->aggregated->scores.columns[node];
    uint32_t *ranks = r->aggregated->ranks + node * units;
    size_t count = 0, first = 0;
    for (size_t i = r->periods.start[period]; i < r->periods.start[period + 1]; i++) {
        const uint32_t unit = r->periods.order[i];
        if (column->states[unit] == HM_OBSERVED)
            room[count++] = (hm_ranked){hm_rank_key(merit(of, column->values[unit])), unit};
    }
    const hm_ranked *sorted = hm_rank_sort(room, room + units, count);
    double best = 0; /* of the tie */
    for (size_t i = 0; i < count; i++) {
        const double score = hm_rank_score(sorted[i].key);
        if (i == 0 || best - score > TIE * fabs(best)) {
            first = i;
            best = score;
        }
        ranks[sorted[i].unit] = (uint32_t)first + 1;
    }
}

static bool rank_node(void *context, size_t worker, size_t node) {
    const run *r = context;
    for (size_t period = 0; period < r->periods.count; period++)
        rank_period(r, node, period, r->rooms[worker]);
    return true;
}

static bool open_rooms(run *r, size_t jobs, size_t units, const hm_allocator *allocator) {
    r->rooms = hm_allocate_array(allocator, jobs, sizeof *r->rooms);
    for (size_t i = 0; r->rooms && i < jobs; i++) {
        r->rooms[i] = hm_allocate_array(allocator, units, 2 * sizeof **r->rooms);
        if (!r->rooms[i])
            return false;
    }
    return r->rooms != NULL;
}

hm_code hm_aggregated_rank(hm_aggregated *aggregated, size_t jobs, const hm_allocator *allocator,
                           hm_error *error) {
    const size_t units = aggregated->scores.rows, nodes = aggregated->scores.count;
    run r = {.aggregated = aggregated};
    if (jobs > nodes)
        jobs = nodes;
    hm_code code;
    const hm_bound *bound = aggregated->evaluated->bound;
    if (hm_periods_open(&r.periods, bound->dataset, bound->first, units, allocator) &&
        open_rooms(&r, jobs, units, allocator))
        code = hm_threads_run(jobs, nodes, rank_node, &r, allocator, error);
    else
        code = hm_error_memory(error);
    for (size_t i = 0; r.rooms && i < jobs; i++)
        hm_release(allocator, r.rooms[i], units * 2 * sizeof **r.rooms);
    hm_release(allocator, r.rooms, jobs * sizeof *r.rooms);
    hm_periods_close(&r.periods);
    return code;
}
