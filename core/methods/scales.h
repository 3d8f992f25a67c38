/* scales.h: how the values of the cities of one period become marks out of a hundred. One row a
 * method. */
#ifndef HM_SCALES_H
#define HM_SCALES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct hm_scale {
    const char *name;
    const char *about; /* the formula, in words */
    /* Turns `count` >= 1 values (the greater the better) into marks, which may lie outside 0..100.
     * False when the values do not allow it: all cities are alike. `room` has space for `count`
     * numbers. */
    bool (*apply)(const double *values, size_t count, double *marks, double *room);
} hm_scale;

extern const hm_scale hm_scales[];
extern const size_t hm_scale_count;

/* The number of the method called `name`, hm_scale_count if there is none. */
size_t hm_scale_find(const char *name);

#endif
