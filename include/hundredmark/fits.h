/* fits.h: what scales have learnt from the cities of each period, kept so that it can be stored,
 * merged and applied to others.
 *
 * A node that is scaled over cities (minmax, zscore, rank, percentile) learns from all cities of a
 * period, or from those that have the same word in a column of the cities (`by`), that have a value
 * and are ranked, and marks each city by what was learnt. What groups learn from is there only when
 * the nodes below have their scores: each node learns in a phase, those of phase 1 from values that
 * no other city has a part in, those of phase 2 from values that rest on phase 1, and so on.
 * hm_score does both in one go, and its scores hold what was learnt (hm_scores_fits). Given as
 * `fits` in the options of hm_score, hm_stream or hm_session_open, a fit takes the place of
 * learning: nothing is learnt then, so that one city alone, or a stream, is marked as it would be
 * among the others.
 *
 * A fit is written as a table with the columns phase, node, step, method, period, group, parameter,
 * index and value, and read back in whatever format data are read in. Of each node it says `digest`
 * (four whole numbers that stand for the measure and the inputs, or what a group is made of, the
 * scale and its direction: a node that differs is refused), from phase 2 on `rests_on` (likewise,
 * of all that was learnt in phases before), and `direction` (-1 where lower values have higher
 * marks); of each node, period and group `count` (cities), `worst` and `best` (the values with the
 * lowest and the highest mark), for zscore `mean` and `deviation`, and, but for minmax, `sample`:
 * all values, from the one with the lowest mark to that with the highest. These follow from the
 * sample, and a table in which they do not is refused.
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

/* Reads a fit from a file, "-" for standard input: CSV, JSON (an array of rows, or one in the
 * member `fits`) or NDJSON; of a folder its fits.csv, or else fits.json or fits.ndjson. `allocator`
 * NULL: malloc. Errors: HM_ERROR_DATA with file, line and column (no such file, a missing column or
 * row, a figure that does not follow from the sample, anything that stands twice), memory,
 * argument. */
HM_API hm_code hm_fits_read(hm_fits **out, const char *path, const hm_allocator *allocator,
                            hm_error *error);
/* The same also in `count` formats that the program reads, as hm_dataset_add_format has them: of a
 * workbook the sheet `fits`, or else the only one that can be seen. */
HM_API hm_code hm_fits_read_with(hm_fits **out, const char *path,
                                 const hm_book_format *const *formats, size_t count,
                                 const hm_allocator *allocator, hm_error *error);
HM_API hm_code hm_fits_read_memory(hm_fits **out, const char *name, const char *data, size_t size,
                                   const hm_allocator *allocator, hm_error *error);
HM_API void hm_fits_free(hm_fits *fits);

/* The greatest phase that it has something of; 0: it is empty. */
HM_API size_t hm_fits_phase_count(const hm_fits *fits);

/* Learns, from all units of `dataset`, the first phase that options->fits (NULL: there are none)
 * lacks, and nothing else: `out` receives what was learnt in it, alone, or NULL where nothing is
 * lacking. So parts of the cities that are scored apart teach what all of them would: each part
 * learns the phase, hm_fits_merge joins what they have learnt with the fits before, and the next
 * phase is learnt by that. Errors: as hm_score_plan. */
HM_API hm_code hm_learn_phase(hm_fits **out, const hm_plan *plan, const hm_dataset *dataset,
                              const hm_score_options *options, hm_error *error);

/* One fit of `count`, of cities that no two of them share: that is not looked for. What was learnt
 * in a later phase rests on what was learnt before; where merging changes that, it is left out (see
 * hm_fits_phase_count). Errors: HM_ERROR_PACKAGE for a node that is not the same in all that have
 * it, memory, argument. */
HM_API hm_code hm_fits_merge(hm_fits **out, const hm_fits *const *fits, size_t count,
                             const hm_allocator *allocator, hm_error *error);

/* A fit as a table of its own memory, for hm_tables_write and others. Errors: memory, argument. */
HM_API hm_code hm_fits_table(hm_table **out, const hm_fits *fits, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
