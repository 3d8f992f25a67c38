/* analysis.h: an analysis of scores. A new one is a file that ends in a descriptor, and one line in
 * analyses.c. */
#ifndef HM_ANALYSIS_H
#define HM_ANALYSIS_H

#include "aggregate/scores.h"
#include "hundredmark/analyse.h"

enum { HM_ANALYSIS_SETTINGS = 8 }; /* of any analysis, at most */

/* What is asked. */
typedef struct hm_analysing {
    const hm_scores *scores;
    const char *table;   /* one of the analysis's */
    const size_t *units; /* those to look at */
    size_t unit_count;
    size_t way;   /* the number of the way that is asked for */
    size_t depth; /* nodes down to this one, of an analysis that looks at it */
    double settings[HM_ANALYSIS_SETTINGS]; /* in their order */
    const char *from, *to; /* the baseline and the end of a course; NULL: whatever the data have */
    const hm_target *targets;
    size_t target_count;
    const hm_allocator *allocator;
    const hm_cancel *cancel; /* to be looked at now and then; NULL: none */
    hm_error *error;
} hm_analysing;

typedef struct hm_analysis {
    hm_analysis_info info;
    /* Makes the table, of its own memory. Errors: memory, cancelled. */
    hm_code (*run)(hm_table **out, const hm_analysing *analysing);
} hm_analysis;

/* Is the unit of this place in the list among those that cities are compared with? A total of all
 * cities is none of them. */
static inline bool hm_analysing_compares(const hm_analysing *analysing, size_t place) {
    return hm_dataset_unit_is_ranked(analysing->scores->bound.dataset, analysing->units[place]);
}

#endif
