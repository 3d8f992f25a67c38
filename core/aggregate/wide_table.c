/* wide_table.c: see wide_table.h. Of all units the columns of the scores are lent as they stand; of
 * some they are gathered as they are read. */
#include "aggregate/wide_table.h"

#include <string.h>

#include "aggregate/shown.h"
#include "base/error.h"
#include "dataset/dataset.h"

enum { CITY = HM_SHOWN_CITY, PERIOD = HM_SHOWN_PERIOD, BEFORE_NODES = HM_SHOWN_UNIT_COLUMNS };

typedef struct wide_table {
    hm_table table; /* first: the table is the whole of it */
    hm_shown shown; /* its nodes are columns */
} wide_table;

static const wide_table *whole(const hm_table *table) {
    return (const wide_table *)(const void *)table;
}

/* --- rows --- */

/* Where the cells of chosen units are gathered: by column and then row. */
typedef struct cells {
    hm_arena arena;
    uint32_t *cities, *periods;
    double *scores;
    uint8_t *states;
    size_t rows;
} cells;

static bool open_block(const hm_table *table, hm_block *block, size_t rows) {
    const wide_table *t = whole(table);
    if (!t->shown.units)
        return true;
    cells *c = hm_allocate_array(table->allocator, 1, sizeof *c);
    block->workspace = c;
    if (!c)
        return false;
    hm_arena_open(&c->arena, table->allocator);
    c->rows = rows;
    c->cities = hm_arena_take_array(&c->arena, rows, sizeof *c->cities);
    c->periods = hm_arena_take_array(&c->arena, rows, sizeof *c->periods);
    c->scores = hm_arena_take_array(&c->arena, rows * t->shown.node_count, sizeof *c->scores);
    c->states = hm_arena_take_array(&c->arena, rows * t->shown.node_count, sizeof *c->states);
    return c->cities && c->periods && c->scores && c->states;
}

static void close_block(const hm_table *table, hm_block *block, size_t rows) {
    cells *c = block->workspace;
    (void)rows;
    if (!c)
        return;
    hm_arena_close(&c->arena);
    hm_release(table->allocator, c, sizeof *c);
}

static void lend_rows(const wide_table *t, hm_column_block *columns, size_t first) {
    const hm_dataset *dataset = t->shown.scores->bound.dataset;
    columns[CITY] = (hm_column_block){.codes = hm_dataset_cities(dataset) + first};
    columns[PERIOD] = (hm_column_block){.codes = hm_dataset_periods(dataset) + first};
    for (size_t i = 0; i < t->shown.node_count; i++) {
        const hm_grid_column *scores =
            &t->shown.scores->aggregated.scores.columns[t->shown.nodes[i]];
        columns[BEFORE_NODES + i] = (hm_column_block){.cells = {.numbers = scores->values + first},
                                                      .states = scores->states + first};
    }
}

static void gather_rows(const wide_table *t, cells *c, hm_column_block *columns, size_t first,
                        size_t count) {
    const hm_dataset *dataset = t->shown.scores->bound.dataset;
    const uint32_t *cities = hm_dataset_cities(dataset), *periods = hm_dataset_periods(dataset);
    const size_t *units = t->shown.units + first;
    for (size_t row = 0; row < count; row++) {
        c->cities[row] = cities[units[row]];
        c->periods[row] = periods[units[row]];
    }
    columns[CITY] = (hm_column_block){.codes = c->cities};
    columns[PERIOD] = (hm_column_block){.codes = c->periods};
    for (size_t i = 0; i < t->shown.node_count; i++) {
        const hm_grid_column *scores =
            &t->shown.scores->aggregated.scores.columns[t->shown.nodes[i]];
        double *values = c->scores + i * c->rows;
        uint8_t *states = c->states + i * c->rows;
        for (size_t row = 0; row < count; row++) {
            values[row] = scores->values[units[row]];
            states[row] = scores->states[units[row]];
        }
        columns[BEFORE_NODES + i] =
            (hm_column_block){.cells = {.numbers = values}, .states = states};
    }
}

static void read_rows(const hm_table *table, hm_block *block, size_t first, size_t count) {
    const wide_table *t = whole(table);
    if (t->shown.units)
        gather_rows(t, block->workspace, block->columns, first, count);
    else
        lend_rows(t, block->columns, first);
}

static void free_table(hm_table *table) {
    wide_table *t = (wide_table *)(void *)table;
    hm_shown_close(&t->shown);
    hm_release(table->allocator, t, sizeof *t);
}

static const hm_table_kind kind = {open_block, close_block, read_rows, free_table};

/* --- columns --- */

static hm_code describe(wide_table *t, const hm_plan *plan, hm_error *error) {
    const size_t count = BEFORE_NODES + t->shown.node_count;
    hm_column *columns = hm_arena_take_array(&t->shown.arena, count, sizeof *columns);
    if (!columns)
        return hm_error_memory(error);
    hm_shown_describe_units(&t->shown, columns);
    for (size_t i = 0; i < t->shown.node_count; i++) {
        const char *code = plan->nodes[t->shown.nodes[i]].code;
        for (int unit = 0; unit < BEFORE_NODES; unit++)
            if (strcmp(code, columns[unit].name) == 0)
                return hm_error_set(error, HM_ERROR_ARGUMENT,
                                    "a node is called \"%s\", as the column of the %s is: it "
                                    "cannot be a column of the same table",
                                    code, code);
        columns[BEFORE_NODES + i] =
            (hm_column){.name = code, .type = HM_COLUMN_NUMBER, .unit = "", .key = HM_NO_KEY};
    }
    t->table.columns = columns;
    t->table.count = count;
    return HM_OK;
}

hm_code hm_wide_table_open(hm_table **out, const hm_scores *scores, const size_t *units,
                           size_t unit_count, size_t depth, hm_error *error) {
    const hm_allocator *allocator = scores->allocator;
    wide_table *t = hm_allocate_array(allocator, 1, sizeof *t);
    if (!t)
        return hm_error_memory(error);
    const bool fine = hm_shown_open(&t->shown, scores, units, unit_count, depth);
    t->table = (hm_table){.kind = &kind,
                          .allocator = allocator,
                          .name = "scores",
                          .rows = t->shown.unit_count,
                          .together = 1};
    const hm_code code = fine ? describe(t, scores->plan, error) : hm_error_memory(error);
    if (code == HM_OK)
        *out = &t->table;
    else
        free_table(&t->table);
    return code;
}

hm_code hm_scores_wide_table(hm_table **out, const hm_scores *scores, hm_error *error) {
    return hm_shown_all(hm_wide_table_open, "hm_scores_wide_table", out, scores, error);
}
