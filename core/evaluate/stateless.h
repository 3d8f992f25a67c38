/* stateless.h: does a function measure give the same for the same figures, whatever was asked
 * before?
 *
 * A script can keep state from call to call in its upvalues: a counter, the last city's figures, a
 * first value that later ones are compared with. No environment can forbid it, so it is looked for:
 *
 * - Units are evaluated chunk by chunk, each chunk in a sandbox of its own, so whatever a function
 *   keeps, what it gives depends on the chunk alone and never on the number of threads.
 * - Then some units are asked for once more, last first, and the first of them twice: four at each
 *   end of the chunk, and of those between one of each section of a sixteenth of them, or of 128 if
 *   that is less, picked by a digest of figures. Before that the script is run anew, so that
 * nothing is left of what it kept. Going backwards from a fresh start shows what depends on what
 * came before (counters, running sums, the first or previous unit); the ends show what begins after
 *   many calls, the units between what matters for a while only; asking twice shows a counter even
 *   where there is one unit only.
 * - A value or state that differs, bit for bit, fails the indicator for every unit of the run for
 *   which it was called: there is no telling which of its numbers are right.
 *
 * Calls that fail or run into a limit prove nothing (time is nobody's choice) and are left out.
 * So state that changes the results of all calls of a section of 256 units, or of an eighth of a
 * chunk that is smaller, is found for certain; of a shorter section, of every hundredth call, or
 * for certain figures alone, by chance: as likely as one of the units asked for is among those that
 * it shows in. That is inherent: only a fresh start for each unit would rule it out, at some
 * hundred times the cost. A function of `host` that gives now this and now that for the same
 * arguments looks the same from here, and the reason says so. */
#ifndef HM_STATELESS_H
#define HM_STATELESS_H

#include "evaluate/evaluate_function.h"

/* Compares what `evaluated` has for units begin .. end - 1; sets caller->stateful. These calls are
 * not counted in the usage. Errors: as hm_caller_run. */
hm_code hm_stateless_check(hm_caller *caller, const hm_evaluated *evaluated, size_t indicator,
                           size_t begin, size_t end, hm_error *error);
/* Makes the values of all units for which the function is called failed, with this reason. */
void hm_stateless_fail(hm_caller *caller, hm_evaluated *evaluated, size_t indicator);

#endif
