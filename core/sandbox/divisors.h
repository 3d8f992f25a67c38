/* divisors.h: has the measure that is being called met a zero divisor?
 *
 * A function computes with Lua's own numbers: 0 / 0 is no number, and math.min(100, 0 / 0) is 100.
 * What a zero divisor leaves behind are the floating-point flags "divided by zero" and "invalid",
 * so these are looked at after each call. Beside them stand what helpers gave no number for, which
 * may be graver, and what can no longer be taken back:
 *
 * - `pending`: like a raised flag, and cleared with the flags when a helper that chooses passes
 *   over the operand that is no number: when(gt(b, 0), a / b, 0).
 * - `kept`: stays, because a function of `math` was given the operand and may have hidden it.
 *
 * A helper that chooses takes back what was met in its own arguments, and nothing that was met
 * before them: q = a / b; when(gt(d, 0), c / d, 1). Flags do not say where they were raised, so
 * what was met is put aside (`before`) when the helper is read by its name, which Lua does before
 * the arguments. An operand computed before, q = c / d; when(gt(d, 0), q, 1), takes back all that
 * was met up to there. That may be too much, therefore functions of `math` keep whatever is no
 * finite number afterwards. What a comparison in plain Lua made of an earlier quotient is lost
 * then: nothing tells.
 *
 * Where the platform has no flags (WebAssembly), the private Lua's own division raises a mark in
 * their place: division.h. */
#ifndef HM_DIVISORS_H
#define HM_DIVISORS_H

#include <stdbool.h>
#include <stdint.h>

#include "hundredmark/base.h"

enum { HM_DIVISORS_CHOICES = 32 }; /* helpers that choose inside one another, told apart */

/* States are hm_state: HM_OBSERVED, HM_UNDEFINED or HM_INVALID. */
typedef struct hm_divisors {
    bool watching;       /* a measure is being called for a unit */
    bool passed_earlier; /* an operand was passed over that was computed before the arguments */
    uint8_t pending, kept;
    uint8_t choices; /* helpers that choose whose arguments are being computed */
    uint8_t before[HM_DIVISORS_CHOICES]; /* what was met before them, the outermost first */
} hm_divisors;

/* Calls begin: nothing met yet. */
void hm_divisors_start(hm_divisors *divisors);
/* Calls are over: helpers have no unit that a state could be of. */
void hm_divisors_stop(hm_divisors *divisors);
/* What the unit just done has met, HM_OBSERVED: nothing. Nothing of it reaches the next unit. */
hm_state hm_divisors_take(hm_divisors *divisors);

/* A helper gives no number, in this state. */
void hm_divisors_note(hm_divisors *divisors, hm_state state);
/* Is this what Lua says where `//` or `%` has divided a whole number by 0? That raises no flag, but
 * an error, which is known by the end of its message alone: Lua adds only where it happened. */
bool hm_divisors_is_error(const char *message);
/* A whole number was divided by 0, which raised no flag: that stays with the unit. */
void hm_divisors_keep_zero(hm_divisors *divisors);
/* The script has caught an error with this message: a zero divisor's stays. */
void hm_divisors_note_error(hm_divisors *divisors, const char *message);
/* The state of an operand that is no finite number. */
hm_state hm_divisors_of_operand(const hm_divisors *divisors);
/* A helper that chooses is read by its name: its arguments come next. */
void hm_divisors_begin_choice(hm_divisors *divisors);
/* It is called, and has a result in spite of an operand that is no finite number, or not. Without a
 * beginning (a script may keep the helper under a name of its own), its arguments are taken to be
 * all that was computed. */
void hm_divisors_end_choice(hm_divisors *divisors, bool passes_over);
/* What was met so far stays with the unit, whatever clears the flags later: a function that may
 * hide it has been given an operand that is no finite number. */
void hm_divisors_keep(hm_divisors *divisors);

/* The flags as they are, to be put back after code that may raise or clear some. */
unsigned hm_divisors_save_flags(void);
void hm_divisors_restore_flags(unsigned flags);

#endif
