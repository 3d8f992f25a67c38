#include "compare/marks.h"

/* What a transformation reads: its own value is another. */
typedef struct reading {
    const hm_aggregated *aggregated;
    double own;
} reading;

static void read_node(const void *context, hm_op op, uint32_t node, size_t first, size_t count,
                      double *values, uint8_t *states) {
    const reading *r = context;
    if (op != HM_OP_OWN) {
        const hm_expr_reads reads = hm_aggregated_reads(r->aggregated);
        reads.read(reads.context, op, node, first, count, values, states);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = r->own;
        states[i] = HM_OBSERVED;
    }
}

static double transformed(const hm_view *view, uint32_t node, const hm_node *of, double own,
                          hm_workspace *workspace) {
    const reading context = {&view->scores->aggregated, own};
    hm_expr_data data = hm_bound_data(&view->scores->bound, node);
    double value;
    uint8_t state;
    data.reads = (hm_expr_reads){&context, read_node};
    hm_expr_run(of->transform->expr, &data, view->unit, 1, workspace, &value, &state);
    return state == HM_OBSERVED ? value : (double)NAN;
}

double hm_mark_through(const hm_view *view, uint32_t number, double value,
                       hm_workspace *workspace) {
    const hm_node *node = &hm_view_plan(view)->nodes[number];
    uint8_t state = HM_OBSERVED, flags = 0;
    if (node->step_count > 0)
        hm_transformed_take(&view->scores->transformed, number, 0, node->step_count, view->unit, 1,
                            (hm_step_cells){&value, &state, &flags});
    if (state != HM_OBSERVED)
        return (double)NAN;
    if (node->transform)
        value = transformed(view, number, node, value, workspace);
    return value < node->low ? node->low : value > node->high ? node->high : value;
}

bool hm_view_has_value(const hm_view *view, uint32_t node) {
    const hm_grid_column *values = &view->scores->aggregated.values.columns[node];
    return values->values && values->states[view->unit] == HM_OBSERVED;
}
