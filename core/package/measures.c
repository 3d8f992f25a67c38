#include "package/measures.h"

#include <string.h>

#include "base/text.h"
#include "package/linking.h"
#include "package/merged_measure.h"

typedef struct linker {
    hm_linking links;
    const hm_item *item; /* whose measure is being linked */
    const char *from;    /* the entry of its measure_from that is; NULL: its measure */
    hm_measure_marks marks;
} linker;

static bool goes_on(linker *l, size_t work) {
    return hm_linking_goes_on(&l->links, work);
}

static const hm_input *definition(const linker *l, const char *name) {
    return hm_linking_definition(&l->links, name);
}

static uint32_t number_input(linker *l, const hm_input *input) {
    return hm_linking_number(&l->links, input);
}

static hm_origin locate(const linker *l, hm_field_path path) {
    return hm_joined_locate_field(l->links.joined, l->item, path);
}

/* What is wrong with the indicator at hand, and an input of it (NULL: none). */
static void add_issue(const linker *l, hm_issue_code code, hm_origin origin, const char *input,
                      const hm_issue_texts *texts) {
    hm_issues_add(&l->links.package->issues, code,
                  &(hm_subject){.at = origin, .input = input, .node = l->item->code}, texts);
}

static void reject_at(const linker *l, hm_origin origin, const char *message) {
    add_issue(
        l, HM_ISSUE_WRONG_MEASURE, origin, NULL,
        &(hm_issue_texts){.name = l->item->indicator ? "indicator" : "node", .detail = message});
}

static hm_field_path path_to_measure(const linker *l) {
    return l->from ? HM_PATH(HM_FIELD("measure_from"), HM_FIELD(l->from))
                   : HM_PATH(HM_FIELD("measure"));
}

/* Of the measure at hand; `line` 0: not known. */
static hm_origin origin_of(const linker *l, uint32_t line) {
    return hm_joined_locate_line(l->links.joined, l->item, path_to_measure(l), line);
}

static void reject(const linker *l, hm_field_path path, const char *message) {
    reject_at(l, locate(l, path), message);
}

/* --- which inputs an indicator uses --- */

static void use_input(const linker *l, hm_indicator *indicator, uint32_t number) {
    hm_measure_use(&l->marks, l->marks.users, number, indicator->inputs, &indicator->input_count);
}

static void use_inputs_of(const linker *l, const hm_expr *measure, uint32_t *list, size_t *count) {
    const hm_expr_node *nodes = hm_expr_nodes(measure);
    for (size_t i = 0; i < measure->node_count; i++)
        if (hm_expr_is_figure(&nodes[i]))
            hm_measure_use(&l->marks, l->marks.users, nodes[i].input, list, count);
}

static bool is_used(const linker *l, const char *name) {
    const uint32_t number = hm_names_find(&l->links.package->input_names, name, strlen(name));
    return number != HM_NO_NAME && l->marks.users[number] == l->marks.user;
}

/* --- which nodes a measure reads --- */

static size_t count_reads(const hm_expr *measure) {
    size_t count = 0;
    for (size_t i = 0; i < measure->node_count; i++)
        count += hm_op_reads_node(hm_expr_nodes(measure)[i].op);
    return count;
}

static void use_nodes_by(const linker *l, hm_dated_measure *out, const hm_expr *measure,
                         bool coverage) {
    for (size_t i = 0; i < measure->node_count; i++) {
        const hm_expr_node *at = &hm_expr_nodes(measure)[i];
        if (hm_op_reads_node(at->op) && (at->op == HM_OP_COVERAGE) == coverage)
            hm_measure_use(&l->marks, l->marks.readers, at->input, out->reads, &out->read_count);
    }
}

static void use_nodes(linker *l, hm_dated_measure *out, const hm_expr *measure) {
    const size_t most = count_reads(measure);
    if (most == 0)
        return;
    out->reads = hm_arena_take_array(&l->links.package->arena, most, sizeof *out->reads);
    l->links.failed |= !out->reads;
    if (!out->reads)
        return;
    use_nodes_by(l, out, measure, false);
    out->rests_on = out->read_count;
    use_nodes_by(l, out, measure, true);
}

