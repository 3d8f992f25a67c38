/* arrow.c: is the shape of an Arrow batch what its schema says, and can it be used? */
#include "format/arrow.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

const char hm_arrow_file[] = "<arrow>";

/* More columns than anyone has, and few enough to take room for. */
static const int64_t most_columns = (int64_t)1 << 20;

hm_code hm_arrow_fail(hm_error *error, size_t row, size_t column, const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return hm_error_at(error, HM_ERROR_DATA, hm_arrow_file, (uint32_t)(row + 1),
                       (uint32_t)(column + 1), "%s", message);
}

/* --- formats --- */

static const struct {
    char format;
    uint8_t kind, width;
} formats[] = {
    {'n', HM_ARROW_NULL, 0},     {'b', HM_ARROW_FLAG, 0},     {'c', HM_ARROW_SIGNED, 1},
    {'C', HM_ARROW_UNSIGNED, 1}, {'s', HM_ARROW_SIGNED, 2},   {'S', HM_ARROW_UNSIGNED, 2},
    {'i', HM_ARROW_SIGNED, 4},   {'I', HM_ARROW_UNSIGNED, 4}, {'l', HM_ARROW_SIGNED, 8},
    {'L', HM_ARROW_UNSIGNED, 8}, {'f', HM_ARROW_NUMBER, 4},   {'g', HM_ARROW_NUMBER, 8},
    {'u', HM_ARROW_TEXT, 4},     {'U', HM_ARROW_TEXT, 8},
};

static bool read_format(const char *format, hm_arrow_cells *cells) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (format[0] == formats[i].format && format[1] == '\0') {
            cells->kind = (hm_arrow_kind)formats[i].kind;
            cells->width = formats[i].width;
            return true;
        }
    return false;
}

static int64_t buffers_of(hm_arrow_kind kind) {
    return kind == HM_ARROW_NULL ? 0 : kind == HM_ARROW_TEXT ? 3 : 2;
}

/* --- one array --- */

/* What of an array contradicts itself, whatever its type; NULL when nothing does. */
static const char *fault_of(const struct ArrowArray *array) {
    if (!array->release)
        return "its array was released";
    if (array->length < 0)
        return "its length is below 0";
    if (array->offset < 0)
        return "its offset is below 0";
    if (array->offset > INT64_MAX - array->length ||
        (uint64_t)(array->offset + array->length) > SIZE_MAX / 16)
        return "its offset and length are too great";
    if (array->null_count < -1)
        return "its number of nulls is below -1";
    if (array->n_buffers > 0 && !array->buffers)
        return "its buffers are NULL";
    return NULL;
}

static const char *fault_of_buffers(const struct ArrowArray *array, hm_arrow_kind kind) {
    if (array->n_buffers != buffers_of(kind))
        return "it has another number of buffers than its type";
    if (array->n_children != 0)
        return "it has children, which its type has not";
    if (kind == HM_ARROW_NULL)
        return NULL;
    if (array->null_count > 0 && !array->buffers[0])
        return "it has nulls, but no validity bitmap";
    if (array->length > 0 && !array->buffers[1])
        return "its values are NULL";
    return NULL;
}

/* Cells of type `schema->format`. `column` is for messages. */
static hm_code open_cells(hm_arrow_cells *cells, const char *name, size_t column,
                          const struct ArrowSchema *schema, const struct ArrowArray *array,
                          hm_error *error) {
    if (!schema->format)
        return hm_arrow_fail(error, SIZE_MAX, column, "column \"%s\" has no format", name);
    if (!read_format(schema->format, cells))
        return hm_arrow_fail(
            error, SIZE_MAX, column,
            "column \"%s\" has the Arrow format \"%s\", expected whole numbers (c C s S i I l L), "
            "float32 (f), float64 (g), bool (b), utf8 (u), large_utf8 (U) or null (n)",
            name, hm_quote_of(schema->format, strlen(schema->format)).text);
    const char *fault = fault_of(array);
    if (!fault)
        fault = fault_of_buffers(array, cells->kind);
    if (fault)
        return hm_arrow_fail(error, SIZE_MAX, column, "column \"%s\" of Arrow format \"%s\": %s",
                             name, schema->format, fault);
    cells->offset = (size_t)array->offset;
    cells->count = (size_t)array->length;
    if (cells->kind != HM_ARROW_NULL) {
        cells->validity = array->null_count == 0 ? NULL : array->buffers[0];
        cells->values = array->buffers[1];
        cells->texts = cells->kind == HM_ARROW_TEXT ? array->buffers[2] : NULL;
        if (cells->kind == HM_ARROW_TEXT && cells->count > 0)
            cells->text_end = hm_arrow_text_end(cells);
    }
    return HM_OK;
}

