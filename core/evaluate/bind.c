#include "evaluate/bind.h"

#include <string.h>

#include "base/text.h"
#include "dataset/unclear.h"
#include "evaluate/asked.h"
#include "evaluate/by_day.h"
#include "evaluate/validate.h"
#include "evaluate/previous.h"
#include "evaluate/unknown.h"
#include "platform/cancel.h"

typedef struct binder {
    const hm_plan *plan;
    hm_bound *bound;
    const hm_cancel *cancel;
    const hm_allocator *allocator;
    hm_validation validation;
    hm_finding found;       /* of the cell at hand, for an issue */
    bool of_units;          /* the series at hand has a figure a unit */
    hm_workspace workspace; /* of conditions, if there are any, */
    uint8_t *answers;       /* and what comes of one: a byte a unit */
    const uint8_t *asked;   /* the answers for the input at hand; NULL: it is asked everywhere */
    hm_buffer condition;    /* of the input at hand, in words */
    char written[HM_NUMBER_SIZE]; /* room for the text of the cell at hand */
    bool verified_only;
} binder;

/* --- one column --- */

/* What an issue about the figure of `row` is about, a unit or a row of records. */
static hm_subject subject_of(const binder *b, const hm_series *series, size_t row) {
    const hm_dataset *dataset = b->bound->dataset;
    hm_subject subject = {.at = hm_series_location(dataset, series, row), .input = series->name};
    if (b->of_units) {
        subject.city = hm_dataset_unit_city(dataset, row);
        subject.period = hm_dataset_unit_period(dataset, row);
    }
    return subject;
}

/* The text of the cell is at hand from now on. */
static void look_up_text(binder *b, const hm_series *series, size_t row) {
    hm_validation *validation = &b->validation;
    validation->written =
        hm_series_text(series, validation->data_texts, row, b->written, &validation->written_size);
}

/* A text of records that may be a number in two ways, where a number is wanted. False: it is none.
 */
static bool report_unclear(binder *b, const hm_series *series, size_t row,
                           const hm_subject *about) {
    const hm_kind kind = b->validation.input->kind;
    if (b->of_units || series->cells[row] != HM_CELL_TEXT ||
        hm_kind_of(kind)->type != HM_TYPE_NUMBER || kind == HM_KIND_DATETIME ||
        kind == HM_KIND_DURATION)
        return false;
    const hm_names *texts = b->validation.data_texts;
    const uint32_t number = (uint32_t)series->values[row];
    const char *why = hm_dataset_why_unclear(b->bound->dataset, about->at.file, series->name,
                                             texts->texts[number], texts->sizes[number]);
    if (why && !hm_issues_count_only(&b->bound->issues, HM_ISSUE_UNCLEAR_FIGURE, about))
        hm_unclear_reject(&b->bound->issues, about, texts->texts[number], texts->sizes[number],
                          why);
    return why != NULL;
}

static void report(binder *b, const hm_series *series, size_t row) {
    const hm_subject about = subject_of(b, series, row);
    if (report_unclear(b, series, row, &about))
        return;
    if (hm_issues_count_only(&b->bound->issues, HM_ISSUE_UNSUITABLE_FIGURE, &about))
        return;
    look_up_text(b, series, row);
    b->validation.in_file = about.at.line > 0;
    hm_validation_explain(&b->validation, series->cells[row], series->values[row], &b->found);
    b->validation.out_of_memory |= hm_finding_failed(&b->found);
    hm_issues_add(&b->bound->issues, b->found.code, &about, &b->found.texts);
}

/* Plain numbers that all suit are used where they stand. */
static bool all_suit(const hm_input *input, const hm_series *series, size_t first, size_t rows) {
    const hm_type type = hm_kind_of(input->kind)->type;
    if (series->mixed || (series->has_na && !input->may_be_na) ||
        (type != HM_TYPE_NUMBER && type != HM_TYPE_LOGIC) || input->kind == HM_KIND_DATETIME ||
        input->kind == HM_KIND_DURATION)
        return false;
    return hm_validate_range(input, series->range, series->whole) ||
           hm_validate_numbers(input, rows, series->values + first, series->cells + first);
}

static bool validate_all(binder *b, const hm_series *series, hm_grid_column *column, size_t first,
                         size_t rows) {
    const hm_kind kind = b->validation.input->kind;
    const bool takes_texts = kind == HM_KIND_TEXT || kind == HM_KIND_CHOICE;
    const bool is_spelled = takes_texts && hm_series_is_spelled(series);
    bool wrong;
    b->validation.written = NULL;
    for (size_t i = 0; i < rows; i++) {
        if (is_spelled)
            look_up_text(b, series, first + i);
        column->states[i] =
            (uint8_t)hm_validate_cell(&b->validation, series->cells[first + i],
                                      series->values[first + i], &column->values[i], &wrong);
        if (wrong) {
            report(b, series, first + i);
            b->validation.written = NULL;
        }
    }
    return !b->validation.out_of_memory;
}

