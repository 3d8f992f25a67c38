#include "package/examples.h"

#include <string.h>

#include "base/text.h"
#include "package/conditions.h"

typedef struct checker {
    hm_linking links;
    const hm_item *const *items; /* by node */
    uint8_t *marks;              /* by input: it matters to what is being checked */
} checker;

static const hm_plan *plan_of(const checker *c) {
    return &c->links.package->plan;
}

static bool matters(const checker *c, const char *name) {
    const uint32_t number = hm_names_find(&c->links.package->input_names, name, strlen(name));
    return number != HM_NO_NAME && c->marks[number];
}

static size_t given_by(const hm_example *example) {
    return example->value_count + example->previous_count + example->row_count;
}

/* Input `k` of those that an example gives figures of. */
static const char *given(const hm_example *example, size_t k) {
    if (k < example->value_count)
        return example->values[k].name;
    k -= example->value_count;
    return k < example->previous_count ? example->previous[k].name
                                       : example->rows[k - example->previous_count].records;
}

/* The next input from *k on that does not matter; NULL: there is none. */
static const char *find_unused(checker *c, const hm_example *example, size_t *k) {
    for (; *k < given_by(example) && hm_linking_goes_on(&c->links, 1); (*k)++)
        if (!matters(c, given(example, *k)))
            return given(example, (*k)++);
    return NULL;
}

static hm_field_path path_to(size_t test, const char *name) {
    return HM_PATH(HM_FIELD("tests"), HM_ELEMENT(test), HM_FIELD(name));
}

static void add_issue(const checker *c, hm_issue_code code, hm_subject subject, hm_origin origin,
                      size_t test) {
    subject.at = (hm_location){origin.file, origin.line, origin.column};
    hm_issues_add(&c->links.package->issues, code, &subject,
                  &(hm_issue_texts){.name = hm_digits_of(test).text});
}

/* --- of indicators --- */

static bool mark_indicator(checker *c, const hm_indicator *indicator) {
    memset(c->marks, 0, plan_of(c)->input_count);
    for (size_t i = 0; i < indicator->input_count; i++)
        c->marks[indicator->inputs[i]] = 1;
    const hm_node_formula *transform = plan_of(c)->nodes[indicator->node].transform;
    for (size_t i = 0; transform && i < transform->input_count; i++)
        c->marks[transform->inputs[i]] = 1;
    return hm_conditions_mark(&c->links, c->marks);
}

/* Does the item, and all above it, say that they hold? */
static bool holds_on(const checker *c, const hm_item *item, int64_t day) {
    bool holds = true;
    for (; item; item = *item->parent ? hm_joined_find(c->links.joined, item->parent) : NULL)
        holds &= day >= item->standing->span.first_day && day <= item->standing->span.last_day;
    return holds;
}

/* Is it of a package that another one, or a reform, stands on? */
static bool is_of_base(const checker *c, const hm_item *item) {
    const hm_package *package = c->links.package;
    return item->layer != package->layers[package->layer_count - 1];
}

/* Tests of a base are left out where a layer on top has the indicator begin later or end earlier.
 */
static void leave_out(checker *c, hm_description *description, const hm_item *item) {
    hm_example *kept =
        hm_arena_take_array(&c->links.package->arena, description->example_count, sizeof *kept);
    size_t count = 0;
    c->links.failed |= !kept;
    for (size_t i = 0; kept && i < description->example_count; i++)
        if (!description->examples[i].period ||
            holds_on(c, item, description->examples[i].first_day))
            kept[count++] = description->examples[i];
    description->examples = kept;
    description->example_count = kept ? count : 0;
}

/* What does not hold has no score to be tried. */
static void check_period(const checker *c, const hm_item *item, const hm_example *example,
                         size_t test) {
    const hm_declared_span *span = &item->standing->span;
    if (!example->period ||
        (example->first_day >= span->first_day && example->first_day <= span->last_day))
        return;
    const hm_origin at = hm_joined_locate_field(c->links.joined, item, path_to(test, "period"));
    hm_issues_add(&c->links.package->issues, HM_ISSUE_TEST_OUT_OF_SPAN,
                  &(hm_subject){.at = {at.file, at.line, 0}, .node = item->code},
                  &(hm_issue_texts){.name = hm_digits_of(test).text, .found = example->period});
}

static void check_indicator(checker *c, size_t number) {
    const hm_package *package = c->links.package;
    const hm_indicator *indicator = &package->plan.indicators[number];
    hm_description *description = &package->descriptions[number];
    const hm_item *item = c->items[indicator->node];
    if (is_of_base(c, item))
        leave_out(c, description, item);
    if (description->example_count == 0 || !indicator->function.inputs || /* it is wrong itself */
        !hm_linking_goes_on(&c->links, plan_of(c)->input_count) || !mark_indicator(c, indicator))
        return;
    for (size_t i = 0; i < description->example_count; i++) {
        size_t k = 0;
        const char *name = find_unused(c, &description->examples[i], &k);
        check_period(c, item, &description->examples[i], i + 1);
        if (name)
            add_issue(c, HM_ISSUE_UNUSED_INPUT_OF_TEST,
                      (hm_subject){.input = name, .node = item->code},
                      hm_joined_locate_field(c->links.joined, item, path_to(i + 1, name)), i + 1);
    }
}

