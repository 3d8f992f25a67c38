/* shown_format.h: how a spreadsheet shows a number: as it stands, as a percentage, as a date. */
#ifndef HM_SHOWN_FORMAT_H
#define HM_SHOWN_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a format shows, a bit each; 0: a number. */
typedef enum hm_shown_format {
    HM_FORMAT_PERCENT = 1,
    HM_FORMAT_YEAR = 2,
    HM_FORMAT_MONTH = 4,
    HM_FORMAT_DAY = 8,
    HM_FORMAT_TIME = 16, /* of a day, or how long something took */
    HM_FORMAT_QUARTER = 32
} hm_shown_format;
enum { HM_FORMAT_DATE = HM_FORMAT_YEAR | HM_FORMAT_MONTH | HM_FORMAT_DAY };

/* Of the code of a format (ECMA-376, 18.8.31): its first section, for numbers above 0, counts. */
uint8_t hm_shown_format_read(const char *code);
/* Of a format that has a number and no code (18.8.30). */
uint8_t hm_shown_format_of(unsigned id);

/* The longest text of a date, with its NUL. */
enum { HM_FORMAT_TEXT_SIZE = 48 };

/* Writes the date or time that the number stands for as ISO 8601, as far as the format shows it:
 * 2025, 2025-06, 2025-06-30, 2025-06-30T12:00:00 (a time is left out where it is midnight, and
 * only there); without a date PT26H30M0S. `from_1904`: day 0 is 1904-01-01; else day 1 is
 * 1900-01-01, and day 60 the 29th of February of that year, which there never was. Returns the
 * length; 0 where the number is no date of the years up to 9999. */
size_t hm_shown_format_print(uint8_t format, double number, bool from_1904,
                             char out[HM_FORMAT_TEXT_SIZE]);

/* The same of a date that is ISO 8601 already, YYYY-MM-DD with or without a time, as far as the
 * format shows it, and all of it where the format shows nothing of a date. A year and a quarter
 * are 2025-Q2. Returns the length; 0 where the text is no such date. */
size_t hm_shown_format_cut(uint8_t format, const char *text, size_t size,
                           char out[HM_FORMAT_TEXT_SIZE]);

#endif
