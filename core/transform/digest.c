#include "transform/digest.h"

#include <math.h>
#include <string.h>

#include "methods/methods.h"
#include "platform/sha256.h"

/* Each with its end, so that no two lists of texts are the same bytes. */
static void add_text(hm_sha256 *sha, const char *text) {
    hm_sha256_add(sha, text ? text : "", (text ? strlen(text) : 0) + 1);
}

static void add_number(hm_sha256 *sha, uint64_t number) {
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    hm_sha256_add(sha, bytes, sizeof bytes);
}

static void add_double(hm_sha256 *sha, double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    add_number(sha, bits);
}

static bool has_name(hm_op op) {
    return op == HM_OP_INPUT || op == HM_OP_PREVIOUS || op == HM_OP_COLUMN || op == HM_OP_TEXT ||
           op == HM_OP_PARAMETER || hm_op_reads_node((uint8_t)op);
}

/* All that the result depends on: not the lines of the script, nor the names of parts. */
static void add_expression(hm_sha256 *sha, const hm_expr *expr) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    const uint16_t *operands = hm_expr_operands(expr);
    for (size_t i = 0; i < expr->node_count; i++) {
        const hm_expr_node *node = &nodes[i];
        const hm_op op = (hm_op)node->op;
        add_number(sha, node->op);
        add_number(sha, node->back);
        add_number(sha, node->count);
        if (op == HM_OP_NUMBER || op == HM_OP_LOGIC || op == HM_OP_HISTORY)
            add_double(sha, node->u.number);
        if (has_name(op))
            add_text(sha, hm_expr_text(expr, node->u.text.name));
        if (op == HM_OP_COLUMN)
            add_text(sha, hm_expr_text(expr, node->u.text.member));
        for (size_t k = 0; k < node->count; k++)
            add_number(sha, operands[node->first + k]);
    }
}

static void add_parameter(hm_sha256 *sha, const hm_parameter *parameter) {
    add_text(sha, parameter->name);
    add_number(sha, parameter->is_set);
    add_double(sha, parameter->is_set ? parameter->set : 0);
    add_number(sha, parameter->is_set ? 0 : parameter->row_count);
    for (size_t i = 0; !parameter->is_set && i < parameter->row_count; i++) {
        add_number(sha, (uint64_t)parameter->rows[i].first_day);
        add_double(sha, parameter->rows[i].value);
    }
}

static void add_parameters(hm_sha256 *sha, const hm_plan *plan, const hm_expr *expr) {
    for (size_t i = 0; i < expr->node_count; i++)
        if (hm_expr_nodes(expr)[i].op == HM_OP_PARAMETER)
            add_parameter(sha, &plan->parameters[hm_expr_nodes(expr)[i].input]);
}

/* What a figure of it may be: others are rejected, and no part of what was learnt. */
static void add_input(hm_sha256 *sha, const hm_input *input) {
    add_text(sha, input->name);
    add_number(sha, (uint64_t)input->kind);
    add_double(sha, input->low);
    add_double(sha, input->high);
    add_number(sha, input->may_be_na);
    add_number(sha, input->option_count);
    if (input->many)
        add_text(sha, "many");
    for (size_t i = 0; i < input->option_count; i++)
        add_text(sha, input->options[i]);
    add_number(sha, input->column_count);
    for (size_t i = 0; i < input->column_count; i++)
        add_input(sha, &input->columns[i]);
}

static bool any_conditional(const hm_plan *plan, const hm_indicator *indicator) {
    for (size_t i = 0; i < indicator->input_count; i++)
        if (plan->inputs[indicator->inputs[i]]->asked_if)
            return true;
    return false;
}

/* Where figures count. One condition may depend on any other, so all are taken together; a measure
 * whose inputs are always asked has the digest that it has without them. */
