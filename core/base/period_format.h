/* period_format.h: periods as other people write them, and what they are in the calendar's own
 * spelling (calendar.h).
 *
 * Without a format the spellings are read that can mean one thing only: 2019Q1, 2019S1 and 2019H1
 * (half-years), 2019M01, 2019W05, with or without a hyphen; 2019.0, which programs make of years;
 * 2018-19 with an en dash for the hyphen, which is 2018/19. A format says the rest, in one of two
 * ways:
 *
 *     fiscal            2018/19, 2018-19, 2018/2019, 2018-2019, with FY before it: 2018/19
 *     fiscal from MM    the same as twelve months from month MM on: 2018-04/2019-03
 *
 *     DD/MM/YYYY        marks stand for themselves, and so does what is within quotes: YYYY"M"MM.
 *                       YYYY four digits of the year, MM DD WW two of month, day, week, M D W one
 *                       or two, Q S one of quarter and half-year, * at the end whatever follows
 *     DD/MM/YYYY as year    of each the year (half, quarter, month) that it lies in
 */
#ifndef HM_PERIOD_FORMAT_H
#define HM_PERIOD_FORMAT_H

#include "base/calendar.h"

enum { HM_PERIOD_TOKENS = 48 };

/* All zeros: none is said. */
typedef struct hm_period_format {
    bool is_said;
    bool is_fiscal;
    int month; /* that fiscal years begin with; 0: not said */
    struct {
        char kind;    /* Y, M, D, W (two digits), m, d, w (one or two), Q, S, *, or L */
        char literal; /* of L */
    } tokens[HM_PERIOD_TOKENS];
    size_t count;
    char form; /* of what it gives: Y, S, Q, M, W or D */
} hm_period_format;

/* Returns NULL, or what is wrong with the text of a format, in words. */
const char *hm_period_format_read(hm_period_format *format, const char *text);

/* Reads text[0..size), without white space around it, as a period, and writes it in the calendar's
 * spelling to `out` (HM_PERIOD_SIZE bytes, ended by NUL) with its length. `format` may be NULL:
 * none is said. */
hm_calendar_result hm_period_read(const hm_period_format *format, const char *text, size_t size,
                                  char *out, size_t *length);

/* Is it a year and the last two digits of the next, with a hyphen between: 2009-10, 2012-13? */
bool hm_period_is_pair(const char *text, size_t size);
/* Two years, of which the second follows the first: 2018/2019, 2018-2019? */
bool hm_period_is_long_pair(const char *text, size_t size);

#endif
