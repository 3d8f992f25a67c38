#include "transform/digest.h"

#include <string.h>

#include "platform/sha256.h"

/* Each with its end, so that no two lists of texts are the same bytes. */
static void add_text(hm_sha256 *sha, const char *text) {
    hm_sha256_add(sha, text ? text : "", (text ? strlen(text) : 0) + 1);
}

static void add_number(hm_sha256 *sha, uint64_t number) {
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    hm_sha256_add(sha, bytes, sizeof bytes);
}

static void add_double(hm_sha256 *sha, double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    add_number(sha, bits);
}

static bool has_name(hm_op op) {
    return op == HM_OP_INPUT || op == HM_OP_PREVIOUS || op == HM_OP_COLUMN || op == HM_OP_TEXT;
}

/* All that the result depends on: not the lines of the script, nor the names of parts. */
static void add_expression(hm_sha256 *sha, const hm_expr *expr) {
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    const uint16_t *operands = hm_expr_operands(expr);
    for (size_t i = 0; i < expr->node_count; i++) {
        const hm_expr_node *node = &nodes[i];
        const hm_op op = (hm_op)node->op;
        add_number(sha, node->op);
        add_number(sha, node->back);
        add_number(sha, node->count);
        if (op == HM_OP_NUMBER || op == HM_OP_LOGIC)
            add_double(sha, node->u.number);
        if (has_name(op))
            add_text(sha, hm_expr_text(expr, node->u.text.name));
        if (op == HM_OP_COLUMN)
            add_text(sha, hm_expr_text(expr, node->u.text.member));
        for (size_t k = 0; k < node->count; k++)
            add_number(sha, operands[node->first + k]);
    }
}

/* What a figure of it may be: others are rejected, and no part of what was learnt. */
static void add_input(hm_sha256 *sha, const hm_input *input) {
    add_text(sha, input->name);
    add_number(sha, (uint64_t)input->kind);
    add_double(sha, input->low);
    add_double(sha, input->high);
    add_number(sha, input->may_be_na);
    add_number(sha, input->option_count);
    for (size_t i = 0; i < input->option_count; i++)
        add_text(sha, input->options[i]);
    add_number(sha, input->column_count);
    for (size_t i = 0; i < input->column_count; i++)
        add_input(sha, &input->columns[i]);
}

static uint64_t read_hexadecimal(const char *digits, size_t count) {
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++)
        number =
            number * 16 + (uint64_t)(digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);
    return number;
}

hm_fit_node hm_fit_node_of(const hm_plan *plan, size_t indicator) {
    enum { DIGITS = 12 }; /* of 48 bits */
    const hm_indicator *found = &plan->indicators[indicator];
    hm_fit_node node = {.scale = found->scale, .lower_is_better = found->lower_is_better};
    char text[65];
    hm_sha256 sha;
    hm_sha256_start(&sha);
    add_text(&sha, hm_scales[found->scale].name);
    add_number(&sha, found->lower_is_better);
    add_number(&sha, found->accepts_missing);
    if (found->measure)
        add_expression(&sha, found->measure);
    else
        hm_sha256_add(&sha, found->function.source, found->function.size);
    for (size_t i = 0; i < found->input_count; i++)
        add_input(&sha, plan->inputs[found->inputs[i]]);
    hm_sha256_finish(&sha, text);
    for (size_t i = 0; i < HM_FIT_DIGEST; i++)
        node.digest[i] = (double)read_hexadecimal(text + i * DIGITS, DIGITS);
    return node;
}
