/* possible_figures.h: between what figures could be that are missing, by what the package says of
 * them; and between what the measures lie that read them. For possible.c. */
#ifndef HM_POSSIBLE_FIGURES_H
#define HM_POSSIBLE_FIGURES_H

#include "analyse/possibilities.h"
#include "expr/enclosure.h"

/* Is a figure missing in this state: not there, though it applies? */
static inline bool hm_figure_is_missing(uint8_t state) {
    return state != HM_OBSERVED && hm_state_applies(state);
}
/* Does the measure or transformation of a node read a figure of a unit that is missing? */
bool hm_possible_lacks_figures(const hm_possible *possible, size_t node, size_t unit);

/* Does it hang on a figure that is missing whether something that the measure reads is asked for?
 */
bool hm_possible_may_fall_away(const hm_possible *possible, size_t node, size_t unit);

/* Between what the measure of a node lies in a unit, once all that it reads is filled; what it
 * has, where nothing that it reads is open. Of a function whatever it may give. */
hm_enclosure hm_possible_value(hm_possible *possible, size_t node, size_t unit);
/* Between what the score lies of a node whose value does, by its steps as they have learnt, its
 * transformation and its range. */
hm_enclosure hm_possible_mark(hm_possible *possible, size_t node, size_t unit, hm_enclosure value);

#endif
