/* ranking.h: what the files of this room share.
 *
 * The files that were read stay open (or in one buffer) and are read again where rows are wanted as
 * they stand; of a row is kept where it begins, where its rank goes, its score, and numbers for its
 * city and period and for its code. Lines that are no rows have entries, too, so that an entry ends
 * where the next one begins. */
#ifndef HM_RANKING_H
#define HM_RANKING_H

#include "platform/cancel.h"
#include "base/issues.h"
#include "base/names.h"
#include "dataset/dataset.h"
#include "format/csv.h"
#include "hundredmark/rank.h"
#include "package/package.h"
#include "platform/source.h"

/* What is read of a row; the other fields pass through. */
typedef enum hm_rank_column {
    HM_RANK_CITY,
    HM_RANK_PERIOD,
    HM_RANK_CODE,
    HM_RANK_DEPTH,
    HM_RANK_SCORE,
    HM_RANK_COVERAGE,
    HM_RANK_APPLICABLE,
    HM_RANK_RANK,
    HM_RANK_COLUMNS
} hm_rank_column;

/* The column of this name, HM_RANK_COLUMNS for any other. */
hm_rank_column hm_rank_column_find(const char *text, size_t size);
const char *hm_rank_column_name(hm_rank_column column);

/* `rank` of an entry that is not ranked yet, or will not be. */
#define HM_RANK_NONE   0u
#define HM_RANK_SCORED 1u /* has a score; before finish only */
/* has a score, but too little of it rests on data or applies: it keeps that */
#define HM_RANK_UNRANKED (UINT32_MAX - 2)
#define HM_RANK_DIFFERS  (UINT32_MAX - 1) /* a later row has another score; during finish only */
#define HM_RANK_TWICE    UINT32_MAX       /* a row of the same kind stands before; during finish */

typedef struct hm_rank_entry {
    uint64_t at; /* where it begins, from the start of its source */
    double score;
    uint32_t rank_at; /* from `at` on: where the rank stands, or goes */
    uint32_t unit;    /* a number of `units`; HM_NO_NAME: no row */
    uint32_t code;    /* a number of `codes` */
    uint32_t rank;
} hm_rank_entry;

/* 0: none */
static inline uint32_t hm_rank_entry_rank(const hm_rank_entry *entry) {
    return entry->rank == HM_RANK_UNRANKED ? 0 : entry->rank;
}

typedef struct hm_rank_source {
    hm_source source;
    size_t first; /* of its entries; they end where those of the next source begin */
} hm_rank_source;

/* What is known of a code since its first row. */
typedef struct hm_rank_code {
    uint32_t depth;
    bool least_first;
} hm_rank_code;

struct hm_ranking {
    const hm_allocator *allocator;
    hm_package *package;     /* or NULL */
    const hm_cancel *cancel; /* may be NULL */
    hm_rank_if rank_if;
    hm_arena arena; /* names of files */
    hm_issues issues;
    hm_dataset *known; /* what is said of cities; NULL: nothing is */
    hm_rank_source *sources;
    size_t source_count, source_capacity;
    bool is_ndjson; /* what was read, and is written; else CSV */
    /* of CSV, by the first source: */
    char delimiter;
    bool has_mark; /* the first file begins with a byte order mark */
    hm_text header;
    size_t fields[HM_RANK_COLUMNS], field_count;
    hm_rank_entry *entries;
    size_t entry_count, entry_capacity;
    size_t rows; /* entries that are rows */
    hm_names cities, periods, codes;
    hm_names units; /* each a city's and a period's number: hm_rank_unit */
    hm_rank_code *of_codes;
    size_t code_capacity;
    uint32_t last_unit, last_code; /* of the row before; rows of a unit stand together */
    size_t incomplete, missing;    /* units left out, and the rows that they lack */
    bool finished;
};

typedef struct hm_rank_unit {
    uint32_t city, period;
} hm_rank_unit;
hm_rank_unit hm_rank_unit_of(const hm_ranking *ranking, uint32_t unit);
/* Behind the last byte of an entry of this source, from the start of the source. */
size_t hm_rank_entry_end(const hm_ranking *ranking, const hm_rank_source *source, size_t number);
/* Behind the last entry of this source. */
size_t hm_rank_source_end(const hm_ranking *ranking, const hm_rank_source *source);

/* A row as its reader found it. */
typedef struct hm_rank_line {
    const hm_rank_source *source;
    const char *begin;
    hm_position position;          /* of the row */
    hm_raw cells[HM_RANK_COLUMNS]; /* trimmed */
    const char *rank_at;
    bool decimal_comma;
} hm_rank_line;

/* A number of a row; with `decimal_comma` the mark may be either. */
bool hm_rank_read_number(hm_raw cell, bool decimal_comma, double *out);

/* An issue about a row, which is left out. `texts` may be NULL. */
void hm_ranking_reject(hm_ranking *ranking, const hm_rank_source *source, hm_issue_code code,
                       hm_position position, const hm_issue_texts *texts);
/* The bytes from `begin` to the next entry are no row. False when memory has run out. */
bool hm_ranking_drop(hm_ranking *ranking, const hm_rank_source *source, const char *begin);
/* The row becomes an entry; one that cannot be used an issue. Errors: memory, data (there are more
 * rows than can be numbered). */
hm_code hm_ranking_take(hm_ranking *ranking, const hm_rank_line *line, hm_error *error);
/* What stands before `done` will not be looked at again soon; `*forgotten` counts how much of it
 * was let go already. */
void hm_rank_source_forget(const hm_rank_source *source, const char *done, size_t *forgotten);

/* The readers: all lines of the source. */
hm_code hm_rank_read_csv(hm_ranking *ranking, hm_rank_source *source, hm_error *error);
hm_code hm_rank_read_ndjson(hm_ranking *ranking, hm_rank_source *source, hm_error *error);
/* Only the coverage of a row that was read before, text[0..size); false when there is none. */
bool hm_rank_coverage_csv(const hm_ranking *ranking, const char *text, size_t size, double *out);
bool hm_rank_coverage_ndjson(const hm_ranking *ranking, const char *text, size_t size, double *out);

/* Lines are not kept: they are counted where somebody needs one, from one row to a later one. */
typedef struct hm_rank_lines {
    hm_source_cursor cursor;
    const char *at;
    uint32_t line;
} hm_rank_lines;
hm_rank_lines hm_rank_lines_of(const hm_rank_source *source);
uint32_t hm_rank_line_at(hm_rank_lines *lines, const char *at);

/* Leaves out units that lack nodes and tells of each; `*found`: there are some, and no entry is
 * ranked any more. Of ranked entries. In incomplete.c. Errors: memory. */
hm_code hm_ranking_leave_out_incomplete(hm_ranking *ranking, bool *found, hm_error *error);

/* Fills `rank` of all entries and marks those that stand twice. In rank_entries.c. */
hm_code hm_ranking_rank(hm_ranking *ranking, size_t jobs, bool *twice, hm_error *error);

#endif
