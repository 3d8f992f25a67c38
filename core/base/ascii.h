/* ascii.h: letters and digits of ASCII, whatever the locale. Other bytes are neither. */
#ifndef HM_ASCII_H
#define HM_ASCII_H

#include <stdbool.h>

static inline bool hm_ascii_is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline char hm_ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

#endif
