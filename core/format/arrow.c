/* arrow.c: is the shape of an Arrow array what its schema says? */
#include "format/arrow.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/error.h"

const char hm_arrow_file[] = "<arrow>";

hm_code hm_arrow_fail(hm_error *error, size_t row, size_t column, const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return hm_error_at(error, HM_ERROR_DATA, hm_arrow_file, (uint32_t)(row + 1),
                       (uint32_t)(column + 1), "%s", message);
}

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

/* --- columns --- */

static int64_t buffers_of(hm_arrow_kind kind) {
    return kind == HM_ARROW_NULL ? 0 : kind == HM_ARROW_TEXT ? 3 : 2;
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

/* The cells of a column, or of its dictionary. */
static hm_code turn_cells(hm_arrow_cells *cells, const hm_arrow_column *column, size_t number,
                          const struct ArrowArray *array, hm_error *error) {
    const char *fault = fault_of(array);
    if (!fault)
        fault = fault_of_buffers(array, cells->kind);
    if (fault)
        return hm_arrow_fail(error, SIZE_MAX, number, "column \"%s\" of Arrow format \"%s\": %s",
                             column->name, column->format, fault);
    cells->offset = (size_t)array->offset;
    cells->count = (size_t)array->length;
    if (cells->kind == HM_ARROW_NULL)
        return HM_OK;
    cells->validity = array->null_count == 0 ? NULL : array->buffers[0];
    cells->values = array->buffers[1];
    cells->texts = cells->kind == HM_ARROW_TEXT ? array->buffers[2] : NULL;
    cells->text_end =
        cells->kind == HM_ARROW_TEXT && cells->count > 0 ? hm_arrow_text_end(cells) : 0;
    return HM_OK;
}

static hm_code turn_dictionary(hm_arrow_column *column, size_t number,
                               const struct ArrowArray *array, hm_error *error) {
    if (column->has_dictionary != (array->dictionary != NULL))
        return hm_arrow_fail(error, SIZE_MAX, number,
                             "column \"%s\": its schema and its array disagree on whether it has a "
                             "dictionary",
                             column->name);
    if (!column->has_dictionary)
        return HM_OK;
    if (array->dictionary->dictionary)
        return hm_arrow_fail(error, SIZE_MAX, number,
                             "column \"%s\" has a dictionary of a dictionary", column->name);
    return turn_cells(&column->dictionary, column, number, array->dictionary, error);
}

static hm_code turn_column(hm_arrow_batch *batch, size_t number, const struct ArrowArray *array,
                           hm_error *error) {
    hm_arrow_column *column = &batch->columns[number];
    if (!array)
        return hm_arrow_fail(error, SIZE_MAX, number, "column %zu is NULL", number + 1);
    const hm_code code = turn_cells(&column->cells, column, number, array, error);
    if (code != HM_OK)
        return code;
    if (column->cells.count < batch->offset || column->cells.count - batch->offset < batch->rows)
        return hm_arrow_fail(error, SIZE_MAX, number,
                             "column \"%s\" has %zu cell%s, expected at least %zu", column->name,
                             column->cells.count, column->cells.count == 1 ? "" : "s",
                             batch->offset + batch->rows);
    return turn_dictionary(column, number, array, error);
}

/* --- rows --- */

static const char *fault_of_rows(const hm_arrow_batch *batch, const struct ArrowArray *array) {
    const char *fault = fault_of(array);
    if (fault)
        return fault;
    if (array->n_buffers != 1 || array->dictionary)
        return "a struct has one buffer and no dictionary";
    if (array->null_count > 0 && !array->buffers[0])
        return "it has nulls, but no validity bitmap";
    if (array->n_children < 0 || (size_t)array->n_children != batch->count)
        return "its schema and its array have different numbers of columns";
    if (array->n_children > 0 && !array->children)
        return "its children are NULL";
    return array->length >= UINT32_MAX ? "it has 2^32 rows or more" : NULL;
}

hm_code hm_arrow_turn_to(hm_arrow_batch *batch, const struct ArrowArray *array, hm_error *error) {
    const char *fault = fault_of_rows(batch, array);
    if (fault)
        return hm_arrow_fail(error, SIZE_MAX, SIZE_MAX, "the Arrow struct: %s", fault);
    batch->rows = (size_t)array->length;
    batch->offset = (size_t)array->offset;
    batch->validity = array->null_count == 0 ? NULL : array->buffers[0];
    hm_code code = HM_OK;
    for (size_t i = 0; i < batch->count && code == HM_OK; i++)
        code = turn_column(batch, i, array->children[i], error);
    return code;
}
