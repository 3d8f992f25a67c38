/* fits.h: what scales have learnt from the cities of each period, kept so that it can be stored,
 * merged and applied to others.
 *
 * An indicator that is scaled over cities (minmax, zscore, rank, percentile) learns from all cities
 * of a period that have a value and are ranked, and marks each city by what was learnt. hm_score
 * does both in one go, and its scores hold what was learnt (hm_scores_fits). Given as `fits` in the
 * options of hm_score, hm_stream or hm_session_open, a fit takes the place of learning: nothing is
 * learnt then, so that one city alone, or a stream, is marked as it would be among the others.
 *
 * A fit is written as a table with the columns phase, node, step, method, period, group, parameter,
 * index and value, and read back from CSV. Of each node it says `digest` (four whole numbers that
 * stand for the measure, the inputs, the scale and its direction: a node that differs is refused)
 * and `direction` (-1 where less is better); of each node and period `count` (cities), `worst` and
 * `best`, for zscore `mean` and `deviation`, and, but for minmax, `sample`: all values, from the
 * worst to the best. These follow from the sample, and a table in which they do not is refused.
 *
 * Fits that were learnt from other cities merge into the one that all of them give, to the bit. */
#ifndef HUNDREDMARK_FITS_H
#define HUNDREDMARK_FITS_H

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the scores were made with: learnt, or as it was given. Borrowed; NULL for NULL. */
HM_API const hm_fits *hm_scores_fits(const hm_scores *scores);

/* Reads a fit from a CSV file, "-" for standard input. `allocator` NULL: malloc. Errors:
 * HM_ERROR_DATA with file, line and column (no such file, a missing column or row, a figure that
 * does not follow from the sample, anything that stands twice), memory, argument. */
HM_API hm_code hm_fits_read(hm_fits **out, const char *path, const hm_allocator *allocator,
                            hm_error *error);
HM_API hm_code hm_fits_read_memory(hm_fits **out, const char *name, const char *data, size_t size,
                                   const hm_allocator *allocator, hm_error *error);
HM_API void hm_fits_free(hm_fits *fits);

/* One fit of `count`, of cities that no two of them share: that is not looked for. Errors:
 * HM_ERROR_PACKAGE for a node that is not the same in all that have it, memory, argument. */
HM_API hm_code hm_fits_merge(hm_fits **out, const hm_fits *const *fits, size_t count,
                             const hm_allocator *allocator, hm_error *error);

/* A fit as a table of its own memory, for hm_tables_write and others. Errors: memory, argument. */
HM_API hm_code hm_fits_table(hm_table **out, const hm_fits *fits, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
