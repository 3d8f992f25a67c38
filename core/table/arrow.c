/* arrow.c: a table as Arrow's struct array.
 *
 * Consumers may move a child out of its parent and release it later, or never look at it again:
 * each node of both trees owns its memory for itself. */
#include "hundredmark/arrow.h"

#include <string.h>

#include "base/error.h"
#include "platform/environment.h"
#include "table/table.h"

/* --- what a node owns --- */

enum { MOST_PIECES = 4 };

typedef struct owner {
    const hm_allocator *allocator;
    struct {
        void *memory;
        size_t size;
    } pieces[MOST_PIECES];
    size_t count;
    const void *buffers[3]; /* of an array */
} owner;

static owner *owner_new(const hm_allocator *allocator) {
    owner *made = hm_allocate_array(allocator, 1, sizeof *made);
    if (made)
        made->allocator = allocator;
    return made;
}

static void owner_free(owner *owned) {
    for (size_t i = 0; i < owned->count; i++)
        hm_release(owned->allocator, owned->pieces[i].memory, owned->pieces[i].size);
    hm_release(owned->allocator, owned, sizeof *owned);
}

/* Zeroed; never of no bytes. NULL when memory has run out. */
static void *take(owner *owned, size_t count, size_t size) {
    if (count == SIZE_MAX)
        return NULL;
    void *memory = hm_allocate_array(owned->allocator, count + 1, size);
    if (memory) {
        owned->pieces[owned->count].memory = memory;
        owned->pieces[owned->count++].size = (count + 1) * size;
    }
    return memory;
}

/* --- the schema --- */

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    owner_free(schema->private_data);
    schema->release = NULL;
}

/* A node without children. `format` is a constant, `name` is copied. */
static bool open_schema(struct ArrowSchema *schema, const hm_allocator *allocator,
                        const char *format, const char *name, int64_t flags) {
    owner *owned = owner_new(allocator);
    if (!owned)
        return false;
    *schema = (struct ArrowSchema){
        .format = format, .flags = flags, .release = release_schema, .private_data = owned};
    char *copy = take(owned, strlen(name), 1);
    if (!copy) {
        release_schema(schema);
        return false;
    }
    memcpy(copy, name, strlen(name));
    schema->name = copy;
    return true;
}

/* Children that are released, to be opened one by one. False when memory has run out. */
static bool open_schema_children(struct ArrowSchema *schema, size_t count) {
    owner *owned = schema->private_data;
    struct ArrowSchema **pointers = take(owned, count, sizeof *pointers);
    struct ArrowSchema *children = take(owned, count, sizeof *children);
    if (!pointers || !children)
        return false;
    for (size_t i = 0; i < count; i++)
        pointers[i] = &children[i];
    schema->children = pointers;
    schema->n_children = (int64_t)count;
    return true;
}

static char *put_text(char *to, const char *text) {
    const int32_t size = (int32_t)strlen(text);
    memcpy(to, &size, sizeof size);
    memcpy(to + sizeof size, text, (size_t)size);
    return to + sizeof size + size;
}

/* One pair: how many there are, and then each text behind its size, in the machine's own order. */
static bool add_metadata(struct ArrowSchema *schema, const char *key, const char *value) {
    const int32_t pairs = 1;
    if (strlen(value) > INT32_MAX)
        return false;
    char *metadata = take(schema->private_data, 3 * sizeof pairs + strlen(key) + strlen(value), 1);
    if (!metadata)
        return false;
    memcpy(metadata, &pairs, sizeof pairs);
    (void)put_text(put_text(metadata + sizeof pairs, key), value);
    schema->metadata = metadata;
    return true;
}

static bool open_dictionary_schema(struct ArrowSchema *schema) {
    owner *owned = schema->private_data;
    struct ArrowSchema *dictionary = take(owned, 1, sizeof *dictionary);
    if (!dictionary || !open_schema(dictionary, owned->allocator, "u", "", 0))
        return false;
    schema->dictionary = dictionary;
    return true;
}

