#include "binding/lua_earlier.h"

#include <lauxlib.h>
#include <string.h>

#include "aggregate/scores.h"
#include "binding/lua_objects.h"
#include "evaluate/evaluate_function.h"
#include "expr/history.h"
#include "platform/environment.h"

int hm_lua_earlier_unit(lua_State *L) {
    const hm_bound *bound = &hm_lua_check_scores(L, 1)->bound;
    const size_t unit = hm_lua_check_unit(L, 2, bound->dataset);
    const char *name = luaL_checkstring(L, 3);
    const lua_Integer within = luaL_optinteger(L, 4, 1);
    const uint32_t input = hm_names_find(bound->plan->input_names, name, strlen(name));
    luaL_argcheck(L, within >= 1 && within <= HM_EXPR_BACK, 4, "a number of periods, 1 to 100");
    if (!bound->earlier || input == HM_NO_NAME || within > bound->plan->looks_back)
        return hm_lua_push_nothing(L);
    const uint8_t *states = bound->inputs.columns[input].states;
    const uint32_t found = hm_earlier_find(bound->earlier, states, (unsigned)within, unit).unit;
    if (found == HM_NO_EARLIER)
        return hm_lua_push_nothing(L);
    lua_pushinteger(L, (lua_Integer)found + 1);
    return 1;
}

/* What a measure reads of periods before. */
typedef struct looks {
    size_t count;
    struct {
        size_t input; /* among the indicator's */
        unsigned within;
        bool each; /* of the periods, and not the latest that has a figure */
    } items[100];  /* more is more than anybody reads */
} looks;

static void add_look(void *context, size_t input, unsigned within, bool each) {
    looks *out = context;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].input == input && out->items[i].within == within &&
            out->items[i].each == each)
            return;
    if (out->count == sizeof out->items / sizeof *out->items)
        return;
    out->items[out->count].each = each;
    out->items[out->count].input = input;
    out->items[out->count++].within = within;
}

static void add_input(const hm_indicator *indicator, uint32_t input, unsigned back, bool each,
                      looks *out) {
    for (size_t k = 0; k < indicator->input_count; k++)
        if (indicator->inputs[k] == input)
            add_look(out, k, back, each);
}

static void looks_of_history(const hm_indicator *indicator, size_t index, looks *out) {
    const hm_expr_node *nodes = hm_expr_nodes(indicator->measure);
    bool below[HM_EXPR_NODES];
    hm_expr_mark_below(indicator->measure, index, below);
    for (size_t i = 0; i < index; i++)
        if (below[i] && nodes[i].op == HM_OP_INPUT)
            add_input(indicator, nodes[i].input, nodes[index].back, true, out);
}

static void looks_of_expression(const hm_indicator *indicator, looks *out) {
    const hm_expr_node *nodes = hm_expr_nodes(indicator->measure);
    for (size_t i = 0; i < indicator->measure->node_count; i++)
        if (nodes[i].op == HM_OP_PREVIOUS)
            add_input(indicator, nodes[i].input, nodes[i].back, false, out);
        else if (nodes[i].op == HM_OP_HISTORY)
            looks_of_history(indicator, i, out);
}

/* The units that a history goes over, the unit's own first. */
static void set_units(lua_State *L, const hm_bound *bound, size_t unit, unsigned back) {
    hm_history history;
    hm_history_find(bound->earlier, back, unit, &history);
    lua_createtable(L, (int)history.count, 0);
    for (size_t i = 0; i < history.count; i++) {
        lua_pushinteger(L, (lua_Integer)history.units[i] + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "units");
}

/* A function is called once more, for this unit alone: it may ask now for this, now for that. */
static hm_code looks_of_function(const hm_bound *bound, size_t indicator, size_t unit, looks *out,
                                 hm_error *error) {
    hm_caller caller;
    hm_environment host;
    hm_environment_enter(&host);
    const hm_code code = hm_caller_open(&caller, bound, NULL, NULL, hm_allocator_default())
                             ? hm_caller_watch(&caller, indicator, unit, add_look, out, error)
                             : hm_error_memory(error);
    hm_caller_close(&caller);
    return hm_environment_leave(&host, code);
}

int hm_lua_earlier(lua_State *L) {
    const hm_bound *bound = &hm_lua_check_scores(L, 1)->bound;
    const size_t unit = hm_lua_check_unit(L, 2, bound->dataset);
    const hm_plan *plan = hm_bound_plan(bound, unit);
    const size_t node = hm_package_find(plan->package, luaL_checkstring(L, 3));
    const size_t number = node == SIZE_MAX ? (size_t)HM_NO_INDICATOR : plan->nodes[node].indicator;
    looks found = {.count = 0};
    lua_newtable(L);
    if (number == HM_NO_INDICATOR || !plan->indicators[number].looks_back)
        return 1;
    const hm_indicator *indicator = &plan->indicators[number];
    hm_error error;
    if (indicator->measure)
        looks_of_expression(indicator, &found);
    else if (looks_of_function(bound, number, unit, &found, &error) != HM_OK)
        return luaL_error(L, "%s", error.message);
    for (size_t i = 0; i < found.count; i++) {
        lua_createtable(L, 0, 2);
        hm_lua_set_text(L, "input", indicator->function.inputs[found.items[i].input]);
        hm_lua_set_integer(L, "within", (lua_Integer)found.items[i].within);
        if (found.items[i].each)
            set_units(L, bound, unit, found.items[i].within);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
