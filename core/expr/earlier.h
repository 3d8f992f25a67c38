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

/* How many periods before a period can be compared with it, by the number of the period: no break
 * lies between. NULL: all can. */
typedef const uint32_t *hm_reach;

/* All that is needed to look back from a unit. */
typedef struct hm_past {
    const hm_earlier *earlier;   /* by unit; NULL: nothing looks back */
    const uint32_t *periods;     /* by unit: the number of its period */
    hm_reach reach;              /* of what looks back */
    const hm_reach *input_reach; /* by input; NULL: no input has a break */
} hm_past;

static inline uint32_t hm_reach_within(hm_reach reach, uint32_t period, uint32_t within) {
    return reach && reach[period] < within ? reach[period] : within;
}

/* Of `within` periods before a unit those in which the figures of an input can be compared with its
 * own: as many, or fewer. */
static inline uint32_t hm_past_within(const hm_past *past, uint32_t input, size_t unit,
                                      uint32_t within) {
    if (past->reach)
        within = hm_reach_within(past->reach, past->periods[unit], within);
    if (past->input_reach)
        within = hm_reach_within(past->input_reach[input], past->periods[unit], within);
    return within;
}

/* The unit with the latest cell, of at most `within` periods before `unit`, that is anything but
 * not reported, and how many periods before it is; HM_NO_EARLIER and 0 where there is none.
 * `states` are by unit. */
static inline hm_earlier hm_earlier_find(const hm_earlier *earlier, const uint8_t *states,
                                         uint32_t within, size_t unit) {
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

/* What a figure is that was looked for within so many periods, and is not there: before a break
 * there is nothing to look for. */
static inline hm_state hm_earlier_missing(uint32_t within) {
    return within == 0 ? HM_NOT_APPLICABLE : HM_NOT_REPORTED;
}

#endif
