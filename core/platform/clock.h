/* clock.h: time that only goes forward, for measuring how long something took. */
#ifndef HM_CLOCK_H
#define HM_CLOCK_H

#include <stdint.h>

#define HM_CLOCK_NONE INT64_MAX /* there is no such clock, or it failed */

/* Seconds since some moment that stays the same while the process lives. */
double hm_clock_seconds(void);
/* The same in nanoseconds; HM_CLOCK_NONE. Some 25 ns. */
int64_t hm_clock_now(void);
/* Nanoseconds that the calling thread has had a processor for; where the system does not know, what
 * hm_clock_now gives, which goes no slower. HM_CLOCK_NONE. Some 300 ns: a call of the system. */
int64_t hm_clock_thread(void);

#endif
