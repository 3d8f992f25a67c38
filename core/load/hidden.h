/* hidden.h: rows and columns that a workbook's program does not show, and that are read all the
 * same: which they are, in words. */
#ifndef HM_HIDDEN_H
#define HM_HIDDEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zeros: none. */
typedef struct hm_hidden {
    bool columns;         /* else rows */
    uint32_t first, last; /* of the run that goes on; 0: none */
    unsigned runs;
    size_t unnamed; /* how many are in runs of which there is no room to tell */
    char text[128];
} hm_hidden;

/* In ascending order, from 1 on. */
void hm_hidden_add(hm_hidden *hidden, uint32_t number);
/* "3, 5 to 9 and 12 more", columns by their letters; "" where there are none. Nothing is to be
 * added behind it. */
const char *hm_hidden_show(hm_hidden *hidden);

#endif
