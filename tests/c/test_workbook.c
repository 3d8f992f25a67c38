/* Tests of the program's binding of libxlsxwriter. What the workbooks look like to others is tested
 * by tests/tools; here: what the calls refuse, and that the bytes are the same twice. */
#include <lauxlib.h>
#include <lualib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "program/workbook.h"

/* A state in which `new(options)` makes a workbook, `limits` are its limits, and `fails(text, f,
 * ...)` asserts that f(...) raises an error with this text in it. */
static int setup(void **state) {
    static const char helpers[] = "function fails(text, f, ...)\n"
                                  "    local done, message = pcall(f, ...)\n"
                                  "    assert(not done, 'nothing was raised: ' .. text)\n"
                                  "    assert(tostring(message):find(text, 1, true), message)\n"
                                  "end\n"
                                  "function bytes_of(book)\n"
                                  "    local file = assert(io.tmpfile())\n"
                                  "    assert(book:write(file))\n"
                                  "    file:seek('set')\n"
                                  "    return file:read('a')\n"
                                  "end\n";
    lua_State *L = luaL_newstate();
    assert_non_null(L);
    luaL_openlibs(L);
    lua_register(L, "new", hm_workbook_new);
    lua_register(L, "refusal", hm_workbook_refusal);
    hm_workbook_push_limits(L);
    lua_setglobal(L, "limits");
    assert_int_equal(luaL_dostring(L, helpers), LUA_OK);
    *state = L;
    return 0;
}

static int teardown(void **state) {
    lua_close(*state);
    return 0;
}

static void run(void **state, const char *chunk) {
    lua_State *L = *state;
    if (luaL_dostring(L, chunk) != LUA_OK)
        fail_msg("%s", lua_tostring(L, -1));
}

static void same_calls_give_the_same_bytes(void **state) {
    run(state, "local function make()\n"
               "    local book = assert(new { title = 'Figures' })\n"
               "    local sheet = book:add_sheet('One')\n"
               "    local bold = book:format { bold = true, color = '#112233' }\n"
               "    sheet:write(1, 1, 'a', bold)\n"
               "    sheet:write(1, 2, 0.5)\n"
               "    sheet:write(1, 3, true)\n"
               "    sheet:write(1, 4, nil, bold)\n"
               "    sheet:formula(2, 1, '=B1*2', nil, 1)\n"
               "    return bytes_of(book)\n"
               "end\n"
               "local once = make()\n"
               "assert(once:sub(1, 4) == 'PK\\3\\4')\n"
               "assert(#once > 2000)\n"
               "assert(once == make())\n");
}

static void equal_formats_are_one(void **state) {
    run(state, "local book = assert(new {})\n"
               "local f = book:format { bold = true, size = 12, border = 'thin' }\n"
               "assert(f == book:format { border = 'thin', size = 12, bold = true })\n"
               "assert(f ~= book:format { border = 'thin', size = 13, bold = true })\n"
               "assert(f ~= book:format { border = 'hair', size = 12, bold = true })\n");
}

static void formats_refuse_what_they_do_not_know(void **state) {
    run(state, "local book = assert(new {})\n"
               "fails(\"'colour'\", book.format, book, { colour = '#112233' })\n"
               "fails('no colour', book.format, book, { color = 'red' })\n"
               "fails('no colour', book.format, book, { color = '#12345' })\n"
               "fails('no colour', book.format, book, { color = '#12345g' })\n"
               "fails('no border', book.format, book, { border = 'wavy' })\n"
               "fails('no vertical', book.format, book, { vertical = 'left' })\n");
}

static void a_format_is_of_its_workbook(void **state) {
    run(state, "local one, other = assert(new {}), assert(new {})\n"
               "local sheet = one:add_sheet('One')\n"
               "fails('another workbook', sheet.write, sheet, 1, 1, 'x', other:format {})\n");
}

static void cells_outside_of_a_sheet_are_refused(void **state) {
    run(state, "local sheet = assert(new {}):add_sheet('One')\n"
               "sheet:write(limits.rows, limits.columns, 1)\n"
               "fails('no row', sheet.write, sheet, limits.rows + 1, 1, 1)\n"
               "fails('no row', sheet.write, sheet, 0, 1, 1)\n"
               "fails('no column', sheet.write, sheet, 1, limits.columns + 1, 1)\n"
               "fails('no column', sheet.write, sheet, 1, 0, 1)\n"
               "fails('last row', sheet.filter, sheet, 2, 1, 1, 1)\n"
               "fails('last column', sheet.filter, sheet, 1, 2, 1, 1)\n"
               "fails('one cell', sheet.merge, sheet, 1, 1, 1, 1, 'x')\n");
}

/* Too much is told from what is wrong. */
static void what_does_not_fit_is_of_a_kind(void **state) {
    run(state,
        "local sheet = assert(new {}):add_sheet('One')\n"
        "local function refused(...)\n"
        "    local done, message = pcall(sheet.write, sheet, ...)\n"
        "    assert(not done)\n"
        "    return refusal(message)\n"
        "end\n"
        "assert(refused(limits.rows + 1, 1, 1):find('no row 1048577: at most 1048576', 1, true))\n"
        "assert(refused(1, limits.columns + 1, 1):find('no column 16385', 1, true))\n"
        "assert(refused(1, 1, ('x'):rep(limits.text + 1)):find('at most 32767', 1, true))\n"
        "assert(refused(0, 1, 1) == nil)\n"
        "assert(refused(1, 1, 'caf\\xe9') == nil)\n"
        "assert(refusal({}) == nil and refusal('x') == nil and refusal(nil) == nil)\n");
}

