#include "analyse/families.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "methods/matrix.h"

/* --- scores --- */

static size_t count_rows(const hm_analysing *analysing) {
    size_t rows = 0;
    for (size_t i = 0; i < analysing->unit_count; i++)
        rows += hm_analysing_compares(analysing, i) ? 1 : 0;
    return rows;
}

static void take_scores(const hm_families *f, size_t node) {
    const hm_analysing *analysing = f->analysing;
    const hm_grid_column *column = &analysing->scores->aggregated.scores.columns[node];
    double *to = f->scores + node * f->rows;
    for (size_t i = 0; i < analysing->unit_count; i++) {
        const size_t unit = analysing->units[i];
        if (hm_analysing_compares(analysing, i))
            *to++ = column->states[unit] == HM_OBSERVED ? column->values[unit] : (double)NAN;
    }
}

static void take_cities(const hm_families *f) {
    const hm_analysing *analysing = f->analysing;
    const uint32_t *cities = hm_dataset_cities(analysing->scores->bound.dataset);
    uint32_t *to = f->cities;
    for (size_t i = 0; i < analysing->unit_count; i++)
        if (hm_analysing_compares(analysing, i))
            *to++ = cities[analysing->units[i]];
}

/* A node may be part of the package in some of its editions alone. */
static void find_held(const hm_families *f) {
    const hm_analysing *analysing = f->analysing;
    const hm_plan *seen = NULL;
    memset(f->holds, 0, f->plan->node_count * sizeof *f->holds);
    for (size_t i = 0; i < analysing->unit_count; i++) {
        const hm_plan *plan = hm_bound_plan(&analysing->scores->bound, analysing->units[i]);
        if (!hm_analysing_compares(analysing, i) || plan == seen)
            continue;
        for (size_t node = 0; node < plan->node_count; node++)
            f->holds[node] |= !plan->nodes[node].is_absent;
        seen = plan;
    }
}

static size_t count_most(const hm_plan *plan) {
    size_t most = 1;
    for (size_t i = 0; i < plan->node_count; i++)
        most = plan->nodes[i].child_count > most ? plan->nodes[i].child_count : most;
    return most;
}

static bool allocate(hm_families *f, const hm_allocator *allocator) {
    const size_t most = f->most;
    f->scores = hm_allocate_array(allocator, f->plan->node_count * f->rows, sizeof *f->scores);
    f->cities = hm_allocate_array(allocator, f->rows, sizeof *f->cities);
    f->is_met = hm_allocate_array(allocator, f->city_count, sizeof *f->is_met);
    f->holds = hm_allocate_array(allocator, f->plan->node_count, sizeof *f->holds);
    f->nodes = hm_allocate_array(allocator, most, sizeof *f->nodes);
    f->cells = hm_allocate_array(allocator, f->rows * most, sizeof *f->cells);
    f->matrix = hm_allocate_array(allocator, 2 * most * most + 3 * most, sizeof *f->matrix);
    return f->scores && f->cities && f->is_met && f->holds && f->nodes && f->cells && f->matrix &&
           hm_association_open(&f->associating, f->rows, allocator) &&
           hm_smooth_open(&f->smoothing, f->rows, allocator);
}

hm_code hm_families_open(hm_families *f, const hm_analysing *analysing) {
    const hm_plan *plan = analysing->scores->plan;
    const hm_dataset *dataset = analysing->scores->bound.dataset;
    *f = (hm_families){.analysing = analysing,
                       .plan = plan,
                       .rows = count_rows(analysing),
                       .city_count = hm_dataset_city_names(dataset)->count,
                       .most = count_most(plan)};
    f->associating.allocator = f->smoothing.allocator = analysing->allocator;
    if (!allocate(f, analysing->allocator))
        return hm_error_memory(analysing->error);
    f->vectors = f->matrix + f->most * f->most;
    f->values = f->vectors + f->most * f->most;
    f->means = f->values + f->most;
    f->deviations = f->means + f->most;
    for (size_t i = 0; i < plan->node_count; i++)
        take_scores(f, i);
    take_cities(f);
    find_held(f);
    return HM_OK;
}

