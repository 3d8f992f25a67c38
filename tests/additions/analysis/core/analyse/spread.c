/* spread.c: how far the best and the worst score of each node lie apart. */
#include <string.h>

#include "analyse/analysis.h"
#include "base/error.h"
#include "table/builder.h"

enum { CODE, SPREAD, COLUMNS };

static const hm_builder_column columns[COLUMNS] = {
    [CODE] = {"code", HM_COLUMN_TEXT, ""}, [SPREAD] = {"spread", HM_COLUMN_NUMBER, ""}};

static void put_node(hm_table_builder *builder, const hm_analysing *analysing, size_t node) {
    const char *code = analysing->scores->plan->nodes[node].code;
    double least = 100, greatest = 0;
    for (size_t i = 0; i < analysing->unit_count; i++) {
        hm_score_row row = HM_SCORE_ROW_INIT;
        (void)hm_scores_row(analysing->scores, analysing->units[i], node, &row);
        if (row.has_score && row.score < least)
            least = row.score;
        if (row.has_score && row.score > greatest)
            greatest = row.score;
    }
    hm_table_builder_text(builder, CODE, code, strlen(code));
    if (least <= greatest)
        hm_table_builder_number(builder, SPREAD, greatest - least);
    hm_table_builder_end_row(builder);
}

static hm_code run_spread(hm_table **out, const hm_analysing *analysing) {
    hm_table_builder *builder =
        hm_table_builder_open("spread", columns, COLUMNS, analysing->allocator);
    if (!builder)
        return hm_error_memory(analysing->error);
    for (size_t i = 0; i < analysing->scores->plan->node_count; i++)
        put_node(builder, analysing, i);
    return hm_table_builder_freeze(builder, out, analysing->error);
}

static const char *const tables[] = {"spread", NULL};

const hm_analysis hm_analysis_spread = {
    .info = {.size = sizeof(hm_analysis_info),
             .name = "spread",
             .summary = "show how far scores lie apart",
             .about = "Lists the distance between the best and the worst score of each node.",
             .tables = tables},
    .run = run_spread,
};
