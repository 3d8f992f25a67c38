#include "improve/decisions.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/numbers/number.h"
#include "expr/input_roles.h"

static const char *const words[HM_FIXED_REASONS] = {
    [HM_CHANGES] = "",
    [HM_FIXED_UNUSED] = "no score of the index rests on it",
    [HM_FIXED_RECORDS] = "a table of records",
    [HM_FIXED_SEVERAL] = "a choice of several answers",
    [HM_FIXED_MISSING] = "there is no figure",
    [HM_FIXED_PACKAGE] = "the package says that it is fixed",
    [HM_FIXED_COSTS] = "it is said to be fixed",
    [HM_FIXED_LEFT_OUT] = "it is left out",
    [HM_FIXED_WHOLE] = "others are parts of it, or divided by it",
    [HM_FIXED_BOUND] = "it has nowhere to go",
    [HM_FIXED_NO_COST] = "nothing is said of its cost, as of others",
    [HM_FIXED_NO_END] = "it has no bound",
    [HM_FIXED_RULE] = "a rule would be broken",
};

const char *hm_fixed_words(hm_fixed fixed) {
    return words[fixed];
}

/* --- what measures say --- */

static const hm_expr *expressions_of(const hm_plan *plan, const hm_node *node, size_t at) {
    if (at == 0)
        return node->indicator != HM_NO_INDICATOR ? plan->indicators[node->indicator].measure
               : node->measure                    ? node->measure->expr
                                                  : NULL;
    return node->transform ? node->transform->expr : NULL;
}

bool hm_decision_is_part(const hm_plan *plan, uint32_t part, uint32_t whole) {
    for (size_t i = 0; i < plan->indicator_count; i++)
        for (size_t k = 0; k < plan->indicators[i].part_of_count; k++) {
            const hm_part_of *pair = &plan->indicators[i].parts_of[k];
            if ((part == HM_NO_NAME || pair->part == part) &&
                (whole == HM_NO_NAME || pair->whole == whole))
                return true;
        }
    return false;
}

static bool is_whole(const hm_plan *plan, uint32_t input) {
    if (hm_decision_is_part(plan, input, HM_NO_NAME))
        return false;
    if (hm_decision_is_part(plan, HM_NO_NAME, input))
        return true;
    for (size_t i = 0; i < plan->node_count; i++)
        for (size_t k = 0; k < 2; k++) {
            const hm_expr *expr = expressions_of(plan, &plan->nodes[i], k);
            if (expr && hm_expr_divides_by(expr, input))
                return true;
        }
    return false;
}

static bool formula_reads(const hm_node_formula *formula, uint32_t input) {
    for (size_t i = 0; formula && i < formula->input_count; i++)
        if (formula->inputs[i] == input)
            return true;
    return false;
}

/* Is the node part of the index? */
static bool is_below_root(const hm_plan *plan, uint32_t node) {
    while (node != 0 && !plan->nodes[node].is_absent && plan->nodes[node].parent != HM_NO_NODE)
        node = plan->nodes[node].parent;
    return node == 0;
}

static void touch(const hm_plan *plan, hm_decision *decision) {
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const hm_node_inputs inputs = hm_plan_inputs_of(plan, &plan->nodes[i]);
        bool reads = formula_reads(plan->nodes[i].transform, decision->input);
        for (size_t k = 0; !reads && k < inputs.count; k++)
            reads = inputs.numbers[k] == decision->input;
        decision->touches[i] = reads && !plan->nodes[i].is_absent;
    }
    for (size_t i = 0; i < plan->rule_count; i++)
        decision->rules[i] = hm_expr_uses(plan->rules[i].left, decision->input) ||
                             hm_expr_uses(plan->rules[i].right, decision->input);
}

static void take_over(const hm_plan *plan, hm_decision *decision, const hm_decision *of) {
    for (size_t i = 0; i < plan->node_count; i++)
        decision->touches[i] |= of->touches[i];
    for (size_t i = 0; i < plan->rule_count; i++)
        decision->rules[i] |= of->rules[i];
}

