/* position.h: where something stands in a text. */
#ifndef HM_POSITION_H
#define HM_POSITION_H

#include <stdint.h>

/* Counted from 1 on; columns in characters. 0: unknown. */
typedef struct hm_position {
    uint32_t line, column;
} hm_position;

/* Where something stands; file "" and 0 where unknown. */
typedef struct hm_location {
    const char *file;
    uint32_t line, column;
} hm_location;

#endif
