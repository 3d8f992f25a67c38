/* calendar.h: periods, date-times and durations of ISO 8601, proleptic Gregorian calendar. */
#ifndef HM_CALENDAR_H
#define HM_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum hm_calendar_result {
    HM_CALENDAR_FINE = 0,
    HM_CALENDAR_NONE,        /* not of the form at all */
    HM_CALENDAR_NO_SUCH_DAY, /* of the form, but there is no such date or time: 2025-02-30, 24:01 */
    HM_CALENDAR_NO_LENGTH    /* a duration in years or months, which have no fixed length */
} hm_calendar_result;

/* Is text[0..size) a period: 2025, 2025-Q1, 2025-S1, 2025-06, 2025-06-30, 2025-W05 (years 0001 to
 * 9999, weeks of ISO 8601, 53 only in years that have it), or two of one form joined by "/", the
 * second not before the first? Letters are upper-case here and below. A quarter, week or order that
 * cannot be is HM_CALENDAR_NO_SUCH_DAY.
 *
 * Also a year that begins within one and ends within the next, 2018/19, whatever its first day, and
 * one that is only named, FY2019: countries do not agree whether it begins or ends in 2019. */
hm_calendar_result hm_calendar_period(const char *text, size_t size);

/* A period as text has at most this many bytes, the NUL among them. */
enum { HM_PERIOD_SIZE = 24 };

/* The period of the same form that ends where this one begins: 2024-Q4 of 2025-Q1, the day before
 * of a day; of two joined by "/" as many years, quarters, ..., days as they span, ending just
 * before the first: 2025-01/2025-02 of 2025-03/2025-04. Writes it to `out` (HM_PERIOD_SIZE bytes)
 * and returns its length; 0 for no period, and before the year 1. */
size_t hm_calendar_previous(const char *text, size_t size, char *out);

/* The first and the last day of a period, counted from 1970-01-01: so that periods of different
 * forms can be put in order. Fiscal years count as the year that they begin in, or are named after.
 * False for no period. */
bool hm_calendar_days(const char *text, size_t size, int64_t *first, int64_t *last);

/* Seconds since 1970-01-01T00:00:00Z. YYYY-MM-DD, optionally `T` (or a space) hh:mm[:ss[.fraction]]
 * (or a comma) and then `Z`, +hh:mm, -hh:mm or nothing (taken as UTC). 24:00 is allowed as the
 * day's end; a leap second (:60) is not. `out` is set only when all is fine, here and below. */
hm_calendar_result hm_calendar_datetime(const char *text, size_t size, double *out);

/* Writes the day so many days after 1970-01-01 as YYYY-MM-DD to `out` (HM_DAY_SIZE bytes) and
 * returns its length; 0 for days outside the years 0001 to 9999. */
enum { HM_DAY_SIZE = 11 };
size_t hm_calendar_print_day(int64_t day, char *out);

/* Seconds. P[nW][nD][T[nH][nM][nS]] with at least one part, a leading minus allowed, a fraction in
 * the last part only (`.` or `,`). Years or months in an otherwise good one are
 * HM_CALENDAR_NO_LENGTH; 2^53 seconds and more are HM_CALENDAR_NO_SUCH_DAY. */
hm_calendar_result hm_calendar_duration(const char *text, size_t size, double *out);

#endif
