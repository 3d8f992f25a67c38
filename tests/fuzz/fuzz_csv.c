/* fuzz_csv.c: the bytes are a CSV file of observations.
 *
 * Some of them are read a second time with all rows repeated until the file is big enough to be
 * read in parts by several threads: what was said often is what was said once. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { BIG = 1200000 };

static hm_dataset *read_rows(const char *data, size_t size) {
    hm_error error;
    hm_dataset *dataset = NULL;
    REQUIRE(hm_dataset_new(&dataset, hm_fuzz_allocator(), &error) == HM_OK);
    const hm_code code = hm_dataset_read_memory(dataset, "data.csv", data, size, &error);
    if (code != HM_OK)
        hm_fuzz_check_error(code, &error);
    REQUIRE(hm_dataset_finish(dataset, &error) == HM_OK);
    return dataset;
}

static void check_same_cell(const hm_dataset *once, const hm_dataset *often, size_t unit,
                            const char *input) {
    hm_observation a = HM_OBSERVATION_INIT, b = HM_OBSERVATION_INIT;
    char text_of_a[32], text_of_b[32];
    const int in_a = hm_dataset_observation(once, unit, input, &a, text_of_a);
    REQUIRE(in_a == hm_dataset_observation(often, unit, input, &b, text_of_b));
    if (!in_a)
        return;
    REQUIRE(a.state == b.state && a.verified == b.verified);
    REQUIRE(strcmp(a.text, b.text) == 0 && strcmp(a.quality, b.quality) == 0);
    REQUIRE(a.line == b.line && a.column == b.column);
}

static void check_same(const hm_dataset *once, const hm_dataset *often) {
    const size_t units = hm_dataset_unit_count(once);
    REQUIRE(units == hm_dataset_unit_count(often));
    REQUIRE(hm_dataset_input_count(once) == hm_dataset_input_count(often));
    for (size_t unit = 0; unit < units; unit++) {
        REQUIRE(!strcmp(hm_dataset_unit_city(once, unit), hm_dataset_unit_city(often, unit)));
        REQUIRE(!strcmp(hm_dataset_unit_period(once, unit), hm_dataset_unit_period(often, unit)));
        for (size_t i = 0; i < hm_dataset_input_count(once); i++)
            check_same_cell(once, often, unit, hm_dataset_input_name(once, i));
    }
}

/* Whole rows stand for themselves however often they come; where there are quotes, only if the
 * reader found nothing wrong can one be sure that they are whole. */
static void check_repeated(const hm_dataset *once, const char *data, size_t size) {
    const char *end = size > 0 ? memchr(data, '\n', size) : NULL;
    const size_t header = end ? (size_t)(end - data) + 1 : size, body = size - header;
    const int plain = !memchr(data, '"', size) && !memchr(data, '\r', size);
    if (body < 100 || data[size - 1] != '\n' ||
        (!plain && hm_issues_count(hm_dataset_issues(once)) > 0))
        return;
    char *text = malloc(BIG + size);
    REQUIRE(text != NULL);
    memcpy(text, data, header);
    size_t at = header;
    for (; at < BIG; at += body)
        memcpy(text + at, data + header, body);
    hm_dataset *often = read_rows(text, at);
    check_same(once, often);
    hm_dataset_free(often);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    hm_dataset *dataset = read_rows((const char *)data, size);
    hm_fuzz_walk_dataset(dataset);
    if (hm_fuzz_is_chosen(data, size))
        check_repeated(dataset, (const char *)data, size);
    hm_dataset_free(dataset);
    hm_fuzz_end();
    return 0;
}
