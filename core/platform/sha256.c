/* sha256.c: FIPS 180-4, section 6.2. */
#include "platform/sha256.h"

#include <string.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t word, int count) {
    return word >> count | word << (32 - count);
}

static uint32_t load(const unsigned char *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           (uint32_t)bytes[3];
}

/* The 64 words that one block of 64 bytes is stretched to. */
static void expand(const unsigned char *block, uint32_t words[64]) {
    for (int i = 0; i < 16; i++)
        words[i] = load(block + (size_t)4 * (size_t)i);
    for (int i = 16; i < 64; i++) {
        uint32_t a = words[i - 15], b = words[i - 2];
        uint32_t small_a = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3;
        uint32_t small_b = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10;
        words[i] = words[i - 16] + small_a + words[i - 7] + small_b;
    }
}

static void mix_block(uint32_t state[8], const unsigned char *block, const uint32_t constants[64]) {
    uint32_t words[64];
    expand(block, words);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
        uint32_t chosen = (e & f) ^ (~e & g), majority = (a & b) ^ (a & c) ^ (b & c);
        uint32_t first =
            h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + chosen + constants[i] + words[i];
        uint32_t second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    const uint32_t added[8] = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; i++)
        state[i] += added[i];
}

static void mix_blocks(uint32_t state[8], const unsigned char *blocks, size_t count,
                       const uint32_t constants[64]) {
    for (size_t i = 0; i < count; i++)
        mix_block(state, blocks + 64 * i, constants);
}

void hm_sha256_start(hm_sha256 *sha) {
    /* The same of the square roots of the first eight primes. */
    static const uint32_t start[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    };
    hm_sha256_mix *wide = hm_sha256_wide();
    sha->mix = wide ? wide : mix_blocks;
    memcpy(sha->state, start, sizeof start);
    sha->size = 0;
}

void hm_sha256_add(hm_sha256 *sha, const void *data, size_t size) {
    const unsigned char *bytes = data;
    size_t used = sha->size % sizeof sha->block;
    if (size == 0)
        return; /* `data` may be NULL */
    sha->size += size;
    if (used > 0) {
        size_t room = sizeof sha->block - used, count = size < room ? size : room;
        memcpy(sha->block + used, bytes, count);
        if (count < room)
            return;
        sha->mix(sha->state, sha->block, 1, round_constants);
        bytes += count;
        size -= count;
    }
    const size_t blocks = size / sizeof sha->block;
    if (blocks > 0)
        sha->mix(sha->state, bytes, blocks, round_constants);
    bytes += blocks * sizeof sha->block;
    size -= blocks * sizeof sha->block;
    if (size > 0)
        memcpy(sha->block, bytes, size);
}

void hm_sha256_finish(hm_sha256 *sha, char out[65]) {
    static const char hexadecimal[] = "0123456789abcdef";
    static const unsigned char padding[64] = {0x80};
    unsigned char length[8];
    uint64_t bits = sha->size * 8;
    for (int i = 7; i >= 0; i--, bits >>= 8)
        length[i] = (unsigned char)(bits & 0xFF);
    size_t used = sha->size % sizeof sha->block;
    hm_sha256_add(sha, padding, used < 56 ? 56 - used : 120 - used);
    hm_sha256_add(sha, length, sizeof length);
    for (int i = 0; i < 64; i++)
        out[i] = hexadecimal[sha->state[i / 8] >> (28 - i % 8 * 4) & 15];
    out[64] = '\0';
}