/* Of an element of `inputs`, of the measure at hand where that lists its own. */
static hm_field_path path_to_listed(const hm_declared_measure *said, size_t position) {
    return said->lists_inputs ? HM_PATH(HM_FIELD("measure_from"), HM_FIELD(said->from),
                                        HM_FIELD("inputs"), HM_ELEMENT(position))
                              : HM_PATH(HM_FIELD("inputs"), HM_ELEMENT(position));
}

/* A function uses all that is listed, an expression says itself. */
static void use_listed(linker *l, const hm_declared_measure *said, hm_indicator *indicator) {
    for (size_t i = 0; i < said->listed_count && goes_on(l, 1); i++) {
        const hm_input *input = definition(l, said->listed[i]);
        if (input && input->kind == HM_KIND_RECORDS)
            reject(l, path_to_listed(said, i + 1),
                   "a function cannot read records: use an expression over their columns");
        else if (input)
            use_input(l, indicator, number_input(l, input));
    }
}

/* `expr` may be NULL. */
static bool names(const hm_expr *expr, const char *input) {
    for (size_t i = 0; expr && i < expr->node_count; i++) {
        const hm_expr_node *at = &hm_expr_nodes(expr)[i];
        if (hm_expr_is_figure(at) && strcmp(hm_expr_text(expr, at->u.text.name), input) == 0)
            return true;
    }
    return false;
}

/* What a transformation reads may be listed with what its measure does, and so may what others of
 * the list are asked by. */
static bool serves(const linker *l, const hm_declared_measure *said, const char *input) {
    bool found = names(l->item->steps->transform, input);
    for (size_t i = 0; i < said->listed_count && !found; i++) {
        const hm_input *other = definition(l, said->listed[i]);
        found = other && names(other->asked_if, input);
    }
    return found;
}

/* Every listed name must be defined, and be used by a measure that it is listed for. */
static void check_listed(linker *l, const hm_declared_measure *said) {
    for (size_t i = 0; i < said->listed_count && goes_on(l, 1); i++) {
        const char *name = said->listed[i];
        const hm_input *input = definition(l, name);
        const hm_field_path path = path_to_listed(said, i + 1);
        if (!input)
            add_issue(l, HM_ISSUE_UNKNOWN_INPUT_OF_INDICATOR, locate(l, path), name,
                      &(hm_issue_texts){.nearest = hm_linking_nearest(&l->links, name)});
        else if (!is_used(l, name) && !serves(l, said, name) &&
                 (said->expr || input->kind != HM_KIND_RECORDS))
            add_issue(l, HM_ISSUE_UNUSED_INPUT, locate(l, path), name, NULL);
    }
}

/* --- parts and wholes --- */

/* percent of two plain inputs says by itself that one is a part of the other. */
static void pairs_of_measure(linker *l, hm_indicator *indicator) {
    const hm_expr_node *nodes = hm_expr_nodes(indicator->measure);
    const uint16_t *operands = hm_expr_operands(indicator->measure);
    for (size_t i = 0; i < indicator->measure->node_count; i++) {
        if (!goes_on(l, 1 + indicator->part_of_count))
            return;
        if (nodes[i].op != HM_OP_PERCENT)
            continue;
        const hm_expr_node *part = &nodes[operands[nodes[i].first]];
        const hm_expr_node *whole = &nodes[operands[nodes[i].first + 1]];
        if (part->op == HM_OP_INPUT && whole->op == HM_OP_INPUT)
            hm_parts_add(indicator, part->input, whole->input, false);
    }
}

static bool is_number(const linker *l, const char *name) {
    return hm_kind_of(definition(l, name)->kind)->type == HM_TYPE_NUMBER;
}

static bool is_used_pair(const linker *l, const hm_declared_pair *pair) {
    return is_used(l, pair->part) && is_used(l, pair->whole);
}

