/* scores.h: writing scores, for the stream, whose threads are its own. */
#ifndef HM_OUTPUT_SCORES_H
#define HM_OUTPUT_SCORES_H

#include "hundredmark/score.h"
#include "output/writer.h"

/* hm_scores_write on at most `jobs` threads. */
hm_code hm_scores_write_on(const hm_scores *scores, const hm_write_options *options, size_t jobs,
                           hm_sink *sink, void *context, hm_error *error);

#endif
