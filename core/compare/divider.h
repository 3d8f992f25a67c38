/* divider.h: the children of a group on both sides, with what they have in its difference, and the
 * two ways in which that is divided among them. */
#ifndef HM_COMPARE_DIVIDER_H
#define HM_COMPARE_DIVIDER_H

#include "compare/compared.h"

/* A child on both sides. */
typedef struct hm_child_pair {
    size_t number;
    bool is_there[HM_SIDES]; /* it is scored, and has a say */
    double scores[HM_SIDES], weights[HM_SIDES], caps[HM_SIDES];
    hm_effect effects[HM_SIDES];
} hm_child_pair;

/* What a child has in it: points of its own (by its weight, or for being there at all), and points
 * that its score has moved by, which are `ratio` for each point of that. */
typedef struct hm_part {
    size_t number; /* matched */
    double own, moved, ratio;
    unsigned cause; /* hm_cause: what the own ones come of, in the data */
} hm_part;

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

/* Fills `children`, and makes as many empty parts, of a group in both views. */
void hm_divider_gather(hm_divider *divider, const hm_view views[HM_SIDES], size_t group);
/* The child with this matched number, which is new where there is none yet. */
hm_child_pair *hm_divider_child(hm_divider *divider, size_t number);

/* In closed form, where the group is the inverse of a curve's mean (arithmetic, sums, geometric,
 * harmonic, power). False: that is not how it is done, and nothing has been. In means.c. */
bool hm_divide_mean(hm_divider *divider, const hm_node *group);

/* By Shapley's value over the children, or over what a measure reads. `alike` as in hm_divide. In
 * orders.c. */
void hm_divide_by_orders(hm_divider *divider, bool alike);

#endif
