#include "binding/lua_editions.h"

#include <lauxlib.h>

#include "base/calendar.h"
#include "binding/lua_expression.h"
#include "binding/lua_objects.h"

/* The plan that holds in the period at `index`, a text, or in the edition of this number; where
 * there is neither, the whole. */
const hm_plan *hm_lua_check_plan(lua_State *L, const hm_package *package, int index) {
    const hm_plan *plan = &package->plan;
    size_t size, number = 0;
    int64_t day = 0, last;
    if (lua_isnoneornil(L, index))
        return plan;
    if (lua_type(L, index) == LUA_TNUMBER) {
        number = (size_t)luaL_checkinteger(L, index) - 1;
        luaL_argcheck(L, number < plan->edition_count, index, "there is no such edition");
    } else {
        const char *period = luaL_checklstring(L, index, &size);
        luaL_argcheck(L, hm_calendar_days(period, size, &day, &last), index, "no period");
        number = hm_plan_edition_at(plan, day);
    }
    return plan->edition_count > 0 ? plan->editions[number].plan : plan;
}

/* --- measures --- */

static void set_expression(lua_State *L, const hm_expr *expr) {
    hm_lua_set_text(L, "form", "expression");
    hm_lua_set_formula(L, "formula", expr, (uint16_t)(expr->node_count - 1));
    hm_lua_push_expression(L, expr);
    lua_setfield(L, -2, "expression");
    hm_lua_push_parts(L, expr);
    lua_setfield(L, -2, "parts");
}

static void set_inputs(lua_State *L, const hm_plan *plan, const uint32_t *inputs, size_t count) {
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, plan->inputs[inputs[i]]->name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "inputs");
}

static void push_measure(lua_State *L, const hm_plan *plan, const hm_dated_measure *measure) {
    const hm_indicator *indicator = &measure->indicator;
    const hm_expr *expr = measure->group ? measure->group->expr : indicator->measure;
    lua_createtable(L, 0, 5);
    hm_lua_set_text(L, "from", measure->from);
    if (expr) {
        set_expression(L, expr);
    } else {
        hm_lua_set_text(L, "form", "function");
        hm_lua_set_text(L, "formula", "function(v) ... end");
        hm_lua_set_integer(L, "measure_line", indicator->function.line);
        lua_newtable(L);
        lua_setfield(L, -2, "parts");
    }
    if (measure->group)
        set_inputs(L, plan, measure->group->inputs, measure->group->input_count);
    else
        set_inputs(L, plan, indicator->inputs, indicator->input_count);
}

static void set_measures(lua_State *L, const hm_plan *plan, const hm_dated_measures *measures) {
    lua_createtable(L, (int)measures->count, 0);
    for (size_t i = 0; i < measures->count; i++) {
        push_measure(L, plan, &measures->items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "measures");
}

void hm_lua_set_breaks(lua_State *L, const hm_declared_breaks *breaks) {
    if (breaks->count == 0)
        return;
    lua_createtable(L, (int)breaks->count, 0);
    for (size_t i = 0; i < breaks->count; i++) {
        lua_pushstring(L, breaks->from[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "breaks");
}

/* `last_day`, of a node that holds no longer in the end: the last on which it does, counted as
 * hm_calendar_days does. */
static void set_last_day(lua_State *L, const hm_plan *plan, size_t node) {
    size_t end = plan->edition_count;
    while (end > 0 && plan->editions[end - 1].plan->nodes[node].is_absent)
        end--;
    if (end > 0 && end < plan->edition_count)
        hm_lua_set_integer(L, "last_day", plan->editions[end].first_day - 1);
}

void hm_lua_set_edition(lua_State *L, const hm_package *package, const hm_plan *plan,
                        const hm_node *node) {
    const hm_dated_measures *measures = &package->measures[node - plan->nodes];
    hm_lua_set_text(L, "from", node->span->from);
    hm_lua_set_text(L, "to", node->span->to);
    hm_lua_set_breaks(L, node->breaks);
    set_last_day(L, &package->plan, (size_t)(node - plan->nodes));
    if (plan == &package->plan && measures->count > 0)
        set_measures(L, plan, measures);
    else if (node->indicator != HM_NO_INDICATOR)
        hm_lua_set_text(L, "measure_from", plan->indicators[node->indicator].function.from);
}

/* package:editions(): the periods from which something of it is another, the first "": since ever;
 * an empty list where all holds always */
int hm_lua_editions(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    lua_createtable(L, (int)package->plan.edition_count, 0);
    for (size_t i = 0; i < package->plan.edition_count; i++) {
        lua_createtable(L, 0, 1);
        hm_lua_set_text(L, "from", package->plan.editions[i].from);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
