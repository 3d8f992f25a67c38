#include "base/period_format.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"

typedef struct cursor {
    const char *at, *end;
} cursor;

static bool take_text(cursor *in, const char *text) {
    const size_t size = strlen(text);
    if ((size_t)(in->end - in->at) < size || memcmp(in->at, text, size) != 0)
        return false;
    in->at += size;
    return true;
}

/* At least `least` and at most `most` digits. */
static bool take_digits(cursor *in, int least, int most, int *out) {
    int count = 0, number = 0;
    for (; count < most && in->at < in->end && hm_ascii_is_digit(*in->at); in->at++, count++)
        number = number * 10 + (*in->at - '0');
    *out = number;
    return count >= least;
}

/* --- formats --- */

static const struct {
    const char *text;
    char kind;
} words[] = {{"YYYY", 'Y'}, {"MM", 'M'}, {"DD", 'D'}, {"WW", 'W'}, {"M", 'm'},
             {"D", 'd'},    {"W", 'w'},  {"Q", 'Q'},  {"S", 'S'},  {"*", '*'}};

/* Which forms a period can be said to be of, from the coarsest on. */
static const struct {
    const char *word;
    char form;
} forms[] = {{"year", 'Y'}, {"half", 'S'}, {"quarter", 'Q'}, {"month", 'M'}, {"day", 'D'}};
enum { FORM_COUNT = sizeof forms / sizeof *forms };

static bool add_token(hm_period_format *format, char kind, char literal) {
    if (format->count == HM_PERIOD_TOKENS)
        return false;
    format->tokens[format->count].kind = kind;
    format->tokens[format->count++].literal = literal;
    return true;
}

/* What stands within quotes, for itself. */
static const char *read_quoted(hm_period_format *format, cursor *in) {
    for (in->at++; in->at < in->end && *in->at != '"'; in->at++)
        if (!add_token(format, 'L', *in->at))
            return "it is too long";
    if (in->at == in->end)
        return "a quote is not closed";
    in->at++;
    return NULL;
}

