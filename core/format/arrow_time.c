/* arrow_time.c: Arrow's dates, date-times and durations, as ISO 8601 writes them. */
#include <inttypes.h>
#include <stdio.h>

#include "base/calendar.h"
#include "format/arrow.h"

enum { SECONDS_A_DAY = 86400 };

/* Rounded downward, also below 0. */
static int64_t divide(int64_t number, int64_t by, int64_t *rest) {
    int64_t whole = number / by;
    *rest = number % by;
    if (*rest < 0) {
        *rest += by;
        whole--;
    }
    return whole;
}

/* The part of a second that `rest` ticks are, with as many digits as it takes, of which ticks need
 * nine at most. Returns the end. */
static char *put_fraction(int64_t rest, int64_t ticks, char *out) {
    if (rest > 0)
        *out++ = '.';
    for (; rest > 0; rest = rest * 10 % ticks)
        *out++ = (char)('0' + rest * 10 / ticks);
    *out = '\0';
    return out;
}

static size_t print_date(hm_arrow_time time, char *out) {
    const int64_t ticks = time.cells->ticks;
    int64_t rest;
    const int64_t day = ticks > 0 ? divide(time.ticks, ticks * SECONDS_A_DAY, &rest) : time.ticks;
    const size_t size = hm_calendar_print_day(day, out);
    return size > 0
               ? size
               : (size_t)snprintf(out, HM_ARROW_TIME_SIZE, "%" PRId64 " days from 1970-01-01", day);
}

static size_t print_datetime(hm_arrow_time time, char *out) {
    int64_t rest, second;
    const int64_t seconds = divide(time.ticks, time.cells->ticks, &rest);
    const size_t size = hm_calendar_print_day(divide(seconds, SECONDS_A_DAY, &second), out);
    if (size == 0)
        return (size_t)snprintf(out, HM_ARROW_TIME_SIZE, "%" PRId64 " s from 1970-01-01", seconds);
    const int minutes = (int)(second / 60);
    const int written = snprintf(out + size, HM_ARROW_TIME_SIZE - size, "T%02d:%02d:%02d",
                                 minutes / 60, minutes % 60, (int)(second % 60));
    char *end = put_fraction(rest, time.cells->ticks, out + size + written);
    if (time.cells->has_zone)
        *end++ = 'Z';
    *end = '\0';
    return (size_t)(end - out);
}

static size_t print_duration(hm_arrow_time time, char *out) {
    const uint64_t ticks = (uint64_t)time.cells->ticks;
    const uint64_t all = time.ticks < 0 ? 0 - (uint64_t)time.ticks : (uint64_t)time.ticks;
    const int size =
        snprintf(out, HM_ARROW_TIME_SIZE, "%sPT%" PRIu64, time.ticks < 0 ? "-" : "", all / ticks);
    char *end = put_fraction((int64_t)(all % ticks), (int64_t)ticks, out + size);
    *end++ = 'S';
    *end = '\0';
    return (size_t)(end - out);
}

size_t hm_arrow_print_time(hm_arrow_time time, char *out) {
    switch (time.cells->kind) {
    case HM_ARROW_DATE:
        return print_date(time, out);
    case HM_ARROW_DATETIME:
        return print_datetime(time, out);
    default:
        return print_duration(time, out);
    }
}
