/* enclosures.h: between what the result of an expression lies in one unit where some of what it
 * reads may be anything between two ends. The ends that are told are never too near, but for
 * rounding. */
#ifndef HM_ENCLOSURES_H
#define HM_ENCLOSURES_H

#include "expr/enclosure.h"
#include "expr/expr_run.h"

/* What may be other than it is. Functions are called with `context`. */
typedef struct hm_openings {
    const void *context;
    /* What a leaf of the expression may be that has `state` now: HM_OP_INPUT, HM_OP_PREVIOUS,
     * HM_OP_OWN or what reads a node. Of several answers: how many. False: it is as it is. */
    bool (*open)(const void *context, const hm_expr_node *leaf, uint8_t state, hm_enclosure *out);
    /* Is an input never more than another? */
    bool (*is_part)(const void *context, uint32_t part, uint32_t whole);
} hm_openings;

/* Of a unit, by row of the data. What may have a number in some cases alone has what it has in
 * these. False: nothing in it is open, and `out` is what it is. */
bool hm_expr_enclose(const hm_expr *expr, const hm_expr_data *data, size_t unit,
                     const hm_openings *openings, hm_workspace *workspace, hm_enclosure *out);

#endif
