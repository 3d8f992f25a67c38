#include "table/arrow_export.h"

#include <string.h>

#include "base/error.h"
#include "platform/cancel.h"

/* --- the export --- */

/* Texts are found by offsets of 31 bits, and numbered so. */
static hm_code check_texts(const hm_table *table, const hm_column *column, hm_error *error) {
    size_t size = 0;
    const bool many = column->values_count > INT32_MAX;
    for (uint32_t i = 0; i < column->values_count && !many && size <= INT32_MAX; i++)
        size += strlen(column->values.texts[i]);
    if (!many && size <= INT32_MAX)
        return HM_OK;
    return hm_error_set(error, HM_ERROR_OUTPUT,
                        "column %s of table %s has more text than an Arrow dictionary of utf8 "
                        "holds: %s",
                        column->name, table->name, many ? "2^31 different texts" : "2 GiB");
}

static hm_code open_texts(hm_arrow_export *from, size_t number, hm_error *error) {
    const hm_table *table = from->table;
    const hm_column *column = &table->columns[number];
    if (column->type != HM_COLUMN_TEXT)
        return HM_OK;
    const hm_code code = check_texts(table, column, error);
    if (code != HM_OK)
        return code;
    from->texts[number] =
        hm_arrow_texts_new(column->values.texts, column->values_count, table->allocator);
    return from->texts[number] ? HM_OK : hm_error_memory(error);
}

enum { BLOCK_ROWS = 1024 };

hm_code hm_arrow_export_open(hm_arrow_export *from, const hm_table *table, hm_error *error) {
    *from = (hm_arrow_export){.table = table, .block_rows = hm_table_block_rows(table, BLOCK_ROWS)};
    from->texts = hm_allocate_array(table->allocator, table->count, sizeof *from->texts);
    hm_code code = from->texts ? HM_OK : hm_error_memory(error);
    for (size_t i = 0; i < table->count && code == HM_OK; i++)
        code = open_texts(from, i, error);
    if (code == HM_OK && !hm_block_open(table, &from->block, from->block_rows))
        code = hm_error_memory(error);
    return code;
}

void hm_arrow_export_close(hm_arrow_export *from) {
    const hm_table *table = from->table;
    hm_block_close(table, &from->block, from->block_rows);
    for (size_t i = 0; from->texts && i < table->count; i++)
        hm_arrow_texts_drop(from->texts[i]);
    hm_release(table->allocator, from->texts, table->count * sizeof *from->texts);
}

/* --- the schema --- */

static const char *format_of(hm_column_type type) {
    static const char *const formats[] = {[HM_COLUMN_NUMBER] = "g",
                                          [HM_COLUMN_INTEGER] = "l",
                                          [HM_COLUMN_TEXT] = "i", /* into a dictionary */
                                          [HM_COLUMN_FLAG] = "b"};
    return formats[type];
}

/* False when memory has run out, here and below. */
static bool open_column_schema(struct ArrowSchema *schema, const hm_column *column,
                               const hm_allocator *allocator) {
    return hm_arrow_schema_open(schema, allocator, format_of(column->type), column->name,
                                ARROW_FLAG_NULLABLE) &&
           (column->type != HM_COLUMN_TEXT || hm_arrow_schema_add_dictionary(schema)) &&
           (column->unit[0] == '\0' || hm_arrow_schema_add_metadata(schema, "unit", column->unit));
}

static bool open_table_schema(struct ArrowSchema *schema, const hm_table *table) {
    bool fine = hm_arrow_schema_open(schema, table->allocator, "+s", table->name, 0) &&
                hm_arrow_schema_add_children(schema, table->count);
    for (size_t i = 0; fine && i < table->count; i++)
        fine = open_column_schema(schema->children[i], &table->columns[i], table->allocator);
    return fine;
}

hm_code hm_arrow_export_schema(const hm_arrow_export *from, struct ArrowSchema *schema,
                               hm_error *error) {
    schema->release = NULL;
    if (open_table_schema(schema, from->table))
        return HM_OK;
    if (schema->release)
        schema->release(schema);
    return hm_error_memory(error);
}

/* --- rows --- */

