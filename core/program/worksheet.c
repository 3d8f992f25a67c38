/* worksheet.c: the sheets of a workbook, their cells, rows, columns and pages. Rules for cells
 * stand in worksheet_rules.c.
 *
 *   sheet:write(row, column, value, format)      a number, a text, a boolean; nil: an empty cell
 *   sheet:formula(row, column, formula, format, result)    result: a number (0 without it) or a
 * text sheet:url(row, column, url, format, text, tip)         "internal:Sheet!A1" leads to a cell
 *   sheet:merge(row, column, last_row, last_column, text, format)
 *   sheet:columns(first, last, width, format, { hidden =, level = })     width in characters
 *   sheet:row(row, height, format, { hidden =, level = })                height in points, nil as
 * it is sheet:default_row{ height =, hidden = }           of rows of which nothing else is said
 *   sheet:freeze(row, column)                    the first cell that moves
 *   sheet:filter(row, column, last_row, last_column)
 *   sheet:select(row, column)                    where the cursor stands
 *   sheet:activate(), sheet:hide(), sheet:tab_color(color), sheet:zoom(percent), sheet:hide_grid()
 *   sheet:page{ landscape =, paper = 9 (A4), wide =, tall = (pages to fit it into, 0: as many as it
 *       takes), left =, right =, top =, bottom = (margins in inches), header =, footer = (as Excel
 *       writes them, "&L&A&RPage &P of &N"), repeat_rows = { first, last }, repeat_columns = ...,
 *       area = { row, column, last_row, last_column }, centered = }
 */
#include "program/workbook_parts.h"

#ifdef HM_XLSXWRITER

#include <math.h>
#include <string.h>

/* --- cells --- */

/* sheet:write(row, column, value, format) */
static int write_cell(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    const lxw_row_t row = hm_sheet_check_row(L, 2);
    const lxw_col_t column = hm_sheet_check_column(L, 3);
    lxw_format *format = hm_format_optional(L, 5, s);
    lxw_error result;
    switch (lua_type(L, 4)) {
    case LUA_TNUMBER:
        luaL_argcheck(L, isfinite(lua_tonumber(L, 4)), 4, "no finite number");
        result = hm_xlsx.worksheet_write_number(s->sheet, row, column, lua_tonumber(L, 4), format);
        break;
    case LUA_TBOOLEAN:
        result =
            hm_xlsx.worksheet_write_boolean(s->sheet, row, column, lua_toboolean(L, 4), format);
        break;
    case LUA_TNONE:
    case LUA_TNIL:
        result = hm_xlsx.worksheet_write_blank(s->sheet, row, column, format);
        break;
    default:
        result = hm_xlsx.worksheet_write_string(s->sheet, row, column,
                                                hm_workbook_check_text(L, 4, HM_CELL_TEXT), format);
    }
    hm_workbook_insist(L, result);
    return 0;
}

/* sheet:formula(row, column, formula, format, result) */
static int write_formula(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    const lxw_row_t row = hm_sheet_check_row(L, 2);
    const lxw_col_t column = hm_sheet_check_column(L, 3);
    const char *formula = hm_workbook_check_formula(L, 4, HM_FORMULA_TEXT);
    lxw_format *format = hm_format_optional(L, 5, s);
    if (lua_type(L, 6) == LUA_TSTRING) {
        const char *text = hm_workbook_check_text(L, 6, HM_CELL_TEXT);
        hm_workbook_insist(
            L, hm_xlsx.worksheet_write_formula_str(s->sheet, row, column, formula, format, text));
        return 0;
    }
    const double number = luaL_optnumber(L, 6, 0);
    luaL_argcheck(L, isfinite(number), 6, "no finite number");
    hm_workbook_insist(
        L, hm_xlsx.worksheet_write_formula_num(s->sheet, row, column, formula, format, number));
    return 0;
}