/* A figure that counts for nothing, `found` in the row: the input is not asked there. */
static void report_not_asked(binder *b, const hm_subject *about, const char *found) {
    hm_issues_add(&b->bound->issues, HM_ISSUE_NOT_ASKED, about,
                  &(hm_issue_texts){.found = found, .detail = b->condition.data});
}

static void warn_not_asked(binder *b, const hm_series *series, size_t row) {
    const hm_subject about = subject_of(b, series, row);
    if (hm_issues_count_only(&b->bound->issues, HM_ISSUE_NOT_ASKED, &about))
        return;
    look_up_text(b, series, row);
    hm_validation_show(&b->validation, series->cells[row], series->values[row], &b->found);
    b->validation.out_of_memory |= hm_finding_failed(&b->found);
    report_not_asked(b, &about, b->found.found.data);
}

/* Figures that are taken, but hardly meant as they are, and those that nobody asked for. */
static bool warn_all_odd(binder *b, const hm_input *input, const hm_series *series,
                         const hm_grid_column *column, size_t first, size_t rows) {
    const uint8_t *asked = b->asked;
    const bool any = asked || input->doubts || (series->has_na && !input->may_be_na);
    for (size_t i = 0; any && i < rows; i++) {
        const uint8_t cell = series->cells[first + i];
        if (asked && !asked[i]) {
            if (column->states[i] == HM_OBSERVED)
                warn_not_asked(b, series, first + i);
            continue;
        }
        if (!hm_validation_is_odd(input, cell, column->states[i], column->values[i]))
            continue;
        const hm_issue_code code = hm_validation_doubt(input, cell, column->values[i]);
        const hm_subject about = subject_of(b, series, first + i);
        if (hm_issues_count_only(&b->bound->issues, code, &about))
            continue;
        look_up_text(b, series, first + i);
        hm_validation_warn(&b->validation, cell, series->values[first + i], &b->found);
        b->validation.out_of_memory |= hm_finding_failed(&b->found);
        hm_issues_add(&b->bound->issues, code, &about, &b->found.texts);
    }
    return !b->validation.out_of_memory;
}

/* Fills column `index` of `table` for `input` from `series` (NULL: nothing was reported), whose
 * cell `first` is row 0 of the table. */
static bool bind_column(binder *b, hm_grid *table, size_t index, const hm_input *input,
                        const hm_series *series, size_t first) {
    b->validation.input = input;
    if (series && all_suit(input, series, first, table->rows)) {
        hm_grid_borrow(table, index, input->name, series->values + first, series->cells + first);
    } else {
        if (!hm_grid_own(table, index, input->name))
            return false;
        if (series && !validate_all(b, series, &table->columns[index], first, table->rows))
            return false;
    }
    return !series || warn_all_odd(b, input, series, &table->columns[index], first, table->rows);
}

/* --- records --- */

static void warn_missing_column(binder *b, const hm_input *input, const hm_input *column,
                                const hm_records *records) {
    const hm_location location =
        records->column_count > 0 ? hm_series_name_location(b->bound->dataset, &records->columns[0])
                                  : (hm_location){"", 0, 0};
    const hm_subject about = {.at = {location.file, location.line, 0}, .input = input->name};
    if (hm_issues_count_only(&b->bound->issues, HM_ISSUE_MISSING_COLUMN, &about))
        return;
    hm_nearest nearest;
    hm_nearest_start(&nearest, column->name, strlen(column->name));
    for (size_t i = 0; i < records->column_count && hm_issues_suggest(&b->bound->issues); i++)
        hm_nearest_show(&nearest, records->columns[i].name);
    hm_issues_add(&b->bound->issues,
                  nearest.name ? HM_ISSUE_RENAMED_COLUMN : HM_ISSUE_MISSING_COLUMN, &about,
                  &(hm_issue_texts){.expected = column->name, .name = nearest.name});
}

static bool bind_rows(binder *b, uint32_t number, const hm_records *records) {
    hm_bound *bound = b->bound;
    const hm_input *input = bound->plan->inputs[number];
    hm_grid *table = &bound->records[number];
    const size_t base = records->start[bound->first];
    const size_t rows = records->start[bound->first + bound->inputs.rows] - base;
    const uint8_t *asked = b->asked;
    bool fine = hm_grid_open(table, rows, input->column_count, b->allocator);
    b->asked = NULL; /* which is of units */
    for (size_t i = 0; fine && i < input->column_count; i++) {
        const hm_series *series = hm_records_column(records, input->columns[i].name);
        if (!series)
            warn_missing_column(b, input, &input->columns[i], records);
        fine = bind_column(b, table, i, &input->columns[i], series, base);
    }
    b->asked = asked;
    if (!fine)
        return false;
    bound->rows[number] = (hm_rows){records->start + bound->first, base, table->columns};
    return true;
}

