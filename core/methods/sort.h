/* sort.h: finite numbers in ascending order, with room that the caller hands in. One sort of a
 * column serves ranks, ties, quantiles and treatment. All are stable, and -0 comes out as 0, so
 * that equal numbers cannot be told apart and what comes out depends on nothing but the numbers. */
#ifndef HM_SORT_H
#define HM_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `room` has space for `count` numbers. At most UINT32_MAX. */
void hm_sort(double *values, size_t count, double *room);

/* The same, and `order` goes along with the values: filled by hm_sort_number before, it says
 * afterwards which of the numbers stands where. Both rooms have space for `count`. */
void hm_sort_with(double *values, uint32_t *order, size_t count, double *value_room,
                  uint32_t *order_room);

/* 0, 1, 2 ... */
void hm_sort_number(uint32_t *order, size_t count);

#endif