static bool reads(const hm_expr *measure, const hm_example_node *given) {
    static const hm_op read_by[HM_EXAMPLE_FIGURES] = {[HM_EXAMPLE_SCORE] = HM_OP_SCORE,
                                                      [HM_EXAMPLE_VALUE] = HM_OP_VALUE,
                                                      [HM_EXAMPLE_COVERAGE] = HM_OP_COVERAGE};
    for (size_t i = 0; measure && i < measure->node_count; i++) {
        const hm_expr_node *node = &hm_expr_nodes(measure)[i];
        if (node->op == read_by[given->figure] &&
            strcmp(hm_expr_text(measure, node->u.text.name), given->code) == 0)
            return true;
    }
    return false;
}

/* Does one of its measures, whenever it holds, or what its score is transformed by? */
static bool any_reads(const hm_package *package, const hm_indicator *indicator,
                      const hm_example_node *given) {
    const hm_dated_measures *later = &package->measures[indicator->node];
    const hm_node_formula *transform = package->plan.nodes[indicator->node].transform;
    bool any = reads(indicator->measure, given) || reads(transform ? transform->expr : NULL, given);
    for (size_t i = 0; i < later->count; i++)
        any |= reads(later->items[i].indicator.measure, given);
    return any;
}

/* The nodes that an example gives are those that the measure reads. */
static void check_nodes(checker *c, size_t number) {
    const hm_package *package = c->links.package;
    const hm_indicator *indicator = &package->plan.indicators[number];
    const hm_description *description = &package->descriptions[number];
    const hm_item *item = c->items[indicator->node];
    for (size_t i = 0; i < description->example_count; i++) {
        const hm_example *example = &description->examples[i];
        for (size_t k = 0; k < example->node_count && hm_linking_goes_on(&c->links, 1); k++) {
            const hm_example_node *given = &example->nodes[k];
            const char *field = hm_example_field(given->figure);
            if (any_reads(package, indicator, given))
                continue;
            const hm_origin at =
                hm_joined_locate_field(c->links.joined, item, path_to(i + 1, field));
            hm_issues_add(&c->links.package->issues, HM_ISSUE_UNREAD_NODE_OF_TEST,
                          &(hm_subject){.at = {at.file, at.line, 0}, .node = item->code},
                          &(hm_issue_texts){.name = hm_digits_of(i + 1).text,
                                            .found = given->code,
                                            .detail = hm_example_word(given->figure)});
        }
    }
}

/* --- of rules --- */

static void mark_side(const checker *c, const hm_expr *side) {
    for (size_t i = 0; i < side->node_count; i++) {
        const uint32_t input = hm_input_of(&hm_expr_nodes(side)[i]);
        if (input != HM_NO_INPUT)
            c->marks[input] = 1;
    }
}

static bool mark_rule(checker *c, const hm_rule *rule) {
    memset(c->marks, 0, plan_of(c)->input_count);
    mark_side(c, rule->left);
    mark_side(c, rule->right);
    return hm_conditions_mark(&c->links, c->marks);
}

static void check_rule(checker *c, size_t number) {
    const hm_package *package = c->links.package;
    const hm_rule *rule = &package->plan.rules[number];
    const hm_rule_description *description = &package->rule_descriptions[number];
    const size_t nodes = (size_t)rule->left->node_count + rule->right->node_count;
    if (description->example_count == 0 ||
        !hm_linking_goes_on(&c->links, plan_of(c)->input_count + nodes) || !mark_rule(c, rule))
        return;
    for (size_t i = 0; i < description->example_count; i++) {
        const char *name;
        for (size_t k = 0; (name = find_unused(c, &description->examples[i], &k)) != NULL;) {
            hm_field_path path = path_to(i + 1, name);
            path.line = rule->origin.line;
            add_issue(c, HM_ISSUE_UNUSED_INPUT_OF_RULE_TEST,
                      (hm_subject){.input = name, .rule = rule->id},
                      hm_locate(&c->links.joined->locator, description->layer->rules_file, &path),
                      i + 1);
        }
    }
}

bool hm_examples_check(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    checker c = {.links = {package, joined, false}, .items = items};
    c.marks = hm_arena_take_array(&package->arena, package->plan.input_count, 1);
    c.links.failed = !c.marks;
    for (size_t i = 0; i < package->plan.indicator_count && !c.links.failed; i++) {
        check_indicator(&c, i);
        check_nodes(&c, i);
    }
    for (size_t i = 0; i < package->plan.rule_count && !c.links.failed; i++)
        check_rule(&c, i);
    return !c.links.failed;
}
