#include "aggregate/shown.h"

#include "base/error.h"
#include "dataset/dataset.h"

static bool choose_nodes(hm_shown *shown, const hm_plan *plan, size_t depth) {
    shown->nodes = hm_arena_take_array(&shown->arena, plan->node_count, sizeof *shown->nodes);
    for (uint32_t node = 0; shown->nodes && node < plan->node_count; node++)
        if (plan->nodes[node].depth <= depth)
            shown->nodes[shown->node_count++] = node;
    return shown->nodes != NULL;
}

bool hm_shown_open(hm_shown *shown, const hm_scores *scores, const size_t *units, size_t unit_count,
                   size_t depth) {
    *shown = (hm_shown){.scores = scores,
                        .units = units,
                        .unit_count = units ? unit_count : scores->aggregated.scores.rows};
    hm_arena_open(&shown->arena, scores->allocator);
    return choose_nodes(shown, scores->plan, depth);
}

void hm_shown_close(hm_shown *shown) {
    hm_arena_close(&shown->arena);
}

static size_t count_holding(const hm_shown *shown, size_t unit) {
    size_t count = 0;
    for (size_t i = 0; i < shown->node_count; i++)
        count += hm_shown_holds(shown, unit, i);
    return count;
}

bool hm_shown_find_rows(hm_shown *shown) {
    if (!shown->scores->bound.editions)
        return true;
    shown->starts =
        hm_arena_take_array(&shown->arena, shown->unit_count + 1, sizeof *shown->starts);
    for (size_t i = 0; shown->starts && i < shown->unit_count; i++)
        shown->starts[i + 1] = shown->starts[i] + count_holding(shown, hm_shown_unit(shown, i));
    return shown->starts != NULL;
}

size_t hm_shown_row_count(const hm_shown *shown) {
    return shown->starts ? shown->starts[shown->unit_count] : shown->unit_count * shown->node_count;
}

/* The last unit that begins at `row` or before it: those without rows begin where the next does. */
static size_t find_unit(const hm_shown *shown, size_t row) {
    size_t low = 0, high = shown->unit_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (shown->starts[middle] <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void hm_shown_find_row(const hm_shown *shown, size_t row, size_t *index, size_t *node) {
    if (!shown->starts) {
        *index = row / shown->node_count;
        *node = row % shown->node_count;
        return;
    }
    *index = find_unit(shown, row);
    *node = 0;
    for (size_t left = row - shown->starts[*index];; ++*node) {
        const bool holds = hm_shown_holds(shown, hm_shown_unit(shown, *index), *node);
        if (holds && left == 0)
            return;
        left -= holds;
    }
}

static hm_column describe(const char *name, const hm_names *names, int key) {
    return (hm_column){.name = name,
                       .type = HM_COLUMN_TEXT,
                       .unit = "",
                       .coded = true,
                       .key = key,
                       .values = {.texts = names->texts},
                       .values_count = names->count};
}

void hm_shown_describe_units(const hm_shown *shown, hm_column columns[HM_SHOWN_UNIT_COLUMNS]) {
    const hm_dataset *dataset = shown->scores->bound.dataset;
    columns[HM_SHOWN_CITY] = describe("city", hm_dataset_city_names(dataset), HM_SHOWN_CITY);
    columns[HM_SHOWN_PERIOD] =
        describe("period", hm_dataset_period_names(dataset), HM_SHOWN_PERIOD);
}

hm_code hm_shown_all(hm_shown_opener *open, const char *call, hm_table **out,
                     const hm_scores *scores, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || !scores)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "%s needs an out and scores", call);
    return open(out, scores, NULL, 0, SIZE_MAX, error);
}
