/* dataset_support.h: what the tests of data sets share: a data set as text, and folders to read.
 *
 * A data set is shown one observation a line, then its records, then its issues:
 *     City 2025 input = 5 @2:14      the figure (NR, NA, rejected), and line:column where it stands
 *     features City 2025 | 1 | yes   a row of records, `-` for what was not said
 *     ! 3:4 message                  something rejected
 *     ? 3:4 message                  a warning */
#ifndef HM_DATASET_SUPPORT_H
#define HM_DATASET_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/numbers/number.h"
#include "dataset/dataset.h"
#include "issue_support.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef struct shown {
    char *text;
    size_t size, capacity;
} shown;

static inline void show(shown *out, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert_true(length >= 0);
    size_t needed = out->size + (size_t)length + 1;
    if (needed > out->capacity) {
        out->capacity = needed * 2;
        out->text = realloc(out->text, out->capacity);
        assert_non_null(out->text);
    }
    va_start(arguments, format);
    (void)vsnprintf(out->text + out->size, (size_t)length + 1, format, arguments);
    va_end(arguments);
    out->size += (size_t)length;
}

static inline const char *cell_word(const hm_dataset *dataset, const hm_series *series, size_t at,
                                    char buffer[HM_NUMBER_SIZE]) {
    size_t size;
    switch (series->cells[at]) {
    case HM_CELL_NOT_APPLICABLE:
        return "NA";
    case HM_CELL_REJECTED:
        return "rejected";
    case HM_CELL_NOT_REPORTED:
        return "-";
    default:
        return hm_series_text(series, hm_dataset_texts(dataset), at, buffer, &size);
    }
}

static inline void show_observations(shown *out, const hm_dataset *dataset) {
    for (size_t u = 0; u < hm_dataset_unit_count(dataset); u++) {
        for (size_t i = 0; i < hm_dataset_input_count(dataset); i++) {
            hm_observation seen = HM_OBSERVATION_INIT;
            char buffer[32];
            const char *input = hm_dataset_input_name(dataset, i);
            if (!hm_dataset_observation(dataset, u, input, &seen, buffer))
                continue;
            const char *figure = seen.state == HM_OBSERVED         ? seen.text
                                 : seen.state == HM_NOT_REPORTED   ? "NR"
                                 : seen.state == HM_NOT_APPLICABLE ? "NA"
                                                                   : "rejected";
            show(out, "%s %s %s = %s @%u:%u\n", hm_dataset_unit_city(dataset, u),
                 hm_dataset_unit_period(dataset, u), input, figure, (unsigned)seen.line,
                 (unsigned)seen.column);
        }
    }
}

static inline void show_records(shown *out, const hm_dataset *dataset) {
    for (size_t r = 0; r < hm_dataset_records_count(dataset); r++) {
        const hm_records *records = hm_dataset_records_at(dataset, r);
        for (size_t u = 0; u < hm_dataset_unit_count(dataset); u++) {
            for (size_t row = records->start[u]; row < records->start[u + 1]; row++) {
                show(out, "%s %s %s", records->name, hm_dataset_unit_city(dataset, u),
                     hm_dataset_unit_period(dataset, u));
                for (size_t c = 0; c < records->column_count; c++) {
                    char buffer[32];
                    show(out, " | %s", cell_word(dataset, &records->columns[c], row, buffer));
                }
                show(out, "\n");
            }
        }
    }
}

static inline void show_issues(shown *out, const hm_dataset *dataset) {
    const hm_issues *issues = hm_dataset_issues(dataset);
    for (size_t i = 0; i < hm_issues_count(issues); i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        show(out, "%c %u:%u %s\n", issue->severity == HM_REJECTED ? '!' : '?',
             (unsigned)issue->line, (unsigned)issue->column, message_of(issue).text);
    }
}

/* Compares and frees the data set. */
static inline void expect_dataset(hm_dataset *dataset, const char *expected) {
    hm_error error;
    shown out = {0};
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    show(&out, "%s", "");
    show_observations(&out, dataset);
    show_records(&out, dataset);
    show_issues(&out, dataset);
    assert_string_equal(out.text, expected);
    free(out.text);
    hm_dataset_free(dataset);
}

static inline hm_dataset *new_dataset(void) {
    hm_dataset *dataset;
    hm_error error;
    assert_int_equal(hm_dataset_new(&dataset, NULL, &error), HM_OK);
    return dataset;
}

/* `text` as file `name` (whose suffix says what it is). */
static inline void read_bytes(hm_dataset *dataset, const char *name, const char *text,
                              size_t size) {
    hm_error error = {0};
    hm_code code = hm_dataset_read_memory(dataset, name, text, size, &error);
    if (code != HM_OK) {
        fail_msg("%s:%u:%u: %s", error.file, (unsigned)error.line, (unsigned)error.column,
                 error.message);
    }
}

static inline void read_text(hm_dataset *dataset, const char *name, const char *text) {
    read_bytes(dataset, name, text, strlen(text));
}

/* Reading `text` alone as `name` gives `expected`. */
static inline void expect_read(const char *name, const char *text, const char *expected) {
    hm_dataset *dataset = new_dataset();
    read_text(dataset, name, text);
    expect_dataset(dataset, expected);
}

/* Reading `text` fails as data do, at this place, with `message` within what is said. */
static inline void expect_failure(const char *name, const char *text, size_t size, unsigned line,
                                  unsigned column, const char *message) {
    hm_dataset *dataset = new_dataset();
    hm_error error = {0};
    assert_int_equal(hm_dataset_read_memory(dataset, name, text, size, &error), HM_ERROR_DATA);
    assert_int_equal(error.code, HM_ERROR_DATA);
    assert_string_equal(error.file, name);
    if (!strstr(error.message, message) || error.line != line || error.column != column) {
        fail_msg("said %u:%u %s\nexpected %u:%u %s", (unsigned)error.line, (unsigned)error.column,
                 error.message, line, column, message);
    }
    hm_dataset_free(dataset);
}

/* A folder of its own for a test; `path` gets its name. */
static inline void make_folder(char path[64]) {
    strcpy(path, "/tmp/hm_dataset_XXXXXX");
    assert_non_null(mkdtemp(path));
}

static inline void write_file(const char *folder, const char *name, const char *text) {
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static inline void remove_file(const char *folder, const char *name) {
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(remove(path), 0);
}

/* A small generator of its own, so that a seed means the same everywhere (Marsaglia's xorshift). */
static inline uint32_t draw(uint64_t *seed, uint32_t below) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 32) % below;
}

#endif
