/* expr_support.h: what the tests of expressions share: terse builders, and a package's worth of
 * names.
 *
 *   a, b         numbers          flag    yes or no         colour   a choice
 *   rows         records: x, y (numbers), ok (yes or no), kind (text)
 *   others       records: z (number)    services  a choice with several answers */
#ifndef HM_EXPR_SUPPORT_H
#define HM_EXPR_SUPPORT_H

#include "core_support.h"

#include "base/text.h"
#include "expr/expr_check.h"
#include "expr/expr_run.h"

enum {
    INPUT_A,
    INPUT_B,
    INPUT_FLAG,
    INPUT_COLOUR,
    INPUT_ROWS,
    INPUT_OTHERS,
    INPUT_SERVICES,
    INPUT_COUNT
};

static const struct {
    const char *name;
    hm_type type;
} known_inputs[INPUT_COUNT] = {{"a", HM_TYPE_NUMBER},        {"b", HM_TYPE_NUMBER},
                               {"flag", HM_TYPE_LOGIC},      {"colour", HM_TYPE_TEXT},
                               {"rows", HM_TYPE_RECORDS},    {"others", HM_TYPE_RECORDS},
                               {"services", HM_TYPE_SEVERAL}};

enum { COLUMN_X, COLUMN_Y, COLUMN_OK, COLUMN_KIND, COLUMN_COUNT };

static const struct {
    const char *name;
    hm_type type;
} known_columns[COLUMN_COUNT] = {
    {"x", HM_TYPE_NUMBER}, {"y", HM_TYPE_NUMBER}, {"ok", HM_TYPE_LOGIC}, {"kind", HM_TYPE_TEXT}};

static inline bool find_input(void *context, const char *name, uint32_t *number, hm_type *type) {
    (void)context;
    for (uint32_t i = 0; i < INPUT_COUNT; i++) {
        if (strcmp(known_inputs[i].name, name) != 0)
            continue;
        *number = i;
        *type = known_inputs[i].type;
        return true;
    }
    return false;
}

static inline bool find_column(void *context, uint32_t input, const char *name, uint16_t *number,
                               hm_type *type) {
    (void)context;
    if (input == INPUT_OTHERS) {
        *number = 0;
        *type = HM_TYPE_NUMBER;
        return strcmp(name, "z") == 0;
    }
    for (uint16_t i = 0; i < COLUMN_COUNT; i++) {
        if (strcmp(known_columns[i].name, name) != 0)
            continue;
        *number = i;
        *type = known_columns[i].type;
        return true;
    }
    return false;
}

/* Texts are numbered by their first letter. */
static inline bool find_text(void *context, const char *text, uint32_t *number) {
    (void)context;
    *number = (uint32_t)text[0];
    return true;
}

static inline const char *nearest_input(void *context, const char *name) {
    (void)context;
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < INPUT_COUNT; i++)
        hm_nearest_show(&nearest, known_inputs[i].name);
    return nearest.name;
}

static inline const char *nearest_column(void *context, uint32_t input, const char *name) {
    (void)context;
    (void)input;
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        hm_nearest_show(&nearest, known_columns[i].name);
    return nearest.name;
}

static const hm_expr_scope scope = {.what = "the measure",
                                    .input = find_input,
                                    .column = find_column,
                                    .text = find_text,
                                    .nearest_input = nearest_input,
                                    .nearest_column = nearest_column};

/* --- building --- */

static hm_expr_builder builder; /* too large for every test's stack */

static inline uint16_t number(double value) {
    return hm_expr_add_number(&builder, value);
}

static inline uint16_t named(const char *name) {
    return hm_expr_add_named(&builder, HM_OP_INPUT, name, NULL, 7);
}

static inline uint16_t column(const char *records, const char *name) {
    return hm_expr_add_named(&builder, HM_OP_COLUMN, records, name, 8);
}

static inline uint16_t text(const char *value) {
    return hm_expr_add_named(&builder, HM_OP_TEXT, value, NULL, 9);
}

static inline uint16_t one(hm_op op, uint16_t a) {
    return hm_expr_add(&builder, op, &a, 1, 10);
}

static inline uint16_t two(hm_op op, uint16_t a, uint16_t b) {
    const uint16_t operands[] = {a, b};
    return hm_expr_add(&builder, op, operands, 2, 10);
}

static inline uint16_t three(hm_op op, uint16_t a, uint16_t b, uint16_t c) {
    const uint16_t operands[] = {a, b, c};
    return hm_expr_add(&builder, op, operands, 3, 10);
}

/* The block built so far, to be freed with free. */
static inline hm_expr *finish(void) {
    assert_null(builder.problem);
    hm_expr *expr = malloc(hm_expr_size(&builder));
    assert_non_null(expr);
    hm_expr_finish(&builder, expr);
    return expr;
}

static inline hm_expr *finish_checked(void) {
    hm_expr *expr = finish();
    hm_expr_fault fault;
    if (!hm_expr_check(expr, &scope, hm_allocator_default(), &fault))
        fail_msg("%s", fault.message);
    return expr;
}

#endif
