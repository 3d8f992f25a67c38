#include "transform/joints.h"

#include <math.h>

#include "transform/chosen.h"

static bool is_keeper(const hm_transformed *transformed, const hm_applied_step *step) {
    return step->step->columns && hm_applied_keeper(transformed, step) == step;
}

static size_t cell_count(const hm_transformed *transformed, const hm_applied_step *step) {
    return transformed->bound->inputs.rows * step->step->columns->count;
}

bool hm_joints_open(hm_transformed *transformed) {
    bool fine = true;
    for (size_t i = 0; fine && i < transformed->step_count; i++) {
        hm_applied_step *step = &transformed->steps[i];
        if (!is_keeper(transformed, step))
            continue;
        step->filled = hm_allocate_array(transformed->allocator, cell_count(transformed, step),
                                         sizeof *step->filled);
        fine = step->filled != NULL;
    }
    return fine;
}

void hm_joints_close(hm_transformed *transformed) {
    for (size_t i = 0; i < transformed->step_count; i++) {
        hm_applied_step *step = &transformed->steps[i];
        if (step->filled)
            hm_release(transformed->allocator, step->filled,
                       cell_count(transformed, step) * sizeof *step->filled);
    }
}

void hm_joints_row(const hm_transformed *transformed, const hm_applied_step *step, size_t unit,
                   bool learning, double *row) {
    const hm_step_source *source = &transformed->source;
    const hm_columns *columns = step->step->columns;
    for (uint32_t k = 0; k < columns->count; k++) {
        const hm_grid_column *values = source->values(source->context, columns->nodes[k]);
        const bool is_there =
            values->states[unit] == HM_OBSERVED &&
            (!learning || source->counts(source->context, columns->nodes[k], unit, false));
        row[k] = is_there ? values->values[unit] + 0.0 : (double)NAN;
    }
}

static bool has_gap(const double *row, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (isnan(row[k]))
            return true;
    return false;
}

static bool fill_unit(const hm_transformed *transformed, const hm_applied_step *step, size_t unit,
                      double *row) {
    const hm_columns *columns = step->step->columns;
    double *filled = step->filled + unit * columns->count;
    const hm_fit *fit = hm_applied_fit(transformed, step, transformed->bound->first + unit);
    for (uint32_t k = 0; k < columns->count; k++)
        filled[k] = (double)NAN;
    hm_joints_row(transformed, step, unit, false, row);
    if (!fit || !hm_fit_is_possible(fit) || !has_gap(row, columns->count))
        return true;
    const hm_joint_sample sample = hm_fit_joint_sample(transformed->fits, fit);
    const hm_joint_row of = {row, columns->signs, step->step->settings};
    return step->step->method->joint->fill(&sample, fit->learnt.model, &of, filled,
                                           transformed->allocator);
}

static bool fill_step(const hm_transformed *transformed, const hm_applied_step *step, size_t first,
                      size_t count) {
    const hm_allocator *allocator = transformed->allocator;
    const size_t columns = step->step->columns->count;
    double *row = hm_allocate_array(allocator, columns, sizeof *row);
    bool fine = row != NULL;
    for (size_t unit = first; fine && unit < first + count; unit++)
        fine = fill_unit(transformed, step, unit, row);
    hm_release(allocator, row, columns * sizeof *row);
    return fine;
}

bool hm_joints_fill(const hm_transformed *transformed, uint32_t phase, size_t first, size_t count) {
    bool fine = true;
    for (size_t i = 0; fine && i < transformed->step_count; i++) {
        const hm_applied_step *step = &transformed->steps[i];
        if (step->filled && step->phase == phase)
            fine = fill_step(transformed, step, first, count);
    }
    return fine;
}

bool hm_joints_fill_node(const hm_transformed *transformed, size_t node, size_t unit) {
    bool fine = true;
    for (size_t i = 0; fine && i < transformed->plan->nodes[node].step_count; i++) {
        const hm_applied_step *step = hm_applied_steps(transformed, node) + i;
        if (step->step->columns)
            fine = fill_step(transformed, hm_applied_keeper(transformed, step), unit, 1);
    }
    return fine;
}

double hm_joints_filled(const hm_transformed *transformed, const hm_applied_step *step,
                        size_t unit) {
    const hm_columns *columns = step->step->columns;
    return hm_applied_keeper(transformed, step)->filled[unit * columns->count + columns->own];
}
