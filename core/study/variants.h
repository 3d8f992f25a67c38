/* variants.h: the scores of all cities for each set of alternatives that replicates share. */
#ifndef HM_VARIANTS_H
#define HM_VARIANTS_H

#include "aggregate/scores.h"
#include "study/study.h"

typedef struct hm_variant {
    uint64_t key;            /* hm_study_key */
    const uint32_t *choices; /* by factor, of some replicate with this key */
    const hm_plan *plan;
    hm_package *package; /* kept */
    bool regroups;       /* its groups do nothing but aggregate their children: no step, measure or
                            weights from the data, no node reads another, and what the study
                            leaves out changes nothing but what is above it */
    struct hm_variant *source; /* of one that does: the one whose indicators have the same scores,
                                  and whose groups have other methods, or itself; else NULL */
    hm_scores *scores;         /* of that one, without ranks */
    hm_varied_stage *stages;
    hm_setting *settings;
    hm_variation variation;
} hm_variant;

typedef struct hm_variants {
    const hm_study *study;
    const hm_allocator *allocator;
    hm_variant *items; /* by their keys; 0, the package as it is, is the first */
    size_t count, capacity;
} hm_variants;

/* Those that `count` replicates need, whose choices stand by replicate and then factor, and must
 * outlive them: the first one's are all 0. To be closed all the same when it fails. Errors: memory,
 * HM_ERROR_PACKAGE (an alternative does not go with the package, or with what else varies). */
hm_code hm_variants_open(hm_variants *variants, const hm_study *study, const uint32_t *choices,
                         size_t count, size_t jobs, const hm_allocator *allocator, hm_error *error);
void hm_variants_close(hm_variants *variants);

/* The scores of those that regroup. `options` have their allocator, and how many jobs. */
hm_code hm_variants_score(hm_variants *variants, const hm_dataset *dataset,
                          const hm_score_options *options, hm_error *error);

const hm_variant *hm_variants_find(const hm_variants *variants, uint64_t key);

#endif
