/* indicator_table.h: indicators.csv: a row an indicator or a group. Each row becomes the Lua table
 * that a script would have made, so that it is read, and its faults are told, as a script's are. */
#ifndef HM_INDICATOR_TABLE_H
#define HM_INDICATOR_TABLE_H

#include <lua.h>

#include "package/csv_table.h"
#include "script/field_path.h"
#include "script/lua_author.h"

/* What the row says of an input of its own. */
typedef struct hm_table_input {
    const char *name; /* NULL: nothing */
    bool is_defined;  /* here; else the package has it elsewhere */
} hm_table_input;

typedef struct hm_indicator_table {
    hm_csv_table csv;
    bool *is_group;         /* by row */
    hm_table_input *inputs; /* by row */
} hm_indicator_table;

#define HM_INDICATOR_TABLE_FILE "indicators.csv"

/* Reads the file and says what each row is. HM_ERROR_PACKAGE where it is no such table. */
hm_code hm_indicator_table_read(hm_indicator_table *table, const hm_file *file, hm_arena *arena,
                                hm_issues *issues, hm_error *error);

/* Pushes the table of a row: marked as an indicator is, or as it stands in `nodes`. What is Lua in
 * a cell runs in an environment with `library`. While a cell is read, `*cell` is the name of its
 * column, and `fault` the way to it. [-0, +1, e] */
void hm_indicator_table_push(lua_State *L, const hm_indicator_table *table, size_t row,
                             const hm_library *library, hm_field_path *fault, const char **cell);

#endif
