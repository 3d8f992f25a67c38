/* weights.c: does the order of the cities rest on the weights? All dimensions of the index are
 * given other weights at random, half to one and a half of their own, again and again; of each city
 * the best and the worst rank that come of it are printed beside its own.
 *
 *     weights DATA PERIOD VARIATIONS       such as: weights study 2025 200 */
#include <hundredmark/hundredmark.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct ranks {
    uint32_t own, best, worst; /* 0: none */
} ranks;

/* From 0 to 1, the same numbers on every machine. */
static double draw(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

/* Scores with the plan as it is, and notes each unit's rank. */
static hm_code note_ranks(const hm_plan *plan, const hm_dataset *data, ranks *noted,
                          hm_error *error) {
    hm_score_options options = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores = NULL;
    options.rank_levels = 1; /* of the index alone */
    const hm_code code = hm_score_plan(&scores, plan, data, &options, error);
    for (size_t unit = 0; code == HM_OK && unit < hm_dataset_unit_count(data); unit++) {
        hm_score_row row = HM_SCORE_ROW_INIT;
        ranks *r = &noted[unit];
        if (hm_scores_row(scores, unit, 0, &row) != HM_OK || row.rank == 0)
            continue;
        if (r->own == 0)
            r->own = r->best = r->worst = row.rank;
        r->best = row.rank < r->best ? row.rank : r->best;
        r->worst = row.rank > r->worst ? row.rank : r->worst;
    }
    hm_scores_free(scores);
    return code;
}

enum { MOST_GROUPS = 256 };

/* All groups but the root, which has no siblings, and their weights; returns how many there are. */
static size_t find_groups(const hm_plan *plan, size_t *nodes, double *weights) {
    size_t count = 0;
    hm_node_info node = HM_NODE_INFO_INIT;
    for (size_t i = 1; count < MOST_GROUPS && hm_plan_node(plan, i, &node) == HM_OK; i++) {
        if (!node.is_indicator) {
            nodes[count] = i;
            weights[count++] = node.weight;
        }
    }
    return count;
}

static hm_code vary(hm_plan *plan, const hm_dataset *data, size_t variations, ranks *noted,
                    hm_error *error) {
    size_t nodes[MOST_GROUPS];
    double own[MOST_GROUPS], weights[MOST_GROUPS];
    const size_t count = find_groups(plan, nodes, own);
    uint64_t seed = 30146;
    hm_code code = note_ranks(plan, data, noted, error);
    for (size_t i = 0; code == HM_OK && i < variations; i++) {
        for (size_t n = 0; n < count; n++)
            weights[n] = own[n] * (0.5 + draw(&seed));
        code = hm_plan_set_weights(plan, count, nodes, weights, error);
        if (code == HM_OK)
            code = note_ranks(plan, data, noted, error);
    }
    return code;
}

static void print(const hm_dataset *data, const char *period, const ranks *noted) {
    for (size_t unit = 0; unit < hm_dataset_unit_count(data); unit++)
        if (strcmp(hm_dataset_unit_period(data, unit), period) == 0 && noted[unit].own > 0)
            printf("%-11s %u (%u to %u)\n", hm_dataset_unit_city(data, unit),
                   (unsigned)noted[unit].own, (unsigned)noted[unit].best,
                   (unsigned)noted[unit].worst);
}

int main(int count, char **arguments) {
    hm_package *package = NULL;
    hm_dataset *data = NULL;
    hm_plan *plan = NULL;
    ranks *noted = NULL;
    hm_error error;
    if (count != 4) {
        fprintf(stderr, "usage: weights DATA PERIOD VARIATIONS\n");
        return 2;
    }
    int failed = hm_package_open(&package, "iso-iec-30146", NULL, NULL, &error) ||
                 hm_dataset_new(&data, NULL, &error) ||
                 hm_dataset_read(data, arguments[1], &error) || hm_dataset_finish(data, &error) ||
                 hm_plan_new(&plan, package, &error);
    if (!failed) {
        noted = calloc(hm_dataset_unit_count(data) + 1, sizeof *noted);
        failed = !noted || vary(plan, data, strtoul(arguments[3], NULL, 10), noted, &error);
    }
    if (failed)
        fprintf(stderr, "weights: %s\n", noted || !plan ? error.message : "memory has run out");
    else
        print(data, arguments[2], noted);
    free(noted);
    hm_plan_free(plan);
    hm_dataset_free(data);
    hm_package_free(package);
    return failed;
}
