#include "expr/expr_run.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "expr/averages.h"

_Static_assert((int)HM_EXPR_OPERANDS <= (int)HM_AVERAGED, "averages hold all operands");

/* Each node has one register for units and one for rows. */
bool hm_workspace_open(hm_workspace *workspace, size_t nodes, const hm_allocator *allocator) {
    memset(workspace, 0, sizeof *workspace);
    workspace->allocator = allocator;
    workspace->nodes = nodes;
    workspace->values =
        hm_allocate_array(allocator, 2 * nodes * HM_BLOCK, sizeof *workspace->values);
    workspace->states = hm_allocate_array(allocator, 2 * nodes, HM_BLOCK);
    workspace->operands = hm_allocate_array(allocator, 2 * nodes, sizeof *workspace->operands);
    workspace->needed = hm_allocate_array(allocator, nodes, 1);
    if (workspace->values && workspace->states && workspace->operands && workspace->needed) {
        workspace->row_operands = workspace->operands + nodes;
        return true;
    }
    hm_workspace_close(workspace);
    return false;
}

void hm_workspace_close(hm_workspace *workspace) {
    const hm_allocator *allocator = workspace->allocator;
    const size_t nodes = workspace->nodes;
    if (!allocator)
        return;
    hm_release(allocator, workspace->values, 2 * nodes * HM_BLOCK * sizeof *workspace->values);
    hm_release(allocator, workspace->states, 2 * nodes * HM_BLOCK);
    hm_release(allocator, workspace->operands, 2 * nodes * sizeof *workspace->operands);
    hm_release(allocator, workspace->needed, nodes);
    memset(workspace, 0, sizeof *workspace);
}

typedef struct runner {
    const hm_expr_node *nodes;
    const uint16_t *operands;
    const hm_expr_data *data;
    hm_workspace *workspace;
    size_t last; /* the node whose register is `values` and `states` */
    double *values;
    uint8_t *states;
} runner;

/* For what lies below the last node, whose own register is not looked at. */
static runner inner_runner(const hm_expr *expr, const hm_expr_data *data, hm_workspace *workspace) {
    return (runner){.nodes = hm_expr_nodes(expr),
                    .operands = hm_expr_operands(expr),
                    .data = data,
                    .workspace = workspace,
                    .last = expr->node_count - (size_t)1};
}

static double *values_of(const runner *r, size_t reg) {
    return reg == r->last ? r->values : r->workspace->values + reg * HM_BLOCK;
}

static uint8_t *states_of(const runner *r, size_t reg) {
    return reg == r->last ? r->states : r->workspace->states + reg * HM_BLOCK;
}

static hm_operand fill(const runner *r, size_t reg, size_t count, double value, uint8_t state) {
    double *values = values_of(r, reg);
    for (size_t i = 0; i < count; i++)
        values[i] = value;
    memset(states_of(r, reg), state, count);
    return (hm_operand){values, states_of(r, reg)};
}

/* The same of an operation that looks at texts. */
static hm_operand compute_texts(const runner *r, size_t index, const hm_operand *given, size_t reg,
                                size_t count) {
    const hm_expr_node *node = &r->nodes[index];
    double *values = values_of(r, reg);
    uint8_t *states = states_of(r, reg);
    const char *texts[2] = {"", ""};
    for (size_t i = 0; i < count; i++) {
        states[i] = HM_OBSERVED;
        for (size_t k = 0; k < node->count; k++) {
            const hm_operand *x = &given[r->operands[node->first + k]];
            states[i] = x->states[i] > states[i] ? x->states[i] : states[i];
            if (x->states[i] == HM_OBSERVED)
                texts[k] = r->data->texts[(uint32_t)x->values[i]];
        }
        values[i] = states[i] == HM_OBSERVED ? hm_operation_of_texts((hm_op)node->op, texts) : 0;
    }
    return (hm_operand){values, states};
}

