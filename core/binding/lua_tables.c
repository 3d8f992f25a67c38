/* lua_tables.c: tables made of rows of Lua, read as such, and written: hm.table, hm.write,
 * hm.writers. */
#include "binding/lua_tables.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "script/lua_list.h"
#include "table/builder.h"

/* User values of a table: an object that it looks into, and what else it borrows. */
enum { USES = 1, KEEPS, VALUES = KEEPS };

static void release(void *pointer) {
    hm_table_free(pointer);
}

static void release_builder(void *pointer) {
    hm_table_builder_free(pointer);
}

static void release_reader(void *pointer) {
    hm_table_reader_free(pointer);
}

static const hm_lua_type table_type = {"hundredmark.table", "table", false, USES, release};
/* Of tables that are being made: nobody sees them, and they go where something raises. */
static const hm_lua_type builder_type = {"hundredmark.table_builder", "table", false, 0,
                                         release_builder};
/* Of what goes through rows: the same. */
static const hm_lua_type reader_type = {"hundredmark.table_reader", "table", false, USES,
                                        release_reader};

hm_table **hm_lua_new_table(lua_State *L, int index) {
    hm_table **table = (hm_table **)hm_lua_new_object(L, &table_type, VALUES);
    if (index != 0)
        hm_lua_use(L, index, USES);
    return table;
}

void hm_lua_table_keeps(lua_State *L) {
    lua_setiuservalue(L, -2, KEEPS);
}

const hm_table *hm_lua_check_table(lua_State *L, int index) {
    return hm_lua_check_object(L, index, table_type.name);
}

/* --- made of rows --- */

static const char *const type_names[] = {"number", "integer", "text", "flag", NULL};

static hm_column_type type_at(int index) {
    static const hm_column_type types[] = {HM_COLUMN_NUMBER, HM_COLUMN_INTEGER, HM_COLUMN_TEXT,
                                           HM_COLUMN_FLAG};
    return types[index];
}

static const char *name_of(hm_column_type type) {
    for (int i = 0; type_names[i]; i++)
        if (type_at(i) == type)
            return type_names[i];
    return "";
}

typedef struct making {
    hm_table_builder *builder;
    const char **names; /* by column; on the stack */
    int kept;           /* where the table stands that keeps the names */
    hm_column_type *types;
    size_t count;
} making;

static const char *text_field(lua_State *L, const char *field, const char *otherwise) {
    lua_getfield(L, -1, field);
    if (lua_isnil(L, -1) && otherwise) {
        lua_pop(L, 1);
        lua_pushstring(L, otherwise);
    }
    size_t size = 0;
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &size) : NULL;
    if (!text || strlen(text) != size)
        luaL_error(L, "table: %s must be a text without NUL", field);
    return text;
}

/* The name on top belongs to one column alone: `seen` is where the set of those before stands. */
static void refuse_repetition(lua_State *L, int seen) {
    lua_pushvalue(L, -1);
    if (lua_rawget(L, seen) != LUA_TNIL)
        luaL_error(L, "table: two columns are called '%s'", lua_tostring(L, -2));
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushboolean(L, 1);
    lua_rawset(L, seen);
}

/* The columns' descriptions are on top. They do not keep the names: a metamethod may make them up,
 * or take them out while rows are read. */
static void add_columns(lua_State *L, making *m) {
    lua_newtable(L);
    lua_insert(L, -2);
    const int seen = lua_gettop(L) - 1;
    for (size_t i = 0; i < m->count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        if (!lua_istable(L, -1))
            luaL_error(L, "table: a column is a table: { name =, type =, unit = }");
        m->names[i] = text_field(L, "name", NULL);
        refuse_repetition(L, seen);
        lua_rawseti(L, m->kept, (lua_Integer)i + 1);
        lua_getfield(L, -1, "type");
        m->types[i] = type_at(luaL_checkoption(L, -1, "text", type_names));
        lua_pop(L, 1);
        (void)hm_table_builder_column(m->builder, m->names[i], m->types[i],
                                      text_field(L, "unit", ""));
        lua_pop(L, 2);
    }
}

static void refuse_cell(lua_State *L, const making *m, size_t row, size_t column) {
    luaL_error(L, "table: row %d: column '%s' takes a %s, not %s", (int)row, m->names[column],
               name_of(m->types[column]), luaL_typename(L, -1));
}

