/* conditions.h: inputs that are asked only where their condition holds (asked_if) get it checked
 * and put into the plan. */
#ifndef HM_CONDITIONS_H
#define HM_CONDITIONS_H

#include "package/joined.h"
#include "package/linking.h"
#include "package/package.h"

typedef struct hm_conditions {
    hm_linking links;
    hm_input_condition *found; /* those of the plan */
    uint32_t seen;             /* how many inputs of the plan were looked at */
} hm_conditions;

/* False when memory has run out, or the budget of loading; so below. */
bool hm_conditions_start(hm_conditions *conditions, hm_package *package, const hm_joined *joined);
/* Checks the conditions of the inputs that the plan has by now; what they read becomes the plan's.
 * What does not fit is an issue. To be called whenever the plan may have got new inputs. */
bool hm_conditions_link(hm_conditions *conditions);
/* Puts them in the order in which they can be answered, once all are linked. That there is none,
 * since some go in a circle, is an issue. */
bool hm_conditions_sort(hm_conditions *conditions);

/* The input that a node of an expression reads; HM_NO_INPUT: it reads none. */
#define HM_NO_INPUT UINT32_MAX
static inline uint32_t hm_input_of(const hm_expr_node *node) {
    return node->op == HM_OP_INPUT || node->op == HM_OP_COLUMN || node->op == HM_OP_PREVIOUS
               ? node->input
               : HM_NO_INPUT;
}

/* Marks by number, beside inputs that are marked, those that it depends on whether they are asked.
 */
bool hm_conditions_mark(hm_linking *links, uint8_t *marks);

#endif
