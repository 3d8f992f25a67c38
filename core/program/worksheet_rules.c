/* worksheet_rules.c: what the cells of a sheet accept, and how they look for what is in them.
 *
 *   sheet:validate(row, column, last_row, last_column, rule)
 *       list = { "a", "b" }      one of these (together, with commas, at most 255 characters), or
 *       list_from = "=A1:A9"     of what stands in these cells, or
 *       formula = "=..."         what makes this true; it is written for the first cell; or
 *       any = true               anything: for the messages
 *       refuse_blank, no_arrow (of lists)
 *       title, message           shown when the cell is chosen
 *       error_title, error       shown when what is typed is refused
 *       on_error = "stop" (refuses), "warning" (asks), "information" (tells)
 *   sheet:conditional(row, column, last_row, last_column, rule), one of
 *       formula = "=...", format = F, stop = true (no later rule is looked at)
 *       scale = { "#F8696B", "#FFEB84", "#63BE7B" }, at = { 0, 50, 100 }: two or three colours at
 * these figures; without `at` at the least, the median and the greatest bar = "#638EC6", at = { 0,
 * 100 } sheet:protect{ select_locked = false, columns = true, rows = true, insert_rows = true, ...
 * } without a password: only unlocked cells are written in. What else is allowed: columns and rows
 *       (their widths and heights), cells (formats), insert_rows, delete_rows, sort, filter
 *   sheet:ignore(what, "A1:B9")  no green corner for "number_as_text", "formula_differs",
 *       "formula_range", "formula_unlocked", "empty_reference", "list"
 */
#include "program/workbook_parts.h"

#ifdef HM_XLSXWRITER

#include <string.h>

/* --- what cells accept --- */

static void list_too_long(lua_State *L, size_t length) {
    luaL_error(L, "a list of %I characters, and at most %d fit", (LUAI_UACINT)length, HM_LIST_TEXT);
}

/* The texts of the list at `index` in memory that Lua frees, and pushes; NULL behind the last. The
 * list has to stay. [-0, +1, e] */
static char **push_list(lua_State *L, int index) {
    const size_t count = (size_t)lua_rawlen(L, index);
    size_t length = 0;
    if (count == 0 || count > HM_LIST_TEXT)
        luaL_error(L, "a list of %d texts", (int)count);
    char **list = lua_newuserdatauv(L, (count + 1) * sizeof *list, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        const char *text = hm_workbook_check_text(L, lua_gettop(L), HM_LIST_TEXT);
        if (strchr(text, ','))
            luaL_error(L, "'%s' in a list has a comma: it would be two", text);
        length += strlen(text) + 1;
        memcpy(&list[i], &text, sizeof text);
        lua_pop(L, 1);
    }
    list[count] = NULL;
    if (length - 1 > HM_LIST_TEXT)
        list_too_long(L, length - 1);
    return list;
}

static uint8_t error_kind(lua_State *L, int rule) {
    static const char *const words[] = {"stop", "warning", "information", NULL};
    static const uint8_t kinds[] = {LXW_VALIDATION_ERROR_TYPE_STOP,
                                    LXW_VALIDATION_ERROR_TYPE_WARNING,
                                    LXW_VALIDATION_ERROR_TYPE_INFORMATION};
    lua_getfield(L, rule, "on_error");
    const uint8_t kind = kinds[luaL_checkoption(L, -1, "stop", words)];
    lua_pop(L, 1);
    return kind;
}

/* Pushes one value, which is to stay until the rule is used. */
static void push_kind(lua_State *L, int rule, lxw_data_validation *v) {
    if (lua_getfield(L, rule, "list") == LUA_TTABLE) {
        v->validate = LXW_VALIDATION_TYPE_LIST;
        v->value_list =
            (void *)push_list(L, lua_gettop(L)); /* const char ** from libxlsxwriter 1.2 on */
        return;
    }
    v->value_formula = hm_field_formula(L, rule, "list_from", HM_RULE_FORMULA);
    v->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    if (v->value_formula)
        return;
    v->value_formula = hm_field_formula(L, rule, "formula", HM_RULE_FORMULA);
    v->validate = v->value_formula ? LXW_VALIDATION_TYPE_CUSTOM_FORMULA : LXW_VALIDATION_TYPE_ANY;
    if (!v->value_formula && !hm_field_is_true(L, rule, "any"))
        luaL_error(L, "a rule without list, list_from, formula or any");
}

