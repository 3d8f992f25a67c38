/* parts.h: what a data set is made of; for the files of this room only. */
#ifndef HM_DATASET_PARTS_H
#define HM_DATASET_PARTS_H

#include "platform/cancel.h"
#include "base/issues.h"
#include "dataset/cities.h"
#include "dataset/languages.h"
#include "dataset/records.h"
#include "dataset/units.h"
#include "hundredmark/dataset.h"

/* Units by row of the columns that are to come; HM_NO_UNIT of a row that was refused. */
typedef struct hm_row_units {
    uint32_t *units;
    size_t count, capacity;
} hm_row_units;

/* Room for `count` rows, to be filled by the caller. False when memory has run out, and then there
 * are none. */
bool hm_row_units_resize(hm_row_units *rows, const hm_allocator *allocator, size_t count);
void hm_row_units_close(hm_row_units *rows, const hm_allocator *allocator);

struct hm_dataset {
    const hm_allocator *allocator;
    const struct hm_dataset *base; /* of hm_dataset_changed: whose all is that stands below, but the
                                      arena, texts, inputs and some of the series; NULL */
    hm_arena arena;                /* file names, origins of series, row indexes of wide files */
    hm_issues issues;
    hm_issues percents; /* figures that a workbook shows as percentages: warned of where their
                           inputs are not meant as shares */
    hm_names texts;
    hm_names inputs; /* numbered as `series` */
    hm_series *series;
    size_t series_count, series_capacity;
    hm_names record_names;      /* numbered as `records` */
    hm_records_table **records; /* each in the arena, because its columns point at its rows */
    size_t records_count, records_capacity;
    hm_units units;
    hm_row_units column_units; /* of the last hm_dataset_put_units */
    hm_cities cities;          /* what is said of cities */
    const hm_cities *known;    /* these, or those of another data set */
    uint8_t *unranked; /* by city of the units, once the data set is finished; NULL: all are ranked
                        */
    hm_languages own_languages;    /* in which it may be written */
    const hm_languages *languages; /* these, or those of another data set */
    hm_book_format *formats;       /* that the program reads */
    size_t format_count, format_capacity;
    hm_locations locations;
    const struct hm_unclear_column *unclear; /* a list, the newest first */
    struct hm_file_rows *file_rows; /* a list, to be released; the newest is of the last file */
    hm_input_file *files;
    size_t file_count, file_capacity;
    double finished_in;               /* seconds that hm_dataset_finish took */
    size_t cells_put, cells_reserved; /* see hm_ingest_figure */
    uint32_t last_input;
    bool out_of_memory;  /* sticky: something of the data was lost */
    bool sparse;         /* sticky: far more inputs and units than figures */
    bool is_part;        /* of a stream: nothing is said of all of its names */
    bool periods_said;   /* somebody says how periods are written */
    bool pairs_rejected; /* a period such as 2012-13, which is no month */
    bool finished;
    bool cancelled;          /* sticky: not all was read, or it is frozen in part */
    const hm_cancel *cancel; /* may be NULL */
};

/* Rows by unit of one file, shared by its series: of a wide file the unit's row, of observations
 * the first row that was seen of it. */
typedef struct hm_file_rows {
    struct hm_file_rows *older;
    const char *name; /* of the file, with its sheet */
    hm_row_index wide, starts;
} hm_file_rows;

/* What is read from now on is of the file `name`, of which the data set keeps a copy: returned,
 * NULL when memory has run out. */
const char *hm_dataset_begin_file(hm_dataset *dataset, const char *name);

/* HM_OK, or the error that lost something of the data. */
hm_code hm_dataset_state(hm_dataset *dataset, hm_error *error);

#endif
