/* numbers.c: numbers of nodes that are parameters of the package: settings of steps, parameters of
 * methods of aggregation. In each edition they are what the parameter is from its first day on. */
#include "plan/plan.h"

#include <string.h>

#include "base/text.h"

static bool has_sources(const hm_node *node) {
    bool has = false;
    for (size_t i = 0; i < node->step_count; i++)
        has |= node->steps[i].sources != NULL;
    return has;
}

bool hm_parameter_at(const hm_parameter *parameter, int64_t day, double *out) {
    bool found = parameter->is_set;
    if (found)
        *out = parameter->set;
    for (size_t i = 0; !parameter->is_set && i < parameter->row_count; i++)
        if (parameter->rows[i].first_day <= day) {
            *out = parameter->rows[i].value;
            found = true;
        }
    return found;
}

bool hm_numbers_has(const hm_node *node) {
    bool has = has_sources(node);
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        has |= node->method_sources[i] != HM_NO_PARAMETER;
    return has;
}

bool hm_numbers_uses(const hm_node *node, uint32_t parameter) {
    bool uses = false;
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        uses |= node->method_sources[i] == parameter;
    for (size_t i = 0; i < node->step_count; i++)
        for (size_t k = 0; node->steps[i].sources && k < HM_STEP_SETTINGS; k++)
            uses |= node->steps[i].sources[k] == parameter;
    return uses;
}

/* --- steps of a plan's own --- */

size_t hm_numbers_step_count(const hm_plan *plan) {
    size_t count = 0;
    for (size_t i = 0; i < plan->node_count; i++)
        count += has_sources(&plan->nodes[i]) ? plan->nodes[i].step_count : 0;
    return count;
}

void hm_numbers_take_steps(hm_plan *plan, hm_step *steps) {
    for (size_t i = 0; i < plan->node_count; i++) {
        hm_node *node = &plan->nodes[i];
        if (!has_sources(node))
            continue;
        memcpy(steps, node->steps, node->step_count * sizeof *steps);
        node->steps = steps;
        steps += node->step_count;
    }
}

bool hm_numbers_own(hm_plan *copy) {
    const size_t count = hm_numbers_step_count(copy);
    if (count == 0)
        return true;
    copy->own_steps = hm_allocate_array(copy->allocator, count, sizeof *copy->own_steps);
    if (copy->own_steps)
        hm_numbers_take_steps(copy, copy->own_steps);
    return copy->own_steps != NULL;
}

void hm_numbers_disown(const hm_plan *copy) {
    if (copy->own_steps)
        hm_release(copy->allocator, copy->own_steps,
                   hm_numbers_step_count(copy) * sizeof *copy->own_steps);
}

/* Those with sources are the plan's own, which may be written to. */
static hm_step *own_step(const hm_node *node, size_t index) {
    return (hm_step *)(uintptr_t)&node->steps[index];
}

/* --- what parameters are --- */

typedef struct giver {
    const hm_plan *plan; /* whose parameters they are on a day; NULL: one of them is this: */
    int64_t day;
    uint32_t parameter;
    double value;
} giver;

static void give(const giver *g, uint32_t parameter, double *number) {
    if (parameter == HM_NO_PARAMETER)
        return;
    if (g->plan)
        (void)hm_parameter_at(&g->plan->parameters[parameter], g->day, number);
    else if (parameter == g->parameter)
        *number = g->value;
}

static void give_node(const giver *g, hm_node *node) {
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        give(g, node->method_sources[i], &node->method_parameters[i]);
    for (size_t i = 0; i < node->step_count; i++)
        for (size_t k = 0; node->steps[i].sources && k < HM_STEP_SETTINGS; k++)
            give(g, node->steps[i].sources[k], &own_step(node, i)->settings[k]);
}

void hm_numbers_resolve(hm_plan *plan, int64_t day) {
    const giver g = {.plan = plan, .day = day};
    for (size_t i = 0; i < plan->node_count; i++)
        give_node(&g, &plan->nodes[i]);
}

