/* database.h: databases of SQLite for the commands: statements of SQL, and whole tables put in by
 * one of them. What the SQL says is the commands' affair (scripts/cli/sqlite_writer.lua). */
#ifndef HM_DATABASE_H
#define HM_DATABASE_H

#include <lua.h>

/* Functions of the module `hundredmark.program`. What fails gives nil and the reason.
 *
 * database_missing(): what keeps this program from databases, with what to install; nil for nothing
 * open_database(path): the database that is there, to be changed
 * open_database(file): a new one in a file of open_output, which is empty so far; what takes its
 *     name there is the file's affair, so nothing is journalled or synced
 *
 * database:run(sql): true; any number of statements without results
 * database:rows(sql): the rows of one statement, each a list of its cells; NULL: false
 * database:insert(sql, table [, last]): true; the statement once a row of the table, its cells
 * being the parameters in the order of the columns, and `last`, an integer or false for NULL, the
 * one behind them database:close(): true; what was not committed is rolled back */
int hm_database_missing(lua_State *L);
int hm_database_open(lua_State *L);

#endif