/* A number that loses no digit of a whole one: beyond 2^53 not all are. */
static bool is_exact(lua_Integer integer) {
    const lua_Number number = (lua_Number)integer;
    return number < 0x1p63 && (lua_Integer)number == integer;
}

static void refuse_digits(lua_State *L, const making *m, size_t row, size_t column) {
    luaL_error(L,
               "table: row %d: column '%s' takes a number, which cannot hold all digits of %I: its "
               "type could be integer",
               (int)row, m->names[column], (LUAI_UACINT)lua_tointeger(L, -1));
}

/* The value on top. */
static void put_cell(lua_State *L, const making *m, size_t row, size_t column) {
    const int type = lua_type(L, -1);
    int whole = 0;
    size_t size = 0;
    const char *text = type == LUA_TSTRING ? lua_tolstring(L, -1, &size) : NULL;
    const lua_Integer integer = type == LUA_TNUMBER ? lua_tointegerx(L, -1, &whole) : 0;
    const hm_column_type wanted = m->types[column];
    if (type == LUA_TNIL)
        return;
    if (wanted == HM_COLUMN_NUMBER && lua_isinteger(L, -1) && !is_exact(integer))
        refuse_digits(L, m, row, column);
    if (wanted == HM_COLUMN_TEXT && text && strlen(text) == size)
        hm_table_builder_text(m->builder, column, text, size);
    else if (wanted == HM_COLUMN_NUMBER && type == LUA_TNUMBER && isfinite(lua_tonumber(L, -1)))
        hm_table_builder_number(m->builder, column, lua_tonumber(L, -1));
    else if (wanted == HM_COLUMN_INTEGER && whole)
        hm_table_builder_integer(m->builder, column, integer);
    else if (wanted == HM_COLUMN_FLAG && type == LUA_TBOOLEAN)
        hm_table_builder_flag(m->builder, column, lua_toboolean(L, -1));
    else
        refuse_cell(L, m, row, column);
}

/* The rows are on top: tables of values by the columns' names. */
static void add_rows(lua_State *L, const making *m, size_t count) {
    for (size_t row = 1; row <= count; row++) {
        lua_rawgeti(L, -1, (lua_Integer)row);
        if (!lua_istable(L, -1))
            luaL_error(L, "table: row %d is no table", (int)row);
        for (size_t i = 0; i < m->count; i++) {
            lua_getfield(L, -1, m->names[i]);
            put_cell(L, m, row, i);
            lua_pop(L, 1);
        }
        hm_table_builder_end_row(m->builder);
        lua_pop(L, 1);
    }
}

/* A list that is a field of argument 1. [-0, +1, v] */
static size_t push_list(lua_State *L, const char *field) {
    lua_getfield(L, 1, field);
    luaL_checktype(L, -1, LUA_TTABLE);
    return hm_list_check(L, lua_gettop(L), SIZE_MAX / sizeof(char *) - 1, field);
}

static int push_no_memory(lua_State *L) {
    hm_error error;
    (void)hm_error_memory(&error);
    return hm_lua_push_failure(L, &error);
}

/* table { name =, columns = { { name =, type =, unit = } }, rows = { { NAME = value } } } */
int hm_lua_table(lua_State *L) {
    making m;
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    hm_table **table = hm_lua_new_table(L, 0);
    hm_table_builder **builder = (hm_table_builder **)hm_lua_new_object(L, &builder_type, 0);
    lua_pushvalue(L, 1);
    m.builder = *builder =
        hm_table_builder_new(text_field(L, "name", "table"), hm_allocator_default());
    if (!*builder)
        return push_no_memory(L);
    m.count = push_list(L, "columns");
    luaL_argcheck(L, m.count > 0, 1, "a table has a column at least");
    m.names = lua_newuserdatauv(L, (m.count + 1) * sizeof *m.names, 0);
    m.types = lua_newuserdatauv(L, (m.count + 1) * sizeof *m.types, 0);
    lua_newtable(L);
    m.kept = lua_gettop(L);
    lua_pushvalue(L, -4);
    add_columns(L, &m);
    const size_t rows = push_list(L, "rows");
    add_rows(L, &m, rows);
    *builder = NULL;
    hm_error error;
    if (hm_table_builder_freeze(m.builder, table, &error) != HM_OK)
        return hm_lua_push_failure(L, &error);
    lua_settop(L, 2);
    hm_lua_tell_size(L, rows * m.count * (sizeof(double) + 2));
    return 1;
}

/* --- read --- */

