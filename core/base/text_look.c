#include "base/text_look.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"

enum { MOST_MARKS = 4 }; /* of one character */

/* The characters of a name one after another, without what nobody sees. */
typedef struct look {
    const char *at, *end;
    uint32_t last;              /* given before; 0: none */
    uint32_t marks[MOST_MARKS]; /* of the character given last, the next one last */
    int mark_count;
} look;

/* The character at `at`, which goes on; bytes that are no UTF-8 stand for themselves. */
static uint32_t take_character(look *in) {
    const unsigned char *p = (const unsigned char *)in->at;
    const size_t left = (size_t)(in->end - in->at);
    const int more = *p < 0xC0 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
    uint32_t character = *p;
    if (more > 0 && (size_t)more < left) {
        character = *p & (0x3Fu >> more);
        for (int i = 1; i <= more; i++)
            character = character << 6 | (p[i] & 0x3Fu);
        in->at += more;
    }
    in->at++;
    return character;
}

static bool is_blank(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Hyphens that show only at the end of a line, joiners, marks of direction and of byte order. */
static bool is_invisible(uint32_t c) {
    return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

/* What stands between the words of a name, or around them: St. Gallen, Halle/Saale, L'Aquila. */
static bool is_mark_of_words(uint32_t c) {
    return c < 0x80 ? c != 0 && strchr(".,;:-_/'\"()", (int)c) != NULL
                    : c == 0xAB || c == 0xB7 || c == 0xBB || (c >= 0x2010 && c <= 0x2015) ||
                          (c >= 0x2018 && c <= 0x201F);
}

/* Letters that stand in pairs, the capital first, at even or at odd places. */
static bool is_pair_at_even(uint32_t c) {
    return (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x1DE && c <= 0x1EF) ||
           (c >= 0x1F8 && c <= 0x21F) || (c >= 0x222 && c <= 0x233) || (c >= 0x246 && c <= 0x24F) ||
           (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F) ||
           (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF);
}
static bool is_pair_at_odd(uint32_t c) {
    return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E) || (c >= 0x1CD && c <= 0x1DC) ||
           (c >= 0x4C1 && c <= 0x4CE);
}

static uint32_t small_letter(uint32_t c) {
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    if (is_pair_at_even(c))
        return c | 1;
    if (is_pair_at_odd(c))
        return c + (c & 1);
    return c == 0x178 ? 0xFF : c == 0x3C2 ? 0x3C3 : c == 0x1E9E ? 0xDF : c;
}

/* A letter, whose marks are to be given next. */
static uint32_t take_apart(look *in, uint32_t c) {
    uint32_t letter, mark;
    while (in->mark_count < MOST_MARKS && hm_letter_apart(c, &letter, &mark)) {
        in->marks[in->mark_count++] = mark;
        c = letter;
    }
    return small_letter(c);
}

static bool is_digit(uint32_t c) {
    return c < 0x80 && hm_ascii_is_digit((char)c);
}

static bool is_letter(uint32_t c) {
    return c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Is the mark `c`, with `last` before it and `at` behind it, no more than a blank would be? In
 * numbers, such as 1.5, -3 and 0-5, it is. */
static bool is_separator(uint32_t c, uint32_t last, const char *at, const char *end) {
    return is_mark_of_words(c) && (is_letter(last) || at == end || !hm_ascii_is_digit(*at));
}

/* A zero with a digit behind it, and before it neither a digit nor the mark of decimals. */
static bool is_leading_zero(const look *in, uint32_t c) {
    return c == '0' && in->at < in->end && hm_ascii_is_digit(*in->at) && !is_digit(in->last) &&
           in->last != '.' && in->last != ',';
}

/* The next character; 0 at the end. */
static uint32_t next(look *in) {
    bool blank = false;
    if (in->mark_count > 0)
        return in->last = in->marks[--in->mark_count];
    while (in->at < in->end) {
        const char *before = in->at;
        const uint32_t c = take_character(in);
        if (is_blank(c) || is_separator(c, blank ? ' ' : in->last, in->at, in->end)) {
            blank = true;
        } else if (c >= 0x80 && is_invisible(c)) {
            continue;
        } else if (blank && in->last != 0) {
            in->at = before;
            return in->last = ' ';
        } else if (!is_leading_zero(in, c)) {
            return in->last = c < 0x80 ? small_letter(c) : take_apart(in, c);
        }
    }
    return 0;
}

/* Characters of ASCII that look like themselves wherever they stand, capitals as small letters; the
 * others, zero, blanks and marks among them, are 0. */
static const unsigned char plain[256] = {
    ['!'] = '!', ['#'] = '#', ['$'] = '$', ['%'] = '%', ['&'] = '&', ['*'] = '*', ['+'] = '+',
    ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
    ['8'] = '8', ['9'] = '9', ['<'] = '<', ['='] = '=', ['>'] = '>', ['?'] = '?', ['@'] = '@',
    ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g',
    ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n',
    ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u',
    ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z', ['['] = '[', ['\\'] = '\\',
    [']'] = ']', ['^'] = '^', ['`'] = '`', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
    ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k',
    ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
    ['z'] = 'z', ['{'] = '{', ['|'] = '|', ['}'] = '}', ['~'] = '~',
};

/* What a zero, or one blank or mark between plain characters, looks like; 0: it depends on more. */
static uint32_t look_between(const char *at, const char *end, uint32_t last) {
    const unsigned char c = (unsigned char)*at;
    if (c == '0')
        return is_digit(last) ? c : 0;
    if (last == 0 || last == ' ' || end - at < 2 || !plain[(unsigned char)at[1]])
        return 0;
    if (c == ' ')
        return ' ';
    return c < 0x80 && is_mark_of_words(c) ? is_separator(c, last, at + 1, end) ? ' ' : c : 0;
}

/* Passes over what looks like itself; the hash grows by it. */
static uint64_t pass_plain(look *in, uint64_t hash) {
    const char *at = in->at, *const end = in->end;
    uint32_t last = in->last;
    for (; at < end; at++) {
        uint32_t c = plain[(unsigned char)*at];
        if (c == 0)
            c = look_between(at, end, last);
        if (c == 0)
            break;
        hash = (hash ^ c) * UINT64_C(0x2127599BF4325C37);
        last = c;
    }
    in->at = at;
    in->last = last;
    return hash;
}

/* Names are mostly plain, and there may be many of them. */
uint64_t hm_look_hash(const char *text, size_t size) {
    look in = {.at = text, .end = text + size};
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15);
    for (;;) {
        if (in.mark_count == 0)
            hash = pass_plain(&in, hash);
        const uint32_t c = in.at < in.end || in.mark_count > 0 ? next(&in) : 0;
        if (c == 0)
            return hash ^ hash >> 32;
        hash = (hash ^ c) * UINT64_C(0x2127599BF4325C37);
    }
}

bool hm_looks_same(const char *a, size_t a_size, const char *b, size_t b_size) {
    look one = {.at = a, .end = a + a_size}, other = {.at = b, .end = b + b_size};
    for (;;) {
        const uint32_t c = next(&one);
        if (c != next(&other))
            return false;
        if (c == 0)
            return true;
    }
}

/* --- for messages --- */

/* Does a mark of U+0300 to U+036F begin here? */
static bool is_mark(const char *at, const char *end) {
    const unsigned char *p = (const unsigned char *)at;
    return end - at >= 2 && (p[0] == 0xCC || (p[0] == 0xCD && p[1] <= 0xAF));
}

size_t hm_look_quote(const char *text, size_t size, char *out, size_t out_size) {
    const char *at = text, *end = text + size;
    size_t length = 0;
    out[0] = '\0';
    while (at < end) {
        const char *mark = at;
        while (mark < end && !is_mark(mark, end))
            mark++;
        length += hm_text_quote(at, (size_t)(mark - at), out + length, out_size - length);
        at = mark;
        if (mark == end || out_size - length < sizeof "\\u{308}")
            break;
        look in = {.at = mark, .end = end};
        length += (size_t)snprintf(out + length, out_size - length, "\\u{%X}",
                                   (unsigned)take_character(&in));
        at = in.at;
    }
    return length;
}
