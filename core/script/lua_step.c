/* lua_step.c: what a node, or a policy, says of steps. */
#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "script/lua_expr.h"
#include "script/lua_list.h"
#include "script/lua_parameter.h"
#include "script/lua_step.h"

/* Names that mean the same in all methods; what else there may be is the method's to say. */
static const char *const common[] = {"by", "city", "over", "to", "bounds", "fit_on", "method"};

static bool is_common(const char *name) {
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strcmp(common[i], name) == 0)
            return true;
    return false;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(((const hm_declared_setting *)a)->name, ((const hm_declared_setting *)b)->name);
}

static void read_settings(const hm_fields *f, hm_declared_step *out) {
    lua_State *L = f->L;
    out->settings = hm_fields_array(f, hm_fields_count(f, f->table), sizeof *out->settings);
    for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TNUMBER)
            continue; /* the method, and what stands behind it */
        if (lua_type(L, -2) != LUA_TSTRING)
            hm_fields_fail(f, "a key is a %s: every field needs a name", luaL_typename(L, -2));
        const char *name = hm_fields_copy_at(f, -2, HM_WHOLE, "the name of a parameter");
        if (!is_common(name))
            hm_lua_read_setting(f, name, &out->settings[out->setting_count++]);
    }
    qsort(out->settings, out->setting_count, sizeof *out->settings, compare_names);
}

/* A column, a city: a text that says something. */
static const char *read_name(const hm_fields *f, const char *name, const char *meaning) {
    const char *text = hm_fields_text(f, name, NULL);
    if (text && *text == '\0')
        hm_fields_fail_at(f, HM_FIELD(name), "%s is empty: it names %s", name, meaning);
    return text;
}

/* "period", "all", "2013", or a list of periods */
static void read_over(const hm_fields *f, hm_declared_step *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, "over");
    if (lua_rawget(L, f->table) == LUA_TSTRING) {
        out->over = hm_fields_array(f, 1, sizeof *out->over);
        out->over[0] = hm_fields_copy_at(f, -1, HM_FIELD("over"), "over");
        out->over_count = 1;
    } else if (!lua_isnil(L, -1)) {
        lua_pop(L, 1);
        out->over_count = hm_fields_push_list(f, "over");
        if (out->over_count == 0)
            hm_fields_fail_at(f, HM_FIELD("over"), "over is an empty list: it names periods");
        out->over = hm_fields_array(f, out->over_count, sizeof *out->over);
        const hm_fields list = hm_fields_in(f, HM_FIELD("over"), f->what);
        for (size_t i = 0; i < out->over_count; i++)
            out->over[i] = hm_fields_element(&list, (int)i + 1, "a period");
    }
    lua_pop(L, 1);
}

/* Two plain numbers, of which the first must be below the second? Of parameters it is told when
 * their values are known. */
static bool are_upside_down(hm_declared_number low, hm_declared_number high) {
    return !low.parameter && !high.parameter && !(low.number < high.number);
}

/* { 1, 100 } */
static void read_to(const hm_fields *f, hm_declared_step *out) {
    lua_State *L = f->L;
    const size_t count = hm_fields_push_list(f, "to");
    bool fine = count == 2;
    for (int i = 0; fine && i < 2; i++) {
        lua_rawgeti(L, -1, i + 1);
        fine = hm_lua_number_at(f, -1, &out->to[i]) && fabs(out->to[i].number) <= HM_MARKS_WITHIN;
        lua_pop(L, 1);
    }
    out->has_to = count > 0;
    if (count > 0 && !(fine && !are_upside_down(out->to[0], out->to[1])))
        hm_fields_fail_at(
            f, HM_FIELD("to"),
            "to must be two numbers, or param.NAME, the lower first: to = { 1, 100 }");
    lua_pop(L, 1);
}

