/* roll_up.h: figures of months, quarters or days as one of a year, a quarter or a month, as a
 * recipe says. What is read is gathered by city, longer period and input, and handed over when all
 * of it was read: of the parts themselves no unit is made. */
#ifndef HM_ROLL_UP_H
#define HM_ROLL_UP_H

#include "load/ingest.h"

/* For what the recipe of the reading says; `*out` is NULL where it rolls nothing up. `cities`: it
 * is not read for figures. HM_ERROR_DATA where the recipe does not fit. */
hm_code hm_roll_open(hm_roll **out, const hm_reading *reading, bool cities);
void hm_roll_close(hm_roll *roll);

/* One observation, which goes on at once where it is of no part. */
void hm_roll_take(hm_reading *reading, const hm_raw raw[HM_ROLE_COUNT]);
/* Hands over all that was gathered. */
void hm_roll_finish(hm_roll *roll);

#endif