/* Where one figure decides whether another is asked, it touches what that one does. */
static void touch_asked(const hm_plan *plan, hm_decisions *d) {
    for (size_t c = plan->condition_count; c-- > 0;)
        for (uint32_t i = 0; i < d->count; i++)
            if (hm_expr_uses(plan->conditions[c].expr, i))
                take_over(plan, &d->each[i], &d->each[plan->conditions[c].input]);
}

/* Nodes that others read may stand anywhere, and count all the same. */
static bool is_used(const hm_plan *plan, const hm_decision *decision) {
    for (uint32_t i = 0; i < plan->node_count; i++)
        if (decision->touches[i] && (plan->reads_nodes || is_below_root(plan, i)))
            return true;
    return false;
}

/* --- bounds and steps --- */

/* A power of ten near a hundredth of what the figure can be. */
static double usual_step(const hm_decision *d) {
    const double room = isfinite(d->high) && isfinite(d->low) ? d->high - d->low : fabs(d->from);
    return room > 0 ? pow(10, floor(log10(room / 100) + 1e-9)) : 1;
}

static double step_of(const hm_decision *d, const hm_input *input) {
    if (input->improve.is_given && input->improve.step > 0)
        return input->improve.step;
    if (input->kind == HM_KIND_GRADE)
        return 0.1;
    return input->kind == HM_KIND_AMOUNT || input->kind == HM_KIND_NUMBER ? usual_step(d) : 1;
}

static double steps_within(double room, double step) {
    return isfinite(room) ? fmax(0, ceil(room / step - 1e-9)) : room > 0 ? (double)INFINITY : 0;
}

static void take_steps(hm_decision *d) {
    d->steps[HM_WAY_UP] = steps_within(d->high - d->from, d->step);
    d->steps[HM_WAY_DOWN] = steps_within(d->from - d->low, d->step);
    for (hm_way way = HM_WAY_UP; way < HM_WAYS; way++)
        d->whole[way] = d->steps[way];
}

static bool stands(const hm_trial *trial, const hm_decision *d) {
    return d->fixed != HM_CHANGES &&
           trial->bound->inputs.columns[d->input].states[trial->unit] == HM_OBSERVED;
}

/* A part stays within its whole where that is fixed, or as far beyond as it is. */
static void hold_parts(const hm_decisions *all) {
    for (size_t i = 0; i < all->pair_count; i++) {
        hm_decision *part = &all->each[all->pairs[i].part];
        hm_decision *whole = &all->each[all->pairs[i].whole];
        if (part->fixed == HM_CHANGES && stands(all->trial, whole))
            part->high = fmin(part->high, fmax(part->from, whole->from));
        if (whole->fixed == HM_CHANGES && stands(all->trial, part))
            whole->low = fmax(whole->low, fmin(whole->from, part->from));
    }
}

/* --- a figure and what can become of it --- */

static hm_fixed reason_of(const hm_trial *trial, const hm_decision *d) {
    const hm_input *input = trial->plan->inputs[d->input];
    if (!is_used(trial->plan, d))
        return HM_FIXED_UNUSED;
    if (input->kind == HM_KIND_RECORDS)
        return HM_FIXED_RECORDS;
    if (input->many)
        return HM_FIXED_SEVERAL;
    if (trial->bound->inputs.columns[d->input].states[trial->unit] != HM_OBSERVED)
        return HM_FIXED_MISSING;
    if (input->improve.is_given && input->improve.is_fixed)
        return HM_FIXED_PACKAGE;
    const bool is_said =
        input->improve.is_given && (input->improve.step > 0 || input->improve.cost >= 0);
    return !is_said && is_whole(trial->plan, d->input) ? HM_FIXED_WHOLE : HM_CHANGES;
}