static const char *format_of(hm_column_type type) {
    static const char *const formats[] = {[HM_COLUMN_NUMBER] = "g",
                                          [HM_COLUMN_INTEGER] = "l",
                                          [HM_COLUMN_TEXT] = "i", /* into a dictionary */
                                          [HM_COLUMN_FLAG] = "b"};
    return formats[type];
}

/* False when memory has run out; to be released all the same, if it has a release. */
static bool open_column_schema(struct ArrowSchema *schema, const hm_column *column,
                               const hm_allocator *allocator) {
    return open_schema(schema, allocator, format_of(column->type), column->name,
                       ARROW_FLAG_NULLABLE) &&
           (column->type != HM_COLUMN_TEXT || open_dictionary_schema(schema)) &&
           (column->unit[0] == '\0' || add_metadata(schema, "unit", column->unit));
}

static bool open_table_schema(struct ArrowSchema *schema, const hm_table *table) {
    bool fine = open_schema(schema, table->allocator, "+s", table->name, 0) &&
                open_schema_children(schema, table->count);
    for (size_t i = 0; fine && i < table->count; i++)
        fine = open_column_schema(schema->children[i], &table->columns[i], table->allocator);
    return fine;
}

/* --- the array --- */

static void release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    if (array->dictionary && array->dictionary->release)
        array->dictionary->release(array->dictionary);
    owner_free(array->private_data);
    array->release = NULL;
}

/* A node without children whose buffers are all NULL. */
static bool open_array(struct ArrowArray *array, const hm_allocator *allocator, size_t length,
                       int64_t buffers) {
    owner *owned = owner_new(allocator);
    if (!owned)
        return false;
    *array = (struct ArrowArray){.length = (int64_t)length,
                                 .n_buffers = buffers,
                                 .buffers = owned->buffers,
                                 .release = release_array,
                                 .private_data = owned};
    return true;
}

static bool open_array_children(struct ArrowArray *array, size_t count) {
    owner *owned = array->private_data;
    struct ArrowArray **pointers = take(owned, count, sizeof *pointers);
    struct ArrowArray *children = take(owned, count, sizeof *children);
    if (!pointers || !children)
        return false;
    for (size_t i = 0; i < count; i++)
        pointers[i] = &children[i];
    array->children = pointers;
    array->n_children = (int64_t)count;
    return true;
}

/* The column's different texts, one behind the other. Memory is the only thing that fails here. */
static bool open_dictionary_array(struct ArrowArray *array, const hm_column *column) {
    owner *owned = array->private_data;
    struct ArrowArray *dictionary = take(owned, 1, sizeof *dictionary);
    if (!dictionary || !open_array(dictionary, owned->allocator, column->values_count, 3))
        return false;
    array->dictionary = dictionary;
    owned = dictionary->private_data;
    size_t size = 0;
    for (uint32_t i = 0; i < column->values_count; i++)
        size += strlen(column->values.texts[i]);
    int32_t *offsets = take(owned, column->values_count, sizeof *offsets);
    char *texts = take(owned, size, 1);
    if (!offsets || !texts)
        return false;
    for (uint32_t i = 0; i < column->values_count; i++) {
        const size_t length = strlen(column->values.texts[i]);
        memcpy(texts + offsets[i], column->values.texts[i], length);
        offsets[i + 1] = offsets[i] + (int32_t)length;
    }
    owned->buffers[1] = offsets;
    owned->buffers[2] = texts;
    return true;
}

static size_t bytes_of(hm_column_type type, size_t rows, size_t *size) {
    static const size_t sizes[] = {[HM_COLUMN_NUMBER] = sizeof(double),
                                   [HM_COLUMN_INTEGER] = sizeof(int64_t),
                                   [HM_COLUMN_TEXT] = sizeof(int32_t),
                                   [HM_COLUMN_FLAG] = 1};
    *size = sizes[type];
    return type == HM_COLUMN_FLAG ? rows / 8 + 1 : rows;
}

