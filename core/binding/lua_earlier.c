#include "binding/lua_earlier.h"

#include <lauxlib.h>
#include <string.h>

#include "aggregate/scores.h"
#include "binding/lua_objects.h"
#include "evaluate/evaluate_function.h"
#include "expr/history.h"
#include "platform/environment.h"

/* What is looked back for from a unit: (unit, input[, within[, code]]). */
typedef struct look {
    const hm_bound *bound;
    hm_past past;
    size_t unit;
    uint32_t input, comparable; /* of `within` periods before */
} look;

/* False: the package does not look back so far. */
static bool read_look(lua_State *L, look *out) {
    const hm_bound *bound = &hm_lua_check_scores(L, 1)->bound;
    const size_t unit = hm_lua_check_unit(L, 2, bound->dataset);
    const char *name = luaL_checkstring(L, 3);
    const lua_Integer within = luaL_optinteger(L, 4, 1);
    const uint32_t input = hm_names_find(bound->plan->input_names, name, strlen(name));
    luaL_argcheck(L, within >= 1 && within <= HM_EXPR_BACK, 4, "a number of periods, 1 to 100");
    const size_t node = lua_isnoneornil(L, 5)
                            ? SIZE_MAX
                            : hm_package_find(bound->plan->package, luaL_checkstring(L, 5));
    if (!bound->earlier || input == HM_NO_NAME || within > bound->plan->looks_back)
        return false;
    *out = (look){.bound = bound,
                  .past = hm_bound_past(bound, node == SIZE_MAX ? HM_NO_NODE : (uint32_t)node),
                  .unit = unit,
                  .input = input};
    out->comparable = hm_past_within(&out->past, input, unit, (uint32_t)within);
    return true;
}

int hm_lua_earlier_unit(lua_State *L) {
    look of;
    if (!read_look(L, &of))
        return hm_lua_push_nothing(L);
    const uint8_t *states = of.bound->inputs.columns[of.input].states;
    const uint32_t found = hm_earlier_find(of.past.earlier, states, of.comparable, of.unit).unit;
    if (found != HM_NO_EARLIER) {
        lua_pushinteger(L, (lua_Integer)found + 1);
        return 1;
    }
    lua_pushnil(L);
    lua_pushstring(L, hm_state_name(hm_earlier_missing(of.comparable)));
    return 2;
}

int hm_lua_earlier_units(lua_State *L) {
    look of;
    hm_history history;
    lua_settop(L, 5);
    lua_newtable(L);
    if (!read_look(L, &of))
        return 1;
    hm_history_find(of.past.earlier, of.comparable, of.unit, &history);
    for (size_t i = 1; i < history.count; i++) {
        lua_pushinteger(L, (lua_Integer)history.units[i] + 1);
        lua_rawseti(L, -2, (lua_Integer)i);
    }
    return 1;
}

/* What a measure reads of periods before. */
typedef struct looks {
    const hm_indicator *indicator;
    hm_past past;
    size_t unit; /* from which it looks back */
    size_t count;
    struct {
        size_t input; /* among the indicator's */
        unsigned within;
        bool each;           /* of the periods, and not the latest that has a figure */
        uint32_t comparable; /* of those of `within` that no break parts from the unit */
    } items[100];            /* more is more than anybody reads */
} looks;

static void add_comparable(looks *out, size_t input, unsigned within, bool each,
                           uint32_t comparable) {
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].input == input && out->items[i].within == within &&
            out->items[i].each == each)
            return;
    if (out->count == sizeof out->items / sizeof *out->items)
        return;
    out->items[out->count].each = each;
    out->items[out->count].input = input;
    out->items[out->count].comparable = comparable;
    out->items[out->count++].within = within;
}

static void add_look(void *context, size_t input, unsigned within, bool each) {
    looks *out = context;
    add_comparable(out, input, within, each,
                   hm_past_within(&out->past, out->indicator->inputs[input], out->unit, within));
}

static void add_input(uint32_t input, unsigned back, bool each, uint32_t comparable, looks *out) {
    for (size_t k = 0; k < out->indicator->input_count; k++)
        if (out->indicator->inputs[k] == input)
            add_comparable(out, k, back, each, comparable);
}

static void looks_of_history(size_t index, looks *out) {
    const hm_expr *measure = out->indicator->measure;
    const hm_expr_node *nodes = hm_expr_nodes(measure);
    uint8_t below[HM_EXPR_NODES];
    hm_expr_mark_below(measure, index, below);
    const uint32_t back = hm_history_back(nodes, index, below, &out->past, out->unit);
    for (size_t i = 0; i < index; i++)
        if (below[i] && nodes[i].op == HM_OP_INPUT)
            add_input(nodes[i].input, nodes[index].back, true, back, out);
}

static void looks_of_expression(looks *out) {
    const hm_expr *measure = out->indicator->measure;
    const hm_expr_node *nodes = hm_expr_nodes(measure);
    for (size_t i = 0; i < measure->node_count; i++)
        if (nodes[i].op == HM_OP_PREVIOUS)
            add_input(nodes[i].input, nodes[i].back, false,
                      hm_past_within(&out->past, nodes[i].input, out->unit, nodes[i].back), out);
        else if (nodes[i].op == HM_OP_HISTORY)
            looks_of_history(i, out);
}

/* The units that a history goes over, the unit's own first. */
static void set_units(lua_State *L, const hm_past *past, size_t unit, uint32_t back) {
    hm_history history;
    hm_history_find(past->earlier, back, unit, &history);
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
    const hm_call_watch watch = {.earlier = add_look, .context = out};
    hm_environment_enter(&host);
    const hm_code code = hm_caller_open(&caller, bound, NULL, NULL, hm_allocator_default())
                             ? hm_caller_watch(&caller, indicator, unit, &watch, error)
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
    lua_newtable(L);
    if (number == HM_NO_INDICATOR || !plan->indicators[number].looks_back)
        return 1;
    const hm_indicator *indicator = &plan->indicators[number];
    looks found = {
        .indicator = indicator, .past = hm_bound_past(bound, indicator->node), .unit = unit};
    hm_error error;
    if (indicator->measure)
        looks_of_expression(&found);
    else if (looks_of_function(bound, number, unit, &found, &error) != HM_OK)
        return luaL_error(L, "%s", error.message);
    for (size_t i = 0; i < found.count; i++) {
        lua_createtable(L, 0, 4);
        hm_lua_set_text(L, "input", indicator->function.inputs[found.items[i].input]);
        hm_lua_set_integer(L, "within", (lua_Integer)found.items[i].within);
        if (found.items[i].comparable < found.items[i].within)
            hm_lua_set_integer(L, "comparable", (lua_Integer)found.items[i].comparable);
        if (found.items[i].each)
            set_units(L, &found.past, unit, found.items[i].comparable);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
