/* issues_table.c: what was wrong with data and scores, as a table. */
#include <string.h>

#include "aggregate/scores.h"
#include "base/error.h"
#include "dataset/dataset.h"
#include "platform/environment.h"
#include "table/builder.h"

enum {
    FILE_NAME,
    SHEET, /* of workbooks */
    LINE,
    COLUMN,
    SEVERITY,
    CODE,
    CITY,
    PERIOD,
    INPUT,
    NODE,
    RULE,
    FOUND,
    EXPECTED,
    MESSAGE,
    COLUMNS
};

static const char *const names[] = {
    [FILE_NAME] = "file",    [SHEET] = "sheet",    [LINE] = "line", [COLUMN] = "column",
    [SEVERITY] = "severity", [CODE] = "code",      [CITY] = "city", [PERIOD] = "period",
    [INPUT] = "input",       [NODE] = "node",      [RULE] = "rule", [FOUND] = "found",
    [EXPECTED] = "expected", [MESSAGE] = "message"};

static void put_text(hm_table_builder *builder, size_t column, const char *text) {
    if (*text)
        hm_table_builder_text(builder, column, text, strlen(text));
}

static void put_position(hm_table_builder *builder, size_t column, uint32_t position) {
    if (position > 0)
        hm_table_builder_integer(builder, column, position);
}

static void put_issue(hm_table_builder *builder, const hm_issue *issue) {
    char message[HM_ISSUE_MESSAGE_SIZE];
    put_text(builder, FILE_NAME, issue->file);
    put_text(builder, SHEET, issue->sheet);
    put_position(builder, LINE, issue->line);
    put_position(builder, COLUMN, issue->column);
    put_text(builder, SEVERITY, hm_severity_name(issue->severity));
    put_text(builder, CODE, issue->code);
    put_text(builder, CITY, issue->city);
    put_text(builder, PERIOD, issue->period);
    put_text(builder, INPUT, issue->input);
    put_text(builder, NODE, issue->node);
    put_text(builder, RULE, issue->rule);
    put_text(builder, FOUND, issue->found);
    put_text(builder, EXPECTED, issue->expected);
    (void)hm_issue_message(issue, message, sizeof message);
    put_text(builder, MESSAGE, message);
    hm_table_builder_end_row(builder);
}

static hm_code make_table(hm_table **out, const hm_issues *issues, const hm_allocator *allocator,
                          hm_error *error) {
    hm_table_builder *builder = hm_table_builder_new("issues", allocator);
    if (!builder)
        return hm_error_memory(error);
    for (size_t i = 0; i < COLUMNS; i++)
        (void)hm_table_builder_column(
            builder, names[i], i == LINE || i == COLUMN ? HM_COLUMN_INTEGER : HM_COLUMN_TEXT, "");
    for (size_t i = 0; i < hm_issues_count(issues); i++)
        put_issue(builder, hm_issues_get(issues, i));
    return hm_table_builder_freeze(builder, out, error);
}

/* Those of the data and those of the scores, by where they stand. */
static bool gather(const hm_scores *scores, hm_issues *all) {
    all->most = SIZE_MAX;
    hm_issues_append(all, hm_dataset_issues(scores->bound.dataset));
    hm_issues_append(all, &scores->issues);
    hm_issues_sort(all);
    return !all->out_of_memory;
}

static hm_code open_table(hm_table **out, const hm_scores *scores, hm_error *error) {
    hm_issues all;
    hm_issues_open(&all, scores->allocator);
    const hm_code code = gather(scores, &all) ? make_table(out, &all, scores->allocator, error)
                                              : hm_error_memory(error);
    hm_issues_close(&all);
    return code;
}

hm_code hm_scores_issues_table(hm_table **out, const hm_scores *scores, hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !scores)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_scores_issues_table needs an out and scores");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, open_table(out, scores, error));
}