static bool open_column_array(struct ArrowArray *array, const hm_column *column, size_t rows,
                              const hm_allocator *allocator) {
    if (!open_array(array, allocator, rows, 2))
        return false;
    owner *owned = array->private_data;
    size_t size;
    const size_t count = bytes_of(column->type, rows, &size);
    owned->buffers[0] = take(owned, rows / 8 + 1, 1);
    owned->buffers[1] = owned->buffers[0] ? take(owned, count, size) : NULL;
    return owned->buffers[1] &&
           (column->type != HM_COLUMN_TEXT || open_dictionary_array(array, column));
}

static bool open_table_array(struct ArrowArray *array, const hm_table *table) {
    bool fine = open_array(array, table->allocator, table->rows, 1) &&
                open_array_children(array, table->count);
    for (size_t i = 0; fine && i < table->count; i++)
        fine = open_column_array(array->children[i], &table->columns[i], table->rows,
                                 table->allocator);
    return fine;
}

/* --- cells --- */

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

/* The cells of a block become rows `first` and on. Cells without a value stay 0. */
static void copy_cells(struct ArrowArray *array, const hm_column *column,
                       const hm_column_block *block, size_t first, size_t count) {
    owner *owned = array->private_data;
    uint8_t *validity = (uint8_t *)owned->pieces[0].memory;
    void *values = owned->pieces[1].memory;
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

enum { BLOCK_ROWS = 1024 };

/* Whole groups of the rows that are cheapest to read together. */
static size_t rows_of_block(const hm_table *table) {
    const size_t together = table->together > 0 ? table->together : 1;
    return together < BLOCK_ROWS ? BLOCK_ROWS / together * together : together;
}

/* False when memory has run out. */
static bool copy_rows(struct ArrowArray *array, const hm_table *table) {
    const size_t most = rows_of_block(table);
    hm_block block;
    const bool fine = hm_block_open(table, &block, most);
    for (size_t first = 0, count; fine && first < table->rows; first += count) {
        count = table->rows - first < most ? table->rows - first : most;
        hm_block_read(table, &block, first, count);
        for (size_t i = 0; i < table->count; i++)
            copy_cells(array->children[i], &table->columns[i], &block.columns[i], first, count);
    }
    hm_block_close(table, &block, most);
    return fine;
}

/* Where all cells have a value, no bitmap says so more briefly. */
static void drop_full_bitmaps(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->null_count == 0)
            array->children[i]->buffers[0] = NULL;
}

/* --- the whole --- */

/* Texts are found by offsets of 31 bits, and numbered so. */
static hm_code check_texts(const hm_table *table, hm_error *error) {
    for (size_t c = 0; c < table->count; c++) {
        const hm_column *column = &table->columns[c];
        const uint32_t count = column->type == HM_COLUMN_TEXT ? column->values_count : 0;
        size_t size = 0;
        for (uint32_t i = 0; i < count && count <= INT32_MAX && size <= INT32_MAX; i++)
            size += strlen(column->values.texts[i]);
        if (count > INT32_MAX || size > INT32_MAX)
            return hm_error_set(error, HM_ERROR_OUTPUT,
                                "column %s of table %s has more text than an Arrow dictionary of "
                                "utf8 holds: %s",
                                column->name, table->name,
                                count > INT32_MAX ? "2^31 different texts" : "2 GiB");
    }
    return HM_OK;
}

static hm_code export_table(const hm_table *table, struct ArrowSchema *schema,
                            struct ArrowArray *array, hm_error *error) {
    if (schema)
        schema->release = NULL;
    if (array)
        array->release = NULL;
    if (!table || !schema || !array)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_table_export_arrow needs a table, a schema and an array");
    const hm_code code = check_texts(table, error);
    if (code != HM_OK)
        return code;
    if (open_table_schema(schema, table) && open_table_array(array, table) &&
        copy_rows(array, table)) {
        drop_full_bitmaps(array);
        return HM_OK;
    }
    if (schema->release)
        schema->release(schema);
    if (array->release)
        array->release(array);
    return hm_error_memory(error);
}

hm_code hm_table_export_arrow(const hm_table *table, struct ArrowSchema *schema,
                              struct ArrowArray *array, hm_error *error) {
    hm_environment host;
    hm_environment_enter(&host);
    return hm_environment_leave(&host, export_table(table, schema, array, error));
}
