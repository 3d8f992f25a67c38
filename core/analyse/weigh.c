/* weigh.c: weights that follow from the scores, by the methods that packages have for `weigh`. */
#include <math.h>
#include <string.h>

#include "analyse/families.h"
#include "table/row.h"
#include "base/error.h"
#include "methods/weightings.h"
#include "platform/cancel.h"

typedef struct weighing {
    const hm_analysing *analysing;
    hm_families families;
    const hm_step_method *method;
    double *model; /* of the group with most children */
    size_t model_size;
    hm_table_builder *builder;
} weighing;

/* What came of one group. */
typedef struct learnt {
    size_t count;    /* its children that have a say by their weight: `families.nodes` */
    size_t complete; /* units that it was learnt from */
    hm_unfit fault;
} learnt;

static const double *facts_of(const weighing *w, const learnt *found) {
    return w->model + found->count;
}

/* May a package learn weights from these scores of a unit (`weigh`)? */
static bool may_teach(const hm_families *f, const hm_step_source *source, size_t count,
                      size_t unit) {
    for (size_t i = 0; i < count; i++)
        if (!source->counts(source->context, f->nodes[i], unit, false))
            return false;
    return true;
}

/* The rows of the children that a package would learn from, row by row; how many. */
static size_t gather(const hm_families *f, size_t count) {
    const hm_analysing *analysing = f->analysing;
    const hm_step_source source = hm_aggregated_source(&analysing->scores->aggregated);
    size_t complete = 0, row = 0;
    for (size_t i = 0; i < analysing->unit_count; i++) {
        if (!hm_analysing_compares(analysing, i))
            continue;
        double *to = f->cells + complete * count;
        bool whole = count > 0;
        for (size_t k = 0; whole && k < count; k++) {
            to[k] = hm_families_scores(f, f->nodes[k])[row];
            whole = !isnan(to[k]);
        }
        complete += whole && may_teach(f, &source, count, analysing->units[i]) ? 1 : 0;
        row++;
    }
    return complete;
}

/* The weights of a group's children into the model, 1 in all; equal ones where there is a fault. */
static learnt learn(const weighing *w, size_t group) {
    const hm_families *f = &w->families;
    const hm_allocator *allocator = w->analysing->allocator;
    learnt found = {.count = hm_families_children(f, group, f->nodes)};
    found.complete = gather(f, found.count);
    const hm_joint_sample sample = {f->cells, found.complete, found.count};
    found.fault = HM_UNFIT_EMPTY;
    if (found.complete > 0 && !hm_joint_sort(f->cells, found.complete, found.count, allocator))
        found.fault = HM_UNFIT_NO_MEMORY;
    else if (found.complete > 0)
        found.fault = w->method->joint->learn(&sample, w->model, allocator);
    if (found.fault == HM_UNFIT_EMPTY) {
        memset(w->model, 0, w->model_size * sizeof *w->model);
        w->model[found.count + HM_WEIGHTING_COLUMN] = (double)found.count;
        for (size_t i = 0; i < found.count; i++)
            w->model[i] = 1 / (double)found.count;
    }
    return found;
}

/* --- weights --- */

static const hm_builder_column weight_columns[] = {
    {"code", HM_COLUMN_TEXT, ""}, {"parent", HM_COLUMN_TEXT, ""}, {"weight", HM_COLUMN_NUMBER, ""}};

static void put_weight(weighing *w, const hm_node *node, const char *parent, double weight) {
    hm_row_text(w->builder, 0, node->code);
    hm_row_text(w->builder, 1, parent);
    hm_row_number(w->builder, 2, weight);
    hm_table_builder_end_row(w->builder);
}

/* Of other children, which have their part of the coverage alone, what they weigh beside these. */
static void put_weights(weighing *w, size_t group, const learnt *found) {
    const hm_node *nodes = w->families.plan->nodes, *of = &nodes[group];
    const double before = hm_plan_weight_of_children(nodes, of);
    size_t place = 0;
    for (size_t i = 0; i < of->child_count; i++) {
        const hm_node *child = &nodes[of->children[i]];
        if (child->effect == HM_EFFECT_NONE || child->is_absent)
            continue;
        const bool is_weighed = place < found->count && w->families.nodes[place] == of->children[i];
        put_weight(w, child, of->code, is_weighed ? w->model[place] : child->weight / before);
        place += is_weighed ? 1 : 0;
    }
}

/* --- what they rest on --- */

