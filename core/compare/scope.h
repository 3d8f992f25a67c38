/* scope.h: which nodes two sides have in common, by what their packages declare. */
#ifndef HM_COMPARE_SCOPE_H
#define HM_COMPARE_SCOPE_H

#include "compare/compared.h"

/* Matches the plans of a unit before and one after, between which breaks may lie. False when memory
 * has run out; to be closed all the same. */
bool hm_matched_open(hm_matched *matched, const hm_scores *const scores[HM_SIDES],
                     const size_t units[HM_SIDES], const hm_allocator *allocator);
void hm_matched_close(hm_matched *matched, const hm_allocator *allocator);

#endif