/* sheet:url(row, column, url, format, text, tip) */
static int write_url(lua_State *L) {
    hm_sheet *s = hm_sheet_check(L, 1);
    const lxw_row_t row = hm_sheet_check_row(L, 2);
    const lxw_col_t column = hm_sheet_check_column(L, 3);
    const char *url = hm_workbook_check_text(L, 4, HM_URL);
    lxw_format *format = hm_format_optional(L, 5, s);
    const char *text = lua_isnoneornil(L, 6) ? NULL : hm_workbook_check_text(L, 6, HM_CELL_TEXT);
    const char *tip = lua_isnoneornil(L, 7) ? NULL : hm_workbook_check_text(L, 7, HM_MESSAGE);
    if (s->urls == HM_SHEET_URLS)
        return hm_workbook_refuse(L, "a sheet has at most %d links", HM_SHEET_URLS);
    s->urls++;
    hm_workbook_insist(
        L, hm_xlsx.worksheet_write_url_opt(s->sheet, row, column, url, format, text, tip));
    return 0;
}

/* sheet:merge(row, column, last_row, last_column, text, format) */
static int merge(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    const hm_cells c = hm_sheet_check_cells(L, 2);
    const char *text = lua_isnil(L, 6) ? "" : hm_workbook_check_text(L, 6, HM_CELL_TEXT);
    lxw_format *format = hm_format_optional(L, 7, s);
    luaL_argcheck(L, !s->in_row_order, 1, "cells of this workbook cannot be merged");
    luaL_argcheck(L, c.first_row < c.last_row || c.first_column < c.last_column, 4, "one cell");
    hm_workbook_insist(L, hm_xlsx.worksheet_merge_range(s->sheet, c.first_row, c.first_column,
                                                        c.last_row, c.last_column, text, format));
    return 0;
}

/* --- rows and columns --- */

static lxw_row_col_options row_options(lua_State *L, int index) {
    static const char *const names[] = {"hidden", "level", NULL};
    lxw_row_col_options options = {0};
    if (lua_isnoneornil(L, index))
        return options;
    luaL_checktype(L, index, LUA_TTABLE);
    hm_field_check_names(L, index, names);
    options.hidden = hm_field_is_true(L, index, "hidden");
    const double level = hm_field_number(L, index, "level", 0);
    luaL_argcheck(L, level >= 0 && level <= 7, index, "a level from 0 to 7");
    options.level = (uint8_t)level;
    return options;
}

/* sheet:columns(first, last, width, format, options) */
static int set_columns(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    const lxw_col_t first = hm_sheet_check_column(L, 2), last = hm_sheet_check_column(L, 3);
    const double width = luaL_optnumber(L, 4, LXW_DEF_COL_WIDTH);
    lxw_format *format = hm_format_optional(L, 5, s);
    lxw_row_col_options options = row_options(L, 6);
    luaL_argcheck(L, width >= 0 && width <= 255, 4, "a width from 0 to 255");
    hm_workbook_insist(
        L, hm_xlsx.worksheet_set_column_opt(s->sheet, first, last, width, format, &options));
    return 0;
}

static double check_height(lua_State *L, double height) {
    if (!(height >= 0 && height <= 409))
        luaL_error(L, "a row is 0 to 409 points high");
    return height;
}

/* sheet:row(row, height, format, options) */
static int set_row(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    const lxw_row_t row = hm_sheet_check_row(L, 2);
    const double height = check_height(L, luaL_optnumber(L, 3, LXW_DEF_ROW_HEIGHT));
    lxw_format *format = hm_format_optional(L, 4, s);
    lxw_row_col_options options = row_options(L, 5);
    hm_workbook_insist(L, hm_xlsx.worksheet_set_row_opt(s->sheet, row, height, format, &options));
    return 0;
}