static void add_conditions(hm_sha256 *sha, const hm_plan *plan) {
    for (size_t i = 0; i < plan->condition_count; i++) {
        const hm_expr *expr = plan->conditions[i].expr;
        add_text(sha, plan->inputs[plan->conditions[i].input]->name);
        add_expression(sha, expr);
        add_parameters(sha, plan, expr);
        for (size_t k = 0; k < expr->node_count; k++)
            if (hm_expr_nodes(expr)[k].op == HM_OP_INPUT ||
                hm_expr_nodes(expr)[k].op == HM_OP_COLUMN)
                add_input(sha, plan->inputs[hm_expr_nodes(expr)[k].input]);
    }
}

static uint64_t read_hexadecimal(const char *digits, size_t count) {
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++)
        number =
            number * 16 + (uint64_t)(digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);
    return number;
}

static void finish(hm_sha256 *sha, double digest[HM_FIT_DIGEST]) {
    enum { DIGITS = 12 }; /* of 48 bits */
    char text[65];
    hm_sha256_finish(sha, text);
    for (size_t i = 0; i < HM_FIT_DIGEST; i++)
        digest[i] = (double)read_hexadecimal(text + i * DIGITS, DIGITS);
}

/* --- of a node --- */

static void add_days(hm_sha256 *sha, const char *of, const hm_declared_breaks *breaks) {
    if (breaks->count > 0)
        add_text(sha, of);
    for (size_t i = 0; i < breaks->count; i++)
        add_number(sha, (uint64_t)breaks->days[i]);
}

/* Of what looks back from a node for some inputs: where that ends. */
static void add_breaks(hm_sha256 *sha, const hm_plan *plan, const hm_node *node,
                       hm_node_inputs inputs) {
    add_days(sha, "breaks", &plan->breaks);
    add_days(sha, "breaks of the node", node->breaks);
    for (size_t i = 0; i < inputs.count; i++)
        add_days(sha, plan->inputs[inputs.numbers[i]]->name,
                 &plan->inputs[inputs.numbers[i]]->breaks);
}

static void add_measure(hm_sha256 *sha, const hm_plan *plan, const hm_indicator *indicator) {
    add_number(sha, indicator->accepts_missing);
    if (indicator->measure) {
        add_expression(sha, indicator->measure);
        add_parameters(sha, plan, indicator->measure);
    } else {
        hm_sha256_add(sha, indicator->function.source, indicator->function.size);
        if (indicator->function.element > 0) /* of the list that the script returns */
            add_number(sha, indicator->function.element);
        if (indicator->function.from)
            add_text(sha, indicator->function.from);
        add_text(sha, indicator->function.library->digest);
        for (size_t i = 0; i < plan->parameter_count; i++) /* it may read any of them */
            add_parameter(sha, &plan->parameters[i]);
    }
    for (size_t i = 0; i < indicator->input_count; i++)
        add_input(sha, plan->inputs[indicator->inputs[i]]);
    for (size_t i = 0; i < indicator->part_of_count; i++) {
        const hm_part_of *pair = &indicator->parts_of[i]; /* parts of a whole of 0 are refused */
        add_text(sha, plan->inputs[pair->part]->name);
        add_text(sha, plan->inputs[pair->whole]->name);
        add_number(sha, pair->declared);
    }
    if (any_conditional(plan, indicator))
        add_conditions(sha, plan);
    if (indicator->looks_back)
        add_breaks(sha, plan, &plan->nodes[indicator->node],
                   (hm_node_inputs){indicator->inputs, indicator->input_count});
}

