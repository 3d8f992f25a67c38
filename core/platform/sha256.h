/* sha256.h: the digest that names an input file in a run's record (FIPS 180-4). */
#ifndef HM_SHA256_H
#define HM_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* Mixes `count` blocks of 64 bytes into the state. `constants`: of the 64 rounds. */
typedef void hm_sha256_mix(uint32_t state[8], const unsigned char *blocks, size_t count,
                           const uint32_t constants[64]);

typedef struct hm_sha256 {
    hm_sha256_mix *mix;
    uint32_t state[8];
    uint64_t size;
    unsigned char block[64];
} hm_sha256;

void hm_sha256_start(hm_sha256 *sha);
/* `data` may be NULL when `size` is 0. */
void hm_sha256_add(hm_sha256 *sha, const void *data, size_t size);
/* 64 lower-case hexadecimal digits and NUL. Start again before the next use. */
void hm_sha256_finish(hm_sha256 *sha, char out[65]);

/* The processor's own way of mixing; NULL where it has none. (sha256_wide.c) */
hm_sha256_mix *hm_sha256_wide(void);

#endif
