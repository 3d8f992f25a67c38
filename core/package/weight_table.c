#include "package/weight_table.h"

#include <string.h>

#include "base/buffer.h"
#include "base/names.h"
#include "base/text.h"

static hm_code read_weight(const hm_csv_table *table, size_t row, size_t column,
                           hm_declared_weight *out, hm_error *error) {
    bool unclear;
    const hm_table_cell *cell = hm_csv_table_cell(table, row, column);
    out->parameter = hm_parameter_named(cell->text);
    if (out->parameter)
        return HM_OK;
    if (!hm_csv_table_number(table, cell, &out->weight, &unclear) || !hm_weight_fits(out->weight))
        return hm_csv_table_fail(table, row, column, error, "found \"%s\", expected %s",
                                 hm_quote_of(cell->text, cell->size).text, HM_WEIGHT_WANTED);
    return HM_OK;
}

/* A node has a weight once a day that it holds from. */
static hm_code check_once(const hm_csv_table *table, size_t row, hm_names *keys,
                          const hm_declared_weight *entry, hm_error *error) {
    hm_buffer key;
    hm_buffer_open(&key, keys->arena.allocator);
    hm_buffer_format(&key, "%s\n%lld", entry->code, (long long)entry->first_day);
    const uint32_t count = keys->count;
    const uint32_t number = key.failed ? HM_NO_NAME : hm_names_intern(keys, key.data, key.size);
    hm_buffer_close(&key);
    if (number == HM_NO_NAME)
        return hm_error_memory(error);
    if (number == count)
        return HM_OK;
    return hm_csv_table_fail(table, row, hm_csv_table_column(table, "code"), error,
                             *entry->from ? "\"%s\" is there twice from the same day on"
                                          : "\"%s\" is there twice",
                             hm_quote_of(entry->code, strlen(entry->code)).text);
}

static hm_code read_row(const hm_csv_table *table, size_t row, hm_names *keys,
                        hm_declared_weight *out, hm_error *error) {
    *out = (hm_declared_weight){.code = hm_csv_table_text(table, row, "code"),
                                .parent = hm_csv_table_text(table, row, "parent"),
                                .line = hm_csv_table_line(table, row)};
    if (*out->code == '\0')
        return hm_csv_table_fail(table, row, hm_csv_table_column(table, "code"), error, "is empty");
    hm_code code = hm_csv_table_from(table, row, &out->from, &out->first_day, error);
    if (code == HM_OK)
        code = check_once(table, row, keys, out, error);
    return code == HM_OK ? read_weight(table, row, hm_csv_table_column(table, "weight"), out, error)
                         : code;
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
    return HM_OK;
}

hm_code hm_weight_table_read(const hm_file *file, hm_declared_package *manifest, hm_arena *arena,
                             hm_issues *issues, hm_error *error) {
    hm_csv_table table;
    hm_names keys;
    hm_code code = hm_csv_table_read(&table, file, arena, issues, error);
    if (code == HM_OK)
        code = check(&table, error);
    if (code != HM_OK)
        return code;
    manifest->weights = hm_arena_take_array(arena, table.row_count, sizeof *manifest->weights);
    if (!manifest->weights)
        return hm_error_memory(error);
    hm_names_open(&keys, arena->allocator);
    manifest->weight_count = 0;
    for (size_t i = 0; code == HM_OK && i < table.row_count; i++) {
        code = read_row(&table, i, &keys, &manifest->weights[manifest->weight_count], error);
        manifest->weight_count += code == HM_OK;
        code = hm_csv_table_tell(issues, code, error);
    }
    hm_names_close(&keys);
    return code;
}
