/* parts.c: parts that are more than their wholes. Evaluating flags the units, so that only these
 * are looked at: there is a warning for each, and where the whole is 0 no value. */
#include "evaluate/parts.h"

#include "base/numbers/number.h"
#include "platform/cancel.h"
#include "platform/wide.h"

typedef struct warner {
    const hm_evaluated *evaluated;
    hm_issues *issues;
    const hm_cancel *cancel;
} warner;

static void warn(const warner *w, hm_part_of pair, size_t unit) {
    const hm_bound *bound = w->evaluated->bound;
    const hm_grid_column *part = &bound->inputs.columns[pair.part];
    const hm_grid_column *whole = &bound->inputs.columns[pair.whole];
    const hm_subject about = {
        .at = hm_series_location(bound->dataset, hm_dataset_series(bound->dataset, part->name),
                                 bound->first + unit),
        .city = hm_dataset_unit_city(bound->dataset, bound->first + unit),
        .period = hm_dataset_unit_period(bound->dataset, bound->first + unit),
        .input = part->name};
    if (hm_issues_count_only(w->issues, HM_ISSUE_PART_EXCEEDS_WHOLE, &about))
        return;
    char found[HM_NUMBER_SIZE], of[HM_NUMBER_SIZE];
    hm_number_print(part->values[unit], found);
    hm_number_print(whole->values[unit], of);
    hm_issues_add(w->issues, HM_ISSUE_PART_EXCEEDS_WHOLE, &about,
                  &(hm_issue_texts){.found = found, .name = whole->name, .detail = of});
}

HM_WIDE static uint8_t all_flags(const uint8_t *flags, size_t count) {
    uint8_t all = 0;
    for (size_t i = 0; i < count; i++)
        all |= flags[i];
    return all;
}

bool hm_flags_any(const uint8_t *flags, size_t count, unsigned flag) {
    return (all_flags(flags, count) & flag) != 0;
}

static void refuse_pair(const hm_grid_column *part, const hm_grid_column *whole, size_t first,
                        size_t count, uint8_t *states) {
    for (size_t i = 0; i < count; i++) {
        const size_t unit = first + i;
        if (whole->values[unit] == 0 && part->values[unit] > 0 &&
            (part->states[unit] | whole->states[unit]) == HM_OBSERVED && states[i] < HM_INVALID)
            states[i] = HM_INVALID;
    }
}

void hm_parts_refuse(const hm_bound *bound, const hm_indicator *indicator, size_t first,
                     size_t count, uint8_t *states) {
    for (size_t i = 0; i < indicator->part_of_count; i++)
        if (indicator->parts_of[i].declared)
            refuse_pair(&bound->inputs.columns[indicator->parts_of[i].part],
                        &bound->inputs.columns[indicator->parts_of[i].whole], first, count, states);
}

/* An indicator may have several pairs: its flag does not say which. */
static bool exceeds(const hm_bound *bound, hm_part_of pair, size_t unit) {
    const hm_grid_column *part = &bound->inputs.columns[pair.part];
    const hm_grid_column *whole = &bound->inputs.columns[pair.whole];
    return (part->states[unit] | whole->states[unit]) == HM_OBSERVED &&
           part->values[unit] > whole->values[unit];
}

static void warn_pair(const warner *w, size_t indicator, hm_part_of pair) {
    const size_t units = w->evaluated->values.rows;
    const uint8_t *flags = w->evaluated->flags + indicator * units;
    for (size_t first = 0; first < units && !hm_is_cancelled(w->cancel); first += HM_BLOCK) {
        const size_t count = units - first < HM_BLOCK ? units - first : HM_BLOCK;
        if (!hm_flags_any(flags + first, count, HM_FLAG_PART_EXCEEDS_WHOLE))
            continue;
        for (size_t unit = first; unit < first + count; unit++)
            if (flags[unit] & HM_FLAG_PART_EXCEEDS_WHOLE &&
                exceeds(w->evaluated->bound, pair, unit))
                warn(w, pair, unit);
    }
}

/* Several indicators may share a pair, which is looked at once: pairs are known by their bytes. */
void hm_evaluated_warn_parts(const hm_evaluated *evaluated, hm_issues *issues,
                             const hm_cancel *cancel) {
    const hm_plan *plan = evaluated->plan;
    const warner w = {evaluated, issues, cancel};
    hm_names seen;
    hm_names_open(&seen, evaluated->values.allocator);
    for (size_t i = 0; i < plan->indicator_count; i++) {
        for (size_t k = 0; k < plan->indicators[i].part_of_count; k++) {
            const hm_part_of pair = plan->indicators[i].parts_of[k];
            const uint32_t count = seen.count;
            if (hm_names_intern(&seen, (const char *)&pair, sizeof pair) == HM_NO_NAME)
                issues->out_of_memory = true;
            else if (seen.count > count)
                warn_pair(&w, i, pair);
        }
    }
    hm_names_close(&seen);
}
