/* coherence.c: do the children of a group belong together, and does a weight mean what it says. */
#include <math.h>
#include <string.h>

#include "analyse/families.h"
#include "table/row.h"
#include "base/error.h"
#include "platform/cancel.h"

/* In the order of `settings` below. */
enum { REDUNDANT, SILENT, CONFLICT, ALPHA, FIRST_SHARE, EIGENVALUE, FEW, SETTINGS };

typedef struct reporting {
    const hm_analysing *analysing;
    hm_families families;
    hm_table_builder *builder;
} reporting;

static const char *code_of(const reporting *r, size_t node) {
    return r->families.plan->nodes[node].code;
}

static double setting(const reporting *r, size_t which) {
    return r->analysing->settings[which];
}

/* --- which nodes are set side by side --- */

/* Is it a group of the level of `parent`, to which one of its children could belong? */
static bool is_other_parent(const reporting *r, size_t node, size_t parent) {
    const hm_node *nodes = r->families.plan->nodes;
    return node != parent && hm_families_is_group(&r->families, node) &&
           nodes[node].parent != HM_NO_NODE && nodes[node].depth == nodes[parent].depth;
}

/* Its own parent first, then others of that level: the next behind `last`, HM_NO_NODE at the end.
 */
static uint32_t next_parent(const reporting *r, size_t parent, uint32_t last) {
    if (last == HM_NO_NODE)
        return (uint32_t)parent;
    for (uint32_t node = last == parent ? 0 : last + 1; node < r->families.plan->node_count; node++)
        if (is_other_parent(r, node, parent))
            return node;
    return HM_NO_NODE;
}

/* Calls `each` for all groups. */
static hm_code go_through(reporting *r, void (*each)(reporting *r, size_t group)) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < r->families.plan->node_count; i++) {
        if (hm_families_is_group(&r->families, i))
            each(r, i);
        code = hm_cancel_check(r->analysing->cancel, r->analysing->error);
    }
    return code;
}

/* --- correlations --- */

static const hm_builder_column correlation_columns[] = {
    {"code", HM_COLUMN_TEXT, ""},       {"other", HM_COLUMN_TEXT, ""},
    {"n", HM_COLUMN_INTEGER, ""},       {"pearson", HM_COLUMN_NUMBER, ""},
    {"spearman", HM_COLUMN_NUMBER, ""}, {"kendall", HM_COLUMN_NUMBER, ""}};

static void put_pair(reporting *r, size_t a, size_t b) {
    const hm_association pair = hm_families_associate(&r->families, a, b, true);
    hm_row_text(r->builder, 0, code_of(r, a));
    hm_row_text(r->builder, 1, code_of(r, b));
    hm_row_count(r->builder, 2, pair.count);
    hm_row_number(r->builder, 3, pair.is_known ? pair.pearson : (double)NAN);
    hm_row_number(r->builder, 4, pair.has_ranks ? pair.spearman : (double)NAN);
    hm_row_number(r->builder, 5, pair.has_ranks ? pair.kendall : (double)NAN);
    hm_table_builder_end_row(r->builder);
}

static void put_correlations(reporting *r, size_t group) {
    const uint32_t *children = r->families.nodes;
    const size_t count = hm_families_children(&r->families, group, r->families.nodes);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++)
            put_pair(r, children[i], children[k]);
        for (uint32_t parent = HM_NO_NODE; (parent = next_parent(r, group, parent)) != HM_NO_NODE;)
            put_pair(r, children[i], parent);
    }
}

/* --- alpha --- */

static const hm_builder_column alpha_columns[] = {{"code", HM_COLUMN_TEXT, ""},
                                                  {"items", HM_COLUMN_INTEGER, ""},
                                                  {"n", HM_COLUMN_INTEGER, ""},
                                                  {"alpha", HM_COLUMN_NUMBER, ""},
                                                  {"complete", HM_COLUMN_INTEGER, ""}};

static void put_alpha(reporting *r, size_t group) {
    const hm_alpha found = hm_families_alpha(&r->families, group);
    if (found.items < 2)
        return;
    hm_row_text(r->builder, 0, code_of(r, group));
    hm_row_count(r->builder, 1, found.items);
    hm_row_count(r->builder, 2, found.fewest);
    hm_row_number(r->builder, 3, found.is_known ? found.alpha : (double)NAN);
    hm_row_count(r->builder, 4, found.complete);
    hm_table_builder_end_row(r->builder);
}

/* --- pca --- */

static const hm_builder_column pca_columns[] = {
    {"code", HM_COLUMN_TEXT, ""},         {"component", HM_COLUMN_INTEGER, ""},
    {"eigenvalue", HM_COLUMN_NUMBER, ""}, {"share", HM_COLUMN_NUMBER, ""},
    {"indicator", HM_COLUMN_TEXT, ""},    {"loading", HM_COLUMN_NUMBER, ""}};

