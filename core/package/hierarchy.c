#include "package/hierarchy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "methods/methods.h"
#include "package/aggregation.h"

typedef struct builder {
    hm_package *package;
    const hm_joined *joined;
    const hm_item **items; /* of each node */
    bool whole;            /* nothing was refused so far, so what is missing is really missing */
    bool failed;           /* memory or the budget has run out */
} builder;

/* Before each of what may be many. */
static bool goes_on(const builder *b) {
    enum { WORK = 16 };
    return hm_meter_work(b->joined->meter, WORK);
}

/* `origin` is where the fault stands. */
static void add_issue(const builder *b, const hm_item *item, hm_origin origin, hm_issue_code code,
                      hm_issue_texts texts) {
    texts.name = item->indicator ? "indicator" : "node";
    hm_issues_add(&b->package->issues, code, &(hm_subject){.at = origin, .node = item->code},
                  &texts);
}

/* Groups first, as declared; then indicators in the natural order of their codes. */
static int compare_siblings(const void *a, const void *b) {
    const hm_item *x = *(const hm_item *const *)a, *y = *(const hm_item *const *)b;
    if (!x->indicator != !y->indicator)
        return x->indicator ? 1 : -1;
    const int order = x->indicator ? hm_text_compare_natural(x->code, y->code) : 0;
    if (order != 0)
        return order;
    return x < y ? -1 : x > y;
}

static size_t gather_children(const hm_item *item, const hm_item **out) {
    size_t count = 0;
    for (const hm_item *child = item->first_child; child; child = child->next_sibling, count++)
        if (out)
            out[count] = child;
    return count;
}

/* Where the last layer makes a group what it is, by a field, or else where the group stands: it is
 * mended there. */
static hm_origin blame(const builder *b, const hm_item *item, const char *field, bool has_field) {
    const hm_layer *top = hm_package_own(b->package);
    if (item->layer == top || !has_field)
        return item->origin;
    return hm_joined_locate(b->joined, top, HM_PATH(HM_FIELD(field)));
}

/* A package is written group by group: with an empty one it can be worked on, and not scored. */
static void warn_empty(const builder *b, const hm_item *item, uint32_t index) {
    hm_plan *plan = &b->package->plan;
    if (!b->whole)
        return;
    if (plan->empty_group == HM_NO_NODE)
        plan->empty_group = index;
    add_issue(b, item, blame(b, item, "drop", b->package->manifest->drop_count > 0),
              HM_ISSUE_EMPTY_GROUP, (hm_issue_texts){0});
}

static void check_children(const builder *b, const hm_item *item, uint32_t index, size_t count,
                           double total) {
    const bool is_weighed = item->steps && item->steps->of[HM_STEP_WEIGH].method;
    if (count == 0)
        warn_empty(b, item, index);
    else if (!(total > 0) && !is_weighed)
        add_issue(b, item, blame(b, item, "weights", b->package->manifest->weight_count > 0),
                  HM_ISSUE_NO_WEIGHT, (hm_issue_texts){0});
}

/* Is the score of a group what its method gives, and nothing said of where that is held? */
static bool range_follows(const hm_item *item) {
    bool follows = !item->indicator && !item->standing->range.is_given && !item->measure;
    for (int kind = 0; kind < HM_STEP_WEIGH; kind++)
        follows = follows && !item->steps->of[kind].method;
    return follows && !item->steps->transform;
}

/* What is no mark out of a hundred is not held as one, unless the group makes marks of it. The
 * range of a sum follows from its children, once they are there. */
static void set_range(const builder *b, const hm_item *item, hm_node *node) {
    const bool is_lifted = !item->indicator && !item->measure &&
                           hm_methods[node->method].leaves_marks &&
                           !item->steps->of[HM_STEP_SCALE].method;
    const hm_declared_range range = item->standing->range.is_given ? item->standing->range
                                    : item->indicator              ? b->joined->range
                                                                   : b->joined->group_range;
    node->range_follows = range_follows(item);
    node->low = is_lifted && !item->standing->range.is_given ? -INFINITY : range.low;
    node->high = is_lifted && !item->standing->range.is_given ? INFINITY : range.high;
}

static void add_node(builder *b, const hm_item *item, uint32_t parent, uint32_t depth);

