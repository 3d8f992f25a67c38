/* workbook_parts.h: what the files that make up the binding of libxlsxwriter share. */
#ifndef HM_WORKBOOK_PARTS_H
#define HM_WORKBOOK_PARTS_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

#include "program/xlsxwriter.h"

#ifdef HM_XLSXWRITER

/* What Excel allows. */
enum {
    HM_SHEET_ROWS = 1048576,
    HM_SHEET_COLUMNS = 16384,
    HM_CELL_TEXT = 32767,
    HM_FORMULA_TEXT = 8192,
    HM_SHEET_NAME = 31,
    HM_LIST_TEXT = 255,
    HM_RULE_FORMULA = 255,
    HM_MESSAGE = 255,
    HM_MESSAGE_TITLE = 32,
    HM_URL = 2079,
    HM_SHEET_URLS = 65530
};

#define HM_WORKBOOK_TYPE "hundredmark.workbook"
#define HM_SHEET_TYPE    "hundredmark.sheet"

/* A workbook: a userdata, whose user value is a table of its formats by their properties. */
typedef struct hm_workbook {
    lxw_workbook *book; /* NULL once it is written or given up */
    int file;           /* a descriptor of what libxlsxwriter writes; -1 when there is none */
} hm_workbook;

/* A sheet: a userdata, whose user value is its workbook. */
typedef struct hm_sheet {
    const hm_workbook *workbook;
    lxw_worksheet *sheet;
    int urls;
    bool in_row_order;
} hm_sheet;

/* Makes the metatables, once a state. [-0, +0, m] */
void hm_sheet_make_type(lua_State *L);
void hm_format_make_type(lua_State *L);

/* Methods of sheets that stand in worksheet_rules.c. */
extern const luaL_Reg hm_sheet_rules[];

/* workbook:format(properties) */
int hm_workbook_format(lua_State *L);

/* workbook:add_sheet(name) */
int hm_workbook_add_sheet(lua_State *L);

hm_workbook *hm_workbook_check(lua_State *L, int index);
hm_sheet *hm_sheet_check(lua_State *L, int index);

/* The format of an argument; NULL where it is nil. It has to be of the sheet's workbook. */
lxw_format *hm_format_optional(lua_State *L, int index, const hm_sheet *sheet);

/* Raises that a workbook cannot hold what it is given, as an error of its own kind, which
 * hm_workbook_refusal knows. [-0, +0, v] */
int hm_workbook_refuse(lua_State *L, const char *format, ...);

/* A text of at most `most` code points, valid UTF-8 without NUL; what is wrong is raised. */
const char *hm_workbook_check_text(lua_State *L, int index, int most);

/* A formula, which begins with "=". */
const char *hm_workbook_check_formula(lua_State *L, int index, int most);

/* "#1A2B3C" as libxlsxwriter has colours. */
lxw_color_t hm_workbook_check_color(lua_State *L, int index);

/* The number, from 0, of the row or column that an argument gives from 1. */
lxw_row_t hm_sheet_check_row(lua_State *L, int index);
lxw_col_t hm_sheet_check_column(lua_State *L, int index);

/* Cells from the first row and column to the last ones, four arguments from `index` on. */
typedef struct hm_cells {
    lxw_row_t first_row, last_row;
    lxw_col_t first_column, last_column;
} hm_cells;

hm_cells hm_sheet_check_cells(lua_State *L, int index);

/* Raises what libxlsxwriter refused. */
void hm_workbook_insist(lua_State *L, lxw_error result);

/* Fields of the table at `index`, an absolute one. */
bool hm_field_is_true(lua_State *L, int index, const char *name);
double hm_field_number(lua_State *L, int index, const char *name, double otherwise);
/* NULL where there is none. The text is the table's; libxlsxwriter wants it without `const`, and
 * copies it. */
char *hm_field_text(lua_State *L, int index, const char *name, int most);
char *hm_field_formula(lua_State *L, int index, const char *name, int most);

/* Raises an error for a field whose name is not among `names`, which ends in NULL. */
void hm_field_check_names(lua_State *L, int index, const char *const names[]);

#endif
#endif