static size_t bytes_of(hm_column_type type, size_t rows, size_t *size) {
    static const size_t sizes[] = {[HM_COLUMN_NUMBER] = sizeof(double),
                                   [HM_COLUMN_INTEGER] = sizeof(int64_t),
                                   [HM_COLUMN_TEXT] = sizeof(int32_t),
                                   [HM_COLUMN_FLAG] = 1};
    *size = sizes[type];
    return type == HM_COLUMN_FLAG ? rows / 8 + 1 : rows;
}

static bool open_column(const hm_arrow_export *from, size_t number, size_t rows,
                        struct ArrowArray *array) {
    const hm_column_type type = from->table->columns[number].type;
    size_t size;
    const size_t count = bytes_of(type, rows, &size);
    return hm_arrow_array_open(array, from->table->allocator, rows, 2) &&
           hm_arrow_array_add_buffer(array, 0, rows / 8 + 1, 1) &&
           hm_arrow_array_add_buffer(array, 1, count, size) &&
           (!from->texts[number] || hm_arrow_array_add_dictionary(array, from->texts[number]));
}

static bool open_columns(const hm_arrow_export *from, size_t rows, struct ArrowArray *array) {
    const hm_table *table = from->table;
    bool fine = hm_arrow_array_open(array, table->allocator, rows, 1) &&
                hm_arrow_array_add_children(array, table->count);
    for (size_t i = 0; fine && i < table->count; i++)
        fine = open_column(from, i, rows, array->children[i]);
    return fine;
}

static void set_bit(uint8_t *bits, size_t at) {
    bits[at / 8] |= (uint8_t)(1 << at % 8);
}

/* The value of cell `from` of `cells`, or of the text with that number, becomes that of row `to`.
 */
static void set_value(void *values, size_t to, hm_column_type type, hm_cells cells, size_t from) {
    switch (type) {
    case HM_COLUMN_NUMBER:
        ((double *)values)[to] = cells.numbers[from];
        break;
    case HM_COLUMN_INTEGER:
        ((int64_t *)values)[to] = cells.integers[from];
        break;
    case HM_COLUMN_TEXT:
        ((int32_t *)values)[to] = (int32_t)from;
        break;
    case HM_COLUMN_FLAG:
        if (cells.flags[from])
            set_bit(values, to);
        break;
    }
}

/* Memory of ours, which consumers are shown as constant. */
static void *buffer_of(const struct ArrowArray *array, size_t buffer) {
    return (void *)(uintptr_t)array->buffers[buffer];
}

/* The cells of a block become rows `first` and on. Cells without a value stay 0. */
static void copy_cells(struct ArrowArray *array, const hm_column *column,
                       const hm_column_block *block, size_t first, size_t count) {
    uint8_t *validity = buffer_of(array, 0);
    void *values = buffer_of(array, 1);
    for (size_t i = 0; i < count; i++) {
        if (block->states && block->states[i] != HM_OBSERVED) {
            array->null_count++;
            continue;
        }
        set_bit(validity, first + i);
        if (column->coded)
            set_value(values, first + i, column->type, column->values, block->codes[i]);
        else
            set_value(values, first + i, column->type, block->cells, i);
    }
}

static hm_code copy_rows(hm_arrow_export *from, size_t first, size_t count,
                         struct ArrowArray *array, hm_error *error) {
    const hm_table *table = from->table;
    hm_code code = HM_OK;
    for (size_t done = 0, some; done < count && code == HM_OK; done += some) {
        some = count - done < from->block_rows ? count - done : from->block_rows;
        hm_block_read(table, &from->block, first + done, some);
        for (size_t i = 0; i < table->count; i++)
            copy_cells(array->children[i], &table->columns[i], &from->block.columns[i], done, some);
        code = hm_cancel_check(table->cancel, error);
    }
    return code;
}

/* Where all cells have a value, no bitmap says so more briefly. */
static void drop_full_bitmaps(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->null_count == 0)
            array->children[i]->buffers[0] = NULL;
}

hm_code hm_arrow_export_rows(hm_arrow_export *from, size_t first, size_t count,
                             struct ArrowArray *array, hm_error *error) {
    array->release = NULL;
    hm_code code = open_columns(from, count, array) ? copy_rows(from, first, count, array, error)
                                                    : hm_error_memory(error);
    if (code == HM_OK)
        drop_full_bitmaps(array);
    else if (array->release)
        array->release(array);
    return code;
}