/* Settings that are as without a word are left out, each added one with its number. */
static void add_step(hm_sha256 *sha, const hm_plan *plan, const hm_step *step) {
    double otherwise[HM_STEP_SETTINGS];
    hm_step_settings_begin(step->method, otherwise);
    add_text(sha, step->method->name);
    add_number(sha, step->lower_is_better);
    add_double(sha, step->settings[0]);
    add_double(sha, step->settings[1]);
    add_text(sha, step->by);
    for (size_t i = 2; i < HM_SETTING_SIGN; i++) {
        if (step->settings[i] == otherwise[i])
            continue;
        add_number(sha, i);
        add_double(sha, step->settings[i]);
    }
    for (size_t i = 0; step->sources && i < HM_STEP_SETTINGS; i++) {
        if (step->sources[i] == HM_NO_PARAMETER)
            continue;
        add_number(sha, i);
        add_parameter(sha, &plan->parameters[step->sources[i]]);
    }
    if (step->method->kind != HM_STEP_SCALE)
        add_text(sha, hm_step_kind_name(step->method->kind));
    if (step->city || step->over_name || step->fits_on_imputed) {
        add_text(sha, step->city);
        add_text(sha, step->over_name);
        add_number(sha, step->fits_on_imputed);
    }
}

static void add_children(hm_sha256 *sha, const hm_plan *plan, const hm_node *group);
static void add_value(hm_sha256 *sha, const hm_plan *plan, const hm_node *node);

static void add_columns(hm_sha256 *sha, const hm_plan *plan, const hm_columns *columns) {
    for (uint32_t i = 0; i < columns->count; i++) {
        const hm_node *node = &plan->nodes[columns->nodes[i]];
        add_text(sha, node->code);
        add_double(sha, columns->signs[i]);
        add_value(sha, plan, node);
    }
}

static void add_formula(hm_sha256 *sha, const hm_plan *plan, const hm_node *node,
                        const hm_node_formula *formula) {
    add_expression(sha, formula->expr);
    add_parameters(sha, plan, formula->expr);
    for (size_t i = 0; i < formula->input_count; i++)
        add_input(sha, plan->inputs[formula->inputs[i]]);
    if (hm_expr_looks_back(formula->expr) > 0)
        add_breaks(sha, plan, node, (hm_node_inputs){formula->inputs, formula->input_count});
}

static void add_value(hm_sha256 *sha, const hm_plan *plan, const hm_node *node) {
    if (node->indicator != HM_NO_INDICATOR)
        add_measure(sha, plan, &plan->indicators[node->indicator]);
    else
        add_children(sha, plan, node);
    if (node->measure)
        add_formula(sha, plan, node, node->measure);
}

/* What few nodes say is added where they do: digests of the others stay what they were. */
static void add_standing(hm_sha256 *sha, const hm_node *child, int rounding) {
    if (hm_effect_has_points(child->effect) && isfinite(child->cap))
        add_double(sha, child->cap);
    if (child->is_required)
        add_text(sha, "required");
    if (child->rounding != rounding)
        add_number(sha, (uint64_t)child->rounding);
}

static void add_policy(hm_sha256 *sha, const hm_policy *policy) {
    if (policy->by_count)
        add_text(sha, "by count");
    if (policy->min_children > 1)
        add_number(sha, policy->min_children);
    if (policy->ties_to_even)
        add_text(sha, "to even");
    if (policy->has_not_reported)
        add_double(sha, policy->not_reported);
}

/* The range of a sum that says none follows from what else is added, weights from data among that.
 */
static bool sums_freely(const hm_node *group) {
    return group->range_follows && hm_methods[group->method].sums;
}

static void add_ends(hm_sha256 *sha, const hm_node *node) {
    const bool is_free = sums_freely(node);
    add_double(sha, is_free ? -INFINITY : node->low);
    add_double(sha, is_free ? INFINITY : node->high);
}

/* Points are held within it even before the steps of a group. */
static void add_range(hm_sha256 *sha, const hm_node *group) {
    if (sums_freely(group))
        return;
    if (group->low >= 0 && group->low <= 0 && group->high >= 100 && group->high <= 100)
        return;
    add_double(sha, group->low);
    add_double(sha, group->high);
}

/* Parameters of which nothing is said are left out, so that a method may get new ones. */
static void add_method(hm_sha256 *sha, const hm_method *method, const double *parameters) {
    add_text(sha, method->name);
    for (size_t i = 0; i < hm_method_parameter_count(method); i++) {
        if (parameters[i] == method->parameters[i].otherwise)
            continue;
        add_text(sha, method->parameters[i].name);
        add_double(sha, parameters[i]);
    }
}

