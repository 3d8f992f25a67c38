/* compare.c: pairs of units, taken apart block by block on all threads, and the tables of what
 * comes of it. */
#include "hundredmark/compare.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "compare/table.h"
#include "table/row.h"
#include "base/error.h"
#include "base/versioned.h"
#include "platform/cancel.h"
#include "platform/environment.h"
#include "platform/threads.h"

typedef struct comparing {
    const hm_scores *scores[HM_SIDES];
    const hm_compare_options *options;
    const hm_allocator *allocator;
    hm_error *error;
    hm_pairs pairs;
    hm_pair_names names;
    hm_buffer *other; /* room for what the other of a pair is called */
    hm_batch *batches;
    size_t batch_count, batch_capacity;
    hm_compare_block *blocks;
    size_t block_count, block_capacity;
    size_t *order;             /* of the blocks, batch by batch */
    hm_batch_worker **workers; /* of the batch at hand, by thread; NULL until one is needed */
    const size_t *at_hand;     /* its blocks */
    hm_compare_piece *pieces;  /* that rows lie in */
    size_t jobs;
    atomic_bool out_of_memory;
} comparing;

static bool has_other(const hm_pairing *pair) {
    return pair->units[HM_BEFORE] != HM_NO_OTHER;
}

/* --- batches --- */

static hm_code find_batch(comparing *c, const hm_pairing *pair, size_t *out) {
    for (size_t i = c->batch_count; i-- > 0;) {
        const hm_pairing of = {
            .units = {c->batches[i].units[HM_BEFORE], c->batches[i].units[HM_AFTER]}};
        *out = i;
        if (hm_batch_takes(c->scores, &of, pair))
            return HM_OK;
    }
    if (!hm_grow(c->allocator, &c->batches, c->batch_count, &c->batch_capacity, sizeof *c->batches))
        return hm_error_memory(c->error);
    *out = c->batch_count++;
    return hm_batch_open(&c->batches[*out], c->scores, pair, c->options, c->allocator, c->error);
}

static bool add_to_block(comparing *c, size_t pair, size_t batch) {
    hm_compare_block *last = c->block_count > 0 ? &c->blocks[c->block_count - 1] : NULL;
    if (last && last->batch_number == batch && last->count < HM_PAIRS &&
        last->first + last->count == pair) {
        last->count++;
        return true;
    }
    if (!hm_grow(c->allocator, &c->blocks, c->block_count, &c->block_capacity, sizeof *c->blocks))
        return false;
    c->blocks[c->block_count++] =
        (hm_compare_block){.first = pair, .count = 1, .batch_number = batch};
    return true;
}

static hm_code cut(comparing *c) {
    hm_code code = HM_OK;
    size_t batch = 0;
    for (size_t i = 0; code == HM_OK && i < c->pairs.count; i++) {
        if (!has_other(&c->pairs.items[i]))
            continue;
        code = find_batch(c, &c->pairs.items[i], &batch);
        if (code == HM_OK && !add_to_block(c, i, batch))
            code = hm_error_memory(c->error);
    }
    for (size_t i = 0; i < c->block_count; i++)
        c->blocks[i].batch = &c->batches[c->blocks[i].batch_number];
    return code;
}

/* --- all pairs --- */

static bool take_block(void *context, size_t number, size_t place) {
    comparing *c = context;
    hm_compare_block *of = &c->blocks[c->at_hand[place]];
    hm_batch_worker **worker = &c->workers[number];
    if (hm_is_cancelled(c->options->cancel))
        return false;
    if (!*worker)
        *worker = hm_batch_worker_open(of->batch, c->options->cancel);
    const bool fine =
        *worker && hm_batch_take(*worker, c->pairs.items + of->first, of->count, &of->rows);
    if (!fine)
        atomic_store(&c->out_of_memory, true);
    return fine;
}

static hm_code take_blocks(comparing *c, size_t count) {
    const size_t jobs = c->jobs < count ? c->jobs : count;
    hm_code code = hm_threads_run(jobs, count, take_block, c, c->allocator, c->error);
    for (size_t i = 0; i < c->jobs; i++) {
        if (c->workers[i])
            hm_compare_pieces_move(&c->pieces, hm_batch_worker_pieces(c->workers[i]));
        hm_batch_worker_close(c->workers[i]);
        c->workers[i] = NULL;
    }
    if (code == HM_OK && atomic_load(&c->out_of_memory))
        code = hm_error_memory(c->error);
    return code == HM_OK ? hm_cancel_check(c->options->cancel, c->error) : code;
}