void hm_families_close(hm_families *f) {
    const hm_allocator *allocator = f->analysing->allocator;
    const size_t most = f->most;
    hm_release(allocator, f->scores, f->plan->node_count * f->rows * sizeof *f->scores);
    hm_release(allocator, f->cities, f->rows * sizeof *f->cities);
    hm_release(allocator, f->is_met, f->city_count * sizeof *f->is_met);
    hm_release(allocator, f->holds, f->plan->node_count * sizeof *f->holds);
    hm_release(allocator, f->nodes, most * sizeof *f->nodes);
    hm_release(allocator, f->cells, f->rows * most * sizeof *f->cells);
    hm_release(allocator, f->matrix, (2 * most * most + 3 * most) * sizeof *f->matrix);
    hm_association_close(&f->associating);
    hm_smooth_close(&f->smoothing);
}

const double *hm_families_scores(const hm_families *f, size_t node) {
    return f->scores + node * f->rows;
}

/* --- families --- */

size_t hm_families_children(const hm_families *f, size_t group, uint32_t *nodes) {
    const hm_node *of = &f->plan->nodes[group];
    size_t count = 0;
    for (size_t i = 0; i < of->child_count; i++) {
        const hm_node *child = &f->plan->nodes[of->children[i]];
        if (child->effect == HM_EFFECT_COUNTS && child->weight > 0 && f->holds[of->children[i]])
            nodes[count++] = of->children[i];
    }
    return count;
}

size_t hm_families_complete(const hm_families *f, const uint32_t *nodes, size_t count) {
    size_t complete = 0;
    for (size_t row = 0; row < f->rows; row++) {
        double *to = f->cells + complete * count;
        bool whole = count > 0;
        for (size_t i = 0; i < count; i++) {
            to[i] = f->scores[nodes[i] * f->rows + row];
            whole = whole && !isnan(to[i]);
        }
        complete += whole ? 1 : 0;
    }
    return complete;
}

/* Cities are met anew. */
static void forget_cities(const hm_families *f) {
    memset(f->is_met, 0, f->city_count * sizeof *f->is_met);
}

/* Is the city of the row met for the first time? */
static bool meet_city(const hm_families *f, size_t row) {
    bool *is_met = &f->is_met[f->cities[row]];
    const bool is_new = !*is_met;
    *is_met = true;
    return is_new;
}

size_t hm_families_complete_cities(const hm_families *f, const uint32_t *nodes, size_t count) {
    size_t cities = 0;
    forget_cities(f);
    for (size_t row = 0; row < f->rows; row++) {
        bool whole = count > 0;
        for (size_t i = 0; whole && i < count; i++)
            whole = !isnan(f->scores[nodes[i] * f->rows + row]);
        cities += whole && meet_city(f, row) ? 1 : 0;
    }
    return cities;
}

size_t hm_families_count(const hm_families *f, size_t node) {
    size_t count = 0;
    for (size_t i = 0; i < f->rows; i++)
        count += isnan(hm_families_scores(f, node)[i]) ? 0 : 1;
    return count;
}

hm_association hm_families_associate(const hm_families *f, size_t a, size_t b, bool ranks) {
    const double *x = hm_families_scores(f, a), *y = hm_families_scores(f, b);
    return ranks ? hm_associate_ranks(&f->associating, x, y, f->rows)
                 : hm_associate(&f->associating, x, y, f->rows);
}

/* --- alpha --- */

/* The variance of a node's scores, as far as there are some. */
static double variance_of(const hm_families *f, size_t node) {
    const double *scores = hm_families_scores(f, node);
    double sum = 0, squares = 0;
    size_t count = 0;
    for (size_t i = 0; i < f->rows; i++)
        if (!isnan(scores[i])) {
            sum += scores[i];
            count++;
        }
    for (size_t i = 0; i < f->rows; i++)
        if (!isnan(scores[i]))
            squares += (scores[i] - sum / (double)count) * (scores[i] - sum / (double)count);
    return count > 1 ? squares / (double)(count - 1) : 0;
}

