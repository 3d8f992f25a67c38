/* dataset.h: what was observed: figures by city, period and input, and records (tables of rows a
 * city).
 *
 * A data set knows nothing of packages: any names can be inputs. It is made in three steps: new,
 * then any number of reads (files, memory, single cells), then finish, after which it never changes
 * and may be shared between threads. Cells that cannot be read as CSV or JSON promises are issues,
 * each with its place; whether a figure suits its input (a negative count) is found later, when a
 * package is scored. */
#ifndef HUNDREDMARK_DATASET_H
#define HUNDREDMARK_DATASET_H

#include "hundredmark/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hm_dataset hm_dataset;

/* `allocator` NULL: malloc. Errors: memory, argument. */
HM_API hm_code hm_dataset_new(hm_dataset **out, const hm_allocator *allocator, hm_error *error);
HM_API void hm_dataset_free(hm_dataset *dataset);

/* Reads observations from `path`: a CSV file (long or wide, the header decides), a JSON or NDJSON
 * file, a folder (observations.csv, cities.csv and one CSV a records name, or what its
 * datapackage.json names),
 * or "-" for standard input. Errors: HM_ERROR_DATA when nothing can be read at all (no such file,
 * an empty file, a header that is neither long nor wide, JSON that breaks off), memory. A file in
 * which nothing is filled in (a header only, a collection sheet as it was printed, an empty array)
 * is an issue, HM_WARNING. */
HM_API hm_code hm_dataset_read(hm_dataset *dataset, const char *path, hm_error *error);
/* Reads the rows of records `name` from a CSV file (or "-") with columns city, period and others.
 */
HM_API hm_code hm_dataset_read_records(hm_dataset *dataset, const char *name, const char *path,
                                       hm_error *error);
/* Reads what is said of cities beside their figures: a CSV file (or "-") with a row a city, the
 * column `city` and any others. `ranked`, yes or no, keeps a row such as a total or an average out
 * of ranks, and of what is learnt from the cities of a period: it is scored all the same. The city
 * need not be known before. Errors: HM_ERROR_DATA (no such file, no column city, a column period),
 * memory. A city that stands twice and an odd word for ranked are issues, HM_REJECTED; one of which
 * the data hold nothing, once the data set is finished, HM_WARNING. In a folder the file cities.csv
 * is read so, and so is a resource called cities. */
HM_API hm_code hm_dataset_read_cities(hm_dataset *dataset, const char *path, hm_error *error);
HM_API hm_code hm_dataset_read_cities_memory(hm_dataset *dataset, const char *name,
                                             const char *data, size_t size, hm_error *error);
/* As hm_dataset_read from `size` bytes of CSV, JSON or NDJSON in memory; `name` stands for the file
 * in messages and is copied. */
HM_API hm_code hm_dataset_read_memory(hm_dataset *dataset, const char *name, const char *data,
                                      size_t size, hm_error *error);
HM_API hm_code hm_dataset_read_records_memory(hm_dataset *dataset, const char *records,
                                              const char *name, const char *data, size_t size,
                                              hm_error *error);
/* How a file is to be read where it does not show so by itself. What is 0 or NULL is not said. */
typedef struct hm_read_options {
    size_t size;                 /* HM_READ_OPTIONS_INIT */
    const char *records;         /* its rows are of these records; NULL: it holds observations */
    int cities;                  /* 1: it says what hm_dataset_read_cities reads */
    const char *sheet;           /* which sheet of a workbook, by its name */
    const char *encoding;        /* of text: "utf-8", "windows-1252", "shift_jis", ... */
    const char *delimiter;       /* between cells: one character of ASCII */
    const char *quote;           /* around cells: likewise; "": quotes are letters like others */
    const char *comment;         /* lines that begin with it are left out */
    const uint32_t *header_rows; /* the lines of the header, from 1 on, in ascending order */
    size_t header_row_count;     /* several: the names below each other are one name */
    int no_header;               /* 1: the first line is a row of figures */
    size_t skip_last;            /* so many lines at the end are left out, beside empty ones */
    const char *decimal;         /* the decimal mark: "." or "," */
    const char *group; /* between groups of three digits: one character; "": there is none */
    const char *const *missing; /* what stands where there is no figure, beside an empty cell */
    size_t missing_count;
    const char *period_format; /* how periods are written, if not as in ISO 8601 */
    const char *recipe;        /* all that can be said of a file: JSON, as of a resource in a
                                  datapackage.json. The other options come before it */
    const char *recipe_name;   /* stands for it in messages; NULL: "recipe" */
} hm_read_options;
#define HM_READ_OPTIONS_INIT                                                                       \
    {                                                                                              \
        sizeof(hm_read_options), NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, \
            NULL, 0, NULL, NULL, NULL                                                              \
    }
