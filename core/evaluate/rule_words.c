/* rule_words.c: what a broken rule says: both sides, what they are, and the figures that they rest
 * on. */
#include <string.h>

#include "base/buffer.h"
#include "evaluate/rule_check.h"

/* Of one side so many figures are told. */
enum { MOST_FIGURES = 8 };

typedef struct writer {
    const hm_bound *bound;
    size_t unit;
} writer;

/* The unit whose figure the node stands for; HM_NO_EARLIER: there is none, for the reason that is
 * in `missing`. */
static size_t unit_of(const writer *w, const hm_expr_node *node, hm_state *missing) {
    if (node->op != HM_OP_PREVIOUS)
        return w->unit;
    const hm_past past = hm_bound_past(w->bound, HM_NO_NODE);
    const uint32_t within = hm_past_within(&past, node->input, w->unit, node->back);
    const uint8_t *states = w->bound->inputs.columns[node->input].states;
    *missing = hm_earlier_missing(within);
    return hm_earlier_find(past.earlier, states, within, w->unit).unit;
}

/* Does the node stand for a single figure? */
static bool is_figure(const writer *w, const hm_expr_node *node) {
    return (node->op == HM_OP_INPUT || node->op == HM_OP_PREVIOUS) &&
           w->bound->plan->inputs[node->input]->kind != HM_KIND_RECORDS;
}

static void add_value(hm_buffer *out, hm_type type, double value) {
    if (type == HM_TYPE_LOGIC)
        hm_buffer_add_text(out, value != 0 ? "yes" : "no");
    else
        hm_buffer_add_number(out, value);
}

/* `berths = 12`, or `berths not reported`. */
static void add_figure(const writer *w, const hm_expr *side, uint16_t index, hm_buffer *out) {
    const hm_expr_node *node = &hm_expr_nodes(side)[index];
    const hm_grid_column *column = &w->bound->inputs.columns[node->input];
    hm_state missing = HM_NOT_REPORTED;
    const size_t unit = unit_of(w, node, &missing);
    const hm_state state = unit == HM_NO_EARLIER ? missing : (hm_state)column->states[unit];
    hm_expr_print(side, index, false, out);
    if (state != HM_OBSERVED) {
        hm_buffer_add_char(out, ' ');
        for (const char *word = hm_state_name(state); *word; word++)
            hm_buffer_add_char(out, *word == '_' ? ' ' : *word);
        return;
    }
    hm_buffer_add_text(out, " = ");
    if (node->type == HM_TYPE_TEXT || node->type == HM_TYPE_SEVERAL)
        hm_buffer_add_text(out, w->bound->texts.texts[(uint32_t)column->values[unit]]);
    else
        add_value(out, (hm_type)node->type, column->values[unit]);
}

/* ` (berths = 12, ships = 3)` */
static void add_figures(const writer *w, const hm_expr *side, hm_buffer *out) {
    size_t count = 0;
    for (uint16_t i = 0; i < side->node_count; i++) {
        if (!is_figure(w, &hm_expr_nodes(side)[i]))
            continue;
        hm_buffer_add_text(out, count == 0 ? " (" : ", ");
        if (count++ == MOST_FIGURES) {
            hm_buffer_add_text(out, "...");
            break;
        }
        add_figure(w, side, i, out);
    }
    if (count > 0)
        hm_buffer_add_char(out, ')');
}

/* A constant is its value; a number by itself is told with its name; all else with its result and
 * its figures. A condition is not said to be yes or no beside them. */
static void add_side(const writer *w, const hm_expr *side, double value, hm_state state,
                     hm_buffer *out) {
    const uint16_t last = (uint16_t)(side->node_count - 1);
    const hm_expr_node *node = &hm_expr_nodes(side)[last];
    if (node->op == HM_OP_NUMBER || node->op == HM_OP_LOGIC) {
        add_value(out, (hm_type)node->type, value);
        return;
    }
    if (is_figure(w, node) && node->type == HM_TYPE_NUMBER) {
        add_figure(w, side, last, out);
        return;
    }
    hm_expr_print(side, last, false, out);
    if (node->type == HM_TYPE_NUMBER && state == HM_OBSERVED) {
        hm_buffer_add_text(out, " = ");
        add_value(out, HM_TYPE_NUMBER, value);
    }
    add_figures(w, side, out);
}

