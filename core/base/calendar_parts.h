/* calendar_parts.h: which parts a year, a quarter or a month is made up of. */
#ifndef HM_CALENDAR_PARTS_H
#define HM_CALENDAR_PARTS_H

#include "base/calendar.h"

/* A year has at most this many days. */
enum { HM_PERIOD_PARTS_MOST = 366 };

typedef enum hm_period_place {
    HM_PERIOD_BESIDE, /* as long as it is or longer, and not one itself: 2018/19, or a year beside
                         quarters */
    HM_PERIOD_WHOLE,  /* it is one itself */
    HM_PERIOD_PART,   /* one of equal rank that make it up */
    HM_PERIOD_UNEVEN  /* shorter, but it is not made up of such: weeks, two months together */
} hm_period_place;

typedef struct hm_period_part {
    char whole[HM_PERIOD_SIZE]; /* the year, quarter or month */
    size_t size;
    char form;         /* of the parts: S, Q, M or D; of a whole: the whole's */
    int number, count; /* from 0 on; of how many */
} hm_period_part;

/* Where the period text[0..size), in the calendar's own spelling, lies among years, quarters or
 * months (`to`: Y, Q or M). `*out` is set where it is a whole or a part. */
hm_period_place hm_calendar_part(const char *text, size_t size, char to, hm_period_part *out);

/* Writes the period that part->form, number and whole say to `out` (HM_PERIOD_SIZE bytes) and
 * returns its length. */
size_t hm_calendar_print_part(const hm_period_part *part, char *out);

#endif
