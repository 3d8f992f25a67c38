/* scan.h: what stands where in the next 64 bytes of separated text, one bit a byte, the first
 * byte lowest. Sixteen bytes a step where the compiler has SSE2, eight elsewhere. */
#ifndef HM_SCAN_H
#define HM_SCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { HM_SCAN_BLOCK = 64 };

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
static inline uint64_t hm_scan(const char *block, char a, char b) {
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

static inline uint64_t hm_scan(const char *block, char a, char b) {
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

/* What the bytes of a text are, all of them looked at once. */
typedef struct hm_text_look {
    bool ascii, has_nul, quoted;
    bool has_cr, lone_cr; /* lone: not in front of an LF */
    size_t lines;         /* LFs */
} hm_text_look;

/* `next` follows; 0 behind the last one. */
static inline void hm_text_look_at_byte(hm_text_look *look, char c, char next) {
    look->has_cr |= c == '\r';
    look->lone_cr |= c == '\r' && next != '\n';
    look->ascii &= !((unsigned char)c & 0x80);
    look->has_nul |= c == '\0';
    look->quoted |= c == '"';
    look->lines += c == '\n';
}

#ifdef __SSE2__

static inline hm_text_look hm_text_look_at(const char *text, size_t size) {
    const __m128i zero = _mm_setzero_si128(), quote = _mm_set1_epi8('"');
    const __m128i newline = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    __m128i all = zero, nul = zero, quotes = zero, lines = zero, crs = zero, lone = zero;
    const size_t steps = size > 0 ? (size - 1) / 16 : 0; /* each has a byte behind it */
    for (size_t i = 0; i < steps;) {
        __m128i few = zero; /* each of its bytes counts up to 255 */
        for (const size_t until = steps - i > 255 ? i + 255 : steps; i < until; i++) {
            const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text + i);
            all = _mm_or_si128(all, bytes);
            nul = _mm_or_si128(nul, _mm_cmpeq_epi8(bytes, zero));
            quotes = _mm_or_si128(quotes, _mm_cmpeq_epi8(bytes, quote));
            few = _mm_sub_epi8(few, _mm_cmpeq_epi8(bytes, newline));
            const __m128i here = _mm_cmpeq_epi8(bytes, cr);
            const __m128i next = _mm_loadu_si128((const __m128i *)(const void *)(text + 1) + i);
            crs = _mm_or_si128(crs, here);
            lone = _mm_or_si128(lone, _mm_andnot_si128(_mm_cmpeq_epi8(next, newline), here));
        }
        lines = _mm_add_epi64(lines, _mm_sad_epu8(few, zero));
    }
    uint64_t counts[2];
    memcpy(counts, &lines, sizeof counts);
    hm_text_look look = {!_mm_movemask_epi8(all),        _mm_movemask_epi8(nul) != 0,
                         _mm_movemask_epi8(quotes) != 0, _mm_movemask_epi8(crs) != 0,
                         _mm_movemask_epi8(lone) != 0,   (size_t)(counts[0] + counts[1])};
    for (size_t i = steps * 16; i < size; i++)
        hm_text_look_at_byte(&look, text[i], i + 1 < size ? text[i + 1] : '\0');
    return look;
}

#else

static inline hm_text_look hm_text_look_at(const char *text, size_t size) {
    hm_text_look look = {true, false, false, false, false, 0};
    for (size_t i = 0; i < size; i++)
        hm_text_look_at_byte(&look, text[i], i + 1 < size ? text[i + 1] : '\0');
    return look;
}

#endif

/* In each bit whether an odd number of the bits up to and with it are set. */
static inline uint64_t hm_odd_before(uint64_t bits) {
    for (unsigned i = 1; i < 64; i *= 2)
        bits ^= bits << i;
    return bits;
}

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