static void add_children(builder *b, const hm_item *item, uint32_t index) {
    hm_package *package = b->package;
    const size_t count = gather_children(item, NULL);
    const hm_item **children = hm_arena_take_array(&package->arena, count, sizeof *children);
    uint32_t *numbers = hm_arena_take_array(&package->arena, count, sizeof *numbers);
    if (!children || !numbers) {
        b->failed = true;
        return;
    }
    gather_children(item, children);
    qsort(children, count, sizeof *children, compare_siblings);
    double total = 0;
    for (size_t i = 0; i < count; i++)
        total += children[i]->standing->effect == HM_EFFECT_COUNTS ? children[i]->weight.number : 0;
    check_children(b, item, index, count, total);
    for (size_t i = 0; i < count && !b->failed; i++) {
        numbers[i] = (uint32_t)package->plan.node_count;
        add_node(b, children[i], index, package->plan.nodes[index].depth + 1);
    }
    package->plan.nodes[index].children = numbers;
    package->plan.nodes[index].child_count = b->failed ? 0 : count;
    hm_plan_share(package->plan.nodes, &package->plan.nodes[index]);
}

static void add_node(builder *b, const hm_item *item, uint32_t parent, uint32_t depth) {
    hm_package *package = b->package;
    const uint32_t index = (uint32_t)package->plan.node_count++;
    hm_node *node = &package->plan.nodes[index];
    b->items[index] = item;
    *node = (hm_node){.code = item->code,
                      .name = item->name,
                      .about = item->about,
                      .parent = parent,
                      .depth = depth,
                      .indicator = HM_NO_INDICATOR,
                      .weight = item->weight.number,
                      .weight_parameter = item->weight.index,
                      .share = item->standing->is_alone ? 0 : 1,
                      .effect = item->standing->effect,
                      .cap = item->standing->cap,
                      .is_required = item->standing->is_required,
                      .span = &item->standing->span,
                      .breaks = &item->standing->breaks,
                      .method = package->plan.policy.method,
                      .origin = item->origin};
    memcpy(node->method_parameters, package->plan.policy.method_parameters,
           sizeof node->method_parameters);
    memcpy(node->method_sources, package->plan.policy.method_sources, sizeof node->method_sources);
    if (!goes_on(b) || hm_names_intern(&package->codes, item->code, strlen(item->code)) != index)
        b->failed = true;
    hm_aggregation_link(package, b->joined, item, &node->method,
                        (hm_method_numbers){node->method_parameters, node->method_sources});
    set_range(b, item, node);
    const hm_policy *policy = &package->plan.policy;
    node->min_coverage = isnan(item->min_coverage) ? policy->min_coverage : item->min_coverage;
    node->rounding = item->rounding == HM_NOT_SAID ? policy->rounding : item->rounding;
    if (depth == HM_MOST_DEPTH && item->first_child)
        add_issue(b, item, item->origin, HM_ISSUE_NESTED_TOO_DEEP, (hm_issue_texts){0});
    else if (!item->indicator && !b->failed)
        add_children(b, item, index);
}

/* The one item without a parent. Items whose parent is missing are reported here, too. */
static const hm_item *find_root(const builder *b) {
    const hm_item *root = NULL;
    for (size_t i = 0; i < b->joined->count && goes_on(b); i++) {
        const hm_item *item = &b->joined->items[i];
        if (item->dropped || item->standing->is_alone)
            continue;
        if (*item->parent == '\0') {
            if (root)
                add_issue(b, item, item->origin, HM_ISSUE_SECOND_ROOT,
                          (hm_issue_texts){.expected = root->code});
            else
                root = item;
            continue;
        }
        const hm_item *parent = hm_joined_find(b->joined, item->parent);
        if (parent && !parent->indicator)
            continue;
        const hm_origin at = hm_joined_locate_field(b->joined, item, HM_PATH(HM_FIELD("parent")));
        hm_issue_texts texts = {.found = item->parent, .expected = "a group of the package"};
        if (!parent)
            hm_joined_suggest(b->joined, &b->package->issues, item->parent, &texts);
        add_issue(b, item, at, parent ? HM_ISSUE_PARENT_IS_INDICATOR : HM_ISSUE_NO_PARENT, texts);
    }
    return root;
}

/* Each item is gone up from until one is met that was seen before: if on the same way, that one is
 * its own ancestor and so are all between: UINT32_MAX. */
