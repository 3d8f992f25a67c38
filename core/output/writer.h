/* writer.h: rows of scores on their way out: formatted stretch by stretch, on several threads where
 * there are many, and handed over in large pieces, in order. Also the parts that every format
 * shares. */
#ifndef HM_WRITER_H
#define HM_WRITER_H

#include "aggregate/scores.h"
#include "base/buffer.h"

/* What all stretches share. */
typedef struct hm_writer {
    const hm_scores *scores;
    const hm_write_options *options;
    uint32_t *nodes; /* those within the depth that was asked for, in order */
    size_t node_count;
    void *prepared; /* the format's own: what does not change from unit to unit */
} hm_writer;

/* A format: what stands before, between and after rows, and the rows of a unit. */
typedef struct hm_row_format {
    /* Makes writer->prepared; false when memory has run out, `unprepare` is called all the same.
     * Both may be NULL. */
    bool (*prepare)(hm_writer *writer);
    void (*unprepare)(hm_writer *writer);
    void (*begin)(const hm_writer *writer, hm_buffer *out);
    /* `shares`: hm_aggregated_shares of the unit; `first`: nothing was written before. */
    void (*unit)(const hm_writer *writer, size_t unit, const double *shares, bool first,
                 hm_buffer *out);
    void (*end)(hm_buffer *out);
} hm_row_format;

extern const hm_row_format hm_row_format_csv, hm_row_format_json, hm_row_format_ndjson;

/* hm_scores_write on at most `jobs` threads. */
hm_code hm_writer_write(const hm_scores *scores, const hm_write_options *options, size_t jobs,
                        int (*write)(void *context, const char *data, size_t size), void *context,
                        hm_error *error);

/* Names of flags joined by ';'. */
void hm_writer_add_flags(hm_buffer *out, unsigned flags);

#endif
