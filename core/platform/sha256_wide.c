/* sha256_wide.c: the same mixing of blocks with the processor's own SHA instructions, about ten
 * times as fast, where there are any: x86 is asked when the program runs.
 *
 * The instructions hold the state as two vectors, ABEF and CDGH, and do four rounds with four words
 * at a time; `words` of sixteen rounds ago become those of the next by two more of them. */
#include "platform/sha256.h"

#if defined(__GNUC__) && defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>

#define HM_SHA_TARGET __attribute__((target("sha,ssse3,sse4.1")))

static int has_instructions(void) {
    unsigned a, b, c, d;
    if (__get_cpuid_max(0, NULL) < 7)
        return 0;
    __cpuid(1, a, b, c, d);
    if (!(c & bit_SSSE3) || !(c & bit_SSE4_1))
        return 0;
    __cpuid_count(7, 0, a, b, c, d);
    return (b & (1u << 29)) != 0;
}

typedef struct vectors {
    __m128i abef, cdgh;
} vectors;

HM_SHA_TARGET static inline vectors load_state(const uint32_t state[8]) {
    const __m128i dcba = _mm_loadu_si128((const __m128i *)(const void *)state);
    const __m128i hgfe = _mm_loadu_si128((const __m128i *)(const void *)(state + 4));
    const __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1), efgh = _mm_shuffle_epi32(hgfe, 0x1B);
    return (vectors){_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xF0)};
}

HM_SHA_TARGET static inline void store_state(uint32_t state[8], vectors v) {
    const __m128i feba = _mm_shuffle_epi32(v.abef, 0x1B), dchg = _mm_shuffle_epi32(v.cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

HM_SHA_TARGET static inline void four_rounds(vectors *v, __m128i words, const uint32_t *constants) {
    const __m128i added =
        _mm_add_epi32(words, _mm_loadu_si128((const __m128i *)(const void *)constants));
    v->cdgh = _mm_sha256rnds2_epu32(v->cdgh, v->abef, added);
    v->abef = _mm_sha256rnds2_epu32(v->abef, v->cdgh, _mm_shuffle_epi32(added, 0x0E));
}

HM_SHA_TARGET static void mix_wide(uint32_t state[8], const unsigned char *blocks, size_t count,
                                   const uint32_t constants[64]) {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    vectors v = load_state(state);
    for (; count > 0; count--, blocks += 64) {
        const vectors before = v;
        __m128i words[4];
        for (int i = 0; i < 4; i++) {
            const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)blocks + i);
            words[i] = _mm_shuffle_epi8(bytes, order);
            four_rounds(&v, words[i], constants + 4 * i);
        }
        for (int i = 4; i < 16; i++) {
            const __m128i before4 = words[(i - 4) & 3], before3 = words[(i - 3) & 3];
            const __m128i before2 = words[(i - 2) & 3], before1 = words[(i - 1) & 3];
            const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(before4, before3),
                                              _mm_alignr_epi8(before1, before2, 4));
            words[i & 3] = _mm_sha256msg2_epu32(sum, before1);
            four_rounds(&v, words[i & 3], constants + 4 * i);
        }
        v.abef = _mm_add_epi32(v.abef, before.abef);
        v.cdgh = _mm_add_epi32(v.cdgh, before.cdgh);
    }
    store_state(state, v);
}

/* Asked once: where a hypervisor answers, asking takes longer than mixing a small file. */
hm_sha256_mix *hm_sha256_wide(void) {
    enum { UNKNOWN, WITHOUT, WITH };
    static atomic_int known = UNKNOWN;
    int found = atomic_load_explicit(&known, memory_order_relaxed);
    if (found == UNKNOWN) {
        found = has_instructions() ? WITH : WITHOUT;
        atomic_store_explicit(&known, found, memory_order_relaxed);
    }
    return found == WITH ? mix_wide : NULL;
}

#else

hm_sha256_mix *hm_sha256_wide(void) {
    return NULL;
}

#endif
