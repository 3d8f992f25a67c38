#include "analyse/possible_figures.h"

#include <math.h>

#include "evaluate/asked.h"
#include "expr/enclosures.h"

/* --- conditions --- */

/* Conditions go no deeper in any package that means something. */
enum { CONDITIONS_DEEP = 16 };

static bool may_be_other(const hm_possible *p, const hm_expr *condition, size_t unit, int depth) {
    const hm_bound *bound = &p->scores->bound;
    const hm_plan *plan = bound->plan;
    for (size_t i = 0; i < condition->node_count; i++) {
        const hm_expr_node *node = &hm_expr_nodes(condition)[i];
        if (node->op == HM_OP_PREVIOUS)
            return true;
        if (node->op != HM_OP_INPUT)
            continue;
        const uint8_t *states = bound->inputs.columns[node->input].states;
        if (!states || hm_figure_is_missing(states[unit]))
            return true;
        const hm_expr *of = plan->inputs[node->input]->asked_if;
        if (of && (depth == CONDITIONS_DEEP ||
                   may_be_other(p, plan->conditions[hm_asked_find(plan, node->input)].expr, unit,
                                depth + 1)))
            return true;
    }
    return false;
}

/* Does it hang on a figure that is missing whether this one is asked for? */
static bool may_be_asked(const hm_possible *p, uint32_t input, size_t unit) {
    const hm_plan *plan = p->scores->bound.plan;
    const size_t number = hm_asked_find(plan, input);
    return number != SIZE_MAX && may_be_other(p, plan->conditions[number].expr, unit, 0);
}

/* --- figures --- */

static bool lacks(const hm_possible *p, const uint32_t *inputs, size_t count, size_t unit) {
    const hm_grid_column *columns = p->scores->bound.inputs.columns;
    for (size_t i = 0; i < count; i++)
        if (hm_figure_is_missing(columns[inputs[i]].states[unit]))
            return true;
    return false;
}

bool hm_possible_may_fall_away(const hm_possible *p, size_t number, size_t unit) {
    const hm_node_inputs inputs = hm_plan_inputs_of(p->plan, &p->plan->nodes[number]);
    for (size_t i = 0; p->scores->bound.plan->condition_count > 0 && i < inputs.count; i++)
        if (may_be_asked(p, inputs.numbers[i], unit))
            return true;
    return false;
}

/* Of earlier periods it is not looked up which figures are there. */
static bool looks_back(const hm_expr *expr) {
    for (size_t i = 0; expr && i < expr->node_count; i++)
        if (hm_expr_nodes(expr)[i].op == HM_OP_PREVIOUS)
            return true;
    return false;
}

bool hm_possible_lacks_figures(const hm_possible *p, size_t number, size_t unit) {
    const hm_node *node = &p->plan->nodes[number];
    const hm_node_inputs inputs = hm_plan_inputs_of(p->plan, node);
    return looks_back(hm_node_expression(p->plan, number)) ||
           lacks(p, inputs.numbers, inputs.count, unit) ||
           (node->transform &&
            lacks(p, node->transform->inputs, node->transform->input_count, unit));
}

static hm_enclosure declared(const hm_input *input) {
    hm_enclosure out = hm_enclosure_between(input->low, input->high);
    if (input->kind == HM_KIND_FLAG || input->kind == HM_KIND_GRADE) {
        out.low = fmax(out.low, 0);
        out.high = fmin(out.high, 1);
    }
    if (hm_input_type(input) != HM_TYPE_NUMBER && input->kind != HM_KIND_FLAG)
        out = hm_enclosure_between(-INFINITY, INFINITY);
    if (input->many)
        out = hm_enclosure_between(0, (double)input->option_count);
    out.is_whole = input->kind == HM_KIND_COUNT || input->kind == HM_KIND_FLAG || input->many;
    if (input->kind == HM_KIND_COUNT) {
        out.low = ceil(out.low);
        out.high = floor(out.high);
    }
    return out;
}

/* Parts of parts go no deeper in any package that means something; some may go in circles. */
enum { DEPTH = 8 };

/* The most that a whole is, or the least that a part is, in a unit. */
static double limit_of(const hm_possible *p, uint32_t input, size_t unit, bool most, int depth) {
    const hm_grid_column *column = &p->scores->bound.inputs.columns[input];
    const hm_plan *plan = p->scores->plan;
    if (column->states && column->states[unit] == HM_OBSERVED)
        return column->values[unit];
    const hm_enclosure of = declared(plan->inputs[input]);
    double limit = most ? of.high : of.low;
    for (size_t i = 0; depth < DEPTH && i < plan->indicator_count; i++)
        for (size_t k = 0; k < plan->indicators[i].part_of_count; k++) {
            const hm_part_of *pair = &plan->indicators[i].parts_of[k];
            if (most && pair->part == input && pair->whole != input)
                limit = fmin(limit, limit_of(p, pair->whole, unit, true, depth + 1));
            else if (!most && pair->whole == input && pair->part != input)
                limit = fmax(limit, limit_of(p, pair->part, unit, false, depth + 1));
        }
    return limit;
}

