#include "package/classes.h"

#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"

typedef struct linker {
    hm_package *package;
    const hm_joined *joined;
    const hm_item *item;
    const hm_declared_classes *declared;
    hm_names words; /* of all classes; 0 is "", no class */
    bool failed;    /* memory has run out */
} linker;

/* At a field of class `index`; SIZE_MAX: of all. */
static void reject(const linker *l, size_t index, hm_key field, const char *message) {
    char of[sizeof(hm_quote) + 32];
    const hm_field_path classes = HM_PATH(HM_FIELD("classes"));
    const hm_field_path path = hm_field_path_on(
        index == SIZE_MAX ? classes : hm_field_path_on(classes, HM_ELEMENT(index + 1)), field);
    (void)snprintf(of, sizeof of, "%s %s: classes", l->item->indicator ? "indicator" : "node",
                   hm_name_of(l->item->code).text);
    hm_issues_add(&l->package->issues, HM_ISSUE_WRONG_CLASS,
                  &(hm_subject){.at = hm_joined_locate_field(l->joined, l->item, path),
                                .node = l->item->code},
                  &(hm_issue_texts){.name = of, .detail = message});
}

static uint32_t find_parameter(const linker *l, size_t index) {
    const hm_declared_class *at = &l->declared->each[index];
    const hm_plan *plan = &l->package->plan;
    char message[512];
    hm_nearest nearest;
    hm_nearest_start(&nearest, at->parameter, strlen(at->parameter));
    for (size_t i = 0; i < plan->parameter_count; i++) {
        if (strcmp(plan->parameters[i].name, at->parameter) == 0)
            return (uint32_t)i;
        hm_nearest_show(&nearest, plan->parameters[i].name);
    }
    (void)snprintf(message, sizeof message, "the package has no parameter \"%s\"%s",
                   hm_name_of(at->parameter).text, hm_hint_of(nearest.name).text);
    reject(l, index, HM_FIELD(hm_class_rule_name(at->rule)), message);
    return HM_NO_PARAMETER;
}

static uint32_t number_word(linker *l, const char *word) {
    const uint32_t number = hm_names_intern(&l->words, word, strlen(word));
    l->failed |= number == HM_NO_NAME;
    return number;
}

static void link_each(linker *l, hm_class *each) {
    for (size_t i = 0; i < l->declared->count && !l->failed; i++) {
        const hm_declared_class *at = &l->declared->each[i];
        each[i] = (hm_class){.word = number_word(l, at->word),
                             .rule = at->rule,
                             .bound = at->bound,
                             .parameter = at->parameter ? find_parameter(l, i) : HM_NO_PARAMETER};
    }
}

/* --- the order of bounds that are parameters --- */

static bool bound_on(const hm_plan *plan, const hm_class *at, int64_t day, double *out) {
    *out = at->bound;
    return at->parameter == HM_NO_PARAMETER ||
           hm_parameter_at(&plan->parameters[at->parameter], day, out);
}

/* Does class `index`, with a bound, take something on this day that those before have left? */
static void check_day(const linker *l, const hm_class *each, size_t index, int64_t day,
                      const char *from) {
    const hm_plan *plan = &l->package->plan;
    const bool up = each->rule == HM_CLASS_AT_MOST || each->rule == HM_CLASS_BELOW;
    double before, bound;
    if (!bound_on(plan, &each[index - 1], day, &before) ||
        !bound_on(plan, &each[index], day, &bound) || (up ? bound > before : bound < before))
        return;
    char message[256], one[HM_NUMBER_SIZE], other[HM_NUMBER_SIZE];
    const char *rule = hm_class_rule_name(each[index].rule);
    hm_number_print(bound, one);
    hm_number_print(before, other);
    (void)snprintf(message, sizeof message,
                   "%s is %s%s%s, and stands behind %s: the first class that suits is taken", rule,
                   one, *from ? " from " : "", from, other);
    reject(l, index, HM_FIELD(rule), message);
}

/* On each day on which one of two neighbours changes. */
static void check_changes(const linker *l, const hm_class *each, size_t index, uint32_t parameter) {
    if (parameter == HM_NO_PARAMETER)
        return;
    const hm_parameter *of = &l->package->plan.parameters[parameter];
    if (of->is_set)
        check_day(l, each, index, INT64_MAX, "");
    for (size_t i = 0; i < of->row_count && !of->is_set; i++)
        check_day(l, each, index, of->rows[i].first_day, of->rows[i].from);
}

static void check_order(const linker *l, const hm_class *each) {
    for (size_t i = 1; i < l->declared->count && each[i].rule != HM_CLASS_REST; i++) {
        check_changes(l, each, i, each[i - 1].parameter);
        if (each[i].parameter != each[i - 1].parameter)
            check_changes(l, each, i, each[i].parameter);
    }
}

/* --- nodes --- */

static void check_value(const linker *l, const hm_node *node) {
    if (l->declared->of_value && node->indicator == HM_NO_INDICATOR && !hm_node_has_steps(node) &&
        !node->measure)
        reject(l, SIZE_MAX, HM_FIELD("of"),
               "a group without steps or a measure has no value beside its score: "
               "of = \"score\"");
}

static void link_node(linker *l, hm_node *node) {
    hm_arena *arena = &l->package->arena;
    hm_class *each = hm_arena_take_array(arena, l->declared->count, sizeof *each);
    hm_classes *classes = hm_arena_take_array(arena, 1, sizeof *classes);
    l->failed |= !each || !classes;
    if (l->failed)
        return;
    link_each(l, each);
    if (l->failed)
        return;
    check_order(l, each);
    check_value(l, node);
    *classes = (hm_classes){each, l->declared->count, l->declared->of_value};
    node->classes = classes;
}

/* The words that there are, by number, for good. */
static bool keep_words(hm_plan *plan, hm_arena *arena, const hm_names *words) {
    if (words->count <= 1)
        return true;
    const char **kept = hm_arena_take_array(arena, words->count, sizeof *kept);
    for (uint32_t i = 0; kept && i < words->count; i++)
        if (!(kept[i] = hm_arena_copy(arena, words->texts[i], words->sizes[i])))
            return false;
    plan->class_words = kept;
    plan->class_word_count = kept ? words->count : 0;
    return kept != NULL;
}

bool hm_classes_link(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    linker l = {.package = package, .joined = joined};
    hm_names_open(&l.words, package->allocator);
    (void)number_word(&l, "");
    for (size_t i = 0; i < package->plan.node_count && !l.failed; i++) {
        l.item = items[i];
        l.declared = &items[i]->standing->classes;
        if (l.declared->count > 0)
            link_node(&l, &package->plan.nodes[i]);
    }
    l.failed |= !l.failed && !keep_words(&package->plan, &package->arena, &l.words);
    hm_names_close(&l.words);
    return !l.failed;
}
