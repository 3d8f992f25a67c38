#include "study/result_of.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/text.h"

/* --- what is asked for --- */

static int64_t first_day(const hm_dataset *dataset, size_t unit) {
    const char *period = hm_dataset_unit_period(dataset, unit);
    int64_t first = 0, last;
    (void)hm_calendar_days(period, strlen(period), &first, &last);
    return first;
}

static hm_code find_unit(hm_result_of *out, const char *city, const char *period,
                         const hm_dataset *dataset, hm_error *error) {
    hm_nearest nearest;
    bool found = false, is_known = false;
    hm_nearest_start(&nearest, city, strlen(city));
    for (size_t unit = 0; unit < hm_dataset_unit_count(dataset); unit++) {
        const char *name = hm_dataset_unit_city(dataset, unit);
        hm_nearest_show(&nearest, name);
        is_known |= strcmp(name, city) == 0;
        if (strcmp(name, city) != 0 ||
            (period && strcmp(hm_dataset_unit_period(dataset, unit), period) != 0) ||
            (found && first_day(dataset, unit) < first_day(dataset, out->unit)))
            continue;
        out->unit = unit;
        found = true;
    }
    return found ? HM_OK
                 : hm_error_set(error, HM_ERROR_ARGUMENT,
                                "target \"%s\": the data have no city \"%s\"%s%s%s",
                                hm_quote_of(out->text, strlen(out->text)).text,
                                hm_quote_of(city, strlen(city)).text, period ? " in " : "",
                                period ? period : "",
                                hm_hint_of(is_known ? NULL : nearest.name).text);
}

/* Where one is asked for. */
static hm_code find_period(hm_result_of *out, const hm_dataset *dataset, hm_error *error) {
    const hm_names *periods = hm_dataset_period_names(dataset);
    if (!out->period)
        return HM_OK;
    out->number = hm_names_find(periods, out->period, strlen(out->period));
    return out->number != HM_NO_NAME
               ? HM_OK
               : hm_error_set(error, HM_ERROR_ARGUMENT,
                              "target \"%s\": the data have no period \"%s\"",
                              hm_quote_of(out->text, strlen(out->text)).text,
                              hm_quote_of(out->period, strlen(out->period)).text);
}

/* Units of the period that has most of them, of those that are asked for. */
static size_t most_cities(const hm_result_of *of, const hm_dataset *dataset) {
    const uint32_t *periods = hm_dataset_periods(dataset);
    size_t most = 0;
    for (uint32_t period = 0; period < hm_dataset_period_names(dataset)->count; period++) {
        size_t count = 0;
        for (size_t unit = 0; unit < hm_dataset_unit_count(dataset); unit++)
            count += periods[unit] == period;
        if (count > most && (of->number == HM_NO_NAME || of->number == period))
            most = count;
    }
    return most;
}

/* Which cities are the first can differ only where there are more. */
static hm_code check_top(hm_result_of *out, const hm_dataset *dataset, hm_error *error) {
    hm_code code = find_period(out, dataset, error);
    const size_t most = code == HM_OK ? most_cities(out, dataset) : 0;
    if (code == HM_OK && out->top >= most)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "target \"%s\": a period has no more than %zu cities, which are all "
                            "among the first %" PRIu32,
                            hm_quote_of(out->text, strlen(out->text)).text, most, out->top);
    return code;
}

static bool is_asked_for(const hm_result_of *of, size_t period) {
    return of->number == HM_NO_NAME || of->number == period;
}

hm_code hm_result_of_read(hm_result_of *out, const char *text, const char *period,
                          const hm_dataset *dataset, hm_error *error) {
    *out = (hm_result_of){.text = text, .period = period, .number = HM_NO_NAME};
    if (strcmp(text, "shift") == 0)
        return find_period(out, dataset, error);
    if ((strncmp(text, "score:", 6) == 0 && text[6]) ||
        (strncmp(text, "rank:", 5) == 0 && text[5])) {
        out->kind = *text == 's' ? HM_RESULT_SCORE : HM_RESULT_RANK;
        const hm_code code = find_unit(out, strchr(text, ':') + 1, period, dataset, error);
        out->period = code == HM_OK ? hm_dataset_unit_period(dataset, out->unit) : period;
        return code;
    }
    if (strncmp(text, "top:", 4) == 0) {
        char *end;
        const unsigned long top = strtoul(text + 4, &end, 10);
        out->kind = HM_RESULT_TOP;
        out->top = (uint32_t)top;
        if (*end == '\0' && top >= 1 && top <= HM_RANKINGS_UNITS)
            return check_top(out, dataset, error);
    }
    return hm_error_set(error, HM_ERROR_ARGUMENT,
                        "no target \"%.80s\", only shift, score:CITY, rank:CITY and top:K, such as "
                        "top:10",
                        hm_quote_of(text, strlen(text)).text);
}

/* --- what comes of it --- */