static void mark_circles(const builder *b, uint32_t *seen) {
    const hm_item *items = b->joined->items;
    for (uint32_t i = 0; i < b->joined->count && goes_on(b); i++) {
        const hm_item *item = &items[i];
        while (item && seen[item - items] == 0) {
            seen[item - items] = i + 1;
            item = *item->parent ? hm_joined_find(b->joined, item->parent) : NULL;
        }
        while (item && seen[item - items] == i + 1) {
            seen[item - items] = UINT32_MAX;
            item = hm_joined_find(b->joined, item->parent);
        }
    }
}

static bool report_circles(const builder *b) {
    const size_t count = b->joined->count;
    uint32_t *seen = hm_arena_take_array(&b->package->arena, count, sizeof *seen);
    if (!seen)
        return false;
    mark_circles(b, seen);
    for (size_t i = 0; i < count; i++) {
        const hm_item *item = &b->joined->items[i];
        if (item->dropped || seen[i] != UINT32_MAX)
            continue;
        const hm_origin at = hm_joined_locate_field(b->joined, item, HM_PATH(HM_FIELD("parent")));
        add_issue(b, item, at, HM_ISSUE_PARENTS_IN_A_CIRCLE,
                  (hm_issue_texts){.found = item->parent});
    }
    return !hm_budget_is_exhausted(b->joined->meter->budget);
}

/* Behind the index, in the order of siblings. They are part of nothing. */
static void add_alone(builder *b) {
    const hm_item **items =
        hm_arena_take_array(&b->package->arena, b->joined->count, sizeof *items);
    size_t count = 0;
    b->failed |= !items;
    for (size_t i = 0; i < b->joined->count && !b->failed && goes_on(b); i++)
        if (b->joined->items[i].standing->is_alone && !b->joined->items[i].dropped)
            items[count++] = &b->joined->items[i];
    if (count > 0)
        qsort(items, count, sizeof *items, compare_siblings);
    for (size_t i = 0; i < count && !b->failed; i++)
        add_node(b, items[i], HM_NO_NODE, 0);
}

bool hm_hierarchy_build(hm_package *package, const hm_joined *joined, const hm_item ***items) {
    builder b = {.package = package, .joined = joined};
    const hm_layer *top = hm_package_own(package);
    package->plan.policy.min_coverage = joined->min_coverage;
    package->plan.policy.by_count = joined->by_count;
    package->plan.policy.min_children = joined->min_children;
    package->plan.policy.has_not_reported = joined->has_not_reported;
    package->plan.policy.not_reported = joined->not_reported;
    package->plan.policy.ties_to_even = joined->ties_to_even;
    package->plan.policy.rank_if = joined->rank_if;
    package->plan.policy.low = joined->range.low;
    package->plan.policy.high = joined->range.high;
    package->plan.policy.group_low = joined->group_range.low;
    package->plan.policy.group_high = joined->group_range.high;
    package->plan.policy.rounding = joined->rounding;
    package->plan.policy.method = HM_METHOD_ARITHMETIC;
    for (size_t i = 0; i < HM_METHOD_PARAMETERS; i++)
        package->plan.policy.method_sources[i] = HM_NO_PARAMETER;
    hm_aggregation_link(package, joined, NULL, &package->plan.policy.method,
                        (hm_method_numbers){package->plan.policy.method_parameters,
                                            package->plan.policy.method_sources});
    package->plan.nodes =
        hm_arena_take_array(&package->arena, joined->count, sizeof *package->plan.nodes);
    b.items = hm_arena_take_array(&package->arena, joined->count, sizeof *b.items);
    *items = b.items;
    if (!package->plan.nodes || !b.items)
        return false;
    const hm_item *root = find_root(&b);
    if (!report_circles(&b))
        return false;
    b.whole = package->issues.count_of[HM_REJECTED] == 0;
    if (!root) {
        const hm_field_path nodes = HM_PATH(HM_FIELD("nodes"));
        hm_issues_add(&package->issues, HM_ISSUE_NO_ROOT,
                      &(hm_subject){.at = hm_joined_locate(joined, top, nodes)}, NULL);
        return true;
    }
    add_node(&b, root, HM_NO_NODE, 0);
    add_alone(&b);
    return !b.failed;
}