static hm_code open_dictionary(hm_arrow_column *made, size_t column,
                               const struct ArrowSchema *schema, const struct ArrowArray *array,
                               hm_error *error) {
    if (!schema->dictionary != !array->dictionary)
        return hm_arrow_fail(error, SIZE_MAX, column,
                             "column \"%s\": its schema and its array disagree on whether it has a "
                             "dictionary",
                             made->name);
    made->has_dictionary = schema->dictionary != NULL;
    if (!made->has_dictionary)
        return HM_OK;
    if (made->kind != HM_ARROW_SIGNED && made->kind != HM_ARROW_UNSIGNED)
        return hm_arrow_fail(error, SIZE_MAX, column,
                             "column \"%s\" has a dictionary, but its format \"%s\" is not one of "
                             "whole numbers",
                             made->name, schema->format);
    if (schema->dictionary->dictionary || array->dictionary->dictionary)
        return hm_arrow_fail(error, SIZE_MAX, column,
                             "column \"%s\" has a dictionary of a dictionary", made->name);
    const hm_code code = open_cells(&made->dictionary, made->name, column, schema->dictionary,
                                    array->dictionary, error);
    made->kind = made->dictionary.kind;
    return code;
}

static hm_code open_column(hm_arrow_batch *batch, size_t column, const struct ArrowSchema *schema,
                           const struct ArrowArray *array, hm_error *error) {
    hm_arrow_column *made = &batch->columns[column];
    if (!schema || !array)
        return hm_arrow_fail(error, SIZE_MAX, column, "column %zu is NULL", column + 1);
    if (!schema->release)
        return hm_arrow_fail(error, SIZE_MAX, column, "the schema of column %zu was released",
                             column + 1);
    *made = (hm_arrow_column){.name = schema->name ? schema->name : ""};
    hm_code code = open_cells(&made->cells, made->name, column, schema, array, error);
    if (code != HM_OK)
        return code;
    made->kind = made->cells.kind;
    if (made->cells.count < batch->offset || made->cells.count - batch->offset < batch->rows)
        return hm_arrow_fail(error, SIZE_MAX, column,
                             "column \"%s\" has %zu cells, expected at least %zu", made->name,
                             made->cells.count, batch->offset + batch->rows);
    return open_dictionary(made, column, schema, array, error);
}

/* --- the batch --- */

static hm_code open_rows(hm_arrow_batch *batch, const struct ArrowSchema *schema,
                         const struct ArrowArray *array, hm_error *error) {
    const char *fault = fault_of(array);
    if (!schema->format || strcmp(schema->format, "+s") != 0)
        return hm_arrow_fail(
            error, SIZE_MAX, SIZE_MAX,
            "the schema has the Arrow format \"%s\", expected a struct (+s), whose "
            "children are columns",
            schema->format ? hm_quote_of(schema->format, strlen(schema->format)).text : "");
    if (!fault && (array->n_buffers != 1 || schema->dictionary || array->dictionary))
        fault = "a struct has one buffer and no dictionary";
    if (!fault && array->null_count > 0 && !array->buffers[0])
        fault = "it has nulls, but no validity bitmap";
    if (!fault && array->n_children != schema->n_children)
        fault = "its schema and its array have different numbers of columns";
    if (!fault && (array->n_children < 0 || array->n_children > most_columns))
        fault = "its number of columns is below 0 or above 2^20";
    if (!fault && array->n_children > 0 && (!array->children || !schema->children))
        fault = "its children are NULL";
    if (!fault && array->length >= UINT32_MAX)
        fault = "it has 2^32 rows or more";
    if (fault)
        return hm_arrow_fail(error, SIZE_MAX, SIZE_MAX, "the Arrow struct: %s", fault);
    batch->rows = (size_t)array->length;
    batch->offset = (size_t)array->offset;
    batch->count = (size_t)array->n_children;
    batch->validity = array->null_count == 0 ? NULL : array->buffers[0];
    return HM_OK;
}

hm_code hm_arrow_open(hm_arrow_batch *batch, const struct ArrowSchema *schema,
                      const struct ArrowArray *array, const hm_allocator *allocator,
                      hm_error *error) {
    *batch = (hm_arrow_batch){.allocator = allocator};
    hm_code code = open_rows(batch, schema, array, error);
    if (code != HM_OK)
        return code;
    batch->columns = hm_allocate_array(allocator, batch->count, sizeof *batch->columns);
    if (!batch->columns && batch->count > 0)
        return hm_error_memory(error);
    for (size_t i = 0; i < batch->count && code == HM_OK; i++)
        code = open_column(batch, i, schema->children[i], array->children[i], error);
    if (code != HM_OK)
        hm_arrow_close(batch);
    return code;
}

void hm_arrow_close(hm_arrow_batch *batch) {
    hm_release(batch->allocator, batch->columns, batch->count * sizeof *batch->columns);
    batch->columns = NULL;
}
