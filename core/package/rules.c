#include "package/rules.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "package/linking.h"

/* A rule that is still in the package. */
typedef struct entry {
    const hm_declared_rule *rule;
    const hm_layer *layer;
    bool dropped;
} entry;

typedef struct linker {
    hm_linking links;
    entry *entries; /* in the order of declaration; dropped ones stay, marked */
    size_t count;
    hm_names ids;       /* of all entries */
    uint32_t *entry_of; /* by number of its id: the entry that was declared last */
    const entry *at;    /* that is being linked */
} linker;

/* --- messages --- */

static hm_origin locate(const linker *l, const entry *of, hm_field_path path) {
    path.line = of->rule->origin.line;
    const hm_origin origin = hm_locate(&l->links.joined->locator, of->layer->rules_file, &path);
    return (hm_origin){origin.file, origin.line, 0};
}

static void add_issue(const linker *l, hm_issue_code code, const entry *of, hm_origin origin,
                      const char *input, const hm_issue_texts *texts) {
    hm_issues_add(&l->links.package->issues, code,
                  &(hm_subject){.at = origin, .input = input, .rule = of->rule->id}, texts);
}

static void reject(const linker *l, hm_origin origin, const char *detail) {
    add_issue(l, HM_ISSUE_WRONG_RULE, l->at, origin, NULL, &(hm_issue_texts){.detail = detail});
}

static const char *nearest_rule(const linker *l, const char *id) {
    hm_nearest nearest;
    hm_nearest_start(&nearest, id, strlen(id));
    for (size_t i = 0; i < l->count && hm_issues_suggest(&l->links.package->issues); i++)
        if (!l->entries[i].dropped)
            hm_nearest_show(&nearest, l->entries[i].rule->id);
    return nearest.name;
}

/* --- joining the layers --- */

/* The rule with this id that is not dropped; NULL: there is none. */
static entry *find(const linker *l, const char *id) {
    const uint32_t number = hm_names_find(&l->ids, id, strlen(id));
    entry *found = number == HM_NO_NAME ? NULL : &l->entries[l->entry_of[number]];
    return found && !found->dropped ? found : NULL;
}

static void drop(linker *l, const hm_layer *layer) {
    const hm_declared_package *manifest = &layer->manifest;
    for (size_t i = 0; i < manifest->drop_rule_count && hm_linking_goes_on(&l->links, 1); i++) {
        entry *dropped = find(l, manifest->drop_rules[i]);
        if (dropped) {
            dropped->dropped = true;
            continue;
        }
        const hm_field_path path = HM_PATH(HM_FIELD("drop_rules"), HM_ELEMENT(i + 1));
        hm_issues_add(&l->links.package->issues, HM_ISSUE_UNKNOWN_RULE,
                      &(hm_subject){.at = hm_joined_locate(l->links.joined, layer, path)},
                      &(hm_issue_texts){.found = manifest->drop_rules[i],
                                        .nearest = nearest_rule(l, manifest->drop_rules[i])});
    }
}

/* The rule says replaces = true: it takes the place of one of a base. */
static void replace(linker *l, const entry *with) {
    entry *there = find(l, with->rule->id);
    if (there && there->layer != with->layer) {
        *there = *with;
        return;
    }
    const hm_origin origin = locate(l, with, HM_PATH(HM_FIELD("replaces")));
    if (there)
        add_issue(l, HM_ISSUE_RULE_TWICE, with, origin, NULL,
                  &(hm_issue_texts){.there = there->rule->origin});
    else
        add_issue(l, HM_ISSUE_NO_RULE_TO_REPLACE, with, origin, NULL,
                  &(hm_issue_texts){.nearest = nearest_rule(l, with->rule->id)});
}

static void add(linker *l, const entry *one) {
    const entry *there = find(l, one->rule->id);
    if (there) {
        add_issue(l, there->layer == one->layer ? HM_ISSUE_RULE_TWICE : HM_ISSUE_RULE_IN_BASE, one,
                  one->rule->origin, NULL, &(hm_issue_texts){.there = there->rule->origin});
        return;
    }
    const uint32_t number = hm_names_intern(&l->ids, one->rule->id, strlen(one->rule->id));
    if (number == HM_NO_NAME) {
        l->links.failed = true;
        return;
    }
    l->entry_of[number] = (uint32_t)l->count;
    l->entries[l->count++] = *one;
}

