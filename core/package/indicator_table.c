#include "package/indicator_table.h"

#include <lauxlib.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "sandbox/sandbox.h"
#include "script/lua_edition.h"
#include "script/lua_list.h"
#include "script/lua_read.h"

/* Columns that make the row's own input, beside the options that inputs have. */
static const char *const input_columns[] = {"input", "kind", "label", NULL};
/* Columns whose cells are texts, whatever they look like. */
static const char *const text_columns[] = {"code",  "parent", "name",   "about", "reference",
                                           "input", "kind",   "label",  "unit",  "direction",
                                           "from",  "to",     "breaks", NULL};
/* Columns whose cells are Lua without braces. */
static const char *const lua_columns[] = {"measure", "asked_if", "transform", NULL};

/* Columns that say `no`, although they hold a text or Lua. */
static const char *const switched[] = {"parent", "transform", NULL};

static bool is_in(const char *name, const char *const *names) {
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Of the row's own input, and not of the indicator. */
static bool is_of_input(const char *column) {
    return is_in(column, input_columns) || is_in(column, hm_lua_input_fields());
}

static const char *text_of(const hm_indicator_table *table, size_t row, const char *column) {
    return hm_csv_table_text(&table->csv, row, column);
}

/* --- what the rows are --- */

static hm_code check_columns(const hm_csv_table *csv, hm_error *error) {
    enum { MOST = 128 };
    const char *known[MOST + 1];
    const char *const *const lists[] = {hm_lua_indicator_fields(), hm_lua_node_fields(),
                                        hm_lua_input_fields(), input_columns};
    size_t count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t k = 0; lists[i][k] && count < MOST; k++)
            known[count++] = lists[i][k];
    known[count] = NULL;
    const hm_code code = hm_csv_table_check(csv, known, error);
    if (code == HM_OK && hm_csv_table_column(csv, "code") == HM_NO_COLUMN)
        return hm_error_at(error, HM_ERROR_PACKAGE, csv->file->shown, 1, 0,
                           "column \"code\" is missing");
    return code;
}

static bool intern(hm_names *names, const char *text) {
    return *text == '\0' || hm_names_intern(names, text, strlen(text)) != HM_NO_NAME;
}

static bool has_name(const hm_names *names, const char *text) {
    return hm_names_find(names, text, strlen(text)) != HM_NO_NAME;
}

/* Named as a parent, or said to be one, or at the top without anything to measure. */
static bool is_group(const hm_indicator_table *table, size_t row, const hm_names *parents) {
    if (has_name(parents, text_of(table, row, "code")) ||
        strcmp(text_of(table, row, "kind"), "group") == 0)
        return true;
    return *text_of(table, row, "parent") == '\0' && *text_of(table, row, "measure") == '\0' &&
           *text_of(table, row, "input") == '\0' && *text_of(table, row, "kind") == '\0';
}

static bool has_option(const hm_indicator_table *table, size_t row) {
    for (const char *const *field = hm_lua_input_fields(); *field; field++)
        if (*text_of(table, row, *field) != '\0')
            return true;
    return false;
}

/* Where nothing says of which kind the input is, it is defined elsewhere; without a column for
 * kinds, it is a number, which the first row that names it defines. */
static bool find_input(hm_indicator_table *table, size_t row, hm_names *defined) {
    hm_table_input *input = &table->inputs[row];
    const bool has_kinds = hm_csv_table_column(&table->csv, "kind") != HM_NO_COLUMN;
    const bool says = *text_of(table, row, "kind") != '\0' || has_option(table, row);
    const char *name = text_of(table, row, "input");
    if (*name == '\0' && *text_of(table, row, "measure") != '\0' && !says)
        return true;
    input->name = *name ? name : text_of(table, row, "code");
    input->is_defined = says || (!has_kinds && !has_name(defined, input->name));
    return !input->is_defined || intern(defined, input->name);
}

static bool find_all(hm_indicator_table *table, hm_names *parents, hm_names *defined) {
    bool fine = true;
    for (size_t i = 0; fine && i < table->csv.row_count; i++)
        fine = intern(parents, text_of(table, i, "parent"));
    for (size_t i = 0; fine && i < table->csv.row_count; i++) {
        table->is_group[i] = is_group(table, i, parents);
        fine = table->is_group[i] || find_input(table, i, defined);
    }
    return fine;
}

