/* weight_sets.h: sets of weights in a table: set, code, weight. */
#ifndef HM_WEIGHT_SETS_H
#define HM_WEIGHT_SETS_H

#include "analyse/study.h"

/* Reads the table that the study names, which stands beside the study's file; sets are numbered in
 * the order in which they come. HM_ERROR_PACKAGE with the place of what is wrong. */
hm_code hm_weight_sets_read(hm_study *study, hm_error *error);

#endif
