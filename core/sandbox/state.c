/* state.c: what can be asked of a sandbox, and what it is given to watch. */
#include "sandbox/parts.h"

#include <string.h>

hm_sandbox *hm_sandbox_of(lua_State *L) {
    hm_sandbox *sandbox;
    memcpy(&sandbox, lua_getextraspace(L), sizeof sandbox);
    return sandbox;
}

struct hm_divisors *hm_sandbox_divisors(hm_sandbox *sandbox) {
    return &sandbox->divisors;
}

void **hm_sandbox_host(hm_sandbox *sandbox) {
    return &sandbox->host;
}

const hm_limits *hm_sandbox_limits(const hm_sandbox *sandbox) {
    return &sandbox->limits;
}

hm_limit_hit hm_sandbox_limit_hit(const hm_sandbox *sandbox) {
    switch (sandbox->reason) {
    case HM_REASON_NONE:
        return HM_LIMIT_NONE;
    case HM_REASON_STEPS:
        return HM_LIMIT_STEPS;
    case HM_REASON_SECONDS:
        return HM_LIMIT_SECONDS;
    case HM_REASON_BUDGET:
        return HM_LIMIT_BUDGET;
    default:
        return HM_LIMIT_MEMORY;
    }
}

void hm_sandbox_watch_cancel(hm_sandbox *sandbox, const hm_cancel *cancel) {
    sandbox->cancel = cancel;
}

void hm_sandbox_watch_meter(hm_sandbox *sandbox, hm_meter *meter) {
    sandbox->meter = meter;
    sandbox->metered = hm_sandbox_steps_in_all(sandbox) + sandbox->begun;
}

uint64_t hm_sandbox_steps(const hm_sandbox *sandbox) {
    return sandbox->steps;
}

uint64_t hm_sandbox_steps_in_all(const hm_sandbox *sandbox) {
    return sandbox->steps_before + sandbox->steps;
}

const void *hm_sandbox_raised(const hm_sandbox *sandbox) {
    return sandbox->raised;
}

size_t hm_sandbox_peak(const hm_sandbox *sandbox) {
    return sandbox->peak;
}