static void link_parts(linker *l, hm_indicator *indicator) {
    const hm_declared_indicator *declared = l->item->indicator;
    const size_t most =
        declared->part_of_count + (indicator->measure ? indicator->measure->node_count : 0);
    indicator->parts_of =
        hm_arena_take_array(&l->links.package->arena, most, sizeof *indicator->parts_of);
    if (!indicator->parts_of) {
        l->links.failed = true;
        return;
    }
    if (indicator->measure && !(declared->part_of_given && declared->part_of_count == 0))
        pairs_of_measure(l, indicator);
    for (size_t i = 0; i < declared->part_of_count && goes_on(l, 1 + indicator->part_of_count);
         i++) {
        const hm_declared_pair *pair = &declared->parts_of[i];
        if (is_used_pair(l, pair) && is_number(l, pair->part) && is_number(l, pair->whole))
            hm_parts_add(indicator, number_input(l, definition(l, pair->part)),
                         number_input(l, definition(l, pair->whole)), true);
    }
}

static void check_parts(linker *l) {
    const hm_declared_indicator *declared = l->item->indicator;
    for (size_t i = 0; i < declared->part_of_count && goes_on(l, 1); i++) {
        const hm_declared_pair *pair = &declared->parts_of[i];
        const hm_field_path path = HM_PATH(HM_FIELD("part_of"), HM_FIELD(pair->part));
        if (!is_used_pair(l, pair))
            reject(l, path, "part_of names an input that the measure does not use");
        else if (!is_number(l, pair->part) || !is_number(l, pair->whole))
            reject(l, path, "part_of names an input that is no number");
    }
}

/* --- choices are compared with their own options only --- */

static void report_option(void *context, const hm_wrong_option *wrong) {
    const linker *l = context;
    add_issue(l, HM_ISSUE_UNKNOWN_OPTION, origin_of(l, wrong->line), wrong->input,
              &(hm_issue_texts){.name = l->item->indicator ? "indicator" : "node",
                                .found = wrong->option,
                                .detail = wrong->known,
                                .nearest = wrong->nearest});
}

/* --- looking back --- */

static void look_back(linker *l, unsigned periods) {
    if (periods > l->links.package->plan.looks_back)
        l->links.package->plan.looks_back = periods;
}

/* What a function reads shows only when it is called. What it can read shows before: it needs one
 * of three words, which stand in its script or in a module that the script may require. */
static void link_function(linker *l, hm_indicator *indicator) {
    const bool found = l->item->layer->modules_look_back || hm_layer_may_look_back(l->item->script);
    indicator->looks_back = found;
    look_back(l, found ? HM_EXPR_BACK : 0);
}

/* --- one measure --- */

/* Of an indicator or a group. */
static bool link_expression(linker *l, hm_dated_measure *out, hm_expr *expr) {
    hm_expr_fault fault;
    if (!hm_linking_check_measure(&l->links, expr, &fault)) {
        if (!l->links.failed)
            reject_at(l, origin_of(l, fault.line), fault.message);
        return false;
    }
    hm_linking_check_options(&l->links, expr, report_option, l);
    use_nodes(l, out, expr);
    look_back(l, hm_expr_looks_back(expr));
    l->links.package->plan.reads_nodes |= out->read_count > 0;
    return !l->links.failed;
}

static bool link_measure(linker *l, hm_dated_measure *out, hm_expr *expr) {
    hm_indicator *indicator = &out->indicator;
    indicator->measure = expr;
    if (!link_expression(l, out, expr))
        return false;
    indicator->looks_back = hm_expr_looks_back(expr) > 0;
    indicator->reads_nodes = out->read_count > 0;
    use_inputs_of(l, expr, indicator->inputs, &indicator->input_count);
    return true;
}

static void name_inputs(linker *l, hm_indicator *indicator) {
    const char **names =
        hm_arena_take_array(&l->links.package->arena, indicator->input_count, sizeof *names);
    l->links.failed |= !names;
    for (size_t i = 0; names && i < indicator->input_count; i++)
        names[i] = l->links.package->plan.inputs[indicator->inputs[i]]->name;
    indicator->function.inputs = names;
    indicator->function.input_count = indicator->input_count;
}

static void begin_indicator(linker *l, uint32_t node, const hm_declared_measure *said,
                            hm_indicator *out) {
    const hm_declared_indicator *declared = l->item->indicator;
    *out = (hm_indicator){.node = node,
                          .function = {.file = l->item->script->shown,
                                       .source = l->item->script->data,
                                       .size = l->item->script->size,
                                       .element = declared->element,
                                       .from = said->from,
                                       .line = said->line,
                                       .library = &l->item->layer->library},
                          .accepts_missing = declared->accepts_missing};
}

