/* enclosure.h: between what a number lies that is not known. */
#ifndef HM_ENCLOSURE_H
#define HM_ENCLOSURE_H

#include <stdbool.h>
#include <stdint.h>

#include "hundredmark/base.h"

/* All that lies between two ends, which may be infinite; or a state, and no number. */
typedef struct hm_enclosure {
    double low, high;
    uint8_t state; /* HM_OBSERVED: there is a number */
    bool is_whole; /* of an opening: whole numbers alone */
} hm_enclosure;

static inline hm_enclosure hm_enclosure_between(double low, double high) {
    return (hm_enclosure){.low = low, .high = high, .state = HM_OBSERVED};
}

#endif
