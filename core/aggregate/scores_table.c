#include "aggregate/scores_table.h"

#include <string.h>

#include "aggregate/classes.h"
#include "aggregate/shown.h"
#include "base/buffer.h"
#include "base/error.h"

/* The columns, in the order of every result. */
enum {
    CITY = HM_SHOWN_CITY,
    PERIOD = HM_SHOWN_PERIOD,
    CODE = HM_SHOWN_UNIT_COLUMNS,
    PARENT,
    DEPTH,
    NAME,
    VALUE,
    SCORE,
    WEIGHT,
    CONTRIBUTION,
    COVERAGE,
    APPLICABLE,
    RANK,
    STATUS,
    FLAGS,
    CLASS, /* where some node of the package has classes */
    COLUMNS
};

/* keys; the first are those of units */
enum { OF_NODE = HM_SHOWN_UNIT_COLUMNS, OF_STATUS, OF_FLAGS, OF_WEIGHT, OF_CLASS };

enum { STATUSES = HM_INSUFFICIENT + 1, FLAG_SETS = 256 };

typedef struct scores_table {
    hm_table table; /* first: the table is the whole of it */
    hm_shown shown; /* its arena: what columns say by code */
    size_t depth;
    hm_column columns[COLUMNS];
} scores_table;

/* --- what a block is filled with --- */

typedef struct rows {
    double *value, *score, *contribution, *coverage, *applicable, *shares;
    int64_t *rank;
    uint32_t *city, *period, *node, *weight, *status, *flags, *class;
    uint8_t *value_states, *score_states, *contribution_states, *rank_states;
    hm_arena arena;
} rows;

static const scores_table *whole(const hm_table *table) {
    return (const scores_table *)(const void *)table;
}

static bool take_rows(rows *r, const scores_table *t, size_t count) {
    double **const numbers[] = {&r->value, &r->score, &r->contribution, &r->coverage,
                                &r->applicable};
    uint32_t **const codes[] = {&r->city, &r->period, &r->node, &r->status, &r->flags, &r->class};
    uint8_t **const states[] = {&r->value_states, &r->score_states, &r->contribution_states,
                                &r->rank_states};
    bool fine = true;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        fine &= (*numbers[i] = hm_arena_take_array(&r->arena, count, sizeof(double))) != NULL;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        fine &= (*codes[i] = hm_arena_take_array(&r->arena, count, sizeof(uint32_t))) != NULL;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        fine &= (*states[i] = hm_arena_take_array(&r->arena, count, 1)) != NULL;
    r->weight = r->node;
    if (t->shown.starts)
        r->weight = hm_arena_take_array(&r->arena, count, sizeof *r->weight);
    r->rank = hm_arena_take_array(&r->arena, count, sizeof *r->rank);
    r->shares =
        hm_arena_take_array(&r->arena, t->shown.scores->plan->node_count, sizeof *r->shares);
    return fine && r->weight && r->rank && r->shares;
}

static void lend_rows(const rows *r, hm_column_block *columns) {
    columns[CITY] = (hm_column_block){.codes = r->city};
    columns[PERIOD] = (hm_column_block){.codes = r->period};
    columns[CODE] = columns[PARENT] = columns[DEPTH] = columns[NAME] =
        (hm_column_block){.codes = r->node};
    columns[WEIGHT] = (hm_column_block){.codes = r->weight};
    columns[VALUE] = (hm_column_block){.cells = {.numbers = r->value}, .states = r->value_states};
    columns[SCORE] = (hm_column_block){.cells = {.numbers = r->score}, .states = r->score_states};
    columns[CONTRIBUTION] =
        (hm_column_block){.cells = {.numbers = r->contribution}, .states = r->contribution_states};
    columns[COVERAGE] = (hm_column_block){.cells = {.numbers = r->coverage}};
    columns[APPLICABLE] = (hm_column_block){.cells = {.numbers = r->applicable}};
    columns[RANK] = (hm_column_block){.cells = {.integers = r->rank}, .states = r->rank_states};
    columns[STATUS] = (hm_column_block){.codes = r->status};
    columns[FLAGS] = (hm_column_block){.codes = r->flags};
}

static bool has_classes(const scores_table *t) {
    return t->shown.scores->plan->class_word_count > 0;
}

static bool open_block(const hm_table *table, hm_block *block, size_t count) {
    rows *r = hm_allocate_array(table->allocator, 1, sizeof *r);
    block->workspace = r;
    if (!r)
        return false;
    hm_arena_open(&r->arena, table->allocator);
    if (!take_rows(r, whole(table), count))
        return false;
    lend_rows(r, block->columns);
    if (has_classes(whole(table)))
        block->columns[CLASS] = (hm_column_block){.codes = r->class};
    return true;
}

static void close_block(const hm_table *table, hm_block *block, size_t count) {
    rows *r = block->workspace;
    (void)count;
    if (!r)
        return;
    hm_arena_close(&r->arena);
    hm_release(table->allocator, r, sizeof *r);
}