static void read_statistic_of_bound(const hm_fields *bounds, const char *end,
                                    hm_declared_bound *out) {
    const hm_fields f = hm_fields_in(bounds, HM_FIELD(end), bounds->what);
    const char *names[HM_BOUND_KINDS + 1] = {NULL};
    size_t count = 0;
    for (int i = HM_BOUND_PERCENTILE; i < HM_BOUND_KINDS; i++)
        names[count++] = hm_bound_kind_name((hm_bound_kind)i);
    hm_fields_check_names(&f, names, false);
    for (int i = HM_BOUND_PERCENTILE; i < HM_BOUND_KINDS; i++)
        if (hm_lua_read_number(&f, hm_bound_kind_name((hm_bound_kind)i), &out->number))
            out->kind = (hm_bound_kind)i;
    if (hm_fields_count(&f, f.table) != 1)
        hm_fields_fail_at(bounds, HM_FIELD(end),
                          "%s says one thing: { percentile = 5 } or { mean_of_best = 5 }", end);
}

static void read_bound(const hm_fields *bounds, const char *end, hm_declared_bound *out) {
    lua_State *L = bounds->L;
    lua_pushstring(L, end);
    const int type = lua_rawget(L, bounds->table);
    if (type == LUA_TTABLE) {
        read_statistic_of_bound(bounds, end, out);
    } else if (type != LUA_TNIL) {
        (void)hm_lua_read_number(bounds, end, &out->number);
        out->kind = HM_BOUND_NUMBER;
    }
    lua_pop(L, 1);
    if (out->number.parameter || hm_bound_fits(out->kind, out->number.number))
        return;
    if (out->kind == HM_BOUND_PERCENTILE)
        hm_fields_fail_at(bounds, HM_FIELD(end), "a percentile lies within 0 and 100");
    hm_fields_fail_at(bounds, HM_FIELD(end), "%s is of so many values, a whole number",
                      hm_bound_kind_name(out->kind));
}

/* { low = { percentile = 5 }, high = 100 } */
static void read_bounds(const hm_fields *f, hm_declared_step *out) {
    static const char *const ends[] = {"low", "high", NULL};
    if (hm_fields_push_table(f, "bounds")) {
        const hm_fields bounds = hm_fields_in(f, HM_FIELD("bounds"), f->what);
        hm_fields_check_names(&bounds, ends, false);
        read_bound(&bounds, "low", &out->low);
        read_bound(&bounds, "high", &out->high);
        if (out->low.kind == HM_BOUND_NUMBER && out->high.kind == HM_BOUND_NUMBER &&
            are_upside_down(out->low.number, out->high.number))
            hm_fields_fail_at(f, HM_FIELD("bounds"), "the low end must be below the high one");
    }
    lua_pop(f->L, 1);
}

static void read_fit_on(const hm_fields *f, hm_declared_step *out) {
    const char *text = hm_fields_text(f, "fit_on", NULL);
    out->has_fit_on = text != NULL;
    out->fit_on_all = text && strcmp(text, "all") == 0;
    if (text && !out->fit_on_all && strcmp(text, "observed") != 0)
        hm_fields_fail_at(f, HM_FIELD("fit_on"),
                          "fit_on is \"%s\", expected \"observed\" or \"all\"", text);
}

/* The numbers behind the name of the method. package.json names what Lua has as an element: no JSON
 * value has both, so that numbers have their names there. */
static void read_elements(const hm_fields *f, hm_declared_step *out) {
    lua_State *L = f->L;
    const hm_list elements = hm_list_look(L, f->table);
    const char *named = hm_fields_text(f, "method", NULL);
    out->method = named ? named : hm_fields_element(f, 1, "the name of a method");
    const size_t before = named ? 0 : 1;
    const size_t count = elements.count > before ? elements.count - before : 0;
    hm_declared_number *numbers = hm_fields_array(f, count, sizeof *numbers);
    if (elements.has_gap)
        hm_fields_fail(f, "has gaps between its elements");
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, f->table, (lua_Integer)(before + i) + 1);
        if (!hm_lua_number_at(f, -1, &numbers[i]))
            hm_fields_fail(
                f,
                "behind the name of the method stand numbers or param.NAME, and what has a name: "
                "{ \"zscore\", spread = 15 }");
        lua_pop(L, 1);
    }
    out->numbers = numbers;
    out->number_count = count;
}

static void read_table(const hm_fields *node, hm_key key, const char *called,
                       hm_declared_step *out) {
    hm_fields f = hm_fields_in(node, key, "");
    f.what = lua_pushfstring(node->L, "%s: %s", node->what, called);
    read_elements(&f, out);
    out->by = read_name(&f, "by", "a column of the cities");
    out->city = read_name(&f, "city", "a city");
    read_over(&f, out);
    read_to(&f, out);
    read_bounds(&f, out);
    read_fit_on(&f, out);
    read_settings(&f, out);
    lua_pop(node->L, 1);
}

