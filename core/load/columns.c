#include "load/columns.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

/* --- numbers --- */

hm_subject hm_figure_subject(const hm_reading *reading, const hm_figure_of *of) {
    return hm_reading_subject(reading, of->position, of->unit, of->input);
}

static void reject_number(hm_reading *reading, const hm_figure_of *of, double value) {
    const char *found = isnan(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
    const hm_subject subject = hm_figure_subject(reading, of);
    hm_issues_add(&reading->dataset->issues, HM_ISSUE_NOT_FINITE, &subject,
                  &(hm_issue_texts){.found = found, .expected = "a finite number"});
}

hm_cell hm_ingest_number(hm_reading *reading, const hm_figure_of *of, double value) {
    if (isfinite(value))
        return (hm_cell){.value = value, .kind = HM_CELL_NUMBER};
    reject_number(reading, of, value);
    return (hm_cell){.kind = HM_CELL_REJECTED};
}

static bool is_there(const hm_numbers *numbers, size_t row) {
    return !numbers->validity || hm_bit_is_set(numbers->validity, numbers->bit + row);
}

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static const uint64_t exponent = UINT64_C(0x7FF0000000000000);

/* Without a branch, so that the compiler may use wide registers. Returns whether some number is not
 * finite: then its cell is rejected. */
static bool copy_all(double *values, uint8_t *cells, const double *from, size_t count) {
    uint8_t any = 0;
    for (size_t i = 0; i < count; i++) {
        const uint8_t odd = (bits_of(from[i]) & exponent) == exponent;
        values[i] = odd ? 0 : from[i];
        cells[i] = odd ? HM_CELL_REJECTED : HM_CELL_NUMBER;
        any |= odd;
    }
    return any;
}

static bool copy_those_there(double *values, uint8_t *cells, const hm_numbers *numbers,
                             size_t first, size_t count) {
    uint8_t any = 0;
    for (size_t i = 0; i < count; i++) {
        const double value = numbers->values[first + i];
        const bool there = hm_bit_is_set(numbers->validity, numbers->bit + first + i);
        const bool odd = there && (bits_of(value) & exponent) == exponent;
        values[i] = there && !odd ? value : 0;
        cells[i] = odd ? HM_CELL_REJECTED : there ? HM_CELL_NUMBER : HM_CELL_EMPTY;
        any |= odd;
    }
    return any;
}

/* Rows `first` and on are units `unit` and on, of which the series has no cell yet, nor of any that
 * is behind them. False when it has. */
static bool put_run(hm_reading *reading, uint32_t input, uint32_t unit, const hm_numbers *numbers,
                    size_t first, size_t count) {
    hm_dataset *dataset = reading->dataset;
    hm_series *series = &dataset->series[input];
    if (series->origin->filled > unit)
        return false;
    if (!hm_ingest_expect(dataset, series, unit + (uint32_t)count - 1, count))
        return true;
    if (!hm_series_extend(series, dataset->allocator, unit, count) ||
        !hm_series_set_unknown(series, dataset->allocator, unit, count)) {
        dataset->out_of_memory = true;
        return true;
    }
    double *values = series->values + unit;
    uint8_t *cells = series->cells + unit;
    const bool odd = numbers->validity ? copy_those_there(values, cells, numbers, first, count)
                                       : copy_all(values, cells, numbers->values + first, count);
    for (size_t i = 0; odd && i < count; i++)
        if (cells[i] == HM_CELL_REJECTED)
            reject_number(reading, &(hm_figure_of){series->name, unit + (uint32_t)i, {0, 0}},
                          numbers->values[first + i]);
    return true;
}

static void put_one(hm_reading *reading, uint32_t input, uint32_t unit, const hm_numbers *numbers,
                    size_t row) {
    const hm_figure_of of = {reading->dataset->series[input].name, unit, {0, 0}};
    const hm_cell cell = is_there(numbers, row)
                             ? hm_ingest_number(reading, &of, numbers->values[row])
                             : (hm_cell){.kind = HM_CELL_EMPTY};
    (void)hm_ingest_figure(reading, input, unit, cell, HM_ROW_UNKNOWN);
}

/* How many rows from `first` on are units that follow each other. */
static size_t run_length(const uint32_t *units, size_t first, size_t count) {
    size_t length = 1;
    while (first + length < count && units[first + length] == units[first] + length &&
           units[first + length] != HM_NO_UNIT)
        length++;
    return length;
}

void hm_ingest_numbers(hm_reading *reading, uint32_t input, const uint32_t *units, size_t count,
                       const hm_numbers *numbers) {
    const hm_dataset *dataset = reading->dataset;
    for (size_t i = 0, run; i < count && !dataset->out_of_memory && !dataset->sparse; i += run) {
        const size_t look = (i / HM_ROWS_A_LOOK + 1) * HM_ROWS_A_LOOK; /* no run goes beyond */
        if (hm_is_cut_short(dataset, i))
            return;
        run = 1;
        if (units[i] == HM_NO_UNIT)
            continue;
        run = run_length(units, i, count < look ? count : look);
        if (!put_run(reading, input, units[i], numbers, i, run))
            for (size_t n = 0; n < run; n++)
                put_one(reading, input, units[i + n], numbers, i + n);
    }
}