/* Each covariance is that of the rows that have both. */
hm_alpha hm_families_alpha(const hm_families *f, size_t group) {
    hm_alpha found = {.items = hm_families_children(f, group, f->nodes), .fewest = f->rows};
    double variances = 0, covariances = 0;
    bool enough = found.items > 1;
    found.complete = hm_families_complete(f, f->nodes, found.items);
    for (size_t i = 0; i < found.items; i++) {
        variances += variance_of(f, f->nodes[i]);
        for (size_t k = 0; k < i; k++) {
            const hm_association pair = hm_families_associate(f, f->nodes[i], f->nodes[k], false);
            covariances += 2 * pair.covariance;
            found.fewest = pair.count < found.fewest ? pair.count : found.fewest;
        }
    }
    enough = enough && found.fewest >= HM_ASSOCIATION_LEAST;
    const double items = (double)found.items, all = variances + covariances;
    found.is_known = enough && all > 0;
    if (found.is_known)
        found.alpha = items / (items - 1) * covariances / all;
    return found;
}

/* --- components --- */

/* Takes the column that is constant out. */
static void leave_out(const hm_families *f, size_t column, size_t *count) {
    memmove(f->nodes + column, f->nodes + column + 1, (*count - column - 1) * sizeof *f->nodes);
    --*count;
}

hm_components hm_families_components(const hm_families *f, size_t group) {
    size_t count = hm_families_children(f, group, f->nodes), constant;
    const size_t complete = hm_families_complete(f, f->nodes, count);
    hm_components found = {
        .complete = complete, .nodes = f->nodes, .values = f->values, .vectors = f->vectors};
    if (count < 2 || complete < HM_ASSOCIATION_LEAST)
        return found;
    while (count > 0 && !hm_correlate(f->cells, complete, count, f->means, f->deviations, f->matrix,
                                      &constant)) {
        const size_t before = count;
        leave_out(f, constant, &count);
        for (size_t row = 0; row < complete; row++)
            for (size_t i = 0, to = 0; i < before; i++)
                if (i != constant)
                    f->cells[row * count + to++] = f->cells[row * before + i];
    }
    if (count < 2)
        return found;
    hm_symmetric_eigen(f->matrix, count, f->values, f->vectors);
    found.count = count;
    return found;
}

/* --- influence --- */

double hm_families_share(const hm_families *f, size_t child, size_t group) {
    const hm_analysing *analysing = f->analysing;
    const hm_bound *bound = &analysing->scores->bound;
    double sum = 0, count = 0;
    if (!f->plan->nodes[group].varies)
        return f->plan->nodes[child].share;
    for (size_t i = 0; i < analysing->unit_count; i++) {
        const hm_plan *plan = hm_bound_plan(bound, analysing->units[i]);
        if (!hm_analysing_compares(analysing, i) || plan->nodes[group].is_absent)
            continue;
        sum += plan->nodes[child].is_absent ? 0 : plan->nodes[child].share;
        count++;
    }
    return count > 0 ? sum / count : f->plan->nodes[child].share;
}

hm_influence hm_families_influence(const hm_families *f, size_t child, size_t group) {
    const double *x = hm_families_scores(f, child), *y = hm_families_scores(f, group);
    const hm_association pair = hm_families_associate(f, child, group, false);
    size_t count = 0, cities = 0;
    forget_cities(f);
    for (size_t i = 0; i < f->rows; i++)
        if (!isnan(x[i]) && !isnan(y[i])) {
            cities += meet_city(f, i) ? 1 : 0;
            f->smoothing.x[count] = x[i];
            f->smoothing.y[count++] = y[i];
        }
    return (hm_influence){.linear = pair.is_known ? pair.pearson * pair.pearson : (double)NAN,
                          .main = pair.is_known ? hm_smooth_explained(&f->smoothing, count, cities)
                                                : (double)NAN};
}