static void text_that_no_cell_holds_is_refused(void **state) {
    run(state, "local sheet = assert(new {}):add_sheet('One')\n"
               "local umlauts = ('\\u{e4}'):rep(limits.text)\n"
               "sheet:write(1, 1, umlauts)\n"
               "fails('at most 32767', sheet.write, sheet, 1, 1, umlauts .. 'x')\n"
               "fails('UTF-8', sheet.write, sheet, 1, 1, 'caf\\xe9')\n"
               "fails('UTF-8', sheet.write, sheet, 1, 1, 'a\\0b')\n"
               "fails('no finite number', sheet.write, sheet, 1, 1, 0 / 0)\n"
               "fails('no finite number', sheet.write, sheet, 1, 1, math.huge)\n"
               "fails('no finite number', sheet.formula, sheet, 1, 1, '=A1', nil, -math.huge)\n"
               "fails('no formula', sheet.formula, sheet, 1, 1, 'A1')\n"
               "fails('no formula', sheet.formula, sheet, 1, 1, '=')\n"
               "fails('string expected', sheet.write, sheet, 1, 1, {})\n");
}

static void names_of_sheets_are_looked_at(void **state) {
    run(state, "local book = assert(new {})\n"
               "local name = ('n'):rep(limits.name)\n"
               "book:add_sheet(name)\n"
               "fails('already', book.add_sheet, book, name)\n"
               "fails('already', book.add_sheet, book, name:upper())\n"
               "fails('at most 31', book.add_sheet, book, name .. 'n')\n"
               "fails('no name', book.add_sheet, book, 'a/b')\n"
               "fails('no name', book.add_sheet, book, '')\n"
               "fails('no name', book.add_sheet, book, \"'a\")\n");
}

static void rules_keep_to_what_spreadsheets_hold(void **state) {
    run(state, "local sheet = assert(new {}):add_sheet('One')\n"
               "local function rule(r) sheet:validate(1, 1, 9, 1, r) end\n"
               "rule { list = { ('a'):rep(127), ('b'):rep(127) } }\n"
               "fails('at most 255', rule, { list = { ('a'):rep(128), ('b'):rep(127) } })\n"
               "fails('comma', rule, { list = { 'a,b' } })\n"
               "fails('a list of 0', rule, { list = {} })\n"
               "rule { formula = '=' .. ('A'):rep(254), message = ('m'):rep(255) }\n"
               "fails('at most 255', rule, { formula = '=' .. ('A'):rep(255) })\n"
               "fails('at most 255', rule, { any = true, message = ('m'):rep(256) })\n"
               "fails('at most 32', rule, { any = true, title = ('t'):rep(33) })\n"
               "fails('without list', rule, {})\n"
               "fails(\"'lists'\", rule, { lists = {} })\n"
               "fails('without formula', sheet.conditional, sheet, 1, 1, 1, 1, {})\n"
               "fails('two or three', sheet.conditional, sheet, 1, 1, 1, 1,\n"
               "    { scale = { '#112233' } })\n");
}

static void a_closed_workbook_takes_nothing(void **state) {
    run(state, "local book = assert(new {})\n"
               "local sheet = book:add_sheet('One')\n"
               "bytes_of(book)\n"
               "fails('closed', sheet.write, sheet, 1, 1, 1)\n"
               "fails('closed', book.add_sheet, book, 'Two')\n"
               "fails('closed', bytes_of, book)\n"
               "do local given_up <close> = assert(new {}); given_up:add_sheet('One') end\n"
               "local twice = assert(new {})\n"
               "twice:close()\n"
               "twice:close()\n");
}

static void a_full_disk_is_told_of(void **state) {
    FILE *full = fopen("/dev/full", "wb");
    if (!full)
        skip();
    (void)fclose(full);
    run(state, "local book = assert(new {})\n"
               "book:add_sheet('One')\n"
               "local file <close> = assert(io.open('/dev/full', 'wb'))\n"
               "file:setvbuf('no')\n"
               "local done, reason, number = book:write(file)\n"
               "assert(done == nil and reason:find('[Nn]o space') and number == 28, reason)\n");
}

static void rows_in_order_are_many(void **state) {
    run(state, "local book = assert(new { in_row_order = true })\n"
               "local sheet = book:add_sheet('One')\n"
               "for row = 1, 3000 do sheet:write(row, 1, row) sheet:write(row, 2, 'text') end\n"
               "fails('libxlsxwriter', sheet.write, sheet, 1, 1, 1)\n"
               "fails('merged', sheet.merge, sheet, 1, 1, 1, 2, 'x')\n"
               "assert(#bytes_of(book) > 10000)\n");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_calls_give_the_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(equal_formats_are_one, setup, teardown),
        cmocka_unit_test_setup_teardown(formats_refuse_what_they_do_not_know, setup, teardown),
        cmocka_unit_test_setup_teardown(a_format_is_of_its_workbook, setup, teardown),
        cmocka_unit_test_setup_teardown(cells_outside_of_a_sheet_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(what_does_not_fit_is_of_a_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(text_that_no_cell_holds_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(names_of_sheets_are_looked_at, setup, teardown),
        cmocka_unit_test_setup_teardown(rules_keep_to_what_spreadsheets_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(a_closed_workbook_takes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_told_of, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_in_order_are_many, setup, teardown),
    };
    return cmocka_run_group_tests_name("workbook", tests, NULL, NULL);
}
