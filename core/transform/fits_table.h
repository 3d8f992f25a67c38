/* fits_table.h: a fit as a table, the form in which it is stored. */
#ifndef HM_FITS_TABLE_H
#define HM_FITS_TABLE_H

#include "transform/fits.h"

typedef enum hm_fit_column {
    HM_FIT_PHASE,
    HM_FIT_NODE,
    HM_FIT_STEP,
    HM_FIT_METHOD,
    HM_FIT_PERIOD,
    HM_FIT_GROUP,
    HM_FIT_PARAMETER,
    HM_FIT_INDEX,
    HM_FIT_VALUE,
    HM_FIT_COLUMNS
} hm_fit_column;

const char *hm_fit_column_name(hm_fit_column column);

/* What is said of a step, or of what it has learnt from a group in a period: `parameter`. */
typedef enum hm_fit_parameter {
    HM_FIT_SAYS_DIGEST,   /* of the step, index 0 to HM_FIT_DIGEST - 1 */
    HM_FIT_SAYS_RESTS_ON, /* likewise, after the first phase */
    HM_FIT_SAYS_DIRECTION,
    HM_FIT_SAYS_SETTING,   /* index 0 to HM_SETTING_SIGN - 1 */
    HM_FIT_SAYS_COLUMNS,   /* that a joint method looks at */
    HM_FIT_SAYS_COUNT,     /* of what was learnt */
    HM_FIT_SAYS_STATISTIC, /* the first of HM_STATISTICS */
    HM_FIT_SAYS_SAMPLE =
        HM_FIT_SAYS_STATISTIC + HM_STATISTICS, /* index 0 to the number of values - 1; of a joint
                                                  method row by row, missing where there is a gap */
    HM_FIT_PARAMETERS
} hm_fit_parameter;

const char *hm_fit_parameter_name(hm_fit_parameter parameter);
/* Does a fit say it, once or more? */
bool hm_fit_says(const hm_fits *fits, const hm_fit *fit, hm_fit_parameter parameter);
/* What it says, in the node's own values: the count and the statistics. */
double hm_fit_value(const hm_fits *fits, const hm_fit *fit, hm_fit_parameter parameter);
/* The value at `index` of the sample, from the worst on. */
double hm_fit_sample_at(const hm_fits *fits, const hm_fit *fit, size_t index);

#endif
