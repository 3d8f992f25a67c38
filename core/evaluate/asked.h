/* asked.h: inputs that are asked only where their condition holds (asked_if). Where it is known to
 * be false, the input does not apply, whatever its cell says; where nobody knows, it is asked.
 *
 * A condition that does not apply leaves its input out, too: what a city without trams has in its
 * trams is no question, however many others stand between. */
#ifndef HM_ASKED_H
#define HM_ASKED_H

#include "base/buffer.h"
#include "evaluate/bound.h"

/* Is the input of condition `number` asked of units first .. first + count - 1 (count <= HM_BLOCK)?
 * Writes 1 or 0 for each. `workspace` has room for plan->most_expr_nodes. */
void hm_asked_run(const hm_bound *bound, size_t number, size_t first, size_t count,
                  hm_workspace *workspace, uint8_t *asked);
/* The same of one unit. */
bool hm_asked_of(const hm_bound *bound, size_t number, size_t unit, hm_workspace *workspace);

/* The condition of an input; SIZE_MAX: it has none. */
size_t hm_asked_find(const hm_plan *plan, uint32_t input);

/* Keeps the figures of the input of condition `number` in bound->given, and leaves it out of those
 * that count where `asked`, a byte a unit, is 0; NULL: it is asked everywhere. False when memory
 * has run out. */
bool hm_asked_apply(hm_bound *bound, size_t number, const uint8_t *asked);

/* Takes the conditions of one unit anew, in columns of the bound's own, after figures of it have
 * changed: `changed`, a byte an input, is 1 where they have. Where what counts changes with them it
 * becomes 1, too, and 0 where nothing does. */
void hm_asked_update(hm_bound *bound, size_t unit, hm_workspace *workspace, uint8_t *changed);

/* In words, when an input is asked. */
void hm_asked_tell(const hm_plan *plan, size_t number, hm_buffer *out);

#endif
