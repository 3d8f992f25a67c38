/* run_tables.c: what a run took, as tables: the functions' usage, the seconds of its stages and of
 * what was done before it. */
#include <string.h>

#include "aggregate/stages.h"
#include "base/error.h"
#include "table/builder.h"

/* Where a table's rows come from. */
typedef void add_rows(hm_table_builder *builder, const hm_scores *scores);

static void put_text(hm_table_builder *builder, size_t index, const char *text) {
    hm_table_builder_text(builder, index, text, strlen(text));
}

enum { CODE, CALLS, STEPS, PEAK_BYTES, SECONDS, LIMIT_HITS, USAGE_COLUMNS };

static const hm_builder_column usage_columns[USAGE_COLUMNS] = {
    [CODE] = {"code", HM_COLUMN_TEXT, ""},
    [CALLS] = {"calls", HM_COLUMN_INTEGER, ""},
    [STEPS] = {"steps", HM_COLUMN_INTEGER, ""},
    [PEAK_BYTES] = {"peak_bytes", HM_COLUMN_INTEGER, "B"},
    [SECONDS] = {"seconds", HM_COLUMN_NUMBER, "s"},
    [LIMIT_HITS] = {"limit_hits", HM_COLUMN_INTEGER, ""},
};

static void add_usage(hm_table_builder *builder, const hm_scores *scores) {
    const hm_plan *plan = scores->plan;
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *node = &plan->nodes[i];
        if (node->indicator == HM_NO_INDICATOR || !plan->indicators[node->indicator].is_called)
            continue;
        const hm_usage *usage = &scores->evaluated.usages[node->indicator];
        put_text(builder, CODE, node->code);
        hm_table_builder_integer(builder, CALLS, (int64_t)usage->calls);
        hm_table_builder_integer(builder, STEPS, (int64_t)usage->steps);
        hm_table_builder_integer(builder, PEAK_BYTES, (int64_t)usage->peak_bytes);
        hm_table_builder_number(builder, SECONDS, usage->seconds);
        hm_table_builder_integer(builder, LIMIT_HITS, (int64_t)usage->limit_hits);
        hm_table_builder_end_row(builder);
    }
}

enum { STAGE, FILE_NAME, STAGE_SECONDS, TIMING_COLUMNS };

static const hm_builder_column timing_columns[TIMING_COLUMNS] = {
    [STAGE] = {"stage", HM_COLUMN_TEXT, ""},
    [FILE_NAME] = {"file", HM_COLUMN_TEXT, ""},
    [STAGE_SECONDS] = {"seconds", HM_COLUMN_NUMBER, "s"},
};

/* `file` may be NULL. */
static void add_timing(hm_table_builder *builder, const char *stage, const char *file,
                       double seconds) {
    put_text(builder, STAGE, stage);
    if (file)
        put_text(builder, FILE_NAME, file);
    hm_table_builder_number(builder, STAGE_SECONDS, seconds);
    hm_table_builder_end_row(builder);
}

static void add_timings(hm_table_builder *builder, const hm_scores *scores) {
    const hm_dataset *dataset = scores->bound.dataset;
    add_timing(builder, "open", NULL, scores->plan->opened_in);
    for (size_t i = 0; i < hm_dataset_file_count(dataset); i++) {
        const hm_input_file *file = hm_dataset_file(dataset, i);
        add_timing(builder, "read", file->name, file->seconds);
    }
    add_timing(builder, "finish", NULL, hm_dataset_finished_in(dataset));
    for (int stage = 0; stage < HM_STAGES; stage++)
        add_timing(builder, hm_stage_name((hm_stage)stage), NULL,
                   hm_stage_seconds(&scores->timing, (hm_stage)stage));
}

static hm_code make_table(hm_table **out, const char *name, const hm_builder_column *columns,
                          size_t count, add_rows *add, const hm_scores *scores, hm_error *error) {
    if (out)
        *out = NULL;
    if (!out || !scores)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_scores_%s_table needs an out and scores",
                            name);
    hm_table_builder *builder = hm_table_builder_open(name, columns, count, scores->allocator);
    if (!builder)
        return hm_error_memory(error);
    add(builder, scores);
    return hm_table_builder_freeze(builder, out, error);
}

hm_code hm_scores_usage_table(hm_table **out, const hm_scores *scores, hm_error *error) {
    return make_table(out, "usage", usage_columns, USAGE_COLUMNS, add_usage, scores, error);
}

hm_code hm_scores_timings_table(hm_table **out, const hm_scores *scores, hm_error *error) {
    return make_table(out, "timings", timing_columns, TIMING_COLUMNS, add_timings, scores, error);
}
