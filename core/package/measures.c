#include "package/measures.h"

#include <string.h>

#include "base/text.h"
#include "package/linking.h"

typedef struct linker {
    hm_linking links;
    const hm_item *item; /* whose measure is being linked */
    uint32_t user;       /* its number, counted from 1 */
    uint32_t *users;     /* of each input: the last measure that uses it */
    uint32_t *readers;   /* of each node: the last measure that reads it */
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

static void reject(const linker *l, hm_field_path path, const char *message) {
    reject_at(l, locate(l, path), message);
}

/* --- which inputs an indicator uses --- */

/* Appends the number to the list unless `marks` says that the measure has it already. */
static void use(const linker *l, uint32_t *marks, uint32_t number, uint32_t *list, size_t *count) {
    if (marks[number] == l->user)
        return;
    marks[number] = l->user;
    list[(*count)++] = number;
}

static void use_input(const linker *l, hm_indicator *indicator, uint32_t number) {
    use(l, l->users, number, indicator->inputs, &indicator->input_count);
}

static void use_inputs_of(const linker *l, const hm_expr *measure, uint32_t *list, size_t *count) {
    const hm_expr_node *nodes = hm_expr_nodes(measure);
    for (size_t i = 0; i < measure->node_count; i++)
        if (nodes[i].op == HM_OP_INPUT || nodes[i].op == HM_OP_COLUMN ||
            nodes[i].op == HM_OP_PREVIOUS)
            use(l, l->users, nodes[i].input, list, count);
}

static bool is_used(const linker *l, const char *name) {
    const uint32_t number = hm_names_find(&l->links.package->input_names, name, strlen(name));
    return number != HM_NO_NAME && l->users[number] == l->user;
}

/* --- which nodes a measure reads --- */

static size_t count_reads(const hm_expr *measure) {
    size_t count = 0;
    for (size_t i = 0; i < measure->node_count; i++)
        count += hm_op_reads_node(hm_expr_nodes(measure)[i].op);
    return count;
}

static void use_nodes_by(const linker *l, hm_node *node, const hm_expr *measure, bool coverage) {
    for (size_t i = 0; i < measure->node_count; i++) {
        const hm_expr_node *at = &hm_expr_nodes(measure)[i];
        if (hm_op_reads_node(at->op) && (at->op == HM_OP_COVERAGE) == coverage)
            use(l, l->readers, at->input, node->reads, &node->read_count);
    }
}

static void use_nodes(linker *l, hm_node *node, const hm_expr *measure) {
    const size_t most = count_reads(measure);
    if (most == 0)
        return;
    node->reads = hm_arena_take_array(&l->links.package->arena, most, sizeof *node->reads);
    l->links.failed |= !node->reads;
    if (!node->reads)
        return;
    use_nodes_by(l, node, measure, false);
    node->rests_on = node->read_count;
    use_nodes_by(l, node, measure, true);
}

/* Every listed name must be defined; a function uses all it lists, an expression says itself. */
static void link_listed(linker *l, hm_indicator *indicator) {
    const hm_declared_indicator *declared = l->item->indicator;
    for (size_t i = 0; i < declared->listed_count && goes_on(l, 1); i++) {
        const char *name = declared->listed[i];
        const hm_input *input = definition(l, name);
        const hm_field_path path = HM_PATH(HM_FIELD("inputs"), HM_ELEMENT(i + 1));
        if (!input) {
            add_issue(l, HM_ISSUE_UNKNOWN_INPUT_OF_INDICATOR, locate(l, path), name,
                      &(hm_issue_texts){.nearest = hm_linking_nearest(&l->links, name)});
        } else if (!indicator->measure && input->kind == HM_KIND_RECORDS) {
            reject(l, path, "a function cannot read records: use an expression over their columns");
        } else if (!indicator->measure) {
            use_input(l, indicator, number_input(l, input));
        } else if (!is_used(l, name)) {
            add_issue(l, HM_ISSUE_UNUSED_INPUT, locate(l, path), name, NULL);
        }
    }
}

/* --- parts and wholes --- */

static void add_pair(hm_indicator *indicator, uint32_t part, uint32_t whole, bool declared) {
    for (size_t i = 0; i < indicator->part_of_count; i++)
        if (indicator->parts_of[i].part == part && indicator->parts_of[i].whole == whole) {
            indicator->parts_of[i].declared |= declared;
            return;
        }
    indicator->parts_of[indicator->part_of_count++] = (hm_part_of){part, whole, declared};
}

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
            add_pair(indicator, part->input, whole->input, false);
    }
}