/* impute = 5, impute = param.assumed; false where the field is something else. */
static bool read_number(const hm_fields *f, hm_declared_step *out) {
    hm_declared_number *number = hm_fields_array(f, 1, sizeof *number);
    if (!hm_lua_number_at(f, -1, number))
        return false;
    out->method = "number";
    out->numbers = number;
    out->number_count = 1;
    return true;
}

void hm_lua_read_step(const hm_fields *f, hm_key key, const char *called, hm_step_kind kind,
                      hm_declared_step *out) {
    lua_State *L = f->L;
    const int type = lua_type(L, -1);
    out->is_said = type != LUA_TNIL;
    if (type == LUA_TTABLE)
        read_table(f, key, called, out);
    else if (kind == HM_STEP_IMPUTE && type != LUA_TNIL && read_number(f, out))
        ; /* it is a number */
    else if (type == LUA_TSTRING)
        out->method = hm_fields_copy_at(f, -1, key, called);
    else if (type == LUA_TUSERDATA)
        hm_fields_fail_at(f, key, "%s is an expression, expected a method%s", called,
                          kind == HM_STEP_IMPUTE ? ", a number or param.NAME alone" : "");
    else if (type == LUA_TBOOLEAN && lua_toboolean(L, -1))
        hm_fields_fail_at(f, key, "%s is true, expected a method, or false for none", called);
    else if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        hm_fields_fail_at(f, key, "%s is a %s, expected text", called, lua_typename(L, type));
}

void hm_lua_read_steps(const hm_fields *f, hm_declared_steps *out) {
    for (int kind = 0; kind < HM_STEP_KINDS; kind++) {
        const char *field = hm_step_kind_name((hm_step_kind)kind);
        lua_pushstring(f->L, field);
        lua_rawget(f->L, f->table);
        hm_lua_read_step(f, HM_FIELD(field), field, (hm_step_kind)kind, &out->of[kind]);
        lua_pop(f->L, 1);
    }
}

void hm_lua_read_direction(const hm_fields *f, hm_declared_steps *out) {
    out->direction = hm_fields_text(f, "direction", NULL);
    if (out->direction && strcmp(out->direction, "higher") != 0 &&
        strcmp(out->direction, "lower") != 0)
        hm_fields_fail_at(f, HM_FIELD("direction"),
                          "direction is \"%s\", expected \"higher\" or \"lower\": which is better",
                          out->direction);
}

/* The function is called once, with what stands for the node's own value. */
static hm_expr *trace(const hm_fields *f) {
    lua_State *L = f->L;
    lua_pushvalue(L, -1);
    hm_lua_expr_push_own(L, "x");
    lua_call(L, 1, 1);
    const hm_expr *expr = hm_lua_expr_at(L, -1);
    if (!expr || !hm_expr_uses_own(expr))
        hm_fields_fail_at(f, HM_FIELD(HM_TRANSFORM_FIELD),
                          "transform gives %s, expected an expression over its x: "
                          "function(x) return 100 - x end",
                          expr ? "what x has no part in" : luaL_typename(L, -1));
    hm_expr *copy = hm_fields_array(f, 1, expr->size);
    memcpy(copy, expr, expr->size);
    lua_pop(L, 1);
    return copy;
}

/* function(x) return 100 - x end, or false */
void hm_lua_read_transform(const hm_fields *f, hm_declared_steps *out) {
    lua_State *L = f->L;
    lua_pushliteral(L, HM_TRANSFORM_FIELD);
    const int type = lua_rawget(L, f->table);
    if (type == LUA_TFUNCTION)
        out->transform = trace(f);
    else if (type != LUA_TNIL && !(type == LUA_TBOOLEAN && !lua_toboolean(L, -1)))
        hm_fields_fail_at(f, HM_FIELD(HM_TRANSFORM_FIELD),
                          "transform is a %s, expected function(x) return 100 - x end",
                          lua_typename(L, type));
    lua_pop(L, 1);
}