static void add_group(hm_sha256 *sha, const hm_plan *plan, const hm_node *group) {
    add_range(sha, group);
    add_method(sha, &hm_methods[group->method], group->method_parameters);
    add_double(sha, group->min_coverage);
    add_double(sha, plan->policy.rank_if.coverage);
    add_double(sha, plan->policy.rank_if.applicable);
    add_number(sha, (uint64_t)plan->policy.rounding);
    add_policy(sha, &plan->policy);
    add_number(sha, group->child_count);
    if (group->weigh)
        add_step(sha, plan, group->weigh);
}

/* Weights that follow from the data are no part of what they are learnt from. */
static double weight_said(const hm_node *group, const hm_node *child) {
    return group->weigh ? 0 : child->weight;
}

/* What becomes of its value before it is its score. */
static void add_steps(hm_sha256 *sha, const hm_plan *plan, const hm_node *node) {
    for (size_t i = 0; i < node->step_count; i++)
        add_step(sha, plan, &node->steps[i]);
    if (node->transform)
        add_formula(sha, plan, node, node->transform);
}

static void add_children(hm_sha256 *sha, const hm_plan *plan, const hm_node *group) {
    add_group(sha, plan, group);
    for (size_t i = 0; i < group->child_count; i++) {
        const hm_node *child = &plan->nodes[group->children[i]];
        add_double(sha, weight_said(group, child));
        add_number(sha, child->effect);
        add_standing(sha, child, plan->policy.rounding);
        add_ends(sha, child);
        add_value(sha, plan, child);
        add_steps(sha, plan, child);
    }
}

/* --- of what a node reads --- */

/* What is read, and what that is made of, each once. */
static void add_read_node(hm_sha256 *sha, const hm_plan *plan, const hm_node *node) {
    add_text(sha, node->code);
    add_ends(sha, node);
    if (node->rounding >= 0)
        add_number(sha, (uint64_t)node->rounding);
    if (node->indicator != HM_NO_INDICATOR) {
        add_measure(sha, plan, &plan->indicators[node->indicator]);
        add_policy(sha, &plan->policy);
    } else {
        add_group(sha, plan, node);
    }
    if (node->measure)
        add_formula(sha, plan, node, node->measure);
    for (size_t i = 0; i < node->child_count; i++) {
        const hm_node *child = &plan->nodes[node->children[i]];
        add_text(sha, child->code);
        add_double(sha, weight_said(node, child));
        add_number(sha, child->effect);
        add_standing(sha, child, plan->policy.rounding);
    }
    add_steps(sha, plan, node);
}

static bool add_reads(hm_sha256 *sha, const hm_plan *plan, size_t number) {
    uint8_t *marks;
    if (!plan->reads_nodes)
        return true;
    marks = hm_allocate_array(plan->allocator, plan->node_count, 1);
    if (!marks)
        return false;
    hm_plan_mark_needed(plan, number, marks);
    for (size_t i = 0; i < plan->node_count; i++)
        if (marks[i] & HM_NEEDED_READ)
            add_read_node(sha, plan, &plan->nodes[i]);
    hm_release(plan->allocator, marks, plan->node_count);
    return true;
}

/* --- of other periods --- */

/* Steps that take values of other periods, of the node or of what it is made of, end at any break
 * that these rest on. */
static bool add_series(hm_sha256 *sha, const hm_plan *plan, size_t number) {
    bool any = false;
    if (!plan->has_breaks)
        return true;
    uint8_t *marks = hm_allocate_array(plan->allocator, plan->node_count, 1);
    if (!marks)
        return false;
    hm_plan_mark_needed(plan, number, marks);
    for (size_t i = 0; i < plan->node_count; i++)
        any |= marks[i] && hm_node_reads_series(&plan->nodes[i]);
    for (size_t i = 0; any && i < plan->node_count; i++)
        if (marks[i])
            add_breaks(sha, plan, &plan->nodes[i], hm_plan_inputs_of(plan, &plan->nodes[i]));
    hm_release(plan->allocator, marks, plan->node_count);
    return true;
}

