#define _POSIX_C_SOURCE 200809L
#include "platform/clock.h"

#include <time.h>

double hm_clock_seconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int64_t read_clock(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0)
        return HM_CLOCK_NONE;
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t hm_clock_now(void) {
    return read_clock(CLOCK_MONOTONIC);
}

int64_t hm_clock_thread(void) {
#ifdef CLOCK_THREAD_CPUTIME_ID
    const int64_t used = read_clock(CLOCK_THREAD_CPUTIME_ID);
    if (used != HM_CLOCK_NONE)
        return used;
#endif
    return hm_clock_now();
}
