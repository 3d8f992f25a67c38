#include "study/expected_gaps.h"

#include <math.h>
#include <string.h>

#include "methods/imputations.h"

/* The marks of a period, a row a unit. */
typedef struct gathering {
    hm_expected_gaps *to;
    const hm_aggregated *aggregated;
    const hm_allocator *allocator;
    uint32_t *nodes; /* by column */
    size_t columns, rows;
    double *cells, *row, *model;
} gathering;

static size_t list_columns(const hm_plan *plan, uint32_t *nodes) {
    size_t count = 0;
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        if (node->indicator == HM_NO_INDICATOR || !hm_node_is_of_index(plan, node))
            continue;
        if (nodes)
            nodes[count] = i;
        count++;
    }
    return count;
}

static bool gathering_open(gathering *g, hm_arena *arena) {
    const hm_plan *plan = g->aggregated->plan;
    const size_t units = g->aggregated->scores.rows;
    g->columns = list_columns(plan, NULL);
    g->nodes = hm_arena_take_array(arena, g->columns + 1, sizeof *g->nodes);
    g->cells = hm_arena_take_array(arena, units * g->columns + 1, sizeof *g->cells);
    g->row = hm_arena_take_array(arena, g->columns + 1, sizeof *g->row);
    g->model =
        hm_arena_take_array(arena, hm_impute_by_normal.model_size(g->columns), sizeof *g->model);
    if (!g->nodes || !g->cells || !g->row || !g->model)
        return false;
    (void)list_columns(plan, g->nodes);
    return true;
}

/* How many marks it has. */
static size_t fill_row(const gathering *g, size_t unit, double *row) {
    size_t count = 0;
    for (size_t k = 0; k < g->columns; k++) {
        const hm_grid_column *column = &g->aggregated->scores.columns[g->nodes[k]];
        const bool has = column->states[unit] == HM_OBSERVED;
        row[k] = has ? column->values[unit] : (double)NAN;
        count += has ? 1 : 0;
    }
    return count;
}

static void gather(gathering *g, uint32_t period) {
    const hm_bound *bound = g->aggregated->bound;
    const uint32_t *periods = hm_dataset_periods(bound->dataset);
    g->rows = 0;
    for (size_t unit = 0; unit < g->aggregated->scores.rows; unit++)
        if (periods[unit] == period && hm_dataset_unit_is_ranked(bound->dataset, unit) &&
            fill_row(g, unit, g->cells + g->rows * g->columns) > 0)
            g->rows++;
}

static bool put_unit(const gathering *g, size_t unit) {
    hm_unit_gaps *to = &g->to->units[unit];
    const size_t gaps = g->columns - fill_row(g, unit, g->row);
    if (gaps == 0)
        return true;
    to->nodes = hm_arena_take_array(&g->to->arena, gaps, sizeof *to->nodes);
    to->means = hm_arena_take_array(&g->to->arena, gaps, sizeof *to->means);
    to->factor = hm_arena_take_array(&g->to->arena, gaps * gaps, sizeof *to->factor);
    if (!to->nodes || !to->means || !to->factor)
        return false;
    for (size_t k = 0; k < g->columns; k++)
        if (isnan(g->row[k]))
            to->nodes[to->count++] = g->nodes[k];
    return hm_impute_draws(g->model, g->columns, g->row, to->means, to->factor, g->allocator);
}

static bool has_gaps(const gathering *g, uint32_t period) {
    const uint32_t *periods = hm_dataset_periods(g->aggregated->bound->dataset);
    for (size_t unit = 0; unit < g->aggregated->scores.rows; unit++)
        for (size_t k = 0; periods[unit] == period && k < g->columns; k++) {
            const uint8_t state = g->aggregated->scores.columns[g->nodes[k]].states[unit];
            if (state != HM_OBSERVED && hm_state_applies(state))
                return true;
        }
    return false;
}

/* Of two cities or less nothing can be. */
static hm_unfit learn(gathering *g) {
    const hm_joint_sample sample = {g->cells, g->rows, g->columns};
    if (g->rows < 3)
        return HM_UNFIT_FEW;
    if (!hm_joint_sort(g->cells, g->rows, g->columns, g->allocator))
        return HM_UNFIT_NO_MEMORY;
    return hm_impute_by_normal.learn(&sample, g->model, g->allocator);
}

static bool put_period(gathering *g, uint32_t period) {
    const hm_dataset *dataset = g->aggregated->bound->dataset;
    const uint32_t *periods = hm_dataset_periods(dataset);
    if (!has_gaps(g, period))
        return true;
    gather(g, period);
    const hm_unfit fault = learn(g);
    bool fine = fault != HM_UNFIT_NO_MEMORY;
    if (fine && fault != HM_UNFIT_NONE)
        g->to->unlearnt = hm_dataset_period_names(dataset)->texts[period];
    for (size_t unit = 0; fine && fault == HM_UNFIT_NONE && unit < g->aggregated->scores.rows;
         unit++)
        if (periods[unit] == period)
            fine = put_unit(g, unit);
    return fine;
}

bool hm_expected_gaps_open(hm_expected_gaps *expected, const hm_aggregated *aggregated,
                           const hm_allocator *allocator) {
    const hm_names *periods = hm_dataset_period_names(aggregated->bound->dataset);
    gathering g = {.to = expected, .aggregated = aggregated, .allocator = allocator};
    hm_arena room;
    expected->unlearnt = NULL;
    hm_arena_open(&expected->arena, allocator);
    hm_arena_open(&room, allocator);
    expected->units =
        hm_arena_take_array(&expected->arena, aggregated->scores.rows + 1, sizeof *expected->units);
    bool fine = expected->units && gathering_open(&g, &room);
    for (uint32_t i = 0; fine && i < periods->count; i++)
        fine = put_period(&g, i);
    hm_arena_close(&room);
    return fine;
}

void hm_expected_gaps_close(hm_expected_gaps *expected) {
    if (expected->arena.allocator)
        hm_arena_close(&expected->arena);
    *expected = (hm_expected_gaps){.units = NULL};
}

bool hm_expected_gaps_draw(const hm_expected_gaps *expected, const hm_noise *noise, uint32_t number,
                           uint32_t unit, uint32_t node, double *out) {
    const hm_unit_gaps *gaps = &expected->units[unit];
    size_t gap = 0;
    while (gap < gaps->count && gaps->nodes[gap] != node)
        gap++;
    if (gap == gaps->count || isnan(gaps->means[gap]))
        return false;
    *out = gaps->means[gap];
    for (size_t k = 0; k <= gap; k++) {
        const double part = gaps->factor[gap * gaps->count + k];
        if (part != 0)
            *out += part * hm_noise_normal(noise, number, unit, gaps->nodes[k]);
    }
    return true;
}
