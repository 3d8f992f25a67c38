/* database.c: see database.h. */
#include "program/database.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

#include "binding/lua_tables.h"
#include "program/lazy_library.h"
#include "program/output_file.h"
#include "program/start.h"
#include "table/table.h"

#ifdef HM_SQLITE
#include <sqlite3.h>

#define EACH_SQLITE(X)                                                                             \
    X(sqlite3_open_v2)                                                                             \
    X(sqlite3_close_v2)                                                                            \
    X(sqlite3_busy_timeout)                                                                        \
    X(sqlite3_errmsg)                                                                              \
    X(sqlite3_exec)                                                                                \
    X(sqlite3_prepare_v2)                                                                          \
    X(sqlite3_step)                                                                                \
    X(sqlite3_reset)                                                                               \
    X(sqlite3_finalize)                                                                            \
    X(sqlite3_bind_parameter_count)                                                                \
    X(sqlite3_bind_double)                                                                         \
    X(sqlite3_bind_int64)                                                                          \
    X(sqlite3_bind_text)                                                                           \
    X(sqlite3_bind_null)                                                                           \
    X(sqlite3_column_count)                                                                        \
    X(sqlite3_column_type)                                                                         \
    X(sqlite3_column_double)                                                                       \
    X(sqlite3_column_int64)                                                                        \
    X(sqlite3_column_text)                                                                         \
    X(sqlite3_column_bytes)

static struct { EACH_SQLITE(HM_LAZY_MEMBER) } lib;
static const hm_lazy_symbol symbols[] = {EACH_SQLITE(HM_LAZY_SYMBOL)};

#define DATABASE "hundredmark.database"

enum {
    PATIENCE = 5000, /* milliseconds that another program may hold the database */
    BLOCK_ROWS = 1024
};

static bool load(void) {
    return hm_lazy_library_load(HM_SQLITE, symbols, sizeof symbols / sizeof *symbols, &lib);
}

int hm_database_missing(lua_State *L) {
    if (load())
        return 0;
    lua_pushliteral(L, "it needs " HM_SQLITE ", which is not installed (Debian: libsqlite3-0)");
    return 1;
}

/* nil and what SQLite says of the last call. [-0, +2, m] */
static int push_failure(lua_State *L, sqlite3 *database) {
    lua_pushnil(L);
    lua_pushstring(L, hm_start_is_interrupted() ? "interrupted" : lib.sqlite3_errmsg(database));
    return 2;
}

static int push_done(lua_State *L) {
    lua_pushboolean(L, 1);
    return 1;
}

static sqlite3 **check_pointer(lua_State *L) {
    return luaL_checkudata(L, 1, DATABASE);
}

static sqlite3 *check_database(lua_State *L) {
    sqlite3 *database = *check_pointer(L);
    luaL_argcheck(L, database, 1, "the database is closed");
    return database;
}

static int close_database(lua_State *L) {
    sqlite3 **database = check_pointer(L);
    if (*database)
        (void)lib.sqlite3_close_v2(*database);
    *database = NULL;
    return push_done(L);
}

static int run(lua_State *L) {
    sqlite3 *database = check_database(L);
    const char *sql = luaL_checkstring(L, 2);
    return lib.sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK
               ? push_done(L)
               : push_failure(L, database);
}

/* --- a statement, which Lua finalizes where something raises --- */

#define STATEMENT "hundredmark.database_statement"

static int finalize(lua_State *L) {
    sqlite3_stmt **statement = luaL_checkudata(L, 1, STATEMENT);
    if (*statement)
        (void)lib.sqlite3_finalize(*statement);
    *statement = NULL;
    return 0;
}