/* The same for languages without macros: `size` is that of the struct as the caller knows it. */
HM_API void hm_read_options_init(hm_read_options *options, size_t size);
/* As hm_dataset_read, and its brothers for records and cities; of a folder the options are said of
 * each of its files. Errors: also HM_ERROR_ARGUMENT for options that make no sense, HM_ERROR_DATA
 * for a recipe that cannot be understood or does not suit the file. `options` may be NULL. */
HM_API hm_code hm_dataset_read_with(hm_dataset *dataset, const char *path,
                                    const hm_read_options *options, hm_error *error);
HM_API hm_code hm_dataset_read_memory_with(hm_dataset *dataset, const char *name, const char *data,
                                           size_t size, const hm_read_options *options,
                                           hm_error *error);

/* Formats that the library cannot read: a program hands over what it reads of them, sheet by sheet
 * and row by row. Everything else is as with text: which columns there are, records, cities,
 * recipes. */
typedef enum hm_book_fault {
    HM_BOOK_FINE = 0,
    HM_BOOK_ERROR = 1,     /* `text` is an error such as #DIV/0! */
    HM_BOOK_NO_RESULT = 2, /* a formula, `text`, whose result is not in the file */
    HM_BOOK_PERCENT = 3,   /* a figure that the workbook shows multiplied by a hundred */
    HM_BOOK_TEXT = 4,      /* none: a text. A figure in it is read as figures in text are, where a
                              point may stand between groups of digits */
    HM_BOOK_COVERED = 5,   /* a merged cell lies over this one, so that nobody sees `text` */
    HM_BOOK_SPANNED = 6,   /* the merged cell to the left goes on here, and shows `text`: it names
                              this column, too, in a header of several rows; elsewhere the cell is
                              empty */
    HM_BOOK_BELOW = 7      /* the merged cell above goes on here, and shows `text`: where that is
                              a city, a period or an input, it is that of this row, too;
                              elsewhere the cell is empty */
} hm_book_fault;
typedef struct hm_book_cell {
    const char *text; /* UTF-8, as a CSV cell would hold it: a figure with a decimal point, a day in
                         ISO 8601, yes or no; need not end with NUL */
    size_t size;
    uint32_t column; /* from 1 on */
    hm_book_fault fault;
    int is_result; /* 1: of a formula; nobody has typed it */
} hm_book_cell;
typedef struct hm_book_row {
    const hm_book_cell *cells; /* in ascending order of their columns; those that are empty may be
                                  left out */
    size_t count;
    uint32_t row; /* from 1 on, in ascending order */
} hm_book_row;
typedef struct hm_book_sheet {
    const char *name;
    const char *records; /* it holds rows of these; NULL: that is not known */
    int hidden;          /* 1: it is read only where somebody names it */
    int for_people;      /* 1: columns without a name, and what stands in them, are not for us */
} hm_book_sheet;
/* What somebody has changed of a form: it is warned of, and makes no other difference. */
typedef enum hm_book_remark_kind {
    HM_BOOK_CELL_UNREAD = 0,  /* `found` stands where nothing is read */
    HM_BOOK_TEXT_CHANGED = 1, /* `found`, which may be empty, stands where the form says `expected`,
                                 of `input` */
    HM_BOOK_CHECK_LOST = 2,   /* `found` stands in place of the formula that checks `input` */
    HM_BOOK_INPUT_TWICE = 3,  /* the row of `input` stands at other_sheet, other_row, too */
    HM_BOOK_INPUT_LOST = 4    /* no row of `input` is left; of the whole book */
} hm_book_remark_kind;
typedef struct hm_book_remark {
    const char *sheet; /* where it stands; NULL: nowhere */
    uint32_t row, column;
    hm_book_remark_kind kind;
    const char *found, *expected, *input; /* never NULL */
    const char *other_sheet;              /* of HM_BOOK_INPUT_TWICE */
    uint32_t other_row;
} hm_book_remark;
/* All pointers that functions give are borrowed, up to the next call with the same book. A function
 * that returns 0 has failed, or found the end, and has filled the error if it failed: `error` comes
 * with code HM_OK. They never throw, and each book is used by one thread at a time. */
