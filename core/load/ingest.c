/* ingest.c: units, inputs and the typing of cells. Figures and what happens when one is said
 * twice: see ingest_figure.c; whole observations and records: ingest_observation.c. */
#include "load/ingest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "load/marks.h"

hm_subject hm_reading_subject(const hm_reading *reading, hm_position position, uint32_t unit,
                              const char *input) {
    const hm_dataset *dataset = reading->dataset;
    hm_subject subject = {.at = {reading->file, position.line, position.column}, .input = input};
    if (unit != HM_NO_UNIT) {
        subject.city = hm_dataset_unit_city(dataset, unit);
        subject.period = hm_dataset_unit_period(dataset, unit);
    } else if (reading->whose) {
        subject.city = reading->whose->city;
        subject.period = reading->whose->period;
    }
    return subject;
}

void hm_reading_add_issue(hm_reading *reading, hm_issue_code code, hm_position position,
                          const hm_issue_texts *texts) {
    const hm_subject subject = hm_reading_subject(reading, position, HM_NO_UNIT, NULL);
    hm_issues_add(&reading->dataset->issues, code, &subject, texts);
}

bool hm_reading_is_plain(const hm_reading *reading) {
    const hm_recipe *recipe = reading->recipe;
    return !recipe || (recipe->missing_count == 0 && !recipe->period_format);
}

/* --- cells that cannot be read --- */

static void add_wrong_byte(hm_reading *reading, hm_raw raw, const hm_subject *subject) {
    const size_t offset = hm_text_valid(raw.text, raw.size);
    const char *name = hm_encoding_name(reading->encoding);
    char detail[48], expected[32];
    if (reading->encoding > HM_ENCODING_UTF8)
        (void)snprintf(detail, sizeof detail, "a broken character at offset %zu", offset);
    else
        (void)snprintf(detail, sizeof detail, "byte 0x%02X at offset %zu",
                       (unsigned char)raw.text[offset], offset);
    (void)snprintf(expected, sizeof expected, "text in %s", name);
    hm_issues_add(&reading->dataset->issues, HM_ISSUE_NOT_UTF8, subject,
                  &(hm_issue_texts){.found = hm_quote_of(raw.text, raw.size).text,
                                    .expected = expected,
                                    .name = name,
                                    .detail = detail});
}

static void add_huge(hm_reading *reading, hm_raw raw, const hm_subject *subject) {
    hm_issues_add(&reading->dataset->issues, HM_ISSUE_CELL_TOO_LONG, subject,
                  &(hm_issue_texts){.found = hm_quote_of(raw.text, 4096).text,
                                    .expected = hm_digits_of(HM_CELL_MOST).text,
                                    .detail = hm_digits_of(raw.size).text});
}

static void add_percent(hm_reading *reading, hm_raw raw, const hm_subject *subject) {
    char shown[HM_NUMBER_SIZE];
    double number;
    if (hm_number_read(raw.text, raw.size, '.', &number) != HM_NUMBER_FINE)
        return;
    shown[hm_number_print(hm_number_round(number * 100, 10), shown)] = '\0';
    hm_issues_add(&reading->dataset->percents, HM_ISSUE_PERCENT, subject,
                  &(hm_issue_texts){.found = hm_quote_of(raw.text, raw.size).text, .name = shown});
}

void hm_ingest_fault(hm_reading *reading, hm_raw raw, const hm_subject *subject) {
    hm_issues *issues = &reading->dataset->issues;
    const hm_quote quote = hm_quote_of(raw.text, raw.size < 4096 ? raw.size : 4096);
    const hm_issue_texts found = {.found = quote.text, .expected = "text"};
    switch (raw.fault) {
    case HM_FAULT_NONE:
        break;
    case HM_FAULT_NUL:
        hm_issues_add(issues, HM_ISSUE_NUL_BYTE, subject, &found);
        break;
    case HM_FAULT_UTF8:
        add_wrong_byte(reading, raw, subject);
        break;
    case HM_FAULT_HUGE:
        add_huge(reading, raw, subject);
        break;
    case HM_FAULT_QUOTE:
        hm_issues_add(issues, HM_ISSUE_UNCLOSED_QUOTE, subject, &found);
        break;
    case HM_FAULT_COVERED:
        hm_issues_add(issues, HM_ISSUE_COVERED_CELL, subject, &found);
        break;
    case HM_FAULT_PERCENT:
        add_percent(reading, raw, subject);
        break;
    case HM_FAULT_TYPE:
        hm_issues_add(issues, HM_ISSUE_NOT_A_SINGLE_VALUE, subject,
                      &(hm_issue_texts){.found = quote.text, .expected = "a single value"});
        break;
    case HM_FAULT_ERROR:
        hm_issues_add(issues, HM_ISSUE_ERROR_CELL, subject, &found);
        break;
    case HM_FAULT_NO_RESULT:
        hm_issues_add(issues, HM_ISSUE_NO_RESULT, subject, &found);
        break;
    }
}

