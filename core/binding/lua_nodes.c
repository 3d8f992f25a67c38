/* lua_nodes.c: groups and indicators of a package, as tables of what is said of them. */
#include "binding/lua_nodes.h"

#include <lauxlib.h>
#include <math.h>

#include "binding/lua_editions.h"
#include "binding/lua_examples.h"
#include "binding/lua_expression.h"
#include "binding/lua_layers.h"
#include "binding/lua_objects.h"
#include "methods/methods.h"

void hm_lua_set_range(lua_State *L, const char *name, double low, double high) {
    if (isfinite(low) && isfinite(high)) {
        lua_createtable(L, 2, 0);
        lua_pushnumber(L, low);
        lua_rawseti(L, -2, 1);
        lua_pushnumber(L, high);
        lua_rawseti(L, -2, 2);
    } else {
        lua_pushboolean(L, 0);
    }
    lua_setfield(L, -2, name);
}

hm_said_method hm_lua_method_of(const hm_node *node) {
    return (hm_said_method){node->method, node->method_parameters, node->method_sources};
}

void hm_lua_set_method(lua_State *L, const hm_package *package, const char *field,
                       hm_said_method said) {
    const char *names[HM_METHOD_PARAMETERS];
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        names[i] = said.sources[i] == HM_NO_PARAMETER
                       ? NULL
                       : package->plan.parameters[said.sources[i]].name;
    hm_lua_set_text(L, field,
                    hm_method_text_of(&hm_methods[said.method], said.parameters, names).text);
}

/* `aggregate`, the method's name, `aggregate_said` and `aggregate_parameters`. */
static void set_aggregate(lua_State *L, const hm_package *package, const hm_node *node) {
    const hm_method *method = &hm_methods[node->method];
    hm_lua_set_text(L, "aggregate", method->name);
    hm_lua_set_method(L, package, "aggregate_said", hm_lua_method_of(node));
    lua_newtable(L);
    for (size_t i = 0; i < hm_method_parameter_count(method); i++) {
        const hm_method_parameter *parameter = &method->parameters[i];
        if (parameter->words)
            hm_lua_set_text(L, parameter->name,
                            parameter->words[(size_t)node->method_parameters[i]]);
        else
            hm_lua_set_number(L, parameter->name, node->method_parameters[i]);
    }
    lua_setfield(L, -2, "aggregate_parameters");
}

void hm_lua_set_origin(lua_State *L, hm_origin origin) {
    hm_lua_set_text(L, "file", origin.file);
    hm_lua_set_integer(L, "line", origin.line);
}

static const char *parent_of(const hm_package *package, const hm_node *node) {
    return node->parent == HM_NO_NODE ? "" : package->plan.nodes[node->parent].code;
}

static void set_parameters(lua_State *L, const hm_step *step) {
    lua_newtable(L);
    for (size_t i = 0; i < hm_step_parameter_count(step->method); i++) {
        const hm_step_parameter *parameter = &step->method->parameters[i];
        if (!parameter->words && step->settings[i] <= parameter->high) /* beyond: it is found */
            hm_lua_set_number(L, parameter->name, step->settings[i]);
        else if (parameter->words && step->settings[i] > 0) /* not the usual word */
            hm_lua_set_text(L, parameter->name, parameter->words[(size_t)step->settings[i]]);
    }
    lua_setfield(L, -2, "parameters");
}

static void set_bound(lua_State *L, const char *name, const double *kind_and_number) {
    if (kind_and_number[0] <= HM_BOUND_OWN)
        return;
    lua_createtable(L, 0, 2);
    hm_lua_set_text(L, "of", hm_bound_kind_name((hm_bound_kind)kind_and_number[0]));
    hm_lua_set_number(L, "number", kind_and_number[1]);
    lua_setfield(L, -2, name);
}