static bool is_number(const linker *l, const char *name) {
    return hm_kind_of(definition(l, name)->kind)->type == HM_TYPE_NUMBER;
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
        const hm_field_path path = HM_PATH(HM_FIELD("part_of"), HM_FIELD(pair->part));
        if (!is_used(l, pair->part) || !is_used(l, pair->whole))
            reject(l, path, "part_of names an input that the measure does not use");
        else if (!is_number(l, pair->part) || !is_number(l, pair->whole))
            reject(l, path, "part_of names an input that is no number");
        else
            add_pair(indicator, number_input(l, definition(l, pair->part)),
                     number_input(l, definition(l, pair->whole)), true);
    }
}

/* --- choices are compared with their own options only --- */

static void report_option(void *context, const hm_wrong_option *wrong) {
    const linker *l = context;
    const hm_origin origin = l->item->origin;
    add_issue(l, HM_ISSUE_UNKNOWN_OPTION,
              (hm_origin){origin.file, wrong->line ? wrong->line : origin.line, 0}, wrong->input,
              &(hm_issue_texts){
                  .found = wrong->option, .detail = wrong->known, .nearest = wrong->nearest});
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

/* --- one indicator --- */

/* Of an indicator or a group. */
static bool link_expression(linker *l, hm_node *node, hm_expr *expr) {
    hm_expr_fault fault;
    if (!hm_linking_check_measure(&l->links, expr, &fault)) {
        if (!l->links.failed)
            reject_at(l,
                      fault.line ? (hm_origin){l->item->origin.file, fault.line, 0}
                                 : locate(l, HM_PATH(HM_FIELD("measure"))),
                      fault.message);
        return false;
    }
    hm_linking_check_options(&l->links, expr, report_option, l);
    use_nodes(l, node, expr);
    look_back(l, hm_expr_looks_back(expr));
    return !l->links.failed;
}

static bool link_measure(linker *l, hm_node *node, hm_indicator *indicator) {
    indicator->measure = l->item->indicator->measure;
    if (!link_expression(l, node, l->item->indicator->measure))
        return false;
    indicator->looks_back = hm_expr_looks_back(indicator->measure) > 0;
    indicator->reads_nodes = node->read_count > 0;
    l->links.package->plan.reads_nodes |= indicator->reads_nodes;
    use_inputs_of(l, indicator->measure, indicator->inputs, &indicator->input_count);
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

static void link_indicator(linker *l, uint32_t node) {
    hm_package *package = l->links.package;
    const hm_declared_indicator *declared = l->item->indicator;
    hm_indicator *indicator = &package->plan.indicators[package->plan.indicator_count];
    package->descriptions[package->plan.indicator_count] =
        (hm_description){.reference = declared->reference,
                         .usage = *l->item->usage,
                         .examples = declared->examples,
                         .example_count = declared->example_count};
    package->plan.nodes[node].indicator = (uint32_t)package->plan.indicator_count++;
    *indicator = (hm_indicator){.node = node,
                                .function = {.file = l->item->script->shown,
                                             .source = l->item->script->data,
                                             .size = l->item->script->size,
                                             .element = declared->element,
                                             .library = &l->item->layer->library},
                                .accepts_missing = declared->accepts_missing};
    const size_t most =
        declared->listed_count + (declared->measure ? declared->measure->node_count : 0);
    indicator->inputs = hm_arena_take_array(&package->arena, most, sizeof *indicator->inputs);
    if (!indicator->inputs) {
        l->links.failed = true;
        return;
    }
    if (declared->measure && !link_measure(l, &package->plan.nodes[node], indicator))
        return;
    if (!declared->measure)
        link_function(l, indicator);
    link_listed(l, indicator);
    if (l->links.failed)
        return;
    link_parts(l, indicator);
    name_inputs(l, indicator);
}

/* --- groups that have a measure --- */

static void link_group(linker *l, hm_node *node) {
    hm_arena *arena = &l->links.package->arena;
    hm_expr *expr = l->item->measure;
    hm_group_measure *measure = hm_arena_take_array(arena, 1, sizeof *measure);
    uint32_t *inputs = hm_arena_take_array(arena, expr->node_count, sizeof *inputs);
    if (!measure || !inputs) {
        l->links.failed = true;
        return;
    }
    *measure = (hm_group_measure){expr, inputs, 0};
    if (!link_expression(l, node, expr))
        return;
    use_inputs_of(l, expr, inputs, &measure->input_count);
    node->measure = measure;
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
    l.users = hm_arena_take_array(&package->arena, joined->input_count, sizeof *l.users);
    l.readers = hm_arena_take_array(&package->arena, package->plan.node_count, sizeof *l.readers);
    l.links.failed = !package->plan.inputs || !package->plan.indicators || !package->descriptions ||
                     !l.users || !l.readers;
    for (uint32_t node = 0; node < package->plan.node_count && goes_on(&l, 1); node++) {
        l.item = items[node];
        l.user = node + 1;
        if (l.item->indicator)
            link_indicator(&l, node);
        else if (l.item->measure)
            link_group(&l, &package->plan.nodes[node]);
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
