/* expr_check.h: does a measure make sense in its package? Names are found, operands have the right
 * type, rows of records are folded before they meet figures of the city. */
#ifndef HM_EXPR_CHECK_H
#define HM_EXPR_CHECK_H

#include "expr/expr.h"

/* What a package knows of names. Each function returns false for a name it does not know. */
typedef struct hm_expr_scope {
    void *context;
    const char *what; /* is checked: "the measure" */
    bool (*input)(void *context, const char *name, uint32_t *number, hm_type *type);
    bool (*column)(void *context, uint32_t input, const char *name, uint16_t *number,
                   hm_type *type);
    /* the number of a text constant, a new one if it is new; false when memory has run out */
    bool (*text)(void *context, const char *text, uint32_t *number);
    /* the known input (or column of `input`) nearest to `name`, NULL when none is near */
    const char *(*nearest_input)(void *context, const char *name);
    const char *(*nearest_column)(void *context, uint32_t input, const char *name);
    /* the same of parameters, which are numbers; NULL: there are none */
    bool (*parameter)(void *context, const char *name, uint32_t *number);
    const char *(*nearest_parameter)(void *context, const char *name);
    bool wants_logic; /* the result must be true or false; else a number, or these */
    /* the number of the node with a code, and the code nearest to one; NULL: no node is read here
     */
    bool (*node)(void *context, const char *code, uint32_t *number);
    const char *(*nearest_node)(void *context, const char *code);
    bool has_own; /* the own value of node number `own` may be used */
    uint32_t own;
} hm_expr_scope;

/* What is wrong, where in the script (line 0: unknown). */
typedef struct hm_expr_fault {
    unsigned line;
    char message[512];
} hm_expr_fault;

/* Checks `expr`, which is the caller's own copy, and writes types and numbers into its nodes.
 * False with the first fault; `allocator` serves the texts of
 * messages. */
bool hm_expr_check(hm_expr *expr, const hm_expr_scope *scope, const hm_allocator *allocator,
                   hm_expr_fault *fault);

#endif