static int name(lua_State *L) {
    lua_pushstring(L, hm_table_name(hm_lua_check_table(L, 1)));
    return 1;
}

static int count(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)hm_table_row_count(hm_lua_check_table(L, 1)));
    return 1;
}

/* table:columns(): a list of { name, type, unit } */
static int columns(lua_State *L) {
    const hm_table *table = hm_lua_check_table(L, 1);
    lua_newtable(L);
    for (size_t i = 0; i < table->count; i++) {
        lua_createtable(L, 0, 3);
        hm_lua_set_text(L, "name", table->columns[i].name);
        hm_lua_set_text(L, "type", name_of(table->columns[i].type));
        hm_lua_set_text(L, "unit", table->columns[i].unit);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* The cell's value goes into the table on top, by its column's name, where it has one. */
static void set_cell(lua_State *L, const hm_table *table, hm_table_reader *reader, size_t row,
                     size_t column) {
    const char *field = table->columns[column].name;
    hm_cell_view cell = HM_CELL_VIEW_INIT;
    if (hm_table_reader_cell(reader, row, column, &cell) != HM_OK || cell.state != HM_OBSERVED)
        return;
    switch (cell.type) {
    case HM_COLUMN_NUMBER:
        hm_lua_set_number(L, field, cell.number);
        break;
    case HM_COLUMN_INTEGER:
        hm_lua_set_integer(L, field, (lua_Integer)cell.integer);
        break;
    case HM_COLUMN_TEXT:
        hm_lua_set_text(L, field, cell.text);
        break;
    case HM_COLUMN_FLAG:
        hm_lua_set_flag(L, field, cell.integer != 0);
        break;
    }
}

/* The rows from `first` on, up to `most` of them, as a list. [-0, +1, m] */
static void push_rows(lua_State *L, const hm_table *table, hm_table_reader *reader, size_t first,
                      size_t most) {
    const size_t left = first < table->rows ? table->rows - first : 0;
    lua_newtable(L);
    for (size_t i = 0; i < left && i < most; i++) {
        lua_createtable(L, 0, (int)(table->count % INT_MAX));
        for (size_t column = 0; column < table->count; column++)
            set_cell(L, table, reader, first + i, column);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* table:rows([first [, most]]): tables of values by the columns' names; no value: nil */
static int rows(lua_State *L) {
    const hm_table *table = hm_lua_check_table(L, 1);
    const lua_Integer first = luaL_optinteger(L, 2, 1);
    const lua_Integer most = luaL_optinteger(L, 3, LUA_MAXINTEGER);
    luaL_argcheck(L, first >= 1, 2, "rows are counted from 1");
    luaL_argcheck(L, most >= 0, 3, "it must be at least 0");
    hm_table_reader **reader = (hm_table_reader **)hm_lua_new_object(L, &reader_type, USES);
    hm_lua_use(L, 1, USES);
    hm_error error;
    if (hm_table_reader_open(reader, table, NULL, &error) != HM_OK)
        return hm_lua_push_failure(L, &error);
    push_rows(L, table, *reader, hm_lua_size(first - 1), hm_lua_size(most));
    hm_table_reader_free(*reader);
    *reader = NULL;
    return 1;
}

static const luaL_Reg methods[] = {
    {"name", name}, {"count", count}, {"columns", columns}, {"rows", rows}, {NULL, NULL}};
static const luaL_Reg no_methods[] = {{NULL, NULL}};

void hm_lua_open_tables(lua_State *L) {
    hm_lua_create_meta(L, &table_type, methods);
    hm_lua_create_meta(L, &builder_type, no_methods);
    hm_lua_create_meta(L, &reader_type, no_methods);
}

/* --- written --- */

/* writers() */
int hm_lua_writers(lua_State *L) {
    hm_writer_info writer = HM_WRITER_INFO_INIT;
    lua_newtable(L);
    for (size_t i = 0; hm_writer_at(i, &writer) == HM_OK; i++) {
        lua_createtable(L, 0, 9);
        hm_lua_set_text(L, "name", writer.name);
        hm_lua_set_text(L, "suffix", writer.suffix);
        hm_lua_set_text(L, "about", writer.about);
        hm_lua_set_flag(L, "rows_alone", writer.rows_alone);
        hm_lua_set_flag(L, "has_header", writer.has_header);
        hm_lua_set_flag(L, "has_safe_cells", writer.has_safe_cells);
        hm_lua_set_flag(L, "has_run", writer.has_run);
        hm_lua_set_flag(L, "is_json", writer.is_json);
        hm_lua_set_flag(L, "has_marks", writer.has_marks);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static bool find_writer(const char *format, hm_writer_info *out) {
    for (size_t i = 0; hm_writer_at(i, out) == HM_OK; i++)
        if (strcmp(out->name, format) == 0)
            return true;
    return false;
}

/* Leaves the format's name on the stack. */
static const char *push_format(lua_State *L, int index, bool rows_alone) {
    hm_writer_info writer = HM_WRITER_INFO_INIT;
    lua_getfield(L, index, "format");
    const char *format = luaL_optstring(L, -1, "csv");
    const bool known = find_writer(format, &writer);
    if (!known || (rows_alone && !writer.rows_alone))
        luaL_argerror(
            L, index,
            lua_pushfstring(L,
                            known ? "the rows of format '%s' do not stand alone" : "no format '%s'",
                            format));
    return format;
}

const luaL_Stream *hm_lua_push_file(lua_State *L, int options) {
    lua_getfield(L, options, "file");
    const luaL_Stream *stream = luaL_testudata(L, -1, LUA_FILEHANDLE);
    luaL_argcheck(L, stream && stream->closef, options, "file must be an open file");
    return stream;
}

/* A text of one character; 0 where it is not said. */
static char mark_field(lua_State *L, int index, const char *field) {
    size_t size = 1;
    lua_getfield(L, index, field);
    const char *mark = luaL_optlstring(L, -1, "", &size);
    luaL_argcheck(L, size <= 1 && (lua_isnil(L, -1) || *mark), index,
                  lua_pushfstring(L, "%s is one character", field));
    return *mark;
}

FILE *hm_lua_write_options(lua_State *L, int index, bool rows_alone, hm_write_options *out) {
    luaL_checktype(L, index, LUA_TTABLE);
    const luaL_Stream *stream = hm_lua_push_file(L, index);
    const int cancel = hm_lua_push_cancel(L, index);
    out->format = push_format(L, index, rows_alone);
    lua_getfield(L, index, "run");
    out->run = luaL_optstring(L, -1, NULL);
    lua_getfield(L, index, "header");
    out->no_header = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
    lua_getfield(L, index, "safe_cells");
    out->safe_cells = lua_toboolean(L, -1);
    lua_getfield(L, index, "bom");
    out->bom = lua_toboolean(L, -1);
    out->delimiter = mark_field(L, index, "delimiter");
    out->decimal = mark_field(L, index, "decimal");
    out->cancel = hm_lua_cancel_at(L, cancel);
    /* reading the fields may have run code, which closed it */
    luaL_argcheck(L, stream->closef, index, "file must be an open file");
    return stream->f;
}

int hm_lua_write_file(void *context, const char *data, size_t size) {
    return fwrite(data, 1, size, context) == size ? 0 : 1;
}

int hm_lua_push_written(lua_State *L, hm_code code, hm_error *error, int cause) {
    if (code == HM_ERROR_OUTPUT && cause != 0)
        hm_error_set(error, code, "the results could not be written: %s", strerror(cause));
    return hm_lua_push_outcome(L, code, error);
}

/* Pointers to the tables that argument 1 is or lists, on the stack. [-0, +1, v] */
static const hm_table **push_tables(lua_State *L, size_t *found) {
    const bool several = lua_istable(L, 1);
    *found = several ? hm_list_check(L, 1, SIZE_MAX / sizeof(hm_table *) - 1, "write: tables") : 1;
    const hm_table **tables = lua_newuserdatauv(L, (*found + 1) * sizeof *tables, 0);
    for (size_t i = 0; i < *found; i++) {
        if (several)
            lua_rawgeti(L, 1, (lua_Integer)i + 1);
        else
            lua_pushvalue(L, 1);
        tables[i] = hm_lua_check_table(L, -1);
        lua_pop(L, 1);
    }
    return tables;
}

/* write(table or list of them, { file =, format =, header =, safe_cells =, bom =, delimiter =,
 * decimal =, run =, cancel = }) */
int hm_lua_write(lua_State *L) {
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    size_t found;
    hm_error error;
    lua_settop(L, 2);
    FILE *file = hm_lua_write_options(L, 2, false, &options);
    const hm_table **tables = push_tables(L, &found);
    errno = 0;
    const hm_code code = hm_tables_write(tables, found, &options, hm_lua_write_file, file, &error);
    return hm_lua_push_written(L, code, &error, errno);
}
