#include "program/shown_format.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/text.h"

/* --- codes --- */

/* The code being read. */
typedef struct format_code {
    const char *at;
    uint8_t shows;
    char last;      /* the letter of the last part of a date or time */
    bool m_pending; /* the last part is an m that may still turn out to be minutes */
} format_code;

/* m is a month, unless hours stand before it or seconds behind it. */
static void settle_m(format_code *code, char next) {
    if (code->m_pending && next != 's')
        code->shows |= HM_FORMAT_MONTH;
    code->m_pending = false;
}

static void add_letter(format_code *code, char letter) {
    settle_m(code, letter);
    switch (letter) {
    case 'y':
        code->shows |= HM_FORMAT_YEAR;
        break;
    case 'd':
        code->shows |= HM_FORMAT_DAY;
        break;
    case 'h':
    case 's':
        code->shows |= HM_FORMAT_TIME;
        break;
    default: /* m */
        code->m_pending = code->last != 'h';
    }
    code->last = letter;
}

/* [h], [mm], [ss] are times that go on beyond a day; other brackets hold colours, conditions and
 * languages. */
static void read_bracket(format_code *code) {
    const char *end = strchr(code->at, ']');
    const size_t inner = end ? (size_t)(end - code->at - 1) : 0;
    const char letter = (char)hm_ascii_lower(code->at[1]);
    bool same = inner > 0 && (letter == 'h' || letter == 'm' || letter == 's');
    for (size_t i = 1; same && i <= inner; i++)
        same = hm_ascii_lower(code->at[i]) == letter;
    if (same) {
        settle_m(code, letter);
        code->shows |= HM_FORMAT_TIME;
        code->last = 'h'; /* what follows are minutes */
    }
    code->at = end ? end + 1 : code->at + strlen(code->at);
}

static void skip_quoted(format_code *code) {
    const char *end = strchr(code->at + 1, '"');
    code->at = end ? end + 1 : code->at + strlen(code->at);
}

/* One of AM/PM and A/P. */
static bool skip_half_day(format_code *code) {
    static const char *const words[] = {"AM/PM", "A/P"};
    for (size_t i = 0; i < 2; i++) {
        const size_t size = strlen(words[i]);
        if (strlen(code->at) >= size && hm_text_same(code->at, size, words[i])) {
            code->shows |= HM_FORMAT_TIME;
            code->at += size;
            return true;
        }
    }
    return false;
}

static void read_letters(format_code *code) {
    const char letter = (char)hm_ascii_lower(*code->at);
    if (letter == '%')
        code->shows |= HM_FORMAT_PERCENT;
    if (letter == '\0' || !strchr("ymdhs", letter)) {
        code->at++;
        return;
    }
    while (hm_ascii_lower(*code->at) == letter)
        code->at++;
    add_letter(code, letter);
}

uint8_t hm_shown_format_read(const char *text) {
    format_code code = {.at = text};
    if (hm_text_same(text, strlen(text), "General"))
        return 0;
    while (*code.at && *code.at != ';')
        if (*code.at == '"')
            skip_quoted(&code);
        else if (*code.at == '[')
            read_bracket(&code);
        else if (strchr("\\_*", *code.at))
            code.at += code.at[1] ? 2 : 1;
        else if (!skip_half_day(&code))
            read_letters(&code);
    settle_m(&code, '\0');
    return code.shows;
}

