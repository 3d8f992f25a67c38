/* rank_if.h: which scores are ranked: those that rest on enough reported data and apply to enough
 * of the city. The others keep their score, have no rank, and take no part in what is learnt from
 * all cities. (An indicator that has a score has coverage 1 and applies wholly, so it is always
 * ranked.) */
#ifndef HM_RANK_IF_H
#define HM_RANK_IF_H

#include "aggregate/group.h"

static inline bool hm_rank_if_holds(hm_rank_if least, double coverage, double applicable) {
    return hm_share_reaches(coverage, least.coverage) &&
           hm_share_reaches(applicable, least.applicable);
}

#endif