/* False when memory has run out. */
static bool take_answers(const hm_trial *trial, hm_decision *d, hm_arena *arena) {
    const hm_input *input = trial->plan->inputs[d->input];
    double *answers = hm_arena_take_array(arena, input->option_count, sizeof *answers);
    size_t count = 0;
    for (size_t i = 0; answers && i < input->option_count; i++) {
        const uint32_t text =
            hm_names_find(&trial->bound->texts, input->options[i], strlen(input->options[i]));
        if (text != HM_NO_NAME && text != d->from)
            answers[count++] = text;
    }
    d->answers = answers;
    d->steps[HM_WAY_UP] = (double)count;
    d->steps[HM_WAY_DOWN] = 0;
    return answers != NULL;
}

static bool begin(hm_decisions *all, uint32_t number) {
    const hm_trial *trial = all->trial;
    const hm_input *input = trial->plan->inputs[number];
    hm_decision *d = &all->each[number];
    *d = (hm_decision){.input = number, .low = input->low, .high = input->high};
    d->touches = hm_arena_take_array(&all->arena, trial->plan->node_count, 1);
    d->rules = hm_arena_take_array(&all->arena, trial->plan->rule_count + 1, 1);
    if (!d->touches || !d->rules)
        return false;
    touch(trial->plan, d);
    if (input->kind == HM_KIND_FLAG)
        d->low = 0, d->high = 1;
    if (input->kind != HM_KIND_RECORDS)
        d->from = trial->bound->inputs.columns[number].values[trial->unit];
    d->cost =
        input->improve.is_given && input->improve.cost >= 0 ? input->improve.cost : (double)NAN;
    return true;
}

/* --- what the caller says --- */

static hm_code refuse(const hm_improve_cost *said, const char *what, hm_error *error) {
    return hm_error_set(error, HM_ERROR_ARGUMENT, "%s: %s", said->input, what);
}

static hm_code check_said(const hm_decisions *all, const hm_improve_cost *said, hm_error *error) {
    uint32_t input;
    hm_code code = hm_figure_find(all->trial->bound->plan, said->input, &input, error);
    if (code != HM_OK)
        return code;
    const hm_kind kind = all->trial->plan->inputs[input]->kind;
    const bool is_number = kind != HM_KIND_FLAG && kind != HM_KIND_CHOICE;
    if (said->cost < 0 || isinf(said->cost))
        return refuse(said, "a cost is a number from 0", error);
    if (said->step <= 0 || isinf(said->step))
        return refuse(said, "a step is a number above 0", error);
    if (!is_number && !(isnan(said->step) && isnan(said->low) && isnan(said->high)))
        return refuse(said, "step, low and high go with numbers: count, amount, number and grade",
                      error);
    if (kind == HM_KIND_COUNT && said->step != floor(said->step) && !isnan(said->step))
        return refuse(said, "a step of a count is a whole number", error);
    if (said->low > said->high)
        return refuse(said, "low is above high", error);
    if (said->fixed == 1 && !(isnan(said->cost) && isnan(said->step)))
        return refuse(said, "what is fixed has neither step nor cost", error);
    return HM_OK;
}

static bool can_change(hm_fixed fixed) {
    return fixed == HM_CHANGES || fixed == HM_FIXED_PACKAGE || fixed == HM_FIXED_WHOLE;
}

/* What is said of an input frees it. */
static void take_said(hm_decision *d, const hm_improve_cost *said) {
    const bool frees = said->fixed == 0 || !isnan(said->cost) || !isnan(said->step);
    if (can_change(d->fixed) && said->fixed == 1)
        d->fixed = HM_FIXED_COSTS;
    else if (can_change(d->fixed) && frees)
        d->fixed = HM_CHANGES;
    if (!isnan(said->cost))
        d->cost = said->cost;
    if (!isnan(said->step))
        d->step = said->step;
}