hm_code hm_indicator_table_read(hm_indicator_table *table, const hm_file *file, hm_arena *arena,
                                hm_issues *issues, hm_error *error) {
    hm_code code = hm_csv_table_read(&table->csv, file, arena, issues, error);
    if (code == HM_OK)
        code = check_columns(&table->csv, error);
    if (code != HM_OK)
        return code;
    const size_t count = table->csv.row_count;
    table->is_group = hm_arena_take_array(arena, count, sizeof *table->is_group);
    table->inputs = hm_arena_take_array(arena, count, sizeof *table->inputs);
    if (!table->is_group || !table->inputs)
        return hm_error_memory(error);
    hm_names parents, defined;
    hm_names_open(&parents, arena->allocator);
    hm_names_open(&defined, arena->allocator);
    const bool fine = find_all(table, &parents, &defined);
    hm_names_close(&parents);
    hm_names_close(&defined);
    return fine ? HM_OK : hm_error_memory(error);
}

/* --- a row as Lua has it --- */

typedef struct pusher {
    lua_State *L;
    const hm_indicator_table *table;
    size_t row;
    int environment;
    hm_field_path *fault;
    const char **cell;
} pusher;

/* What is raised from now on is this cell's fault. */
static void point_at(const pusher *p, const char *column) {
    *p->cell = column;
    *p->fault = HM_PATH(HM_FIELD(column));
    p->fault->line = hm_csv_table_line(&p->table->csv, p->row);
}

static void push_result(const pusher *p, const char *text) {
    lua_State *L = p->L;
    luaL_checkstack(L, 8, NULL);
    const char *source = lua_pushfstring(L, "return %s", text);
    hm_sandbox_load(L, p->table->csv.file->shown, source, strlen(source), p->environment);
    lua_call(L, 0, 1);
    lua_remove(L, -2);
}

static bool is_lua(const hm_table_cell *cell, const char *column) {
    return is_in(column, lua_columns) || *cell->text == '{' ||
           (strncmp(cell->text, "function", 8) == 0 && strpbrk(cell->text, "( ") == cell->text + 8);
}

static bool is_yes(const char *text) {
    return strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
}

static bool is_no(const char *text) {
    return strcmp(text, "no") == 0 || strcmp(text, "false") == 0;
}

static void push_cell(const pusher *p, const hm_table_cell *cell, const char *column) {
    double number;
    bool unclear;
    if (is_in(column, switched) && is_no(cell->text)) /* it stands by itself; there is none */
        lua_pushboolean(p->L, false);
    else if (is_lua(cell, column))
        push_result(p, cell->text);
    else if (is_in(column, text_columns))
        lua_pushlstring(p->L, cell->text, cell->size);
    else if (hm_csv_table_number(&p->table->csv, cell, &number, &unclear))
        lua_pushnumber(p->L, number);
    else if (unclear)
        luaL_error(p->L,
                   "%s is more than a thousand, or a number with three decimals: write one "
                   "more decimal, or none",
                   cell->text);
    else if (is_yes(cell->text) || is_no(cell->text))
        lua_pushboolean(p->L, is_yes(cell->text));
    else
        lua_pushlstring(p->L, cell->text, cell->size);
}

/* The cells of the row that have something in them, into the table on the top: those of its own
 * input, or all others. */
static void set_cells(const pusher *p, bool of_input) {
    const hm_csv_table *csv = &p->table->csv;
    for (size_t i = 0; i < csv->column_count; i++) {
        const char *column = csv->columns[i].text;
        const hm_table_cell *cell = hm_csv_table_cell(csv, p->row, i);
        if (cell->size == 0 || is_in(column, input_columns) || is_of_input(column) != of_input)
            continue;
        point_at(p, column);
        lua_pushstring(p->L, column);
        push_cell(p, cell, column);
        lua_rawset(p->L, -3);
    }
}

static hm_kind find_kind(const pusher *p) {
    const char *name = text_of(p->table, p->row, "kind");
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    if (*name == '\0')
        return HM_KIND_NUMBER;
    point_at(p, "kind");
    hm_nearest_start(&nearest, name, strlen(name));
    for (int kind = 0; kind < HM_KIND_RECORDS; kind++) {
        const char *one = hm_kind_of((hm_kind)kind)->name;
        if (strcmp(one, name) == 0)
            return (hm_kind)kind;
        hm_nearest_show(&nearest, one);
        hm_choice_list_add(&known, one);
    }
    luaL_error(p->L, "no kind is called \"%s\"%s (there are: %s, and group)",
               hm_quote_of(name, strlen(name)).text, hm_hint_of(nearest.name).text, known.text);
    return HM_KIND_NUMBER;
}

