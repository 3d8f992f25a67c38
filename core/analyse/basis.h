/* basis.h: what the scores of two units of one run rest on beside their figures: weights, measures,
 * methods and indicators that are not the same move a score where no figure has moved. */
#ifndef HM_BASIS_H
#define HM_BASIS_H

#include "aggregate/scores.h"

enum {
    HM_BASIS_WEIGHTS = 1,
    HM_BASIS_MEASURES = 2,
    HM_BASIS_METHODS = 4,   /* of aggregation, and steps */
    HM_BASIS_INDICATORS = 8 /* some below have a score in one of the two units alone */
};

/* Of each node (`differs` has one for each of the plan) what differs, in it or below it, or in what
 * its measure reads. Two units of one period, or of periods that the package treats alike, differ
 * in indicators at most. What a function in Lua asks for is not known before it is called: other
 * parameters that it reads are not found. */
void hm_basis_compare(const hm_scores *scores, size_t one, size_t other, uint8_t *differs);

/* What differs in words of tables, "weights;indicators"; "" for nothing. */
enum { HM_BASIS_TEXT = 48 };
void hm_basis_print(uint8_t differs, char text[HM_BASIS_TEXT]);

#endif
