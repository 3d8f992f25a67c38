/* memory_support.h: every allocation of something fails once, and once for good. */
#ifndef HM_MEMORY_SUPPORT_H
#define HM_MEMORY_SUPPORT_H

#include "package_support.h"

/* The first thousand allocations one by one, then every so many: what comes then is mostly Lua
 * compiling one script after the other. */
enum { ONE_BY_ONE = 1000, STRIDE = 97 };

static inline size_t next_refused(size_t n) {
    return n < ONE_BY_ONE ? n + 1 : n + STRIDE;
}

/* One go with an allocator: returns the code, and leaves nothing behind. */
typedef hm_code go(const hm_allocator *allocator, hm_error *error);

static inline void refuse_each(go *run, hm_code expected, bool onwards) {
    size_t n = 1, failures = 0;
    for (;; n = next_refused(n)) {
        counted c = {.refused = n, .onwards = onwards};
        const hm_allocator allocator = {counted_resize, &c};
        hm_error error = {HM_OK, 0, 0, "", ""};
        const hm_code code = run(&allocator, &error);
        if (c.bytes != 0 || c.pieces != 0)
            fail_msg("allocation %zu of %zu: %zu bytes in %zu pieces are lost", n, c.calls, c.bytes,
                     c.pieces);
        if (c.calls < n) {
            assert_int_equal(code, expected);
            break;
        }
        /* only what Lua gets when it asks again comes to the usual end */
        if (code != HM_ERROR_MEMORY && (onwards || code != expected))
            fail_msg("allocation %zu of %zu: code %d: %s", n, c.calls, code, error.message);
        if (code != HM_OK)
            assert_int_equal(error.code, code);
        failures += code == HM_ERROR_MEMORY;
    }
    assert_true(failures > 3); /* there was something to refuse */
}

#endif
