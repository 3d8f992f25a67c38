/* text.c: UTF-8, and texts as people read them. */
#include "base/text.h"

#include "base/ascii.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* How many bytes at `text` (at least one, `size` of them) are one valid character; 0 if none are.
 * What a lead byte allows its second byte to be shuts out overlong forms, surrogates and what lies
 * beyond 10FFFF. */
static size_t character_size(const unsigned char *text, size_t size) {
    unsigned char lead = text[0], least = 0x80, most = 0xBF;
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    size_t count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead == 0xE0)
        least = 0xA0;
    else if (lead == 0xED)
        most = 0x9F;
    else if (lead == 0xF0)
        least = 0x90;
    else if (lead == 0xF4)
        most = 0x8F;
    if (count > size || text[1] < least || text[1] > most)
        return 0;
    for (size_t i = 2; i < count; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    return count;
}

/* Past the ASCII that follows `at`, in steps of eight bytes. */
static inline size_t skip_ascii(const unsigned char *bytes, size_t at, size_t size) {
    uint64_t eight;
    while (size - at >= sizeof eight) {
        memcpy(&eight, bytes + at, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
        at += sizeof eight;
    }
    return at;
}

size_t hm_text_valid(const char *text, size_t size) {
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    while (at < size) {
        at = skip_ascii(bytes, at, size);
        if (at == size)
            break;
        size_t count = character_size(bytes + at, size - at);
        if (count == 0)
            break;
        at += count;
    }
    return at;
}

size_t hm_text_length(const char *text, size_t size) {
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length = 0;
    for (size_t at = 0; at < size;) {
        const size_t next = skip_ascii(bytes, at, size);
        length += next - at;
        at = next;
        if (at == size)
            break;
        const size_t count = character_size(bytes + at, size - at);
        at += count > 0 ? count : 1;
        length++;
    }
    return length;
}

/* What would end the line, turn the direction of what follows, be obeyed by a terminal, or not be
 * seen at all; first and last code points, in order. */
static const uint32_t hidden[][2] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},
    {0x180E, 0x180E}, {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},
    {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

static bool is_hidden(uint32_t code) {
    size_t i = 0;
    while (i < sizeof hidden / sizeof *hidden && code > hidden[i][1])
        i++;
    return i < sizeof hidden / sizeof *hidden && code >= hidden[i][0];
}

/* Blanks that are not the space: in a text they belong to it, in a message about a cell that cannot
 * be read they are why. */
static bool is_odd_blank(uint32_t code) {
    return code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

/* The code point of a valid character of `count` bytes. */
static uint32_t code_of(const unsigned char *bytes, size_t count) {
    uint32_t code = count == 1 ? bytes[0] : bytes[0] & (0xFFu >> (count + 1));
    for (size_t i = 1; i < count; i++)
        code = code << 6 | (bytes[i] & 0x3F);
    return code;
}

/* Joiners (U+200C, U+200D) cannot be seen either, but between letters of scripts that need them,
 * and in pictures, they belong to the text. */
static bool is_joiner(uint32_t code) {
    return code == 0x200C || code == 0x200D;
}

static bool takes_joiners(const unsigned char *bytes, size_t size) {
    const size_t count = size > 0 ? character_size(bytes, size) : 0;
    const uint32_t code = count > 0 ? code_of(bytes, count) : 0;
    return code >= 0x300 && !is_hidden(code) && !is_joiner(code);
}

/* A character as it is shown: at most so many bytes with NUL. */
enum { SHOWN_SIZE = 16 };

/* "\u202E", or two of these for what JSON has in two halves. */
static size_t escape_json(uint32_t code, char *out) {
    const unsigned rest = code - 0x10000;
    const int size = code < 0x10000 ? snprintf(out, SHOWN_SIZE, "\\u%04X", (unsigned)code)
                                    : snprintf(out, SHOWN_SIZE, "\\u%04X\\u%04X",
                                               0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    return size > 0 ? (size_t)size : 0;
}

/* "\n", "\x9B" for a byte that is no text, "\u{202E}" for a character. */
static size_t escape(uint32_t code, bool is_text, char *out) {
    const char *letter = code == '\n'   ? "n"
                         : code == '\r' ? "r"
                         : code == '\t' ? "t"
                         : code == '\0' ? "0"
                                        : NULL;
    const char *format = is_text ? "\\u{%X}" : "\\x%02X";
    const int size = letter ? snprintf(out, SHOWN_SIZE, "\\%s", letter)
                            : snprintf(out, SHOWN_SIZE, format, (unsigned)code);
    return size > 0 ? (size_t)size : 0;
}

/* Is the character at `bytes`, of `count` bytes, not to be shown as it is? `joins`: the one before
 * takes joiners. */
static bool is_escaped(const unsigned char *bytes, size_t size, size_t count, bool joins) {
    const uint32_t code = code_of(bytes, count);
    const bool joined = joins && takes_joiners(bytes + count, size - count);
    return is_hidden(code) || (is_joiner(code) && !joined);
}

/* Writes the character at `bytes` as it is to be shown (SHOWN_SIZE) and how many bytes it has into
 * `taken`. */
static size_t show_character(const unsigned char *bytes, size_t size, bool joins, bool as_json,
                             char *out, size_t *taken) {
    const size_t count = character_size(bytes, size);
    *taken = count > 0 ? count : 1;
    if (count == 0)
        return escape(bytes[0], false, out);
    if (is_escaped(bytes, size, count, joins))
        return as_json ? escape_json(code_of(bytes, count), out)
                       : escape(code_of(bytes, count), true, out);
    memcpy(out, bytes, count);
    return count;
}

static size_t quote_character(const unsigned char *bytes, size_t size, bool joins, bool as_page,
                              char *out, size_t *taken) {
    const size_t count = character_size(bytes, size);
    if (count == 0 || as_page || !is_odd_blank(code_of(bytes, count)))
        return show_character(bytes, size, joins, false, out, taken);
    *taken = count;
    return escape(code_of(bytes, count), true, out);
}

static size_t quote(const char *text, size_t size, bool as_page, char *out, size_t out_size) {
    const unsigned char *bytes = (const unsigned char *)text;
    if (out_size == 0)
        return 0;
    size_t room = out_size - 1;
    size_t length = 0, border = 0; /* `border`: the last place where "..." still fits */
    bool joins = false;
    for (size_t at = 0; at < size;) {
        char shown[SHOWN_SIZE];
        size_t taken;
        size_t count = quote_character(bytes + at, size - at, joins, as_page, shown, &taken);
        if (count > room - length) {
            size_t dots = room - border < 3 ? room - border : 3;
            memcpy(out + border, "...", dots);
            length = border + dots;
            break;
        }
        memcpy(out + length, shown, count);
        length += count;
        joins = takes_joiners(bytes + at, size - at);
        at += taken;
        if (length + 3 <= room)
            border = length;
    }
    out[length] = '\0';
    return length;
}

size_t hm_text_quote(const char *text, size_t size, char *out, size_t out_size) {
    return quote(text, size, false, out, out_size);
}

size_t hm_text_of_page(const char *text, size_t size, char *out, size_t out_size) {
    return quote(text, size, true, out, out_size);
}

bool hm_text_is_one_line(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    return true;
}

hm_quote hm_quote_of(const char *text, size_t size) {
    hm_quote quote;
    hm_text_quote(text, size, quote.text, 64);
    return quote;
}

hm_quote hm_name_of(const char *name) {
    hm_quote quote = hm_quote_of(name, strlen(name));
    if (*name && !strpbrk(quote.text, " :,;\""))
        return quote;
    const size_t size = strlen(quote.text);
    memmove(quote.text + 1, quote.text, size);
    quote.text[0] = quote.text[size + 1] = '"';
    quote.text[size + 2] = '\0';
    return quote;
}

hm_digits hm_digits_of(uint64_t number) {
    hm_digits digits;
    (void)snprintf(digits.text, sizeof digits.text, "%" PRIu64, number);
    return digits;
}

/* Line ends and tabs, which a terminal may have: a carriage return only before a line end. */
static bool is_layout(const char *text, size_t size) {
    return text[0] == '\n' || text[0] == '\t' || (text[0] == '\r' && size > 1 && text[1] == '\n');
}

void hm_text_show(const char *text, size_t size, bool as_json, hm_buffer *out) {
    const unsigned char *bytes = (const unsigned char *)text;
    bool joins = false;
    for (size_t at = 0, taken; at < size; at += taken) {
        char shown[SHOWN_SIZE] = {text[at]};
        size_t count = taken = 1;
        if (!is_layout(text + at, size - at))
            count = show_character(bytes + at, size - at, joins, as_json, shown, &taken);
        hm_buffer_add(out, shown, count);
        joins = takes_joiners(bytes + at, size - at);
    }
}

bool hm_text_same(const char *a, size_t size, const char *b) {
    for (size_t i = 0; i < size; i++)
        if (b[i] == '\0' || hm_ascii_lower(a[i]) != hm_ascii_lower(b[i]))
            return false;
    return b[size] == '\0';
}

/* Compares the runs of digits that begin at *a and *b and steps over them. */
static int compare_runs(const char **a, const char **b) {
    const char *starts[2], *ends[2] = {*a, *b};
    for (int i = 0; i < 2; i++) {
        while (*ends[i] == '0')
            ends[i]++;
        starts[i] = ends[i];
        while (hm_ascii_is_digit(*ends[i]))
            ends[i]++;
    }
    *a = ends[0];
    *b = ends[1];
    size_t a_size = (size_t)(ends[0] - starts[0]), b_size = (size_t)(ends[1] - starts[1]);
    if (a_size != b_size)
        return a_size < b_size ? -1 : 1;
    return memcmp(starts[0], starts[1], a_size);
}

int hm_text_compare_natural(const char *a, const char *b) {
    const char *a_start = a, *b_start = b;
    while (*a != '\0' && *b != '\0') {
        if (hm_ascii_is_digit(*a) && hm_ascii_is_digit(*b)) {
            int order = compare_runs(&a, &b);
            if (order != 0)
                return order;
        } else if (*a != *b) {
            break;
        } else {
            a++;
            b++;
        }
    }
    if (*a != *b)
        return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
    return strcmp(a_start, b_start); /* 01 and 1 */
}