/* --- of what changes with the period --- */

/* All that a node's values come from in one edition. */
static bool digest_edition(const hm_plan *plan, size_t number, char text[65]) {
    hm_sha256 sha;
    hm_sha256_start(&sha);
    add_number(&sha, plan->nodes[number].is_absent);
    add_value(&sha, plan, &plan->nodes[number]);
    const bool fine = add_reads(&sha, plan, number);
    hm_sha256_finish(&sha, text);
    return fine;
}

/* From when on they come from something else: nothing for a node that is the same in all. */
static bool add_editions(hm_sha256 *sha, const hm_plan *plan, size_t number) {
    char before[65], now[65];
    bool fine = true;
    for (size_t i = 0; fine && i < plan->edition_count; i++) {
        fine = digest_edition(plan->editions[i].plan, number, now);
        if (i > 0 && strcmp(now, before) != 0) {
            add_text(sha, before);
            add_number(sha, (uint64_t)plan->editions[i].first_day);
        }
        memcpy(before, now, sizeof before);
    }
    return fine;
}

/* Steps of the node up to it; what a node is weighed by comes before them. */
static size_t steps_up_to(const hm_node *node, const hm_step *step) {
    return step == node->weigh ? 0 : (size_t)(step - node->steps) + 1;
}

hm_fit_step hm_fit_step_undigested(const hm_plan *plan, size_t number, const hm_step *step) {
    const hm_node *node = &plan->nodes[number];
    const size_t count = steps_up_to(node, step);
    hm_fit_step of = {.method = step->method,
                      .phase = count > 0 ? hm_node_step_phase(node, count - 1) : node->phase,
                      .columns = step->columns ? step->columns->count : 0,
                      .lower_is_better = step->lower_is_better};
    memcpy(of.settings, step->settings, sizeof of.settings);
    return of;
}

bool hm_fit_step_of(const hm_plan *plan, size_t number, const hm_step *step, hm_fit_step *out) {
    const hm_node *node = &plan->nodes[number];
    const size_t count = steps_up_to(node, step);
    hm_sha256 sha;
    *out = hm_fit_step_undigested(plan, number, step);
    hm_sha256_start(&sha);
    add_value(&sha, plan, node);
    for (size_t i = 0; i < count; i++)
        add_step(&sha, plan, &node->steps[i]);
    for (size_t i = 0; i < count; i++)
        if (node->steps[i].columns)
            add_columns(&sha, plan, node->steps[i].columns);
    const bool fine = add_reads(&sha, plan, number) && add_series(&sha, plan, number) &&
                      add_editions(&sha, plan, number);
    finish(&sha, out->digest);
    return fine;
}

/* --- of what was learnt --- */

static void add_fit(hm_sha256 *sha, const hm_fits *fits, const hm_fit *fit) {
    const size_t count = hm_fit_sample_count(fits, fit);
    add_text(sha, fits->periods.texts[fit->period]);
    add_text(sha, fits->groups.texts[fit->group]);
    add_number(sha, fit->learnt.count);
    for (size_t i = 0; i < count; i++)
        add_double(sha, fit->sample[i]);
}

/* The orders in which what was learnt is gone through: not those in which it came. */
typedef struct orders {
    uint32_t *codes, *items;
} orders;

static bool open_orders(orders *o, const hm_fits *fits) {
    o->codes = hm_fits_text_order(&fits->codes, fits->allocator);
    o->items = hm_fits_item_order(fits);
    return o->codes && o->items && hm_fits_settle_samples(fits);
}

