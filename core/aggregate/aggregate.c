#include "aggregate/aggregate.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/threads.h"
#include "methods/methods.h"

enum { CHUNK = 16 * HM_BLOCK };

/* Sums of weights are compared with the threshold with room for their rounding. */
#define COVERAGE_ROUNDING 1e-9

typedef struct run {
    hm_aggregated *aggregated;
    double *scores, *weights; /* room for one group's children, for each thread */
    size_t most_children;
} run;

static double rounded(const hm_package *package, double score) {
    return package->policy.rounding < 0 ? score : hm_number_round(score, package->policy.rounding);
}

static void score_indicator(hm_aggregated *aggregated, size_t number, size_t first, size_t end) {
    const hm_package *package = aggregated->evaluated->bound->package;
    const uint32_t found = package->nodes[number].indicator;
    const hm_indicator *indicator = &package->indicators[found];
    const hm_column *from = &aggregated->scaled->scores.columns[found];
    hm_column *to = &aggregated->scores.columns[number];
    memcpy(to->states + first, from->states + first, end - first);
    for (size_t unit = first; unit < end; unit++)
        to->values[unit] = from->states[unit] == HM_OBSERVED
                               ? rounded(package, hm_evaluated_score(indicator, from->values[unit]))
                               : 0;
}

/* Does the child count for its group's coverage? What does not apply, or cannot be computed for
 * lack of cases, does not. */
static bool is_applicable(uint8_t state) {
    return state != HM_NOT_APPLICABLE && state != HM_UNDEFINED;
}

static void score_group_unit(hm_aggregated *aggregated, size_t number, size_t unit, double *scores,
                             double *weights) {
    const hm_package *package = aggregated->evaluated->bound->package;
    const hm_node *node = &package->nodes[number];
    const double threshold = package->policy.min_coverage;
    double applicable = 0, covered = 0, deducted = 0;
    size_t applicable_count = 0, count = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        const uint32_t child = node->children[i];
        const uint8_t state = aggregated->scores.columns[child].states[unit];
        const double weight = package->nodes[child].weight;
        if (is_applicable(state)) {
            applicable_count++;
            applicable += weight;
            covered += weight * hm_aggregated_coverage(aggregated, child, unit);
        }
        if (package->nodes[child].deducts) {
            deducted += aggregated->scores.columns[child].values[unit];
        } else if (state == HM_OBSERVED && weight > 0) {
            scores[count] = aggregated->scores.columns[child].values[unit];
            weights[count++] = weight;
        }
    }
    const double coverage = applicable > 0 ? covered / applicable : 0;
    hm_column *column = &aggregated->scores.columns[number];
    aggregated->coverage[aggregated->group_of[number] * aggregated->scores.rows + unit] = coverage;
    column->values[unit] = 0;
    if (applicable_count == 0) {
        column->states[unit] = HM_NOT_APPLICABLE;
    } else if (count == 0 || coverage + COVERAGE_ROUNDING < threshold) {
        column->states[unit] = HM_INSUFFICIENT;
    } else {
        column->states[unit] = HM_OBSERVED;
        const double combined = hm_methods[node->method].combine(scores, weights, count) - deducted;
        column->values[unit] = rounded(package, combined > 0 ? combined : 0);
    }
}

/* Children stand behind their parents, so going backwards meets them first. */
void hm_aggregated_run(hm_aggregated *aggregated, size_t begin, size_t end, double *scores,
                       double *weights) {
    const hm_package *package = aggregated->evaluated->bound->package;
    for (size_t number = package->node_count; number-- > 0;) {
        if (package->nodes[number].indicator != HM_NO_INDICATOR) {
            score_indicator(aggregated, number, begin, end);
            continue;
        }
        for (size_t unit = begin; unit < end; unit++)
            score_group_unit(aggregated, number, unit, scores, weights);
    }
}

size_t hm_aggregated_most_children(const hm_package *package) {
    size_t most = 0;
    for (size_t i = 0; i < package->node_count; i++)
        if (package->nodes[i].child_count > most)
            most = package->nodes[i].child_count;
    return most;
}

static bool aggregate_chunk(void *context, size_t worker, size_t chunk) {
    const run *r = context;
    const size_t units = r->aggregated->scores.rows;
    const size_t begin = chunk * CHUNK, end = begin + CHUNK < units ? begin + CHUNK : units;
    hm_aggregated_run(r->aggregated, begin, end, r->scores + worker * r->most_children,
                      r->weights + worker * r->most_children);
    return true;
}

double hm_aggregated_coverage(const hm_aggregated *aggregated, size_t node, size_t unit) {
    const hm_package *package = aggregated->evaluated->bound->package;
    if (package->nodes[node].indicator != HM_NO_INDICATOR)
        return aggregated->scores.columns[node].states[unit] == HM_OBSERVED ? 1 : 0;
    return aggregated->coverage[aggregated->group_of[node] * aggregated->scores.rows + unit];
}

/* How a group's score comes from its children: what their weights add up to, and whether their
 * shares of the score do. They do not where points were taken off down to zero. */
static bool adds_up(const hm_aggregated *aggregated, const hm_node *node, double score, size_t unit,
                    double *total) {
    const hm_package *package = aggregated->evaluated->bound->package;
    double deducted = 0;
    *total = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        const hm_node *child = &package->nodes[node->children[i]];
        const hm_column *column = &aggregated->scores.columns[node->children[i]];
        if (column->states[unit] != HM_OBSERVED)
            continue;
        if (child->deducts)
            deducted += column->values[unit];
        else
            *total += child->weight;
    }
    return hm_methods[node->method].adds_up && *total > 0 && !(deducted > 0 && score <= 0);
}

