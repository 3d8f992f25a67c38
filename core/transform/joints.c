#include "transform/joints.h"

#include <math.h>

#include "transform/chosen.h"

static bool is_keeper(const hm_transformed *transformed, const hm_applied_step *step) {
    return step->step->columns && step->step->method->joint->fill &&
           hm_applied_keeper(transformed, step) == step;
}

static bool aggregates(const hm_applied_step *step) {
    return step->step->method->kind == HM_STEP_AGGREGATE;
}

/* How many numbers are found for a unit. */
static size_t width_of(const hm_applied_step *step) {
    return aggregates(step) ? 1 : step->step->columns->count;
}

static size_t cell_count(const hm_transformed *transformed, const hm_applied_step *step) {
    return transformed->bound->inputs.rows * width_of(step);
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

/* A group is learnt from where it is one to learn from itself, an indicator cell by cell. */
bool hm_joints_row(const hm_transformed *transformed, const hm_applied_step *step, size_t unit,
                   bool learning, double *row) {
    const hm_step_source *source = &transformed->source;
    const hm_columns *columns = step->step->columns;
    const bool whole = aggregates(step);
    if (learning && whole && !source->counts(source->context, step->node, unit, true))
        return false;
    for (uint32_t k = 0; k < columns->count; k++) {
        const uint32_t node = columns->nodes[k];
        const hm_grid_column *values =
            (whole ? source->current : source->values)(source->context, node);
        const bool is_there =
            values->states[unit] == HM_OBSERVED &&
            (!learning || whole || source->counts(source->context, node, unit, false));
        row[k] = is_there ? values->values[unit] + 0.0 : (double)NAN;
    }
    return true;
}

static bool has_gap(const double *row, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (isnan(row[k]))
            return true;
    return false;
}

/* What a step needs for one unit after the other. */
typedef struct filler {
    const hm_transformed *transformed;
    const hm_applied_step *step;
    const hm_plan *plan; /* that `weights` are of */
    const hm_fit *fit;   /* that `row.prepared` is of; NULL: it is of none */
    hm_joint_row row;
    double *cells, *weights;
} filler;

static bool filler_open(filler *f, const hm_transformed *transformed, const hm_applied_step *step) {
    const hm_columns *columns = step->step->columns;
    const hm_allocator *allocator = transformed->allocator;
    *f = (filler){.transformed = transformed, .step = step};
    f->cells = hm_allocate_array(allocator, columns->count, sizeof *f->cells);
    f->weights = hm_allocate_array(allocator, columns->count, sizeof *f->weights);
    if (!f->cells || !f->weights)
        return false;
    f->row = (hm_joint_row){.cells = f->cells,
                            .signs = columns->signs,
                            .settings = step->step->settings,
                            .weights = f->weights};
    return true;
}

static void filler_close(filler *f) {
    const hm_allocator *allocator = f->transformed->allocator;
    const size_t count = f->step->step->columns->count;
    hm_release(allocator, f->cells, count * sizeof *f->cells);
    hm_release(allocator, f->weights, count * sizeof *f->weights);
}

/* Weights, and which columns there are, may be others in another edition. */
static void take_edition(filler *f, size_t unit) {
    const hm_plan *plan = hm_bound_plan(f->transformed->bound, unit);
    const hm_columns *columns = f->step->step->columns;
    if (plan == f->plan)
        return;
    f->row.absent = 0;
    for (uint32_t k = 0; k < columns->count; k++) {
        const hm_node *node = &plan->nodes[columns->nodes[k]];
        f->weights[k] = node->weight;
        f->row.absent += node->is_absent;
    }
    f->row.settings = hm_applied_settings(f->transformed, f->step, unit);
    f->plan = plan;
    f->fit = NULL;
}

static void prepare(filler *f, const hm_joint_sample *sample, const hm_fit *fit) {
    const hm_joint_method *joint = f->step->step->method->joint;
    if (joint->prepare && f->fit != fit)
        f->row.prepared = joint->prepare(sample, fit->learnt.model, &f->row);
    f->fit = fit;
}

static bool fill_unit(filler *f, size_t unit) {
    const hm_transformed *transformed = f->transformed;
    const hm_applied_step *step = f->step;
    const size_t count = step->step->columns->count, width = width_of(step);
    double *filled = step->filled + unit * width;
    const hm_fit *fit = hm_applied_fit(transformed, step, transformed->bound->first + unit);
    for (size_t k = 0; k < width; k++)
        filled[k] = (double)NAN;
    (void)hm_joints_row(transformed, step, unit, false, f->cells);
    if (!fit || !hm_fit_is_possible(fit) || !(aggregates(step) || has_gap(f->cells, count)))
        return true;
    const hm_joint_sample sample = hm_fit_joint_sample(transformed->fits, fit);
    take_edition(f, unit);
    prepare(f, &sample, fit);
    return step->step->method->joint->fill(&sample, fit->learnt.model, &f->row, filled,
                                           transformed->allocator);
}

static bool fill_step(const hm_transformed *transformed, const hm_applied_step *step, size_t first,
                      size_t count) {
    filler f;
    bool fine = filler_open(&f, transformed, step);
    for (size_t unit = first; fine && unit < first + count; unit++)
        fine = fill_unit(&f, unit);
    filler_close(&f);
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
    const uint32_t own = aggregates(step) ? 0 : step->step->columns->own;
    return hm_applied_keeper(transformed, step)->filled[unit * width_of(step) + own];
}

static bool divide(filler *f, size_t unit, double *parts) {
    const hm_transformed *transformed = f->transformed;
    const hm_fit *fit = hm_applied_fit(transformed, f->step, transformed->bound->first + unit);
    if (!fit || !hm_fit_is_possible(fit))
        return true;
    const hm_joint_sample sample = hm_fit_joint_sample(transformed->fits, fit);
    (void)hm_joints_row(transformed, f->step, unit, false, f->cells);
    take_edition(f, unit);
    prepare(f, &sample, fit);
    return f->step->step->method->joint->divide(&sample, fit->learnt.model, &f->row, parts,
                                                transformed->allocator);
}

bool hm_joints_divide(const hm_transformed *transformed, const hm_applied_step *step, size_t unit,
                      double *parts) {
    filler f;
    for (uint32_t k = 0; k < step->step->columns->count; k++)
        parts[k] = (double)NAN;
    if (!step->step->method->joint->divide)
        return true;
    const bool fine = filler_open(&f, transformed, step) && divide(&f, unit, parts);
    filler_close(&f);
    return fine;
}
