/* wide.h: loops over columns, compiled for any processor and for those with wider registers.
 *
 * HM_WIDE before a static function whose loops the compiler turns into wide instructions makes the
 * dynamic linker choose among them when the program starts. No two of them in the library have one
 * name: what Clang makes to choose is seen beyond the file. All compute the same to the bit:
 * nothing here reorders sums, and multiplication and addition are never fused (-ffp-contract=off).
 * Where the compiler or the platform has no such choice (musl has none) it is nothing. Static,
 * because the compiler forgets that a name is hidden. */
#ifndef HM_WIDE_H
#define HM_WIDE_H

#include <limits.h> /* says which C library this is */
#include <stdint.h>

/* A sanitizer is not ready yet when the dynamic linker asks. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HM_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HM_SANITIZED 1
#endif
#endif

#if defined(__GNUC__) && defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) &&        \
    defined(__has_attribute)
#if __has_attribute(target_clones) && !defined(HM_SANITIZED)
#if defined(__clang__) || __GNUC__ >= 12
#define HM_WIDE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else /* that knows no levels of the architecture yet */
#define HM_WIDE __attribute__((target_clones("avx2", "default")))
#endif
#endif
#endif

#ifndef HM_WIDE
#define HM_WIDE
#endif

/* The first place of a block from which on the widest registers are loaded best: so many bytes more
 * are to be there. */
#define HM_WIDE_BYTES 64
static inline void *hm_wide_begin(void *block) {
    return (char *)block + (HM_WIDE_BYTES - (uintptr_t)block % HM_WIDE_BYTES) % HM_WIDE_BYTES;
}

#endif