static void warn_records_not_asked(binder *b, const hm_records *records, size_t unit,
                                   size_t count) {
    const hm_dataset *dataset = b->bound->dataset;
    const size_t row = b->bound->first + unit;
    const hm_subject about = {
        .at = hm_series_location(dataset, &records->columns[0], records->start[row]),
        .input = records->name,
        .city = hm_dataset_unit_city(dataset, row),
        .period = hm_dataset_unit_period(dataset, row)};
    hm_buffer_clear(&b->found.found);
    hm_buffer_format(&b->found.found, "%zu %s", count, count == 1 ? "row" : "rows");
    b->validation.out_of_memory |= b->found.found.failed;
    report_not_asked(b, &about, b->found.found.data);
}

/* The column of a records input says which units have rows; an observation of that name may say
 * that there is nothing to report. */
static bool bind_records(binder *b, uint32_t number) {
    hm_bound *bound = b->bound;
    const hm_input *input = bound->plan->inputs[number];
    const hm_records *records = hm_dataset_records(bound->dataset, input->name);
    const hm_series *series = hm_dataset_series(bound->dataset, input->name);
    if (!bind_column(b, &bound->inputs, number, input, series, bound->first))
        return false;
    if (!records)
        return true;
    if (!bind_rows(b, number, records))
        return false;
    hm_grid_column *column = &bound->inputs.columns[number];
    const size_t *start = bound->rows[number].start;
    for (size_t unit = 0; unit < bound->inputs.rows; unit++) {
        if (start[unit + 1] == start[unit])
            continue;
        column->states[unit] = HM_OBSERVED;
        if (b->asked && !b->asked[unit])
            warn_records_not_asked(b, records, unit, start[unit + 1] - start[unit]);
    }
    return !b->validation.out_of_memory;
}

/* --- everything --- */

/* What is said not to be verified counts as not reported, be it a figure or that none applies; what
 * was rejected stays so. */
static bool withdraw(binder *b, uint32_t number) {
    const uint8_t *unverified = b->bound->unverified[number];
    if (!hm_grid_own_copy(&b->bound->inputs, number))
        return false;
    hm_grid_column *column = &b->bound->inputs.columns[number];
    for (size_t unit = 0; unit < b->bound->inputs.rows; unit++)
        if (unverified[unit] && column->states[unit] != HM_INVALID) {
            column->values[unit] = 0;
            column->states[unit] = HM_NOT_REPORTED;
        }
    return true;
}

static bool bind_input(binder *b, uint32_t number) {
    hm_bound *bound = b->bound;
    const hm_input *input = bound->plan->inputs[number];
    const hm_series *series = hm_dataset_series(bound->dataset, input->name);
    b->of_units = input->kind != HM_KIND_RECORDS;
    if (!(b->of_units ? bind_column(b, &bound->inputs, number, input, series, bound->first)
                      : bind_records(b, number)))
        return false;
    const uint8_t *unverified = series ? hm_series_unverified(series) : NULL;
    bound->unverified[number] = unverified ? unverified + bound->first : NULL;
    return !b->verified_only || !unverified || !b->of_units || withdraw(b, number);
}

/* Finds out of which units the input of a condition is asked. */
static void ask(binder *b, size_t condition) {
    const size_t units = b->bound->inputs.rows;
    bool everywhere = true;
    for (size_t first = 0; first < units; first += HM_BLOCK)
        hm_asked_run(b->bound, condition, first,
                     units - first < HM_BLOCK ? units - first : HM_BLOCK, &b->workspace,
                     b->answers + first);
    for (size_t i = 0; i < units; i++)
        everywhere &= b->answers[i];
    b->asked = everywhere ? NULL : b->answers;
}

static bool bind_where_asked(binder *b, size_t condition) {
    ask(b, condition);
    hm_buffer_clear(&b->condition);
    hm_asked_tell(b->plan, condition, &b->condition);
    const bool fine = !b->condition.failed && bind_input(b, b->plan->conditions[condition].input) &&
                      hm_asked_apply(b->bound, condition, b->asked);
    b->asked = NULL;
    return fine;
}

