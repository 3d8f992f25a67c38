#include "base/calendar_parts.h"

#include <stdio.h>
#include <string.h>

#define SECONDS_A_DAY 86400

/* From the longest on. */
static const char forms[] = "YSQMD";

/* Of one period; N of what is none of these: weeks, fiscal years. */
static char form_of(const char *text, size_t size) {
    if (text[0] == 'F')
        return 'N';
    if (size == 4)
        return 'Y';
    if (size == 10)
        return 'D';
    return text[5] == 'Q' || text[5] == 'S' || text[5] == 'W' ? text[5] : 'M';
}

static int month_of(const char *text) {
    return (text[5] - '0') * 10 + (text[6] - '0');
}

/* The first month of a year, quarter or month, and the last. */
static int first_month(const char *whole, size_t size) {
    const char form = form_of(whole, size);
    return form == 'Y' ? 1 : form == 'Q' ? 3 * (whole[6] - '1') + 1 : month_of(whole);
}

static int last_month(const char *whole, size_t size) {
    const char form = form_of(whole, size);
    return form == 'Y' ? 12 : form == 'Q' ? 3 * (whole[6] - '0') : month_of(whole);
}

/* Days since 1970 of a day of the whole's year; false where there is no such day. */
static bool day_number(const char *whole, int month, int day, int64_t *out) {
    char text[32];
    double seconds;
    (void)snprintf(text, sizeof text, "%.4s-%02d-%02d", whole, month, day);
    if (hm_calendar_datetime(text, strlen(text), &seconds) != HM_CALENDAR_FINE)
        return false;
    *out = (int64_t)seconds / SECONDS_A_DAY;
    return true;
}

static int64_t first_day(const hm_period_part *part) {
    int64_t day = 0;
    (void)day_number(part->whole, first_month(part->whole, part->size), 1, &day);
    return day;
}

static int64_t last_day(const hm_period_part *part) {
    const int month = last_month(part->whole, part->size);
    int64_t day = 0;
    for (int i = 31; i > 0 && !day_number(part->whole, month, i, &day); i--)
        continue;
    return day;
}

/* The year, quarter or month that one period lies in; 0 where it is in none. */
static size_t whole_of(const char *text, size_t size, char to, char out[HM_PERIOD_SIZE]) {
    const char form = form_of(text, size);
    const char *own = strchr(forms, form);
    if (!own || own < strchr(forms, to))
        return 0;
    if (form == to || to == 'Y' || to == 'M') {
        const size_t length = form == to ? size : to == 'Y' ? 4 : 7;
        (void)snprintf(out, HM_PERIOD_SIZE, "%.*s", (int)length, text);
    } else {
        (void)snprintf(out, HM_PERIOD_SIZE, "%.4s-Q%d", text, (month_of(text) - 1) / 3 + 1);
    }
    return strlen(out);
}

/* Two periods joined by a bar. */
static hm_period_place place_of_two(const char *text, size_t size, const char *bar, char to) {
    char first[HM_PERIOD_SIZE], last[HM_PERIOD_SIZE];
    const size_t before = (size_t)(bar - text), behind = size - before - 1;
    if (behind == 2) /* 2018/19 */
        return HM_PERIOD_BESIDE;
    const size_t from = whole_of(text, before, to, first),
                 till = whole_of(bar + 1, behind, to, last);
    return form_of(text, before) == 'W' || (from > 0 && form_of(text, before) != to &&
                                            from == till && memcmp(first, last, from) == 0)
               ? HM_PERIOD_UNEVEN
               : HM_PERIOD_BESIDE;
}

static void count_days(const char *text, hm_period_part *part) {
    const int64_t first = first_day(part);
    int64_t day = first;
    (void)day_number(text, month_of(text), (text[8] - '0') * 10 + (text[9] - '0'), &day);
    part->number = (int)(day - first);
    part->count = (int)(last_day(part) - first) + 1;
}

hm_period_place hm_calendar_part(const char *text, size_t size, char to, hm_period_part *out) {
    const char *bar = memchr(text, '/', size);
    if (bar)
        return place_of_two(text, size, bar, to);
    *out = (hm_period_part){.form = form_of(text, size), .count = 1};
    if (out->form == 'W')
        return HM_PERIOD_UNEVEN;
    out->size = whole_of(text, size, to, out->whole);
    if (out->size == 0)
        return HM_PERIOD_BESIDE;
    if (out->form == to)
        return HM_PERIOD_WHOLE;
    if (out->form == 'D') {
        count_days(text, out);
        return HM_PERIOD_PART;
    }
    const bool month = out->form == 'M';
    out->number = month ? month_of(text) - first_month(out->whole, out->size) : text[6] - '1';
    out->count = !month ? (out->form == 'S' ? 2 : 4) : to == 'Y' ? 12 : 3;
    return HM_PERIOD_PART;
}

size_t hm_calendar_print_part(const hm_period_part *part, char *out) {
    const char *year = part->whole;
    if (part->form == 'D')
        return hm_calendar_print_day(first_day(part) + part->number, out);
    if (part->form == 'M')
        (void)snprintf(out, HM_PERIOD_SIZE, "%.4s-%02d", year,
                       (first_month(year, part->size) + part->number) % 100);
    else if (part->count > 1)
        (void)snprintf(out, HM_PERIOD_SIZE, "%.4s-%c%d", year, part->form, (part->number + 1) % 10);
    else
        (void)snprintf(out, HM_PERIOD_SIZE, "%s", part->whole);
    return strlen(out);
}
