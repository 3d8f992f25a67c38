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

bool hm_is_formula(const char *text, size_t size, bool decimal_comma) {
    return size > 0 && text[0] != '\0' && strchr("=+-@\t\r\n", text[0]) &&
           !is_number(text, size, '.') && !(decimal_comma && is_number(text, size, ','));
}
