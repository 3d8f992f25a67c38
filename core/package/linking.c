#include "package/linking.h"

#include <string.h>

#include "base/text.h"

bool hm_linking_goes_on(hm_linking *links, size_t work) {
    if (!hm_meter_work(links->joined->meter, work))
        links->failed = true;
    return !links->failed;
}

static bool suggest(const hm_linking *links) {
    return hm_issues_suggest(&links->package->issues);
}

/* --- inputs --- */

const hm_input *hm_linking_definition(const hm_linking *links, const char *name) {
    const uint32_t number = hm_names_find(&links->joined->input_names, name, strlen(name));
    return number == HM_NO_NAME ? NULL : links->joined->inputs[number];
}

const char *hm_linking_nearest(const hm_linking *links, const char *name) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < links->joined->input_count && suggest(links); i++)
        hm_nearest_show(&nearest, links->joined->inputs[i]->name);
    return nearest.name;
}

uint32_t hm_linking_number(hm_linking *links, const hm_input *input) {
    hm_package *package = links->package;
    const uint32_t number =
        hm_names_intern(&package->input_names, input->name, strlen(input->name));
    if (number == HM_NO_NAME) {
        links->failed = true;
        return 0;
    }
    if (number == package->plan.input_count) {
        package->plan.inputs[package->plan.input_count++] = input;
        for (size_t i = 0; i < input->option_count && hm_linking_goes_on(links, 1); i++)
            if (hm_names_intern(&package->texts, input->options[i], strlen(input->options[i])) ==
                HM_NO_NAME)
                links->failed = true;
    }
    return number;
}

/* --- expressions --- */

static const char *nearest_input(void *context, const char *name) {
    return hm_linking_nearest(context, name);
}

static bool find_input(void *context, const char *name, uint32_t *number, hm_type *type) {
    hm_linking *links = context;
    const hm_input *input =
        hm_linking_goes_on(links, 1) ? hm_linking_definition(links, name) : NULL;
    if (!input)
        return false;
    *number = hm_linking_number(links, input);
    *type = hm_input_type(input);
    return !links->failed; /* or there is nothing behind the number */
}

static bool find_column(void *context, uint32_t number, const char *name, uint16_t *column,
                        hm_type *type) {
    hm_linking *links = context;
    const hm_input *records = links->package->plan.inputs[number];
    if (!hm_linking_goes_on(links, records->column_count))
        return false;
    for (size_t i = 0; i < records->column_count; i++) {
        if (strcmp(records->columns[i].name, name) != 0)
            continue;
        *column = (uint16_t)i;
        *type = hm_input_type(&records->columns[i]);
        return true;
    }
    return false;
}

static const char *nearest_column(void *context, uint32_t number, const char *name) {
    const hm_linking *links = context;
    const hm_input *records = links->package->plan.inputs[number];
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < records->column_count && suggest(links); i++)
        hm_nearest_show(&nearest, records->columns[i].name);
    return nearest.name;
}

static bool find_parameter(void *context, const char *name, uint32_t *number) {
    hm_linking *links = context;
    const hm_plan *plan = &links->package->plan;
    if (!hm_linking_goes_on(links, plan->parameter_count))
        return false;
    for (size_t i = 0; i < plan->parameter_count; i++)
        if (strcmp(plan->parameters[i].name, name) == 0) {
            *number = (uint32_t)i;
            return true;
        }
    return false;
}

static const char *nearest_parameter(void *context, const char *name) {
    const hm_linking *links = context;
    const hm_plan *plan = &links->package->plan;
    hm_nearest nearest;
    hm_nearest_start(&nearest, name, strlen(name));
    for (size_t i = 0; i < plan->parameter_count && suggest(links); i++)
        hm_nearest_show(&nearest, plan->parameters[i].name);
    return nearest.name;
}

static bool number_text(void *context, const char *text, uint32_t *number) {
    hm_linking *links = context;
    *number = hm_names_intern(&links->package->texts, text, strlen(text));
    links->failed |= *number == HM_NO_NAME;
    return !links->failed;
}

static bool find_node(void *context, const char *code, uint32_t *number) {
    hm_linking *links = context;
    if (!hm_linking_goes_on(links, 1))
        return false;
    *number = hm_names_find(&links->package->codes, code, strlen(code));
    return *number != HM_NO_NAME;
}

static const char *nearest_node(void *context, const char *code) {
    const hm_linking *links = context;
    hm_nearest nearest;
    hm_nearest_start(&nearest, code, strlen(code));
    for (size_t i = 0; i < links->package->plan.node_count && suggest(links); i++)
        hm_nearest_show(&nearest, links->package->plan.nodes[i].code);
    return nearest.name;
}

/* A variant numbers everything as the package does that it is of: what its layers hold, which
 * others read meanwhile, stays as it is. */