/* The blocks of each batch side by side, which begin at `starts` of it. */
static void sort_blocks(const comparing *c, size_t *starts) {
    for (size_t i = 0; i < c->block_count; i++)
        starts[c->blocks[i].batch_number + 1]++;
    for (size_t i = 0; i < c->batch_count; i++)
        starts[i + 1] += starts[i];
    for (size_t i = 0; i < c->block_count; i++)
        c->order[starts[c->blocks[i].batch_number]++] = i;
    for (size_t i = c->batch_count; i > 0; i--)
        starts[i] = starts[i - 1];
    starts[0] = 0;
}

/* What lies between two sides has the scores of all units, so that one batch has it at a time: of
 * cities in many groups there are as many batches. */
static hm_code take_batches(comparing *c, size_t *starts) {
    hm_code code = HM_OK;
    sort_blocks(c, starts);
    for (size_t i = 0; code == HM_OK && i < c->batch_count; i++) {
        c->at_hand = c->order + starts[i];
        code = hm_batch_mix(&c->batches[i], c->options, c->error);
        if (code == HM_OK)
            code = take_blocks(c, starts[i + 1] - starts[i]);
        hm_batch_forget(&c->batches[i]);
    }
    return code;
}

static hm_code take_all(comparing *c) {
    const size_t batches = c->batch_count + 1;
    c->jobs = c->options->jobs > 0 ? c->options->jobs : hm_threads_available();
    c->workers = hm_allocate_array(c->allocator, c->jobs, sizeof *c->workers);
    c->order = hm_allocate_array(c->allocator, c->block_count, sizeof *c->order);
    size_t *starts = hm_allocate_array(c->allocator, batches, sizeof *starts);
    const hm_code code =
        c->workers && c->order && starts ? take_batches(c, starts) : hm_error_memory(c->error);
    hm_release(c->allocator, starts, batches * sizeof *starts);
    hm_release(c->allocator, c->order, c->block_count * sizeof *c->order);
    hm_release(c->allocator, (void *)c->workers, c->jobs * sizeof *c->workers);
    return code;
}

/* --- the table of differences --- */

static const hm_builder_column difference_columns[] = {
    {"city", HM_COLUMN_TEXT, ""},          {"period", HM_COLUMN_TEXT, ""},
    {"other", HM_COLUMN_TEXT, ""},         {"score", HM_COLUMN_NUMBER, ""},
    {"other_score", HM_COLUMN_NUMBER, ""}, {"difference", HM_COLUMN_NUMBER, ""},
    {"status", HM_COLUMN_TEXT, ""},        {"note", HM_COLUMN_TEXT, ""}};

static void put_pair(const comparing *c, hm_table_builder *builder, size_t pair) {
    const size_t unit = c->pairs.items[pair].units[HM_AFTER];
    hm_row_text(builder, 0, hm_dataset_unit_city(c->names.data[HM_AFTER], unit));
    hm_row_text(builder, 1, hm_dataset_unit_period(c->names.data[HM_AFTER], unit));
    hm_pair_other(&c->names, pair, c->other);
    if (!c->other->failed)
        hm_row_text(builder, 2, c->other->data);
}

/* The score at the root; NAN where there is none. */
static double root_score(const hm_scores *scores, size_t unit) {
    const hm_grid_column *column = &scores->aggregated.scores.columns[0];
    return column->states[unit] == HM_OBSERVED ? column->values[unit] : (double)NAN;
}

/* That of two units that are both there. */
static const hm_batch *batch_of(const comparing *c, const hm_pairing *pair) {
    size_t batch = 0;
    while (batch + 1 < c->batch_count &&
           !hm_batch_takes(c->scores,
                           &(hm_pairing){.units = {c->batches[batch].units[HM_BEFORE],
                                                   c->batches[batch].units[HM_AFTER]}},
                           pair))
        batch++;
    return &c->batches[batch];
}

static const char *status_of(const comparing *c, const hm_pairing *pair, double score,
                             double other) {
    if (!has_other(pair))
        return "not_there";
    if (!batch_of(c, pair)->is_comparable)
        return "not_comparable";
    return isnan(score) ? "no_score" : isnan(other) ? "no_other_score" : "compared";
}

