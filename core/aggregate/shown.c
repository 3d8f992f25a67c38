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