static void take_over(hm_node *node, const hm_node *from) {
    memcpy(node->method_parameters, from->method_parameters, sizeof node->method_parameters);
    for (size_t i = 0; i < node->step_count; i++)
        if (node->steps[i].sources)
            memcpy(own_step(node, i)->settings, from->steps[i].settings,
                   sizeof node->steps[i].settings);
}

void hm_numbers_settle(hm_plan *plan) {
    for (size_t edition = 0; edition < plan->edition_count; edition++)
        for (size_t i = 0; i < plan->node_count; i++) {
            const hm_node *node = &plan->editions[edition].plan->nodes[i];
            if (!node->is_absent && hm_numbers_has(node))
                take_over(&plan->nodes[i], node);
        }
}

/* --- other values --- */

static hm_code refuse(const hm_plan *plan, uint32_t parameter, const hm_node *node,
                      const char *what, const char *expected, hm_error *error) {
    return hm_error_set(error, HM_ERROR_ARGUMENT, "parameter %s is %s of %s, which must be %s",
                        hm_name_of(plan->parameters[parameter].name).text, what,
                        hm_name_of(node->code).text, expected);
}

/* The settings as they would be. */
static hm_code check_step(const hm_plan *plan, const hm_node *node, const hm_step *step,
                          const giver *g, hm_error *error) {
    double settings[HM_STEP_SETTINGS];
    const char *kind = hm_step_kind_name(step->method->kind);
    memcpy(settings, step->settings, sizeof settings);
    for (size_t i = 0; i < HM_STEP_SETTINGS; i++) {
        give(g, step->sources[i], &settings[i]);
        if (step->sources[i] == g->parameter &&
            !hm_step_setting_fits(step->method, settings, i, g->value)) {
            const hm_wanted wanted = hm_step_setting_wanted(step->method, settings, i);
            return refuse(plan, g->parameter, node, kind, wanted.text, error);
        }
    }
    const char *upside_down = hm_step_ends_wrong(settings);
    return upside_down ? hm_error_set(error, HM_ERROR_ARGUMENT,
                                      "parameter %s: the lower end of %s, %s of %s, would not be "
                                      "below the higher one",
                                      hm_name_of(plan->parameters[g->parameter].name).text,
                                      upside_down, kind, hm_name_of(node->code).text)
                       : HM_OK;
}

static hm_code check_node(const hm_plan *plan, const hm_node *node, const giver *g,
                          hm_error *error) {
    const hm_method *method = &hm_methods[node->method];
    hm_code code = HM_OK;
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        if (node->method_sources[i] == g->parameter && !hm_method_takes(method, i, g->value)) {
            const hm_wanted wanted = hm_method_wanted(method, i);
            return refuse(plan, g->parameter, node, "aggregate", wanted.text, error);
        }
    for (size_t i = 0; code == HM_OK && i < node->step_count; i++)
        if (node->steps[i].sources)
            code = check_step(plan, node, &node->steps[i], g, error);
    return code;
}

static const hm_node *nodes_of(const hm_plan *plan, size_t number) {
    return number == 0 ? plan->nodes : plan->editions[number - 1].plan->nodes;
}

hm_code hm_numbers_check(const hm_plan *plan, uint32_t parameter, double value, hm_error *error) {
    const giver g = {.parameter = parameter, .value = value};
    hm_code code = HM_OK;
    for (size_t number = 0; number <= plan->edition_count; number++)
        for (size_t i = 0; code == HM_OK && i < plan->node_count; i++)
            code = check_node(plan, &nodes_of(plan, number)[i], &g, error);
    return code;
}

void hm_numbers_set(const hm_plan *plan, uint32_t parameter, double value) {
    const giver g = {.parameter = parameter, .value = value};
    for (size_t number = 0; number <= plan->edition_count; number++)
        for (size_t i = 0; i < plan->node_count; i++)
            give_node(&g, (hm_node *)(uintptr_t)&nodes_of(plan, number)[i]);
}
