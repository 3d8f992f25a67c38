/* wide_table.c: see wide_table.h. Of all units the columns of the scores are lent as they stand; of
 * some they are gathered as they are read. */
#include "aggregate/wide_table.h"

#include <string.h>

#include "base/error.h"
#include "dataset/dataset.h"

enum { CITY, PERIOD, BEFORE_NODES };

static const char *const unit_columns[BEFORE_NODES] = {"city", "period"};

typedef struct wide_table {
    hm_table table; /* first: the table is the whole of it */
    const hm_scores *scores;
    const size_t *units; /* NULL: all */
    uint32_t *nodes;     /* those that are columns */
    size_t node_count;
    hm_arena arena;
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
    if (!t->units)
        return true;
    cells *c = hm_allocate_array(table->allocator, 1, sizeof *c);
    block->workspace = c;
    if (!c)
        return false;
    hm_arena_open(&c->arena, table->allocator);
    c->rows = rows;
    c->cities = hm_arena_take_array(&c->arena, rows, sizeof *c->cities);
    c->periods = hm_arena_take_array(&c->arena, rows, sizeof *c->periods);
    c->scores = hm_arena_take_array(&c->arena, rows * t->node_count, sizeof *c->scores);
    c->states = hm_arena_take_array(&c->arena, rows * t->node_count, sizeof *c->states);
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
    const hm_dataset *dataset = t->scores->bound.dataset;
    columns[CITY] = (hm_column_block){.codes = hm_dataset_cities(dataset) + first};
    columns[PERIOD] = (hm_column_block){.codes = hm_dataset_periods(dataset) + first};
    for (size_t i = 0; i < t->node_count; i++) {
        const hm_grid_column *scores = &t->scores->aggregated.scores.columns[t->nodes[i]];
        columns[BEFORE_NODES + i] = (hm_column_block){.cells = {.numbers = scores->values + first},
                                                      .states = scores->states + first};
    }
}

static void gather_rows(const wide_table *t, cells *c, hm_column_block *columns, size_t first,
                        size_t count) {
    const hm_dataset *dataset = t->scores->bound.dataset;
    const uint32_t *cities = hm_dataset_cities(dataset), *periods = hm_dataset_periods(dataset);
    const size_t *units = t->units + first;
    for (size_t row = 0; row < count; row++) {
        c->cities[row] = cities[units[row]];
        c->periods[row] = periods[units[row]];
    }
    columns[CITY] = (hm_column_block){.codes = c->cities};
    columns[PERIOD] = (hm_column_block){.codes = c->periods};
    for (size_t i = 0; i < t->node_count; i++) {
        const hm_grid_column *scores = &t->scores->aggregated.scores.columns[t->nodes[i]];
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
    if (t->units)
        gather_rows(t, block->workspace, block->columns, first, count);
    else
        lend_rows(t, block->columns, first);
}

static void free_table(hm_table *table) {
    wide_table *t = (wide_table *)(void *)table;
    hm_arena_close(&t->arena);
    hm_release(table->allocator, t, sizeof *t);
}

static const hm_table_kind kind = {open_block, close_block, read_rows, free_table};

/* --- columns --- */

static bool choose_nodes(wide_table *t, const hm_plan *plan, size_t depth) {
    t->nodes = hm_arena_take_array(&t->arena, plan->node_count, sizeof *t->nodes);
    for (uint32_t node = 0; t->nodes && node < plan->node_count; node++)
        if (plan->nodes[node].depth <= depth)
            t->nodes[t->node_count++] = node;
    return t->nodes != NULL;
}

static hm_column describe_unit(const char *name, const hm_names *names, int key) {
    return (hm_column){.name = name,
                       .type = HM_COLUMN_TEXT,
                       .unit = "",
                       .coded = true,
                       .key = key,
                       .values = {.texts = names->texts},
                       .values_count = names->count};
}

static hm_code describe(wide_table *t, const hm_plan *plan, hm_error *error) {
    const hm_dataset *dataset = t->scores->bound.dataset;
    const size_t count = BEFORE_NODES + t->node_count;
    hm_column *columns = hm_arena_take_array(&t->arena, count, sizeof *columns);
    if (!columns)
        return hm_error_memory(error);
    columns[CITY] = describe_unit(unit_columns[CITY], hm_dataset_city_names(dataset), CITY);
    columns[PERIOD] = describe_unit(unit_columns[PERIOD], hm_dataset_period_names(dataset), PERIOD);
    for (size_t i = 0; i < t->node_count; i++) {
        const char *code = plan->nodes[t->nodes[i]].code;
        for (int unit = 0; unit < BEFORE_NODES; unit++)
            if (strcmp(code, unit_columns[unit]) == 0)
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
    *t = (wide_table){.scores = scores, .units = units};
    t->table = (hm_table){.kind = &kind,
                          .allocator = allocator,
                          .name = "scores",
                          .rows = units ? unit_count : scores->aggregated.scores.rows,
                          .together = 1};
    hm_arena_open(&t->arena, allocator);
    const hm_code code = choose_nodes(t, scores->plan, depth) ? describe(t, scores->plan, error)
                                                              : hm_error_memory(error);
    if (code == HM_OK)
        *out = &t->table;
    else
        free_table(&t->table);
    return code;
}

hm_code hm_scores_wide_table(hm_table **out, const hm_scores *scores, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || !scores)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_scores_wide_table needs an out and scores");
    return hm_wide_table_open(out, scores, NULL, 0, SIZE_MAX, error);
}
