#include "study/figure_errors.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "methods/noise.h"
#include "platform/wide.h"

/* --- which figures have errors --- */

static bool may_err(const hm_input *input) {
    return input->kind == HM_KIND_COUNT || input->kind == HM_KIND_AMOUNT ||
           input->kind == HM_KIND_NUMBER || input->kind == HM_KIND_GRADE ||
           input->kind == HM_KIND_FLAG;
}

static double error_of(const hm_study *study, bool is_flag, const char *quality) {
    const hm_declared_quality *of = is_flag ? study->declared.flips : study->declared.quality;
    const size_t count = is_flag ? study->declared.flip_count : study->declared.quality_count;
    for (size_t i = 0; i < count; i++)
        if (strcmp(of[i].word, quality) == 0)
            return of[i].error;
    return 0;
}

/* The error of each grade is looked up once a cell: texts of a data set are numbered from 1 on. */
static void read_cells(const hm_figure_errors *e, const hm_series *series, bool is_flag,
                       hm_input_errors *to) {
    const hm_dataset *dataset = e->dataset;
    for (size_t unit = 0; unit < hm_dataset_unit_count(dataset); unit++) {
        const uint32_t quality = hm_series_remark(series, HM_REMARK_QUALITY, unit);
        const double error =
            quality > 0 ? error_of(e->study, is_flag, hm_dataset_texts(dataset)->texts[quality - 1])
                        : 0;
        if (!(error > 0))
            continue;
        to->errors[unit] = to->sizes[to->unit_count] = error;
        to->sources[to->unit_count] = hm_series_remark(series, HM_REMARK_SOURCE, unit);
        to->units[to->unit_count++] = (uint32_t)unit;
    }
}

/* NULL errors where no figure has one. */
static bool read_input(hm_figure_errors *e, uint32_t number, hm_input_errors *to) {
    const hm_input *input = e->study->package->plan.inputs[number];
    const hm_series *series = hm_dataset_series(e->dataset, input->name);
    const size_t units = hm_dataset_unit_count(e->dataset);
    *to = (hm_input_errors){.input = number};
    if (!series || !may_err(input))
        return true;
    to->errors = hm_arena_take_array(&e->arena, units, sizeof *to->errors);
    to->sizes = hm_arena_take_array(&e->arena, units, sizeof *to->sizes);
    to->units = hm_arena_take_array(&e->arena, units, sizeof *to->units);
    to->sources = hm_arena_take_array(&e->arena, units, sizeof *to->sources);
    if (!to->errors || !to->sizes || !to->units || !to->sources)
        return false;
    read_cells(e, series, input->kind == HM_KIND_FLAG, to);
    e->cells += to->unit_count;
    if (to->unit_count == 0)
        to->errors = NULL;
    return true;
}

/* --- parts and wholes --- */

static bool has(const uint32_t *list, size_t count, uint32_t number) {
    for (size_t i = 0; i < count; i++)
        if (list[i] == number)
            return true;
    return false;
}

static bool link_parts(hm_figure_errors *e, hm_input_errors *to) {
    const hm_plan *plan = &e->study->package->plan;
    to->wholes = hm_arena_take_array(&e->arena, plan->input_count, sizeof *to->wholes);
    to->parts = hm_arena_take_array(&e->arena, plan->input_count, sizeof *to->parts);
    if (!to->wholes || !to->parts)
        return false;
    for (size_t i = 0; i < plan->indicator_count; i++)
        for (size_t k = 0; k < plan->indicators[i].part_of_count; k++) {
            const hm_part_of *pair = &plan->indicators[i].parts_of[k];
            if (pair->part == to->input && pair->whole != to->input &&
                !has(to->wholes, to->whole_count, pair->whole))
                to->wholes[to->whole_count++] = pair->whole;
            if (pair->whole == to->input && pair->part != to->input &&
                !has(to->parts, to->part_count, pair->part))
                to->parts[to->part_count++] = pair->part;
        }
    return true;
}

/* Puts those first whose wholes are there already, or have no errors. What stands in a circle,
 * which no package should have, comes at the end. */
static bool order(hm_figure_errors *e) {
    hm_input_errors *sorted = hm_arena_take_array(&e->arena, e->count, sizeof *sorted);
    bool *placed = hm_arena_take_array(&e->arena, e->study->package->plan.input_count, 1);
    size_t count = 0, before = SIZE_MAX;
    if (!sorted || !placed)
        return false;
    while (count < e->count) {
        const bool stuck = before == count;
        before = count;
        for (size_t i = 0; i < e->count; i++) {
            const hm_input_errors *of = &e->inputs[i];
            bool ready = !placed[of->input];
            for (size_t k = 0; ready && !stuck && k < of->whole_count; k++)
                ready = placed[of->wholes[k]] || !e->errors_of[of->wholes[k]];
            if (ready) {
                placed[of->input] = true;
                sorted[count++] = *of;
            }
        }
    }
    e->inputs = sorted;
    return true;
}