static void put_components(reporting *r, size_t group) {
    const hm_components found = hm_families_components(&r->families, group);
    for (size_t i = 0; i < found.count; i++)
        for (size_t k = 0; k < found.count; k++) {
            hm_row_text(r->builder, 0, code_of(r, group));
            hm_row_count(r->builder, 1, i + 1);
            hm_row_number(r->builder, 2, found.values[i]);
            hm_row_number(r->builder, 3, found.values[i] / (double)found.count);
            hm_row_text(r->builder, 4, code_of(r, found.nodes[k]));
            hm_row_number(r->builder, 5, found.vectors[i * found.count + k]);
            hm_table_builder_end_row(r->builder);
        }
}

/* --- influence --- */

static const hm_builder_column influence_columns[] = {
    {"code", HM_COLUMN_TEXT, ""},          {"parent", HM_COLUMN_TEXT, ""},
    {"weight", HM_COLUMN_NUMBER, ""},      {"r2", HM_COLUMN_NUMBER, ""},
    {"main_effect", HM_COLUMN_NUMBER, ""}, {"share", HM_COLUMN_NUMBER, ""}};

/* The share is of the sum of all main effects; where one of them is not known, none is. */
static void put_influences(reporting *r, size_t group) {
    hm_families *f = &r->families;
    const size_t count = hm_families_children(f, group, f->nodes);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        const hm_influence found = hm_families_influence(f, f->nodes[i], group);
        f->values[i] = found.linear;
        f->means[i] = found.main;
        sum += found.main;
    }
    for (size_t i = 0; i < count; i++) {
        hm_row_text(r->builder, 0, code_of(r, f->nodes[i]));
        hm_row_text(r->builder, 1, code_of(r, group));
        hm_row_number(r->builder, 2, hm_families_share(f, f->nodes[i], group));
        hm_row_number(r->builder, 3, f->values[i]);
        hm_row_number(r->builder, 4, f->means[i]);
        hm_row_number(r->builder, 5, sum > 0 ? f->means[i] / sum : (double)NAN);
        hm_table_builder_end_row(r->builder);
    }
}

/* --- findings --- */

static const hm_builder_column finding_columns[] = {{"code", HM_COLUMN_TEXT, ""},
                                                    {"other", HM_COLUMN_TEXT, ""},
                                                    {"finding", HM_COLUMN_TEXT, ""},
                                                    {"figure", HM_COLUMN_NUMBER, ""}};

static void put_finding(reporting *r, size_t node, uint32_t other, const char *finding,
                        double figure) {
    hm_row_text(r->builder, 0, code_of(r, node));
    hm_row_text(r->builder, 1, other == HM_NO_NODE ? "" : code_of(r, other));
    hm_row_text(r->builder, 2, finding);
    hm_row_number(r->builder, 3, figure);
    hm_table_builder_end_row(r->builder);
}

/* What a correlation says of two of a family. */
static const char *judge(const reporting *r, double correlation) {
    return correlation > setting(r, REDUNDANT)  ? "redundant"
           : correlation < setting(r, CONFLICT) ? "conflict"
           : correlation < setting(r, SILENT)   ? "silent"
                                                : NULL;
}

static void judge_pair(reporting *r, size_t a, uint32_t b) {
    const hm_association pair = hm_families_associate(&r->families, a, b, false);
    const char *finding = pair.is_known ? judge(r, pair.pearson) : NULL;
    if (finding)
        put_finding(r, a, b, finding, pair.pearson);
}

/* The other group that a child goes with best, if better than with its own. */
static void judge_place(reporting *r, size_t child, size_t group) {
    const hm_association own = hm_families_associate(&r->families, child, group, false);
    uint32_t best = HM_NO_NODE;
    double most = own.pearson;
    for (uint32_t parent = next_parent(r, group, HM_NO_NODE);
         own.is_known && (parent = next_parent(r, group, parent)) != HM_NO_NODE;) {
        const hm_association pair = hm_families_associate(&r->families, child, parent, false);
        if (pair.is_known && pair.pearson > most + 1e-12) {
            most = pair.pearson;
            best = parent;
        }
    }
    if (best != HM_NO_NODE)
        put_finding(r, child, best, "misallocated", most);
}

static bool is_constant(const hm_families *f, size_t node) {
    const hm_association alone = hm_families_associate(f, node, node, false);
    return alone.count >= HM_ASSOCIATION_LEAST && !alone.is_known;
}

