/* workbook.h: XLSX workbooks for the program's Lua, on libxlsxwriter. The module
 * `hundredmark.program` has
 *
 * new_workbook(options): a workbook; or nil and what to install, where libxlsxwriter is missing, or
 *     nil and the system's reason. Options, all but the date texts: title, subject, author,
 * company, category, keywords, comments; created = seconds since 1970, 1980-01-01 without it: the
 * same calls give the same bytes. in_row_order = true: rows are written from the first to the last,
 *     and little memory is used (libxlsxwriter then knows no merge of cells).
 *
 * A workbook has
 *   workbook:add_sheet(name): a sheet
 *   workbook:format(properties): a format for cells; equal properties give the same one. See
 *       workbook_format.c for their names.
 *   workbook:define_name(name, formula): "Sheet!name" for a name of one sheet
 *   workbook:write(file): writes it to an open file of Lua's io library, at its end, and is closed;
 *       true, or nil, a reason and the system's number. The file may be a pipe.
 *   workbook:close(), __close: gives it up
 *
 * A sheet has what worksheet.c and worksheet_rules.c list, such as
 *   sheet:write(row, column, value, format): a number, a text, a boolean, or nil: an empty cell
 *   sheet:formula(row, column, "=A1+1", format, result)
 *
 * Rows and columns count from 1, as people see them: row 2, column 3 is C2. Formulas are in
 * English, with commas, as files hold them, and begin with "=". What a sheet cannot hold (a text
 * that is too long or not UTF-8, a number that is not finite, a cell outside of it, a wrong name of
 * a sheet) raises an error. Where it is too much (a long text, rows or columns beyond the last
 * ones, links), workbook_refusal(error) is its text, and nil of any other error. The limits stand
 * in `workbook_limits`: rows, columns, text (code points), formula, name (of a sheet), list (text
 * of a list that a cell is chosen from, its commas too), message, message_title.
 *
 * libxlsxwriter writes numbers with 16 digits, as Excel does: the last bit of some is lost.
 */
#ifndef HM_WORKBOOK_H
#define HM_WORKBOOK_H

#include <lua.h>

int hm_workbook_new(lua_State *L);
int hm_workbook_refusal(lua_State *L);

/* Pushes the table `workbook_limits`. [-0, +1, m] */
void hm_workbook_push_limits(lua_State *L);

#endif
