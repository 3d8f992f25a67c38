/* ingest.c: units, inputs and the typing of cells. Figures and what happens when one is said
 * twice: see ingest_figure.c; whole observations and records: ingest_observation.c. */
#include "load/ingest.h"

#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/numbers/number.h"
#include "base/text.h"

void hm_ingest_fault(hm_reading *reading, hm_raw raw) {
    hm_quote quote = hm_quote_of(raw.text, raw.size < 4096 ? raw.size : 4096);
    switch (raw.fault) {
    case HM_FAULT_NONE:
        break;
    case HM_FAULT_NUL:
        HM_ISSUE(reading, HM_REJECTED, "nul_byte", raw.position,
                 "found a NUL byte in \"%s\", expected text", quote.text);
        break;
    case HM_FAULT_UTF8: {
        size_t offset = hm_text_valid(raw.text, raw.size);
        HM_ISSUE(reading, HM_REJECTED, "not_utf8", raw.position,
                 "found byte 0x%02X at offset %zu of \"%s\", expected valid UTF-8",
                 (unsigned char)raw.text[offset], offset, quote.text);
        break;
    }
    case HM_FAULT_HUGE:
        HM_ISSUE(reading, HM_REJECTED, "cell_too_long", raw.position,
                 "found a cell of %zu bytes, expected at most %zu", raw.size, HM_CELL_MOST);
        break;
    case HM_FAULT_QUOTE:
        HM_ISSUE(reading, HM_REJECTED, "unclosed_quote", raw.position,
                 "found %s, expected the closing quote at the end of the cell (a quote inside is "
                 "written twice)",
                 quote.text);
        break;
    case HM_FAULT_TYPE:
        HM_ISSUE(reading, HM_REJECTED, "not_a_single_value", raw.position,
                 "found %s, expected a single value", quote.text);
        break;
    }
}

/* Whose row is rejected: the issue names the city, too. */
static bool reject_empty_period(hm_reading *reading, hm_raw city, hm_raw period) {
    const hm_quote name = hm_quote_of(city.text, city.size);
    const bool named = city.size > 0;
    hm_issues_add(&reading->dataset->issues,
                  &(hm_issue){HM_ISSUE_FIELDS(reading, HM_REJECTED, "no_period", period.position),
                              .city = name.text, .expected = "a period such as 2025"},
                  "found no period%s%s%s, expected one such as 2025, 2025-Q1, 2025-06 or "
                  "2025-06-30: the row is rejected%s",
                  named ? " beside \"" : "", name.text, named ? "\"" : "",
                  named ? " (a note or a footer is no row of data)" : "");
    return false;
}

static bool check_period(hm_reading *reading, hm_raw city, hm_raw period) {
    if (period.size == 0)
        return reject_empty_period(reading, city, period);
    switch (hm_calendar_period(period.text, period.size)) {
    case HM_CALENDAR_FINE:
        return true;
    case HM_CALENDAR_NO_SUCH_DAY:
        HM_ISSUE_OF(reading, HM_REJECTED, "no_such_period", period, "a period of the calendar",
                    "found period \"%s\", but the calendar has no such period: the row is rejected",
                    hm_quote_of(period.text, period.size).text);
        return false;
    default:
        HM_ISSUE_OF(
            reading, HM_REJECTED, "not_a_period", period,
            "a period such as 2025, 2025-Q1, 2025-06 or 2025-06-30",
            "found \"%s\", expected a period such as 2025, 2025-Q1, 2025-06 or 2025-06-30: the "
            "row is rejected",
            hm_quote_of(period.text, period.size).text);
        return false;
    }
}

static bool check_city(hm_reading *reading, hm_raw city) {
    if (city.size > 0) {
        return true;
    }
    HM_ISSUE(reading, HM_REJECTED, "no_city", city.position,
             "found no city, expected its name: the row is rejected");
    return false;
}

/* Not && throughout: every fault of a row is worth an issue. */
static bool check_unit(hm_reading *reading, hm_raw city, hm_raw period) {
    bool fine = check_city(reading, city);
    if (city.fault != HM_FAULT_NONE) {
        hm_ingest_fault(reading, city);
        fine = false;
    }
    if (period.fault != HM_FAULT_NONE) {
        hm_ingest_fault(reading, period);
        return false;
    }
    return check_period(reading, city, period) && fine;
}