void hm_aggregated_shares(const hm_aggregated *aggregated, size_t unit, double *shares) {
    const hm_package *package = aggregated->evaluated->bound->package;
    const hm_column *columns = aggregated->scores.columns;
    shares[0] = 1;
    for (size_t number = 0; number < package->node_count; number++) {
        const hm_node *node = &package->nodes[number];
        double total;
        if (columns[number].states[unit] != HM_OBSERVED)
            shares[number] = NAN;
        const bool defined = adds_up(aggregated, node, columns[number].values[unit], unit, &total);
        for (size_t i = 0; i < node->child_count; i++) {
            const hm_node *child = &package->nodes[node->children[i]];
            const double share = child->deducts ? -1 : child->weight / total;
            shares[node->children[i]] = defined ? shares[number] * share : NAN;
        }
    }
}

static bool allocate(hm_aggregated *aggregated, const hm_package *package,
                     const hm_allocator *allocator) {
    const size_t units = aggregated->evaluated->values.rows, nodes = package->node_count;
    uint32_t groups = 0;
    if (!hm_table_open(&aggregated->scores, units, nodes, allocator))
        return false;
    for (size_t i = 0; i < nodes; i++)
        aggregated->scores.columns[i].borrowed = true; /* nothing to free yet */
    aggregated->group_of = hm_allocate_array(allocator, nodes, sizeof *aggregated->group_of);
    aggregated->ranks = hm_allocate_array(allocator, nodes * units, sizeof *aggregated->ranks);
    for (size_t i = 0; i < nodes; i++)
        if (!hm_table_own(&aggregated->scores, i, package->nodes[i].code))
            return false;
    for (size_t i = 0; aggregated->group_of && i < nodes; i++)
        aggregated->group_of[i] = package->nodes[i].indicator == HM_NO_INDICATOR ? groups++ : 0;
    aggregated->coverage =
        hm_allocate_array(allocator, nodes * units, sizeof *aggregated->coverage);
    return aggregated->group_of && aggregated->ranks && aggregated->coverage;
}

hm_code hm_aggregated_allocate(hm_aggregated *aggregated, const hm_scaled *scaled,
                               const hm_allocator *allocator, hm_error *error) {
    memset(aggregated, 0, sizeof *aggregated);
    aggregated->evaluated = scaled->evaluated;
    aggregated->scaled = scaled;
    if (allocate(aggregated, scaled->evaluated->bound->package, allocator))
        return HM_OK;
    hm_aggregated_close(aggregated);
    return hm_error_memory(error);
}

static hm_code run_all(run *r, size_t jobs, const hm_allocator *allocator, hm_error *error) {
    const size_t units = r->aggregated->scores.rows, room = jobs * r->most_children;
    r->scores = hm_allocate_array(allocator, room, sizeof *r->scores);
    r->weights = hm_allocate_array(allocator, room, sizeof *r->weights);
    hm_code code = r->scores && r->weights ? hm_threads_run(jobs, (units + CHUNK - 1) / CHUNK,
                                                            aggregate_chunk, r, allocator, error)
                                           : hm_error_memory(error);
    hm_release(allocator, r->scores, room * sizeof *r->scores);
    hm_release(allocator, r->weights, room * sizeof *r->weights);
    const double start = hm_clock_seconds();
    if (code == HM_OK)
        code = hm_aggregated_rank(r->aggregated, jobs, allocator, error);
    r->aggregated->rank_seconds = hm_clock_seconds() - start;
    return code;
}

/* More threads than this have nothing to do: a chunk of units or a node to rank each. */
static size_t most_jobs(size_t units, const hm_package *package) {
    const size_t chunks = (units + CHUNK - 1) / CHUNK;
    return chunks > package->node_count ? chunks : package->node_count;
}

hm_code hm_aggregated_open(hm_aggregated *aggregated, const hm_scaled *scaled,
                           const hm_score_options *options, hm_error *error) {
    run r = {.aggregated = aggregated,
             .most_children = hm_aggregated_most_children(scaled->evaluated->bound->package)};
    const size_t most =
        most_jobs(scaled->evaluated->values.rows, scaled->evaluated->bound->package);
    size_t jobs = options->jobs > 0 ? options->jobs : hm_threads_available();
    jobs = jobs < most ? jobs : most; /* room is made for each */
    hm_code code = hm_aggregated_allocate(aggregated, scaled, options->allocator, error);
    if (code != HM_OK)
        return code;
    code = run_all(&r, jobs, options->allocator, error);
    if (code != HM_OK)
        hm_aggregated_close(aggregated);
    return code;
}

void hm_aggregated_close(hm_aggregated *aggregated) {
    const hm_allocator *allocator = aggregated->scores.allocator;
    if (!allocator)
        return;
    const size_t nodes = aggregated->scores.count, units = aggregated->scores.rows;
    hm_release(allocator, aggregated->coverage, nodes * units * sizeof *aggregated->coverage);
    hm_release(allocator, aggregated->ranks, nodes * units * sizeof *aggregated->ranks);
    hm_release(allocator, aggregated->group_of, nodes * sizeof *aggregated->group_of);
    hm_table_close(&aggregated->scores);
    memset(aggregated, 0, sizeof *aggregated);
}
