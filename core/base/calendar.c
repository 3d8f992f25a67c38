/* calendar.c: reads and writes ISO 8601. Days are counted from 0001-01-01, a Monday. */
#include "base/calendar.h"

#include "base/ascii.h"
#include "base/numbers/number.h"

#include <stdint.h>
#include <string.h>

#define DAY_OF_1970     719162
#define SECONDS_A_DAY   86400
#define EXACT_SECONDS   9007199254740992.0 /* 2^53: from here on doubles skip whole seconds */
#define WEEKS_OF_A_YEAR 52

typedef struct cursor {
    const char *at, *end;
} cursor;

static bool take(cursor *in, char wanted) {
    if (in->at == in->end || *in->at != wanted)
        return false;
    in->at++;
    return true;
}

/* Exactly `width` digits. */
static bool take_digits(cursor *in, int width, int *out) {
    if (in->end - in->at < width)
        return false;
    int number = 0;
    for (int i = 0; i < width; i++) {
        if (!hm_ascii_is_digit(in->at[i]))
            return false;
        number = number * 10 + (in->at[i] - '0');
    }
    in->at += width;
    *out = number;
    return true;
}

static const char *after_digits(const char *at, const char *end) {
    while (at < end && hm_ascii_is_digit(*at))
        at++;
    return at;
}

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static int days_before_year(int year) {
    int past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

static int day_number(int year, int month, int day) {
    int days = days_before_year(year) + day - 1;
    for (int m = 1; m < month; m++)
        days += days_of_month(year, m);
    return days;
}

static bool is_day(int year, int month, int day) {
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
}

/* Week 1 holds the year's first Thursday: its Monday, which may lie in the year before. */
static int first_monday(int year) {
    const int first = days_before_year(year), weekday = first % 7; /* 0 is Monday */
    return weekday <= 3 ? first - weekday : first + 7 - weekday;
}

/* A year with 53 Thursdays has 53 weeks. */
static int weeks_of_year(int year) {
    int first = days_before_year(year) % 7; /* 0 is Monday */
    return WEEKS_OF_A_YEAR + (first == 3 || (first == 2 && is_leap(year)));
}

/* Periods of one form are counted through, from the first of the year 1 on, which is 0: the one
 * before has the place before. */
typedef struct period {
    char form; /* Y, S, Q, M, W, D; F: 2018/19, N: FY2019 */
    int place;
} period;

static hm_calendar_result period_of(char form, int year, int part, int parts, period *out) {
    *out = (period){form, (year - 1) * parts + part - 1};
    bool exists = year >= 1 && part >= 1 && part <= parts;
    return exists ? HM_CALENDAR_FINE : HM_CALENDAR_NO_SUCH_DAY;
}

static hm_calendar_result week_of(int year, int week, period *out) {
    if (year < 1 || week < 1 || week > weeks_of_year(year))
        return HM_CALENDAR_NO_SUCH_DAY;
    *out = (period){'W', first_monday(year) / 7 + week - 1};
    return HM_CALENDAR_FINE;
}

static hm_calendar_result read_month_or_day(cursor *in, int year, period *out) {
    int month, day;
    if (!take_digits(in, 2, &month))
        return HM_CALENDAR_NONE;
    if (!take(in, '-'))
        return period_of('M', year, month, 12, out);
    if (!take_digits(in, 2, &day))
        return HM_CALENDAR_NONE;
    if (!is_day(year, month, day))
        return HM_CALENDAR_NO_SUCH_DAY;
    *out = (period){'D', day_number(year, month, day)};
    return HM_CALENDAR_FINE;
}

static hm_calendar_result read_period(const char *text, const char *end, period *out) {
    cursor in = {text, end};
    int year, part;
    if (!take_digits(&in, 4, &year))
        return HM_CALENDAR_NONE;
    hm_calendar_result result = HM_CALENDAR_NONE;
    if (in.at == in.end)
        return period_of('Y', year, 1, 1, out);
    if (!take(&in, '-'))
        return HM_CALENDAR_NONE;
    if (take(&in, 'Q')) {
        if (take_digits(&in, 1, &part))
            result = period_of('Q', year, part, 4, out);
    } else if (take(&in, 'S')) {
        if (take_digits(&in, 1, &part))
            result = period_of('S', year, part, 2, out);
    } else if (take(&in, 'W')) {
        if (take_digits(&in, 2, &part))
            result = week_of(year, part, out);
    } else {
        result = read_month_or_day(&in, year, out);
    }
    return in.at == in.end ? result : HM_CALENDAR_NONE;
}

/* Fiscal years: 2018/19, FY2019. */
static hm_calendar_result read_fiscal(const char *text, size_t size, period *out) {
    cursor in = {text, text + size};
    int year, next;
    const bool named = take(&in, 'F');
    if ((named && !take(&in, 'Y')) || !take_digits(&in, 4, &year))
        return HM_CALENDAR_NONE;
    if (named)
        return in.at == in.end ? period_of('N', year, 1, 1, out) : HM_CALENDAR_NONE;
    if (!take(&in, '/') || !take_digits(&in, 2, &next) || in.at != in.end ||
        next != (year + 1) % 100)
        return HM_CALENDAR_NONE;
    return year < 9999 ? period_of('F', year, 1, 1, out) : HM_CALENDAR_NO_SUCH_DAY;
}

/* The same for one period, which is both first and last, and for two joined by a bar. */
static hm_calendar_result read_span(const char *text, size_t size, period *first, period *last) {
    *first = *last = (period){0, 0};
    if (size == 0)
        return HM_CALENDAR_NONE;
    const bool may_be_fiscal = *text == 'F' || (size == 7 && text[4] == '/');
    const hm_calendar_result fiscal =
        may_be_fiscal ? read_fiscal(text, size, first) : HM_CALENDAR_NONE;
    if (fiscal != HM_CALENDAR_NONE) {
        *last = *first;
        return fiscal;
    }
    const char *end = text + size, *bar = memchr(text, '/', size);
    hm_calendar_result from = read_period(text, bar ? bar : end, first);
    *last = *first;
    if (!bar)
        return from;
    hm_calendar_result to = read_period(bar + 1, end, last);
    if (from == HM_CALENDAR_NONE || to == HM_CALENDAR_NONE)
        return HM_CALENDAR_NONE;
    if (from != HM_CALENDAR_FINE || to != HM_CALENDAR_FINE)
        return HM_CALENDAR_NO_SUCH_DAY;
    if (first->form != last->form)
        return HM_CALENDAR_NONE;
    return last->place < first->place ? HM_CALENDAR_NO_SUCH_DAY : HM_CALENDAR_FINE;
}

hm_calendar_result hm_calendar_period(const char *text, size_t size) {
    period first, last;
    return read_span(text, size, &first, &last);
}

/* Of a place among those of its form, which may be the one behind the last. */
static int64_t first_day(char form, int place) {
    const int months = form == 'M' ? 1 : form == 'Q' ? 3 : form == 'S' ? 6 : 12;
    if (form == 'D')
        return place;
    if (form == 'W')
        return (int64_t)place * 7;
    const int month = place * months;
    return day_number(month / 12 + 1, month % 12 + 1, 1);
}

bool hm_calendar_days(const char *text, size_t size, int64_t *first, int64_t *last) {
    period from, to;
    if (read_span(text, size, &from, &to) != HM_CALENDAR_FINE)
        return false;
    *first = first_day(from.form, from.place) - DAY_OF_1970;
    *last = first_day(to.form, to.place + 1) - 1 - DAY_OF_1970;
    return true;
}

/* A point or comma and at least one digit; what they add, below 1. */
static bool take_fraction(cursor *in, double *out) {
    const char *mark = in->at;
    const char *end = after_digits(mark + 1, in->end);
    if (end == mark + 1 || hm_number_read(mark, (size_t)(end - mark), *mark, out) != HM_NUMBER_FINE)
        return false;
    in->at = end;
    return true;
}

/* Z, +hh:mm, -hh:mm or nothing; seconds to be taken from the local time. */
static hm_calendar_result read_offset(cursor *in, int *out) {
    int hours, minutes;
    *out = 0;
    if (in->at == in->end || take(in, 'Z'))
        return HM_CALENDAR_FINE;
    bool west = take(in, '-');
    if ((!west && !take(in, '+')) || !take_digits(in, 2, &hours) || !take(in, ':') ||
        !take_digits(in, 2, &minutes))
        return HM_CALENDAR_NONE;
    *out = (west ? -60 : 60) * (hours * 60 + minutes);
    return hours < 24 && minutes < 60 ? HM_CALENDAR_FINE : HM_CALENDAR_NO_SUCH_DAY;
}

/* hh:mm[:ss[.fraction]] and the offset; seconds since the day began in UTC. */
static hm_calendar_result read_time(cursor *in, int *whole, double *fraction) {
    int hour, minute, second = 0, offset;
    *fraction = 0;
    if (!take_digits(in, 2, &hour) || !take(in, ':') || !take_digits(in, 2, &minute))
        return HM_CALENDAR_NONE;
    if (take(in, ':')) {
        if (!take_digits(in, 2, &second))
            return HM_CALENDAR_NONE;
        bool has_fraction = in->at < in->end && (*in->at == '.' || *in->at == ',');
        if (has_fraction && !take_fraction(in, fraction))
            return HM_CALENDAR_NONE;
    }
    hm_calendar_result result = read_offset(in, &offset);
    *whole = hour * 3600 + minute * 60 + second;
    bool exists =
        minute < 60 && second < 60 && (hour < 24 || (*whole == SECONDS_A_DAY && *fraction == 0));
    *whole -= offset;
    return result == HM_CALENDAR_FINE && !exists ? HM_CALENDAR_NO_SUCH_DAY : result;
}

hm_calendar_result hm_calendar_datetime(const char *text, size_t size, double *out) {
    cursor in = {text, text + size};
    int year, month, day, whole = 0;
    double fraction = 0;
    if (!take_digits(&in, 4, &year) || !take(&in, '-') || !take_digits(&in, 2, &month) ||
        !take(&in, '-') || !take_digits(&in, 2, &day))
        return HM_CALENDAR_NONE;
    hm_calendar_result result = HM_CALENDAR_FINE;
    if (take(&in, 'T') || take(&in, ' '))
        result = read_time(&in, &whole, &fraction);
    if (in.at != in.end)
        return HM_CALENDAR_NONE;
    if (result == HM_CALENDAR_FINE && !is_day(year, month, day))
        result = HM_CALENDAR_NO_SUCH_DAY;
    if (result != HM_CALENDAR_FINE)
        return result;
    int64_t days = day_number(year, month, day) - DAY_OF_1970;
    *out = (double)(days * SECONDS_A_DAY + whole) + fraction;
    return HM_CALENDAR_FINE;
}

typedef struct unit {
    char letter;
    bool of_time; /* after the T */
    int seconds;  /* 0: no fixed length */
} unit;

static const unit units[] = {{'Y', false, 0},     {'M', false, 0},   {'W', false, 604800},
                             {'D', false, 86400}, {'H', true, 3600}, {'M', true, 60},
                             {'S', true, 1}};

#define UNITS (sizeof units / sizeof units[0])

/* One part, of a unit that stands at or after *next in the list. */
static bool take_part(cursor *in, bool of_time, size_t *next, double *number, bool *has_fraction) {
    const char *start = in->at;
    const char *end = after_digits(start, in->end);
    if (end == start)
        return false;
    char mark = '.';
    *has_fraction = end < in->end && (*end == '.' || *end == ',');
    if (*has_fraction) {
        const char *places = end + 1;
        mark = *end;
        end = after_digits(places, in->end);
        if (end == places)
            return false;
    }
    in->at = end;
    for (; *next < UNITS; ++*next)
        if (units[*next].of_time == of_time && take(in, units[*next].letter))
            break;
    if (*next == UNITS)
        return false;
    if (hm_number_read(start, (size_t)(end - start), mark, number) != HM_NUMBER_FINE)
        *number = EXACT_SECONDS;
    return true;
}

hm_calendar_result hm_calendar_duration(const char *text, size_t size, double *out) {
    cursor in = {text, text + size};
    bool negative = take(&in, '-'), of_time = false, has_fraction = false, has_length = true;
    double sum = 0;
    if (!take(&in, 'P') || in.at == in.end)
        return HM_CALENDAR_NONE;
    for (size_t next = 0; in.at < in.end; next++) {
        double number;
        if (!of_time)
            of_time = take(&in, 'T');
        if (has_fraction || !take_part(&in, of_time, &next, &number, &has_fraction))
            return HM_CALENDAR_NONE;
        has_length = has_length && units[next].seconds > 0;
        sum += number * units[next].seconds;
    }
    if (!has_length)
        return HM_CALENDAR_NO_LENGTH;
    if (sum >= EXACT_SECONDS)
        return HM_CALENDAR_NO_SUCH_DAY;
    *out = negative ? 0.0 - sum : sum;
    return HM_CALENDAR_FINE;
}

static char *put_digits(int number, int width, char *out) {
    for (int i = width - 1; i >= 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    return out + width;
}

static size_t finish(char *out, char *end) {
    *end = '\0';
    return (size_t)(end - out);
}

/* Returns 0 outside the years 0001 to 9999. */
static int year_of_day(int64_t day) {
    if (day < 0 || day >= days_before_year(10000))
        return 0;
    int year = (int)(day * 400 / 146097) + 1; /* 146097 days in 400 years: off by one at most */
    if (days_before_year(year) > day)
        year--;
    else if (days_before_year(year + 1) <= day)
        year++;
    return year;
}

static char *put_date(int64_t day, int year, char *out) {
    int rest = (int)day - days_before_year(year), month = 1;
    for (; rest >= days_of_month(year, month); month++)
        rest -= days_of_month(year, month);
    out = put_digits(year, 4, out);
    *out++ = '-';
    out = put_digits(month, 2, out);
    *out++ = '-';
    return put_digits(rest + 1, 2, out);
}

size_t hm_calendar_print_day(int64_t day, char *out) {
    const int year = day < INT64_MAX - DAY_OF_1970 ? year_of_day(day + DAY_OF_1970) : 0;
    return year > 0 ? finish(out, put_date(day + DAY_OF_1970, year, out)) : 0;
}

static char *put_parts(int place, int parts, const char *before, int width, char *out) {
    out = put_digits(place / parts + 1, 4, out);
    while (*before)
        *out++ = *before++;
    return put_digits(place % parts + 1, width, out);
}

/* A week belongs to the year of its Thursday. */
static char *put_week(int place, char *out) {
    const int year = year_of_day((int64_t)place * 7 + 3);
    out = put_digits(year, 4, out);
    *out++ = '-';
    *out++ = 'W';
    return put_digits(place - first_monday(year) / 7 + 1, 2, out);
}

/* 2018/19 */
static char *put_fiscal(int year, char *out) {
    out = put_digits(year, 4, out);
    *out++ = '/';
    return put_digits((year + 1) % 100, 2, out);
}

static char *put_period(period given, char *out) {
    switch (given.form) {
    case 'F':
        return put_fiscal(given.place + 1, out);
    case 'N':
        *out++ = 'F';
        *out++ = 'Y';
        return put_digits(given.place + 1, 4, out);
    case 'Y':
        return put_digits(given.place + 1, 4, out);
    case 'S':
        return put_parts(given.place, 2, "-S", 1, out);
    case 'Q':
        return put_parts(given.place, 4, "-Q", 1, out);
    case 'M':
        return put_parts(given.place, 12, "-", 2, out);
    case 'W':
        return put_week(given.place, out);
    default:
        return put_date(given.place, year_of_day(given.place), out);
    }
}

size_t hm_calendar_previous(const char *text, size_t size, char *out) {
    period first, last;
    if (read_span(text, size, &first, &last) != HM_CALENDAR_FINE)
        return 0;
    const int span = last.place - first.place + 1;
    if (first.place < span)
        return 0;
    char *end = put_period((period){first.form, first.place - span}, out);
    if (first.form != 'F' && memchr(text, '/', size)) {
        *end++ = '/';
        end = put_period((period){last.form, last.place - span}, end);
    }
    return finish(out, end);
}