static void join(linker *l) {
    const hm_package *package = l->links.package;
    for (size_t i = 0; i < package->layer_count; i++) {
        const hm_layer *layer = package->layers[i];
        drop(l, layer);
        for (size_t k = 0; k < layer->rule_count && hm_linking_goes_on(&l->links, 1); k++) {
            const entry one = {&layer->rules[k], layer, false};
            if (one.rule->replaces)
                replace(l, &one);
            else
                add(l, &one);
        }
    }
}

/* --- which inputs a rule reads --- */

/* The input that a node names; NULL: it names none. */
static const char *input_of(const hm_expr *expr, size_t node) {
    const hm_expr_node *at = &hm_expr_nodes(expr)[node];
    const bool names_one =
        at->op == HM_OP_INPUT || at->op == HM_OP_COLUMN || at->op == HM_OP_PREVIOUS;
    return names_one ? hm_expr_text(expr, at->u.text.name) : NULL;
}

static bool side_reads(const hm_expr *expr, const char *name) {
    for (size_t i = 0; i < expr->node_count; i++) {
        const char *input = input_of(expr, i);
        if (input && strcmp(input, name) == 0)
            return true;
    }
    return false;
}

static bool lists(const char *const *listed, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(listed[i], name) == 0)
            return true;
    return false;
}

static bool indicator_reads(const hm_declared_indicator *indicator, const char *name) {
    bool found = lists(indicator->listed, indicator->listed_count, name) ||
                 (indicator->measure && side_reads(indicator->measure, name));
    for (size_t i = 0; !found && i < indicator->measures_from.count; i++) {
        const hm_declared_measure *measure = &indicator->measures_from.items[i];
        found = lists(measure->listed, measure->listed_count, name) ||
                (measure->expr && side_reads(measure->expr, name));
    }
    return found;
}

static size_t work_of(const hm_declared_indicator *indicator) {
    size_t work =
        1 + indicator->listed_count + (indicator->measure ? indicator->measure->node_count : 0);
    for (size_t i = 0; i < indicator->measures_from.count; i++) {
        const hm_declared_measure *measure = &indicator->measures_from.items[i];
        work += measure->listed_count + (measure->expr ? measure->expr->node_count : 0);
    }
    return work;
}

/* Did an indicator of any layer read it? Those that are left are asked before. */
static bool was_read(linker *l, const char *name) {
    const hm_package *package = l->links.package;
    for (size_t i = 0; i < package->layer_count; i++) {
        const hm_layer *layer = package->layers[i];
        for (size_t k = 0; k < layer->indicator_count; k++) {
            const hm_declared_indicator *indicator = &layer->indicators[k];
            if (!hm_linking_goes_on(&l->links, work_of(indicator)))
                return false;
            if (indicator_reads(indicator, name))
                return true;
        }
    }
    return false;
}

/* Has the rule lost one of the indicators that it looks at? */
static bool has_lost_input(linker *l, const hm_expr *side) {
    const hm_names *used = &l->links.package->input_names;
    for (size_t i = 0; i < side->node_count; i++) {
        const char *name = input_of(side, i);
        if (name && hm_names_find(used, name, strlen(name)) == HM_NO_NAME && was_read(l, name))
            return true;
    }
    return false;
}

static bool names_any(const hm_expr *expr) {
    for (size_t i = 0; i < expr->node_count; i++)
        if (input_of(expr, i))
            return true;
    return false;
}

/* --- one rule --- */

static void report_option(void *context, const hm_wrong_option *wrong) {
    const linker *l = context;
    const hm_origin origin = l->at->rule->origin;
    add_issue(l, HM_ISSUE_UNKNOWN_OPTION_OF_RULE, l->at,
              (hm_origin){origin.file, wrong->line ? wrong->line : origin.line, 0}, wrong->input,
              &(hm_issue_texts){
                  .found = wrong->option, .detail = wrong->known, .nearest = wrong->nearest});
}

static bool link_side(linker *l, const char *what, hm_expr *side, size_t element) {
    hm_expr_fault fault;
    if (!hm_linking_check(&l->links, what, side, &fault)) {
        if (!l->links.failed)
            reject(l,
                   fault.line ? (hm_origin){l->at->rule->origin.file, fault.line, 0}
                              : locate(l, l->at, HM_PATH(HM_ELEMENT(element))),
                   fault.message);
        return false;
    }
    hm_linking_check_options(&l->links, side, report_option, l);
    const unsigned back = hm_expr_looks_back(side);
    hm_plan *plan = &l->links.package->plan;
    plan->looks_back = back > plan->looks_back ? back : plan->looks_back;
    return true;
}