/* The marks that a scale gives, as `name`. */
static void set_to(lua_State *L, const char *name, const double *to) {
    if (to[0] == 0 && to[1] == 100)
        return;
    lua_createtable(L, 2, 0);
    for (int i = 0; i < 2; i++) {
        lua_pushnumber(L, to[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, name);
}

/* How its settings are called as a list of them names them; NULL: it has none there. */
static const char *setting_name(const hm_step *step, size_t setting) {
    static const char *const ends[HM_STEP_SETTINGS] = {[HM_SETTING_TO_LOW] = "to_low",
                                                       [HM_SETTING_TO_HIGH] = "to_high",
                                                       [HM_SETTING_LOW] = "low",
                                                       [HM_SETTING_HIGH] = "high"};
    return setting < HM_STEP_PARAMETERS ? step->method->parameters[setting].name : ends[setting];
}

/* `sources`: by setting the name of the parameter that it is, where one is. */
static void set_sources(lua_State *L, const hm_package *package, const hm_step *step) {
    if (!step->sources)
        return;
    lua_newtable(L);
    for (size_t i = 0; i < HM_STEP_SETTINGS; i++)
        if (step->sources[i] != HM_NO_PARAMETER)
            hm_lua_set_text(L, setting_name(step, i),
                            package->plan.parameters[step->sources[i]].name);
    lua_setfield(L, -2, "sources");
}

/* What is said of a step, into the table on the top of the stack, its marks as `to`. */
static void set_step(lua_State *L, const hm_package *package, const hm_step *step, const char *to) {
    if (step->by)
        hm_lua_set_text(L, "by", step->by);
    if (step->city)
        hm_lua_set_text(L, "city", step->city);
    if (step->over_name)
        hm_lua_set_text(L, "over", step->over_name);
    if (step->fits_on_imputed)
        hm_lua_set_text(L, "fit_on", "all");
    set_bound(L, "low", &step->settings[HM_SETTING_LOW_KIND]);
    set_bound(L, "high", &step->settings[HM_SETTING_HIGH_KIND]);
    set_to(L, to, &step->settings[HM_SETTING_TO_LOW]);
    set_parameters(L, step);
    set_sources(L, package, step);
}

/* `less_is_better` of its score; and `direction`, which is better: of what is scaled, else of the
 * score itself. */
static void set_direction(lua_State *L, const hm_node *node) {
    const hm_step *scale = hm_node_step(node, HM_STEP_SCALE);
    const bool turned = node->least_first && node->effect != HM_EFFECT_DEDUCTS;
    if (node->least_first)
        hm_lua_set_flag(L, "less_is_better", true);
    if (scale ? scale->lower_is_better : turned)
        hm_lua_set_text(L, "direction", "lower");
    else if (node->step_count > 0)
        hm_lua_set_text(L, "direction", "higher");
}

/* `steps`, a list of all; and `scale`, with what belongs to it, where the node has one. */
static void set_steps(lua_State *L, const hm_package *package, const hm_node *node) {
    set_direction(L, node);
    if (node->step_count == 0)
        return;
    lua_createtable(L, (int)node->step_count, 0);
    for (size_t i = 0; i < node->step_count; i++) {
        const hm_step *step = &node->steps[i];
        lua_createtable(L, 0, 10);
        hm_lua_set_text(L, "step", hm_step_kind_name(step->method->kind));
        hm_lua_set_text(L, "method", step->method->name);
        set_step(L, package, step, "to");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "steps");
    const hm_step *scale = hm_node_step(node, HM_STEP_SCALE);
    if (!scale)
        return;
    hm_lua_set_text(L, "scale", scale->method->name);
    set_step(L, package, scale, "scale_to"); /* `to` is the node's last period */
}

/* `classes`: { of, { class, rule, bound or parameter }, ... } */
static void set_classes(lua_State *L, const hm_package *package, const hm_node *node) {
    const hm_plan *plan = &package->plan;
    if (!node->classes)
        return;
    lua_createtable(L, (int)node->classes->count, 1);
    hm_lua_set_text(L, "of", node->classes->of_value ? "value" : "score");
    for (size_t i = 0; i < node->classes->count; i++) {
        const hm_class *each = &node->classes->each[i];
        lua_createtable(L, 0, 3);
        hm_lua_set_text(L, "class", plan->class_words[each->word]);
        hm_lua_set_text(L, "rule", hm_class_rule_name(each->rule));
        if (each->parameter != HM_NO_PARAMETER)
            hm_lua_set_text(L, "parameter", plan->parameters[each->parameter].name);
        else if (each->rule != HM_CLASS_REST)
            hm_lua_set_number(L, "bound", each->bound);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "classes");
}

/* Where the weights of a group's children follow from the data: by what. */
static void set_weigh(lua_State *L, const hm_package *package, const hm_step *weigh) {
    if (!weigh)
        return;
    lua_createtable(L, 0, 4);
    hm_lua_set_text(L, "step", hm_step_kind_name(weigh->method->kind));
    hm_lua_set_text(L, "method", weigh->method->name);
    set_step(L, package, weigh, "to");
    lua_setfield(L, -2, "weigh");
}

/* Does its weight follow from the data? */
static bool is_weighed(const hm_package *package, const hm_node *node) {
    return node->parent != HM_NO_NODE && node->effect == HM_EFFECT_COUNTS &&
           package->plan.nodes[node->parent].weigh;
}

/* Appends those that an indicator's measure does not read, or all where `before` is NULL, to the
 * list on the top. */
static void add_inputs_of(lua_State *L, const hm_package *package, const hm_node_formula *formula,
                          const hm_indicator *before) {
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (size_t i = 0; formula && i < formula->input_count; i++) {
        bool is_new = true;
        for (size_t k = 0; before && k < before->input_count; k++)
            is_new &= before->inputs[k] != formula->inputs[i];
        if (!is_new)
            continue;
        lua_pushstring(L, package->plan.inputs[formula->inputs[i]]->name);
        lua_rawseti(L, -2, ++count);
    }
}

/* What becomes of its value after its steps. */
static void set_transform(lua_State *L, const hm_node_formula *formula) {
    if (formula)
        hm_lua_set_formula(L, "transform", formula->expr,
                           (uint16_t)(formula->expr->node_count - 1));
}

/* How it stands among others; what is not special is absent. */
static void set_standing(lua_State *L, const hm_node *node) {
    hm_lua_set_range(L, "range", node->low, node->high);
    hm_lua_set_flag(L, "deducts", node->effect == HM_EFFECT_DEDUCTS);
    if (node->effect == HM_EFFECT_ADDS)
        hm_lua_set_flag(L, "adds", true);
    if (node->effect == HM_EFFECT_NONE)
        hm_lua_set_flag(L, "scored", false);
    if (isfinite(node->cap))
        hm_lua_set_number(L, "cap", node->cap);
    if (node->parent == HM_NO_NODE && node->share <= 0)
        hm_lua_set_flag(L, "alone", true);
    if (node->is_required)
        hm_lua_set_flag(L, "required", true);
}

/* The codes of the nodes that a node reads; nothing for one that reads none. */
static void set_reads(lua_State *L, const hm_package *package, const hm_node *node) {
    if (node->read_count == 0)
        return;
    lua_createtable(L, (int)node->read_count, 0);
    for (size_t i = 0; i < node->read_count; i++) {
        lua_pushstring(L, package->plan.nodes[node->reads[i]].code);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "reads");
}

/* The measure of a group, and the inputs that it reads; or its method of aggregation. */
static void set_aggregation(lua_State *L, const hm_package *package, const hm_node *node) {
    const hm_node_formula *measure = node->measure;
    if (!measure) {
        set_aggregate(L, package, node);
        return;
    }
    hm_lua_set_formula(L, "measure", measure->expr, (uint16_t)(measure->expr->node_count - 1));
}

/* Is its score taken times its weight, to be added up? */
static bool is_summed(const hm_plan *plan, const hm_node *node) {
    if (node->parent == HM_NO_NODE || node->effect != HM_EFFECT_COUNTS)
        return false;
    const hm_node *group = &plan->nodes[node->parent];
    return hm_methods[group->method].sums && !group->measure;
}

static void push_node(lua_State *L, const hm_package *package, const hm_plan *plan,
                      const hm_node *node) {
    const bool group = node->indicator == HM_NO_INDICATOR;
    lua_createtable(L, 0, 15);
    hm_lua_set_text(L, "code", node->code);
    hm_lua_set_text(L, "name", node->name);
    hm_lua_set_text(L, "about", node->about);
    hm_lua_set_text(L, "parent", parent_of(package, node));
    hm_lua_set_integer(L, "depth", node->depth);
    hm_lua_set_number(L, "weight", node->weight);
    if (node->weight_parameter != HM_NO_PARAMETER)
        hm_lua_set_text(L, "weight_parameter",
                        package->plan.parameters[node->weight_parameter].name);
    hm_lua_set_number(L, "share", node->share);
    if (is_summed(plan, node))
        hm_lua_set_flag(L, "summed", true);
    set_standing(L, node);
    set_classes(L, package, node);
    hm_lua_set_edition(L, package, plan, node);
    hm_lua_set_text(L, "kind", group ? "group" : "indicator");
    if (group)
        set_aggregation(L, package, node);
    if (group && (node->measure || node->transform)) {
        lua_newtable(L);
        add_inputs_of(L, package, node->measure, NULL);
        add_inputs_of(L, package, node->transform, NULL);
        lua_setfield(L, -2, "inputs");
    }
    if (group)
        hm_lua_set_number(L, "min_coverage", node->min_coverage);
    if (node->rounding >= 0)
        hm_lua_set_integer(L, "rounding", node->rounding);
    set_reads(L, package, node);
    set_steps(L, package, node);
    set_transform(L, node->transform);
    set_weigh(L, package, node->weigh);
    if (is_weighed(package, node))
        hm_lua_set_text(L, "weighed_by", package->plan.nodes[node->parent].weigh->method->name);
    hm_lua_set_origin(L, node->origin);
    lua_createtable(L, (int)node->child_count, 0);
    for (size_t i = 0; i < node->child_count; i++) {
        lua_pushstring(L, package->plan.nodes[node->children[i]].code);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "children");
}

int hm_lua_nodes(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const hm_plan *plan = hm_lua_check_plan(L, package, 2);
    lua_Integer count = 0;
    lua_createtable(L, (int)plan->node_count, 0);
    for (size_t i = 0; i < plan->node_count; i++) {
        if (plan->nodes[i].is_absent)
            continue;
        push_node(L, package, plan, &plan->nodes[i]);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

/* --- indicators --- */

static void push_pair(lua_State *L, const char *first, const char *a, const char *second,
                      const char *b) {
    lua_createtable(L, 0, 2);
    hm_lua_set_text(L, first, a);
    hm_lua_set_text(L, second, b);
}

static void set_lists(lua_State *L, const hm_package *package, const hm_indicator *indicator,
                      const hm_description *description) {
    lua_newtable(L);
    for (size_t i = 0; i < indicator->input_count; i++) {
        lua_pushstring(L, package->plan.inputs[indicator->inputs[i]]->name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    add_inputs_of(L, package, package->plan.nodes[indicator->node].transform, indicator);
    lua_setfield(L, -2, "inputs");
    lua_newtable(L);
    for (size_t i = 0; i < indicator->part_of_count; i++) {
        push_pair(L, "part", package->plan.inputs[indicator->parts_of[i].part]->name, "whole",
                  package->plan.inputs[indicator->parts_of[i].whole]->name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "part_of");
    lua_newtable(L);
    for (size_t i = 0; i < description->example_count; i++) {
        hm_lua_push_example(L, &description->examples[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "tests");
}

int hm_lua_indicator(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const size_t number = hm_package_find(package, luaL_checkstring(L, 2));
    if (number == SIZE_MAX || package->plan.nodes[number].indicator == HM_NO_INDICATOR)
        return hm_lua_push_nothing(L);
    const hm_plan *plan = hm_lua_check_plan(L, package, 3);
    const hm_node *node = &plan->nodes[number];
    const hm_indicator *found = &plan->indicators[node->indicator];
    const hm_description *description = &package->descriptions[node->indicator];
    lua_newtable(L);
    hm_lua_set_text(L, "code", node->code);
    hm_lua_set_text(L, "name", node->name);
    hm_lua_set_text(L, "about", node->about);
    hm_lua_set_text(L, "reference", description->reference);
    hm_lua_set_text(L, "parent", parent_of(package, node));
    hm_lua_set_flag(L, "accepts_missing", found->accepts_missing);
    hm_lua_set_text(L, "form", found->measure ? "expression" : "function");
    if (!found->measure)
        hm_lua_set_integer(L, "measure_line", found->function.line);
    hm_lua_set_origin(L, node->origin);
    hm_lua_set_integer(L, "layer", hm_lua_layer_of(package, found));
    set_standing(L, node);
    set_classes(L, package, node);
    hm_lua_set_edition(L, package, plan, node);
    set_steps(L, package, node);
    set_transform(L, node->transform);
    set_reads(L, package, node);
    if (found->measure) {
        hm_lua_set_formula(L, "formula", found->measure,
                           (uint16_t)(found->measure->node_count - 1));
        hm_lua_push_expression(L, found->measure);
        lua_setfield(L, -2, "expression");
        hm_lua_push_parts(L, found->measure);
    } else {
        hm_lua_set_text(L, "formula", "function(v) ... end");
        lua_newtable(L);
    }
    lua_setfield(L, -2, "parts");
    set_lists(L, package, found, description);
    return 1;
}