static const hm_builder_column group_columns[] = {
    {"code", HM_COLUMN_TEXT, ""},        {"method", HM_COLUMN_TEXT, ""},
    {"n", HM_COLUMN_INTEGER, ""},        {"explained", HM_COLUMN_NUMBER, ""},
    {"negative", HM_COLUMN_INTEGER, ""}, {"at", HM_COLUMN_TEXT, ""},
    {"obstacle", HM_COLUMN_TEXT, ""}};

static void put_group(weighing *w, size_t group, const learnt *found) {
    const hm_node *nodes = w->families.plan->nodes;
    const double *facts = facts_of(w, found);
    const size_t at = (size_t)facts[HM_WEIGHTING_COLUMN];
    hm_row_text(w->builder, 0, nodes[group].code);
    hm_row_text(w->builder, 1, w->method->name);
    hm_row_count(w->builder, 2, found->complete);
    hm_row_number(w->builder, 3,
                  found->fault == HM_UNFIT_NONE && facts[HM_WEIGHTING_EXPLAINED] > 0
                      ? facts[HM_WEIGHTING_EXPLAINED]
                      : (double)NAN);
    hm_row_count(w->builder, 4, (size_t)facts[HM_WEIGHTING_NEGATIVE]);
    hm_row_text(w->builder, 5, at < found->count ? nodes[w->families.nodes[at]].code : "");
    hm_row_text(w->builder, 6, hm_unfit_words(found->fault));
    hm_table_builder_end_row(w->builder);
}

/* --- the tables --- */

static hm_code put_all(weighing *w, bool weights) {
    const hm_analysing *analysing = w->analysing;
    const hm_plan *plan = w->families.plan;
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < plan->node_count; i++) {
        if (plan->nodes[i].child_count == 0 || plan->nodes[i].is_absent)
            continue;
        const learnt found = learn(w, i);
        if (found.fault == HM_UNFIT_NO_MEMORY)
            return hm_error_memory(analysing->error);
        if (found.count > 0 && weights)
            put_weights(w, i, &found);
        else if (found.count > 0)
            put_group(w, i, &found);
        code = hm_cancel_check(analysing->cancel, analysing->error);
    }
    return code;
}

static hm_code weigh(hm_table **out, weighing *w, bool weights) {
    const hm_analysing *analysing = w->analysing;
    w->model_size = w->method->joint->model_size(w->families.most);
    w->model = hm_allocate_array(analysing->allocator, w->model_size, sizeof *w->model);
    w->builder = weights ? hm_table_builder_open("weights", weight_columns, 3, analysing->allocator)
                         : hm_table_builder_open("weighed", group_columns, 7, analysing->allocator);
    hm_code code = w->model && w->builder ? put_all(w, weights) : hm_error_memory(analysing->error);
    if (code == HM_OK)
        code = hm_table_builder_freeze(w->builder, out, analysing->error);
    else
        hm_table_builder_free(w->builder);
    hm_release(analysing->allocator, w->model, w->model_size * sizeof *w->model);
    return code;
}

static const char *const tables[] = {"weights", "weighed", NULL};
static const char *const ways[] = {"pca",    "equal_influence", "entropy",
                                   "critic", "inverse_sd",      NULL};

static hm_code run_weigh(hm_table **out, const hm_analysing *analysing) {
    weighing w = {.analysing = analysing, .method = hm_weightings};
    while (strcmp(w.method->name, ways[analysing->way]) != 0)
        w.method++;
    hm_code code = hm_families_open(&w.families, analysing);
    if (code == HM_OK)
        code = weigh(out, &w, strcmp(analysing->table, tables[0]) == 0);
    hm_families_close(&w.families);
    return code;
}

const hm_analysis hm_analysis_weigh = {
    .info = {.size = sizeof(hm_analysis_info),
             .name = "weigh",
             .summary = "make weights from the data",
             .about =
                 "Gives the children of each group weights that follow from their scores, of "
                 "the cities and periods that have all of them, each one that could be ranked "
                 "and was not imputed, as where a package says weigh; as a table that a package "
                 "takes as weights.csv. The scores are those by the package's own weights, at "
                 "each level. Table weighed has what the weights of each group rest on. Where "
                 "there is an obstacle the children have equal ones. Cities that are not "
                 "ranked are left out.",
             .tables = tables,
             .ways = ways,
             .least_units = 3,
             .few_cities = 10},
    .run = run_weigh,
};
