/* check_scores.c: what score.h promises of every row, whatever the scripts and the figures. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#include "base/buffer.h"
#include "format/csv.h"
#include "format/json.h"
#include "package/package.h"

enum { FIELDS = 15, OF_INDICATORS = HM_FLAG_CAPPED | HM_FLAG_FLOORED | HM_FLAG_PART_EXCEEDS_WHOLE };

static int is_finite(double x) {
    return fabs(x) <= DBL_MAX;
}

static void check_numbers(const hm_score_row *row) {
    REQUIRE(is_finite(row->value) && is_finite(row->contribution));
    REQUIRE(row->score >= 0 && row->score <= 100);
    REQUIRE(row->coverage >= 0 && row->coverage <= 1 + 1e-9);
    REQUIRE(row->applicable >= 0 && row->applicable <= 1 + 1e-9);
    REQUIRE(row->has_value || row->value == 0);
    REQUIRE(row->has_score || row->score == 0);
}

/* A scored node has a score, a rank and a coverage; any other has none of what a score brings. */
static void check_states(const hm_score_row *row, int is_indicator) {
    const int scored = row->status == HM_OBSERVED;
    REQUIRE((unsigned)row->status <= HM_INSUFFICIENT);
    REQUIRE(!is_indicator || row->status != HM_INSUFFICIENT);
    REQUIRE(is_indicator || row->status == HM_OBSERVED || row->status == HM_INSUFFICIENT ||
            row->status == HM_NOT_APPLICABLE);
    REQUIRE(row->has_score == scored);
    REQUIRE(!row->has_contribution || scored);
    REQUIRE(!scored || row->has_value == is_indicator);
    REQUIRE(!is_indicator || row->coverage == row->has_value);
    REQUIRE(!is_indicator ||
            row->applicable == (row->status != HM_NOT_APPLICABLE && row->status != HM_UNDEFINED));
    REQUIRE(row->flags < 256 && (is_indicator || !(row->flags & OF_INDICATORS)));
    REQUIRE(!is_indicator || ((row->flags & HM_FLAG_RESTS_ON_REJECTED) != 0) ==
                                 (row->status == HM_INVALID || row->status == HM_FAILED));
    REQUIRE(scored || !(row->flags & (HM_FLAG_CAPPED | HM_FLAG_FLOORED)));
}

static void check_rank(const hm_score_row *row, const hm_package *package) {
    const hm_rank_if least = package->plan.policy.rank_if;
    REQUIRE((row->rank > 0) == (row->has_score && row->coverage + 1e-9 >= least.coverage &&
                                row->applicable + 1e-9 >= least.applicable));
}

static void check_row(const hm_scores *scores, const hm_package *package, size_t unit,
                      size_t node) {
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_node_info info = HM_NODE_INFO_INIT;
    REQUIRE(hm_scores_row(scores, unit, node, &row) == HM_OK);
    REQUIRE(hm_package_node(package, node, &info) == HM_OK);
    check_numbers(&row);
    check_states(&row, info.is_indicator);
    check_rank(&row, package);
    const char *reason = hm_scores_reason(scores, unit, node);
    REQUIRE(reason == NULL || (info.is_indicator && row.status != HM_OBSERVED));
    REQUIRE(reason != NULL || row.status != HM_FAILED);
    REQUIRE(reason == NULL || (*reason && strchr(reason, '\n') == NULL));
    REQUIRE(hm_scores_of_node(scores, node)[unit] == row.score);
}

/* Without rounding, and where all aggregation on the way is arithmetic, the indicators'
 * contributions are the index. */
static void check_sum(const hm_scores *scores, const hm_package *package, size_t unit) {
    hm_score_row root = HM_SCORE_ROW_INIT, row = HM_SCORE_ROW_INIT;
    hm_node_info info = HM_NODE_INFO_INIT;
    double sum = 0;
    int all = 1;
    REQUIRE(hm_scores_row(scores, unit, 0, &root) == HM_OK);
    for (size_t node = 0; node < hm_package_node_count(package); node++) {
        REQUIRE(hm_scores_row(scores, unit, node, &row) == HM_OK);
        REQUIRE(hm_package_node(package, node, &info) == HM_OK);
        all = all && (row.has_contribution || !row.has_score);
        if (info.is_indicator && row.has_contribution)
            sum += row.contribution;
    }
    all = all && package->plan.policy.rounding < 0;
    REQUIRE(!all || !root.has_score || fabs(sum - root.score) <= 1e-6);
}

