#include "table/builder.h"

#include <string.h>

#include "base/error.h"
#include "base/names.h"

/* An array of the column's, which grows with its rows. */
typedef struct array {
    void *items;
    size_t capacity;
} array;

/* One column while it is made, and then the table's. */
typedef struct stored {
    array values; /* by type: double, int64_t, uint32_t (codes of `texts`), uint8_t */
    array states, provenance;
    hm_names texts;
    bool has_missing, has_provenance;
    /* of the row at hand */
    union {
        double number;
        int64_t integer;
        uint32_t code;
        uint8_t flag;
    } value;
    uint8_t state, row_provenance;
} stored;

struct hm_table_builder {
    hm_table table; /* what it is going to be; first, so that the table is the whole block */
    hm_arena arena; /* names of columns */
    hm_column *columns;
    stored *stored; /* by column */
    size_t column_capacity, stored_capacity;
    bool out_of_memory;
    stored nowhere; /* what is put into a column that memory did not suffice for */
};

static size_t size_of(hm_column_type type) {
    static const size_t sizes[] = {[HM_COLUMN_NUMBER] = sizeof(double),
                                   [HM_COLUMN_INTEGER] = sizeof(int64_t),
                                   [HM_COLUMN_TEXT] = sizeof(uint32_t),
                                   [HM_COLUMN_FLAG] = sizeof(uint8_t)};
    return sizes[type];
}

/* --- a table whose rows lie in memory --- */

static bool open_block(const hm_table *table, hm_block *block, size_t rows) {
    (void)table;
    (void)block;
    (void)rows;
    return true;
}

static void close_block(const hm_table *table, hm_block *block, size_t rows) {
    (void)table;
    (void)block;
    (void)rows;
}

static hm_column_block lend(const hm_column *column, const stored *cells, size_t first) {
    hm_column_block block = {
        .states = cells->has_missing ? (const uint8_t *)cells->states.items + first : NULL,
        .provenance =
            cells->has_provenance ? (const uint8_t *)cells->provenance.items + first : NULL};
    switch (column->type) {
    case HM_COLUMN_NUMBER:
        block.cells.numbers = (const double *)cells->values.items + first;
        break;
    case HM_COLUMN_INTEGER:
        block.cells.integers = (const int64_t *)cells->values.items + first;
        break;
    case HM_COLUMN_TEXT:
        block.codes = (const uint32_t *)cells->values.items + first;
        break;
    case HM_COLUMN_FLAG:
        block.cells.flags = (const uint8_t *)cells->values.items + first;
        break;
    }
    return block;
}

static void read_rows(const hm_table *table, hm_block *block, size_t first, size_t count) {
    const hm_table_builder *builder = (const hm_table_builder *)(const void *)table;
    (void)count;
    for (size_t i = 0; i < table->count; i++)
        block->columns[i] = lend(&table->columns[i], &builder->stored[i], first);
}

static void free_table(hm_table *table) {
    hm_table_builder_free((hm_table_builder *)(void *)table);
}

static const hm_table_kind stored_table = {open_block, close_block, read_rows, free_table};

/* --- building --- */

hm_table_builder *hm_table_builder_new(const char *name, const hm_allocator *allocator) {
    hm_table_builder *builder = hm_allocate_array(allocator, 1, sizeof *builder);
    if (!builder)
        return NULL;
    hm_arena_open(&builder->arena, allocator);
    builder->table = (hm_table){.kind = &stored_table,
                                .allocator = allocator,
                                .name = hm_arena_copy(&builder->arena, name, strlen(name)),
                                .together = 1};
    builder->out_of_memory = builder->table.name == NULL;
    return builder;
}

void hm_table_builder_free(hm_table_builder *builder) {
    if (!builder)
        return;
    const hm_allocator *allocator = builder->table.allocator;
    for (size_t i = 0; i < builder->table.count; i++) {
        stored *cells = &builder->stored[i];
        hm_release(allocator, cells->values.items,
                   cells->values.capacity * size_of(builder->columns[i].type));
        hm_release(allocator, cells->states.items, cells->states.capacity);
        hm_release(allocator, cells->provenance.items, cells->provenance.capacity);
        hm_names_close(&cells->texts);
    }
    hm_release(allocator, builder->columns, builder->column_capacity * sizeof *builder->columns);
    hm_release(allocator, builder->stored, builder->stored_capacity * sizeof *builder->stored);
    hm_arena_close(&builder->arena);
    hm_release(allocator, builder, sizeof *builder);
}

