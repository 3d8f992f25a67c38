/* result_of.h: one number of each replicate: what is asked why it varies. */
#ifndef HM_RESULT_OF_H
#define HM_RESULT_OF_H

#include "study/replicates.h"

typedef enum hm_result_kind {
    HM_RESULT_SHIFT, /* how far cities are from their ranks by the package, on average */
    HM_RESULT_SCORE, /* of a city */
    HM_RESULT_RANK,
    HM_RESULT_TOP /* the share of the first by the package that stay among them */
} hm_result_kind;

typedef struct hm_result_of {
    hm_result_kind kind;
    const char *text;   /* as it was asked for */
    const char *period; /* of the data set, or as it was asked for; NULL: all, together */
    uint32_t number;    /* of the period; HM_NO_NAME: all */
    size_t unit;        /* of a city */
    uint32_t top;
} hm_result_of;

/* "shift", "score:CITY", "rank:CITY", "top:K"; of `period`, or if NULL of a city's last one, or of
 * all. HM_ERROR_ARGUMENT for anything else. */
hm_code hm_result_of_read(hm_result_of *out, const char *text, const char *period,
                          const hm_dataset *dataset, hm_error *error);

/* Of all replicates, from 1 on. HM_ERROR_DATA where one has none; memory. */
hm_code hm_result_of_take(const hm_result_of *of, const hm_replicates *replicates, double *results,
                          hm_error *error);

#endif
