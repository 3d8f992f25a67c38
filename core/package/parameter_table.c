#include "package/parameter_table.h"

#include <string.h>

#include "base/text.h"
#include "script/lua_read.h"

/* A row of the table while it is read. */
typedef struct reader {
    const hm_csv_table *table;
    size_t row;
    hm_error *error;
} reader;

static size_t column(const reader *r, const char *name) {
    return hm_csv_table_column(r->table, name);
}

static hm_code read_name(const reader *r, hm_parameter_row *out) {
    out->name = hm_csv_table_text(r->table, r->row, "name");
    if (*out->name == '\0')
        return hm_csv_table_fail(r->table, r->row, column(r, "name"), r->error, "is empty");
    if (!hm_lua_is_input_name(out->name))
        return hm_csv_table_fail(r->table, r->row, column(r, "name"), r->error,
                                 "\"%s\" is no name: letters, digits and _ only",
                                 hm_quote_of(out->name, strlen(out->name)).text);
    return HM_OK;
}

static hm_code read_value(const reader *r, hm_parameter_row *out) {
    bool unclear;
    const size_t at = column(r, "value");
    const hm_table_cell *cell = hm_csv_table_cell(r->table, r->row, at);
    if (hm_csv_table_number(r->table, cell, &out->value, &unclear))
        return HM_OK;
    return hm_csv_table_fail(r->table, r->row, at, r->error,
                             unclear ? "%s is more than a thousand, or a number with three "
                                       "decimals: write one more decimal, or none"
                                     : "found \"%s\", expected a number",
                             hm_quote_of(cell->text, cell->size).text);
}

/* Into `rows`, behind the `count` that are there. */
static hm_code read_row(const reader *r, hm_parameter_row *rows, size_t count) {
    hm_parameter_row *out = &rows[count];
    *out = (hm_parameter_row){.unit = hm_csv_table_text(r->table, r->row, "unit"),
                              .reference = hm_csv_table_text(r->table, r->row, "reference"),
                              .line = hm_csv_table_line(r->table, r->row)};
    hm_code code = read_name(r, out);
    if (code == HM_OK)
        code = hm_csv_table_from(r->table, r->row, &out->from, &out->first_day, r->error);
    if (code == HM_OK)
        code = read_value(r, out);
    for (size_t i = 0; code == HM_OK && i < count; i++)
        if (rows[i].first_day == out->first_day && strcmp(rows[i].name, out->name) == 0)
            return hm_csv_table_fail(
                r->table, r->row, column(r, "name"), r->error,
                "parameter %s begins twice on the same day, here and in line %u", out->name,
                rows[i].line);
    return code;
}

static hm_code check(const hm_csv_table *table, hm_error *error) {
    static const char *const known[] = {"name", "from", "value", "unit", "reference", NULL};
    static const char *const needed[] = {"name", "value"};
    const hm_code code = hm_csv_table_check(table, known, error);
    for (size_t i = 0; code == HM_OK && i < sizeof needed / sizeof *needed; i++)
        if (hm_csv_table_column(table, needed[i]) == HM_NO_COLUMN)
            return hm_error_at(error, HM_ERROR_PACKAGE, table->file->shown, 1, 0,
                               "column \"%s\" is missing", needed[i]);
    return code;
}

hm_code hm_parameter_table_read(const hm_file *file, hm_parameter_row **out, size_t *count,
                                hm_arena *arena, hm_issues *issues, hm_error *error) {
    enum { MOST = 10000 };
    hm_csv_table table;
    hm_code code = hm_csv_table_read(&table, file, arena, issues, error);
    if (code == HM_OK)
        code = check(&table, error);
    if (code == HM_OK && table.row_count > MOST)
        code = hm_error_at(error, HM_ERROR_PACKAGE, file->shown, 1, 0, "more than %d rows", MOST);
    if (code != HM_OK)
        return code;
    *out = hm_arena_take_array(arena, table.row_count, sizeof **out);
    if (!*out)
        return hm_error_memory(error);
    *count = 0;
    for (size_t i = 0; code == HM_OK && i < table.row_count; i++) {
        code = read_row(&(reader){&table, i, error}, *out, *count);
        *count += code == HM_OK;
        code = hm_csv_table_tell(issues, code, error);
    }
    return code;
}