static hm_expr *copy_of(hm_linking *links, const hm_expr *expr) {
    hm_expr *copy = hm_arena_take(&links->package->arena, expr->size);
    links->failed |= !copy;
    return copy ? memcpy(copy, expr, expr->size) : NULL;
}

static bool check(hm_linking *links, const hm_expr_scope *scope, hm_expr *expr,
                  hm_expr_fault *fault) {
    hm_plan *plan = &links->package->plan;
    if (links->package->varied)
        expr = copy_of(links, expr);
    if (!expr)
        return false;
    if (!hm_expr_check(expr, scope, links->package->allocator, fault) || links->failed)
        return false; /* of what has failed, inputs have no numbers to go by */
    if (expr->node_count > plan->most_expr_nodes)
        plan->most_expr_nodes = expr->node_count;
    return true;
}

static hm_expr_scope scope_of(hm_linking *links, const char *what) {
    return (hm_expr_scope){.context = links,
                           .what = what,
                           .input = find_input,
                           .column = find_column,
                           .text = number_text,
                           .nearest_input = nearest_input,
                           .nearest_column = nearest_column,
                           .parameter = find_parameter,
                           .nearest_parameter = nearest_parameter};
}

bool hm_linking_check(hm_linking *links, const char *what, hm_expr *expr, hm_expr_fault *fault) {
    const hm_expr_scope scope = scope_of(links, what);
    return check(links, &scope, expr, fault);
}

bool hm_linking_check_measure(hm_linking *links, hm_expr *expr, hm_expr_fault *fault) {
    hm_expr_scope scope = scope_of(links, "the measure");
    scope.node = find_node;
    scope.nearest_node = nearest_node;
    return check(links, &scope, expr, fault);
}

bool hm_linking_check_transform(hm_linking *links, uint32_t node, hm_expr *expr,
                                hm_expr_fault *fault) {
    hm_expr_scope scope = scope_of(links, "the transformation");
    scope.node = find_node;
    scope.nearest_node = nearest_node;
    scope.has_own = true;
    scope.own = node;
    return check(links, &scope, expr, fault);
}

bool hm_linking_check_condition(hm_linking *links, hm_expr *expr, hm_expr_fault *fault) {
    hm_expr_scope scope = scope_of(links, "the condition");
    scope.wants_logic = true;
    return check(links, &scope, expr, fault);
}

/* --- choices are compared with their own options only --- */

typedef struct option_check {
    hm_linking *links;
    void (*report)(void *context, const hm_wrong_option *wrong);
    void *context;
} option_check;

static void check_option(const option_check *check, const hm_input *input, const hm_expr *expr,
                         const hm_expr_node *text) {
    const char *option = hm_expr_text(expr, text->u.text.name);
    if (!hm_linking_goes_on(check->links, input->option_count))
        return;
    for (size_t i = 0; i < input->option_count; i++)
        if (strcmp(input->options[i], option) == 0)
            return;
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    hm_nearest_start(&nearest, option, strlen(option));
    for (size_t i = 0; i < input->option_count && suggest(check->links); i++) {
        hm_nearest_show(&nearest, input->options[i]);
        hm_choice_list_add(&known, input->options[i]);
    }
    check->report(check->context,
                  &(hm_wrong_option){input->name, option, known.text, nearest.name, text->line});
}

static const hm_input *choice_of(const hm_linking *links, const hm_expr_node *node) {
    if (node->op != HM_OP_INPUT && node->op != HM_OP_COLUMN && node->op != HM_OP_PREVIOUS)
        return NULL;
    const hm_input *input = links->package->plan.inputs[node->input];
    if (node->op == HM_OP_COLUMN)
        input = &input->columns[node->column];
    return input->kind == HM_KIND_CHOICE ? input : NULL;
}

void hm_linking_check_options(hm_linking *links, const hm_expr *expr,
                              void (*report)(void *context, const hm_wrong_option *wrong),
                              void *context) {
    const option_check check = {links, report, context};
    const hm_expr_node *nodes = hm_expr_nodes(expr);
    const uint16_t *operands = hm_expr_operands(expr);
    for (size_t i = 0; i < expr->node_count; i++) {
        if (nodes[i].op != HM_OP_EQ && nodes[i].op != HM_OP_NE && nodes[i].op != HM_OP_HAS)
            continue;
        const hm_expr_node *a = &nodes[operands[nodes[i].first]];
        const hm_expr_node *b = &nodes[operands[nodes[i].first + 1]];
        if (a->op == HM_OP_TEXT && choice_of(links, b))
            check_option(&check, choice_of(links, b), expr, a);
        else if (b->op == HM_OP_TEXT && choice_of(links, a))
            check_option(&check, choice_of(links, a), expr, b);
    }
}
