/* linking.h: the names in expressions become numbers of the plan: what measures and rules have in
 * common when they are linked. */
#ifndef HM_LINKING_H
#define HM_LINKING_H

#include "expr/expr_check.h"
#include "package/joined.h"
#include "package/package.h"

typedef struct hm_linking {
    hm_package *package;
    const hm_joined *joined;
    bool failed; /* memory or the budget has run out */
} hm_linking;

/* Before work that takes this many comparisons, or the like. */
bool hm_linking_goes_on(hm_linking *links, size_t work);

/* The definition of an input that counts; NULL: there is none of this name. */
const hm_input *hm_linking_definition(const hm_linking *links, const char *name);
/* The name of an input near to this one; NULL: none is. */
const char *hm_linking_nearest(const hm_linking *links, const char *name);
/* The input's number in the plan, which it gets when it is first used. */
uint32_t hm_linking_number(hm_linking *links, const hm_input *input);

/* Checks an expression as hm_expr_check and writes numbers into it; `what` is checked, in words,
 * and yields a number, or true or false. False where it is wrong, which `fault` says, or where
 * links->failed. */
bool hm_linking_check(hm_linking *links, const char *what, hm_expr *expr, hm_expr_fault *fault);
/* Of a measure, which may read nodes: they have been numbered. */
bool hm_linking_check_measure(hm_linking *links, hm_expr *expr, hm_expr_fault *fault);
/* Of a transformation of the node's own value. */
bool hm_linking_check_transform(hm_linking *links, uint32_t node, hm_expr *expr,
                                hm_expr_fault *fault);
bool hm_linking_check_condition(hm_linking *links, hm_expr *expr, hm_expr_fault *fault);

/* A text that a choice is compared with and that is none of its options. */
typedef struct hm_wrong_option {
    const char *input, *option, *known; /* all options that there are, as a list */
    const char *nearest;                /* NULL: none is near */
    uint32_t line;                      /* of the script; 0: not known */
} hm_wrong_option;
/* Calls `report` for each of a checked expression. */
void hm_linking_check_options(hm_linking *links, const hm_expr *expr,
                              void (*report)(void *context, const hm_wrong_option *wrong),
                              void *context);

#endif
