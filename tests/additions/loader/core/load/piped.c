/* piped.c: lines of city|period|input|value. */
#include <string.h>

#include "format/lines.h"
#include "load/loader.h"

static hm_code take_line(hm_reading *reading, const char *text, const char *end, uint32_t line) {
    hm_raw raw[HM_ROLE_COUNT];
    uint32_t column = 1;
    for (size_t i = 0; i < HM_ROLE_COUNT; i++)
        raw[i] = HM_RAW_NONE;
    for (size_t role = HM_ROLE_CITY; role <= HM_ROLE_VALUE && text <= end; role++) {
        const char *bar = memchr(text, '|', (size_t)(end - text));
        const size_t size = (size_t)((bar ? bar : end) - text);
        raw[role] = hm_raw_check((hm_raw){.text = text, .size = size, .position = {line, column}});
        text += size + 1;
        column += (uint32_t)size + 1;
    }
    hm_ingest_observation(reading, raw);
    reading->contents.rows++;
    return hm_dataset_state(reading->dataset, reading->error);
}

static hm_code load_piped(hm_reading *reading) {
    const hm_source *source = reading->source;
    const char *at = source->data, *end = at + source->size;
    hm_source_cursor cursor = hm_source_begin(source);
    hm_code code = hm_locations_begin(&reading->dataset->locations, reading->file, 1)
                       ? HM_OK
                       : hm_error_memory(reading->error);
    for (uint32_t line = 1; code == HM_OK && at < end; line++) {
        const char *line_end = hm_line_find(&cursor, at, end);
        code = take_line(reading, at, line_end, line);
        at = line_end < end ? hm_line_behind(line_end, end) : end;
    }
    return code;
}

static bool sniff(const hm_source *source) {
    (void)source;
    return false;
}

static const char *const suffixes[] = {".piped", NULL};

const hm_loader hm_loader_piped = {
    .name = "piped text",
    .suffixes = suffixes,
    .sniff = sniff,
    .load = load_piped,
};