/* --- where it stands --- */

/* The first figure of a side that stands in the data: true where there is one. */
static bool find_location(const writer *w, const hm_expr *side, hm_location *out) {
    const hm_bound *bound = w->bound;
    for (uint16_t i = 0; i < side->node_count; i++) {
        const hm_expr_node *node = &hm_expr_nodes(side)[i];
        if (!is_figure(w, node) || node->op == HM_OP_PREVIOUS ||
            bound->inputs.columns[node->input].states[w->unit] != HM_OBSERVED)
            continue;
        const hm_series *series =
            hm_dataset_series(bound->dataset, bound->plan->inputs[node->input]->name);
        if (!series)
            continue;
        *out = hm_series_location(bound->dataset, series, bound->first + w->unit);
        return true;
    }
    return false;
}

static const char *first_input(const hm_bound *bound, const hm_rule *rule) {
    const hm_expr *sides[] = {rule->left, rule->right};
    for (size_t side = 0; side < 2; side++)
        for (uint16_t i = 0; i < sides[side]->node_count; i++) {
            const hm_expr_node *node = &hm_expr_nodes(sides[side])[i];
            if (node->op == HM_OP_INPUT || node->op == HM_OP_PREVIOUS || node->op == HM_OP_COLUMN)
                return bound->plan->inputs[node->input]->name;
        }
    return NULL;
}

/* --- the issue --- */

static void add_words(const writer *w, const hm_rule *rule, hm_sides sides, hm_buffer *found,
                      hm_buffer *expected, hm_buffer *detail) {
    add_side(w, rule->left, sides.left, sides.left_state, found);
    hm_buffer_add_text(expected, rule->comparison->word);
    hm_buffer_add_char(expected, ' ');
    add_side(w, rule->right, sides.right, sides.right_state, expected);
    hm_buffer_add(detail, found->data, found->size);
    hm_buffer_add_char(detail, ' ');
    hm_buffer_add_text(detail, rule->comparison->verb);
    hm_buffer_add_char(detail, ' ');
    hm_buffer_add(detail, expected->data, expected->size);
    if (*rule->about) {
        hm_buffer_add_text(detail, ": ");
        hm_buffer_add_text(detail, rule->about);
    }
}

static void add_issue(const writer *w, const hm_rule *rule, hm_sides sides, hm_issue_code code,
                      const hm_subject *about, hm_issues *issues) {
    const hm_allocator *allocator = issues->arena.allocator;
    hm_buffer found, expected, detail;
    hm_buffer_open(&found, allocator);
    hm_buffer_open(&expected, allocator);
    hm_buffer_open(&detail, allocator);
    add_words(w, rule, sides, &found, &expected, &detail);
    if (found.failed || expected.failed || detail.failed)
        issues->out_of_memory = true;
    else
        hm_issues_add(issues, code, about,
                      &(hm_issue_texts){
                          .found = found.data, .expected = expected.data, .detail = detail.data});
    hm_buffer_close(&detail);
    hm_buffer_close(&expected);
    hm_buffer_close(&found);
}

void hm_rule_report(const hm_bound *bound, const hm_rule *rule, size_t unit, hm_sides sides,
                    hm_issues *issues) {
    const writer w = {bound, unit};
    const hm_issue_code code = rule->is_error ? HM_ISSUE_STRICT_RULE_BROKEN : HM_ISSUE_RULE_BROKEN;
    hm_subject about = {.city = hm_dataset_unit_city(bound->dataset, bound->first + unit),
                        .period = hm_dataset_unit_period(bound->dataset, bound->first + unit),
                        .input = first_input(bound, rule),
                        .rule = rule->id};
    if (!find_location(&w, rule->left, &about.at))
        (void)find_location(&w, rule->right, &about.at);
    if (!hm_issues_count_only(issues, code, &about))
        add_issue(&w, rule, sides, code, &about, issues);
}
