#include "binding/lua_rules.h"

#include <string.h>

#include "aggregate/scores.h"
#include "binding/lua_examples.h"
#include "binding/lua_expression.h"
#include "binding/lua_layers.h"
#include "binding/lua_objects.h"
#include "package/package.h"

/* Appends the inputs of a side that `list`, on the top of the stack, does not have. */
static void add_inputs(lua_State *L, const hm_package *package, const hm_expr *side,
                       uint32_t *listed, size_t *count) {
    for (size_t i = 0; i < side->node_count; i++) {
        const hm_expr_node *node = &hm_expr_nodes(side)[i];
        size_t k = 0;
        if (node->op != HM_OP_INPUT && node->op != HM_OP_PREVIOUS && node->op != HM_OP_COLUMN)
            continue;
        while (k < *count && listed[k] != node->input)
            k++;
        if (k < *count)
            continue;
        listed[(*count)++] = node->input;
        lua_pushstring(L, package->plan.inputs[node->input]->name);
        lua_rawseti(L, -2, (lua_Integer)*count);
    }
}

static void set_inputs(lua_State *L, const hm_package *package, const hm_rule *rule) {
    const size_t most = (size_t)rule->left->node_count + rule->right->node_count;
    uint32_t *listed = lua_newuserdatauv(L, most * sizeof *listed, 0);
    size_t count = 0;
    lua_newtable(L);
    add_inputs(L, package, rule->left, listed, &count);
    add_inputs(L, package, rule->right, listed, &count);
    lua_setfield(L, -3, "inputs");
    lua_pop(L, 1);
}

static void set_sides(lua_State *L, const hm_rule *rule) {
    hm_lua_set_text(L, "left", rule->left_text);
    hm_lua_set_text(L, "comparison", rule->comparison->name);
    hm_lua_set_text(L, "right", rule->right_text);
    hm_lua_push_expression(L, rule->left);
    lua_setfield(L, -2, "left_expression");
    hm_lua_push_expression(L, rule->right);
    lua_setfield(L, -2, "right_expression");
}

static void push_rule(lua_State *L, const hm_package *package, size_t number) {
    const hm_rule *rule = &package->plan.rules[number];
    const hm_rule_description *description = &package->rule_descriptions[number];
    lua_createtable(L, 0, 15);
    hm_lua_set_text(L, "id", rule->id);
    hm_lua_set_text(L, "about", rule->about);
    set_sides(L, rule);
    hm_lua_set_text(L, "severity", rule->is_error ? "error" : "warning");
    hm_lua_set_text(L, "missing", rule->counts_missing ? "count" : "skip");
    hm_lua_set_number(L, "tolerance", rule->tolerance);
    set_inputs(L, package, rule);
    lua_createtable(L, (int)description->example_count, 0);
    for (size_t i = 0; i < description->example_count; i++) {
        hm_lua_push_example(L, &description->examples[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "tests");
    hm_lua_set_text(L, "file", rule->origin.file);
    hm_lua_set_integer(L, "line", rule->origin.line);
    hm_lua_set_integer(L, "layer", hm_lua_number_of_layer(package, &description->layer->library));
}

int hm_lua_rules(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    lua_createtable(L, (int)package->plan.rule_count, 0);
    for (size_t i = 0; i < package->plan.rule_count; i++) {
        push_rule(L, package, i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int hm_lua_rule_status(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    const size_t rule = hm_package_find_rule(scores->plan->package, luaL_checkstring(L, 3));
    static const char *const words[] = {
        [HM_RULE_HOLDS] = "holds", [HM_RULE_BROKEN] = "broken", [HM_RULE_SKIPPED] = "skipped"};
    hm_rule_status status;
    if (rule == SIZE_MAX)
        return hm_lua_push_nothing(L);
    if (hm_scores_rule(scores, unit, rule, &status) != HM_OK)
        return luaL_error(L, "out of memory");
    lua_pushstring(L, words[status]);
    return 1;
}