static void check_name(const pusher *p, const char *name) {
    const bool is_code = *text_of(p->table, p->row, "input") == '\0';
    point_at(p, is_code ? "code" : "input");
    if (!hm_lua_is_input_name(name))
        luaL_error(p->L,
                   is_code ? "\"%s\" cannot name the input, too (letters, digits and _ only): "
                             "name one in the column \"input\""
                           : "\"%s\" is no name: letters, digits and _ only",
                   hm_quote_of(name, strlen(name)).text);
}

/* The row's own input: a definition, or its name. [-0, +1, e] */
static void push_input(const pusher *p, const hm_table_input *input) {
    lua_State *L = p->L;
    check_name(p, input->name);
    if (!input->is_defined) {
        lua_pushstring(L, input->name);
        return;
    }
    const hm_kind kind = find_kind(p);
    const char *label = text_of(p->table, p->row, "label");
    lua_newtable(L);
    lua_pushstring(L, input->name);
    lua_rawseti(L, -2, 1);
    lua_pushstring(L, *label ? label : text_of(p->table, p->row, "name"));
    lua_rawseti(L, -2, 2);
    set_cells(p, true);
    hm_lua_author_make(L, HM_MADE_BY_KIND + (int)kind, hm_csv_table_line(&p->table->csv, p->row));
}

/* Behind those of the column `inputs`, if there is one; and, without a measure, it is the value. */
static void add_input(const pusher *p) {
    lua_State *L = p->L;
    const hm_table_input *input = &p->table->inputs[p->row];
    if (!input->name)
        return;
    lua_pushliteral(L, "inputs");
    if (lua_rawget(L, -2) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushliteral(L, "inputs");
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    push_input(p, input);
    lua_rawseti(L, -2, (lua_Integer)hm_list_count(L, -2) + 1);
    lua_pop(L, 1);
    if (*text_of(p->table, p->row, "measure") != '\0')
        return;
    point_at(p, "measure");
    lua_pushliteral(L, "measure");
    push_result(p, lua_pushfstring(L, "input[\"%s\"]", input->name));
    lua_remove(L, -2);
    lua_rawset(L, -3);
}

static void need(const pusher *p, const char *column) {
    if (*text_of(p->table, p->row, column) != '\0')
        return;
    point_at(p, column);
    luaL_error(p->L, "is empty");
}

static void refuse_input_of_group(const pusher *p) {
    for (size_t i = 0; i < p->table->csv.column_count; i++) {
        const char *column = p->table->csv.columns[i].text;
        const char *text = hm_csv_table_cell(&p->table->csv, p->row, i)->text;
        if (!is_of_input(column) || *text == '\0' || strcmp(text, "group") == 0)
            continue;
        point_at(p, column);
        luaL_error(p->L, "%s is a group, and has no input of its own",
                   hm_name_of(text_of(p->table, p->row, "code")).text);
    }
}

static void fail_function(const pusher *p, const char *column) {
    point_at(p, column);
    luaL_error(p->L, "a function needs a script of its own, which returns the indicator");
}

/* A measure is kept as an expression: there is no script to run again. */
static void refuse_functions(const pusher *p) {
    lua_State *L = p->L;
    lua_pushliteral(L, "measure");
    if (lua_rawget(L, -2) == LUA_TFUNCTION)
        fail_function(p, "measure");
    lua_pushliteral(L, "measure_from");
    if (lua_rawget(L, -3) == LUA_TTABLE && hm_lua_calls_function(L))
        fail_function(p, "measure_from");
    lua_pop(L, 2);
}

void hm_indicator_table_push(lua_State *L, const hm_indicator_table *table, size_t row,
                             const hm_library *library, hm_field_path *fault, const char **cell) {
    luaL_checkstack(L, 16, NULL);
    hm_lua_author_environment(L, library);
    const pusher p = {L, table, row, lua_gettop(L), fault, cell};
    need(&p, "code");
    need(&p, "name");
    lua_newtable(L);
    set_cells(&p, false);
    if (table->is_group[row]) {
        refuse_input_of_group(&p);
    } else {
        add_input(&p);
        refuse_functions(&p);
        hm_lua_author_make(L, HM_MADE_BY_INDICATOR, hm_csv_table_line(&table->csv, row));
    }
    lua_remove(L, p.environment);
    *cell = NULL;
}
