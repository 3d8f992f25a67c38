#include "binding/lua_records.h"

#include <string.h>

#include "aggregate/scores.h"
#include "base/numbers/number.h"
#include "binding/lua_objects.h"
#include "expr/expr_formula.h"
#include "platform/environment.h"

/* --- figures --- */

static void set_value(lua_State *L, const hm_bound *bound, const hm_input *input, double value) {
    char number[HM_NUMBER_SIZE];
    hm_environment host;
    hm_lua_set_number(L, "value", value);
    switch (hm_kind_of(input->kind)->type) {
    case HM_TYPE_LOGIC:
        hm_lua_set_text(L, "text", value != 0 ? "yes" : "no");
        break;
    case HM_TYPE_TEXT:
        hm_lua_set_text(L, "text", bound->texts.texts[(uint32_t)value]);
        break;
    default:
        hm_environment_enter(&host);
        hm_number_print(value, number);
        hm_environment_leave(&host, HM_OK);
        hm_lua_set_text(L, "text", number);
    }
}

static void set_state(lua_State *L, uint8_t state) {
    hm_lua_set_text(L, "state", hm_state_name((hm_state)state));
}

/* The number of the input called as the argument at 3; HM_NO_NAME if there is none. */
static uint32_t find_input(lua_State *L, const hm_bound *bound) {
    const char *name = luaL_checkstring(L, 3);
    return hm_names_find(bound->plan->input_names, name, strlen(name));
}

int hm_lua_input(lua_State *L) {
    const hm_bound *bound = &hm_lua_check_scores(L, 1)->bound;
    const size_t unit = hm_lua_check_unit(L, 2, bound->dataset);
    const uint32_t number = find_input(L, bound);
    if (number == HM_NO_NAME)
        return hm_lua_push_nothing(L);
    const hm_input *found = bound->plan->inputs[number];
    const hm_grid_column *column = &bound->inputs.columns[number];
    lua_createtable(L, 0, 4);
    set_state(L, column->states[unit]);
    if (found->kind == HM_KIND_RECORDS)
        hm_lua_set_integer(L, "rows",
                           (lua_Integer)hm_dataset_record_rows(bound->dataset, unit, found->name));
    else if (column->states[unit] == HM_OBSERVED)
        set_value(L, bound, found, column->values[unit]);
    return 1;
}

/* --- rows of records --- */

static void push_cells(lua_State *L, const hm_bound *bound, const hm_input *records,
                       const hm_rows *rows, size_t row) {
    lua_createtable(L, 0, (int)records->column_count);
    for (size_t i = 0; i < records->column_count; i++) {
        const hm_grid_column *column = &rows->columns[i];
        lua_createtable(L, 0, 3);
        set_state(L, column->states[row]);
        if (column->states[row] == HM_OBSERVED)
            set_value(L, bound, &records->columns[i], column->values[row]);
        lua_setfield(L, -2, records->columns[i].name);
    }
}

/* The rows of a unit: `first` of them, counted as the columns are, and how many. */
static size_t rows_of(const hm_bound *bound, uint32_t input, size_t unit, size_t *first) {
    const hm_rows *rows = &bound->rows[input];
    *first = 0;
    if (bound->inputs.columns[input].states[unit] != HM_OBSERVED)
        return 0;
    *first = rows->start[unit] - rows->base;
    return rows->start[unit + 1] - rows->start[unit];
}

int hm_lua_records(lua_State *L) {
    const hm_bound *bound = &hm_lua_check_scores(L, 1)->bound;
    const size_t unit = hm_lua_check_unit(L, 2, bound->dataset);
    const uint32_t number = find_input(L, bound);
    if (number == HM_NO_NAME || bound->plan->inputs[number]->kind != HM_KIND_RECORDS)
        return hm_lua_push_nothing(L);
    size_t first;
    const size_t count = rows_of(bound, number, unit, &first);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        push_cells(L, bound, bound->plan->inputs[number], &bound->rows[number], first + i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* --- what folds compute in each row --- */

typedef struct folding {
    const hm_expr *measure;
    const hm_bound *bound;
    uint32_t node;
    size_t unit;
    hm_workspace *workspace;
} folding;

/* One value a row: { state, value }. [-0, +1, m] */
static void push_fold(lua_State *L, const folding *f, uint16_t fold, uint16_t folded) {
    const hm_expr_data data = hm_bound_data(f->bound, f->node);
    size_t first;
    const size_t count = rows_of(f->bound, hm_expr_nodes(f->measure)[fold].input, f->unit, &first);
    lua_createtable(L, (int)count, 0);
    for (size_t row = 0; row < count; row++) {
        hm_expr_run_row(f->measure, &data, fold, f->unit, row, f->workspace);
        const hm_operand result = f->workspace->row_operands[folded];
        lua_createtable(L, 0, 2);
        set_state(L, result.states[0]);
        if (result.states[0] == HM_OBSERVED)
            hm_lua_set_number(L, "value", result.values[0]);
        lua_rawseti(L, -2, (lua_Integer)row + 1);
    }
}

static void push_folds(lua_State *L, const folding *f) {
    const hm_expr_data data = hm_bound_data(f->bound, f->node);
    lua_Integer count = 0;
    double value;
    uint8_t state;
    hm_expr_run(f->measure, &data, f->unit, 1, f->workspace, &value, &state);
    lua_newtable(L);
    for (uint16_t i = 0; i < f->measure->node_count; i++) {
        uint16_t folded;
        if (!hm_expr_formula_computes(f->measure, i, &folded))
            continue;
        push_fold(L, f, i, folded);
        lua_rawseti(L, -2, ++count);
    }
}

/* scores:computed(unit, code): of each column that package:formula(code) has for records, what the
 * rows of the unit have in it. What Lua raises here, for want of memory, ends the process anyway.
 */
int hm_lua_computed(lua_State *L) {
    const hm_bound *bound = &hm_lua_check_scores(L, 1)->bound;
    const size_t unit = hm_lua_check_unit(L, 2, bound->dataset);
    const size_t node = hm_package_find(bound->plan->package, luaL_checkstring(L, 3));
    const uint32_t number = node == SIZE_MAX ? HM_NO_INDICATOR : bound->plan->nodes[node].indicator;
    const hm_indicator *found =
        number == HM_NO_INDICATOR ? NULL : &hm_bound_plan(bound, unit)->indicators[number];
    if (!found || !found->measure)
        return hm_lua_push_nothing(L);
    hm_workspace workspace;
    hm_environment host;
    const folding f = {found->measure, bound, found->node, unit, &workspace};
    if (!hm_workspace_open(&workspace, f.measure->node_count, hm_allocator_default()))
        return luaL_error(L, "not enough memory");
    hm_environment_enter(&host);
    push_folds(L, &f);
    hm_environment_leave(&host, HM_OK);
    hm_workspace_close(&workspace);
    return 1;
}
