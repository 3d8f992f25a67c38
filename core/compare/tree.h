/* tree.h: the difference between the scores of two views, down the hierarchy. */
#ifndef HM_COMPARE_TREE_H
#define HM_COMPARE_TREE_H

#include "compare/group.h"

typedef struct hm_descent {
    hm_divider *divider;
    const hm_matched *matched;
    hm_component component;
    hm_side order;  /* of whose plan all groups that both views have are */
    double *scales; /* by matched number: room, and of indicators what is left to be divided: how
                       many points of the index each point of their score is */
} hm_descent;

/* Adds to `points` (and what they come of, in the data, to `causes`), by matched number with
 * `stride` between them, what is nobody's below: `factor` for each point of the root, which has a
 * score in both views. What indicators have moved by goes to `scales` where the component is the
 * data, else to their points. */
void hm_descend(const hm_descent *descent, const hm_view views[HM_SIDES], double factor,
                double *points, uint8_t *causes, size_t stride);

#endif