static void put_difference(const comparing *c, hm_table_builder *builder, size_t number) {
    const hm_pairing *pair = &c->pairs.items[number];
    const double score = root_score(c->scores[HM_AFTER], pair->units[HM_AFTER]);
    const double other =
        has_other(pair) ? root_score(c->scores[HM_BEFORE], pair->units[HM_BEFORE]) : (double)NAN;
    const char *status = status_of(c, pair, score, other);
    char note[HM_NOTE_SIZE] = "";
    put_pair(c, builder, number);
    hm_row_number(builder, 3, score);
    hm_row_number(builder, 4, other);
    hm_row_number(builder, 5, strcmp(status, "compared") == 0 ? score - other : (double)NAN);
    hm_row_text(builder, 6, status);
    if (strcmp(status, "not_comparable") == 0) {
        const hm_batch *batch = batch_of(c, pair);
        hm_reason_text(note, batch->matched.reasons[batch->root]);
    }
    hm_row_text(builder, 7, note);
    hm_table_builder_end_row(builder);
}

static hm_code make_differences(hm_table **out, const comparing *c) {
    hm_table_builder *builder =
        hm_table_builder_open("differences", difference_columns, 8, c->allocator);
    for (size_t i = 0; builder && i < c->pairs.count; i++)
        put_difference(c, builder, i);
    return hm_table_builder_freeze(builder, out, c->error);
}

/* --- the table of figures --- */

static const hm_builder_column figure_columns[] = {
    {"city", HM_COLUMN_TEXT, ""},  {"period", HM_COLUMN_TEXT, ""},   {"other", HM_COLUMN_TEXT, ""},
    {"code", HM_COLUMN_TEXT, ""},  {"input", HM_COLUMN_TEXT, ""},    {"before", HM_COLUMN_TEXT, ""},
    {"after", HM_COLUMN_TEXT, ""}, {"points", HM_COLUMN_NUMBER, ""}, {"note", HM_COLUMN_TEXT, ""}};

/* A figure as it stands in the data; of records, how many rows there are. */
static void put_figure(const comparing *c, hm_table_builder *builder, size_t column,
                       const hm_batch *batch, hm_side side, const hm_pairing *pair, uint32_t slot) {
    const hm_bound *bound = &c->scores[side]->bound;
    const uint32_t input = batch->inputs[side][slot];
    const size_t unit = pair->units[side];
    char text[HM_NUMBER_SIZE];
    size_t size;
    if (input == HM_NO_NAME || bound->inputs.columns[input].states[unit] != HM_OBSERVED) {
        hm_table_builder_missing(builder, column,
                                 input == HM_NO_NAME ? HM_NOT_APPLICABLE
                                                     : bound->inputs.columns[input].states[unit]);
        return;
    }
    if (bound->plan->inputs[input]->kind == HM_KIND_RECORDS) {
        const size_t *start = bound->rows[input].start, rows = start[unit + 1] - start[unit];
        size = (size_t)snprintf(text, sizeof text, "%zu row%s", rows, rows == 1 ? "" : "s");
        hm_table_builder_text(builder, column, text, size);
        return;
    }
    const hm_series *series = hm_dataset_series(bound->dataset, bound->plan->inputs[input]->name);
    const char *found =
        series ? hm_series_text(series, hm_dataset_texts(bound->dataset), unit, text, &size) : "";
    hm_table_builder_text(builder, column, found, series ? size : 0);
}

/* A node's score; NAN: it has none. */
static double mark_of(const hm_batch *batch, const hm_pairing *pair, hm_side side, size_t number) {
    const hm_view view = {.scores = batch->scores[side],
                          .nodes = batch->matched.nodes[side],
                          .unit = pair->units[side]};
    return hm_view_is_scored(&view, number) ? hm_view_score(&view, number) : (double)NAN;
}

/* Why a figure that has changed moves nothing. */
static const char *note_of(const hm_batch *batch, const hm_pairing *pair,
                           const hm_compare_row *row) {
    const uint32_t number = hm_batch_number(batch, row);
    unsigned both = HM_FLAG_CAPPED | HM_FLAG_FLOORED, any = 0;
    if (fabs(row->points) > HM_NO_POINTS)
        return "";
    const double was = mark_of(batch, pair, HM_BEFORE, number);
    const double is = mark_of(batch, pair, HM_AFTER, number);
    if (isnan(was) || isnan(is))
        return !isnan(was) ? "no mark now" : !isnan(is) ? "no mark before" : "no mark";
    for (hm_side side = HM_BEFORE; side < HM_SIDES; side++) {
        const unsigned flags =
            hm_aggregated_flags(&batch->scores[side]->aggregated,
                                batch->matched.nodes[side][number], pair->units[side]);
        both &= flags;
        any |= flags;
    }
    if (fabs(is - was) > HM_NO_POINTS)
        return any & HM_FLAG_IMPUTED ? "imputed" : "mark moved";
    return both & HM_FLAG_CAPPED ? "capped" : both & HM_FLAG_FLOORED ? "floored" : "mark alike";
}

