/* stream.h: scoring data of any length in little memory.
 *
 * hm_stream reads one file (or standard input) from front to back, some hundred kilobytes at a
 * time, scores the cities in them and writes their rows before it reads on. So all rows of a city
 * must stand together, as in a file that is sorted by city; in which order, and in which order a
 * city's periods, does not matter. The rows written are those that hm_score and hm_scores_write
 * give, byte for byte, but for one column: there are no ranks, because they need all cities. They
 * are filled in afterwards, over the rows of any number of streams.
 *
 * Memory: some megabytes a thread (a city that is larger than a batch is held as a whole; 64 MiB of
 * text are too much for one), and 10 to 18 bytes for each city that has been seen: hashes of 64
 * bits, to find out that a city comes again. (Once in 37 million streams of a million cities, two
 * names share a hash, and the stream is refused.) Lines are counted to 4 227 858 431.
 *
 * Data that are read as they come (a pipe that stays open) are written as they come with `flush`. A
 * city is whole when the next one begins, or at the end: before that more of its rows may come, and
 * its marks would be of a part of its figures.
 *
 * Issues are as for hm_score, in the same order; only that the data hold nothing is told last,
 * since it is known at the end. What is said of a name (an input that the package does not have,
 * say) is said once a stream; scripts that failed are told once a batch. A function measure that
 * keeps state between calls fails from the batch on in which it is found out. */
#ifndef HUNDREDMARK_STREAM_H
#define HUNDREDMARK_STREAM_H

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hm_stream_options {
    size_t size;        /* HM_STREAM_OPTIONS_INIT, hm_stream_options_init */
    const char *format; /* a writer whose rows stand alone (write.h); NULL: "csv" */
    size_t depth;       /* nodes down to this depth */
    int no_header;      /* csv without its first line */
    size_t jobs;        /* threads; 0: one a processor. Results do not depend on it. */
    size_t batch; /* bytes of text scored together; 0: 256 KiB. Results do not depend on it. */
    const char *const *cities; /* NULL: all are written; else only these `city_count` */
    size_t city_count;
    const char *const *periods; /* the same of periods */
    size_t period_count;
    const hm_allocator *allocator; /* NULL: malloc */
    const hm_cancel *cancel;       /* NULL: none */
    hm_log_function *log;          /* NULL, or told the issues, on the calling thread */
    void *log_context;
    int safe_cells; /* as in hm_write_options */
    double flush;   /* seconds after which the rows of whole cities are written, although a batch is
                       not full; 0: when it is full. For data that are read as they come. */
    hm_total_limits run_limits; /* as in hm_score_options, of the stream as a whole */
    size_t issues; /* told of a kind, one by one; the others are counted, and told at the
                      end. 0, or more than 100: 100 */
    const hm_fits
        *fits; /* what scales have learnt, as in hm_score_options: a stream cannot learn */
    const hm_dataset *cities_of; /* NULL, or a data set that has read what is said of cities
                                    (hm_dataset_read_cities), by which steps group them */
    int bom;                     /* as in hm_write_options, and here below */
    char delimiter;              /* of what is written */
    char decimal;
    const char *encoding; /* of the data's text, as in hm_read_options; NULL: UTF-8, or UTF-16 with
                             a byte order mark */
    const hm_data_language *languages; /* in which the data may be (hm_dataset_add_language) */
    size_t language_count;
} hm_stream_options;
#define HM_STREAM_OPTIONS_INIT                                                                     \
    {                                                                                              \
        sizeof(hm_stream_options), NULL, SIZE_MAX, 0, 0, 0, NULL, 0, NULL, 0, NULL, NULL, NULL,    \
            NULL, 0, 0, {0, 0}, 0, NULL, NULL, 0, 0, 0, NULL, NULL, 0                              \
    }
/* As hm_package_options_init. */
HM_API void hm_stream_options_init(hm_stream_options *options, size_t size);

/* What went through. */
typedef struct hm_stream_counts {
    size_t size; /* HM_STREAM_COUNTS_INIT */
    uint64_t batches;
    uint64_t cities;
    uint64_t units;   /* cities and periods scored */
    uint64_t written; /* those that were asked for */
} hm_stream_counts;
#define HM_STREAM_COUNTS_INIT                                                                      \
    { sizeof(hm_stream_counts), 0, 0, 0, 0 }

/* Scores the CSV (long or wide) or NDJSON file `path`, "-" for standard input. NDJSON has an
 * observation a line, or {"observations": [...], "records": {...}} of one city a line. Rows go
 * through `sink` as hm_scores_write says, on the calling thread. `options` and `counts` may be
 * NULL. Errors, each after the rows of the cities before it: HM_ERROR_DATA (as hm_dataset_read; a
 * city that comes again; a folder or JSON), HM_ERROR_PACKAGE (an empty group; an indicator that is
 * scaled over the cities of a period, without a fit or with one that is not complete; a sandbox
 * that cannot be opened), memory, output, argument (at the end, too: a city or period in `options`
 * that the data do not have), HM_ERROR_CANCELLED, HM_ERROR_LIMIT (which cities stand before it then
 * depends on `jobs`, because all threads use of the same limits). */
HM_API hm_code hm_stream(const hm_package *package, const char *path,
                         const hm_stream_options *options, hm_sink *sink, void *context,
                         hm_stream_counts *counts, hm_error *error);

#ifdef __cplusplus
}
#endif
#endif
