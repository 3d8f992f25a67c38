#include "evaluate/asked.h"

static bool is_asked(hm_state state, double value) {
    return state != HM_NOT_APPLICABLE && !(state == HM_OBSERVED && value == 0);
}

void hm_asked_run(const hm_bound *bound, size_t number, size_t first, size_t count,
                  hm_workspace *workspace, uint8_t *asked) {
    const hm_expr_data data = hm_bound_data(bound, HM_NO_NODE);
    double values[HM_BLOCK];
    uint8_t states[HM_BLOCK];
    hm_expr_run(bound->plan->conditions[number].expr, &data, first, count, workspace, values,
                states);
    for (size_t i = 0; i < count; i++)
        asked[i] = is_asked((hm_state)states[i], values[i]);
}

bool hm_asked_of(const hm_bound *bound, size_t number, size_t unit, hm_workspace *workspace) {
    const hm_expr_data data = hm_bound_data(bound, HM_NO_NODE);
    double value;
    uint8_t state;
    hm_expr_run(bound->plan->conditions[number].expr, &data, unit, 1, workspace, &value, &state);
    return is_asked((hm_state)state, value);
}

size_t hm_asked_find(const hm_plan *plan, uint32_t input) {
    if (!plan->inputs[input]->asked_if)
        return SIZE_MAX;
    size_t number = 0;
    while (plan->conditions[number].input != input)
        number++;
    return number;
}

bool hm_asked_apply(hm_bound *bound, size_t number, const uint8_t *asked) {
    const uint32_t input = bound->plan->conditions[number].input;
    const hm_grid_column *column = &bound->inputs.columns[input];
    hm_grid_borrow(&bound->given, number, column->name, column->values, column->states);
    if (!asked)
        return true;
    if (!(column->borrowed ? hm_grid_own_copy(&bound->inputs, input)
                           : hm_grid_own_copy(&bound->given, number)))
        return false;
    for (size_t i = 0; i < bound->inputs.rows; i++) {
        if (asked[i])
            continue;
        column->values[i] = 0;
        column->states[i] = HM_NOT_APPLICABLE;
    }
    return true;
}

/* --- one unit, again and again --- */

static bool any_changed(const hm_expr *expr, const uint8_t *changed) {
    for (size_t i = 0; i < expr->node_count; i++) {
        const hm_expr_node *node = &hm_expr_nodes(expr)[i];
        if ((node->op == HM_OP_INPUT || node->op == HM_OP_COLUMN) && changed[node->input])
            return true;
    }
    return false;
}

void hm_asked_update(hm_bound *bound, size_t unit, hm_workspace *workspace, uint8_t *changed) {
    for (size_t i = 0; i < bound->plan->condition_count; i++) {
        const hm_input_condition *condition = &bound->plan->conditions[i];
        if (!changed[condition->input] && !any_changed(condition->expr, changed))
            continue;
        const bool asked = hm_asked_of(bound, i, unit, workspace);
        const hm_grid_column *given = &bound->given.columns[i];
        changed[condition->input] = hm_grid_put(
            &bound->inputs.columns[condition->input], unit, asked ? given->values[unit] : 0,
            asked ? given->states[unit] : (uint8_t)HM_NOT_APPLICABLE);
    }
}

void hm_asked_tell(const hm_plan *plan, size_t number, hm_buffer *out) {
    const hm_expr *expr = plan->conditions[number].expr;
    hm_expr_print(expr, (uint16_t)(expr->node_count - 1), false, out);
}