static void fill_row(rows *r, size_t at, const hm_score_row *row, const hm_node *node) {
    r->value[at] = row->value;
    r->score[at] = row->score;
    r->contribution[at] = row->contribution;
    r->coverage[at] = row->coverage;
    r->applicable[at] = row->applicable;
    r->rank[at] = row->rank;
    r->status[at] = (uint32_t)row->status;
    r->flags[at] = row->flags % FLAG_SETS;
    r->value_states[at] = hm_scores_value_state(row->has_value, row->status, node);
    r->score_states[at] = hm_scores_cell_state(row->has_score, row->status);
    r->contribution_states[at] = hm_scores_cell_state(row->has_contribution, row->status);
    r->rank_states[at] = hm_scores_cell_state(row->rank > 0, row->status);
}

/* To the next unit that has rows, once all nodes of one are done. */
static void step_on(const hm_shown *shown, size_t *index, size_t *node) {
    do {
        if (++*node == shown->node_count) {
            *node = 0;
            ++*index;
        }
    } while (shown->starts && *index < shown->unit_count &&
             !hm_shown_holds(shown, hm_shown_unit(shown, *index), *node));
}

/* Weights differ from edition to edition: each has its own of all nodes. */
static void code_weight(const scores_table *t, rows *r, size_t at, size_t unit, size_t node) {
    const uint32_t *editions = t->shown.scores->bound.editions;
    if (editions)
        r->weight[at] = (uint32_t)(editions[unit] * t->shown.node_count + node);
}

static void read_rows(const hm_table *table, hm_block *block, size_t first, size_t count) {
    const scores_table *t = whole(table);
    const hm_scores *scores = t->shown.scores;
    const uint32_t *cities = hm_dataset_cities(scores->bound.dataset);
    const uint32_t *periods = hm_dataset_periods(scores->bound.dataset);
    rows *r = block->workspace;
    size_t index = 0, node = 0, unit = SIZE_MAX;
    if (count > 0)
        hm_shown_find_row(&t->shown, first, &index, &node);
    for (size_t at = 0; at < count; at++, step_on(&t->shown, &index, &node)) {
        hm_score_row row;
        if (hm_shown_unit(&t->shown, index) != unit) {
            unit = hm_shown_unit(&t->shown, index);
            hm_aggregated_shares(&scores->aggregated, unit, t->depth, r->shares);
        }
        hm_scores_fill_row(scores, unit, t->shown.nodes[node], r->shares, &row);
        fill_row(r, at, &row, &scores->plan->nodes[t->shown.nodes[node]]);
        r->city[at] = cities[unit];
        r->period[at] = periods[unit];
        r->node[at] = (uint32_t)node;
        code_weight(t, r, at, unit, node);
        if (has_classes(t))
            r->class[at] = hm_aggregated_class(&scores->aggregated, unit, t->shown.nodes[node]);
    }
}

static void free_table(hm_table *table) {
    scores_table *t = (scores_table *)(void *)table;
    hm_shown_close(&t->shown);
    hm_release(table->allocator, t, sizeof *t);
}

static const hm_table_kind kind = {open_block, close_block, read_rows, free_table};

/* --- what columns say by code --- */

/* By edition, and then node shown. */
static bool describe_weights(scores_table *t, const hm_plan *plan) {
    const size_t editions = plan->edition_count > 0 ? plan->edition_count : 1;
    const size_t count = editions * t->shown.node_count;
    double *weights = hm_arena_take_array(&t->shown.arena, count, sizeof *weights);
    for (size_t i = 0; weights && i < count; i++) {
        const hm_plan *of =
            plan->edition_count > 0 ? plan->editions[i / t->shown.node_count].plan : plan;
        weights[i] = of->nodes[t->shown.nodes[i % t->shown.node_count]].share;
    }
    t->columns[WEIGHT].values.numbers = weights;
    t->columns[WEIGHT].values_count = (uint32_t)count;
    if (plan->edition_count > 0)
        t->columns[WEIGHT].key = OF_WEIGHT;
    return weights != NULL;
}

/* By node shown: its code, its parent's, its depth and name. */
static bool describe_nodes(scores_table *t, const hm_plan *plan) {
    const char **codes = hm_arena_take_array(&t->shown.arena, t->shown.node_count, sizeof *codes);
    const char **parents =
        hm_arena_take_array(&t->shown.arena, t->shown.node_count, sizeof *parents);
    const char **names = hm_arena_take_array(&t->shown.arena, t->shown.node_count, sizeof *names);
    int64_t *depths = hm_arena_take_array(&t->shown.arena, t->shown.node_count, sizeof *depths);
    if (!codes || !parents || !names || !depths)
        return false;
    for (size_t i = 0; i < t->shown.node_count; i++) {
        const hm_node *node = &plan->nodes[t->shown.nodes[i]];
        codes[i] = node->code;
        parents[i] = node->parent == HM_NO_NODE ? "" : plan->nodes[node->parent].code;
        names[i] = node->name;
        depths[i] = node->depth;
    }
    t->columns[CODE].values.texts = codes;
    t->columns[PARENT].values.texts = parents;
    t->columns[NAME].values.texts = names;
    t->columns[DEPTH].values.integers = depths;
    return true;
}

