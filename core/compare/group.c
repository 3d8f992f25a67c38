#include "compare/group.h"

/* A group with steps, whose value is a mean: what its children bring to that, as far as the steps
 * let it through. */
void hm_divide(hm_divider *d, const hm_view views[HM_SIDES], size_t group, bool alike) {
    hm_divider_gather(d, views, group);
    const hm_node *before = hm_view_node(&views[HM_BEFORE], group);
    const hm_node *after = hm_view_node(&views[HM_AFTER], group);
    const bool is_mean = !hm_node_has_steps(before) && !before->measure &&
                         !hm_node_has_steps(after) && !after->measure;
    if (!(is_mean && alike && hm_divide_mean(d, after)))
        hm_divide_by_orders(d, alike);
    for (size_t i = 0; i < d->count; i++) {
        const hm_child_pair *child = &d->children[i];
        d->parts[i].cause = child->is_there[HM_BEFORE] == child->is_there[HM_AFTER] ? HM_CAUSE_SHARE
                            : child->is_there[HM_AFTER] ? HM_CAUSE_APPEARED
                                                        : HM_CAUSE_LOST;
    }
}