/* --- units --- */

static void name_part(hm_raw raw, char *out, size_t size) {
    raw = hm_raw_check(hm_raw_trim(raw));
    out[0] = '\0';
    if (raw.fault == HM_FAULT_NONE)
        (void)hm_text_quote(raw.text, raw.size, out, size);
}

void hm_ingest_reject_row(hm_reading *reading, hm_issue_code code, hm_position position,
                          const hm_row_owner *owner, const hm_issue_texts *texts) {
    hm_issues *issues = &reading->dataset->issues;
    hm_subject subject = {.at = {reading->file, position.line, position.column}};
    char city[256], period[64];
    if (hm_issues_count_only(issues, code, &subject))
        return;
    name_part(owner->city, city, sizeof city);
    name_part(owner->period, period, sizeof period);
    subject.city = city;
    subject.period = period;
    hm_issues_add(issues, code, &subject, texts);
}

/* For its period, or for want of a city. */
static void reject_for(hm_reading *reading, hm_issue_code code, const hm_row_owner *owner,
                       hm_raw part, const char *expected) {
    const hm_subject at = {.at = {reading->file, part.position.line, part.position.column}};
    if (hm_issues_count_only(&reading->dataset->issues, code, &at))
        return;
    hm_ingest_reject_row(
        reading, code, part.position, owner,
        &(hm_issue_texts){.found = hm_quote_of(part.text, part.size).text, .expected = expected});
}

/* Digits with the marks of dates between them, and nothing else? */
static bool is_like_date(hm_raw period) {
    size_t digits = 0, marks = 0;
    for (size_t i = 0; i < period.size; i++) {
        const char c = period.text[i];
        digits += c >= '0' && c <= '9';
        marks += c && strchr("/.-: ", c) != NULL;
    }
    return digits > 0 && marks > 0 && digits + marks == period.size;
}

/* A period of which the calendar, or the format, knows nothing. */
static void reject_period(hm_reading *reading, const hm_row_owner *owner) {
    const hm_raw period = owner->period;
    if (reading->periods)
        reject_for(reading, HM_ISSUE_NOT_OF_THE_FORMAT, owner, period,
                   reading->recipe->period_format);
    else if (hm_period_is_long_pair(period.text, period.size))
        reject_for(reading, HM_ISSUE_PERIOD_OF_TWO_YEARS, owner, period, "a period");
    else
        reject_for(reading, is_like_date(period) ? HM_ISSUE_DATE_OR_NONE : HM_ISSUE_NOT_A_PERIOD,
                   owner, period, "a period such as 2025, 2025-Q1, 2025-06 or 2025-06-30");
}

/* Data come in runs: most rows have the period of the one before. */
static bool is_period_before(const hm_reading *reading, hm_text text) {
    const hm_units *units = &reading->dataset->units;
    if (reading->periods || units->count == 0)
        return false;
    const uint32_t before = units->period[units->last];
    return units->periods.sizes[before] == text.size && text.size < HM_PERIOD_SIZE &&
           memcmp(units->periods.texts[before], text.text, text.size) == 0;
}

static hm_calendar_result read_period(const hm_reading *reading, hm_text text,
                                      char out[HM_PERIOD_SIZE], size_t *size) {
    if (is_period_before(reading, text)) {
        memcpy(out, text.text, text.size);
        *size = text.size;
        return HM_CALENDAR_FINE;
    }
    return hm_period_read(reading->periods, text.text, text.size, out, size);
}

