/* clock.h: time that only goes forward, for measuring how long something took. */
#ifndef HM_CLOCK_H
#define HM_CLOCK_H

/* Seconds since some moment that stays the same while the process lives. */
double hm_clock_seconds(void);

#endif
