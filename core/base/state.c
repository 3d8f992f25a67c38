#include "hundredmark/base.h"

const char *hm_state_name(hm_state state) {
    static const char *const names[] = {"observed", "undefined", "not_applicable", "not_reported",
                                        "invalid",  "failed",    "insufficient"};
    return (unsigned)state < sizeof names / sizeof *names ? names[state] : "unknown";
}

const char *hm_state_status(hm_state state) {
    return state == HM_OBSERVED ? "scored" : hm_state_name(state);
}
