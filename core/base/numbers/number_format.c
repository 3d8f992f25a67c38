#include "base/numbers/number_format.h"

#include <string.h>

#include "base/ascii.h"

const hm_number_format hm_number_format_plain = {
    .point = HM_MARK_DECIMAL, .comma = HM_MARK_NONE, .strict = true};

/* Nobody writes longer ones with marks between groups. */
enum { MOST_GROUPED = 400 };

/* --- what is said of a format --- */

static bool is_point_or_comma(char c) {
    return c == '.' || c == ',';
}

static bool is_group_mark(char c) {
    return c > ' ' && c < 0x7F && !hm_ascii_is_digit(c) &&
           !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && c != '+' && c != '-' && c != '"';
}

/* The blanks and apostrophes that stand between groups, by the character that stands for all of a
 * kind. */
static const struct {
    char mark;
    const char *text;
} spelled_marks[] = {
    {' ', " "},
    {' ', "\xC2\xA0"},
    {' ', "\xE2\x80\xAF"},
    {' ', "\xE2\x80\x89"},
    {' ', "\xE2\x80\x87"},
    {' ', "\xE2\x80\x88"},
    {'\'', "'"},
    {'\'', "\xE2\x80\x99"},
};

/* How many bytes at text[0..size) are the group mark `group`, however it is written; 0: none. */
static size_t group_size(const char *text, size_t size, char group) {
    if (group != ' ' && group != '\'')
        return size > 0 && group != 0 && *text == group;
    for (size_t i = 0; i < sizeof spelled_marks / sizeof *spelled_marks; i++) {
        const size_t length = strlen(spelled_marks[i].text);
        if (spelled_marks[i].mark == group && length <= size &&
            memcmp(text, spelled_marks[i].text, length) == 0)
            return length;
    }
    return 0;
}

/* The character that stands for the mark; 0 where it can be none. */
static char group_of(const char *text) {
    const size_t size = strlen(text);
    for (size_t i = 0; i < sizeof spelled_marks / sizeof *spelled_marks; i++)
        if (strcmp(text, spelled_marks[i].text) == 0)
            return spelled_marks[i].mark;
    return (char)(size == 1 && is_group_mark(*text) ? *text : 0);
}

bool hm_number_format_groups(const char *text) {
    return group_of(text) != 0;
}

static hm_mark_role *role_of(hm_number_format *format, char mark) {
    return mark == '.' ? &format->point : &format->comma;
}

const char *hm_number_format_of(hm_number_format *format, const hm_number_format *usual,
                                const char *decimal, const char *group) {
    *format = *usual;
    if (!decimal && !group)
        return NULL;
    if (decimal && (strlen(decimal) != 1 || !is_point_or_comma(*decimal)))
        return "decimal: expected . or ,";
    const char mark = group ? group_of(group) : '\0';
    if (group && *group && !mark)
        return "group: expected one character that is no digit, letter, sign or quote, or nothing";
    if (decimal && group && strcmp(decimal, group) == 0)
        return "decimal and group are the same mark";
    const bool plain_group = is_point_or_comma(mark);
    const char known = decimal ? *decimal : plain_group ? (char)(mark == '.' ? ',' : '.') : '\0';
    format->strict = true;
    format->group = plain_group ? '\0' : mark;
    if (!known) { /* a blank between groups, or nothing: what else there is, is for decimals */
        format->point = HM_MARK_DECIMAL;
        format->comma = usual->comma == HM_MARK_NONE ? HM_MARK_NONE : HM_MARK_DECIMAL;
        return NULL;
    }
    *role_of(format, known) = HM_MARK_DECIMAL;
    *role_of(format, known == '.' ? ',' : '.') =
        !group || plain_group ? HM_MARK_GROUP : HM_MARK_NONE;
    return NULL;
}

/* --- looking --- */

typedef struct cursor {
    const char *at, *end;
} cursor;

static size_t take_digits(cursor *in) {
    const char *start = in->at;
    while (in->at < in->end && hm_ascii_is_digit(*in->at))
        in->at++;
    return (size_t)(in->at - start);
}

static void take_sign(cursor *in) {
    in->at += in->at < in->end && (*in->at == '-' || *in->at == '+');
}

/* Blanks behind a sign, which tables have that are made to be printed: -  23. */
static bool take_padding(cursor *in, const char *start, char group) {
    const char *sign = in->at;
    size_t size = 1;
    while (group == ' ' && sign > start && size > 0) {
        size = group_size(in->at, (size_t)(in->end - in->at), group);
        in->at += size;
    }
    return in->at > sign;
}

/* Is what is left an exponent, or nothing? */
static bool ends(cursor in, bool *has_exponent) {
    *has_exponent = in.at < in.end && (*in.at | 0x20) == 'e';
    if (*has_exponent) {
        in.at++;
        take_sign(&in);
        if (take_digits(&in) == 0)
            return false;
    }
    return in.at == in.end;
}

