#include "table/range.h"

#include "platform/wide.h"

/* Several lanes, since compilers may not reorder one. */
HM_WIDE static hm_range find(const double *numbers, size_t count) {
    enum { LANES = 8 };
    double low[LANES], high[LANES];
    size_t i = 0;
    for (size_t k = 0; k < LANES; k++)
        low[k] = high[k] = numbers[0];
    for (; i + LANES <= count; i += LANES)
        for (size_t k = 0; k < LANES; k++) {
            low[k] = numbers[i + k] < low[k] ? numbers[i + k] : low[k];
            high[k] = numbers[i + k] > high[k] ? numbers[i + k] : high[k];
        }
    for (; i < count; i++) {
        low[0] = numbers[i] < low[0] ? numbers[i] : low[0];
        high[0] = numbers[i] > high[0] ? numbers[i] : high[0];
    }
    for (size_t k = 1; k < LANES; k++) {
        low[0] = low[k] < low[0] ? low[k] : low[0];
        high[0] = high[k] > high[0] ? high[k] : high[0];
    }
    return (hm_range){low[0], high[0]};
}

hm_range hm_range_of(const double *numbers, size_t count) {
    return find(numbers, count);
}
