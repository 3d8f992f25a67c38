/* cell_short.h: typing the cells that nearly all are, straight from eight bytes at a time: nothing,
 * whole numbers and decimals of up to eight characters, yes and no, all written as they would be
 * printed; and what whole columns are written in else, Yes or TRUE and 9.10. Anything else is left
 * to hm_cell_read, which would give the same for these. In a header because it is the innermost
 * loop of reading. */
#ifndef HM_CELL_SHORT_H
#define HM_CELL_SHORT_H

#include "dataset/cell.h"
#include "platform/scan.h"

enum {
    HM_CELL_SHORT_MOST = 8,
    HM_CELL_WORD = 62, /* a flag that is not written as it would be printed */
    HM_CELL_LONG = 63  /* none of these */
};

/* The cell's bytes as digits 0..9, moved so that the last one is the highest byte; zeros before. */
static inline uint64_t hm_short_digits(uint64_t bytes, size_t size) {
    const unsigned half = 4 * (unsigned)(HM_CELL_SHORT_MOST - size); /* twice: 64 at once is none */
    return (bytes ^ UINT64_C(0x3030303030303030)) << half << half;
}

static inline bool hm_all_digits(uint64_t digits) {
    return !(((digits + UINT64_C(0x7676767676767676)) | digits) & UINT64_C(0x8080808080808080));
}

/* Neighbours are joined to pairs, pairs to fours, fours to eight. */
static inline uint32_t hm_join_digits(uint64_t digits) {
    digits = (digits * 10 + (digits >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    digits = (digits * 100 + (digits >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    return (uint32_t)(digits * 10000 + (digits >> 32));
}

/* Where a point is not known to stand before decimals: what is in no cell, instead of it. */
#define HM_NO_POINT '\n'

/* Digits with a point among them, written as they would be printed: up to seven digits and powers
 * of ten up to 10^7 are exact, so that their quotient is the nearest double. */
static inline bool hm_short_decimal(uint64_t bytes, uint64_t digits, size_t size, char point,
                                    double *value) {
    static const double powers[8] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    const char first = (char)(bytes & 0xFF), second = (char)(bytes >> 8 & 0xFF);
    const bool ends_in_zero = digits >> 56 == 0;
    const bool starts_oddly = first == point || (first == '0' && second != point);
    const uint64_t points =
        hm_zero_bytes(digits ^ (UINT64_C(0x0101010101010101) * (uint8_t)(point ^ '0')));
    if (!points || size < 2 || ends_in_zero || starts_oddly)
        return false;
    const unsigned at = hm_lowest_bit(points) & ~7u; /* bits below the point */
    if (at == 56)
        return false;
    const uint64_t below = digits & ((UINT64_C(1) << at) - 1);
    const uint64_t above = digits & ~(((UINT64_C(1) << at) - 1) | UINT64_C(0xFF) << at);
    digits = below << 8 | above;
    *value = hm_join_digits(digits) / powers[7 - at / 8];
    return hm_all_digits(digits);
}

/* By size: yes, no, true and false, and the bit by which their letters are small, at the end of
 * eight bytes; no word has none of these bits. */
#define HM_AT_END(bytes, size) (UINT64_C(bytes) << (64 - 8 * (size)))
static const uint64_t hm_short_words[HM_CELL_SHORT_MOST + 1] = {
    [2] = HM_AT_END(0x6F6E, 2),
    [3] = HM_AT_END(0x736579, 3),
    [4] = HM_AT_END(0x65757274, 4),
    [5] = HM_AT_END(0x65736C6166, 5),
};
static const uint64_t hm_small_letters[HM_CELL_SHORT_MOST + 1] = {
    HM_AT_END(0x20, 1),     HM_AT_END(0x20, 1),       HM_AT_END(0x2020, 2),
    HM_AT_END(0x202020, 3), HM_AT_END(0x20202020, 4), HM_AT_END(0x2020202020, 5),
    HM_AT_END(0x20, 1),     HM_AT_END(0x20, 1),       HM_AT_END(0x20, 1),
};

/* Types one of these words, whose letters are `great` where their bits are set. */
static inline uint8_t hm_short_word(uint64_t great, size_t size, double *value,
                                    hm_spelling *spelling) {
    const bool is_yes = size <= 3;
    *value = size == 3 || size == 4;
    *spelling = great == 0                        ? hm_spelling_of_word(is_yes, HM_LETTERS_SMALL)
                : great == hm_small_letters[size] ? hm_spelling_of_word(is_yes, HM_LETTERS_GREAT)
                : great == UINT64_C(0x20) << (64 - 8 * size)
                    ? hm_spelling_of_word(is_yes, HM_LETTERS_FIRST)
                    : HM_SPELLING_OTHER;
    return HM_CELL_WORD;
}

/* Types the cell of up to eight bytes whose first eight (whatever follows it) are `bytes`; `point`
 * is a point or HM_NO_POINT, here and below. */
static inline uint8_t hm_cell_short(uint64_t bytes, size_t size, char point, double *value,
                                    hm_spelling *spelling) {
    static const uint32_t least[] = {0, 0, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
    const uint64_t digits = hm_short_digits(bytes, size);
    if (hm_all_digits(digits)) {
        const uint32_t whole = hm_join_digits(digits);
        *value = whole;
        if (whole < least[size]) /* 01 */
            return HM_CELL_LONG;
        /* not by a branch: which cells are empty cannot be foretold */
        return (uint8_t)(HM_CELL_NUMBER + (size == 0) * (HM_CELL_EMPTY - HM_CELL_NUMBER));
    }
    const bool no = size == 2 && (bytes & 0xFFFF) == ('n' | 'o' << 8);
    const bool yes = size == 3 && (bytes & 0xFFFFFF) == ('y' | 'e' << 8 | 's' << 16);
    *value = yes;
    if (yes || no)
        return HM_CELL_FLAG;
    const uint64_t letters = bytes << (64 - 8 * size), small = hm_small_letters[size];
    if ((letters | small) == hm_short_words[size])
        return hm_short_word(~letters & small, size, value, spelling);
    return hm_short_decimal(bytes, digits, size, point, value) ? HM_CELL_NUMBER : HM_CELL_LONG;
}

/* Digits, a point, and zeros where nothing need stand: 9.10, 5.00. */
static inline uint8_t hm_short_zeros(uint64_t bytes, size_t size, char mark, double *value,
                                     hm_spelling *spelling) {
    const uint64_t point = (uint8_t)(mark ^ '0');
    uint64_t digits = hm_short_digits(bytes, size);
    size_t zeros = 0;
    for (; zeros + 2 < size && digits >> 56 == 0; zeros++)
        digits <<= 8;
    const bool alone = digits >> 56 == point;
    *spelling = hm_spelling_of_zeros(zeros, alone);
    if (zeros == 0 || !alone)
        return zeros > 0 && hm_short_decimal(bytes, digits, size - zeros, mark, value)
                   ? HM_CELL_NUMBER
                   : HM_CELL_LONG;
    const bool starts_oddly = (bytes & 0xFF) == '0' && size - zeros > 2; /* 01.0 */
    digits <<= 8;
    *value = hm_join_digits(digits);
    return hm_all_digits(digits) && !starts_oddly ? HM_CELL_NUMBER : HM_CELL_LONG;
}

#endif
