/* workbook_arguments.c: libxlsxwriter as it was loaded, the arguments of what scripts do with it,
 * and how they are refused. */
#include "program/workbook_parts.h"

#ifdef HM_XLSXWRITER

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "program/workbook.h"

#define REFUSAL "hundredmark.workbook_refusal"

#ifdef HM_XLSXWRITER_LINKED
struct hm_xlsxwriter hm_xlsx = {HM_EACH_XLSXWRITER(HM_LAZY_LINKED)};

bool hm_xlsxwriter_load(void) {
    return true;
}
#else
struct hm_xlsxwriter hm_xlsx;

bool hm_xlsxwriter_load(void) {
    static const hm_lazy_symbol symbols[] = {HM_EACH_XLSXWRITER(HM_LAZY_SYMBOL)};
    return hm_lazy_library_load(HM_XLSXWRITER, symbols, sizeof symbols / sizeof *symbols, &hm_xlsx);
}
#endif

/* --- objects and cells --- */

hm_workbook *hm_workbook_check(lua_State *L, int index) {
    hm_workbook *workbook = luaL_checkudata(L, index, HM_WORKBOOK_TYPE);
    luaL_argcheck(L, workbook->book, index, "the workbook is closed");
    return workbook;
}

hm_sheet *hm_sheet_check(lua_State *L, int index) {
    hm_sheet *sheet = luaL_checkudata(L, index, HM_SHEET_TYPE);
    luaL_argcheck(L, sheet->workbook->book, index, "the workbook is closed");
    return sheet;
}

lxw_row_t hm_sheet_check_row(lua_State *L, int index) {
    const lua_Integer row = luaL_checkinteger(L, index);
    luaL_argcheck(L, row >= 1, index, "no row of a sheet");
    if (row > HM_SHEET_ROWS)
        hm_workbook_refuse(L, "a sheet has no row %I: at most %d", (LUAI_UACINT)row, HM_SHEET_ROWS);
    return (lxw_row_t)(row - 1);
}

lxw_col_t hm_sheet_check_column(lua_State *L, int index) {
    const lua_Integer column = luaL_checkinteger(L, index);
    luaL_argcheck(L, column >= 1, index, "no column of a sheet");
    if (column > HM_SHEET_COLUMNS)
        hm_workbook_refuse(L, "a sheet has no column %I: at most %d", (LUAI_UACINT)column,
                           HM_SHEET_COLUMNS);
    return (lxw_col_t)(column - 1);
}

hm_cells hm_sheet_check_cells(lua_State *L, int index) {
    const hm_cells cells = {
        .first_row = hm_sheet_check_row(L, index),
        .first_column = hm_sheet_check_column(L, index + 1),
        .last_row = hm_sheet_check_row(L, index + 2),
        .last_column = hm_sheet_check_column(L, index + 3),
    };
    luaL_argcheck(L, cells.first_row <= cells.last_row, index + 2, "the last row comes first");
    luaL_argcheck(L, cells.first_column <= cells.last_column, index + 3,
                  "the last column comes first");
    return cells;
}

/* --- refusals --- */

void hm_workbook_insist(lua_State *L, lxw_error result) {
    if (result != LXW_NO_ERROR)
        luaL_error(L, "libxlsxwriter: %s", hm_xlsx.lxw_strerror(result));
}

/* The text of what hm_workbook_refuse raised: a table, so that it is told from a mistake. */
static int show_refusal(lua_State *L) {
    lua_getfield(L, 1, "message");
    return 1;
}

int hm_workbook_refuse(lua_State *L, const char *format, ...) {
    va_list arguments;
    lua_createtable(L, 0, 1);
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_setfield(L, -2, "message");
    if (luaL_newmetatable(L, REFUSAL)) {
        lua_pushcfunction(L, show_refusal);
        lua_setfield(L, -2, "__tostring");
    }
    lua_setmetatable(L, -2);
    return lua_error(L);
}

int hm_workbook_refusal(lua_State *L) {
    if (luaL_getmetafield(L, 1, "__name") == LUA_TSTRING &&
        strcmp(lua_tostring(L, -1), REFUSAL) == 0)
        return show_refusal(L);
    lua_pushnil(L);
    return 1;
}

/* --- texts and fields --- */

const char *hm_workbook_check_text(lua_State *L, int index, int most) {
    size_t size;
    const char *text = luaL_checklstring(L, index, &size);
    if (memchr(text, '\0', size) || hm_text_valid(text, size) != size)
        luaL_error(L, "'%s' is no text in UTF-8", hm_quote_of(text, size).text);
    const size_t length = hm_text_length(text, size);
    if (length > (size_t)most)
        hm_workbook_refuse(L, "'%s' has %I characters, and at most %d fit",
                           hm_quote_of(text, size).text, (LUAI_UACINT)length, most);
    return text;
}

const char *hm_workbook_check_formula(lua_State *L, int index, int most) {
    const char *formula = hm_workbook_check_text(L, index, most);
    if (formula[0] != '=' || formula[1] == '\0')
        luaL_error(L, "'%s' is no formula: it does not begin with =", formula);
    return formula;
}

lxw_color_t hm_workbook_check_color(lua_State *L, int index) {
    const char *text = luaL_checkstring(L, index);
    char *end = NULL;
    const unsigned long color = text[0] == '#' ? strtoul(text + 1, &end, 16) : 0;
    if (strlen(text) != 7 || !end || *end != '\0')
        luaL_error(L, "'%s' is no colour such as #1A2B3C", text);
    return color == 0 ? (lxw_color_t)LXW_COLOR_BLACK : (lxw_color_t)color;
}

bool hm_field_is_true(lua_State *L, int index, const char *name) {
    lua_getfield(L, index, name);
    const bool is_true = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return is_true;
}

double hm_field_number(lua_State *L, int index, const char *name, double otherwise) {
    lua_getfield(L, index, name);
    const double number = luaL_optnumber(L, -1, otherwise);
    lua_pop(L, 1);
    return number;
}

char *hm_field_text(lua_State *L, int index, const char *name, int most) {
    char *text = NULL;
    if (lua_getfield(L, index, name) != LUA_TNIL)
        text = (char *)(intptr_t)hm_workbook_check_text(L, lua_gettop(L), most);
    lua_pop(L, 1);
    return text;
}

char *hm_field_formula(lua_State *L, int index, const char *name, int most) {
    if (lua_getfield(L, index, name) != LUA_TNIL)
        (void)hm_workbook_check_formula(L, lua_gettop(L), most);
    lua_pop(L, 1);
    return hm_field_text(L, index, name, most);
}

void hm_field_check_names(lua_State *L, int index, const char *const names[]) {
    for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        size_t i = 0;
        while (names[i] && strcmp(names[i], name) != 0)
            i++;
        if (!names[i])
            luaL_error(L, "there is no field '%s' here", name);
    }
}

#endif