static hm_code take_costs(hm_decisions *all, const hm_improve_options *options, hm_error *error) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < options->cost_count; i++) {
        const hm_improve_cost *said = &options->costs[i];
        uint32_t input = 0;
        code = check_said(all, said, error);
        if (code == HM_OK)
            code = hm_figure_find(all->trial->bound->plan, said->input, &input, error);
        for (size_t k = 0; code == HM_OK && k < i; k++)
            if (strcmp(options->costs[k].input, said->input) == 0)
                code = refuse(said, "it is said twice what it takes to change it", error);
        if (code == HM_OK)
            take_said(&all->each[input], said);
    }
    for (size_t i = 0; code == HM_OK && i < options->without_count; i++) {
        uint32_t input;
        code = hm_figure_find(all->trial->bound->plan, options->without[i], &input, error);
        if (code == HM_OK && can_change(all->each[input].fixed))
            all->each[input].fixed = HM_FIXED_LEFT_OUT;
    }
    return code;
}

static const hm_improve_cost *said_of(const hm_improve_options *options, const char *input) {
    for (size_t i = 0; i < options->cost_count; i++)
        if (strcmp(options->costs[i].input, input) == 0)
            return &options->costs[i];
    return NULL;
}

/* Bounds, once it is known of all what is fixed. What the package doubts is gone beyond where the
 * caller says so. */
static void bound(const hm_decisions *all, hm_decision *d, const hm_improve_options *options) {
    const hm_input *input = all->trial->plan->inputs[d->input];
    const hm_improve_cost *said = said_of(options, input->name);
    const double doubt_low = input->doubts ? fmin(input->doubt_low, d->from) : (double)-INFINITY;
    const double doubt_high = input->doubts ? fmax(input->doubt_high, d->from) : (double)INFINITY;
    d->low = fmax(d->low, said && !isnan(said->low) ? said->low : doubt_low);
    d->high = fmin(d->high, said && !isnan(said->high) ? said->high : doubt_high);
}

/* A part goes as far as its whole may, where that changes; so does a part of the part. */
static void bound_parts(const hm_decisions *all) {
    bool changed = true;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < all->pair_count; i++) {
            hm_decision *part = &all->each[all->pairs[i].part];
            const hm_decision *whole = &all->each[all->pairs[i].whole];
            if (part->fixed != HM_CHANGES || whole->fixed != HM_CHANGES ||
                whole->high >= part->high)
                continue;
            part->high = fmax(whole->high, part->from);
            changed |= part->high == whole->high;
        }
    }
}

static bool finish(hm_decisions *all, hm_decision *d) {
    const hm_input *input = all->trial->plan->inputs[d->input];
    if (input->kind == HM_KIND_CHOICE) {
        d->step = 1;
        if (!take_answers(all->trial, d, &all->arena))
            return false;
    } else {
        if (input->kind == HM_KIND_COUNT) {
            d->low = ceil(d->low);
            d->high = floor(d->high);
        }
        if (!(d->step > 0))
            d->step = step_of(d, input);
        take_steps(d);
    }
    if (d->steps[HM_WAY_UP] == 0 && d->steps[HM_WAY_DOWN] == 0)
        d->fixed = HM_FIXED_BOUND;
    return true;
}

static bool finish_all(hm_decisions *all, const hm_improve_options *options) {
    bool fine = true;
    for (size_t i = 0; i < all->count; i++) {
        const hm_decision *d = &all->each[i];
        all->has_costs |=
            (d->fixed == HM_CHANGES || d->fixed == HM_FIXED_LEFT_OUT) && !isnan(d->cost);
    }
    for (size_t i = 0; i < all->count; i++)
        if (all->each[i].fixed == HM_CHANGES)
            bound(all, &all->each[i], options);
    hold_parts(all);
    bound_parts(all);
    for (size_t i = 0; fine && i < all->count; i++)
        if (all->each[i].fixed == HM_CHANGES)
            fine = finish(all, &all->each[i]);
    return fine;
}