typedef struct hm_book_format {
    size_t size;      /* HM_BOOK_FORMAT_INIT */
    const char *name; /* for messages: "a workbook" */
    void *context;    /* for all of the functions */
    /* Is a file that begins so, and is called so, of this format? At most 64 bytes. */
    int (*recognise)(void *context, const char *name, const char *first, size_t size);
    /* `data` stays there until the book is closed. */
    hm_code (*open)(void *context, void **book, const char *name, const char *data, size_t size,
                    hm_error *error);
    void (*close)(void *context, void *book);
    /* The next sheet from the first on; 0 behind the last. */
    int (*next_sheet)(void *context, void *book, hm_book_sheet *sheet, hm_error *error);
    /* The next row of the sheet that next_sheet has given last. */
    int (*next_row)(void *context, void *book, hm_book_row *row, hm_error *error);
    /* Does the program not show this column of the sheet, or, where `column` is 0, the row that
     * next_row has given last? What is hidden is read all the same, with a warning. NULL: nothing
     * is. */
    int (*is_hidden)(void *context, void *book, uint32_t column);
    /* Behind the last sheet: the next remark; 0 behind the last. NULL: there are none. */
    int (*next_remark)(void *context, void *book, hm_book_remark *remark, hm_error *error);
} hm_book_format;
#define HM_BOOK_FORMAT_INIT                                                                        \
    { sizeof(hm_book_format), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL }
/* What is read from now on may be of this format, too. The format is copied, its name and context
 * must outlive the data set. Errors: memory, argument. */
HM_API hm_code hm_dataset_add_format(hm_dataset *dataset, const hm_book_format *format,
                                     hm_error *error);

/* Data in another language: what it has in the place of the English words of data, which are always
 * understood. Of columns: city, period, input, value, status, quality, source, note, verified,
 * label, kind, unit, indicators, ranked; of cells: yes, no, observed, not_reported, not_applicable.
 */
typedef struct hm_data_word {
    const char *english;
    const char *word;
} hm_data_word;
typedef struct hm_data_language {
    const hm_data_word *words;
    size_t count;
} hm_data_language;
/* What is read from now on may be in this language, too: its words for columns count in headers of
 * text and workbooks that name the city or the period by them and where no recipe names columns,
 * those of cells everywhere (flags, verified, ranked, status). Keys of JSON and fields of Arrow are
 * English. The words are copied. Errors: memory, argument (a word that is not one of the English
 * ones, or is empty; a finished data set). */
HM_API hm_code hm_dataset_add_language(hm_dataset *dataset, const hm_data_language *language,
                                       hm_error *error);

/* One observation, its value as the text a CSV cell would hold. A bad cell is an issue, not an
 * error. */
HM_API hm_code hm_dataset_put(hm_dataset *dataset, const char *city, const char *period,
                              const char *input, const char *value, hm_error *error);
/* Figures column by column, for programs that have them so: first the units of all rows, then as
 * many columns as there are inputs, each with a figure a row. The data set is then the same as if
 * each figure had been put by hm_dataset_put, in that order; it only goes faster. A row whose city
 * or period cannot be used is an issue, once, and its figures are passed over. Several calls of
 * hm_dataset_put_units may follow each other, each with its own columns, and other ways of filling
 * the data set may stand between. Errors: memory, argument (NULL, `count` other than that of the
 * last hm_dataset_put_units, a finished data set), HM_ERROR_DATA (far more inputs and units than
 * figures). */
HM_API hm_code hm_dataset_put_units(hm_dataset *dataset, size_t count, const char *const *cities,
                                    const char *const *periods, hm_error *error);
/* `values` are copied. Row i has a figure where bit i % 8 (1 << i % 8) of validity[i / 8] is set,
 * as in Arrow, and what stands in `values` elsewhere does not matter; `validity` NULL: every row
 * has one. A row without one is an empty cell: not reported, unless something else says more. NaN
 * and infinities are not missing figures but wrong ones: rejected, each with an issue. */
HM_API hm_code hm_dataset_put_numbers(hm_dataset *dataset, const char *input, size_t count,
                                      const double *values, const uint8_t *validity,
                                      hm_error *error);
/* Texts as hm_dataset_put takes them (numbers, yes, NA, the option of a choice); NULL is an empty
 * cell. */
HM_API hm_code hm_dataset_put_texts(hm_dataset *dataset, const char *input, size_t count,
                                    const char *const *texts, hm_error *error);
/* One row of records: `count` columns and their texts. */
HM_API hm_code hm_dataset_put_record(hm_dataset *dataset, const char *records, const char *city,
                                     const char *period, size_t count, const char *const *columns,
                                     const char *const *values, hm_error *error);
/* Freezes the data set: duplicates are settled, records put in order. Needed before scoring. */
HM_API hm_code hm_dataset_finish(hm_dataset *dataset, hm_error *error);