/* False where it is wrong, or memory has run out. */
static bool link_one(linker *l, const hm_declared_measure *said, hm_dated_measure *out) {
    hm_indicator *indicator = &out->indicator;
    const size_t most = said->listed_count + (said->expr ? said->expr->node_count : 0);
    indicator->inputs =
        hm_arena_take_array(&l->links.package->arena, most, sizeof *indicator->inputs);
    l->links.failed |= !indicator->inputs;
    indicator->is_called = !said->expr;
    if (l->links.failed || (said->expr && !link_measure(l, out, said->expr)))
        return false;
    if (!said->expr) {
        link_function(l, indicator);
        use_listed(l, said, indicator);
    }
    if (!l->links.failed)
        link_parts(l, indicator);
    if (!l->links.failed)
        name_inputs(l, indicator);
    return !l->links.failed;
}

/* --- all measures of an indicator or a group --- */

/* Measure `i` as it is said, 0 the first. */
static hm_declared_measure said_of(const hm_item *item, size_t i) {
    const hm_declared_indicator *declared = item->indicator;
    hm_declared_measure said = {.first_day = INT64_MIN,
                                .expr = declared ? declared->measure : item->measure,
                                .line = declared ? declared->measure_line : 0};
    if (i > 0)
        said = item->measures_from->items[i - 1];
    if (declared && !said.lists_inputs) {
        said.listed = declared->listed;
        said.listed_count = declared->listed_count;
    }
    return said;
}

static size_t count_measures(const hm_item *item) {
    return 1 + (item->measures_from ? item->measures_from->count : 0);
}

static hm_dated_measure *begin_measures(linker *l, uint32_t node) {
    const size_t count = count_measures(l->item);
    hm_dated_measure *list = hm_arena_take_array(&l->links.package->arena, count, sizeof *list);
    l->links.failed |= !list;
    for (size_t i = 0; list && i < count; i++) {
        const hm_declared_measure said = said_of(l->item, i);
        list[i].from = said.from ? said.from : "";
        list[i].first_day = said.first_day;
    }
    if (list && count > 1)
        l->links.package->measures[node] = (hm_dated_measures){list, count};
    return list;
}

static void merge(linker *l, const hm_dated_measure *list, size_t count, hm_node *node,
                  hm_indicator *out) {
    hm_measures_merge(&l->links, &l->marks, list, count, node, out);
    if (count > 1 && l->item->indicator && !l->links.failed)
        name_inputs(l, out);
}

static void begin_measure(linker *l, const hm_declared_measure *said) {
    l->marks.user++;
    l->from = said->from;
}

/* Inputs that a measure lists for itself are of use to that one. */
static void check_own_lists(linker *l, const hm_dated_measure *list) {
    for (size_t i = 1; i < count_measures(l->item); i++) {
        const hm_declared_measure said = said_of(l->item, i);
        if (!said.lists_inputs)
            continue;
        begin_measure(l, &said);
        for (size_t k = 0; k < list[i].indicator.input_count; k++)
            l->marks.users[list[i].indicator.inputs[k]] = l->marks.user;
        check_listed(l, &said);
    }
}

/* Once all are linked and merged: what all may use is of use to one of them. */
static void check_lists(linker *l, const hm_dated_measure *list) {
    const hm_declared_measure first = said_of(l->item, 0);
    check_listed(l, &first);
    check_parts(l);
    check_own_lists(l, list);
}

static void link_indicator(linker *l, uint32_t node) {
    hm_package *package = l->links.package;
    const hm_declared_indicator *declared = l->item->indicator;
    hm_node *at = &package->plan.nodes[node];
    hm_indicator *indicator = &package->plan.indicators[package->plan.indicator_count];
    package->descriptions[package->plan.indicator_count] =
        (hm_description){.reference = declared->reference,
                         .usage = *l->item->usage,
                         .examples = declared->examples,
                         .example_count = declared->example_count};
    const hm_declared_measure first = said_of(l->item, 0);
    at->indicator = (uint32_t)package->plan.indicator_count++;
    begin_indicator(l, node, &first, indicator);
    hm_dated_measure *list = begin_measures(l, node);
    for (size_t i = 0; list && i < count_measures(l->item); i++) {
        const hm_declared_measure said = said_of(l->item, i);
        begin_measure(l, &said);
        begin_indicator(l, node, &said, &list[i].indicator);
        list[i].indicator.slot = package->plan.slot_count++;
        if (!link_one(l, &said, &list[i]))
            return;
    }
    if (l->links.failed)
        return;
    merge(l, list, count_measures(l->item), at, indicator);
    check_lists(l, list);
}

