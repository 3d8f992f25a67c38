/* earlier.h: where a city's figures of the periods before stand. */
#ifndef HM_EARLIER_H
#define HM_EARLIER_H

#include <stddef.h>
#include <stdint.h>

#include "hundredmark/base.h"

#define HM_NO_EARLIER UINT32_MAX

/* Of a unit: the same city's nearest unit before it by the calendar, and how many periods before it
 * is. A list of these, by unit, leads from each unit to all that are before it. */
typedef struct hm_earlier {
    uint32_t unit; /* HM_NO_EARLIER where there is none */
    uint32_t periods;
} hm_earlier;

/* The unit with the latest cell, of at most `within` periods before `unit`, that is anything but
 * not reported, and how many periods before it is; HM_NO_EARLIER and 0 where there is none.
 * `states` are by unit. */
static inline hm_earlier hm_earlier_find(const hm_earlier *earlier, const uint8_t *states,
                                         unsigned within, size_t unit) {
    uint32_t periods = 0;
    for (hm_earlier at = earlier[unit]; at.unit != HM_NO_EARLIER; at = earlier[at.unit]) {
        periods += at.periods;
        if (periods > within)
            break;
        if (states[at.unit] != HM_NOT_REPORTED)
            return (hm_earlier){at.unit, periods};
    }
    return (hm_earlier){HM_NO_EARLIER, 0};
}

#endif
