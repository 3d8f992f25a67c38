#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

int hm_fuzz_replaying;

void hm_fuzz_broken(const char *what, const char *file, unsigned line) {
    fprintf(stderr, "%s:%u: broken: %s\n", file, line, what);
    abort();
}

/* The slowest checks are left to a part of what libFuzzer comes up with. */
int hm_fuzz_is_chosen(const uint8_t *data, size_t size) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ data[i]) * 16777619u;
    return hm_fuzz_replaying || hash % 16 == 0;
}

/* --- memory --- */

/* Before each block stands its size, as far ahead as alignment asks. */
enum { AHEAD = 16 };

static atomic_size_t in_use;

static void *counted_resize(void *context, void *pointer, size_t old_size, size_t new_size) {
    (void)context;
    char *block = pointer ? (char *)pointer - AHEAD : NULL;
    size_t size = 0;
    if (block) {
        memcpy(&size, block, sizeof size);
        REQUIRE(size == old_size);
        atomic_fetch_sub(&in_use, size);
    }
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    char *moved = new_size <= SIZE_MAX - AHEAD ? realloc(block, new_size + AHEAD) : NULL;
    atomic_fetch_add(&in_use, moved ? new_size : size);
    if (!moved)
        return NULL;
    memcpy(moved, &new_size, sizeof new_size);
    return moved + AHEAD;
}

const hm_allocator *hm_fuzz_allocator(void) {
    static const hm_allocator counted = {counted_resize, NULL};
    return &counted;
}

void hm_fuzz_end(void) {
    REQUIRE(atomic_load(&in_use) == 0);
}

/* --- messages --- */

static int is_one_line(const char *text) {
    return *text != '\0' && strchr(text, '\n') == NULL && strchr(text, '\r') == NULL;
}

void hm_fuzz_check_error(hm_code code, const hm_error *error) {
    REQUIRE(code != HM_OK && error->code == code);
    REQUIRE(memchr(error->message, '\0', sizeof error->message) != NULL);
    REQUIRE(memchr(error->file, '\0', sizeof error->file) != NULL);
    REQUIRE(is_one_line(error->message));
    REQUIRE(error->line > 0 || error->column == 0);
    if (getenv("HM_FUZZ_VERBOSE"))
        fprintf(stderr, "    %s:%u:%u: %s\n", error->file, (unsigned)error->line,
                (unsigned)error->column, error->message);
}

void hm_fuzz_check_issues(const hm_issues *issues) {
    size_t of[3] = {0, 0, 0};
    const size_t count = hm_issues_count(issues);
    for (size_t i = 0; i < count; i++) {
        const hm_issue *issue = hm_issues_get(issues, i);
        char message[HM_ISSUE_MESSAGE_SIZE];
        REQUIRE(issue && issue->code && issue->file && issue->count > 0);
        REQUIRE(hm_issue_message(issue, message, sizeof message) == strlen(message));
        REQUIRE((unsigned)issue->severity <= HM_REJECTED);
        REQUIRE(is_one_line(message));
        of[issue->severity] += issue->count;
    }
    for (int severity = HM_NOTE; severity <= HM_REJECTED; severity++)
        REQUIRE(hm_issues_count_of(issues, (hm_severity)severity) == of[severity]);
    REQUIRE(hm_issues_get(issues, count) == NULL);
}

/* --- data --- */

static void walk_observation(const hm_dataset *dataset, size_t unit, const char *input) {
    hm_observation seen = HM_OBSERVATION_INIT;
    char buffer[32];
    if (!hm_dataset_observation(dataset, unit, input, &seen, buffer))
        return;
    REQUIRE(seen.state == HM_OBSERVED || seen.state == HM_NOT_REPORTED ||
            seen.state == HM_NOT_APPLICABLE || seen.state == HM_INVALID);
    REQUIRE(seen.text && seen.quality && seen.source && seen.note && seen.file);
    REQUIRE(seen.verified >= -1 && seen.verified <= 1);
    REQUIRE(seen.line > 0 && seen.column > 0);
    REQUIRE(strlen(seen.quality) + strlen(seen.source) + strlen(seen.note) < SIZE_MAX);
    REQUIRE((seen.state == HM_OBSERVED) == (*seen.text != '\0'));
    REQUIRE(strcmp(seen.text, "nan") != 0 || seen.text != buffer);
}

void hm_fuzz_walk_dataset(const hm_dataset *dataset) {
    const size_t units = hm_dataset_unit_count(dataset);
    const size_t inputs = hm_dataset_input_count(dataset);
    const size_t records = hm_dataset_records_count(dataset);
    hm_fuzz_check_issues(hm_dataset_issues(dataset));
    for (size_t i = 0; i < hm_dataset_file_count(dataset); i++)
        REQUIRE(strlen(hm_dataset_file(dataset, i)->sha256) == 64);
    for (size_t unit = 0; unit < units; unit++) {
        REQUIRE(*hm_dataset_unit_city(dataset, unit) && *hm_dataset_unit_period(dataset, unit));
        for (size_t i = 0; i < inputs; i++)
            walk_observation(dataset, unit, hm_dataset_input_name(dataset, i));
        for (size_t i = 0; i < records; i++)
            (void)hm_dataset_record_rows(dataset, unit, hm_dataset_records_name(dataset, i));
    }
    REQUIRE(hm_dataset_unit_city(dataset, units) == NULL);
    REQUIRE(hm_dataset_input_name(dataset, inputs) == NULL);
    REQUIRE(hm_dataset_records_name(dataset, records) == NULL);
}

void hm_fuzz_finish_dataset(hm_dataset *dataset) {
    hm_error error;
    REQUIRE(hm_dataset_finish(dataset, &error) == HM_OK);
    hm_fuzz_walk_dataset(dataset);
}

hm_dataset *hm_fuzz_dataset(const char *text) {
    hm_error error;
    hm_dataset *dataset = NULL;
    REQUIRE(hm_dataset_new(&dataset, NULL, &error) == HM_OK);
    REQUIRE(hm_dataset_read_memory(dataset, "data.csv", text, strlen(text), &error) == HM_OK);
    REQUIRE(hm_dataset_finish(dataset, &error) == HM_OK);
    return dataset;
}

hm_package *hm_fuzz_package(const hm_package_file *files, size_t count) {
    hm_error error;
    hm_package *package = NULL;
    const hm_code code =
        hm_package_open_memory(&package, "small", files, count, NULL, NULL, &error);
    if (code != HM_OK)
        fprintf(stderr, "%s:%u: %s\n", error.file, (unsigned)error.line, error.message);
    REQUIRE(code == HM_OK);
    return package;
}