/* What is missing is no more than what it is a part of, nor less than its own parts. */
static hm_enclosure figure(const hm_possible *p, uint32_t input, size_t unit) {
    hm_enclosure out = declared(p->scores->plan->inputs[input]);
    const double most = limit_of(p, input, unit, true, 0);
    const double least = limit_of(p, input, unit, false, 0);
    if (out.is_whole) {
        out.high = fmax(out.low, floor(most));
        out.low = fmin(out.high, ceil(least));
    } else {
        out.high = fmax(out.low, most);
        out.low = fmin(out.high, least);
    }
    return out;
}

/* --- what is open to a measure --- */

typedef struct opening {
    const hm_possible *possible;
    size_t unit;
    bool has_own;
    hm_enclosure own; /* what the steps of the node have made of its value */
} opening;

/* What is given, if it is asked for at all. */
static bool open_asked(const opening *o, uint32_t input, hm_enclosure *out) {
    const hm_bound *bound = &o->possible->scores->bound;
    const hm_grid_column *given = &bound->given.columns[hm_asked_find(bound->plan, input)];
    if (!given->states)
        return false;
    const uint8_t state = given->states[o->unit];
    if (hm_figure_is_missing(state))
        *out = figure(o->possible, input, o->unit);
    else
        *out = (hm_enclosure){
            .low = given->values[o->unit], .high = given->values[o->unit], .state = state};
    out->may = hm_may(HM_NOT_APPLICABLE);
    return true;
}

static bool open_figure(const opening *o, const hm_expr_node *leaf, uint8_t state,
                        hm_enclosure *out) {
    const hm_possible *p = o->possible;
    const hm_input *input = p->scores->plan->inputs[leaf->input];
    if (leaf->op == HM_OP_INPUT && may_be_asked(p, leaf->input, o->unit))
        return open_asked(o, leaf->input, out);
    if (!hm_figure_is_missing(state))
        return false;
    *out = leaf->op == HM_OP_PREVIOUS ? declared(input) : figure(p, leaf->input, o->unit);
    if (leaf->op == HM_OP_PREVIOUS && input->asked_if)
        out->may = hm_may(HM_NOT_APPLICABLE);
    return true;
}

/* What cannot be told of nodes that are read is no business of measures. */
static bool open_node(const opening *o, const hm_expr_node *leaf, hm_enclosure *out) {
    const hm_possible *p = o->possible;
    const size_t at = hm_possible_at(p, leaf->input, o->unit);
    if (p->possibilities[at] == HM_POSSIBLY_AS_IS)
        return false;
    const uint8_t state = p->states[HM_LOWEST][at];
    if (leaf->op == HM_OP_COVERAGE)
        *out = hm_enclosure_between(p->may[at] ? 0 : p->least_coverage[at],
                                    p->may[at] ? 1 : p->coverage[at]);
    else if (leaf->op == HM_OP_VALUE)
        *out = hm_enclosure_between(p->values[HM_LOWEST][at], p->values[HM_HIGHEST][at]);
    else
        *out = hm_enclosure_between(p->ends[HM_LOWEST][at], p->ends[HM_HIGHEST][at]);
    if (leaf->op != HM_OP_COVERAGE && state != HM_OBSERVED)
        out->state = state == HM_INSUFFICIENT ? HM_NOT_REPORTED : state;
    out->may = p->may[at];
    if (out->may & hm_may(HM_INSUFFICIENT))
        out->may = (uint8_t)((out->may & ~hm_may(HM_INSUFFICIENT)) | hm_may(HM_NOT_REPORTED));
    return true;
}

static bool open_leaf(const void *context, const hm_expr_node *leaf, uint8_t state,
                      hm_enclosure *out) {
    const opening *o = context;
    if (leaf->op == HM_OP_OWN) {
        *out = o->own;
        return o->has_own;
    }
    return hm_op_reads_node(leaf->op) ? open_node(o, leaf, out) : open_figure(o, leaf, state, out);
}

static bool is_part(const void *context, uint32_t part, uint32_t whole) {
    const hm_plan *plan = ((const opening *)context)->possible->scores->plan;
    for (size_t i = 0; i < plan->indicator_count; i++)
        for (size_t k = 0; k < plan->indicators[i].part_of_count; k++)
            if (plan->indicators[i].parts_of[k].part == part &&
                plan->indicators[i].parts_of[k].whole == whole)
                return true;
    return false;
}

static hm_enclosure interval_of(hm_possible *p, size_t number, const hm_expr *expr,
                                const opening *o) {
    hm_expr_data data = hm_bound_data(&p->scores->bound, (uint32_t)number);
    data.reads = hm_aggregated_reads(&p->scores->aggregated);
    const hm_openings openings = {o, open_leaf, is_part};
    hm_enclosure out;
    (void)hm_expr_enclose(expr, &data, o->unit, &openings, &p->expressions, &out);
    return out;
}

