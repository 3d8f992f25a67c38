#include "load/batch_rows.h"

#include <string.h>

#include "base/period_format.h"
#include "format/lines.h"

void hm_batch_rows_open(hm_batch_rows *rows, const hm_allocator *allocator) {
    memset(rows, 0, sizeof *rows);
    rows->allocator = allocator;
    hm_buffer_open(&rows->city, allocator);
    hm_buffer_open(&rows->found, allocator);
    hm_buffer_open(&rows->lead, allocator);
    hm_csv_open_text(&rows->csv, ',', allocator);
}

void hm_batch_rows_close(hm_batch_rows *rows) {
    hm_buffer_close(&rows->city);
    hm_buffer_close(&rows->found);
    hm_buffer_close(&rows->lead);
    hm_csv_close(&rows->csv);
}

bool hm_batch_line(const char *line_end, const char *end, bool last, const char **behind) {
    const bool tells =
        last || (line_end < end && (*line_end == '\n' || end - line_end > HM_LINE_TELLS));
    *behind = line_end < end ? hm_line_behind(line_end, end) : end;
    return tells;
}

bool hm_batch_rows_same(const hm_batch_rows *rows, hm_text city) {
    return city.size > 0 && city.size == rows->city.size &&
           memcmp(city.text, rows->city.data, city.size) == 0;
}

bool hm_batch_rows_begins(hm_raw city, hm_raw period) {
    char unused[HM_PERIOD_SIZE];
    size_t size;
    return city.size > 0 && hm_raw_check(city).fault == HM_FAULT_NONE &&
           hm_raw_check(period).fault == HM_FAULT_NONE &&
           hm_period_read(NULL, period.text, period.size, unused, &size) == HM_CALENDAR_FINE;
}
