/* text.c: UTF-8, and texts as people read them. */
#include "base/text.h"

#include "base/ascii.h"

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

size_t hm_text_valid(const char *text, size_t size) {
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    while (at < size) {
        uint64_t eight;
        while (size - at >= sizeof eight) {
            memcpy(&eight, bytes + at, sizeof eight);
            if (eight & UINT64_C(0x8080808080808080))
                break;
            at += sizeof eight;
        }
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
    for (size_t at = 0; at < size; length++) {
        size_t count = character_size(bytes + at, size - at);
        at += count > 0 ? count : 1;
    }
    return length;
}

/* Characters of several bytes that would end the line, turn the direction of what follows, or not
 * be seen at all: U+0080 to U+009F, U+200B, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069,
 * U+FEFF. */
static bool is_hidden(const unsigned char *bytes, size_t count) {
    if (count == 2)
        return bytes[0] == 0xC2 && bytes[1] < 0xA0;
    if (count != 3)
        return false;
    unsigned last = bytes[2];
    switch (bytes[0] << 8 | bytes[1]) {
    case 0xE280:
        return last == 0x8B || last == 0x8E || last == 0x8F || (last >= 0xA8 && last <= 0xAE);
    case 0xE281:
        return last >= 0xA6 && last <= 0xA9;
    case 0xEFBB:
        return last == 0xBF;
    default:
        return false;
    }
}

static size_t escape(unsigned char byte, char *out) {
    static const char hexadecimal[] = "0123456789ABCDEF";
    const char *letter = byte == '\n'   ? "n"
                         : byte == '\r' ? "r"
                         : byte == '\t' ? "t"
                         : byte == '\0' ? "0"
                                        : NULL;
    out[0] = '\\';
    if (letter) {
        out[1] = *letter;
        return 2;
    }
    out[1] = 'x';
    out[2] = hexadecimal[byte >> 4];
    out[3] = hexadecimal[byte & 15];
    return 4;
}

/* Writes the character at `bytes` as it is to be shown (at most 12 bytes) and how many bytes it
 * has into `taken`. */
static size_t quote_character(const unsigned char *bytes, size_t size, char *out, size_t *taken) {
    size_t count = character_size(bytes, size);
    bool plain =
        count == 1 ? bytes[0] >= 0x20 && bytes[0] != 0x7F : count > 0 && !is_hidden(bytes, count);
    *taken = count > 0 ? count : 1;
    if (plain) {
        memcpy(out, bytes, count);
        return count;
    }
    size_t length = 0;
    for (size_t i = 0; i < *taken; i++)
        length += escape(bytes[i], out + length);
    return length;
}

size_t hm_text_quote(const char *text, size_t size, char *out, size_t out_size) {
    const unsigned char *bytes = (const unsigned char *)text;
    if (out_size == 0)
        return 0;
    size_t room = out_size - 1;
    size_t length = 0, border = 0; /* `border`: the last place where "..." still fits */
    for (size_t at = 0; at < size;) {
        char shown[12];
        size_t taken;
        size_t count = quote_character(bytes + at, size - at, shown, &taken);
        if (count > room - length) {
            size_t dots = room - border < 3 ? room - border : 3;
            memcpy(out + border, "...", dots);
            length = border + dots;
            break;
        }
        memcpy(out + length, shown, count);
        length += count;
        at += taken;
        if (length + 3 <= room)
            border = length;
    }
    out[length] = '\0';
    return length;
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