static void judge_children(reporting *r, size_t group) {
    const uint32_t *children = r->families.nodes;
    const size_t count = hm_families_children(&r->families, group, r->families.nodes);
    for (size_t i = 0; i < count; i++) {
        if (is_constant(&r->families, children[i]))
            put_finding(r, children[i], HM_NO_NODE, "constant",
                        (double)hm_families_count(&r->families, children[i]));
        for (size_t k = i + 1; k < count; k++)
            judge_pair(r, children[i], children[k]);
        if (count > 1)
            judge_pair(r, children[i], (uint32_t)group);
        judge_place(r, children[i], group);
    }
}

static void judge_components(reporting *r, size_t group) {
    const hm_components found = hm_families_components(&r->families, group);
    size_t great = 0;
    for (size_t i = 0; i < found.count; i++)
        great += found.values[i] > setting(r, EIGENVALUE) ? 1 : 0;
    if (great > 1)
        put_finding(r, group, HM_NO_NODE, "several_dimensions", (double)great);
    if (found.count > 0 && found.values[0] / (double)found.count < setting(r, FIRST_SHARE))
        put_finding(r, group, HM_NO_NODE, "weak_first_component",
                    found.values[0] / (double)found.count);
}

static void judge_group(reporting *r, size_t group) {
    const hm_alpha alpha = hm_families_alpha(&r->families, group);
    judge_children(r, group);
    if (alpha.items < 2)
        return;
    if (alpha.is_known && alpha.alpha < setting(r, ALPHA))
        put_finding(r, group, HM_NO_NODE, "low_alpha", alpha.alpha);
    judge_components(r, group);
    const size_t children = hm_families_children(&r->families, group, r->families.nodes);
    const size_t cities = hm_families_complete_cities(&r->families, r->families.nodes, children);
    if ((double)cities < setting(r, FEW) || cities <= alpha.items)
        put_finding(r, group, HM_NO_NODE, "few_cities", (double)cities);
}

/* --- the tables --- */

#define TABLE(name, columns, put)                                                                  \
    { name, columns, sizeof columns / sizeof *(columns), put }

static const struct {
    const char *name;
    const hm_builder_column *columns;
    size_t count;
    void (*put)(reporting *r, size_t group);
} each_table[] = {
    TABLE("correlations", correlation_columns, put_correlations),
    TABLE("alpha", alpha_columns, put_alpha),
    TABLE("pca", pca_columns, put_components),
    TABLE("influence", influence_columns, put_influences),
    TABLE("findings", finding_columns, judge_group),
};

static const char *const tables[] = {"correlations", "alpha", "pca", "influence", "findings", NULL};

static hm_code run_coherence(hm_table **out, const hm_analysing *analysing) {
    reporting r = {.analysing = analysing};
    size_t i = 0;
    while (strcmp(each_table[i].name, analysing->table) != 0)
        i++;
    hm_code code = hm_families_open(&r.families, analysing);
    r.builder = hm_table_builder_open(analysing->table, each_table[i].columns, each_table[i].count,
                                      analysing->allocator);
    if (code == HM_OK && !r.builder)
        code = hm_error_memory(analysing->error);
    if (code == HM_OK)
        code = go_through(&r, each_table[i].put);
    if (code == HM_OK)
        code = hm_table_builder_freeze(r.builder, out, analysing->error);
    else
        hm_table_builder_free(r.builder);
    hm_families_close(&r.families);
    return code;
}

static const hm_analysis_setting settings[SETTINGS] = {
    [REDUNDANT] = {"redundant", "pairs that correlate more say the same", 0.92, -1, 1},
    [SILENT] = {"silent", "pairs that correlate less have little to do with each other", 0.3, -1,
                1},
    [CONFLICT] = {"conflict", "pairs that correlate less work against each other", 0, -1, 1},
    [ALPHA] = {"alpha", "groups below measure more than one thing", 0.7, -1e9, 1},
    [FIRST_SHARE] = {"first_share", "groups whose first component has less are not one", 0.6, 0, 1},
    [EIGENVALUE] = {"eigenvalue", "components above it are dimensions of their own", 1, 0, 1e9},
    [FEW] = {"few", "fewer cities that have all children say little", 10, 0, 1e9},
};

const hm_analysis hm_analysis_coherence = {
    .info = {.size = sizeof(hm_analysis_info),
             .name = "coherence",
             .summary = "show whether indicators belong together, and weights mean what they say",
             .about =
                 "Lists the correlations of the scores in each group: of its children among each "
                 "other, with their group, and with the other groups of its level. Table alpha has "
                 "Cronbach's alpha of each group, pca the principal components of its children, "
                 "influence how much of the group's variance each child explains beside the weight "
                 "that it has, findings what of all this deserves a look. Cities that are not "
                 "ranked are left out; there are no tests of significance, as cities are no "
                 "sample.",
             .tables = tables,
             .settings = settings,
             .setting_count = SETTINGS,
             .least_units = HM_ASSOCIATION_LEAST,
             .few_cities = HM_SMOOTH_LEAST},
    .run = run_coherence,
};
