/* slots.h: the figures of indicators, numbered for both sides together. */
#ifndef HM_COMPARE_SLOTS_H
#define HM_COMPARE_SLOTS_H

#include "compare/compared.h"

/* The inputs of the indicators of both sides: a slot an indicator and input. */
typedef struct hm_slots {
    size_t count, capacity;
    const char **inputs;       /* by slot */
    uint32_t *first;           /* by matched number, and one more: its slots */
    uint32_t *of[HM_SIDES];    /* slots of the inputs of an indicator of that side's plan, in its
                                  order, one indicator behind the other */
    uint32_t *begin[HM_SIDES]; /* by indicator: where they begin */
    size_t places[HM_SIDES];
    uint32_t *numbers; /* by slot: the matched number of its indicator */
} hm_slots;
/* False when memory has run out; to be closed all the same. */
bool hm_slots_open(hm_slots *slots, const hm_matched *matched, const hm_allocator *allocator);
void hm_slots_close(hm_slots *slots, const hm_matched *matched, const hm_allocator *allocator);

#endif