static void put_figures(const comparing *c, hm_table_builder *builder,
                        const hm_compare_block *block, const hm_compare_row *row) {
    const hm_batch *batch = block->batch;
    const hm_pairing *pair = &c->pairs.items[block->first + row->pair];
    put_pair(c, builder, block->first + row->pair);
    hm_row_text(builder, 3, hm_batch_code(batch, hm_batch_number(batch, row)));
    hm_row_text(builder, 4, batch->slots.inputs[row->place]);
    put_figure(c, builder, 5, batch, HM_BEFORE, pair, row->place);
    put_figure(c, builder, 6, batch, HM_AFTER, pair, row->place);
    hm_row_number(builder, 7, row->points);
    hm_row_text(builder, 8, note_of(batch, pair, row));
    hm_table_builder_end_row(builder);
}

static hm_code make_figures(hm_table **out, const comparing *c) {
    hm_table_builder *builder =
        hm_table_builder_open("changed_figures", figure_columns, 9, c->allocator);
    for (size_t i = 0; builder && i < c->block_count; i++)
        for (size_t k = 0; k < c->blocks[i].rows.count; k++)
            if (c->blocks[i].rows.items[k].is_figure)
                put_figures(c, builder, &c->blocks[i], &c->blocks[i].rows.items[k]);
    return hm_table_builder_freeze(builder, out, c->error);
}

/* --- all of it --- */

enum { COMPARE, DIFFERENCES, FIGURES, TABLES };
static const char *const table_names[TABLES] = {"compare", "differences", "changed_figures"};

static hm_code make(hm_table **out, comparing *c, size_t table) {
    hm_code code = hm_pairs_open(&c->pairs, c->scores, c->options, c->allocator, c->error);
    c->names = (hm_pair_names){
        .pairs = &c->pairs,
        .data = {c->scores[HM_BEFORE]->bound.dataset, c->scores[HM_AFTER]->bound.dataset},
        .other = c->options->other_name};
    if (code == HM_OK)
        code = cut(c);
    if (code == HM_OK && table != DIFFERENCES)
        code = take_all(c);
    if (code != HM_OK)
        return code;
    if (table == COMPARE)
        return hm_compare_table_open(out, c->blocks, c->block_count, &c->pieces, c->batches,
                                     c->batch_count, &c->names, c->allocator, c->error);
    hm_buffer other;
    hm_buffer_open(&other, c->allocator);
    c->other = &other;
    code = table == DIFFERENCES ? make_differences(out, c) : make_figures(out, c);
    if (code == HM_OK && other.failed) {
        hm_table_free(*out);
        *out = NULL;
        code = hm_error_memory(c->error);
    }
    hm_buffer_close(&other);
    return code;
}

static void close(comparing *c) {
    hm_compare_pieces_free(c->pieces, c->allocator);
    hm_release(c->allocator, c->blocks, c->block_capacity * sizeof *c->blocks);
    for (size_t i = 0; i < c->batch_count; i++)
        hm_batch_close(&c->batches[i]);
    hm_release(c->allocator, c->batches, c->batch_capacity * sizeof *c->batches);
    hm_pairs_close(&c->pairs, c->allocator);
}

static hm_code compare(hm_table **out, const hm_scores *scores, const hm_scores *other,
                       const hm_compare_options *given, hm_error *error) {
    hm_compare_options options = HM_COMPARE_OPTIONS_INIT;
    hm_code code = hm_versioned_read(&options, sizeof options, given, "hm_compare_options", error);
    if (code != HM_OK)
        return code;
    size_t table = COMPARE;
    while (options.table && table < TABLES && strcmp(table_names[table], options.table) != 0)
        table++;
    if (table == TABLES)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "no table \"%.40s\", only compare, differences, changed_figures",
                            options.table);
    comparing c = {.scores = {[HM_BEFORE] = other, [HM_AFTER] = scores},
                   .options = &options,
                   .allocator = scores->allocator,
                   .error = error};
    code = make(out, &c, table);
    close(&c);
    return code;
}

void hm_compare_options_init(hm_compare_options *options, size_t size) {
    static const hm_compare_options defaults = HM_COMPARE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_compare(hm_table **out, const hm_scores *scores, const hm_scores *other,
                   const hm_compare_options *options, hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !scores || !other)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "comparing needs an out, scores, and others to compare them with");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, compare(out, scores, other, options, error));
}