size_t hm_table_builder_column(hm_table_builder *builder, const char *name, hm_column_type type,
                               const char *unit) {
    const hm_allocator *allocator = builder->table.allocator;
    const size_t count = builder->table.count;
    const char *name_copy = hm_arena_copy(&builder->arena, name, strlen(name));
    const char *unit_copy = hm_arena_copy(&builder->arena, unit, strlen(unit));
    if (!name_copy || !unit_copy ||
        !hm_grow(allocator, &builder->columns, count, &builder->column_capacity,
                 sizeof *builder->columns) ||
        !hm_grow(allocator, &builder->stored, count, &builder->stored_capacity,
                 sizeof *builder->stored)) {
        builder->out_of_memory = true;
        return SIZE_MAX;
    }
    builder->columns[count] = (hm_column){.name = name_copy,
                                          .type = type,
                                          .unit = unit_copy,
                                          .coded = type == HM_COLUMN_TEXT,
                                          .key = HM_NO_KEY};
    builder->stored[count] = (stored){.state = HM_NOT_APPLICABLE};
    hm_names_open(&builder->stored[count].texts, allocator);
    return builder->table.count++;
}

hm_table_builder *hm_table_builder_open(const char *name, const hm_builder_column *columns,
                                        size_t count, const hm_allocator *allocator) {
    hm_table_builder *builder = hm_table_builder_new(name, allocator);
    for (size_t i = 0; builder && i < count; i++)
        (void)hm_table_builder_column(builder, columns[i].name, columns[i].type, columns[i].unit);
    return builder;
}

static stored *at(hm_table_builder *builder, size_t column) {
    return column < builder->table.count ? &builder->stored[column] : &builder->nowhere;
}

static stored *observe(hm_table_builder *builder, size_t column) {
    stored *cells = at(builder, column);
    cells->state = HM_OBSERVED;
    return cells;
}

void hm_table_builder_number(hm_table_builder *builder, size_t column, double number) {
    observe(builder, column)->value.number = number;
}

void hm_table_builder_integer(hm_table_builder *builder, size_t column, int64_t integer) {
    observe(builder, column)->value.integer = integer;
}

void hm_table_builder_flag(hm_table_builder *builder, size_t column, bool flag) {
    observe(builder, column)->value.flag = flag;
}

void hm_table_builder_text(hm_table_builder *builder, size_t column, const char *text,
                           size_t size) {
    stored *cells = observe(builder, column);
    if (cells == &builder->nowhere)
        return;
    cells->value.code = hm_names_intern(&cells->texts, text, size);
    builder->out_of_memory |= cells->value.code == HM_NO_NAME;
}

void hm_table_builder_missing(hm_table_builder *builder, size_t column, hm_state state) {
    at(builder, column)->state = (uint8_t)state;
}

void hm_table_builder_provenance(hm_table_builder *builder, size_t column, unsigned provenance) {
    at(builder, column)->row_provenance = (uint8_t)provenance;
}

/* Room for one more item; where it goes, NULL when memory has run out. */
static void *next(const hm_table_builder *builder, array *grown, size_t size) {
    const bool fine = hm_grow(builder->table.allocator, &grown->items, builder->table.rows,
                              &grown->capacity, size);
    return fine ? (uint8_t *)grown->items + builder->table.rows * size : NULL;
}

static bool end_cell(const hm_table_builder *builder, const hm_column *column, stored *cells) {
    const size_t size = size_of(column->type);
    void *value = next(builder, &cells->values, size);
    uint8_t *state = next(builder, &cells->states, 1);
    uint8_t *provenance = next(builder, &cells->provenance, 1);
    if (!value || !state || !provenance)
        return false;
    if (cells->state == HM_OBSERVED)
        memcpy(value, &cells->value, size);
    else
        memset(value, 0, size);
    *state = cells->state;
    *provenance = cells->row_provenance;
    cells->has_missing |= cells->state != HM_OBSERVED;
    cells->has_provenance |= cells->row_provenance != 0;
    cells->state = HM_NOT_APPLICABLE;
    cells->row_provenance = 0;
    return true;
}

void hm_table_builder_end_row(hm_table_builder *builder) {
    for (size_t i = 0; i < builder->table.count && !builder->out_of_memory; i++)
        builder->out_of_memory = !end_cell(builder, &builder->columns[i], &builder->stored[i]);
    builder->table.rows += !builder->out_of_memory;
}

hm_code hm_table_builder_freeze(hm_table_builder *builder, hm_table **out, hm_error *error) {
    if (!builder || builder->out_of_memory) {
        hm_table_builder_free(builder);
        return hm_error_memory(error);
    }
    for (size_t i = 0; i < builder->table.count; i++) {
        const hm_names *texts = &builder->stored[i].texts;
        builder->columns[i].values.texts = texts->texts;
        builder->columns[i].values_count = texts->count;
    }
    builder->table.columns = builder->columns;
    *out = &builder->table;
    return HM_OK;
}