/* Computes node `index` into register `reg` from the operands in `given`. */
static hm_operand compute(const runner *r, size_t index, const hm_operand *given, size_t reg,
                          size_t count) {
    const hm_expr_node *node = &r->nodes[index];
    hm_operand few[8];
    hm_operand many[HM_EXPR_OPERANDS];
    if (hm_op_looks_at_texts((hm_op)node->op))
        return compute_texts(r, index, given, reg, count);
    hm_operand *x = node->count <= 8 ? few : many;
    for (size_t k = 0; k < node->count; k++)
        x[k] = given[r->operands[node->first + k]];
    hm_operation_of((hm_op)node->op)
        ->kernel(count, x, node->count, values_of(r, reg), states_of(r, reg));
    return (hm_operand){values_of(r, reg), states_of(r, reg)};
}

/* The figures of an input in periods before. */
static hm_operand gather_previous(const runner *r, size_t index, size_t first, size_t count) {
    const hm_expr_node *node = &r->nodes[index];
    const hm_grid_column *column = &r->data->inputs[node->input];
    const hm_past *past = &r->data->past;
    double *values = values_of(r, index);
    uint8_t *states = states_of(r, index);
    for (size_t i = 0; i < count; i++) {
        const uint32_t within = hm_past_within(past, node->input, first + i, node->back);
        const uint32_t unit =
            hm_earlier_find(past->earlier, column->states, within, first + i).unit;
        values[i] = unit != HM_NO_EARLIER ? column->values[unit] : 0;
        states[i] =
            unit != HM_NO_EARLIER ? column->states[unit] : (uint8_t)hm_earlier_missing(within);
    }
    return (hm_operand){values, states};
}

static hm_operand read_node(const runner *r, size_t index, size_t first, size_t count) {
    const hm_expr_node *node = &r->nodes[index];
    const hm_expr_reads *reads = &r->data->reads;
    reads->read(reads->context, (hm_op)node->op, node->input, first, count, values_of(r, index),
                states_of(r, index));
    return (hm_operand){values_of(r, index), states_of(r, index)};
}

static double constant_of(const hm_expr_node *node) {
    return node->op == HM_OP_TEXT ? (double)node->input : node->u.number;
}

/* Marks the nodes that a fold's rows rest on. */
static void mark_needed(const runner *r, size_t fold) {
    uint8_t *needed = r->workspace->needed;
    memset(needed, 0, fold);
    for (size_t i = fold + 1; i-- > 0;) {
        if (i != fold && !(needed[i] && r->nodes[i].rows))
            continue;
        for (size_t k = 0; k < r->nodes[i].count; k++)
            needed[r->operands[r->nodes[i].first + k]] = 1;
    }
}

/* Evaluates what fold `fold` of one unit needs for `count` rows from `first` on; figures of the
 * unit itself are repeated down the rows. `unit` counts from the block's start. */
static void run_rows(const runner *r, size_t fold, size_t unit, const hm_rows *rows, size_t first,
                     size_t count) {
    hm_workspace *w = r->workspace;
    for (size_t i = 0; i < fold; i++) {
        const hm_expr_node *node = &r->nodes[i];
        const size_t reg = w->nodes + i;
        if (!w->needed[i] || node->type == HM_TYPE_RECORDS)
            continue;
        if (!node->rows)
            w->row_operands[i] =
                fill(r, reg, count, w->operands[i].values[unit], w->operands[i].states[unit]);
        else if (node->op == HM_OP_COLUMN)
            w->row_operands[i] = (hm_operand){rows->columns[node->column].values + first,
                                              rows->columns[node->column].states + first};
        else
            w->row_operands[i] = compute(r, i, w->row_operands, reg, count);
    }
}

void hm_expr_run_row(const hm_expr *expr, const hm_expr_data *data, size_t fold, size_t unit,
                     size_t row, hm_workspace *workspace) {
    const runner r = inner_runner(expr, data, workspace);
    const hm_rows *rows = &data->rows[r.nodes[fold].input];
    mark_needed(&r, fold);
    run_rows(&r, fold, 0, rows, rows->start[unit] - rows->base + row, 1);
}

typedef struct total {
    double sum, lost; /* what rounding took from the sum */
    double low, high; /* of the rows */
    uint8_t state;
} total;

/* Neumaier's sum (ZAMM 54, 1974): many small figures beside a large one are not lost. */
static void add_figure(total *t, double x) {
    const double sum = t->sum + x;
    t->lost += fabs(t->sum) >= fabs(x) ? (t->sum - sum) + x : (x - sum) + t->sum;
    t->sum = sum;
}

