/* writer.h: text on its way out in large pieces, and the parts that every format shares. */
#ifndef HM_WRITER_H
#define HM_WRITER_H

#include "aggregate/scores.h"
#include "base/buffer.h"

typedef struct hm_writer {
    const hm_scores *scores;
    const hm_write_options *options;
    hm_buffer buffer;
    double *shares; /* hm_aggregated_shares of the unit being written */
} hm_writer;

/* A format: what stands before, between and after rows, and a row. */
typedef struct hm_row_format {
    void (*begin)(hm_writer *writer);
    void (*row)(hm_writer *writer, size_t unit, size_t node, const hm_score_row *row, bool first);
    void (*end)(hm_writer *writer);
} hm_row_format;

extern const hm_row_format hm_row_format_csv, hm_row_format_json, hm_row_format_ndjson;

/* Names of flags joined by ';'. */
void hm_writer_add_flags(hm_writer *writer, unsigned flags);

#endif