static hm_type type_of(const hm_expr *side) {
    return (hm_type)hm_expr_nodes(side)[side->node_count - 1].type;
}

static void check_types(const linker *l) {
    const hm_declared_rule *rule = l->at->rule;
    const hm_comparison *comparison = rule->comparison;
    char detail[200];
    if (hm_comparison_fits(comparison, type_of(rule->left), type_of(rule->right)))
        return;
    (void)snprintf(detail, sizeof detail, "\"%s\" takes %s on both sides, found %s and %s",
                   comparison->name,
                   comparison->takes == HM_TYPE_ANY ? "the same" : hm_type_name(comparison->takes),
                   hm_type_name(type_of(rule->left)), hm_type_name(type_of(rule->right)));
    reject(l, locate(l, l->at, HM_PATH(HM_ELEMENT(3))), detail);
}

/* NULL: no memory. */
static const char *print_side(const linker *l, const hm_expr *side) {
    hm_buffer text;
    hm_buffer_open(&text, l->links.package->allocator);
    hm_expr_print(side, (uint16_t)(side->node_count - 1), false, &text);
    const char *copy =
        text.failed ? NULL : hm_arena_copy(&l->links.package->arena, text.data, text.size);
    hm_buffer_close(&text);
    return copy;
}

static void keep(linker *l) {
    hm_package *package = l->links.package;
    hm_rule *rules = (hm_rule *)(uintptr_t)package->plan.rules;
    const hm_declared_rule *rule = l->at->rule;
    package->rule_descriptions[package->plan.rule_count] =
        (hm_rule_description){l->at->layer, rule->examples, rule->example_count};
    hm_rule *kept = &rules[package->plan.rule_count++];
    *kept = (hm_rule){.id = rule->id,
                      .about = rule->about,
                      .left = rule->left,
                      .right = rule->right,
                      .comparison = rule->comparison,
                      .tolerance = rule->tolerance,
                      .is_error = rule->is_error,
                      .counts_missing = rule->counts_missing,
                      .origin = rule->origin};
    kept->left_text = print_side(l, rule->left);
    kept->right_text = print_side(l, rule->right);
    l->links.failed |= !kept->left_text || !kept->right_text;
}

static void link_rule(linker *l) {
    const hm_declared_rule *rule = l->at->rule;
    const size_t nodes = (size_t)rule->left->node_count + rule->right->node_count;
    if (!hm_linking_goes_on(&l->links, nodes))
        return;
    if (!names_any(rule->left) && !names_any(rule->right)) {
        reject(l, rule->origin, "looks at no figure: neither side has an input.NAME");
        return;
    }
    if (has_lost_input(l, rule->left) || has_lost_input(l, rule->right))
        return;
    if (!link_side(l, "the left side", rule->left, 2) ||
        !link_side(l, "the right side", rule->right, 4))
        return;
    check_types(l);
    keep(l);
}

static bool link_all(linker *l, size_t most) {
    hm_package *package = l->links.package;
    hm_arena *arena = &package->arena;
    l->entries = hm_arena_take_array(arena, most, sizeof *l->entries);
    l->entry_of = hm_arena_take_array(arena, most, sizeof *l->entry_of);
    package->plan.rules = hm_arena_take_array(arena, most, sizeof *package->plan.rules);
    package->rule_descriptions =
        hm_arena_take_array(arena, most, sizeof *package->rule_descriptions);
    if (!l->entries || !l->entry_of || !package->plan.rules || !package->rule_descriptions)
        return false;
    join(l);
    for (size_t i = 0; i < l->count && !l->links.failed; i++) {
        l->at = &l->entries[i];
        if (!l->at->dropped)
            link_rule(l);
    }
    return !l->links.failed;
}

bool hm_rules_link(hm_package *package, const hm_joined *joined) {
    linker l = {.links = {package, joined, false}};
    size_t most = 0;
    for (size_t i = 0; i < package->layer_count; i++)
        most += package->layers[i]->rule_count;
    hm_names_open(&l.ids, package->allocator);
    const bool fine = link_all(&l, most);
    hm_names_close(&l.ids);
    return fine;
}
