/* csv.h: a reader of separated text: one record at a time, its fields pointing into the source.
 *
 * RFC 4180 with these liberties: `,`, `;` or tab between fields, lines that end in LF, CR LF or CR
 * (lines.h), blank lines skipped, a byte order mark skipped, quotes inside an unquoted field are
 * ordinary characters. A quoted field may span lines; but if the source ends inside the quotes,
 * text follows a closing quote on a later line, or the quotes hold more than HM_CSV_QUOTED_MOST,
 * the quote was never closed: that line alone is lost and reading goes on with the next. */
#ifndef HM_CSV_H
#define HM_CSV_H

#include "format/encoding.h"
#include "format/raw.h"
#include "platform/source.h"

/* Bytes within quotes: the longest cell with every character a doubled quote. */
#define HM_CSV_QUOTED_MOST (2 * HM_CELL_MOST)

typedef struct hm_csv {
    const hm_allocator *allocator;
    hm_source_cursor cursor; /* how far the text is there */
    const char *start, *end; /* without the byte order mark */
    const char *at;          /* the next record */
    const char *line_start;  /* of the line that `at`, or the field being read, is on */
    uint32_t line;
    char delimiter;
    char quote; /* `"` unless a caller sets another behind hm_csv_open; a line end: none */
    /* what is known of the text behind the last record, up to `looked`: */
    bool clean; /* valid UTF-8 without NUL */
    bool ascii;
    bool has_cr;
    const char *looked;
    hm_raw *fields; /* of the last record, with what is wrong with each; of HM_CSV_UNCLOSED those in
                       front of the quote, not looked at */
    size_t count, capacity;
    hm_arena arena; /* fields with doubled quotes, written with single ones */
    /* What is no UTF-8 stays so with HM_ENCODING_UTF8; with HM_ENCODING_UNKNOWN it is looked for,
     * where the first such field is met, which encoding the whole source is in. */
    hm_encoding encoding;
    hm_position decoded; /* of the first field that was turned into UTF-8; line 0: none was */
    hm_position lost;    /* the quote of HM_CSV_UNCLOSED */
    /* the separators of the 64 bytes from `block` on, one bit each; those behind are 0; NULL: not
     * looked for yet */
    const char *block;
    uint64_t separators;
} hm_csv;

typedef enum hm_csv_result {
    HM_CSV_RECORD,
    HM_CSV_END,
    HM_CSV_UNCLOSED, /* `lost` is the opening quote; the reader stands on the next line */
    HM_CSV_MEMORY
} hm_csv_result;

void hm_csv_open(hm_csv *csv, const hm_source *source, const hm_allocator *allocator);
/* A reader of stretches of text that hm_csv_turn gives it. It does not look at their bytes: fields
 * that are not UTF-8 or have a NUL pass for fine. */
void hm_csv_open_text(hm_csv *csv, char delimiter, const hm_allocator *allocator);
/* Now at `text`, which goes up to `end` and is counted as line 1. */
void hm_csv_turn(hm_csv *csv, const char *text, const char *end);
void hm_csv_close(hm_csv *csv);
/* Back to the first line, with `delimiter` between fields. */
void hm_csv_rewind(hm_csv *csv, char delimiter);
/* From the next record on with `delimiter` between fields. */
void hm_csv_continue(hm_csv *csv, char delimiter);
hm_csv_result hm_csv_next(hm_csv *csv);
/* On to the record at `at`, `lines` lines further, because somebody else has read those between. */
void hm_csv_pass(hm_csv *csv, const char *at, size_t lines);
/* No field of the last record has anything but white space. */
bool hm_csv_is_blank(const hm_csv *csv);

#endif
