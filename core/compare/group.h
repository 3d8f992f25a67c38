/* group.h: the difference between the scores of one group in two views, divided among its
 * children. */
#ifndef HM_COMPARE_GROUP_H
#define HM_COMPARE_GROUP_H

#include "compare/compared.h"

/* What a child has in it: points of its own (by its weight, or for being there at all), and points
 * that its score has moved by, which are `ratio` for each point of that. */
typedef struct hm_part {
    size_t number; /* matched */
    double own, moved, ratio;
    unsigned cause; /* hm_cause: what the own ones come of, in the data */
} hm_part;

typedef struct hm_child_pair hm_child_pair;

/* What one thread needs for it. */
typedef struct hm_divider {
    const hm_allocator *allocator;
    size_t most, nodes;      /* children; matched nodes */
    hm_child_pair *children; /* of the group at hand */
    hm_part *parts;          /* of those, `count` of each */
    size_t count;
    uint32_t *places; /* by matched number: place among the children, + 1 */
    double *numbers, *room;
    uint8_t *taken;
    uint32_t *players; /* children by number of the player */
    hm_workspace workspace;
    const hm_view *views; /* before, after */
    size_t group;         /* matched */
    bool in_scope;        /* children are left out: what that does is theirs alone */
} hm_divider;

/* For groups of matched nodes. False when memory has run out; to be closed all the same. */
bool hm_divider_open(hm_divider *divider, const hm_matched *matched, const hm_allocator *allocator);
void hm_divider_close(hm_divider *divider);

/* Fills `parts` for a group that has a score in both views. `alike`: what it is computed by is the
 * same in both, but for the weights of its children. What the parts leave of the difference is the
 * group's own: its rounding, range or method. */
void hm_divide(hm_divider *divider, const hm_view views[HM_SIDES], size_t group, bool alike);

#endif
