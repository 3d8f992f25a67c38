#include "binding/lua_parameters.h"

#include <lauxlib.h>
#include <string.h>

#include "aggregate/scores.h"
#include "base/calendar.h"
#include "binding/lua_objects.h"
#include "evaluate/evaluate_function.h"
#include "platform/environment.h"

/* What of a node reads a parameter, a bit each. */
enum {
    OF_MEASURE = 1,
    OF_TRANSFORM = 2,
    OF_WEIGHT = 4,
    OF_CLASSES = 8,
    OF_STEPS = 16,
    OF_METHOD = 32
};
static const char *const parts[] = {"measure", "transform", "weight", "classes", "steps", "method"};

typedef struct search {
    const hm_bound *bound;
    size_t unit, node;
    unsigned char *read; /* by number of the parameter */
} search;

static void add(const search *s, uint32_t parameter, int part) {
    if (parameter < s->bound->plan->parameter_count)
        s->read[parameter] |= (unsigned char)part;
}

static void add_expression(const search *s, const hm_expr *expr, int part) {
    for (uint16_t i = 0; expr && i < expr->node_count; i++)
        if (hm_expr_nodes(expr)[i].op == HM_OP_PARAMETER)
            add(s, hm_expr_nodes(expr)[i].input, part);
}

/* Numbers of its steps, and of its method of aggregation. */
static void add_numbers(const search *s, const hm_node *node) {
    for (size_t i = 0; i < node->step_count; i++)
        for (size_t k = 0; node->steps[i].sources && k < HM_STEP_SETTINGS; k++)
            add(s, node->steps[i].sources[k], OF_STEPS);
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        add(s, node->method_sources[i], OF_METHOD);
}

static void note_read(void *context, size_t parameter) {
    add(context, (uint32_t)parameter, OF_MEASURE);
}

/* A function is called once more, for this unit alone: it may ask now for this, now for that. */
static hm_code add_function(const search *s, uint32_t indicator, hm_error *error) {
    hm_caller caller;
    hm_environment host;
    const hm_call_watch watch = {.parameter = note_read, .context = (void *)s};
    hm_environment_enter(&host);
    const hm_code code = hm_caller_open(&caller, s->bound, NULL, NULL, hm_allocator_default())
                             ? hm_caller_watch(&caller, indicator, s->unit, &watch, error)
                             : hm_error_memory(error);
    hm_caller_close(&caller);
    return hm_environment_leave(&host, code);
}

static hm_code find(const search *s, hm_error *error) {
    const hm_plan *plan = hm_bound_plan(s->bound, s->unit);
    const hm_node *node = &plan->nodes[s->node];
    add_expression(s, hm_node_expression(plan, s->node), OF_MEASURE);
    if (node->transform)
        add_expression(s, node->transform->expr, OF_TRANSFORM);
    add(s, node->weight_parameter, OF_WEIGHT);
    for (size_t i = 0; node->classes && i < node->classes->count; i++)
        add(s, node->classes->each[i].parameter, OF_CLASSES);
    add_numbers(s, node);
    const bool is_function =
        node->indicator != HM_NO_INDICATOR && !plan->indicators[node->indicator].measure;
    return is_function ? add_function(s, node->indicator, error) : HM_OK;
}

/* The row that holds in the unit's period; NULL: none yet. */
static const hm_parameter_row *row_at(const search *s, const hm_parameter *parameter) {
    const char *period = hm_dataset_unit_period(s->bound->dataset, s->bound->first + s->unit);
    const hm_parameter_row *found = NULL;
    int64_t day, last;
    if (!hm_calendar_days(period, strlen(period), &day, &last))
        return NULL;
    for (size_t i = 0; i < parameter->row_count && parameter->rows[i].first_day <= day; i++)
        found = &parameter->rows[i];
    return found;
}

/* `of`: { "measure", "classes" } */
static void set_parts(lua_State *L, int read) {
    lua_Integer count = 0;
    lua_newtable(L);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!(read & 1 << i))
            continue;
        lua_pushstring(L, parts[i]);
        lua_rawseti(L, -2, ++count);
    }
    lua_setfield(L, -2, "of");
}

static void push_parameter(lua_State *L, const search *s, size_t number) {
    const hm_parameter *parameter = &s->bound->plan->parameters[number];
    const hm_grid_column *column = &s->bound->parameters.columns[number];
    const hm_parameter_row *row = row_at(s, parameter);
    lua_createtable(L, 0, 7);
    hm_lua_set_text(L, "name", parameter->name);
    set_parts(L, s->read[number]);
    if (column->states[s->unit] == HM_OBSERVED)
        hm_lua_set_number(L, "value", column->values[s->unit]);
    if (parameter->is_set)
        hm_lua_set_flag(L, "set", true);
    else if (row)
        hm_lua_set_text(L, "from", row->from);
    hm_lua_set_text(L, "unit", row && *row->unit ? row->unit : parameter->unit);
    hm_lua_set_text(L, "reference", row && !parameter->is_set ? row->reference : "");
}

int hm_lua_parameters(lua_State *L) {
    const hm_bound *bound = &hm_lua_check_scores(L, 1)->bound;
    search s = {.bound = bound, .unit = hm_lua_check_unit(L, 2, bound->dataset)};
    const size_t count = bound->plan->parameter_count;
    s.node = hm_package_find(bound->plan->package, luaL_checkstring(L, 3));
    s.read = lua_newuserdatauv(L, count + 1, 0);
    memset(s.read, 0, count + 1);
    lua_newtable(L);
    hm_error error;
    if (s.node == SIZE_MAX || count == 0)
        return 1;
    if (find(&s, &error) != HM_OK)
        return luaL_error(L, "%s", error.message);
    lua_Integer listed = 0;
    for (size_t i = 0; i < count; i++) {
        if (s.read[i] == 0)
            continue;
        push_parameter(L, &s, i);
        lua_rawseti(L, -2, ++listed);
    }
    return 1;
}
