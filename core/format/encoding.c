#include "format/encoding.h"

#include <string.h>

#include "base/text.h"
#include "platform/convert.h"

/* --- one byte a character --- */

/* Bytes 0x80 to 0x9F of Windows-1252; 0: no character. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* Where ISO 8859-15 differs from 8859-1. */
static uint32_t latin_9(unsigned char byte) {
    switch (byte) {
    case 0xA4:
        return 0x20AC;
    case 0xA6:
        return 0x160;
    case 0xA8:
        return 0x161;
    case 0xB4:
        return 0x17D;
    case 0xB8:
        return 0x17E;
    case 0xBC:
        return 0x152;
    case 0xBD:
        return 0x153;
    case 0xBE:
        return 0x178;
    default:
        return byte;
    }
}

/* The character of a byte from 0x80 on; 0: none. */
static uint32_t character_of(hm_encoding encoding, unsigned char byte) {
    if (encoding == HM_ENCODING_WINDOWS_1252)
        return byte < 0xA0 ? windows[byte - 0x80] : byte;
    return encoding == HM_ENCODING_LATIN_9 ? latin_9(byte) : byte;
}

/* --- into UTF-8 --- */

static void add_character(hm_buffer *out, uint32_t c) {
    char text[4];
    size_t size = 0;
    if (c < 0x80) {
        text[size++] = (char)c;
    } else if (c < 0x800) {
        text[size++] = (char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        text[size++] = (char)(0xE0 | c >> 12);
        text[size++] = (char)(0x80 | (c >> 6 & 0x3F));
    } else {
        text[size++] = (char)(0xF0 | c >> 18);
        text[size++] = (char)(0x80 | (c >> 12 & 0x3F));
        text[size++] = (char)(0x80 | (c >> 6 & 0x3F));
    }
    if (c >= 0x80)
        text[size++] = (char)(0x80 | (c & 0x3F));
    hm_buffer_add(out, text, size);
}

static void add_broken(hm_buffer *out) {
    hm_buffer_add(out, "\xFF", 1);
}

static void decode_bytes(hm_encoding encoding, const char *text, size_t size, hm_buffer *out) {
    size_t from = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if (byte < 0x80)
            continue;
        hm_buffer_add(out, text + from, i - from);
        const uint32_t character = character_of(encoding, byte);
        if (character)
            add_character(out, character);
        else
            add_broken(out);
        from = i + 1;
    }
    hm_buffer_add(out, text + from, size - from);
}

static uint32_t unit_at(const char *text, bool big) {
    const unsigned char first = (unsigned char)text[0], second = (unsigned char)text[1];
    return big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
}

static void decode_utf16(bool big, const char *text, size_t size, hm_buffer *out) {
    size_t i = 0;
    for (; i + 1 < size; i += 2) {
        const uint32_t unit = unit_at(text + i, big);
        const uint32_t low = unit >> 10 == 0x36 && i + 3 < size ? unit_at(text + i + 2, big) : 0;
        if (low >> 10 == 0x37) {
            add_character(out, 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF));
            i += 2;
        } else if (unit >> 11 == 0x1B) { /* half of a pair */
            add_broken(out);
        } else {
            add_character(out, unit);
        }
    }
    if (i < size)
        add_broken(out);
}

/* How many of the bytes of UTF-16 are whole characters. */
static size_t whole_utf16(bool big, const char *text, size_t size) {
    const size_t whole = size & ~(size_t)1;
    const bool is_first_half = whole >= 2 && unit_at(text + whole - 2, big) >> 10 == 0x36;
    return is_first_half ? whole - 2 : whole;
}

size_t hm_encoding_decode(hm_encoding encoding, const char *text, size_t size, bool last,
                          hm_buffer *out) {
    const bool big = encoding == HM_ENCODING_UTF16_BE;
    size_t whole = size;
    switch (encoding) {
    case HM_ENCODING_UTF16_LE:
    case HM_ENCODING_UTF16_BE:
        whole = last ? size : whole_utf16(big, text, size);
        decode_utf16(big, text, whole, out);
        return whole;
    case HM_ENCODING_WINDOWS_1252:
    case HM_ENCODING_LATIN_1:
    case HM_ENCODING_LATIN_9:
        decode_bytes(encoding, text, size, out);
        return size;
    default:
        if (hm_encoding_converter(encoding))
            return hm_convert(hm_encoding_converter(encoding), text, size, last, out);
        hm_buffer_add(out, text, size);
        return size;
    }
}

/* --- what a text is --- */

hm_encoding hm_encoding_of_start(const char *data, size_t size, bool *marked) {
    *marked = size >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0);
    if (*marked)
        return (unsigned char)data[0] == 0xFF ? HM_ENCODING_UTF16_LE : HM_ENCODING_UTF16_BE;
    /* every other byte of the first letters is NUL */
    if (size < 4 || !data[0] == !data[1] || !data[0] != !data[2] || !data[1] != !data[3])
        return HM_ENCODING_UNKNOWN;
    return data[0] ? HM_ENCODING_UTF16_LE : HM_ENCODING_UTF16_BE;
}

/* Could the byte be of Windows-1252? NUL is of UTF-16, or of no text at all. */
static bool may_be_windows(unsigned char byte) {
    return byte != 0 && (byte < 0x80 || character_of(HM_ENCODING_WINDOWS_1252, byte) != 0);
}

/* Does a piece of text hold what speaks against Windows-1252: a character of several bytes in
 * UTF-8, which other text hardly ever has by chance? */
static bool speaks_against(const char *text, size_t size) {
    for (size_t at = 0; at < size;) {
        const size_t valid = hm_text_valid(text + at, size - at);
        for (size_t i = at; i < at + valid; i++)
            if ((unsigned char)text[i] >= 0x80 || text[i] == 0)
                return true;
        at += valid;
        if (at < size && !may_be_windows((unsigned char)text[at]))
            return true;
        at++;
    }
    return false;
}

hm_encoding hm_encoding_of_source(const hm_source *source) {
    enum { PIECE = 64 << 10, OVERLAP = 3 }; /* a character that a cut has parted is whole in one */
    char piece[PIECE];
    for (size_t at = 0; at < source->size; at += PIECE - OVERLAP) {
        const size_t left = source->size - at, size = left < PIECE ? left : PIECE;
        if (!hm_source_copy(source, at, at + size, piece) || speaks_against(piece, size))
            return HM_ENCODING_UTF8;
    }
    return HM_ENCODING_WINDOWS_1252;
}
