#include "compare/table.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "table/table.h"

enum { CITY, PERIOD, OTHER, CODE, COMPONENT, INPUT, POINTS, NOTE, COLUMNS };

/* In the order of their bits. */
static const char *const cause_names[] = {"appeared", "lost", "share", "own"};
static const char *const reason_names[] = {"break", "one_side", "moved", "no_node", "no_score"};
enum { NOTES = 32 }; /* of all sets of either */

const char *const hm_component_names[HM_COMPONENTS] = {"data", "measures", "weights", "methods",
                                                       "scope"};

static void join(char *text, unsigned bits, const char *const *names, size_t count) {
    size_t size = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        if (bits >> i & 1)
            size += (size_t)snprintf(text + size, HM_NOTE_SIZE - size, "%s%s", size > 0 ? ";" : "",
                                     names[i]);
}

void hm_reason_text(char text[HM_NOTE_SIZE], unsigned reasons) {
    join(text, reasons, reason_names, sizeof reason_names / sizeof *reason_names);
}

static void add_part(hm_buffer *out, const char *part) {
    hm_buffer_add_text(out, out->size > 0 ? ", " : "");
    hm_buffer_add_text(out, part);
}

void hm_pair_other(const hm_pair_names *names, size_t pair, hm_buffer *out) {
    const hm_pairs *pairs = names->pairs;
    const char *own =
        hm_dataset_unit_period(names->data[HM_AFTER], pairs->items[pair].units[HM_AFTER]);
    const char *period = pairs->period ? pairs->period : own;
    hm_buffer_clear(out);
    if (pairs->city)
        add_part(out, pairs->city);
    if (strcmp(period, own) != 0 || (!pairs->city && !names->other))
        add_part(out, period);
    if (names->other)
        add_part(out, names->other);
}

const char *hm_batch_code(const hm_batch *batch, size_t number) {
    const hm_matched *m = &batch->matched;
    const hm_side side = m->nodes[HM_AFTER][number] == HM_NO_NODE ? HM_BEFORE : HM_AFTER;
    return m->plans[side]->nodes[m->nodes[side][number]].code;
}

/* Codes of texts by what rows have. */
typedef struct coding {
    uint32_t *codes, *inputs, *of_inputs; /* by matched number; by slot: of the input, and of the
                                             node */
    size_t code_count, input_count;
} coding;

typedef struct pair_codes {
    uint32_t city, period, other;
} pair_codes;

typedef struct compared {
    hm_table table; /* first: it is the block */
    hm_column columns[COLUMNS];
    hm_names texts[COLUMNS];
    hm_compare_block *blocks;
    size_t block_count;
    hm_compare_piece *pieces;
    coding *codings; /* by batch */
    size_t batch_count;
    pair_codes *pairs;
    size_t pair_count;
    uint32_t notes[2][NOTES]; /* of the data, of the scope */
} compared;

/* --- reading --- */

typedef struct room {
    uint32_t *codes; /* by column and row; none of the points */
    double *points;
} room;

static bool open_block(const hm_table *table, hm_block *block, size_t rows) {
    room *r = hm_allocate_array(table->allocator, 1, sizeof *r);
    block->workspace = r;
    if (!r)
        return false;
    r->codes = hm_allocate_array(table->allocator, rows * COLUMNS, sizeof *r->codes);
    r->points = hm_allocate_array(table->allocator, rows, sizeof *r->points);
    return r->codes && r->points;
}

static void close_block(const hm_table *table, hm_block *block, size_t rows) {
    room *r = block->workspace;
    if (!r)
        return;
    hm_release(table->allocator, r->codes, rows * COLUMNS * sizeof *r->codes);
    hm_release(table->allocator, r->points, rows * sizeof *r->points);
    hm_release(table->allocator, r, sizeof *r);
}

