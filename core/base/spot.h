/* spot.h: where something stands in a text. */
#ifndef HM_SPOT_H
#define HM_SPOT_H

#include <stdint.h>

/* Counted from 1 on; columns in characters. 0: unknown. */
typedef struct hm_spot {
    uint32_t line, column;
} hm_spot;

#endif