uint8_t hm_shown_format_of(unsigned id) {
    if (id == 9 || id == 10)
        return HM_FORMAT_PERCENT;
    if (id == 17)
        return HM_FORMAT_YEAR | HM_FORMAT_MONTH; /* mmm-yy */
    if (id == 22)
        return HM_FORMAT_DATE | HM_FORMAT_TIME;
    if ((id >= 14 && id <= 16) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return HM_FORMAT_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
        return HM_FORMAT_TIME;
    return 0;
}

/* --- dates --- */

static const int64_t milliseconds_a_day = 86400000;

/* 1970-01-01 as a day of the two calendars. */
enum { EPOCH_OF_1900 = 25569, EPOCH_OF_1904 = 24107 };

static size_t print_day(int64_t day, bool from_1904, char out[HM_DAY_SIZE]) {
    if (from_1904)
        return hm_calendar_print_day(day - EPOCH_OF_1904, out);
    if (day == 60) /* Lotus 1-2-3 had it, and so all have it still */
        return (size_t)snprintf(out, HM_DAY_SIZE, "1900-02-29");
    return hm_calendar_print_day(day - EPOCH_OF_1900 + (day < 60), out);
}

/* Seconds, with what is less than one where there is any. */
static size_t print_seconds(int64_t milliseconds, char *out, size_t size) {
    const int64_t rest = milliseconds % 1000;
    return (size_t)(rest ? snprintf(out, size, ".%03" PRId64, rest) : 0);
}

static size_t print_duration(int64_t time, char out[HM_FORMAT_TEXT_SIZE]) {
    const int64_t seconds = time / 1000;
    size_t size = (size_t)snprintf(out, HM_FORMAT_TEXT_SIZE, "PT%" PRId64 "H%" PRId64 "M%" PRId64,
                                   seconds / 3600, seconds / 60 % 60, seconds % 60);
    size += print_seconds(time, out + size, HM_FORMAT_TEXT_SIZE - size);
    out[size] = 'S';
    out[size + 1] = '\0';
    return size + 1;
}

static size_t print_time(int64_t time, char *out, size_t room) {
    const int64_t seconds = time / 1000;
    const size_t size = (size_t)snprintf(out, room, "T%02" PRId64 ":%02" PRId64 ":%02" PRId64,
                                         seconds / 3600, seconds / 60 % 60, seconds % 60);
    return size + print_seconds(time, out + size, room - size);
}

/* How many of the 10 characters of a day the format shows. */
static size_t shown_of_day(uint8_t format) {
    if (format & (HM_FORMAT_DAY | HM_FORMAT_TIME) || !(format & HM_FORMAT_YEAR))
        return 10;
    return format & HM_FORMAT_MONTH ? 7 : 4;
}

size_t hm_shown_format_print(uint8_t format, double number, bool from_1904,
                             char out[HM_FORMAT_TEXT_SIZE]) {
    if (!(number >= 0 && number < 2958466)) /* the day after 9999-12-31 */
        return 0;
    const int64_t all = (int64_t)llround(number * (double)milliseconds_a_day);
    const int64_t day = all / milliseconds_a_day, time = all % milliseconds_a_day;
    if (!(format & HM_FORMAT_DATE))
        return print_duration(all, out);
    if (print_day(day, from_1904, out) == 0)
        return 0;
    size_t size = shown_of_day(format);
    if (time != 0)
        size = 10 + print_time(time, out + 10, HM_FORMAT_TEXT_SIZE - 10);
    out[size] = '\0';
    return size;
}

/* --- dates that are texts --- */

static bool is_day(const char *text, size_t size) {
    static const char form[] = "0000-00-00";
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (i >= size || (form[i] == '-' ? text[i] != '-' : !hm_ascii_is_digit(text[i])))
            return false;
    return size == sizeof form - 1 || text[sizeof form - 1] == 'T';
}

/* Is there nothing but zeros in the time behind the day? */
static bool is_midnight(const char *text, size_t size) {
    for (size_t i = 10; i < size; i++)
        if (!strchr("T0:.,", text[i]))
            return false;
    return true;
}

size_t hm_shown_format_cut(uint8_t format, const char *text, size_t size,
                           char out[HM_FORMAT_TEXT_SIZE]) {
    if (!is_day(text, size) || size >= HM_FORMAT_TEXT_SIZE)
        return 0;
    memcpy(out, text, size);
    if (is_midnight(text, size)) {
        const bool quarter = format == (HM_FORMAT_YEAR | HM_FORMAT_QUARTER);
        const int month = (text[5] - '0') * 10 + text[6] - '0';
        size = quarter ? 4 : shown_of_day(format);
        if (quarter)
            size += (size_t)snprintf(out + 4, HM_FORMAT_TEXT_SIZE - 4, "-Q%d", (month + 2) / 3);
    }
    out[size] = '\0';
    return size;
}
