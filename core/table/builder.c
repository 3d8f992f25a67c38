#include "table/builder.h"

#include <string.h>

#include "base/error.h"
#include "platform/large.h"

enum { FIRST_ROWS = 16 };

_Static_assert(HM_OBSERVED == 0, "bytes of states are 0 where all are there");

/* An array of the column's, with room for so many rows. */
typedef struct array {
    void *items;
    size_t capacity;
} array;

/* One column while it is made, and then the table's. */
typedef struct stored {
    array values;             /* by type: double, int64_t, uint32_t (codes of `texts`), uint8_t */
    array states, provenance; /* bytes; not there before one is needed: all are 0 */
    hm_names texts;
    const hm_names *list; /* that texts are taken from, while rows are put; NULL: none */
    size_t list_count;
    uint32_t *listed; /* by number in the list: the code + 1, 0: not taken yet */
    uint32_t last;    /* the code put last */
    /* of the row at hand */
    union {
        double number;
        int64_t integer;
        uint32_t code;
        uint8_t flag;
    } value;
    uint8_t state, row_provenance;
    bool has_run; /* whose values are there already */
} stored;

struct hm_table_builder {
    hm_table table; /* what it is going to be; first, so that the table is the whole block */
    hm_arena arena; /* names of columns */
    hm_column *columns;
    stored *stored; /* by column */
    size_t column_capacity, stored_capacity;
    size_t capacity; /* rows that there is room for in every array */
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
    const uint8_t *states = cells->states.items, *provenance = cells->provenance.items;
    hm_column_block block = {.states = states ? states + first : NULL,
                             .provenance = provenance ? provenance + first : NULL};
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
        hm_release(allocator, cells->listed, cells->list_count * sizeof *cells->listed);
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
    builder->stored[count] = (stored){.last = HM_NO_NAME, .state = HM_NOT_APPLICABLE};
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

/* Rows have the same text again and again. */
static bool is_last(const stored *cells, const char *text, size_t size) {
    return cells->last < cells->texts.count && cells->texts.sizes[cells->last] == size &&
           memcmp(cells->texts.texts[cells->last], text, size) == 0;
}

void hm_table_builder_text(hm_table_builder *builder, size_t column, const char *text,
                           size_t size) {
    stored *cells = observe(builder, column);
    if (cells == &builder->nowhere)
        return;
    if (!is_last(cells, text, size))
        cells->last = hm_names_intern(&cells->texts, text, size);
    cells->value.code = cells->last;
    builder->out_of_memory |= cells->value.code == HM_NO_NAME;
}

void hm_table_builder_list(hm_table_builder *builder, size_t column, const hm_names *list) {
    stored *cells = at(builder, column);
    if (cells == &builder->nowhere || cells->list)
        return;
    cells->listed = hm_allocate_array(builder->table.allocator, list->count, sizeof *cells->listed);
    cells->list = list;
    cells->list_count = list->count;
    builder->out_of_memory |= cells->listed == NULL;
}

static uint32_t code_of_item(stored *cells, uint32_t number) {
    uint32_t *code = &cells->listed[number];
    if (*code == 0)
        *code = 1 + hm_names_intern(&cells->texts, cells->list->texts[number],
                                    cells->list->sizes[number]);
    return *code - 1;
}

void hm_table_builder_item(hm_table_builder *builder, size_t column, uint32_t number) {
    stored *cells = observe(builder, column);
    if (cells == &builder->nowhere || !cells->listed)
        return;
    cells->value.code = code_of_item(cells, number);
    builder->out_of_memory |= cells->value.code == HM_NO_NAME;
}

void hm_table_builder_missing(hm_table_builder *builder, size_t column, hm_state state) {
    at(builder, column)->state = (uint8_t)state;
}

void hm_table_builder_provenance(hm_table_builder *builder, size_t column, unsigned provenance) {
    at(builder, column)->row_provenance = (uint8_t)provenance;
}

/* --- rows --- */

/* Room for `rows`; large memory where all are known before the first. */
static bool widen(const hm_table_builder *builder, array *grown, size_t size, size_t rows) {
    const hm_allocator *allocator = builder->table.allocator;
    if (rows <= grown->capacity)
        return true;
    if (rows > SIZE_MAX / size)
        return false;
    void *items = grown->items
                      ? hm_resize(allocator, grown->items, grown->capacity * size, rows * size)
                      : hm_allocate_large(allocator, rows * size);
    if (!items)
        return false;
    *grown = (array){items, rows};
    return true;
}

void hm_table_builder_expect(hm_table_builder *builder, size_t more) {
    const size_t rows = builder->table.rows + more;
    bool fine = !builder->out_of_memory && rows >= more;
    for (size_t i = 0; fine && i < builder->table.count; i++) {
        stored *cells = &builder->stored[i];
        fine = widen(builder, &cells->values, size_of(builder->columns[i].type), rows) &&
               (!cells->states.items || widen(builder, &cells->states, 1, rows)) &&
               (!cells->provenance.items || widen(builder, &cells->provenance, 1, rows));
    }
    if (fine && rows > builder->capacity)
        builder->capacity = rows;
    builder->out_of_memory |= !fine;
}

/* A byte of rows to come that is not 0, as those of all rows before them are where there was no
 * array yet. */
static bool put_bytes(const hm_table_builder *builder, array *bytes, uint8_t byte, size_t count) {
    uint8_t *items = bytes->items;
    if (!items && byte == 0)
        return true;
    if (!items) {
        if (!widen(builder, bytes, 1, builder->capacity))
            return false;
        items = bytes->items;
        memset(items, 0, builder->table.rows);
    }
    memset(items + builder->table.rows, byte, count);
    return true;
}

/* The value at hand into `count` rows. */
static void put_values(hm_column_type type, const stored *cells, size_t first, size_t count) {
    const bool is_there = cells->state == HM_OBSERVED;
    const double number = is_there && type == HM_COLUMN_NUMBER ? cells->value.number : 0;
    const int64_t integer = is_there && type == HM_COLUMN_INTEGER ? cells->value.integer : 0;
    const uint32_t code = is_there && type == HM_COLUMN_TEXT ? cells->value.code : 0;
    switch (type) {
    case HM_COLUMN_NUMBER:
        for (size_t i = first; i < first + count; i++)
            ((double *)cells->values.items)[i] = number;
        break;
    case HM_COLUMN_INTEGER:
        for (size_t i = first; i < first + count; i++)
            ((int64_t *)cells->values.items)[i] = integer;
        break;
    case HM_COLUMN_TEXT:
        for (size_t i = first; i < first + count; i++)
            ((uint32_t *)cells->values.items)[i] = code;
        break;
    case HM_COLUMN_FLAG:
        memset((uint8_t *)cells->values.items + first, is_there ? cells->value.flag : 0, count);
        break;
    }
}

static bool end_cells(const hm_table_builder *builder, hm_column_type type, stored *cells,
                      size_t count) {
    if (!cells->has_run)
        put_values(type, cells, builder->table.rows, count);
    const bool fine = put_bytes(builder, &cells->states, cells->state, count) &&
                      put_bytes(builder, &cells->provenance, cells->row_provenance, count);
    cells->state = HM_NOT_APPLICABLE;
    cells->row_provenance = 0;
    cells->has_run = false;
    return fine;
}

/* There is room for it. */
static void put_run(hm_table_builder *builder, const hm_builder_run *run, size_t count) {
    stored *cells = observe(builder, run->column);
    const size_t first = builder->table.rows;
    cells->has_run = true;
    if (run->numbers)
        memcpy((double *)cells->values.items + first, run->numbers, count * sizeof *run->numbers);
    if (run->integers)
        memcpy((int64_t *)cells->values.items + first, run->integers,
               count * sizeof *run->integers);
    for (size_t i = 0; run->items && i < count; i++) {
        const uint32_t code = code_of_item(cells, run->items[i]);
        ((uint32_t *)cells->values.items)[first + i] = code;
        builder->out_of_memory |= code == HM_NO_NAME;
    }
}

void hm_table_builder_end_rows(hm_table_builder *builder, size_t count, const hm_builder_run *runs,
                               size_t run_count) {
    const size_t rows = builder->table.rows, more = rows > FIRST_ROWS ? rows : FIRST_ROWS;
    if (count > builder->capacity - rows)
        hm_table_builder_expect(builder, count > more ? count : more);
    for (size_t i = 0; i < run_count && !builder->out_of_memory; i++)
        put_run(builder, &runs[i], count);
    for (size_t i = 0; i < builder->table.count && !builder->out_of_memory; i++)
        builder->out_of_memory =
            !end_cells(builder, builder->columns[i].type, &builder->stored[i], count);
    builder->table.rows += builder->out_of_memory ? 0 : count;
}

void hm_table_builder_end_row(hm_table_builder *builder) {
    hm_table_builder_end_rows(builder, 1, NULL, 0);
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