static size_t block_with(const compared *c, size_t row) {
    size_t low = 0, high = c->block_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (c->blocks[middle].before <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void fill_row(const compared *c, const hm_compare_block *from, const hm_compare_row *row,
                     const room *r, size_t count, size_t at) {
    const coding *of = &c->codings[from->batch_number];
    const pair_codes *pair = &c->pairs[from->first + row->pair];
    r->codes[CITY * count + at] = pair->city;
    r->codes[PERIOD * count + at] = pair->period;
    r->codes[OTHER * count + at] = pair->other;
    r->codes[CODE * count + at] =
        row->is_figure ? of->of_inputs[row->place] : of->codes[row->place];
    r->codes[COMPONENT * count + at] = row->component;
    r->codes[INPUT * count + at] = row->is_figure ? of->inputs[row->place] : 0;
    r->codes[NOTE * count + at] =
        c->notes[row->component == HM_COMPONENT_SCOPE][row->is_figure ? 0 : row->why];
    r->points[at] = row->points;
}

static void read_rows(const hm_table *table, hm_block *block, size_t first, size_t count) {
    const compared *c = (const compared *)(const void *)table;
    const room *r = block->workspace;
    size_t from = count > 0 ? block_with(c, first) : 0;
    for (size_t i = 0; i < count; i++) {
        while (first + i >= c->blocks[from].before + c->blocks[from].rows.count)
            from++;
        fill_row(c, &c->blocks[from],
                 &c->blocks[from].rows.items[first + i - c->blocks[from].before], r, count, i);
    }
    for (size_t i = CITY; i < COLUMNS; i++)
        block->columns[i] = (hm_column_block){.codes = r->codes + i * count};
    block->columns[POINTS] = (hm_column_block){.cells = {.numbers = r->points}};
}

/* --- freeing --- */

static void free_table(hm_table *table) {
    compared *c = (compared *)(void *)table;
    const hm_allocator *allocator = c->table.allocator;
    hm_compare_pieces_free(c->pieces, allocator);
    hm_release(allocator, c->blocks, c->block_count * sizeof *c->blocks);
    for (size_t i = 0; c->codings && i < c->batch_count; i++) {
        hm_release(allocator, c->codings[i].codes, c->codings[i].code_count * sizeof(uint32_t));
        hm_release(allocator, c->codings[i].inputs, c->codings[i].input_count * sizeof(uint32_t));
        hm_release(allocator, c->codings[i].of_inputs,
                   c->codings[i].input_count * sizeof(uint32_t));
    }
    hm_release(allocator, c->codings, c->batch_count * sizeof *c->codings);
    hm_release(allocator, c->pairs, c->pair_count * sizeof *c->pairs);
    for (size_t i = 0; i < COLUMNS; i++)
        hm_names_close(&c->texts[i]);
    hm_release(allocator, c, sizeof *c);
}

static const hm_table_kind compared_table = {open_block, close_block, read_rows, free_table};

/* --- making --- */

static uint32_t code_of(compared *c, size_t column, const char *text, bool *fine) {
    const uint32_t code = hm_names_intern(&c->texts[column], text, strlen(text));
    *fine = *fine && code != HM_NO_NAME;
    return code;
}

static bool code_batch(compared *c, const hm_batch *batch, coding *of) {
    const hm_allocator *allocator = c->table.allocator;
    bool fine = true;
    *of = (coding){.code_count = batch->matched.count, .input_count = batch->slots.count};
    of->codes = hm_allocate_array(allocator, of->code_count, sizeof *of->codes);
    of->inputs = hm_allocate_array(allocator, of->input_count, sizeof *of->inputs);
    of->of_inputs = hm_allocate_array(allocator, of->input_count, sizeof *of->of_inputs);
    if (!of->codes || !of->inputs || !of->of_inputs)
        return false;
    for (size_t i = 0; i < of->code_count; i++)
        of->codes[i] = code_of(c, CODE, hm_batch_code(batch, i), &fine);
    for (uint32_t i = 0; i < of->input_count; i++) {
        of->inputs[i] = code_of(c, INPUT, batch->slots.inputs[i], &fine);
        of->of_inputs[i] = of->codes[batch->slots.numbers[i]];
    }
    return fine;
}

static bool code_notes(compared *c) {
    char text[HM_NOTE_SIZE];
    bool fine = true;
    for (unsigned bits = 0; fine && bits < NOTES; bits++) {
        join(text, bits, cause_names, sizeof cause_names / sizeof *cause_names);
        c->notes[0][bits] = code_of(c, NOTE, text, &fine);
        hm_reason_text(text, bits);
        c->notes[1][bits] = code_of(c, NOTE, text, &fine);
    }
    return fine;
}

static bool code_pairs(compared *c, const hm_pair_names *names) {
    bool fine = true;
    hm_buffer other;
    hm_buffer_open(&other, c->table.allocator);
    for (size_t i = 0; fine && i < c->pair_count; i++) {
        hm_pair_other(names, i, &other);
        fine = !other.failed;
        const size_t unit = names->pairs->items[i].units[HM_AFTER];
        c->pairs[i] = (pair_codes){
            code_of(c, CITY, hm_dataset_unit_city(names->data[HM_AFTER], unit), &fine),
            code_of(c, PERIOD, hm_dataset_unit_period(names->data[HM_AFTER], unit), &fine),
            code_of(c, OTHER, fine ? other.data : "", &fine)};
    }
    hm_buffer_close(&other);
    return fine;
}

static void describe_columns(compared *c) {
    static const char *const titles[COLUMNS] = {"city",      "period", "other",  "code",
                                                "component", "input",  "points", "note"};
    for (size_t i = 0; i < COLUMNS; i++) {
        const bool is_text = i != POINTS;
        c->columns[i] = (hm_column){.name = titles[i],
                                    .type = is_text ? HM_COLUMN_TEXT : HM_COLUMN_NUMBER,
                                    .unit = "",
                                    .coded = is_text,
                                    .key = HM_NO_KEY};
        if (is_text) {
            c->columns[i].values.texts = c->texts[i].texts;
            c->columns[i].values_count = c->texts[i].count;
        }
    }
    c->table.columns = c->columns;
}

static bool take_blocks(compared *c, const hm_compare_block *blocks, size_t count) {
    c->blocks = hm_allocate_array(c->table.allocator, count, sizeof *c->blocks);
    if (!c->blocks)
        return false;
    c->block_count = count;
    for (size_t i = 0; i < count; i++) {
        c->blocks[i] = blocks[i];
        c->blocks[i].before = c->table.rows;
        c->table.rows += blocks[i].rows.count;
    }
    return true;
}

static bool fill(compared *c, const hm_batch *batches, const hm_pair_names *names) {
    bool fine = c->codings && c->pairs;
    for (size_t i = 0; i < COLUMNS; i++)
        hm_names_open(&c->texts[i], c->table.allocator);
    for (size_t i = 0; fine && i < HM_COMPONENTS; i++)
        (void)code_of(c, COMPONENT, hm_component_names[i], &fine);
    if (fine)
        (void)code_of(c, INPUT, "", &fine);
    fine = fine && code_notes(c);
    for (size_t i = 0; fine && i < c->batch_count; i++)
        fine = code_batch(c, &batches[i], &c->codings[i]);
    return fine && code_pairs(c, names);
}

hm_code hm_compare_table_open(hm_table **out, const hm_compare_block *blocks, size_t block_count,
                              hm_compare_piece **pieces, const hm_batch *batches,
                              size_t batch_count, const hm_pair_names *names,
                              const hm_allocator *allocator, hm_error *error) {
    compared *c = hm_allocate_array(allocator, 1, sizeof *c);
    if (!c)
        return hm_error_memory(error);
    c->table = (hm_table){.kind = &compared_table,
                          .allocator = allocator,
                          .name = "compare",
                          .count = COLUMNS,
                          .together = 1};
    c->batch_count = batch_count;
    c->pair_count = names->pairs->count;
    c->codings = hm_allocate_array(allocator, batch_count, sizeof *c->codings);
    c->pairs = hm_allocate_array(allocator, c->pair_count, sizeof *c->pairs);
    if (!fill(c, batches, names) || !take_blocks(c, blocks, block_count)) {
        free_table(&c->table);
        return hm_error_memory(error);
    }
    hm_compare_pieces_move(&c->pieces, pieces);
    describe_columns(c);
    *out = &c->table;
    return HM_OK;
}
