#include "evaluate/cause.h"

#include "expr/causes.h"

static const hm_grid_column *column_of(const hm_bound *bound, uint32_t input) {
    return &bound->inputs.columns[input];
}

/* A pair that the script declares refuses a unit whatever its measure gives: see hm_parts_refuse.
 */
static bool is_refused(const hm_bound *bound, const hm_part_of *pair, size_t unit) {
    const hm_grid_column *part = column_of(bound, pair->part),
                         *whole = column_of(bound, pair->whole);
    return pair->declared && part->values[unit] > 0 && whole->values[unit] == 0 &&
           (part->states[unit] | whole->states[unit]) == HM_OBSERVED;
}

static const hm_part_of *refused_pair(const hm_bound *bound, const hm_indicator *indicator,
                                      size_t unit) {
    for (size_t i = 0; i < indicator->part_of_count; i++)
        if (is_refused(bound, &indicator->parts_of[i], unit))
            return &indicator->parts_of[i];
    return NULL;
}

static void tell_pair(const hm_bound *bound, const hm_part_of *pair, size_t unit, hm_buffer *out) {
    const hm_grid_column *part = column_of(bound, pair->part);
    hm_buffer_format(out, "%s is ", part->name);
    hm_buffer_add_number(out, part->values[unit]);
    hm_buffer_format(out, ", and the whole that it is a part of, %s, is 0",
                     column_of(bound, pair->whole)->name);
}

void hm_bound_tell_cause_of(const hm_bound *bound, const hm_expr_reads *reads, uint32_t node,
                            const hm_expr *formula, size_t unit, const hm_allocator *allocator,
                            hm_buffer *out) {
    hm_expr_data data = hm_bound_data(bound, node);
    data.reads = *reads;
    hm_workspace workspace;
    double value;
    uint8_t state;
    if (!hm_workspace_open(&workspace, formula->node_count, allocator)) {
        out->failed = true;
        return;
    }
    hm_expr_run(formula, &data, unit, 1, &workspace, &value, &state);
    if (state != HM_OBSERVED)
        hm_expr_tell_cause(formula, &data, unit, &workspace, out);
    hm_workspace_close(&workspace);
}

void hm_bound_tell_cause(const hm_bound *bound, const hm_expr_reads *reads, uint32_t indicator,
                         size_t unit, const hm_allocator *allocator, hm_buffer *out) {
    const hm_indicator *found = &hm_bound_plan(bound, unit)->indicators[indicator];
    const hm_part_of *pair = refused_pair(bound, found, unit);
    hm_expr_data data = hm_bound_data(bound, found->node);
    data.reads = *reads;
    hm_workspace workspace = {0};
    double value;
    uint8_t state = HM_OBSERVED;
    if (found->measure && !hm_workspace_open(&workspace, found->measure->node_count, allocator)) {
        out->failed = true;
        return;
    }
    if (found->measure)
        hm_expr_run(found->measure, &data, unit, 1, &workspace, &value, &state);
    if (pair && state < HM_INVALID) /* what the expression itself ends in is less grave */
        tell_pair(bound, pair, unit, out);
    else if (state != HM_OBSERVED)
        hm_expr_tell_cause(found->measure, &data, unit, &workspace, out);
    hm_workspace_close(&workspace);
}