static bool open_conditions(binder *b) {
    const size_t units = b->bound->inputs.rows;
    b->answers = hm_allocate_array(b->allocator, units, 1);
    return b->answers && hm_workspace_open(&b->workspace, b->plan->most_expr_nodes, b->allocator) &&
           hm_grid_open(&b->bound->given, units, b->plan->condition_count, b->allocator);
}

static void close_conditions(binder *b) {
    hm_release(b->allocator, b->answers, b->answers ? b->bound->inputs.rows : 0);
    hm_workspace_close(&b->workspace);
    hm_buffer_close(&b->condition);
}

/* What conditions look at is there before the inputs that they belong to. */
static bool bind_conditions(binder *b) {
    if (b->plan->condition_count == 0)
        return true;
    hm_buffer_open(&b->condition, b->allocator);
    bool fine = open_conditions(b);
    for (size_t i = 0; fine && i < b->plan->condition_count && !hm_is_cancelled(b->cancel); i++)
        fine = bind_where_asked(b, i);
    close_conditions(b);
    return fine;
}

static bool bind_inputs(binder *b) {
    bool fine = true;
    for (uint32_t i = 0; fine && i < b->plan->input_count && !hm_is_cancelled(b->cancel); i++)
        if (!b->plan->inputs[i]->asked_if)
            fine = bind_input(b, i);
    return fine && bind_conditions(b);
}

/* Looking back needs all units: a part of them is never bound then. */
static bool find_previous(binder *b) {
    hm_bound *bound = b->bound;
    if (!hm_comparable_open(&bound->comparable, bound->plan, bound->dataset, b->allocator))
        return false;
    if (!bound->plan->looks_back)
        return true;
    bound->earlier = hm_allocate_array(b->allocator, bound->inputs.rows, sizeof *bound->earlier);
    return bound->earlier &&
           hm_previous_find(bound->dataset, bound->plan->looks_back, bound->earlier, b->allocator);
}

static bool number_texts(binder *b) {
    const hm_names *own = b->plan->texts;
    for (uint32_t i = 0; i < own->count; i++)
        if (hm_names_intern(&b->bound->texts, own->texts[i], own->sizes[i]) != i)
            return false;
    const hm_names *data = hm_dataset_texts(b->bound->dataset);
    b->validation = (hm_validation){.data_texts = data,
                                    .texts = &b->bound->texts,
                                    .answers = &b->plan->answers,
                                    .languages = hm_dataset_languages(b->bound->dataset)};
    b->validation.numbers =
        hm_allocate_array(b->allocator, data->count, sizeof *b->validation.numbers);
    if (b->validation.numbers && data->count > 0)
        memset(b->validation.numbers, 0xff, data->count * sizeof *b->validation.numbers);
    return b->validation.numbers != NULL;
}

static bool allocate(hm_bound *bound, size_t units, const hm_allocator *allocator) {
    const size_t count = bound->plan->input_count;
    if (!hm_grid_open(&bound->inputs, units, count, allocator))
        return false;
    bound->records = hm_allocate_array(allocator, count, sizeof *bound->records);
    bound->rows = hm_allocate_array(allocator, count, sizeof *bound->rows);
    bound->unverified = hm_allocate_array(allocator, count, sizeof *bound->unverified);
    return bound->records && bound->rows && bound->unverified;
}

hm_code hm_bound_open(hm_bound *bound, const hm_plan *plan, const hm_dataset *dataset, size_t first,
                      size_t count, bool verified_only, const hm_cancel *cancel,
                      const hm_allocator *allocator, hm_error *error) {
    binder b = {.plan = plan,
                .bound = bound,
                .verified_only = verified_only,
                .cancel = cancel,
                .allocator = allocator};
    memset(bound, 0, sizeof *bound);
    bound->plan = plan;
    bound->dataset = dataset;
    bound->first = first;
    bound->verified_only = verified_only;
    hm_names_open(&bound->texts, allocator);
    hm_issues_open(&bound->issues, allocator);
    bound->issues.most = hm_dataset_issues(dataset)->most;
    hm_finding_open(&b.found, allocator);
    bool fine =
        allocate(bound, count, allocator) && hm_by_day_bind(bound, allocator) && number_texts(&b);
    if (fine) /* before figures are: hm_issues_suggest */
        hm_unknown_warn(bound);
    fine = fine && bind_inputs(&b);
    if (fine)
        hm_unknown_warn_of_percents(bound);
    fine = fine && find_previous(&b) && !bound->issues.out_of_memory;
    hm_release(allocator, b.validation.numbers,
               hm_dataset_texts(dataset)->count * sizeof *b.validation.numbers);
    hm_finding_close(&b.found);
    const hm_code code = fine ? hm_cancel_check(cancel, error) : hm_error_memory(error);
    if (code != HM_OK)
        hm_bound_close(bound);
    return code;
}
