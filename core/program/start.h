/* start.h: what has to hold before the program does anything: descriptors that are open, signals
 * that end it in order, and room for the stack. */
#ifndef HM_START_H
#define HM_START_H

#include <lua.h>
#include <stdbool.h>

#include "hundredmark/base.h"

/* Opens descriptors 0 to 2 that the caller has closed, so that no file of ours gets their numbers
 * and messages land in results. Reading from a closed standard input and writing to a closed
 * standard output fail as they would; messages go nowhere. */
void hm_start_descriptors(void);

/* From now on a signal that asks the program to end removes files that are half written, says a
 * word on standard error, and ends the program with 128 and the signal's number: 130 for SIGINT,
 * 143 for SIGTERM. Closed pipes and full files are errors of writing, not signals. */
void hm_start_signals(void);

/* From now on the first Ctrl-C requests `cancel`, which must outlive the program or be taken back
 * with NULL. What looks at it ends in order; what does not has a second. Another Ctrl-C ends the
 * program at once. */
void hm_start_cancel_on_interrupt(hm_cancel *cancel);

/* Raises a limit of the stack that scripts could run into. False: it is too low, and only the
 * administrator could raise it. */
bool hm_start_stack(void);

/* expect_interrupt(): from now on Ctrl-C is the way to end: with exit code 0, and without a word.
 */
int hm_start_expect_interrupt(lua_State *L);

/* survive_interrupts(): from now on the first Ctrl-C requests the object above and no more; the
 * second ends the program, unless the first was seen to between: forgive_interrupt(). */
int hm_start_survive_interrupts(lua_State *L);
int hm_start_forgive_interrupt(lua_State *L);
/* Was there an interrupt that is not forgiven? */
bool hm_start_is_interrupted(void);

#endif