/* A figure in place of what the data have, its value as the text a CSV cell would hold. */
typedef struct hm_dataset_change {
    size_t unit;
    const char *input;
    const char *value;
} hm_dataset_change;

/* A data set that is a finished one but for `count` figures: what would be if they were others. Of
 * what is said of a figure beside it (verified, source, note) only its quality stays; it stands in
 * no file. All else is the other's, which must outlive it. Inputs that the data do not have come to
 * be. Whether a figure suits its input is found later, as ever. Errors: memory, argument (a data
 * set that is not finished, a unit that there is not, a figure that is changed twice or cannot be
 * read). */
HM_API hm_code hm_dataset_changed(hm_dataset **out, const hm_dataset *dataset,
                                  const hm_dataset_change *changes, size_t count, hm_error *error);

/* How many issues of a kind are kept one by one, here and in scores of these data: 100 unless told
 * otherwise, SIZE_MAX for all of them. Before anything is read. */
HM_API void hm_dataset_keep_issues(hm_dataset *dataset, size_t most);
/* Reading, putting and finishing look at `cancel` from here on, which must outlive them; NULL:
 * none. A data set that was cancelled can only be freed. */
HM_API void hm_dataset_set_cancel(hm_dataset *dataset, const hm_cancel *cancel);
/* What was found wrong while reading, in the order of the data: some of a kind, and once the data
 * set is finished how many more. Borrowed. */
HM_API const hm_issues *hm_dataset_issues(const hm_dataset *dataset);

/* A unit is one city in one period, in the order of first appearance. */
HM_API size_t hm_dataset_unit_count(const hm_dataset *dataset);
/* Borrowed; NULL when out of range. */
HM_API const char *hm_dataset_unit_city(const hm_dataset *dataset, size_t unit);
HM_API const char *hm_dataset_unit_period(const hm_dataset *dataset, size_t unit);

/* Is the unit's city not kept out of ranks? Of a finished data set; 0 when out of range. */
HM_API int hm_dataset_unit_is_ranked(const hm_dataset *dataset, size_t unit);
/* The columns of files of cities, but for city and ranked; borrowed, NULL when out of range. */
HM_API size_t hm_dataset_city_column_count(const hm_dataset *dataset);
HM_API const char *hm_dataset_city_column(const hm_dataset *dataset, size_t index);
/* What stands there of the unit's city, "" where nothing does; borrowed, NULL when out of range. */
HM_API const char *hm_dataset_city_cell(const hm_dataset *dataset, size_t unit, size_t column);

/* The files (and "<stdin>") read so far, in order; `sha256` 64 hexadecimal digits. */
typedef struct hm_input_file {
    const char *name;
    char sha256[65];
    uint64_t size;
    double seconds; /* that reading it took */
} hm_input_file;
HM_API size_t hm_dataset_file_count(const hm_dataset *dataset);
HM_API const hm_input_file *hm_dataset_file(const hm_dataset *dataset, size_t index);

/* One observation as it was given. Texts are borrowed and "" where nothing was said. */
typedef struct hm_observation {
    size_t size;         /* HM_OBSERVATION_INIT */
    hm_state state;      /* HM_OBSERVED, HM_NOT_REPORTED, HM_NOT_APPLICABLE or HM_INVALID */
    const char *text;    /* the figure as it was written, but with a decimal point */
    const char *quality; /* free text such as measured or estimated */
    const char *source;
    const char *note;
    int verified; /* 1 yes, 0 no, -1 nothing was said */
    const char *file;
    uint32_t line, column;
    const char *sheet; /* of a workbook, else "" */
} hm_observation;
#define HM_OBSERVATION_INIT                                                                        \
    { sizeof(hm_observation), HM_OBSERVED, "", "", "", "", -1, "", 0, 0, "" }
/* Fills `out` with what unit `unit` says of `input`; false when it says nothing (or out of range).
 * `text` points into `buffer` where it had to be written (32 bytes). */
HM_API int hm_dataset_observation(const hm_dataset *dataset, size_t unit, const char *input,
                                  hm_observation *out, char buffer[32]);
/* The names of the inputs and records that the data mention; borrowed, NULL when out of range. */
HM_API size_t hm_dataset_input_count(const hm_dataset *dataset);
HM_API const char *hm_dataset_input_name(const hm_dataset *dataset, size_t index);
HM_API size_t hm_dataset_records_count(const hm_dataset *dataset);
HM_API const char *hm_dataset_records_name(const hm_dataset *dataset, size_t index);
/* How many rows of these records the unit has; 0 when there are none. */
HM_API size_t hm_dataset_record_rows(const hm_dataset *dataset, size_t unit, const char *records);

#ifdef __cplusplus
}
#endif
#endif
