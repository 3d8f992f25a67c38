#include "base/json_text.h"

#include <string.h>

#include "base/text.h"

static const char digits[] = "0123456789abcdef";

static void add_escaped(hm_buffer *out, unsigned char c) {
    static const char controls[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
    const char *found = c != 0 ? strchr(controls, c) : NULL;
    if (found) {
        const char pair[] = {'\\', letters[found - controls]};
        hm_buffer_add(out, pair, sizeof pair);
    } else {
        const char code[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
        hm_buffer_add(out, code, sizeof code);
    }
}

static void add_invalid(hm_buffer *out, unsigned char c) {
    hm_buffer_format(out, "\\\\x%02X", c);
}

static bool is_plain(unsigned char c) {
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
}

static void add_valid(hm_buffer *out, const char *text, size_t size) {
    size_t from = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (is_plain(c))
            continue;
        hm_buffer_add(out, text + from, i - from);
        add_escaped(out, c);
        from = i + 1;
    }
    hm_buffer_add(out, text + from, size - from);
}

void hm_json_add_text(hm_buffer *out, const char *text, size_t size) {
    hm_buffer_add_char(out, '"');
    for (size_t at = 0; at < size;) {
        const size_t valid = hm_text_valid(text + at, size - at);
        add_valid(out, text + at, valid);
        at += valid;
        if (at < size)
            add_invalid(out, (unsigned char)text[at++]);
    }
    hm_buffer_add_char(out, '"');
}
