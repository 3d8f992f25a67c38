/* comparisons.h: the one table of what a rule may say of two results. A row is all there is to know
 * about one: how authors write it, what it compares, its words, and the kernel that looks at
 * columns. */
#ifndef HM_COMPARISONS_H
#define HM_COMPARISONS_H

#include "expr/operations.h"

/* What comes of comparing. Missing: it cannot be told for want of a figure that was not reported;
 * skipped: for another reason. */
typedef enum hm_verdict {
    HM_VERDICT_HOLDS,
    HM_VERDICT_BROKEN,
    HM_VERDICT_SKIPPED,
    HM_VERDICT_MISSING
} hm_verdict;
/* "holds", "broken", "skipped"; what is missing is skipped, too. */
const char *hm_verdict_name(hm_verdict verdict);

/* Fills `holds` with 1 or 0, from the values alone. Numbers are equal where they differ by no more
 * than `tolerance`, or by what rounding alone makes of them. */
typedef void hm_comparing(size_t rows, const double *left, const double *right, double tolerance,
                          uint8_t *holds);

/* Does one side say by itself that it holds, whatever the other is? */
typedef enum hm_settling { HM_SETTLES_NOTHING, HM_SETTLES_BY_NO, HM_SETTLES_BY_YES } hm_settling;

typedef struct hm_comparison {
    const char *name;        /* "<=" */
    const char *verb, *word; /* between the two sides, for people: "must be", "at most" */
    hm_type takes;           /* HM_TYPE_NUMBER, HM_TYPE_LOGIC; HM_TYPE_ANY: two of the same */
    hm_settling left, right;
    hm_comparing *run;
} hm_comparison;

/* NULL: no more of them. */
const hm_comparison *hm_comparison_at(size_t index);
/* NULL: there is none of this name. */
const hm_comparison *hm_comparison_find(const char *name);
/* May these be the types of its two sides? */
bool hm_comparison_fits(const hm_comparison *comparison, hm_type left, hm_type right);

/* Fills `verdicts` (hm_verdict) for `rows` units. */
void hm_comparison_run(const hm_comparison *comparison, size_t rows, hm_operand left,
                       hm_operand right, double tolerance, uint8_t *verdicts);

#endif