static void add_rows(total *t, hm_operand x, size_t count) {
    for (size_t i = 0; i < count; i++) {
        add_figure(t, x.values[i]);
        t->low = x.values[i] < t->low ? x.values[i] : t->low;
        t->high = x.values[i] > t->high ? x.values[i] : t->high;
        t->state = x.states[i] > t->state ? x.states[i] : t->state;
    }
}

/* Of a sum beyond all doubles nothing was lost. */
static double sum_of(const total *t) {
    return fabs(t->sum) <= DBL_MAX ? t->sum + t->lost : t->sum;
}

/* Rounding must not lead a mean out of the range of what it is a mean of. */
static double mean_of(const total *t, size_t count) {
    const double mean = sum_of(t) / (double)count;
    if (!(fabs(mean) <= DBL_MAX)) /* there are no rows, or the sum is beyond all doubles */
        return mean;
    return mean < t->low ? t->low : mean > t->high ? t->high : mean;
}

static total fold_unit(const runner *r, size_t fold, size_t unit, size_t begin, size_t end) {
    const hm_expr_node *node = &r->nodes[fold];
    const hm_rows *rows = &r->data->rows[node->input];
    total t = {.low = DBL_MAX, .high = -DBL_MAX, .state = HM_OBSERVED};
    if (node->op == HM_OP_COUNT_ROWS && node->count == 1) {
        t.sum = (double)(end - begin);
        return t;
    }
    const uint16_t folded = r->operands[node->first + node->count - 1];
    for (size_t first = begin; first < end; first += HM_BLOCK) {
        const size_t count = end - first < HM_BLOCK ? end - first : HM_BLOCK;
        run_rows(r, fold, unit, rows, first, count);
        add_rows(&t, r->workspace->row_operands[folded], count);
    }
    t.sum = node->op == HM_OP_MEAN ? mean_of(&t, end - begin) : sum_of(&t);
    if (!(fabs(t.sum) <= DBL_MAX) && t.state == HM_OBSERVED)
        t.state = HM_UNDEFINED;
    return t;
}

static hm_operand run_fold(const runner *r, size_t fold, size_t first, size_t count) {
    const hm_expr_node *node = &r->nodes[fold];
    const size_t *start = r->data->rows[node->input].start;
    const size_t base = r->data->rows[node->input].base;
    const uint8_t *present = r->data->inputs[node->input].states + first;
    double *values = values_of(r, fold);
    uint8_t *states = states_of(r, fold);
    mark_needed(r, fold);
    for (size_t unit = 0; unit < count; unit++) {
        total t = {.state = present[unit]};
        if (t.state == HM_OBSERVED)
            t = fold_unit(r, fold, unit, start[first + unit] - base,
                          start[first + unit + 1] - base);
        values[unit] = t.state == HM_OBSERVED ? t.sum : 0;
        states[unit] = t.state;
    }
    return (hm_operand){values, states};
}

/* --- histories --- */

static hm_operand gather_column(const runner *r, const hm_grid_column *column, size_t reg,
                                const hm_history *history) {
    double *values = values_of(r, reg);
    uint8_t *states = states_of(r, reg);
    for (size_t k = 0; k < history->count; k++) {
        values[k] = column->values[history->units[k]];
        states[k] = column->states[history->units[k]];
    }
    return (hm_operand){values, states};
}

static void mark_below(const runner *r, size_t index) {
    uint8_t *needed = r->workspace->needed;
    memset(needed, 0, index);
    for (size_t i = index + 1; i-- > 0;)
        for (size_t k = 0; (i == index || needed[i]) && k < r->nodes[i].count; k++)
            needed[r->operands[r->nodes[i].first + k]] = 1;
}

