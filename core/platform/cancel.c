#include "platform/cancel.h"

#include "base/memory.h"
#include "platform/clock.h"

enum { NANOSECONDS = 1000000000 };

/* Farther away than this is no deadline; it is 31 years. */
static const double far = 1e9;

hm_code hm_cancel_new(hm_cancel **out, const hm_allocator *allocator, hm_error *error) {
    if (!out)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "hm_cancel_new needs an out");
    if (!allocator)
        allocator = hm_allocator_default();
    *out = hm_allocate_array(allocator, 1, sizeof **out);
    if (!*out)
        return hm_error_memory(error);
    (*out)->allocator = allocator;
    atomic_init(&(*out)->requested, 0);
    atomic_init(&(*out)->deadline, HM_CLOCK_NONE);
    return HM_OK;
}

void hm_cancel_free(hm_cancel *cancel) {
    if (cancel)
        hm_release(cancel->allocator, cancel, sizeof *cancel);
}

void hm_cancel_request(hm_cancel *cancel) {
    if (cancel)
        atomic_store_explicit(&cancel->requested, 1, memory_order_relaxed);
}

/* Without a clock nothing is known to be in time. */
hm_code hm_cancel_set_deadline(hm_cancel *cancel, double seconds, hm_error *error) {
    if (!cancel || !(seconds >= 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "a deadline needs a cancel object and seconds that are not negative");
    const int64_t now = hm_clock_now();
    const int64_t deadline = seconds > far          ? HM_CLOCK_NONE
                             : now == HM_CLOCK_NONE ? INT64_MIN
                                                    : now + (int64_t)(seconds * NANOSECONDS);
    atomic_store_explicit(&cancel->deadline, deadline, memory_order_relaxed);
    return HM_OK;
}

void hm_cancel_reset(hm_cancel *cancel) {
    if (!cancel)
        return;
    atomic_store_explicit(&cancel->deadline, HM_CLOCK_NONE, memory_order_relaxed);
    atomic_store_explicit(&cancel->requested, 0, memory_order_relaxed);
}

int hm_cancel_is_requested(const hm_cancel *cancel) {
    return hm_is_cancelled(cancel);
}

bool hm_cancel_is_late(const hm_cancel *cancel) {
    const int64_t deadline = atomic_load_explicit(&cancel->deadline, memory_order_relaxed);
    return deadline != HM_CLOCK_NONE && hm_clock_now() >= deadline;
}

hm_code hm_cancel_check(const hm_cancel *cancel, hm_error *error) {
    if (!hm_is_cancelled(cancel))
        return HM_OK;
    const bool asked = atomic_load_explicit(&cancel->requested, memory_order_relaxed) != 0;
    return hm_error_set(error, HM_ERROR_CANCELLED, "%s",
                        asked ? "cancelled" : "cancelled: its deadline has passed");
}
