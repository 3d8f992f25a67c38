#include "package/weight_table.h"

#include "base/names.h"
#include "base/text.h"

static hm_code read_weight(const hm_csv_table *table, size_t row, size_t column,
                           hm_declared_weight *out, hm_error *error) {
    bool unclear;
    const hm_table_cell *cell = hm_csv_table_cell(table, row, column);
    if (!hm_csv_table_number(table, cell, &out->weight, &unclear) || !hm_weight_fits(out->weight))
        return hm_csv_table_fail(table, row, column, error, "found \"%s\", expected %s",
                                 hm_quote_of(cell->text, cell->size).text, HM_WEIGHT_WANTED);
    return HM_OK;
}

static hm_code read_row(const hm_csv_table *table, size_t row, hm_names *codes,
                        hm_declared_weight *out, hm_error *error) {
    const size_t column = hm_csv_table_column(table, "code");
    const hm_table_cell *code = hm_csv_table_cell(table, row, column);
    *out = (hm_declared_weight){.code = code->text,
                                .parent = hm_csv_table_text(table, row, "parent"),
                                .line = hm_csv_table_line(table, row)};
    if (code->size == 0)
        return hm_csv_table_fail(table, row, column, error, "is empty");
    const uint32_t number = hm_names_intern(codes, code->text, code->size);
    if (number == HM_NO_NAME)
        return hm_error_memory(error);
    if (number != row)
        return hm_csv_table_fail(table, row, column, error, "\"%s\" is there twice",
                                 hm_quote_of(code->text, code->size).text);
    return read_weight(table, row, hm_csv_table_column(table, "weight"), out, error);
}

static hm_code check(const hm_csv_table *table, hm_error *error) {
    static const char *const known[] = {"code", "parent", "weight", "from", NULL};
    static const char *const needed[] = {"code", "weight"};
    const hm_code code = hm_csv_table_check(table, known, error);
    if (code != HM_OK)
        return code;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (hm_csv_table_column(table, needed[i]) == HM_NO_COLUMN)
            return hm_error_at(error, HM_ERROR_PACKAGE, table->file->shown, 1, 0,
                               "column \"%s\" is missing", needed[i]);
    const size_t from = hm_csv_table_column(table, "from");
    if (from != HM_NO_COLUMN)
        return hm_error_at(
            error, HM_ERROR_PACKAGE, table->file->shown, table->columns[from].position.line,
            table->columns[from].position.column,
            "column \"from\": weights that change with the period are not supported");
    return HM_OK;
}

hm_code hm_weight_table_read(const hm_file *file, hm_declared_package *manifest, hm_arena *arena,
                             hm_issues *issues, hm_error *error) {
    hm_csv_table table;
    hm_names codes;
    hm_code code = hm_csv_table_read(&table, file, arena, issues, error);
    if (code == HM_OK)
        code = check(&table, error);
    if (code != HM_OK)
        return code;
    manifest->weights = hm_arena_take_array(arena, table.row_count, sizeof *manifest->weights);
    if (!manifest->weights)
        return hm_error_memory(error);
    hm_names_open(&codes, arena->allocator);
    for (size_t i = 0; code == HM_OK && i < table.row_count; i++)
        code = read_row(&table, i, &codes, &manifest->weights[i], error);
    hm_names_close(&codes);
    manifest->weight_count = code == HM_OK ? table.row_count : 0;
    return code;
}
