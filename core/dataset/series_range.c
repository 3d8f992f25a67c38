/* series_range.c: what is known of all figures of a series, found once, when the data set is
 * finished: packages are bound to it again and again. */
#include "dataset/series.h"
#include "platform/wide.h"

/* Says no of whole numbers too large for the sum that tells them. */
HM_WIDE static bool all_whole(const double *restrict values, size_t count) {
    uint64_t broken = 0;
    for (size_t i = 0; i < count; i++)
        broken |= (uint64_t)(values[i] + 0x1p52 - 0x1p52 != values[i]);
    return broken == 0;
}

HM_WIDE static bool any_not_applicable(const uint8_t *restrict cells, size_t count) {
    uint8_t found = 0;
    for (size_t i = 0; i < count; i++)
        found |= (uint8_t)(cells[i] == HM_NOT_APPLICABLE);
    return found != 0;
}

void hm_series_find_range(hm_series *series, size_t count) {
    series->has_na = any_not_applicable(series->cells, count);
    if (count == 0 || series->mixed)
        return;
    series->range = hm_range_of(series->values, count);
    series->whole = all_whole(series->values, count);
}