static const char *read_token(hm_period_format *format, cursor *in) {
    if (*in->at == '"')
        return read_quoted(format, in);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (take_text(in, words[i].text))
            return add_token(format, words[i].kind, 0) ? NULL : "it is too long";
    const char c = *in->at++;
    if (((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || hm_ascii_is_digit(c))
        return "expected YYYY, MM, M, DD, D, WW, W, Q, S, marks, and other letters within quotes";
    return add_token(format, 'L', c) ? NULL : "it is too long";
}

static int count_kind(const hm_period_format *format, char great, char small) {
    int count = 0;
    for (size_t i = 0; i < format->count; i++)
        count += format->tokens[i].kind == great || format->tokens[i].kind == small;
    return count;
}

/* Which form its parts give. */
static const char *find_form(hm_period_format *format) {
    const int months = count_kind(format, 'M', 'm'), days = count_kind(format, 'D', 'd');
    const int weeks = count_kind(format, 'W', 'w'), quarters = count_kind(format, 'Q', 'Q');
    const int halves = count_kind(format, 'S', 'S');
    if (count_kind(format, 'Y', 'Y') != 1)
        return "expected YYYY once";
    if (months > 1 || days > 1 || months + weeks + quarters + halves > 1)
        return "expected one of MM, Q, S and WW at most";
    if (days > months)
        return "expected MM beside DD";
    format->form = days ? 'D' : months ? 'M' : weeks ? 'W' : quarters ? 'Q' : halves ? 'S' : 'Y';
    for (size_t i = 0; i + 1 < format->count; i++)
        if (format->tokens[i].kind == '*')
            return "expected * at the end";
    return NULL;
}

static size_t rank_of(char form) {
    size_t i = 0;
    while (i < FORM_COUNT && forms[i].form != form)
        i++;
    return i;
}

/* Behind ` as `. */
static const char *read_form(hm_period_format *format, cursor in) {
    for (size_t i = 0; i < FORM_COUNT; i++) {
        cursor rest = in;
        if (!take_text(&rest, forms[i].word) || rest.at != rest.end)
            continue;
        if (rank_of(format->form) == FORM_COUNT || i > rank_of(format->form))
            return "what it gives is no part of what it reads";
        format->form = forms[i].form;
        return NULL;
    }
    return "expected year, half, quarter, month or day behind as";
}

static const char *read_fiscal(hm_period_format *format, cursor in) {
    format->is_fiscal = true;
    if (in.at == in.end)
        return NULL;
    if (take_text(&in, " from ") && take_digits(&in, 1, 2, &format->month) && in.at == in.end &&
        format->month >= 2 && format->month <= 12)
        return NULL;
    return "expected fiscal, or fiscal from a month from 02 to 12";
}

const char *hm_period_format_read(hm_period_format *format, const char *text) {
    cursor in = {text, text + strlen(text)};
    memset(format, 0, sizeof *format);
    format->is_said = true;
    if (take_text(&in, "fiscal"))
        return read_fiscal(format, in);
    while (in.at < in.end) {
        cursor rest = in;
        const char *wrong;
        if (take_text(&rest, " as ")) {
            wrong = find_form(format);
            return wrong ? wrong : read_form(format, rest);
        }
        if ((wrong = read_token(format, &in)) != NULL)
            return wrong;
    }
    return find_form(format);
}

/* --- periods by a format --- */

/* What was read of a period. */
typedef struct parts {
    int year, month, day, week, quarter, half;
} parts;

static bool take_part(cursor *in, char kind, parts *out) {
    switch (kind) {
    case 'Y':
        return take_digits(in, 4, 4, &out->year);
    case 'M':
    case 'm':
        return take_digits(in, kind == 'M' ? 2 : 1, 2, &out->month);
    case 'D':
    case 'd':
        return take_digits(in, kind == 'D' ? 2 : 1, 2, &out->day);
    case 'W':
    case 'w':
        return take_digits(in, kind == 'W' ? 2 : 1, 2, &out->week);
    case 'Q':
        return take_digits(in, 1, 1, &out->quarter);
    case 'S':
        return take_digits(in, 1, 1, &out->half);
    default: /* '*' */
        in->at = in->end;
        return true;
    }
}

/* Numbers that are no part of the calendar are left to it: they have at most two digits. */
static void print_day(const parts *p, char *out) {
    (void)snprintf(out, HM_PERIOD_SIZE, "%04d-%02d-%02d", p->year % 10000, p->month % 100,
                   p->day % 100);
}

static void print_period(char form, const parts *p, char *out) {
    const int month = p->month ? p->month : p->quarter ? 3 * p->quarter : 6 * p->half;
    const int year = p->year % 10000;
    switch (form) {
    case 'Y':
        (void)snprintf(out, HM_PERIOD_SIZE, "%04d", year);
        break;
    case 'S':
        (void)snprintf(out, HM_PERIOD_SIZE, "%04d-S%d", year, (month + 5) / 6 % 100);
        break;
    case 'Q':
        (void)snprintf(out, HM_PERIOD_SIZE, "%04d-Q%d", year, (month + 2) / 3 % 100);
        break;
    case 'M':
        (void)snprintf(out, HM_PERIOD_SIZE, "%04d-%02d", year, month % 100);
        break;
    case 'W':
        (void)snprintf(out, HM_PERIOD_SIZE, "%04d-W%02d", year, p->week % 100);
        break;
    default:
        print_day(p, out);
    }
}

/* Does what was read exist, whatever is made of it? */
static hm_calendar_result check(const hm_period_format *format, const parts *p) {
    char text[HM_PERIOD_SIZE];
    const char form = count_kind(format, 'D', 'd')   ? 'D'
                      : count_kind(format, 'M', 'm') ? 'M'
                      : count_kind(format, 'W', 'w') ? 'W'
                      : count_kind(format, 'Q', 'Q') ? 'Q'
                      : count_kind(format, 'S', 'S') ? 'S'
                                                     : 'Y';
    print_period(form, p, text);
    return hm_calendar_period(text, strlen(text));
}

static hm_calendar_result read_pattern(const hm_period_format *format, cursor in, char *out) {
    parts p = {0};
    for (size_t i = 0; i < format->count; i++) {
        if (format->tokens[i].kind != 'L') {
            if (!take_part(&in, format->tokens[i].kind, &p))
                return HM_CALENDAR_NONE;
        } else if (in.at == in.end || *in.at++ != format->tokens[i].literal) {
            return HM_CALENDAR_NONE;
        }
    }
    if (in.at != in.end)
        return HM_CALENDAR_NONE;
    const hm_calendar_result result = check(format, &p);
    if (result == HM_CALENDAR_FINE)
        print_period(format->form, &p, out);
    return result;
}

/* --- fiscal years --- */

static bool take_dash(cursor *in) {
    return take_text(in, "/") || take_text(in, "-") || take_text(in, "\xE2\x80\x93");
}

/* A year, and the next in two or in four digits. */
static bool take_pair(cursor *in, bool (*separator)(cursor *in), int *year) {
    int next;
    if (!take_digits(in, 4, 4, year) || !separator(in))
        return false;
    const char *start = in->at;
    if (!take_digits(in, 2, 4, &next) || in->at != in->end)
        return false;
    return in->at - start == 2 ? next == (*year + 1) % 100
                               : in->at - start == 4 && next == *year + 1;
}

static hm_calendar_result read_fiscal_year(const hm_period_format *format, cursor in, char *out) {
    int year;
    const bool named = take_text(&in, "FY");
    if (named)
        (void)take_text(&in, " ");
    cursor pair = in;
    if (take_pair(&pair, take_dash, &year)) {
        if (year < 1 || year > 9998)
            return HM_CALENDAR_NO_SUCH_DAY;
        const unsigned first = (unsigned)year % 10000, month = (unsigned)format->month % 100;
        if (format->month > 0) /* the month before, of the next year, is the last */
            (void)snprintf(out, HM_PERIOD_SIZE, "%04u-%02u/%04u-%02u", first, month,
                           (first + 1) % 10000, (month + 99) % 100);
        else
            (void)snprintf(out, HM_PERIOD_SIZE, "%04d/%02d", year, (year + 1) % 100);
        return HM_CALENDAR_FINE;
    }
    /* FY2019 does not say whether it begins or ends in 2019 */
    if (!named || format->month > 0 || !take_digits(&in, 4, 4, &year) || in.at != in.end)
        return HM_CALENDAR_NONE;
    (void)snprintf(out, HM_PERIOD_SIZE, "FY%04d", year % 10000);
    return hm_calendar_period(out, strlen(out));
}

/* --- without a format --- */

static bool take_en_dash(cursor *in) {
    return take_text(in, "\xE2\x80\x93");
}

static bool take_hyphen(cursor *in) {
    return take_text(in, "-");
}

static bool take_slash_or_hyphen(cursor *in) {
    return take_text(in, "/") || take_text(in, "-");
}

bool hm_period_is_pair(const char *text, size_t size) {
    cursor in = {text, text + size};
    int year;
    return size == 7 && take_pair(&in, take_hyphen, &year);
}

bool hm_period_is_long_pair(const char *text, size_t size) {
    cursor in = {text, text + size};
    int year;
    return size == 9 && take_pair(&in, take_slash_or_hyphen, &year);
}

/* A year with a part of it behind a letter. */
static bool read_part_of_year(cursor in, char *out) {
    static const struct {
        char letter;
        int digits;
        const char *print;
    } letters[] = {{'Q', 1, "%04d-Q%d"},
                   {'S', 1, "%04d-S%d"},
                   {'H', 1, "%04d-S%d"},
                   {'M', 2, "%04d-%02d"},
                   {'W', 2, "%04d-W%02d"}};
    int year, part;
    if (!take_digits(&in, 4, 4, &year))
        return false;
    (void)take_hyphen(&in);
    for (size_t i = 0; in.at < in.end && i < sizeof letters / sizeof *letters; i++) {
        cursor rest = {in.at + 1, in.end};
        if (*in.at != letters[i].letter ||
            !take_digits(&rest, letters[i].digits, letters[i].digits, &part) || rest.at != rest.end)
            continue;
        (void)snprintf(out, HM_PERIOD_SIZE, letters[i].print, year, part);
        return true;
    }
    return false;
}

static bool read_usual(cursor in, char *out) {
    int year;
    cursor rest = in;
    if (read_part_of_year(in, out))
        return true;
    if (take_digits(&rest, 4, 4, &year) && take_text(&rest, ".0") && rest.at == rest.end) {
        (void)snprintf(out, HM_PERIOD_SIZE, "%04d", year % 10000);
        return true;
    }
    rest = in;
    if (!take_pair(&rest, take_en_dash, &year) || year > 9998)
        return false;
    (void)snprintf(out, HM_PERIOD_SIZE, "%04d/%02d", year, (year + 1) % 100);
    return true;
}

static hm_calendar_result read_without(const char *text, size_t size, char *out, size_t *length) {
    const hm_calendar_result result = hm_calendar_period(text, size);
    if (result == HM_CALENDAR_FINE && size < HM_PERIOD_SIZE) {
        memcpy(out, text, size);
        out[size] = '\0';
        *length = size;
        return result;
    }
    if (!read_usual((cursor){text, text + size}, out))
        return result;
    *length = strlen(out);
    return hm_calendar_period(out, *length);
}

hm_calendar_result hm_period_read(const hm_period_format *format, const char *text, size_t size,
                                  char *out, size_t *length) {
    if (!format || !format->is_said)
        return read_without(text, size, out, length);
    const cursor in = {text, text + size};
    const hm_calendar_result result =
        format->is_fiscal ? read_fiscal_year(format, in, out) : read_pattern(format, in, out);
    *length = result == HM_CALENDAR_FINE ? strlen(out) : 0;
    return result;
}
