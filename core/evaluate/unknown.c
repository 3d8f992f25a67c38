/* unknown.c: what data have that the package does not know. */
#include "evaluate/unknown.h"

#include <string.h>

#include "base/text.h"

/* All of one kind, so that a file of another package's inputs is told once: the name is what was
 * found. */
static void warn_unknown(hm_bound *bound, hm_issue_code code, const char *name,
                         hm_location location) {
    const hm_names *known = bound->plan->known_names;
    const hm_subject about = {.at = location};
    if (hm_names_find(known, name, strlen(name)) != HM_NO_NAME ||
        hm_issues_count_only(&bound->issues, code, &about))
        return;
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (uint32_t i = 0; i < known->count && hm_issues_suggest(&bound->issues); i++)
        hm_nearest_show(&nearest, known->texts[i]);
    hm_issues_add(&bound->issues, code, &about,
                  &(hm_issue_texts){.found = name,
                                    .expected = "an input of the package",
                                    .nearest = nearest.name});
}

/* A file of records that is called as an input of figures is read by nobody. */
static bool is_figure(const hm_plan *plan, const char *name) {
    for (uint32_t i = 0; i < plan->input_count; i++)
        if (strcmp(plan->inputs[i]->name, name) == 0)
            return plan->inputs[i]->kind != HM_KIND_RECORDS;
    return false;
}

static void warn_of_records(hm_bound *bound, const char *name, hm_location location) {
    if (is_figure(bound->plan, name))
        hm_issues_add(&bound->issues, HM_ISSUE_RECORDS_OF_FIGURE, &(hm_subject){.at = location},
                      &(hm_issue_texts){.found = name});
    else
        warn_unknown(bound, HM_ISSUE_UNKNOWN_RECORDS, name, location);
}

void hm_unknown_warn(hm_bound *bound) {
    const hm_dataset *dataset = bound->dataset;
    for (size_t i = 0; i < hm_dataset_input_count(dataset); i++) {
        const hm_series *series = hm_dataset_series_at(dataset, i);
        warn_unknown(bound, HM_ISSUE_UNKNOWN_INPUT, series->name,
                     hm_series_name_location(dataset, series));
    }
    for (size_t i = 0; i < hm_dataset_records_count(dataset); i++) {
        const hm_records *records = hm_dataset_records_at(dataset, i);
        const hm_location location = records->column_count > 0
                                         ? hm_series_name_location(dataset, &records->columns[0])
                                         : (hm_location){"", 0, 0};
        warn_of_records(bound, records->name, location);
    }
}

/* Does the input, or a column of records of that name, hold shares of 1? */
static bool is_grade(const hm_plan *plan, const char *name) {
    const hm_input *found = NULL;
    for (uint32_t i = 0; i < plan->input_count; i++) {
        const hm_input *input = plan->inputs[i];
        if (strcmp(input->name, name) == 0)
            return input->kind == HM_KIND_GRADE;
        for (size_t j = 0; j < input->column_count; j++)
            if (strcmp(input->columns[j].name, name) == 0)
                found = &input->columns[j];
    }
    return found && found->kind == HM_KIND_GRADE;
}

static bool is_no_grade(const void *context, const hm_issue *issue) {
    return !is_grade(context, issue->input);
}

/* What an office sees as 85 % is 0.85: just what a grade is, and perhaps not what else is meant. */
void hm_unknown_warn_of_percents(hm_bound *bound) {
    const hm_dataset *dataset = bound->dataset;
    if (bound->inputs.rows == hm_dataset_unit_count(dataset))
        hm_issues_append_some(&bound->issues, hm_dataset_percents(dataset), is_no_grade,
                              bound->plan);
}
