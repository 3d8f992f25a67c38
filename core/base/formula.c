#include "base/formula.h"

#include <string.h>

#include "base/numbers/number.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Whoever reads numbers passes over blanks around them. */
static bool is_number(const char *text, size_t size, char mark) {
    double number;
    for (; size > 0 && is_blank(text[0]); text++)
        size--;
    while (size > 0 && is_blank(text[size - 1]))
        size--;
    return hm_number_read(text, size, mark, &number) == HM_NUMBER_FINE;
}

/* The signs of full width, which spreadsheets of East Asia take for those of ASCII. */
static bool is_wide_sign(const char *text, size_t size) {
    static const char *const signs[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                        "\xEF\xBC\xA0"}; /* = + - @ */
    for (size_t i = 0; size >= 3 && i < sizeof signs / sizeof *signs; i++)
        if (memcmp(text, signs[i], 3) == 0)
            return true;
    return false;
}

bool hm_begins_formula(const char *text, size_t size) {
    return size > 0 &&
           ((text[0] != '\0' && strchr("=+-@\t\r\n", text[0])) || is_wide_sign(text, size));
}

bool hm_is_formula(const char *text, size_t size, bool decimal_comma) {
    return hm_begins_formula(text, size) && !is_number(text, size, '.') &&
           !(decimal_comma && is_number(text, size, ','));
}
