/* rank.h: ranks among cities whose scores were made apart.
 *
 * A great study is scored in parts, a shard of cities each, and within a part no city knows the
 * others. A *ranking* reads the rows that scoring wrote (CSV or NDJSON, hm_scores_write) from any
 * number of files, ranks every node's scores among the cities of a period by the rules that
 * hm_score has, and writes the same rows with the `rank` filled in: what is written is, byte for
 * byte, what one run over all cities would have written. Where indicators are scaled over
 * cities, their very scores depend on the others: then parts are scored with a fit (fits.h).
 *
 * Used in three steps: new, any number of reads, finish; then it never changes and may be read from
 * several threads. Files stay open, and must stay as they are, until the ranking is freed. */
#ifndef HUNDREDMARK_RANK_H
#define HUNDREDMARK_RANK_H

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hm_ranking hm_ranking;

/* `package`, that of the rows, says which nodes deduct points (of these less is better) and how
 * much of a node must rest on data and apply for it to be ranked (the policy's rank_if); it is kept
 * alive. A code that it does not know is a warning. NULL: no node deducts, and two thirds of both
 * are needed. `allocator` NULL: malloc. Errors: memory, argument. */
HM_API hm_code hm_ranking_new(hm_ranking **out, const hm_package *package,
                              const hm_allocator *allocator, hm_error *error);
HM_API void hm_ranking_free(hm_ranking *ranking);

/* All calls of this ranking look at `cancel` from here on, which must outlive them; NULL: none.
 * After reading or finishing was cancelled the ranking can only be freed. */
HM_API void hm_ranking_set_cancel(hm_ranking *ranking, const hm_cancel *cancel);

/* Reads score rows from a file ("-": standard input), behind those read before. CSV has a header
 * with at least the columns city, period, code, depth, score, coverage, applicable and rank, in any
 * order and the same in every file, and may repeat it; NDJSON has an object with these members a
 * line. A row that cannot be used is an issue (HM_REJECTED) and is left out. Errors: HM_ERROR_DATA
 * when the file cannot be read, a column is missing, or it is not of the form of the files before;
 * memory, argument. After an error the ranking can only be freed. */
HM_API hm_code hm_ranking_read(hm_ranking *ranking, const char *path, hm_error *error);
/* As above from `size` bytes that must outlive the ranking; `name` stands for the file in messages
 * and is copied. */
HM_API hm_code hm_ranking_read_memory(hm_ranking *ranking, const char *name, const char *data,
                                      size_t size, hm_error *error);

/* Reads a file of cities (hm_dataset_read_cities): those that it keeps out of ranks have none here.
 * What is wrong with it is among the issues of the ranking once that is finished, and so is a city
 * without rows, HM_WARNING. Errors: HM_ERROR_DATA, memory, argument. */
HM_API hm_code hm_ranking_read_cities(hm_ranking *ranking, const char *path, hm_error *error);
/* As hm_dataset_add_language, of the files of cities that are read from now on. */
HM_API hm_code hm_ranking_add_language(hm_ranking *ranking, const hm_data_language *language,
                                       hm_error *error);

/* Ranks: among the rows of a code and period 1 is best; scores tie and share the smaller rank
 * that are less than the best of them by at most 1e-9 * max(1, |best|). A row without a score has
 * no rank, nor has one whose coverage or applicable does not reach the policy's rank_if. Of rows of
 * the same city, period and code the first is kept, none when their scores differ; the others are
 * issues (HM_REJECTED). A city and period that lacks nodes was cut off somewhere: all its rows are
 * left out, which is an issue (HM_REJECTED) at its last row. Needed is every code that was read;
 * where most of them are nodes of the package, only these. A node of the package that no city has
 * is a warning, and so is a ranking without rows. `jobs`: threads, 0: one a processor; results do
 * not depend on it. Errors: memory, argument. */
HM_API hm_code hm_ranking_finish(hm_ranking *ranking, size_t jobs, hm_error *error);

/* What was rejected, and codes that the package does not know, in the order of the data. */
HM_API const hm_issues *hm_ranking_issues(const hm_ranking *ranking);
/* How many cities and periods were left out because they lack nodes; `*missing`, which may be NULL,
 * becomes the number of rows that they lack. */
HM_API size_t hm_ranking_incomplete(const hm_ranking *ranking, size_t *missing);
/* How many rows are kept. */
HM_API size_t hm_ranking_row_count(const hm_ranking *ranking);
/* "csv" or "ndjson": the form of what was read, and is written. */
HM_API const char *hm_ranking_format(const hm_ranking *ranking);

/* The codes of the rows, in order of first appearance. Borrowed, NULL when out of range; `depth`
 * may be NULL. */
HM_API const char *hm_ranking_code(const hm_ranking *ranking, size_t index, size_t *depth);

/* One row for those who want to see, not to write. Texts are borrowed. */
typedef struct hm_ranking_row {
    const char *city, *period;
    int has_score, has_coverage;
    double score, coverage;
    uint32_t rank; /* 0: none, as too little of it rests on data or applies, or it has no score */
} hm_ranking_row;
/* Shows `visit` every row of a code, in their order, until it returns other than 0. Only after
 * hm_ranking_finish. Errors: memory, argument (a code that no row has). */
HM_API hm_code hm_ranking_visit(const hm_ranking *ranking, const char *code,
                                int (*visit)(void *context, const hm_ranking_row *row),
                                void *context, hm_error *error);

typedef struct hm_ranking_write_options {
    size_t size;    /* HM_RANKING_WRITE_OPTIONS_INIT, hm_ranking_write_options_init */
    size_t depth;   /* rows of nodes down to this depth */
    int safe_cells; /* CSV: an apostrophe before texts that a spreadsheet would run */
} hm_ranking_write_options;
#define HM_RANKING_WRITE_OPTIONS_INIT                                                              \
    { sizeof(hm_ranking_write_options), SIZE_MAX, 0 }
/* As hm_package_options_init. */
HM_API void hm_ranking_write_options_init(hm_ranking_write_options *options, size_t size);

/* Writes the rows in the order in which they were read, the header once. But for the rank (and the
 * apostrophes of safe cells) every byte of a row is as it was. `options` NULL: all rows, as they
 * are; `sink` as in hm_scores_write. Only after hm_ranking_finish. Errors: memory, argument,
 * output. */
HM_API hm_code hm_ranking_write(const hm_ranking *ranking, const hm_ranking_write_options *options,
                                hm_sink *sink, void *context, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