static void check_period(hm_reading *reading, const hm_row_owner *owner) {
    const hm_raw period = owner->period;
    const hm_text text = {period.text, period.size};
    char unused[HM_PERIOD_SIZE];
    size_t size;
    if (period.size == 0) {
        reject_for(reading, owner->city.size > 0 ? HM_ISSUE_NO_PERIOD_BESIDE : HM_ISSUE_NO_PERIOD,
                   owner, period, "a period such as 2025");
        return;
    }
    const hm_calendar_result result = read_period(reading, text, unused, &size);
    if (result == HM_CALENDAR_FINE)
        return;
    const bool is_pair = !reading->periods && hm_period_is_pair(period.text, period.size);
    reading->dataset->pairs_rejected |= is_pair;
    if (is_pair)
        reject_for(reading, HM_ISSUE_PERIOD_OF_TWO_YEARS, owner, period, "a period");
    else if (result == HM_CALENDAR_NO_SUCH_DAY)
        reject_for(reading, HM_ISSUE_NO_SUCH_PERIOD, owner, period, "a period of the calendar");
    else
        reject_period(reading, owner);
}

/* A faulty city or period of a row that says the other one. */
static void check_text(hm_reading *reading, hm_raw part, const hm_row_owner *owner) {
    char city[256], period[64];
    if (part.fault == HM_FAULT_NONE)
        return;
    name_part(owner->city, city, sizeof city);
    name_part(owner->period, period, sizeof period);
    hm_ingest_fault(reading, part,
                    &(hm_subject){.at = {reading->file, part.position.line, part.position.column},
                                  .city = city,
                                  .period = period});
}

/* Every fault of a row is worth an issue. */
static void reject_unit(hm_reading *reading, const hm_row_owner *owner) {
    const bool beside = reading->may_fill && reading->dataset->units.count > 0;
    if (owner->city.size == 0)
        reject_for(reading, beside ? HM_ISSUE_NO_CITY_BESIDE : HM_ISSUE_NO_CITY, owner, owner->city,
                   "its name");
    check_text(reading, owner->city, owner);
    check_text(reading, owner->period, owner);
    if (owner->period.fault == HM_FAULT_NONE)
        check_period(reading, owner);
}

/* Whose row is it? `period` gets its period as the calendar spells it. */
static bool is_unit(const hm_reading *reading, const hm_row_owner *owner,
                    char period[HM_PERIOD_SIZE], size_t *size) {
    const hm_text text = {owner->period.text, owner->period.size};
    return owner->city.size > 0 && owner->city.fault == HM_FAULT_NONE &&
           owner->period.fault == HM_FAULT_NONE &&
           read_period(reading, text, period, size) == HM_CALENDAR_FINE;
}

bool hm_reading_is_unit(const hm_reading *reading, hm_raw city, hm_raw period) {
    char unused[HM_PERIOD_SIZE];
    size_t size;
    const hm_row_owner owner = {hm_raw_check(city), hm_raw_check(hm_raw_trim(period))};
    return hm_text_name(city.text, city.size).size > 0 && is_unit(reading, &owner, unused, &size);
}

bool hm_ingest_names(hm_reading *reading, const hm_raw *city, const hm_raw *period, hm_text *name,
                     char spelled[HM_PERIOD_SIZE], size_t *size) {
    const hm_row_owner owner = {hm_raw_check(hm_raw_trim(*city)),
                                hm_raw_check(hm_raw_trim(*period))};
    if (!is_unit(reading, &owner, spelled, size)) {
        reject_unit(reading, &owner);
        return false;
    }
    *name = hm_text_name(city->text, city->size);
    return true;
}

bool hm_ingest_unit(hm_reading *reading, const hm_raw *raw_city, const hm_raw *raw_period,
                    uint32_t *unit) {
    hm_dataset *dataset = reading->dataset;
    hm_text city = hm_text_name(raw_city->text, raw_city->size);
    const hm_text period = hm_text_trim(raw_period->text, raw_period->size);
    if (!reading->periods && raw_city->fault == HM_FAULT_NONE &&
        raw_period->fault == HM_FAULT_NONE) {
        *unit = hm_units_find(&dataset->units, city.text, city.size, period.text, period.size);
        if (*unit != HM_NO_UNIT)
            return true; /* what is known already was checked when it was new */
    }
    char spelled[HM_PERIOD_SIZE];
    size_t size;
    if (!hm_ingest_names(reading, raw_city, raw_period, &city, spelled, &size))
        return false;
    *unit = hm_units_add(&dataset->units, city.text, city.size, spelled, size);
    dataset->out_of_memory |= *unit == HM_NO_UNIT;
    return *unit != HM_NO_UNIT;
}

/* Inputs are numbered as they first appear, so a file that repeats them in one order is guessed
 * right. */
