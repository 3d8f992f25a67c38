/* csv_scan.h: what stands where in the next 64 bytes of separated text, one bit a byte, the first
 * byte lowest. Sixteen bytes a step where the compiler has SSE2, eight elsewhere. */
#ifndef HM_CSV_SCAN_H
#define HM_CSV_SCAN_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { HM_CSV_BLOCK = 64 };

/* Eight bytes as a number, the first one lowest; compilers make one load of it. */
static inline uint64_t hm_load8(const char *text) {
    const unsigned char *p = (const unsigned char *)text;
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

/* 0x80 in every byte of `word` that is zero, 0 in the others (exactly: no carries between bytes).
 */
static inline uint64_t hm_zero_bytes(uint64_t word) {
    const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);
    return ~(((word & low) + low) | word | low);
}

#ifdef __SSE2__

/* Where one of the 64 bytes is `a` or `b`. */
static inline uint64_t hm_csv_scan(const char *block, char a, char b) {
    const __m128i all_a = _mm_set1_epi8(a), all_b = _mm_set1_epi8(b);
    uint64_t bits = 0;
    for (int i = 0; i < 4; i++) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)block + i);
        const __m128i found =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, all_a), _mm_cmpeq_epi8(bytes, all_b));
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(found) << (16 * i);
    }
    return bits;
}

#else

static inline uint64_t hm_csv_scan(const char *block, char a, char b) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t all_a = ones * (unsigned char)a, all_b = ones * (unsigned char)b;
    uint64_t bits = 0;
    for (unsigned i = 0; i < 8; i++) {
        const uint64_t word = hm_load8(block + 8 * i);
        const uint64_t found = hm_zero_bytes(word ^ all_a) | hm_zero_bytes(word ^ all_b);
        /* gathers the top bits of the eight bytes into one byte */
        bits |= ((found >> 7) * UINT64_C(0x0102040810204080) >> 56) << (8 * i);
    }
    return bits;
}

#endif

static inline unsigned hm_lowest_bit(uint64_t bits) {
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(bits);
#else
    unsigned i = 0;
    for (; !(bits & 1); bits >>= 1)
        i++;
    return i;
#endif
}

#endif
