/* history.h: a figure over the periods of a city, and what is made of it. */
#ifndef HM_HISTORY_H
#define HM_HISTORY_H

#include "expr/earlier.h"
#include "expr/expr.h"

/* Of a unit's own period, and of those before it that the data have, the nearest first. */
typedef struct hm_history {
    size_t count;
    uint32_t back; /* so many periods before could be among them: fewer than were asked for where a
                      break lies between */
    uint32_t units[HM_EXPR_BACK + 1];
    uint32_t ago[HM_EXPR_BACK + 1]; /* how many periods before the unit's own */
    double values[HM_EXPR_BACK + 1];
    uint8_t states[HM_EXPR_BACK + 1];
} hm_history;

/* The unit itself, and those of the city before it of at most `back` periods. No values yet. */
void hm_history_find(const hm_earlier *earlier, uint32_t back, size_t unit, hm_history *out);

/* How far the history `index` among the nodes of an expression goes back from a unit: to the latest
 * break in any of the inputs below it, which are marked (hm_expr_mark_below). */
uint32_t hm_history_back(const hm_expr_node *nodes, size_t index, const uint8_t *below,
                         const hm_past *past, size_t unit);

/* How many periods have a value. */
size_t hm_history_observed(const hm_history *history);

/* How many a fold needs of which at least `least` are asked for: no line goes through one point. */
size_t hm_history_needs(hm_op op, size_t least);

/* HM_OP_SLOPE, HM_OP_MEAN, HM_OP_SUM, HM_OP_MIN or HM_OP_MAX of the periods that have a value, and
 * the state of the result: HM_NOT_REPORTED where these are too few, HM_NOT_APPLICABLE where they
 * must be for lack of periods since a break. What was rejected in any of them decides, and what
 * does not apply in the unit's own period does not apply. */
uint8_t hm_history_fold(const hm_history *history, hm_op op, size_t least, double *value);

#endif
