/* doubtful_periods.c: periods that are read as the calendar has them, though they look like years
 * that begin in one year and end in the next: 2009-10 beside 2010-11, 2018/2019 beside 2019/2020.
 */
#include <string.h>

#include "base/period_format.h"
#include "dataset/alike.h"

/* Two of a kind, the first that were found; HM_NO_NAME: none. */
typedef struct found {
    uint32_t first, second;
} found;

static void note(found *f, uint32_t period) {
    if (f->first == HM_NO_NAME)
        f->first = period;
    else if (f->second == HM_NO_NAME)
        f->second = period;
}

static bool is_month(const char *text, size_t size) {
    return size == 7 && text[4] == '-' && hm_calendar_period(text, size) == HM_CALENDAR_FINE &&
           text[5] >= '0' && text[5] <= '1';
}

/* Months that are all years and the next: as months they would be thirteen months apart. */
static found find_months(const hm_dataset *dataset) {
    const hm_names *names = &dataset->units.periods;
    found f = {HM_NO_NAME, HM_NO_NAME};
    for (uint32_t i = 0; i < names->count; i++) {
        if (!is_month(names->texts[i], names->sizes[i]))
            continue;
        if (!hm_period_is_pair(names->texts[i], names->sizes[i]))
            return (found){HM_NO_NAME, HM_NO_NAME};
        note(&f, i);
    }
    return f;
}

/* Two years and two years that have one in common. */
static found find_spans(const hm_dataset *dataset) {
    const hm_names *names = &dataset->units.periods;
    for (uint32_t i = 0; i < names->count; i++) {
        char next[10];
        if (!hm_period_is_long_pair(names->texts[i], names->sizes[i]))
            continue;
        /* 2018/2019: the one that begins with 2019 ends with the year after that */
        memcpy(next, names->texts[i] + 5, 4);
        for (uint32_t k = 0; k < names->count; k++)
            if (hm_period_is_long_pair(names->texts[k], names->sizes[k]) &&
                memcmp(names->texts[k], next, 4) == 0)
                return (found){i, k};
    }
    return (found){HM_NO_NAME, HM_NO_NAME};
}

static void warn(hm_dataset *dataset, hm_issue_code code, uint32_t one, uint32_t other) {
    const hm_units *units = &dataset->units;
    uint32_t unit = 0;
    while (unit < units->count && units->period[unit] != one)
        unit++;
    const hm_subject subject = {.at = hm_dataset_locate_unit(dataset, unit),
                                .period = units->periods.texts[one]};
    hm_issues_add(
        &dataset->issues, code, &subject,
        &(hm_issue_texts){.found = units->periods.texts[one],
                          .detail = other == HM_NO_NAME ? NULL : units->periods.texts[other]});
}

void hm_dataset_warn_of_periods(hm_dataset *dataset) {
    if (dataset->is_part || dataset->periods_said)
        return;
    const found months = find_months(dataset), spans = find_spans(dataset);
    if (months.second != HM_NO_NAME)
        warn(dataset, HM_ISSUE_MONTHS_IN_DOUBT, months.first, months.second);
    else if (months.first != HM_NO_NAME && dataset->pairs_rejected)
        warn(dataset, HM_ISSUE_MONTH_IN_DOUBT, months.first, HM_NO_NAME);
    if (spans.first != HM_NO_NAME)
        warn(dataset, HM_ISSUE_YEARS_IN_DOUBT, spans.first, spans.second);
}