/* sheet:default_row(options) */
static int set_default_row(lua_State *L) {
    static const char *const names[] = {"height", "hidden", NULL};
    const hm_sheet *s = hm_sheet_check(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    hm_field_check_names(L, 2, names);
    const double height = check_height(L, hm_field_number(L, 2, "height", LXW_DEF_ROW_HEIGHT));
    hm_xlsx.worksheet_set_default_row(s->sheet, height, hm_field_is_true(L, 2, "hidden"));
    return 0;
}

/* --- the sheet as a whole --- */

/* sheet:freeze(row, column) */
static int freeze(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    hm_xlsx.worksheet_freeze_panes(s->sheet, hm_sheet_check_row(L, 2), hm_sheet_check_column(L, 3));
    return 0;
}

/* sheet:filter(row, column, last_row, last_column) */
static int filter(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    const hm_cells c = hm_sheet_check_cells(L, 2);
    hm_workbook_insist(L, hm_xlsx.worksheet_autofilter(s->sheet, c.first_row, c.first_column,
                                                       c.last_row, c.last_column));
    return 0;
}

/* sheet:select(row, column) */
static int select_cell(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    const lxw_row_t row = hm_sheet_check_row(L, 2);
    const lxw_col_t column = hm_sheet_check_column(L, 3);
    hm_xlsx.worksheet_set_selection(s->sheet, row, column, row, column);
    return 0;
}

/* sheet:activate() */
static int activate(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    hm_xlsx.worksheet_activate(s->sheet);
    return 0;
}

/* sheet:hide() */
static int hide(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    hm_xlsx.worksheet_hide(s->sheet);
    return 0;
}

/* sheet:hide_grid() */
static int hide_grid(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    hm_xlsx.worksheet_gridlines(s->sheet, LXW_HIDE_ALL_GRIDLINES);
    return 0;
}

/* sheet:tab_color(color) */
static int set_tab_color(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    hm_xlsx.worksheet_set_tab_color(s->sheet, hm_workbook_check_color(L, 2));
    return 0;
}

/* sheet:zoom(percent) */
static int set_zoom(lua_State *L) {
    const hm_sheet *s = hm_sheet_check(L, 1);
    const lua_Integer percent = luaL_checkinteger(L, 2);
    luaL_argcheck(L, percent >= 10 && percent <= 400, 2, "a zoom from 10 to 400");
    hm_xlsx.worksheet_set_zoom(s->sheet, (uint16_t)percent);
    return 0;
}

/* --- pages --- */

/* Pushes the numbers of the list in a field of the table at 2, and tells whether there is one.
 * [-0, +count or 0, e] */
static bool push_list(lua_State *L, const char *name, int count) {
    if (lua_getfield(L, 2, name) == LUA_TNIL) {
        lua_pop(L, 1);
        return false;
    }
    const int list = lua_gettop(L);
    luaL_checktype(L, list, LUA_TTABLE);
    for (int i = 1; i <= count; i++)
        lua_rawgeti(L, list, i);
    lua_remove(L, list);
    return true;
}

static void set_parts(lua_State *L, lxw_worksheet *sheet) {
    const int top = lua_gettop(L);
    if (push_list(L, "repeat_rows", 2))
        hm_workbook_insist(L, hm_xlsx.worksheet_repeat_rows(sheet, hm_sheet_check_row(L, top + 1),
                                                            hm_sheet_check_row(L, top + 2)));
    lua_settop(L, top);
    if (push_list(L, "repeat_columns", 2))
        hm_workbook_insist(L, hm_xlsx.worksheet_repeat_columns(sheet,
                                                               hm_sheet_check_column(L, top + 1),
                                                               hm_sheet_check_column(L, top + 2)));
    lua_settop(L, top);
    if (push_list(L, "area", 4)) {
        const hm_cells c = hm_sheet_check_cells(L, top + 1);
        hm_workbook_insist(L, hm_xlsx.worksheet_print_area(sheet, c.first_row, c.first_column,
                                                           c.last_row, c.last_column));
    }
    lua_settop(L, top);
}

static void set_lines(lua_State *L, lxw_worksheet *sheet) {
    const char *header = hm_field_text(L, 2, "header", HM_MESSAGE - 1);
    const char *footer = hm_field_text(L, 2, "footer", HM_MESSAGE - 1);
    if (header)
        hm_workbook_insist(L, hm_xlsx.worksheet_set_header(sheet, header));
    if (footer)
        hm_workbook_insist(L, hm_xlsx.worksheet_set_footer(sheet, footer));
}

static uint16_t pages(lua_State *L, const char *name) {
    const double count = hm_field_number(L, 2, name, 0);
    if (!(count >= 0 && count <= 32767))
        luaL_error(L, "%s: a number of pages", name);
    return (uint16_t)count;
}

/* sheet:page(options) */
static int set_page(lua_State *L) {
    static const char *const names[] = {
        "landscape", "paper",  "wide",   "tall",        "left",           "right", "top", "bottom",
        "centered",  "header", "footer", "repeat_rows", "repeat_columns", "area",  NULL};
    lxw_worksheet *sheet = hm_sheet_check(L, 1)->sheet;
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    hm_field_check_names(L, 2, names);
    if (hm_field_is_true(L, 2, "landscape"))
        hm_xlsx.worksheet_set_landscape(sheet);
    if (hm_field_is_true(L, 2, "centered"))
        hm_xlsx.worksheet_center_horizontally(sheet);
    hm_xlsx.worksheet_set_paper(sheet, (uint8_t)hm_field_number(L, 2, "paper", 0));
    const uint16_t wide = pages(L, "wide"), tall = pages(L, "tall");
    if (wide > 0 || tall > 0)
        hm_xlsx.worksheet_fit_to_pages(sheet, wide, tall);
    hm_xlsx.worksheet_set_margins(
        sheet, hm_field_number(L, 2, "left", -1), hm_field_number(L, 2, "right", -1),
        hm_field_number(L, 2, "top", -1), hm_field_number(L, 2, "bottom", -1));
    set_lines(L, sheet);
    set_parts(L, sheet);
    return 0;
}

/* --- the type --- */

static const luaL_Reg methods[] = {{"write", write_cell},
                                   {"formula", write_formula},
                                   {"url", write_url},
                                   {"merge", merge},
                                   {"columns", set_columns},
                                   {"row", set_row},
                                   {"default_row", set_default_row},
                                   {"freeze", freeze},
                                   {"filter", filter},
                                   {"select", select_cell},
                                   {"activate", activate},
                                   {"hide", hide},
                                   {"hide_grid", hide_grid},
                                   {"tab_color", set_tab_color},
                                   {"zoom", set_zoom},
                                   {"page", set_page},
                                   {NULL, NULL}};

void hm_sheet_make_type(lua_State *L) {
    luaL_newmetatable(L, HM_SHEET_TYPE);
    luaL_setfuncs(L, methods, 0);
    luaL_setfuncs(L, hm_sheet_rules, 0);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

/* workbook:add_sheet(name) */
int hm_workbook_add_sheet(lua_State *L) {
    const hm_workbook *workbook = hm_workbook_check(L, 1);
    const char *name = hm_workbook_check_text(L, 2, HM_SHEET_NAME);
    const lxw_error wrong = hm_xlsx.workbook_validate_sheet_name(workbook->book, name);
    if (wrong != LXW_NO_ERROR || name[0] == '\0')
        return luaL_error(L, "'%s' is no name for a sheet: %s", name, hm_xlsx.lxw_strerror(wrong));
    hm_sheet *s = lua_newuserdatauv(L, sizeof *s, 1);
    luaL_setmetatable(L, HM_SHEET_TYPE);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1);
    s->workbook = workbook;
    s->urls = 0;
    s->in_row_order = workbook->book->options.constant_memory;
    s->sheet = hm_xlsx.workbook_add_worksheet(workbook->book, name);
    if (!s->sheet)
        return luaL_error(L, "no memory for a sheet");
    return 1;
}

#endif