/* The statement of argument 2, on the stack; NULL where SQLite does not take it. [-0, +1, v] */
static sqlite3_stmt **push_statement(lua_State *L, sqlite3 *database) {
    size_t size;
    const char *sql = luaL_checklstring(L, 2, &size);
    luaL_argcheck(L, size < 1000000, 2, "the statement is too long");
    sqlite3_stmt **statement = lua_newuserdatauv(L, sizeof *statement, 0);
    *statement = NULL;
    luaL_setmetatable(L, STATEMENT);
    return lib.sqlite3_prepare_v2(database, sql, (int)size, statement, NULL) == SQLITE_OK
               ? statement
               : NULL;
}

static void push_cell(lua_State *L, sqlite3_stmt *statement, int column) {
    switch (lib.sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        lua_pushboolean(L, 0);
        break;
    case SQLITE_INTEGER:
        lua_pushinteger(L, lib.sqlite3_column_int64(statement, column));
        break;
    case SQLITE_FLOAT:
        lua_pushnumber(L, lib.sqlite3_column_double(statement, column));
        break;
    default: {
        const unsigned char *text = lib.sqlite3_column_text(statement, column);
        lua_pushlstring(L, text ? (const char *)text : "",
                        (size_t)lib.sqlite3_column_bytes(statement, column));
    }
    }
}

static int rows(lua_State *L) {
    sqlite3 *database = check_database(L);
    sqlite3_stmt **statement = push_statement(L, database);
    if (!statement)
        return push_failure(L, database);
    lua_newtable(L);
    int code;
    for (lua_Integer row = 1; (code = lib.sqlite3_step(*statement)) == SQLITE_ROW; row++) {
        const int count = lib.sqlite3_column_count(*statement);
        lua_createtable(L, count, 0);
        for (int i = 0; i < count; i++) {
            push_cell(L, *statement, i);
            lua_rawseti(L, -2, i + 1);
        }
        lua_rawseti(L, -2, row);
    }
    if (code != SQLITE_DONE)
        return push_failure(L, database);
    lib.sqlite3_finalize(*statement);
    *statement = NULL;
    return 1;
}

/* --- the rows of a table --- */

static int bind_value(sqlite3_stmt *statement, int parameter, hm_column_type type,
                      const hm_cells *cells, size_t at) {
    switch (type) {
    case HM_COLUMN_NUMBER:
        return lib.sqlite3_bind_double(statement, parameter, cells->numbers[at]);
    case HM_COLUMN_INTEGER:
        return lib.sqlite3_bind_int64(statement, parameter, cells->integers[at]);
    case HM_COLUMN_FLAG:
        return lib.sqlite3_bind_int64(statement, parameter, cells->flags[at]);
    case HM_COLUMN_TEXT: /* one that is empty says nothing */
        return *cells->texts[at] ? lib.sqlite3_bind_text(statement, parameter, cells->texts[at], -1,
                                                         SQLITE_STATIC)
                                 : lib.sqlite3_bind_null(statement, parameter);
    }
    return SQLITE_MISUSE;
}

static int bind_cell(sqlite3_stmt *statement, int parameter, const hm_column *column,
                     const hm_column_block *block, size_t row) {
    if (block->states && block->states[row] != HM_OBSERVED)
        return lib.sqlite3_bind_null(statement, parameter);
    return column->coded
               ? bind_value(statement, parameter, column->type, &column->values, block->codes[row])
               : bind_value(statement, parameter, column->type, &block->cells, row);
}

static int insert_row(sqlite3_stmt *statement, const hm_table *table, const hm_block *block,
                      size_t row) {
    int code = SQLITE_OK;
    for (size_t i = 0; code == SQLITE_OK && i < table->count; i++)
        code = bind_cell(statement, (int)i + 1, &table->columns[i], &block->columns[i], row);
    if (code == SQLITE_OK)
        code = lib.sqlite3_step(statement);
    const int reset = lib.sqlite3_reset(statement);
    return code == SQLITE_DONE || code == SQLITE_ROW ? reset : code;
}

