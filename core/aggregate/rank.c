#include <math.h>

#include "aggregate/aggregate.h"
#include "aggregate/rank_sort.h"
#include "base/threads.h"

/* Scores this close, relative to the greater, are the same. */
#define TIE 1e-9

/* Units of one period stand together in `order`: those of period p are start[p] .. start[p + 1]
 * - 1. */
typedef struct run {
    hm_aggregated *aggregated;
    uint32_t *order;
    size_t *start;
    size_t periods;
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
    for (size_t i = r->start[period]; i < r->start[period + 1]; i++)
        if (column->states[r->order[i]] == HM_OBSERVED)
            room[count++] =
                (hm_ranked){hm_rank_key(merit(of, column->values[r->order[i]])), r->order[i]};
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
    for (size_t period = 0; period < r->periods; period++)
        rank_period(r, node, period, r->rooms[worker]);
    return true;
}

/* Counting sort of the units by period. */
static bool order_units(run *r, const hm_dataset *dataset, size_t units,
                        const hm_allocator *allocator) {
    const uint32_t *periods = hm_dataset_periods(dataset);
    for (size_t unit = 0; unit < units; unit++)
        if (periods[unit] >= r->periods)
            r->periods = (size_t)periods[unit] + 1;
    r->order = hm_allocate_array(allocator, units, sizeof *r->order);
    r->start = hm_allocate_array(allocator, r->periods + 2, sizeof *r->start);
    if (!r->order || !r->start)
        return false;
    for (size_t unit = 0; unit < units; unit++)
        r->start[periods[unit] + 2]++;
    for (size_t period = 1; period < r->periods + 2; period++)
        r->start[period] += r->start[period - 1];
    for (size_t unit = 0; unit < units; unit++)
        r->order[r->start[periods[unit] + 1]++] = (uint32_t)unit;
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
    if (order_units(&r, aggregated->evaluated->bound->dataset, units, allocator) &&
        open_rooms(&r, jobs, units, allocator))
        code = hm_threads_run(jobs, nodes, rank_node, &r, allocator, error);
    else
        code = hm_error_memory(error);
    for (size_t i = 0; r.rooms && i < jobs; i++)
        hm_release(allocator, r.rooms[i], units * 2 * sizeof **r.rooms);
    hm_release(allocator, r.rooms, jobs * sizeof *r.rooms);
    hm_release(allocator, r.order, units * sizeof *r.order);
    hm_release(allocator, r.start, (r.periods + 2) * sizeof *r.start);
    return code;
}