static int sink(void *context, const char *data, size_t size) {
    hm_buffer_add(context, data, size);
    return 0;
}

static void write_all(const hm_scores *scores, const char *format, hm_buffer *out) {
    hm_write_options options = HM_WRITE_OPTIONS_INIT;
    hm_error error;
    options.format = format;
    hm_buffer_open(out, hm_fuzz_allocator());
    REQUIRE(hm_scores_write(scores, &options, sink, out, &error) == HM_OK);
    REQUIRE(!out->failed);
}

static void check_csv(const hm_scores *scores, size_t rows) {
    hm_buffer text;
    hm_csv csv;
    hm_source source;
    size_t found = 0;
    write_all(scores, "csv", &text);
    hm_source_from_memory(&source, "scores.csv", text.data, text.size);
    hm_csv_open(&csv, &source, hm_fuzz_allocator());
    hm_csv_rewind(&csv, ',');
    while (hm_csv_next(&csv) == HM_CSV_RECORD) {
        REQUIRE(csv.count == FIELDS);
        found++;
    }
    REQUIRE(csv.at == csv.end && found == rows + 1);
    hm_csv_close(&csv);
    hm_buffer_close(&text);
}

static void check_json(const hm_scores *scores) {
    hm_buffer text;
    hm_source source;
    hm_error error;
    write_all(scores, "json", &text);
    hm_source_from_memory(&source, "scores.json", text.data, text.size);
    REQUIRE(hm_json_validate(&source, "scores.json", hm_fuzz_allocator(), &error) == HM_OK);
    hm_buffer_close(&text);
}

void hm_fuzz_check_scores(const hm_scores *scores, const hm_package *package,
                          const hm_dataset *dataset) {
    const size_t units = hm_dataset_unit_count(dataset), nodes = hm_package_node_count(package);
    hm_score_row row = HM_SCORE_ROW_INIT;
    hm_fuzz_check_issues(hm_scores_issues(scores));
    for (size_t unit = 0; unit < units; unit++) {
        for (size_t node = 0; node < nodes; node++)
            check_row(scores, package, unit, node);
        check_sum(scores, package, unit);
    }
    REQUIRE(hm_scores_row(scores, units, 0, &row) == HM_ERROR_ARGUMENT);
    REQUIRE(hm_scores_row(scores, 0, nodes, &row) == HM_ERROR_ARGUMENT);
    if (units > 0 && units * nodes <= 2000) {
        check_csv(scores, units * nodes);
        check_json(scores);
    }
}

static int same_bits(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

static void check_same_row(const hm_score_row *a, const hm_score_row *b) {
    REQUIRE(a->status == b->status && a->flags == b->flags && a->rank == b->rank);
    REQUIRE(a->has_value == b->has_value && a->has_score == b->has_score);
    REQUIRE(a->has_contribution == b->has_contribution);
    REQUIRE(same_bits(a->value, b->value) && same_bits(a->score, b->score));
    REQUIRE(same_bits(a->contribution, b->contribution) && same_bits(a->coverage, b->coverage));
    REQUIRE(same_bits(a->applicable, b->applicable));
}

void hm_fuzz_check_same(const hm_scores *a, const hm_scores *b, const hm_package *package,
                        const hm_dataset *dataset) {
    hm_score_row of_a = HM_SCORE_ROW_INIT, of_b = HM_SCORE_ROW_INIT;
    REQUIRE(hm_issues_count(hm_scores_issues(a)) == hm_issues_count(hm_scores_issues(b)));
    for (size_t unit = 0; unit < hm_dataset_unit_count(dataset); unit++)
        for (size_t node = 0; node < hm_package_node_count(package); node++) {
            REQUIRE(hm_scores_row(a, unit, node, &of_a) == HM_OK);
            REQUIRE(hm_scores_row(b, unit, node, &of_b) == HM_OK);
            check_same_row(&of_a, &of_b);
        }
}
