#include "binding/lua_formula.h"

#include <string.h>

#include "binding/lua_editions.h"
#include "binding/lua_objects.h"
#include "expr/expr_formula.h"
#include "package/package.h"

/* Texts in the making. They belong to the C allocator: nothing is raised before they are copied but
 * for running out of memory, when the process is at its end anyway. */
typedef struct texts {
    hm_buffer formula, state, name;
} texts;

static void open_texts(texts *t) {
    hm_buffer_open(&t->formula, hm_allocator_default());
    hm_buffer_open(&t->state, hm_allocator_default());
    hm_buffer_open(&t->name, hm_allocator_default());
}

static void close_texts(texts *t) {
    hm_buffer_close(&t->formula);
    hm_buffer_close(&t->state);
    hm_buffer_close(&t->name);
}

static void set_buffer(lua_State *L, const char *name, const hm_buffer *text) {
    lua_pushlstring(L, text->data ? text->data : "", text->size);
    lua_setfield(L, -2, name);
}

static void set_texts(lua_State *L, const texts *t) {
    set_buffer(L, "formula", &t->formula);
    set_buffer(L, "state", &t->state);
}

static const char *reason(hm_formula_result result) {
    return result == HM_FORMULA_MIXED ? "a row of records is computed with figures of the city"
           : result == HM_FORMULA_PARAMETER ? "it reads a parameter, which goes by the period"
           : result == HM_FORMULA_HISTORY   ? "it takes in a history, figures of several periods"
           : result == HM_FORMULA_UNWRITTEN
               ? "it averages those that apply, which spreadsheets do not"
               : "it is longer than spreadsheets take";
}

/* nil and why */
static int push_reason(lua_State *L, const char *why) {
    lua_pushnil(L);
    lua_pushstring(L, why);
    return 2;
}

/* Begins what keeps a part above 0 in a whole of 0 from having a value, for a pair that the script
 * declares; a measure that is a percentage of the pair does so itself. */
static void refuse_pair(texts *t, const hm_plan *plan, hm_part_of pair) {
    hm_buffer *out = &t->formula;
    hm_buffer_add_text(out, "IF(IFERROR(AND(");
    hm_formula_add_name(out, plan->inputs[pair.part]->name);
    hm_buffer_add_text(out, ">0,");
    hm_formula_add_name(out, plan->inputs[pair.whole]->name);
    hm_buffer_format(out, "=0),FALSE),INDEX(state.errors,MAX(%d,%s)),", HM_INVALID,
                     t->state.data ? t->state.data : "0");
}

static bool is_percent_of(const hm_expr *expr, hm_part_of pair) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    const hm_expr_node *top = &nodes[expr->node_count - 1];
    const uint16_t *operands = hm_expr_operands(expr) + top->first;
    if (top->op != HM_OP_PERCENT)
        return false;
    const hm_expr_node *part = &nodes[operands[0]], *whole = &nodes[operands[1]];
    return part->op == HM_OP_INPUT && part->input == pair.part && whole->op == HM_OP_INPUT &&
           whole->input == pair.whole;
}

static hm_formula_result write_formula(texts *t, const hm_plan *plan, const hm_indicator *indicator,
                                       const char *key) {
    hm_formula_result result = hm_expr_formula_state(indicator->measure, key, &t->state);
    size_t open = 0;
    for (size_t i = 0; i < indicator->part_of_count; i++) {
        if (!indicator->parts_of[i].declared ||
            is_percent_of(indicator->measure, indicator->parts_of[i]))
            continue;
        refuse_pair(t, plan, indicator->parts_of[i]);
        open++;
    }
    if (result == HM_FORMULA_FINE)
        result = hm_expr_formula(indicator->measure, key, &t->formula);
    for (size_t i = 0; i < open; i++)
        hm_buffer_add_char(&t->formula, ')');
    return open > HM_FORMULA_DEPTH / 2 || t->formula.size >= HM_FORMULA_SIZE ? HM_FORMULA_TOO_LONG
                                                                             : result;
}

/* The columns that the folds of a measure need in the sheets of their records.
 * [-0, +1, m] */