/* SQLITE_OK, or the code of what went wrong. */
static int insert_rows(sqlite3_stmt *statement, const hm_table *table) {
    const size_t most = hm_table_block_rows(table, BLOCK_ROWS);
    hm_block block;
    int code = hm_block_open(table, &block, most) ? SQLITE_OK : SQLITE_NOMEM;
    if (code != SQLITE_OK)
        return code;
    for (size_t first = 0; code == SQLITE_OK && first < table->rows; first += most) {
        const size_t left = table->rows - first, count = left < most ? left : most;
        hm_block_read(table, &block, first, count);
        for (size_t row = 0; code == SQLITE_OK && row < count; row++)
            code = insert_row(statement, table, &block, row);
        if (hm_start_is_interrupted())
            code = SQLITE_INTERRUPT;
    }
    hm_block_close(table, &block, most);
    return code;
}

static int insert(lua_State *L) {
    sqlite3 *database = check_database(L);
    const hm_table *table = hm_lua_check_table(L, 3);
    const bool has_last = !lua_isnoneornil(L, 4); /* false is NULL */
    const lua_Integer last = has_last && lua_toboolean(L, 4) ? luaL_checkinteger(L, 4) : 0;
    sqlite3_stmt **statement = push_statement(L, database);
    if (!statement)
        return push_failure(L, database);
    const size_t wanted = (size_t)lib.sqlite3_bind_parameter_count(*statement);
    luaL_argcheck(L, wanted == table->count + has_last, 2,
                  "it has other parameters than the table");
    int code = has_last && lua_toboolean(L, 4)
                   ? lib.sqlite3_bind_int64(*statement, (int)wanted, last)
                   : SQLITE_OK;
    if (code == SQLITE_OK)
        code = insert_rows(*statement, table);
    if (code == SQLITE_NOMEM)
        return luaL_error(L, "not enough memory");
    const int results = code == SQLITE_OK ? push_done(L) : push_failure(L, database);
    lib.sqlite3_finalize(*statement);
    *statement = NULL;
    return results;
}

/* --- opening --- */

static const luaL_Reg methods[] = {
    {"run", run}, {"rows", rows}, {"insert", insert}, {"close", close_database}, {NULL, NULL}};

static void create_meta(lua_State *L) {
    if (luaL_newmetatable(L, STATEMENT)) {
        lua_pushcfunction(L, finalize);
        lua_setfield(L, -2, "__gc");
    }
    lua_pop(L, 1);
    if (luaL_newmetatable(L, DATABASE)) {
        lua_pushcfunction(L, close_database);
        lua_setfield(L, -2, "__gc");
        lua_pushcfunction(L, close_database);
        lua_setfield(L, -2, "__close");
        luaL_newlib(L, methods);
        lua_setfield(L, -2, "__index");
    }
    lua_pop(L, 1);
}

/* Whoever kills the program in between finds the file's name untouched: see output_file.h. */
static const char for_new_file[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                                   "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536";

int hm_database_open(lua_State *L) {
    const bool is_new = !lua_isstring(L, 1);
    const char *path = is_new ? hm_output_file_path(L, 1) : lua_tostring(L, 1);
    if (hm_database_missing(L) > 0) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    create_meta(L);
    sqlite3 **database = lua_newuserdatauv(L, sizeof *database, 0);
    *database = NULL;
    luaL_setmetatable(L, DATABASE);
    int code = lib.sqlite3_open_v2(path, database, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = lib.sqlite3_busy_timeout(*database, PATIENCE);
    if (code == SQLITE_OK && is_new)
        code = lib.sqlite3_exec(*database, for_new_file, NULL, NULL, NULL);
    return code == SQLITE_OK ? 1 : push_failure(L, *database);
}

#else

int hm_database_missing(lua_State *L) {
    lua_pushliteral(L, "this hundredmark was built without SQLite (Debian: libsqlite3-dev)");
    return 1;
}

int hm_database_open(lua_State *L) {
    lua_pushnil(L);
    return 1 + hm_database_missing(L);
}
#endif