bool hm_ingest_unit(hm_reading *reading, const hm_raw *raw_city, const hm_raw *raw_period,
                    uint32_t *unit) {
    hm_dataset *dataset = reading->dataset;
    const hm_text city = hm_text_name(raw_city->text, raw_city->size);
    const hm_text period = hm_text_trim(raw_period->text, raw_period->size);
    if (raw_city->fault == HM_FAULT_NONE && raw_period->fault == HM_FAULT_NONE) {
        *unit = hm_units_find(&dataset->units, city.text, city.size, period.text, period.size);
        if (*unit != HM_NO_UNIT) {
            return true; /* what is known already was checked when it was new */
        }
    }
    if (!check_unit(reading, hm_raw_check(hm_raw_trim(*raw_city)),
                    hm_raw_check(hm_raw_trim(*raw_period)))) {
        return false;
    }
    *unit = hm_units_add(&dataset->units, city.text, city.size, period.text, period.size);
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
    if (number == HM_NO_NAME) {
        return HM_NO_NAME;
    }
    if (dataset->series_count > number) {
        return number;
    }
    if (number > dataset->series_count || /* memory ran out right after an earlier name */
        !hm_grow(dataset->allocator, &dataset->series, dataset->series_count,
                 &dataset->series_capacity, sizeof *dataset->series) ||
        !hm_series_open(&dataset->series[number], dataset->inputs.texts[number], &dataset->arena)) {
        return HM_NO_NAME;
    }
    dataset->series[number].origin->name_location =
        (hm_location){file, name.position.line, name.position.column};
    dataset->series_count++;
    return number;
}

uint32_t hm_ingest_input(hm_reading *reading, const hm_raw *raw) {
    hm_dataset *dataset = reading->dataset;
    if (raw->fault == HM_FAULT_NONE && guess_input(dataset, hm_text_trim(raw->text, raw->size))) {
        return dataset->last_input;
    }
    const hm_raw name = hm_raw_check(hm_raw_trim(*raw));
    if (name.fault != HM_FAULT_NONE) {
        hm_ingest_fault(reading, name);
        return HM_NO_NAME;
    }
    if (name.size == 0) {
        HM_ISSUE(reading, HM_REJECTED, "no_input", name.position,
                 "found no input, expected the name of one: the row is rejected");
        return HM_NO_NAME;
    }
    uint32_t number = add_input(dataset, name, reading->file);
    dataset->out_of_memory |= number == HM_NO_NAME;
    if (number != HM_NO_NAME) {
        dataset->last_input = number;
    }
    return number;
}

static hm_cell keep_text(hm_dataset *dataset, const hm_raw *raw, hm_cell cell) {
    hm_text text = hm_text_trim(raw->text, raw->size);
    uint32_t number = hm_names_intern(&dataset->texts, text.text, text.size);
    if (number == HM_NO_NAME) {
        dataset->out_of_memory = true;
        return (hm_cell){.kind = HM_CELL_REJECTED};
    }
    if (cell.kind == HM_CELL_TEXT) {
        cell.value = number;
    } else {
        cell.spelling = hm_spelling_of_text(number);
    }
    return cell;
}

hm_cell hm_ingest_cell(hm_reading *reading, const hm_raw *raw) {
    if (raw->fault != HM_FAULT_NONE || raw->size > HM_CELL_MOST) {
        hm_ingest_fault(reading, hm_raw_check(*raw));
        return (hm_cell){.kind = HM_CELL_REJECTED};
    }
    hm_cell cell = hm_cell_read(raw->text, raw->size, reading->decimal_comma);
    if (cell.kind == HM_CELL_TEXT) {
        return keep_text(reading->dataset, raw, cell);
    }
    if (cell.kind == HM_CELL_REJECTED) {
        HM_ISSUE_OF(reading, HM_REJECTED, "number_too_large", *raw,
                    "a number no larger than 1.7976931348623157e308",
                    "found \"%s\", expected a number no larger than 1.7976931348623157e308",
                    hm_quote_of(raw->text, raw->size).text);
    }
    if (hm_cell_loses(raw->text, raw->size, cell))
        HM_ISSUE_OF(reading, HM_WARNING, "figure_changed", *raw, "", "%s",
                    hm_loss_of(raw->text, raw->size, cell).text);
    return cell.spelling == HM_SPELLING_OTHER ? keep_text(reading->dataset, raw, cell) : cell;
}
