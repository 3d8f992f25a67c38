/* names.h: interned texts. Each distinct text gets the next number from 0 on; texts stay where they
 * are, so pointers to them are stable until the table is closed. */
#ifndef HM_NAMES_H
#define HM_NAMES_H

#include "base/memory.h"

#define HM_NO_NAME UINT32_MAX

/* Where a text is looked for: its hash is compared before the text itself, which lies elsewhere. */
typedef struct hm_names_slot {
    uint32_t hash;
    uint32_t number; /* + 1; 0 is free */
} hm_names_slot;

typedef struct hm_names {
    hm_arena arena;
    const char **texts; /* by number */
    uint32_t *sizes;
    uint32_t count;
    size_t capacity;
    hm_names_slot *slots; /* open addressing */
    size_t slot_count;
} hm_names;

void hm_names_open(hm_names *names, const hm_allocator *allocator);
void hm_names_close(hm_names *names);
/* Takes room for `count` more texts at once, if it can be had: their bytes come later. */
void hm_names_reserve(hm_names *names, size_t count);
/* The number of `text`, a new one if it is new; HM_NO_NAME when memory has run out. */
uint32_t hm_names_intern(hm_names *names, const char *text, size_t size);
/* The number of `text`, HM_NO_NAME if it was never interned. */
uint32_t hm_names_find(const hm_names *names, const char *text, size_t size);

#endif
