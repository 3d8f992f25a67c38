#include "evaluate/advice.h"

#include <stdbool.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"

/* What people put where there is no figure. */
static bool says_missing(const char *text, size_t size) {
    static const char *const words[] = {
        "-",   "--",   "\xE2\x80\x93", "\xE2\x80\x94", /* dashes, short and long */
        ".",   "..",   "...",          "\xE2\x80\xA6", "?",
        "n/a", "n.a.", "#n/a",         "none",         "null",
        "nil", "nan",  "missing",      "unknown",      "not available",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (hm_text_same(text, size, words[i]))
            return true;
    return false;
}

/* What ticks a box; where a number belongs it crosses one out. */
static bool is_mark(const char *text, size_t size) {
    static const char *const marks[] = {"x", "\xE2\x9C\x93", "\xE2\x9C\x94", "\xE2\x9C\x97",
                                        "\xE2\x9C\x98"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (hm_text_same(text, size, marks[i]))
            return true;
    return false;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* How many bytes at text[0..size) separate thousands: a comma, point, apostrophe, underscore or a
 * blank of whatever width; 0 if none do. */
static size_t separator_size(const char *text, size_t size) {
    static const char *const separators[] = {
        ",", ".", "'", "_", " ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x99",
    };
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        const size_t length = strlen(separators[i]);
        if (length <= size && memcmp(text, separators[i], length) == 0)
            return length;
    }
    return 0;
}

static size_t count_digits(const char *text, size_t size) {
    size_t count = 0;
    while (count < size && is_digit(text[count]))
        count++;
    return count;
}

/* 1,234 or 1.234.567 or 12 345,6: up to three digits, then groups of three with a separator before
 * each. */
static bool has_thousands(const char *text, size_t size) {
    const size_t sign = size > 0 && (text[0] == '-' || text[0] == '+');
    size_t at = sign + count_digits(text + sign, size - sign);
    if (at == sign || at > sign + 3)
        return false;
    size_t groups = 0;
    for (;; groups++) {
        const size_t separator = separator_size(text + at, size - at);
        const size_t behind = at + separator;
        if (separator == 0 || count_digits(text + behind, size - behind) != 3)
            break;
        at = behind + 3;
    }
    const bool decimals = at < size && (text[at] == '.' || text[at] == ',');
    at += decimals;
    return groups > 0 && at + count_digits(text + at, size - at) == size;
}

/* 45 %, 12 km, 3 (estimate): a number with something behind it. */
static bool has_more_behind(const char *text, size_t size) {
    size_t at = size > 0 && (text[0] == '-' || text[0] == '+');
    const size_t start = at;
    while (at < size &&
           (is_digit(text[at]) || (at > start && (text[at] == '.' || text[at] == ','))))
        at++;
    const bool blank = at < size && separator_size(text + at, size - at) > 0;
    return at > start && at < size && (blank || text[at] == '%' || text[at] == '*');
}

/* 12 345,6: neither mark is what is usual. */
static bool has_other_marks(const char *text, size_t size) {
    const size_t sign = size > 0 && (text[0] == '-' || text[0] == '+');
    const size_t at = sign + count_digits(text + sign, size - sign);
    return text[at] != '.' && text[at] != ',' && memchr(text, ',', size);
}

#define WITHOUT_GROUPS "write it without thousands separators, and a point before decimals"
static const char without_groups[] = WITHOUT_GROUPS;

const char *hm_advice_in_file(const char *advice, const char *text, size_t size) {
    return advice != without_groups      ? advice
           : has_other_marks(text, size) ? WITHOUT_GROUPS
               ", or in CSV and workbooks say what the group and the decimal mark are"
                                         : WITHOUT_GROUPS
               ", or in CSV and workbooks say what the group mark is";
}

const char *hm_advice_on(const char *text, size_t size, bool is_flag, bool may_be_na) {
    double number;
    if (is_flag && is_mark(text, size))
        return "write yes or no";
    if (says_missing(text, size) || is_mark(text, size))
        return may_be_na ? "leave it empty, or write NR where it is not reported, NA where it does "
                           "not apply"
                         : "leave it empty, or write NR where it is not reported";
    if (has_thousands(text, size))
        return without_groups;
    if (hm_number_read(text, size, ',', &number) == HM_NUMBER_FINE)
        return "the decimal mark is a point where , or tab separates fields";
    if (has_more_behind(text, size))
        return "write the number alone";
    return NULL;
}
