/* analyse.h: analyses of scores: each answers a question in tables.
 *
 * statistics  what do the indicators look like: a row an indicator and stage ("value": what its
 *             measure gives; "score": what its steps and range make of that), over all units with
 *             such a value whose city is ranked: code, stage, n, missing (units without), min, q25,
 *             median, q75, max, mean, sd, skewness, kurtosis, distinct (different values), zeros,
 *             treated, imputed (units with the flag). Quantiles are of type 7, sd is that of a
 *             sample (n - 1); skewness and kurtosis are corrected for a sample (kurtosis of a
 *             normal distribution: 0), and empty for fewer than 3 and 4 values, or where all are
 *             alike. */
#ifndef HUNDREDMARK_ANALYSE_H
#define HUNDREDMARK_ANALYSE_H

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An analysis; texts are the library's own. */
typedef struct hm_analysis_info {
    size_t size;               /* HM_ANALYSIS_INFO_INIT */
    const char *name;          /* "statistics" */
    const char *summary;       /* the question that it answers, in a few words */
    const char *about;         /* in full */
    const char *const *tables; /* the names of its tables, the main one first; ends in NULL */
} hm_analysis_info;
#define HM_ANALYSIS_INFO_INIT                                                                      \
    { sizeof(hm_analysis_info), "", "", "", NULL }
HM_API size_t hm_analysis_count(void);
/* HM_ERROR_ARGUMENT when out of range. */
HM_API hm_code hm_analysis_at(size_t index, hm_analysis_info *out);

typedef struct hm_analysis_options {
    size_t size;         /* HM_ANALYSIS_OPTIONS_INIT, hm_analysis_options_init */
    const char *table;   /* which of its tables; NULL: the main one */
    const size_t *units; /* NULL: all; else those to look at, each once */
    size_t unit_count;
    const hm_cancel *cancel; /* NULL: none */
} hm_analysis_options;
#define HM_ANALYSIS_OPTIONS_INIT                                                                   \
    { sizeof(hm_analysis_options), NULL, NULL, 0, NULL }
/* As hm_package_options_init. */
HM_API void hm_analysis_options_init(hm_analysis_options *options, size_t size);

/* A table of the analysis of this name: the caller's (hm_table_free), which needs the scores no
 * more. `options` may be NULL. Errors: memory, argument (no analysis, table or unit of this name or
 * number), HM_ERROR_CANCELLED. */
HM_API hm_code hm_analyse(hm_table **out, const hm_scores *scores, const char *analysis,
                          const hm_analysis_options *options, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
