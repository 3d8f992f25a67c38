/* cancel.h: whether a caller wants its call ended early. Looking costs a load, and a look at the
 * clock where there is a deadline. */
#ifndef HM_CANCEL_H
#define HM_CANCEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct hm_cancel {
    const hm_allocator *allocator;
    atomic_int requested;
    _Atomic(int64_t) deadline; /* of hm_clock_now; HM_CLOCK_NONE: none */
};

bool hm_cancel_is_late(const hm_cancel *cancel);

/* NULL: no. */
static inline bool hm_is_cancelled(const hm_cancel *cancel) {
    return cancel && (atomic_load_explicit(&cancel->requested, memory_order_relaxed) != 0 ||
                      hm_cancel_is_late(cancel));
}

/* HM_ERROR_CANCELLED, with a message, when it is; else HM_OK. */
hm_code hm_cancel_check(const hm_cancel *cancel, hm_error *error);

#endif