typedef struct taking {
    const hm_replicates *replicates;
    double *sums; /* by replicate */
    double *of_period;
    uint16_t *nominal; /* ranks by the package, of a period */
} taking;

static const uint32_t *units_of(const hm_replicates *r, size_t period, size_t *count) {
    *count = r->periods.start[period + 1] - r->periods.start[period];
    return r->periods.order + r->periods.start[period];
}

/* How many have a rank by the package. */
static size_t take_nominal(const taking *t, size_t period) {
    const hm_replicates *r = t->replicates;
    size_t count, ranked = 0;
    const uint32_t *units = units_of(r, period, &count);
    for (size_t i = 0; i < count; i++) {
        t->nominal[i] = (uint16_t)r->ranks[units[i]];
        ranked += t->nominal[i] > 0;
    }
    return ranked;
}

/* On average over the cities of all periods that are asked for. */
static void take_shifts(const taking *t, const hm_result_of *of) {
    const hm_replicates *r = t->replicates;
    size_t all = 0;
    for (size_t period = 0; period < r->periods.count; period++) {
        const size_t ranked = is_asked_for(of, period) ? take_nominal(t, period) : 0;
        if (ranked == 0)
            continue;
        hm_rankings_shifts(hm_replicates_rankings(r, 0, period), t->nominal, t->of_period);
        for (size_t i = 0; i < r->count; i++)
            t->sums[i] += (double)ranked * t->of_period[i];
        all += ranked;
    }
    for (size_t i = 0; i < r->count; i++)
        t->sums[i] = all > 0 ? t->sums[i] / (double)all : (double)NAN;
}

static void take_tops(const taking *t, const hm_result_of *of) {
    const hm_replicates *r = t->replicates;
    size_t all = 0;
    for (size_t period = 0; period < r->periods.count; period++) {
        const hm_rankings *rankings = hm_replicates_rankings(r, 0, period);
        size_t count;
        const uint32_t *units = units_of(r, period, &count);
        for (size_t i = 0; is_asked_for(of, period) && i < count; i++) {
            const uint16_t *ranks = hm_rankings_of(rankings, i);
            const uint32_t nominal = r->ranks[units[i]];
            if (nominal == 0 || nominal > of->top)
                continue;
            all++;
            for (size_t k = 0; k < r->count; k++)
                t->sums[k] += ranks[k] > 0 && ranks[k] <= of->top;
        }
    }
    for (size_t i = 0; i < r->count; i++)
        t->sums[i] = all > 0 ? t->sums[i] / (double)all : (double)NAN;
}

static void take_city(const taking *t, const hm_result_of *of) {
    const hm_replicates *r = t->replicates;
    const double *scores = hm_replicates_scores(r, 0, of->unit);
    const uint16_t *ranks = hm_rankings_of(
        hm_replicates_rankings(r, 0, hm_replicates_period(r, of->unit)), r->place[of->unit]);
    for (size_t i = 0; i < r->count; i++)
        t->sums[i] = of->kind == HM_RESULT_SCORE ? scores[i]
                     : ranks[i] > 0              ? ranks[i]
                                                 : (double)NAN;
}

/* What is lacking where there is no result. */
static const char *lacking(const hm_result_of *of) {
    return of->kind == HM_RESULT_SCORE                                ? "the city has no score"
           : of->kind == HM_RESULT_SHIFT || of->kind == HM_RESULT_TOP ? "no city is ranked"
                                                                      : "the city has no rank";
}

static hm_code check(const hm_result_of *of, const double *results, size_t count, hm_error *error) {
    size_t none = 0;
    for (size_t i = 0; i < count; i++)
        none += isnan(results[i]) ? 1 : 0;
    if (none == 0)
        return HM_OK;
    const hm_quote target = hm_quote_of(of->text, strlen(of->text));
    return count == 1
               ? hm_error_set(error, HM_ERROR_DATA, "target \"%s\": %s in the only variation",
                              target.text, lacking(of))
               : hm_error_set(error, HM_ERROR_DATA, "target \"%s\": %s in %zu of %zu variations",
                              target.text, lacking(of), none, count);
}

hm_code hm_result_of_take(const hm_result_of *of, const hm_replicates *r, double *results,
                          hm_error *error) {
    taking t = {.replicates = r, .sums = results};
    t.of_period = hm_allocate_array(r->allocator, r->count, sizeof *t.of_period);
    t.nominal = hm_allocate_array(r->allocator, r->units, sizeof *t.nominal);
    const bool fine = t.of_period && t.nominal;
    if (fine) {
        memset(results, 0, r->count * sizeof *results);
        if (of->kind == HM_RESULT_SHIFT)
            take_shifts(&t, of);
        else if (of->kind == HM_RESULT_TOP)
            take_tops(&t, of);
        else
            take_city(&t, of);
    }
    hm_release(r->allocator, t.of_period, r->count * sizeof *t.of_period);
    hm_release(r->allocator, t.nominal, r->units * sizeof *t.nominal);
    return fine ? check(of, results, r->count, error) : hm_error_memory(error);
}