bool hm_figure_errors_open(hm_figure_errors *e, const hm_study *study, const hm_dataset *dataset,
                           const hm_allocator *allocator) {
    const hm_plan *plan = &study->package->plan;
    *e = (hm_figure_errors){.study = study, .dataset = dataset, .allocator = allocator};
    hm_arena_open(&e->arena, allocator);
    e->inputs = hm_arena_take_array(&e->arena, plan->input_count, sizeof *e->inputs);
    e->errors_of = hm_arena_take_array(&e->arena, plan->input_count, sizeof *e->errors_of);
    if (!e->inputs || !e->errors_of)
        return false;
    for (uint32_t i = 0; i < plan->input_count; i++) {
        hm_input_errors *to = &e->inputs[e->count];
        if (!read_input(e, i, to))
            return false;
        e->errors_of[i] = to->errors;
        if (!to->errors)
            continue;
        if (!link_parts(e, to))
            return false;
        e->count++;
    }
    return order(e);
}

void hm_figure_errors_close(hm_figure_errors *e) {
    if (e->allocator)
        hm_arena_close(&e->arena);
    e->allocator = NULL;
}

/* --- figures as they might have been --- */

typedef struct moving {
    const hm_figure_errors *errors;
    const hm_input_errors *of;
    const hm_input *input;
    hm_bound *bound;
    const hm_grid *before; /* the figures as they are */
} moving;

static bool is_there(const hm_grid *grid, uint32_t input, size_t unit) {
    return grid->columns[input].states && grid->columns[input].states[unit] == HM_OBSERVED;
}

/* The share of the first whole that is there moves; NAN: there is none. */
static double move_share(const moving *m, size_t unit, double value, double factor) {
    for (size_t i = 0; i < m->of->whole_count; i++) {
        const uint32_t whole = m->of->wholes[i];
        if (!is_there(m->before, whole, unit))
            continue;
        const double said = m->before->columns[whole].values[unit];
        if (!(said > 0) || value > said)
            continue;
        return fmin(value / said * factor, 1) * m->bound->inputs.columns[whole].values[unit];
    }
    return (double)NAN;
}

/* A whole is no less than parts of it that stand, nor a part more than its wholes. */
static double hold(const moving *m, size_t unit, double value, double moved) {
    double low = m->input->low, high = m->input->high;
    for (size_t i = 0; i < m->of->part_count; i++) {
        const uint32_t part = m->of->parts[i];
        const double *errors = m->errors->errors_of[part];
        if (is_there(m->before, part, unit) && !(errors && errors[unit] > 0) &&
            m->before->columns[part].values[unit] <= value)
            low = fmax(low, m->before->columns[part].values[unit]);
    }
    for (size_t i = 0; i < m->of->whole_count; i++) {
        const uint32_t whole = m->of->wholes[i];
        if (is_there(m->before, whole, unit) && m->before->columns[whole].values[unit] >= value)
            high = fmin(high, m->bound->inputs.columns[whole].values[unit]);
    }
    return moved > high ? high : moved < low ? low : moved;
}

static double move(const moving *m, size_t unit, double value, double error) {
    const double factor = 1 + error > 0 ? 1 + error : 0;
    const double share = move_share(m, unit, value, factor);
    double moved = isnan(share) ? value * factor : share;
    if (m->input->kind == HM_KIND_COUNT)
        moved = floor(moved + 0.5);
    return hold(m, unit, value, moved);
}

/* Errors of the figures from number `first` on of those that have one, standard deviations of 1. */
static void draw_errors(const moving *m, uint32_t number, size_t first, size_t count,
                        double *errors) {
    const hm_study *study = m->errors->study;
    const hm_noise sources = {study->declared.seed, HM_STREAM_SOURCES},
                   figures = {study->declared.seed, HM_STREAM_FIGURES};
    const double common = sqrt(study->declared.shared), own = sqrt(1 - study->declared.shared);
    const uint32_t *units = m->of->units + first;
    double shared[HM_BLOCK];
    hm_noise_fill_normal(&figures, number, units, count, m->of->input, errors);
    for (size_t i = 0; i < count; i++)
        errors[i] *= own;
    if (!(common > 0))
        return;
    hm_noise_fill_normal_cells(&sources, number, units, m->of->sources + first, count, shared);
    for (size_t i = 0; i < count; i++)
        errors[i] += common * shared[i];
}

/* Of figures that are no part of others, nor have parts: as move has it. */
HM_WIDE static void move_alone(const hm_input *input, const double *restrict sizes,
                               const double *restrict errors, size_t count,
                               double *restrict values) {
    const double low = input->low, high = input->high;
    for (size_t i = 0; i < count; i++) {
        const double factor = 1 + sizes[i] * errors[i];
        values[i] *= factor > 0 ? factor : 0;
    }
    if (input->kind == HM_KIND_COUNT)
        for (size_t i = 0; i < count; i++)
            values[i] = floor(values[i] + 0.5);
    for (size_t i = 0; i < count; i++)
        values[i] = values[i] > high ? high : values[i] < low ? low : values[i];
}