/* The names of flags joined by ';', for each set of them. */
static bool describe_flags(scores_table *t) {
    const char **texts = hm_arena_take_array(&t->shown.arena, FLAG_SETS, sizeof *texts);
    hm_buffer joined;
    hm_buffer_open(&joined, t->table.allocator);
    for (unsigned flags = 0; texts && flags < FLAG_SETS; flags++) {
        unsigned left = flags;
        hm_buffer_clear(&joined);
        for (const char *name; (name = hm_flag_next(&left)) != NULL;) {
            hm_buffer_add_text(&joined, joined.size > 0 ? ";" : "");
            hm_buffer_add_text(&joined, name);
        }
        texts[flags] = hm_arena_copy(&t->shown.arena, joined.data ? joined.data : "", joined.size);
        if (joined.failed || !texts[flags])
            texts = NULL;
    }
    hm_buffer_close(&joined);
    t->columns[FLAGS].values.texts = texts;
    return texts != NULL;
}

/* Columns as they are without what they say by code; those of units are described with it. */
static const hm_column columns[COLUMNS] = {
    [CODE] = {"code", HM_COLUMN_TEXT, "", .coded = true, .key = OF_NODE},
    [PARENT] = {"parent", HM_COLUMN_TEXT, "", .coded = true, .key = OF_NODE},
    [DEPTH] = {"depth", HM_COLUMN_INTEGER, "", .coded = true, .key = OF_NODE},
    [NAME] = {"name", HM_COLUMN_TEXT, "", .coded = true, .key = OF_NODE},
    [VALUE] = {"value", HM_COLUMN_NUMBER, "", .key = HM_NO_KEY},
    [SCORE] = {"score", HM_COLUMN_NUMBER, "", .key = HM_NO_KEY},
    [WEIGHT] = {"weight", HM_COLUMN_NUMBER, "", .coded = true, .key = OF_NODE},
    [CONTRIBUTION] = {"contribution", HM_COLUMN_NUMBER, "", .key = HM_NO_KEY},
    [COVERAGE] = {"coverage", HM_COLUMN_NUMBER, "", .key = HM_NO_KEY},
    [APPLICABLE] = {"applicable", HM_COLUMN_NUMBER, "", .key = HM_NO_KEY},
    [RANK] = {"rank", HM_COLUMN_INTEGER, "", .key = HM_NO_KEY},
    [STATUS] = {"status", HM_COLUMN_TEXT, "", .words = true, .coded = true, .key = OF_STATUS},
    [FLAGS] = {"flags", HM_COLUMN_TEXT, "", .words = true, .coded = true, .key = OF_FLAGS},
    [CLASS] = {"class", HM_COLUMN_TEXT, "", .coded = true, .key = OF_CLASS},
};

static bool describe_statuses(scores_table *t) {
    const char **words = hm_arena_take_array(&t->shown.arena, STATUSES, sizeof *words);
    for (int state = 0; words && state < STATUSES; state++)
        words[state] = hm_state_status((hm_state)state);
    t->columns[STATUS].values.texts = words;
    return words != NULL;
}

static bool describe(scores_table *t) {
    const hm_plan *plan = t->shown.scores->plan;
    memcpy(t->columns, columns, sizeof columns);
    if (!describe_nodes(t, plan) || !describe_weights(t, plan) || !describe_statuses(t) ||
        !describe_flags(t))
        return false;
    t->columns[CLASS].values.texts = plan->class_words;
    t->columns[CLASS].values_count = (uint32_t)plan->class_word_count;
    for (int i = CODE; i < CLASS; i++)
        if (columns[i].coded && i != WEIGHT)
            t->columns[i].values_count = columns[i].key == OF_NODE ? (uint32_t)t->shown.node_count
                                         : i == STATUS             ? (uint32_t)STATUSES
                                                                   : (uint32_t)FLAG_SETS;
    hm_shown_describe_units(&t->shown, t->columns);
    return true;
}

hm_code hm_scores_table_open(hm_table **out, const hm_scores *scores, const size_t *units,
                             size_t unit_count, size_t depth, hm_error *error) {
    const hm_allocator *allocator = scores->allocator;
    scores_table *t = hm_allocate_array(allocator, 1, sizeof *t);
    if (!t)
        return hm_error_memory(error);
    const bool fine =
        hm_shown_open(&t->shown, scores, units, unit_count, depth) && hm_shown_find_rows(&t->shown);
    t->depth = depth;
    t->table = (hm_table){.kind = &kind,
                          .allocator = allocator,
                          .name = "scores",
                          .rows = fine ? hm_shown_row_count(&t->shown) : 0,
                          .count = has_classes(t) ? COLUMNS : CLASS,
                          .columns = t->columns,
                          .together = t->shown.node_count};
    if (!fine || !describe(t)) {
        free_table(&t->table);
        return hm_error_memory(error);
    }
    *out = &t->table;
    return HM_OK;
}

hm_code hm_scores_table(hm_table **out, const hm_scores *scores, hm_error *error) {
    return hm_shown_all(hm_scores_table_open, "hm_scores_table", out, scores, error);
}