static bool guess_input(hm_dataset *dataset, hm_text name) {
    const uint32_t likely[3] = {dataset->last_input + 1, dataset->last_input, 0};
    for (size_t i = 0; i < 3; i++) {
        uint32_t number = likely[i];
        if (number < dataset->series_count && dataset->inputs.sizes[number] == name.size &&
            memcmp(dataset->inputs.texts[number], name.text, name.size) == 0) {
            dataset->last_input = number;
            return true;
        }
    }
    return false;
}

static uint32_t add_input(hm_dataset *dataset, hm_raw name, const char *file) {
    uint32_t number = hm_names_intern(&dataset->inputs, name.text, name.size);
    if (number == HM_NO_NAME)
        return HM_NO_NAME;
    if (dataset->series_count > number)
        return number;
    if (number > dataset->series_count || /* memory ran out right after an earlier name */
        !hm_grow(dataset->allocator, &dataset->series, dataset->series_count,
                 &dataset->series_capacity, sizeof *dataset->series) ||
        !hm_series_open(&dataset->series[number], dataset->inputs.texts[number], &dataset->arena))
        return HM_NO_NAME;
    dataset->series[number].origin->name_location =
        (hm_location){file, name.position.line, name.position.column};
    dataset->series_count++;
    return number;
}

uint32_t hm_ingest_input(hm_reading *reading, const hm_raw *raw, uint32_t unit) {
    hm_dataset *dataset = reading->dataset;
    if (raw->fault == HM_FAULT_NONE && guess_input(dataset, hm_text_trim(raw->text, raw->size)))
        return dataset->last_input;
    hm_raw name = hm_raw_check(hm_raw_trim(*raw));
    const hm_subject subject = hm_reading_subject(reading, name.position, unit, NULL);
    if (name.fault == HM_FAULT_PERCENT)
        name.fault = HM_FAULT_NONE; /* it matters where it is a figure */
    if (name.fault != HM_FAULT_NONE) {
        hm_ingest_fault(reading, name, &subject);
        return HM_NO_NAME;
    }
    if (name.size == 0) {
        hm_issues_add(&dataset->issues, HM_ISSUE_NO_INPUT, &subject,
                      &(hm_issue_texts){.expected = "the name of one"});
        return HM_NO_NAME;
    }
    uint32_t number = add_input(dataset, name, reading->file);
    dataset->out_of_memory |= number == HM_NO_NAME;
    if (number != HM_NO_NAME)
        dataset->last_input = number;
    return number;
}

static hm_cell keep_text(hm_dataset *dataset, const hm_raw *raw, hm_cell cell) {
    hm_text text = hm_text_trim(raw->text, raw->size);
    uint32_t number = hm_names_intern(&dataset->texts, text.text, text.size);
    if (number == HM_NO_NAME) {
        dataset->out_of_memory = true;
        return (hm_cell){.kind = HM_CELL_REJECTED};
    }
    if (cell.kind == HM_CELL_TEXT)
        cell.value = number;
    else
        cell.spelling = hm_spelling_of_text(number);
    return cell;
}

/* A number that is not quite what was read. */
static void warn_lost(hm_reading *reading, const hm_raw *raw, hm_cell cell,
                      const hm_subject *subject) {
    char number[HM_NUMBER_SIZE];
    hm_number_print(cell.value, number);
    hm_issues_add(
        &reading->dataset->issues, hm_cell_loss(cell), subject,
        &(hm_issue_texts){.found = hm_quote_of(raw->text, raw->size).text, .name = number});
}

static void check_number(hm_reading *reading, const hm_raw *raw, hm_cell cell, uint32_t unit,
                         const char *input) {
    const hm_subject subject = hm_reading_subject(reading, raw->position, unit, input);
    if (cell.kind == HM_CELL_REJECTED)
        hm_issues_add(
            &reading->dataset->issues, HM_ISSUE_NUMBER_TOO_LARGE, &subject,
            &(hm_issue_texts){.found = hm_quote_of(raw->text, raw->size).text,
                              .expected = "a number no larger than 1.7976931348623157e308"});
    else
        warn_lost(reading, raw, cell, &subject);
}

static const hm_number_format *format_of(const hm_reading *reading, const hm_raw *raw) {
    return reading->marks && !raw->is_number ? &reading->marks->format : &hm_number_format_plain;
}

/* A figure that the rest of its file has to settle. Where it does not: in records a text, whatever
 * its column will turn out to hold; else false, with an issue. */
