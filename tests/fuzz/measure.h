/* measure.h: a package of one indicator, whose measure is given as text, and figures to score it
 * with: count a, amount b, number n, flags f and g, grade q, choice c (low, high), and records r
 * with columns x, y, ok, t, c, at, till and d. */
#ifndef HM_FUZZ_MEASURE_H
#define HM_FUZZ_MEASURE_H

#include "fuzz.h"

enum { HM_FUZZ_MEASURE = 4096 }; /* bytes of the text at most */

/* NULL where the text is no measure; then the error is a proper one. The indicator is node "I". */
hm_package *hm_fuzz_open_measure(const char *text, size_t size);

/* A few units with figures of all states; kept for ever. */
const hm_dataset *hm_fuzz_few_units(void);

/* Prints the measure and scores it over the few units, which are returned: whole, and a unit at a
 * time in a session; if `thorough`, every one of them, and over many units in one thread and in
 * two.
 */
hm_scores *hm_fuzz_check_measure(const hm_package *package, int thorough);

#endif