static uint8_t unless(lua_State *L, int rule, const char *name) {
    return hm_field_is_true(L, rule, name) ? LXW_VALIDATION_OFF : LXW_VALIDATION_ON;
}

/* sheet:validate(row, column, last_row, last_column, rule) */
static int validate(lua_State *L) {
    static const char *const names[] = {"list",        "list_from", "formula",  "any",
                                        "title",       "message",   "no_arrow", "refuse_blank",
                                        "error_title", "error",     "on_error", NULL};
    const hm_sheet *s = hm_sheet_check(L, 1);
    const hm_cells c = hm_sheet_check_cells(L, 2);
    lxw_data_validation rule = {0};
    luaL_checktype(L, 6, LUA_TTABLE);
    hm_field_check_names(L, 6, names);
    rule.ignore_blank = unless(L, 6, "refuse_blank");
    rule.dropdown = unless(L, 6, "no_arrow");
    rule.error_type = error_kind(L, 6);
    rule.input_title = hm_field_text(L, 6, "title", HM_MESSAGE_TITLE);
    rule.input_message = hm_field_text(L, 6, "message", HM_MESSAGE);
    rule.error_title = hm_field_text(L, 6, "error_title", HM_MESSAGE_TITLE);
    rule.error_message = hm_field_text(L, 6, "error", HM_MESSAGE);
    push_kind(L, 6, &rule);
    hm_workbook_insist(L, hm_xlsx.worksheet_data_validation_range(s->sheet, c.first_row,
                                                                  c.first_column, c.last_row,
                                                                  c.last_column, &rule));
    return 0;
}

/* --- how cells look for what is in them --- */

/* The colour at place `i` of the list on the top of the stack. */
static lxw_color_t color_at(lua_State *L, lua_Integer i) {
    lua_rawgeti(L, -1, i);
    const lxw_color_t color = hm_workbook_check_color(L, lua_gettop(L));
    lua_pop(L, 1);
    return color;
}

static void set_bounds(lua_State *L, int rule, lxw_conditional_format *c, int count) {
    double at[3] = {0};
    if (lua_getfield(L, rule, "at") == LUA_TTABLE) {
        for (int i = 0; i < count; i++) {
            lua_rawgeti(L, -1, i + 1);
            at[i] = luaL_checknumber(L, -1);
            lua_pop(L, 1);
        }
        c->min_rule_type = c->mid_rule_type = c->max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
        c->min_value = at[0];
        c->mid_value = at[1];
        c->max_value = at[count - 1];
    }
    lua_pop(L, 1);
}

/* The scale's colours are on the top of the stack. */
static void set_scale(lua_State *L, int rule, lxw_conditional_format *c) {
    const int count = (int)lua_rawlen(L, -1);
    if (count != 2 && count != 3)
        luaL_error(L, "a scale has two or three colours");
    c->type = count == 2 ? LXW_CONDITIONAL_2_COLOR_SCALE : LXW_CONDITIONAL_3_COLOR_SCALE;
    c->min_color = color_at(L, 1);
    c->mid_color = count == 3 ? color_at(L, 2) : 0;
    c->max_color = color_at(L, count);
    set_bounds(L, rule, c, count);
}

static void set_bar(lua_State *L, int rule, lxw_conditional_format *c) {
    c->type = LXW_CONDITIONAL_DATA_BAR;
    c->bar_color = hm_workbook_check_color(L, lua_gettop(L));
    c->data_bar_2010 = LXW_TRUE;
    c->bar_solid = LXW_TRUE;
    set_bounds(L, rule, c, 2);
}