static bool settle(hm_reading *reading, const hm_raw *raw, uint32_t unit, const char *input,
                   hm_cell *cell) {
    hm_dataset *dataset = reading->dataset;
    dataset->out_of_memory |= !hm_marks_settle(reading->marks);
    *cell = hm_cell_read(raw->text, raw->size, format_of(reading, raw));
    if (cell->kind != HM_CELL_UNCLEAR)
        return true;
    if (reading->records) {
        dataset->out_of_memory |= !hm_marks_keep(reading->marks, reading->file, input, dataset);
        cell->kind = HM_CELL_TEXT;
        return true;
    }
    const hm_subject subject = hm_reading_subject(reading, raw->position, unit, input);
    hm_marks_reject(reading->marks, raw, &subject, &dataset->issues);
    return false;
}

/* What an office typed as 85 % is 0.85, which its input may or may not mean. */
static hm_cell ingest_percent(hm_reading *reading, const hm_raw *raw, uint32_t unit,
                              const char *input) {
    const hm_subject subject = hm_reading_subject(reading, raw->position, unit, input);
    hm_ingest_fault(reading, *raw, &subject);
    hm_raw number = *raw;
    number.fault = HM_FAULT_NONE;
    return hm_ingest_cell(reading, &number, unit, input);
}

/* What nobody sees was not reported. */
static hm_cell ingest_covered(hm_reading *reading, const hm_raw *raw, uint32_t unit,
                              const char *input) {
    const hm_subject subject = hm_reading_subject(reading, raw->position, unit, input);
    hm_ingest_fault(reading, *raw, &subject);
    return (hm_cell){.kind = HM_CELL_EMPTY};
}

/* Exactly, as a decimal number: 0.1 three powers of ten greater is 100. */
static hm_cell shift(hm_cell cell, int power) {
    char text[HM_NUMBER_SIZE + 16];
    const size_t size = hm_number_print(cell.value, text);
    (void)snprintf(text + size, sizeof text - size, "e%d", power);
    const char *exponent = memchr(text, 'e', size);
    if (exponent) { /* two of them are one */
        char *end;
        const long own = strtol(exponent + 1, &end, 10);
        (void)snprintf(text + (exponent - text), sizeof text - (size_t)(exponent - text), "e%ld",
                       own + power);
    }
    if (hm_number_read(text, strlen(text), '.', &cell.value) != HM_NUMBER_FINE)
        return (hm_cell){.kind = HM_CELL_REJECTED};
    cell.spelling = HM_SPELLING_PRINTED;
    return cell;
}

hm_cell hm_ingest_cell(hm_reading *reading, const hm_raw *raw, uint32_t unit, const char *input) {
    if (raw->fault == HM_FAULT_PERCENT)
        return ingest_percent(reading, raw, unit, input);
    if (raw->fault == HM_FAULT_COVERED)
        return ingest_covered(reading, raw, unit, input);
    if (raw->fault != HM_FAULT_NONE || raw->size > HM_CELL_MOST) {
        const hm_subject subject = hm_reading_subject(reading, raw->position, unit, input);
        hm_ingest_fault(reading, hm_raw_check(*raw), &subject);
        return (hm_cell){.kind = HM_CELL_REJECTED};
    }
    if (reading->recipe && hm_recipe_is_missing(reading->recipe, raw->text, raw->size))
        return (hm_cell){.kind = HM_CELL_EMPTY};
    const hm_raw bare = reading->marks ? hm_marks_unwrap(reading->marks, *raw) : *raw;
    raw = &bare;
    hm_cell cell = hm_cell_read(raw->text, raw->size, format_of(reading, raw));
    if (cell.kind == HM_CELL_UNCLEAR && !settle(reading, raw, unit, input, &cell))
        return (hm_cell){.kind = HM_CELL_REJECTED};
    if (cell.kind == HM_CELL_TEXT) {
        if (reading->marks && !raw->is_number)
            hm_marks_doubt(reading->marks, raw);
        return keep_text(reading->dataset, raw, cell);
    }
    if (reading->power != 0 && cell.kind == HM_CELL_NUMBER)
        cell = shift(cell, reading->power);
    if (cell.kind == HM_CELL_REJECTED || hm_cell_loses(raw->text, raw->size, cell))
        check_number(reading, raw, cell, unit, input);
    if (cell.spelling != HM_SPELLING_OTHER)
        return cell;
    if (reading->marks && !raw->is_number && !reading->records) /* texts of records prove nothing */
        hm_marks_read(reading->marks, raw);
    return keep_text(reading->dataset, raw, cell);
}
