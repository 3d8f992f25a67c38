/* analysis.h: an analysis of scores. A new one is a file that ends in a descriptor, and one line in
 * analyses.c. */
#ifndef HM_ANALYSIS_H
#define HM_ANALYSIS_H

#include "aggregate/scores.h"
#include "hundredmark/analyse.h"

/* What is asked. */
typedef struct hm_analysing {
    const hm_scores *scores;
    const char *table;   /* one of the analysis's */
    const size_t *units; /* those to look at */
    size_t unit_count;
    const hm_allocator *allocator;
    const hm_cancel *cancel; /* to be looked at now and then; NULL: none */
    hm_error *error;
} hm_analysing;

typedef struct hm_analysis {
    hm_analysis_info info;
    /* Makes the table, of its own memory. Errors: memory, cancelled. */
    hm_code (*run)(hm_table **out, const hm_analysing *analysing);
} hm_analysis;

#endif