/* What the history at `index` is of, in each of the periods. */
static hm_operand run_periods(const runner *r, size_t index, const hm_history *history) {
    hm_workspace *w = r->workspace;
    for (size_t i = 0; i < index; i++) {
        const hm_expr_node *node = &r->nodes[i];
        const size_t reg = w->nodes + i;
        if (!w->needed[i])
            continue;
        if (node->op == HM_OP_INPUT)
            w->row_operands[i] = gather_column(r, &r->data->inputs[node->input], reg, history);
        else if (node->op == HM_OP_PARAMETER)
            w->row_operands[i] = gather_column(r, &r->data->parameters[node->input], reg, history);
        else if (node->op == HM_OP_PART)
            w->row_operands[i] = w->row_operands[r->operands[node->first]];
        else if (node->count == 0)
            w->row_operands[i] = fill(r, reg, history->count, constant_of(node), HM_OBSERVED);
        else
            w->row_operands[i] = compute(r, i, w->row_operands, reg, history->count);
    }
    return w->row_operands[r->operands[r->nodes[index].first]];
}

static void gather_history(const runner *r, size_t index, size_t unit, hm_history *history) {
    const hm_past *past = &r->data->past;
    const uint32_t back = hm_history_back(r->nodes, index, r->workspace->needed, past, unit);
    hm_history_find(past->earlier, back, unit, history);
    const hm_operand x = run_periods(r, index, history);
    memcpy(history->values, x.values, history->count * sizeof *history->values);
    memcpy(history->states, x.states, history->count);
}

static hm_operand fold_history(const runner *r, size_t index, size_t first, size_t count) {
    const hm_expr_node *node = &r->nodes[index];
    const size_t of = r->operands[node->first];
    double *values = values_of(r, index);
    uint8_t *states = states_of(r, index);
    hm_history history;
    mark_below(r, of);
    for (size_t i = 0; i < count; i++) {
        gather_history(r, of, first + i, &history);
        states[i] =
            hm_history_fold(&history, (hm_op)node->op, (size_t)r->nodes[of].u.number, &values[i]);
    }
    return (hm_operand){values, states};
}

void hm_expr_run_history(const hm_expr *expr, const hm_expr_data *data, size_t index, size_t unit,
                         hm_workspace *workspace, hm_history *history) {
    const runner r = inner_runner(expr, data, workspace);
    mark_below(&r, index);
    gather_history(&r, index, unit, history);
}

/* The result of a node that stands for a value a unit. */
static hm_operand run_node(const runner *r, size_t index, size_t first, size_t count) {
    const hm_expr_node *node = &r->nodes[index];
    const hm_grid_column *inputs = r->data->inputs;
    switch (node->op) {
    case HM_OP_INPUT:
        return (hm_operand){inputs[node->input].values + first, inputs[node->input].states + first};
    case HM_OP_PREVIOUS:
        return gather_previous(r, index, first, count);
    case HM_OP_PARAMETER:
        return (hm_operand){r->data->parameters[node->input].values + first,
                            r->data->parameters[node->input].states + first};
    case HM_OP_SCORE:
    case HM_OP_VALUE:
    case HM_OP_COVERAGE:
    case HM_OP_OWN:
        return read_node(r, index, first, count);
    case HM_OP_PART:
        return r->workspace->operands[r->operands[node->first]];
    default:
        break;
    }
    if (node->count == 0)
        return fill(r, index, count, constant_of(node), HM_OBSERVED);
    if (node->count == 1 && r->nodes[r->operands[node->first]].op == HM_OP_HISTORY)
        return fold_history(r, index, first, count);
    if (hm_operation_of((hm_op)node->op)->over_rows)
        return run_fold(r, index, first, count);
    return compute(r, index, r->workspace->operands, index, count);
}

void hm_expr_run(const hm_expr *expr, const hm_expr_data *data, size_t first, size_t count,
                 hm_workspace *workspace, double *values, uint8_t *states) {
    const size_t last = expr->node_count - (size_t)1;
    const runner r = {
        hm_expr_nodes(expr), hm_expr_operands(expr), data, workspace, last, values, states};
    for (size_t i = 0; i <= last; i++)
        if (!r.nodes[i].rows)
            workspace->operands[i] = run_node(&r, i, first, count);
    const hm_operand result = workspace->operands[last];
    if (result.values != values) { /* an input as it is, or a part by its name */
        memcpy(values, result.values, count * sizeof *values);
        memcpy(states, result.states, count);
    }
}
