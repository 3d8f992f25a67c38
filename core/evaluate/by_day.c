/* by_day.c: what goes by the first day of a unit's period: parameters, and editions. */
#include "evaluate/by_day.h"

#include <string.h>

#include "base/calendar.h"

/* --- parameters --- */

/* Into the rows of one period, by number. */
static void put_parameter(hm_bound *bound, size_t number, const int64_t *days) {
    const hm_grid_column *column = &bound->parameters.columns[number];
    const uint32_t *periods = hm_dataset_periods(bound->dataset) + bound->first;
    for (size_t unit = 0; unit < bound->inputs.rows; unit++) {
        double value = 0;
        const bool found =
            hm_parameter_at(&bound->plan->parameters[number], days[periods[unit]], &value);
        (void)hm_grid_put(column, unit, value, found ? HM_OBSERVED : HM_UNDEFINED);
    }
}

static bool bind_parameters(hm_bound *bound, const int64_t *days, const hm_allocator *allocator) {
    const size_t count = bound->plan->parameter_count;
    bool fine = hm_grid_open(&bound->parameters, bound->inputs.rows, count, allocator);
    for (size_t i = 0; fine && i < count; i++) {
        fine = hm_grid_own(&bound->parameters, i, bound->plan->parameters[i].name);
        if (fine)
            put_parameter(bound, i, days);
    }
    return fine;
}

/* --- editions --- */

static bool any_holds(const hm_plan *plan) {
    bool any = false;
    for (size_t i = 0; i < plan->node_count && !any; i++)
        any = !plan->nodes[i].is_absent;
    return any;
}

static void warn_of_none(hm_bound *bound, size_t row) {
    const hm_dataset *dataset = bound->dataset;
    const size_t unit = bound->first + row;
    hm_issues_add(&bound->issues, HM_ISSUE_NO_EDITION,
                  &(hm_subject){.city = hm_dataset_unit_city(dataset, unit),
                                .period = hm_dataset_unit_period(dataset, unit)},
                  NULL);
}

static bool bind_editions(hm_bound *bound, const int64_t *days, const hm_allocator *allocator) {
    const uint32_t *periods = hm_dataset_periods(bound->dataset) + bound->first;
    const size_t rows = bound->inputs.rows;
    if (bound->plan->edition_count == 0 || rows == 0)
        return true;
    uint32_t *editions = hm_allocate_array(allocator, rows, sizeof *editions);
    bound->editions = editions;
    for (size_t i = 0; editions && i < rows; i++) {
        editions[i] = (uint32_t)hm_plan_edition_at(bound->plan, days[periods[i]]);
        if (!any_holds(hm_bound_plan(bound, i)))
            warn_of_none(bound, i);
    }
    return editions != NULL;
}

bool hm_by_day_bind(hm_bound *bound, const hm_allocator *allocator) {
    if (bound->plan->parameter_count == 0 && bound->plan->edition_count == 0)
        return bind_parameters(bound, NULL, allocator);
    const hm_names *periods = hm_dataset_period_names(bound->dataset);
    int64_t *days = hm_allocate_array(allocator, periods->count, sizeof *days);
    for (size_t i = 0; days && i < periods->count; i++) {
        int64_t last;
        if (!hm_calendar_days(periods->texts[i], strlen(periods->texts[i]), &days[i], &last))
            days[i] = INT64_MIN; /* which no period of a data set is */
    }
    const bool fine =
        days && bind_parameters(bound, days, allocator) && bind_editions(bound, days, allocator);
    hm_release(allocator, days, periods->count * sizeof *days);
    return fine;
}
