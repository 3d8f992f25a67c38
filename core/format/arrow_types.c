/* arrow_types.c: what an Arrow schema says of the columns, and whether they can be used. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "format/arrow.h"

/* More columns than anyone has, and few enough to take room for. */
static const int64_t most_columns = (int64_t)1 << 20;

/* --- formats --- */

/* A format that ends in `:` goes on with a time zone. */
static const struct {
    const char *format;
    uint8_t kind, width;
    int64_t ticks;
} formats[] = {
    {"n", HM_ARROW_NULL, 0, 0},
    {"b", HM_ARROW_FLAG, 0, 0},
    {"c", HM_ARROW_SIGNED, 1, 0},
    {"C", HM_ARROW_UNSIGNED, 1, 0},
    {"s", HM_ARROW_SIGNED, 2, 0},
    {"S", HM_ARROW_UNSIGNED, 2, 0},
    {"i", HM_ARROW_SIGNED, 4, 0},
    {"I", HM_ARROW_UNSIGNED, 4, 0},
    {"l", HM_ARROW_SIGNED, 8, 0},
    {"L", HM_ARROW_UNSIGNED, 8, 0},
    {"f", HM_ARROW_NUMBER, 4, 0},
    {"g", HM_ARROW_NUMBER, 8, 0},
    {"u", HM_ARROW_TEXT, 4, 0},
    {"U", HM_ARROW_TEXT, 8, 0},
    {"tdD", HM_ARROW_DATE, 4, 0},
    {"tdm", HM_ARROW_DATE, 8, 1000},
    {"tss:", HM_ARROW_DATETIME, 8, 1},
    {"tsm:", HM_ARROW_DATETIME, 8, 1000},
    {"tsu:", HM_ARROW_DATETIME, 8, 1000000},
    {"tsn:", HM_ARROW_DATETIME, 8, 1000000000},
    {"tDs", HM_ARROW_DURATION, 8, 1},
    {"tDm", HM_ARROW_DURATION, 8, 1000},
    {"tDu", HM_ARROW_DURATION, 8, 1000000},
    {"tDn", HM_ARROW_DURATION, 8, 1000000000},
};

static bool is_of(const char *format, const char *known, uint8_t kind) {
    return kind == HM_ARROW_DATETIME ? strncmp(format, known, strlen(known)) == 0
                                     : strcmp(format, known) == 0;
}

static bool read_format(const char *format, hm_arrow_cells *cells) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const char *known = formats[i].format;
        if (!is_of(format, known, formats[i].kind))
            continue;
        cells->kind = (hm_arrow_kind)formats[i].kind;
        cells->width = formats[i].width;
        cells->ticks = formats[i].ticks;
        cells->has_zone = cells->kind == HM_ARROW_DATETIME && format[strlen(known)] != '\0';
        return true;
    }
    return false;
}

static hm_code fail_format(const char *name, size_t column, const char *format, hm_error *error) {
    return hm_arrow_fail(
        error, SIZE_MAX, column,
        "column \"%s\" has the Arrow format \"%s\", expected whole numbers (c C s S i I l L), "
        "float32 (f), float64 (g), bool (b), utf8 (u), large_utf8 (U), dates (tdD tdm), timestamps "
        "(ts...), durations (tD...) or null (n)",
        name, hm_quote_of(format, strlen(format)).text);
}

/* --- columns --- */

static hm_code open_type(hm_arrow_cells *cells, const char *name, size_t column,
                         const struct ArrowSchema *schema, hm_error *error) {
    if (!schema->release)
        return hm_arrow_fail(error, SIZE_MAX, column, "the schema of column %zu was released",
                             column + 1);
    if (!schema->format)
        return hm_arrow_fail(error, SIZE_MAX, column, "column \"%s\" has no format", name);
    return read_format(schema->format, cells) ? HM_OK
                                              : fail_format(name, column, schema->format, error);
}

static hm_code open_dictionary(hm_arrow_column *made, size_t column,
                               const struct ArrowSchema *schema, hm_error *error) {
    made->has_dictionary = schema->dictionary != NULL;
    if (!made->has_dictionary)
        return HM_OK;
    if (made->kind != HM_ARROW_SIGNED && made->kind != HM_ARROW_UNSIGNED)
        return hm_arrow_fail(error, SIZE_MAX, column,
                             "column \"%s\" has a dictionary, but its format \"%s\" is not one of "
                             "whole numbers",
                             made->name, made->format);
    if (schema->dictionary->dictionary)
        return hm_arrow_fail(error, SIZE_MAX, column,
                             "column \"%s\" has a dictionary of a dictionary", made->name);
    const hm_code code =
        open_type(&made->dictionary, made->name, column, schema->dictionary, error);
    made->kind = made->dictionary.kind;
    return code;
}

static hm_code open_column(hm_arrow_batch *batch, size_t column, const struct ArrowSchema *schema,
                           hm_error *error) {
    hm_arrow_column *made = &batch->columns[column];
    if (!schema)
        return hm_arrow_fail(error, SIZE_MAX, column, "column %zu is NULL", column + 1);
    *made = (hm_arrow_column){.name = schema->name ? schema->name : "", .format = schema->format};
    const hm_code code = open_type(&made->cells, made->name, column, schema, error);
    if (code != HM_OK)
        return code;
    made->kind = made->cells.kind;
    return open_dictionary(made, column, schema, error);
}

/* --- the whole --- */

/* What keeps a schema of format +s from being used; NULL when nothing does. */
static const char *fault_of(const struct ArrowSchema *schema) {
    if (schema->dictionary)
        return "a struct has no dictionary";
    if (schema->n_children < 0 || schema->n_children > most_columns)
        return "its number of columns is below 0 or above 2^20";
    return schema->n_children > 0 && !schema->children ? "its children are NULL" : NULL;
}

static hm_code check_struct(const struct ArrowSchema *schema, hm_error *error) {
    if (!schema->format || strcmp(schema->format, "+s") != 0)
        return hm_arrow_fail(
            error, SIZE_MAX, SIZE_MAX,
            "the schema has the Arrow format \"%s\", expected a struct (+s), whose "
            "children are columns",
            schema->format ? hm_quote_of(schema->format, strlen(schema->format)).text : "");
    const char *fault = fault_of(schema);
    return fault ? hm_arrow_fail(error, SIZE_MAX, SIZE_MAX, "the Arrow struct: %s", fault) : HM_OK;
}

hm_code hm_arrow_open(hm_arrow_batch *batch, const struct ArrowSchema *schema,
                      const hm_allocator *allocator, hm_error *error) {
    *batch = (hm_arrow_batch){.allocator = allocator};
    hm_code code = check_struct(schema, error);
    if (code != HM_OK)
        return code;
    const size_t count = (size_t)schema->n_children;
    batch->columns = hm_allocate_array(allocator, count, sizeof *batch->columns);
    if (!batch->columns && count > 0)
        return hm_error_memory(error);
    batch->count = count;
    for (size_t i = 0; i < count && code == HM_OK; i++)
        code = open_column(batch, i, schema->children[i], error);
    if (code != HM_OK)
        hm_arrow_close(batch);
    return code;
}

void hm_arrow_close(hm_arrow_batch *batch) {
    hm_release(batch->allocator, batch->columns, batch->count * sizeof *batch->columns);
    batch->columns = NULL;
}
