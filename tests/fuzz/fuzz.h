/* fuzz.h: what every fuzz target shares.
 *
 * A target is one file fuzz_NAME.c that defines LLVMFuzzerTestOneInput. Built with HM_FUZZ it is
 * linked with libFuzzer, otherwise with replay.c, which runs it once over every file it is given.
 * Whatever the bytes, no promise of the engine may be broken: REQUIRE ends the process if one is.
 */
#ifndef HM_FUZZ_H
#define HM_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "hundredmark/hundredmark.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Set by replay.c: all checks, however slow. */
extern int hm_fuzz_replaying;
/* Is this input among those to be thorough with? */
int hm_fuzz_is_chosen(const uint8_t *data, size_t size);

/* Says what does not hold, and where, and aborts. */
#define REQUIRE(condition)                                                                         \
    ((condition) ? (void)0 : hm_fuzz_broken(#condition, __FILE__, (unsigned)__LINE__))
void hm_fuzz_broken(const char *what, const char *file, unsigned line);

/* An allocator that requires every old size to be the right one. Bytes in use are counted, and
 * there must be none when hm_fuzz_end is called. One thread or several. */
const hm_allocator *hm_fuzz_allocator(void);
void hm_fuzz_end(void);

/* An error is one line of text with a place that makes sense; so is every issue. With
 * HM_FUZZ_VERBOSE in the environment errors are shown. */
void hm_fuzz_check_error(hm_code code, const hm_error *error);
void hm_fuzz_check_issues(const hm_issues *issues);

/* Walks every public view of a finished data set and requires its parts to agree. */
void hm_fuzz_walk_dataset(const hm_dataset *dataset);
/* As hm_fuzz_walk_dataset, after finishing it. */
void hm_fuzz_finish_dataset(hm_dataset *dataset);

/* Requires of every row of the scores what score.h promises, and that the CSV and the JSON written
 * of them can be read again. */
void hm_fuzz_check_scores(const hm_scores *scores, const hm_package *package,
                          const hm_dataset *dataset);
/* Requires two runs to have given the same rows to the last bit. */
void hm_fuzz_check_same(const hm_scores *a, const hm_scores *b, const hm_package *package,
                        const hm_dataset *dataset);

/* A finished data set read from CSV `text`, all of which must be fine. */
hm_dataset *hm_fuzz_dataset(const char *text);

/* Opens a package of these files, which must be fine. */
hm_package *hm_fuzz_package(const hm_package_file *files, size_t count);

#endif