/* What stands in place of figures that are not there may move, too: nobody looks at it. */
static void move_block_alone(const moving *m, size_t first, size_t count, const double *errors) {
    double *column = m->bound->inputs.columns[m->of->input].values, values[HM_BLOCK];
    const uint32_t *units = m->of->units + first;
    const double *sizes = m->of->sizes + first;
    if (units[count - 1] - units[0] == count - 1) {
        move_alone(m->input, sizes, errors, count, column + units[0]);
        return;
    }
    for (size_t i = 0; i < count; i++)
        values[i] = column[units[i]];
    move_alone(m->input, sizes, errors, count, values);
    for (size_t i = 0; i < count; i++)
        column[units[i]] = values[i];
}

static void move_block(const moving *m, size_t first, size_t count, const double *errors) {
    const hm_grid_column *column = &m->bound->inputs.columns[m->of->input];
    for (size_t i = 0; i < count; i++) {
        const size_t unit = m->of->units[first + i];
        if (column->states[unit] == HM_OBSERVED)
            column->values[unit] =
                move(m, unit, column->values[unit], m->of->sizes[first + i] * errors[i]);
    }
}

static void move_input(const moving *m, uint32_t number) {
    double errors[HM_BLOCK];
    for (size_t first = 0; first < m->of->unit_count; first += HM_BLOCK) {
        const size_t left = m->of->unit_count - first, count = left < HM_BLOCK ? left : HM_BLOCK;
        draw_errors(m, number, first, count, errors);
        if (m->of->whole_count + m->of->part_count == 0)
            move_block_alone(m, first, count, errors);
        else
            move_block(m, first, count, errors);
    }
}

/* Flags are the other answer, by chance. */
static void flip_input(const moving *m, uint32_t number) {
    const hm_noise flips = {m->errors->study->declared.seed, HM_STREAM_FLIPS};
    hm_grid_column *column = &m->bound->inputs.columns[m->of->input];
    for (size_t unit = 0; unit < m->bound->inputs.rows; unit++)
        if (column->states[unit] == HM_OBSERVED &&
            hm_noise_uniform(&flips, number, (uint32_t)unit, m->of->input) < m->of->errors[unit])
            column->values[unit] = 1 - column->values[unit];
}

/* The figures as they are: those of the data set, which is not written to, or copies of what the
 * bound has of its own. */
static bool keep_said(const hm_figure_errors *e, const hm_bound *bound, hm_grid *said) {
    const size_t rows = bound->inputs.rows;
    said->rows = rows;
    said->count = bound->inputs.count;
    said->columns = hm_allocate_array(e->allocator, said->count, sizeof *said->columns);
    if (!said->columns)
        return false;
    memcpy(said->columns, bound->inputs.columns, said->count * sizeof *said->columns);
    for (size_t i = 0; i < said->count; i++)
        said->columns[i].borrowed = true;
    for (size_t i = 0; i < e->count; i++) {
        const hm_grid_column *from = &bound->inputs.columns[e->inputs[i].input];
        hm_grid_column *to = &said->columns[e->inputs[i].input];
        if (from->borrowed)
            continue;
        to->values = hm_allocate_array(e->allocator, rows, sizeof *to->values);
        if (!to->values)
            return false;
        to->borrowed = false;
        memcpy(to->values, from->values, rows * sizeof *to->values);
    }
    return true;
}

static void free_said(const hm_figure_errors *e, hm_grid *said) {
    for (size_t i = 0; said->columns && i < said->count; i++)
        if (!said->columns[i].borrowed)
            hm_release(e->allocator, said->columns[i].values,
                       said->rows * sizeof *said->columns[i].values);
    hm_release(e->allocator, said->columns, said->count * sizeof *said->columns);
}

hm_code hm_figure_errors_apply(const hm_figure_errors *e, uint32_t number, hm_bound *bound,
                               hm_error *error) {
    hm_grid said = {.rows = 0};
    bool fine = keep_said(e, bound, &said);
    for (size_t i = 0; fine && i < e->count; i++)
        fine = hm_grid_own_copy(&bound->inputs, e->inputs[i].input);
    for (size_t i = 0; fine && i < e->count; i++) {
        const moving m = {e, &e->inputs[i], bound->plan->inputs[e->inputs[i].input], bound, &said};
        if (m.input->kind == HM_KIND_FLAG)
            flip_input(&m, number);
        else
            move_input(&m, number);
    }
    free_said(e, &said);
    return fine ? HM_OK : hm_error_memory(error);
}