static hm_enclosure anything(uint8_t may) {
    hm_enclosure out = hm_enclosure_between(-INFINITY, INFINITY);
    out.may = may;
    return out;
}

hm_enclosure hm_possible_value(hm_possible *p, size_t number, size_t unit) {
    const opening o = {.possible = p, .unit = unit};
    const hm_expr *expr = hm_node_expression(p->plan, number);
    return expr ? interval_of(p, number, expr, &o) : anything(hm_may(HM_UNDEFINED));
}

/* --- from values to scores --- */

static bool has_own_bounds(const hm_step *scale) {
    return scale->method->has_to && scale->settings[HM_SETTING_LOW_KIND] == HM_BOUND_OWN &&
           scale->settings[HM_SETTING_HIGH_KIND] == HM_BOUND_OWN && scale->over_count == 0;
}

/* Would a scale learn from the unit's value? Then its mark lies between the ends of the scale. */
static void narrow(const hm_possible *p, const hm_step *scale, size_t unit, hm_enclosure *mark) {
    const hm_bound *bound = &p->scores->bound;
    if (!p->scores->transformed.own || !has_own_bounds(scale) ||
        !hm_dataset_unit_is_ranked(bound->dataset, bound->first + unit))
        return;
    const double a = scale->settings[HM_SETTING_TO_LOW], b = scale->settings[HM_SETTING_TO_HIGH];
    mark->low = fmin(fmax(a, b), fmax(mark->low, fmin(a, b)));
    mark->high = fmax(mark->low, fmin(mark->high, fmax(a, b)));
}

/* NAN: they make none of it. */
static double mark_at(const hm_possible *p, size_t number, size_t unit, double value) {
    uint8_t state = HM_OBSERVED, flags = 0;
    hm_transformed_take(&p->scores->transformed, number, 0, p->plan->nodes[number].step_count, unit,
                        1, (hm_step_cells){&value, &state, &flags});
    return state == HM_OBSERVED ? value : (double)NAN;
}

/* Do steps make a mark of some value between two ends? Not where nothing could be learnt. */
static bool makes_marks(const hm_possible *p, size_t number, size_t unit, hm_enclosure value) {
    const double some = isfinite(value.low) ? value.low : isfinite(value.high) ? value.high : 0;
    return !isnan(mark_at(p, number, unit, some));
}

/* All steps rise with the value, or fall. Without end there is no telling how far. */
static hm_enclosure step_interval(const hm_possible *p, size_t number, size_t unit,
                                  hm_enclosure value) {
    const hm_node *node = &p->plan->nodes[number];
    const hm_step *scale = hm_node_step(node, HM_STEP_SCALE);
    const double sign = scale && scale->lower_is_better ? -1 : 1;
    const double one = isfinite(value.low) ? mark_at(p, number, unit, value.low) : sign * value.low;
    const double other =
        isfinite(value.high) ? mark_at(p, number, unit, value.high) : sign * value.high;
    hm_enclosure mark = isnan(one) || isnan(other)
                            ? hm_enclosure_between(-INFINITY, INFINITY)
                            : hm_enclosure_between(fmin(one, other), fmax(one, other));
    if (scale)
        narrow(p, scale, unit, &mark);
    mark.may = value.may;
    if (isnan(one) || isnan(other) || !makes_marks(p, number, unit, value))
        mark.may |= hm_may(HM_UNDEFINED);
    return mark;
}

static double hold(const hm_possible *p, const hm_node *node, double end) {
    const double held = fmin(fmax(end, node->low), node->high);
    return node->rounding >= 0 && isfinite(held)
               ? hm_score_round(held, node->rounding, p->plan->policy.ties_to_even)
               : held;
}

static bool imputes(const hm_node *node) {
    return hm_node_step(node, HM_STEP_IMPUTE) != NULL;
}

hm_enclosure hm_possible_mark(hm_possible *p, size_t number, size_t unit, hm_enclosure value) {
    const hm_node *node = &p->plan->nodes[number];
    hm_enclosure mark = value.state == HM_OBSERVED ? value : anything(0);
    mark.may = hm_enclosure_lacking(value);
    if (imputes(node) && mark.may)
        mark = anything(mark.may);
    else if (node->step_count > 0)
        mark = step_interval(p, number, unit, mark);
    if (node->transform) {
        const opening o = {.possible = p, .unit = unit, .has_own = true, .own = mark};
        mark = interval_of(p, number, node->transform->expr, &o);
        if (mark.state != HM_OBSERVED)
            mark = anything(hm_enclosure_lacking(mark));
    }
    mark.low = hold(p, node, mark.low);
    mark.high = hold(p, node, mark.high);
    return mark;
}
