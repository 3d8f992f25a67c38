/* hundredmark.h: the whole public API.
 *
 * hundredmark scores cities against an indicator framework. A *package* says what is measured, a
 * *data set* what was observed; *scoring* brings the two together and gives a mark out of a hundred
 * for every node of the package's hierarchy, for every city and period.
 *
 *     #include <hundredmark/hundredmark.h>
 *     #include <stdio.h>
 *
 *     int main(void) {
 *         hm_error error;
 *         hm_package *package = NULL;
 *         hm_dataset *data = NULL;
 *         hm_scores *scores = NULL;
 *         hm_score_row row = HM_SCORE_ROW_INIT;
 *         int failed = hm_package_open(&package, "iso-iec-30146", NULL, NULL, &error)
 *                      || hm_dataset_new(&data, NULL, &error)
 *                      || hm_dataset_read(data, "observations.csv", &error)
 *                      || hm_dataset_finish(data, &error)
 *                      || hm_score(&scores, package, data, NULL, &error);
 *         if (failed)
 *             fprintf(stderr, "%s:%u: %s\n", error.file, (unsigned)error.line, error.message);
 *         else if (hm_scores_row(scores, 0, 0, &row) == HM_OK && row.has_score)
 *             printf("%s: %.1f\n", hm_dataset_unit_city(data, 0), row.score);
 *         hm_scores_free(scores);
 *         hm_dataset_free(data);
 *         hm_package_free(package);
 *         return failed;
 *     }
 *
 * Ownership: what comes through a `**out` is the caller's, to be freed with its `_free` (NULL is
 * fine); a returned pointer is borrowed. Scores look into their data set, which must outlive them,
 * and keep their package alive. Threads: a package, a finished data set and scores never change and
 * may be read from any number of threads; a data set that is still being filled belongs to one
 * thread. Stack: a thread that opens packages, scores or has a session needs 1 MiB, which scripts
 * can use up; those that the library starts have 8. Locale and signals: neither read nor changed.
 * Floating-point environment: rounding, traps, flushing to zero and flags of the host change no
 * result and are as before after each call; what the library calls of the host's runs in the usual
 * environment, and may change it; only allocators must not. Nothing is printed, nothing ends the
 * process. Scripts run in sandboxes with limits (hm_script_limits, and hm_total_limits for all
 * together), which are no boundary against unknown faults of Lua itself: where that matters, score
 * in a process of its own.
 *
 * Versions: a program may run with a newer library than it was compiled with, and with an older one
 * that has all the functions it calls. So a struct of the caller's that may get more fields one day
 * begins with `size`, which says what the program knows: HM_..._INIT sets it and the defaults, and
 * of options so does hm_..._init. Of options, what an older program does not know keeps its
 * default, and what the library does not know must be 0, or the call fails with HM_ERROR_ARGUMENT
 * as it does without a size. Of a struct that it fills, the library fills what both know, and
 * leaves the rest as it was. New fields stand at the end, and their default is 0. Structs that are
 * shown by pointer alone (hm_issue, hm_input_file, hm_ranking_row) grow in the same way, so that
 * only the library makes arrays of them; all others never change. */
#ifndef HUNDREDMARK_HUNDREDMARK_H
#define HUNDREDMARK_HUNDREDMARK_H

#include "hundredmark/analyse.h"
#include "hundredmark/arrow.h"
#include "hundredmark/base.h"
#include "hundredmark/compare.h"
#include "hundredmark/dataset.h"
#include "hundredmark/fits.h"
#include "hundredmark/improve.h"
#include "hundredmark/package.h"
#include "hundredmark/plan.h"
#include "hundredmark/rank.h"
#include "hundredmark/score.h"
#include "hundredmark/session.h"
#include "hundredmark/stream.h"
#include "hundredmark/study.h"
#include "hundredmark/table.h"
#include "hundredmark/write.h"

#endif