static void set_formula(lua_State *L, int rule, const hm_sheet *s, lxw_conditional_format *c) {
    c->type = LXW_CONDITIONAL_TYPE_FORMULA;
    c->value_string = hm_field_formula(L, rule, "formula", HM_FORMULA_TEXT);
    if (!c->value_string)
        luaL_error(L, "a rule without formula, scale or bar");
    lua_getfield(L, rule, "format");
    c->format = hm_format_optional(L, lua_gettop(L), s);
    lua_pop(L, 1);
    c->stop_if_true = hm_field_is_true(L, rule, "stop");
}

/* sheet:conditional(row, column, last_row, last_column, rule) */
static int conditional(lua_State *L) {
    static const char *const names[] = {"formula", "format", "stop", "scale", "bar", "at", NULL};
    const hm_sheet *s = hm_sheet_check(L, 1);
    const hm_cells cells = hm_sheet_check_cells(L, 2);
    lxw_conditional_format c = {0};
    luaL_checktype(L, 6, LUA_TTABLE);
    hm_field_check_names(L, 6, names);
    if (lua_getfield(L, 6, "scale") == LUA_TTABLE)
        set_scale(L, 6, &c);
    else if (lua_getfield(L, 6, "bar") == LUA_TSTRING)
        set_bar(L, 6, &c);
    else
        set_formula(L, 6, s, &c);
    hm_workbook_insist(
        L, hm_xlsx.worksheet_conditional_format_range(s->sheet, cells.first_row, cells.first_column,
                                                      cells.last_row, cells.last_column, &c));
    return 0;
}

/* --- protection --- */

/* sheet:protect(allowed) */
static int protect(lua_State *L) {
    static const char *const names[] = {"select_locked", "columns",     "rows",
                                        "cells",         "insert_rows", "delete_rows",
                                        "sort",          "filter",      NULL};
    const hm_sheet *s = hm_sheet_check(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    hm_field_check_names(L, 2, names);
    lua_getfield(L, 2, "select_locked");
    lxw_protection allowed = {0};
    allowed.no_select_locked_cells = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
    allowed.format_columns = hm_field_is_true(L, 2, "columns");
    allowed.format_rows = hm_field_is_true(L, 2, "rows");
    allowed.format_cells = hm_field_is_true(L, 2, "cells");
    allowed.insert_rows = hm_field_is_true(L, 2, "insert_rows");
    allowed.delete_rows = hm_field_is_true(L, 2, "delete_rows");
    allowed.sort = hm_field_is_true(L, 2, "sort");
    allowed.autofilter = hm_field_is_true(L, 2, "filter");
    hm_xlsx.worksheet_protect(s->sheet, NULL, &allowed);
    return 0;
}

/* sheet:ignore(what, range) */
static int ignore(lua_State *L) {
    static const char *const words[] = {"number_as_text",
                                        "formula_differs",
                                        "formula_range",
                                        "formula_unlocked",
                                        "empty_reference",
                                        "list",
                                        NULL};
    static const uint8_t kinds[] = {
        LXW_IGNORE_NUMBER_STORED_AS_TEXT, LXW_IGNORE_FORMULA_DIFFERS,
        LXW_IGNORE_FORMULA_RANGE,         LXW_IGNORE_FORMULA_UNLOCKED,
        LXW_IGNORE_EMPTY_CELL_REFERENCE,  LXW_IGNORE_LIST_DATA_VALIDATION};
    const hm_sheet *s = hm_sheet_check(L, 1);
    const uint8_t kind = kinds[luaL_checkoption(L, 2, NULL, words)];
    const char *range = hm_workbook_check_text(L, 3, HM_FORMULA_TEXT);
    hm_workbook_insist(L, hm_xlsx.worksheet_ignore_errors(s->sheet, kind, range));
    return 0;
}

const luaL_Reg hm_sheet_rules[] = {{"validate", validate},
                                   {"conditional", conditional},
                                   {"protect", protect},
                                   {"ignore", ignore},
                                   {NULL, NULL}};

#endif
