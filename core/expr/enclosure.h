/* enclosure.h: between what a number lies that is not known. */
#ifndef HM_ENCLOSURE_H
#define HM_ENCLOSURE_H

#include <stdbool.h>
#include <stdint.h>

#include "hundredmark/base.h"

/* All that lies between two ends, which may be infinite; or a state, and no number. Instead of
 * either it may have one of the states in `may`. */
typedef struct hm_enclosure {
    double low, high;
    uint8_t state; /* HM_OBSERVED: there is a number */
    bool is_whole; /* of an opening: whole numbers alone */
    uint8_t may;   /* hm_may of each state that it may have instead */
} hm_enclosure;

/* A state in a set of them. */
static inline uint8_t hm_may(uint8_t state) {
    return (uint8_t)(1U << state);
}
/* All that there may be instead of a number. */
static inline uint8_t hm_enclosure_lacking(hm_enclosure x) {
    return (uint8_t)(x.may | (x.state != HM_OBSERVED ? hm_may(x.state) : 0U));
}

static inline hm_enclosure hm_enclosure_between(double low, double high) {
    return (hm_enclosure){.low = low, .high = high, .state = HM_OBSERVED};
}

#endif