/* What measures have as parts of others. False when memory has run out. */
static bool gather_pairs(hm_decisions *all) {
    const hm_plan *plan = all->trial->plan;
    size_t most = 0;
    for (size_t i = 0; i < plan->indicator_count; i++)
        most += plan->indicators[i].part_of_count;
    all->pairs = hm_arena_take_array(&all->arena, most + 1, sizeof *all->pairs);
    for (size_t i = 0; all->pairs && i < plan->indicator_count; i++)
        for (size_t k = 0; k < plan->indicators[i].part_of_count; k++)
            all->pairs[all->pair_count++] = plan->indicators[i].parts_of[k];
    return all->pairs != NULL;
}

hm_code hm_decisions_open(hm_decisions *all, const hm_trial *trial,
                          const hm_improve_options *options, hm_error *error) {
    const hm_plan *plan = trial->plan;
    *all = (hm_decisions){.trial = trial, .count = plan->input_count};
    hm_arena_open(&all->arena, trial->updater->scores->allocator);
    all->each = hm_arena_take_array(&all->arena, all->count, sizeof *all->each);
    bool fine = all->each && gather_pairs(all);
    for (uint32_t i = 0; fine && i < all->count; i++)
        fine = begin(all, i);
    if (!fine)
        return hm_error_memory(error);
    touch_asked(plan, all);
    for (size_t i = 0; i < all->count; i++)
        all->each[i].fixed = reason_of(trial, &all->each[i]);
    const hm_code code = take_costs(all, options, error);
    if (code != HM_OK)
        return code;
    return finish_all(all, options) ? HM_OK : hm_error_memory(error);
}

void hm_decisions_close(hm_decisions *all) {
    hm_arena_close(&all->arena);
}

/* --- steps --- */

bool hm_decision_exceeds(const hm_decisions *all, const hm_decision *d, double value) {
    for (size_t i = 0; i < all->pair_count; i++) {
        const hm_decision *part = &all->each[all->pairs[i].part];
        const hm_decision *whole = &all->each[all->pairs[i].whole];
        if (d == part && whole->fixed == HM_CHANGES && value > whole->from && value > d->from)
            return true;
        if (d == whole && part->fixed == HM_CHANGES && value < part->from && value < d->from)
            return true;
    }
    return false;
}

bool hm_decision_is_linked(const hm_decisions *all, const hm_decision *one,
                           const hm_decision *other) {
    for (size_t i = 0; one != other && i < all->trial->plan->rule_count; i++)
        if (all->trial->holds[i] && one->rules[i] && other->rules[i])
            return true;
    return false;
}

bool hm_decision_is_linked_to_any(const hm_decisions *all, const hm_decision *one) {
    for (size_t i = 0; i < all->count; i++)
        if (all->each[i].fixed == HM_CHANGES && hm_decision_is_linked(all, one, &all->each[i]))
            return true;
    return false;
}

double hm_decision_value(const hm_decision *d, double steps) {
    if (d->answers)
        return steps > 0 ? d->answers[(size_t)steps - 1] : d->from;
    if (steps >= d->steps[HM_WAY_UP] && steps > 0)
        return d->high;
    if (-steps >= d->steps[HM_WAY_DOWN] && steps < 0)
        return d->low;
    const double value = d->from + steps * d->step;
    const int digits = (int)fmax(0, 6 - floor(log10(d->step)));
    return digits <= 15 ? hm_number_round(value, digits) : value;
}

double hm_decision_cost(const hm_decision *d, double steps) {
    if (steps == 0)
        return 0;
    if (d->answers)
        return isnan(d->cost) ? 1 : d->cost;
    const double count = fabs(steps);
    return isnan(d->cost) ? count / d->whole[steps > 0 ? HM_WAY_UP : HM_WAY_DOWN] : count * d->cost;
}
