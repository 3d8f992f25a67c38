/* variants.h: the scores of all cities for each set of alternatives that replicates share. */
#ifndef HM_VARIANTS_H
#define HM_VARIANTS_H

#include "aggregate/scores.h"
#include "study/study.h"

typedef struct hm_variant {
    uint64_t key;            /* hm_study_key */
    const uint32_t *choices; /* by factor, of some replicate with this key */
    const hm_plan *plan;
    hm_scores
        *scores; /* without ranks: its own, or of the one whose indicators have the same scores */
    hm_package *package;       /* kept */
    struct hm_variant *source; /* that one: whose groups have other methods; itself */
    hm_varied_stage *stages;
    hm_setting *settings;
    hm_variation variation;
} hm_variant;

typedef struct hm_variants {
    const hm_study *study;
    const hm_dataset *dataset;
    const hm_allocator *allocator;
    hm_variant *items; /* by their keys; 0, the package as it is, is the first */
    size_t count, capacity;
} hm_variants;

typedef struct hm_variants_options {
    hm_score_options score; /* with its allocator */
    bool plans_alone;       /* nothing is scored */
} hm_variants_options;

/* Those that `count` replicates need, whose choices stand by replicate and then factor, and must
 * outlive them: the first one's are all 0. To be closed all the same when it fails. */
hm_code hm_variants_open(hm_variants *variants, const hm_study *study, const hm_dataset *dataset,
                         const uint32_t *choices, size_t count, const hm_variants_options *options,
                         const hm_allocator *allocator, hm_error *error);
void hm_variants_close(hm_variants *variants);

const hm_variant *hm_variants_find(const hm_variants *variants, uint64_t key);

#endif