/* --- groups that have a measure --- */

static bool link_group_measure(linker *l, const hm_declared_measure *said, hm_dated_measure *out) {
    hm_arena *arena = &l->links.package->arena;
    hm_node_formula *measure = hm_arena_take_array(arena, 1, sizeof *measure);
    uint32_t *inputs = hm_arena_take_array(arena, said->expr->node_count, sizeof *inputs);
    if (!measure || !inputs) {
        l->links.failed = true;
        return false;
    }
    *measure = (hm_node_formula){said->expr, inputs, 0};
    begin_measure(l, said);
    if (!link_expression(l, out, said->expr))
        return false;
    use_inputs_of(l, said->expr, inputs, &measure->input_count);
    out->group = measure;
    return true;
}

static void link_group(linker *l, uint32_t node) {
    hm_node *at = &l->links.package->plan.nodes[node];
    const size_t count = count_measures(l->item);
    hm_dated_measure *list = begin_measures(l, node);
    hm_node_formula *whole = hm_arena_take_array(&l->links.package->arena, 1, sizeof *whole);
    l->links.failed |= !whole;
    for (size_t i = 0; !l->links.failed && i < count; i++) {
        const hm_declared_measure said = said_of(l->item, i);
        if (!link_group_measure(l, &said, &list[i]))
            return;
    }
    if (l->links.failed)
        return;
    hm_indicator merged;
    merge(l, list, count, at, &merged);
    *whole = *list[count - 1].group;
    if (count > 1) {
        whole->inputs = merged.inputs;
        whole->input_count = merged.input_count;
    }
    at->measure = whole;
    l->links.package->plan.reads_nodes = true;
}

bool hm_measures_link(hm_package *package, const hm_joined *joined, const hm_item *const *items) {
    linker l = {.links = {package, joined, false}};
    package->plan.inputs =
        hm_arena_take_array(&package->arena, joined->input_count, sizeof *package->plan.inputs);
    package->plan.indicators = hm_arena_take_array(&package->arena, package->plan.node_count,
                                                   sizeof *package->plan.indicators);
    package->descriptions = hm_arena_take_array(&package->arena, package->plan.node_count,
                                                sizeof *package->descriptions);
    l.marks.users =
        hm_arena_take_array(&package->arena, joined->input_count, sizeof *l.marks.users);
    l.marks.readers =
        hm_arena_take_array(&package->arena, package->plan.node_count, sizeof *l.marks.readers);
    package->measures =
        hm_arena_take_array(&package->arena, package->plan.node_count, sizeof *package->measures);
    l.links.failed = !package->plan.inputs || !package->plan.indicators || !package->descriptions ||
                     !package->measures || !l.marks.users || !l.marks.readers;
    for (uint32_t node = 0; node < package->plan.node_count && goes_on(&l, 1); node++) {
        l.item = items[node];
        if (l.item->indicator)
            link_indicator(&l, node);
        else if (l.item->measure)
            link_group(&l, node);
    }
    return !l.links.failed;
}

/* They are most likely a slip. */
void hm_measures_warn_unused(hm_package *package) {
    const hm_layer *top = hm_package_own(package);
    for (size_t i = 0; i < top->input_count && package->issues.count_of[HM_REJECTED] == 0; i++) {
        const hm_input *input = &top->inputs[i];
        if (hm_names_find(&package->input_names, input->name, strlen(input->name)) == HM_NO_NAME)
            hm_issues_add(&package->issues, HM_ISSUE_INPUT_OF_NO_INDICATOR,
                          &(hm_subject){.at = {input->origin.file, input->origin.line, 0},
                                        .input = input->name},
                          NULL);
    }
}