static void close_orders(const orders *o, const hm_fits *fits) {
    hm_release(fits->allocator, o->codes, fits->codes.count * sizeof *o->codes);
    hm_release(fits->allocator, o->items, fits->keys.count * sizeof *o->items);
}

static void add_learnt_step(hm_sha256 *sha, const hm_fits *fits, const orders *o, uint32_t step) {
    const hm_fit_step *found = &fits->steps[step];
    const size_t end = hm_fits_first_item(fits, o->items, step + 1);
    add_text(sha, hm_fits_code(fits, step));
    for (size_t i = 0; i < HM_FIT_DIGEST; i++)
        add_double(sha, found->digest[i]);
    for (size_t i = hm_fits_first_item(fits, o->items, step); i < end; i++)
        add_fit(sha, fits, &fits->items[o->items[i]]);
}

static void add_phase(hm_sha256 *sha, const hm_fits *fits, const orders *o, uint32_t phase) {
    for (size_t i = 0; i < fits->codes.count; i++) {
        const uint32_t step = hm_fits_find_step(fits, fits->codes.texts[o->codes[i]], phase);
        if (step != HM_NO_NAME)
            add_learnt_step(sha, fits, o, step);
    }
}

bool hm_fits_digest_before(const hm_fits *fits, uint32_t phase, double digest[HM_FIT_DIGEST]) {
    orders o;
    hm_sha256 sha;
    memset(digest, 0, HM_FIT_DIGEST * sizeof *digest);
    if (phase <= 1)
        return true;
    const bool fine = open_orders(&o, fits);
    hm_sha256_start(&sha);
    for (uint32_t before = 1; fine && before < phase; before++)
        add_phase(&sha, fits, &o, before);
    finish(&sha, digest);
    close_orders(&o, fits);
    return fine;
}

/* One digest grows from phase to phase, of which a copy is finished for each, for `take`: of all
 * that was learnt before the phase. */
static bool each_phase(const hm_fits *fits,
                       void (*take)(const hm_fits *fits, uint32_t phase, const double *digest)) {
    const size_t phases = hm_fits_phase_count(fits);
    double digest[HM_FIT_DIGEST] = {0};
    orders o;
    hm_sha256 sha;
    const bool fine = open_orders(&o, fits);
    hm_sha256_start(&sha);
    for (uint32_t phase = 1; fine && phase <= phases; phase++) {
        hm_sha256 before = sha;
        if (phase > 1)
            finish(&before, digest);
        take(fits, phase, digest);
        if (phase < phases)
            add_phase(&sha, fits, &o, phase);
    }
    close_orders(&o, fits);
    return fine;
}

static void complete_phase(const hm_fits *fits, uint32_t phase, const double *digest) {
    for (uint32_t i = 0; i < fits->step_names.count; i++)
        if (fits->steps[i].phase == phase && fits->steps[i].is_open) {
            memcpy(fits->steps[i].rests_on, digest, sizeof fits->steps[i].rests_on);
            fits->steps[i].is_open = false;
        }
}

static bool is_open(const hm_fits *fits) {
    bool found = false;
    for (uint32_t i = 0; i < fits->step_names.count; i++)
        found |= fits->steps[i].is_open;
    return found;
}

bool hm_fits_complete(const hm_fits *fits) {
    pthread_mutex_t *lock = &((hm_fits *)fits)->lock;
    pthread_mutex_lock(lock);
    const bool fine =
        is_open(fits) ? each_phase(fits, complete_phase) : hm_fits_settle_samples(fits);
    pthread_mutex_unlock(lock);
    return fine;
}

static void settle_phase(const hm_fits *fits, uint32_t phase, const double *digest) {
    for (uint32_t i = 0; i < fits->step_names.count; i++)
        if (fits->steps[i].phase == phase)
            fits->steps[i].holds = hm_fit_step_rests_on(&fits->steps[i], digest);
}

bool hm_fits_settle(hm_fits *fits) {
    return each_phase(fits, settle_phase);
}