/* Groups of three digits, each behind the mark `group`. Returns how many there are. */
static size_t take_groups(cursor *in, char group) {
    size_t count = 0;
    for (;; count++) {
        cursor next = *in;
        const size_t size = group_size(next.at, (size_t)(next.end - next.at), group);
        next.at += size;
        if (size == 0 || take_digits(&next) != 3)
            return count;
        *in = next;
    }
}

/* As in India: 12,34,567, groups of two digits and a last one of three. */
static size_t take_pairs(cursor *in) {
    cursor next = *in;
    for (size_t count = 1; next.at < next.end && *next.at == ','; count++) {
        next.at++;
        const size_t digits = take_digits(&next);
        if (digits != 2 && (digits != 3 || count == 1))
            return 0;
        if (digits == 3) {
            *in = next;
            return count;
        }
    }
    return 0;
}

/* A point or comma where `in` stands, or the mark `group`. */
static char mark_at(const cursor *in, char group) {
    if (in->at < in->end && is_point_or_comma(*in->at))
        return *in->at;
    return (char)(group_size(in->at, (size_t)(in->end - in->at), group) > 0 ? group : '\0');
}

/* Behind `whole` digits, the first of them at `start`: groups, if they can be some. */
static size_t look_at_groups(cursor *in, const char *start, size_t whole, char mark) {
    if (whole < 1 || whole > 3 || *start == '0' || !mark)
        return 0;
    const size_t groups = take_groups(in, mark);
    return groups == 0 && whole <= 2 && mark == ',' ? take_pairs(in) : groups;
}

bool hm_number_look_at(const char *text, size_t size, char group, hm_number_look *look) {
    cursor in = {text, text + size};
    bool has_exponent;
    *look = (hm_number_look){0};
    take_sign(&in);
    const bool padded = take_padding(&in, text, group);
    const char *start = in.at;
    const size_t whole = take_digits(&in);
    const cursor behind = in;
    const char mark = mark_at(&in, group);
    const size_t groups = look_at_groups(&in, start, whole, mark);
    look->group = (char)(groups > 0 ? mark : '\0');
    size_t places = 0;
    if (in.at < in.end && is_point_or_comma(*in.at) && (groups == 0 || *in.at != mark)) {
        look->decimal = *in.at++;
        places = take_digits(&in);
    }
    if (whole + places == 0 || !ends(in, &has_exponent) || (look->group && has_exponent)) {
        /* 1.234e5, 1.2345: what looked like a group is none */
        in = behind;
        *look = (hm_number_look){.decimal = mark};
        if (groups != 1 || !is_point_or_comma(mark))
            return false;
        in.at++;
        (void)take_digits(&in);
        return ends(in, &has_exponent);
    }
    if (groups == 1 && is_point_or_comma(mark) && !look->decimal)
        *look = (hm_number_look){.unclear = mark};
    if (padded && (look->unclear || is_point_or_comma(look->group)))
        return false; /* blanks are between groups there, and nothing else is */
    look->group = padded ? group : look->group;
    return true;
}

/* --- reading --- */

/* Without the marks of groups, and with a point. */
static hm_number_result read_grouped(const char *text, size_t size, hm_number_look look,
                                     double *out) {
    char plain[MOST_GROUPED];
    size_t length = 0;
    if (size > sizeof plain)
        return HM_NUMBER_NONE;
    for (size_t i = 0; i < size; i++) {
        const size_t mark = group_size(text + i, size - i, look.group);
        if (mark > 0)
            i += mark - 1;
        else
            plain[length++] = text[i] == look.decimal ? '.' : text[i];
    }
    return hm_number_read(plain, length, '.', out);
}

/* Settles what is unclear, and refuses what is said not to be. */
static hm_number_result settle(hm_number_look *look, const hm_number_format *format) {
    const hm_mark_role roles[] = {format->point, format->comma};
    if (look->unclear) {
        const hm_mark_role role = roles[look->unclear == ','];
        if (role == HM_MARK_OPEN)
            return HM_NUMBER_UNCLEAR;
        *(role == HM_MARK_GROUP ? &look->group : &look->decimal) = look->unclear;
        return role == HM_MARK_NONE ? HM_NUMBER_NONE : HM_NUMBER_FINE;
    }
    if (!format->strict)
        return HM_NUMBER_FINE;
    const bool fits =
        (!look->decimal || roles[look->decimal == ','] == HM_MARK_DECIMAL) &&
        (!is_point_or_comma(look->group) || roles[look->group == ','] == HM_MARK_GROUP);
    return fits ? HM_NUMBER_FINE : HM_NUMBER_NONE;
}

hm_number_result hm_number_read_as(const char *text, size_t size, const hm_number_format *format,
                                   double *out, bool *has_groups) {
    hm_number_look look;
    *has_groups = false;
    if (!hm_number_look_at(text, size, format->group, &look))
        return HM_NUMBER_NONE;
    const hm_number_result result = settle(&look, format);
    if (result != HM_NUMBER_FINE)
        return result;
    *has_groups = look.group != 0;
    return look.group ? read_grouped(text, size, look, out)
                      : hm_number_read(text, size, look.decimal == ',' ? ',' : '.', out);
}
