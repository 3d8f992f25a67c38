/* possible_absence.h: what a group may have where children of it may have a score, or none (a
 * figure that may turn out to be 0 is divided by). For possible.c. */
#ifndef HM_POSSIBLE_ABSENCE_H
#define HM_POSSIBLE_ABSENCE_H

#include "analyse/possibilities.h"

/* Has a child some effect on what its group has? */
static inline bool hm_child_has_say(const hm_node *child) {
    return child->effect != HM_EFFECT_NONE &&
           (child->weight > 0 || hm_effect_has_points(child->effect) || child->is_required);
}

/* A group as it is where its children are at an end: those that deduct at the other. All that may
 * have a score do. */
hm_group hm_possible_group_at(const hm_possible *possible, size_t group, hm_end end, size_t place);

/* From what the group has where all children that may have a score do: all that it may have. The
 * states of its measure, if it has one, are `measured`. False: that cannot be told. */
bool hm_possible_absences(hm_possible *possible, size_t group, size_t place, uint8_t measured);

#endif