static hm_formula_result push_columns(lua_State *L, const hm_expr *expr, const char *key) {
    hm_formula_result result = HM_FORMULA_FINE;
    lua_Integer count = 0;
    lua_newtable(L);
    for (uint16_t i = 0; i < expr->node_count; i++) {
        texts t;
        open_texts(&t);
        const hm_formula_fold fold = {&t.name, &t.formula, &t.state, &result};
        if (hm_expr_formula_fold(expr, i, key, fold)) {
            lua_createtable(L, 0, 3);
            set_buffer(L, "name", &t.name);
            set_texts(L, &t);
            lua_rawseti(L, -2, ++count);
        }
        close_texts(&t);
    }
    return result;
}

/* What is in the making, if all went well, with the columns of the expression. Closes the texts. */
static int push_made(lua_State *L, texts *t, hm_formula_result result, const hm_expr *expr,
                     const char *key) {
    const bool failed = t->formula.failed || t->state.failed;
    if (result == HM_FORMULA_FINE && !failed) {
        lua_createtable(L, 0, 3);
        set_texts(L, t);
    }
    close_texts(t);
    if (failed)
        return luaL_error(L, "not enough memory");
    if (result == HM_FORMULA_FINE) {
        result = push_columns(L, expr, key);
        lua_setfield(L, -2, "columns");
    }
    return result == HM_FORMULA_FINE ? 1 : push_reason(L, reason(result));
}

static int push_formula(lua_State *L, const hm_plan *plan, const hm_indicator *indicator,
                        const char *key) {
    texts t;
    open_texts(&t);
    return push_made(L, &t, write_formula(&t, plan, indicator, key), indicator->measure, key);
}

int hm_lua_formula(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const char *code = luaL_checkstring(L, 2), *key = luaL_optstring(L, 3, code);
    const size_t number = hm_package_find(package, code);
    if (number == SIZE_MAX || package->plan.nodes[number].indicator == HM_NO_INDICATOR)
        return push_reason(L, "no indicator has this code");
    const hm_plan *plan = hm_lua_check_plan(L, package, 4);
    const hm_indicator *found = &plan->indicators[plan->nodes[number].indicator];
    return found->measure ? push_formula(L, plan, found, key) : push_reason(L, "it is a function");
}

/* --- of conditions and rules --- */

/* What push_formula pushes, of an expression that no part of a whole matters to. */
static int push_plain(lua_State *L, const hm_expr *expr, const char *key) {
    texts t;
    open_texts(&t);
    hm_formula_result result = hm_expr_formula_state(expr, key, &t.state);
    if (result == HM_FORMULA_FINE)
        result = hm_expr_formula(expr, key, &t.formula);
    return push_made(L, &t, result, expr, key);
}

int hm_lua_asked_formula(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const char *name = luaL_checkstring(L, 2);
    const uint32_t number = hm_names_find(&package->input_names, name, strlen(name));
    const hm_input *input = number == HM_NO_NAME ? NULL : package->plan.inputs[number];
    return input && input->asked_if ? push_plain(L, input->asked_if, name)
                                    : push_reason(L, "no input of this name has a condition");
}

int hm_lua_rule_formulas(lua_State *L) {
    const hm_package *package = hm_lua_check_package(L, 1);
    const char *id = luaL_checkstring(L, 2);
    const size_t number = hm_package_find_rule(package, id);
    if (number == SIZE_MAX)
        return push_reason(L, "no rule has this id");
    const hm_rule *rule = &package->plan.rules[number];
    lua_createtable(L, 0, 2);
    if (push_plain(L, rule->left, id) != 1)
        return 2;
    lua_setfield(L, -2, "left");
    if (push_plain(L, rule->right, id) != 1)
        return 2;
    lua_setfield(L, -2, "right");
    return 1;
}

int hm_lua_formula_name(lua_State *L) {
    hm_buffer name;
    hm_buffer_open(&name, hm_allocator_default());
    hm_formula_add_name(&name, luaL_checkstring(L, 1));
    lua_pushlstring(L, name.data ? name.data : "", name.size);
    hm_buffer_close(&name);
    return 1;
}
