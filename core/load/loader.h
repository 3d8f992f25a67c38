/* loader.h: a format that data come in. A new format is a file that ends in a descriptor, and one
 * line in loaders.c. */
#ifndef HM_LOADER_H
#define HM_LOADER_H

#include "load/batch_rows.h"
#include "load/ingest.h"
#include "load/sheet.h"

/* What a recipe may say of a format. */
typedef enum hm_loader_recipes {
    HM_RECIPES_NONE, /* no more than how its text is encoded and what it holds */
    HM_RECIPES_ROWS, /* nothing of lines and headers: its rows have none */
    HM_RECIPES_LINES /* everything */
} hm_loader_recipes;

typedef struct hm_loader {
    const char *name;            /* in messages: "NDJSON" */
    const char *const *suffixes; /* of file names, with the dot, lower case; ends in NULL */
    /* Do the first bytes look like this format? */
    bool (*sniff)(const hm_source *source);
    /* Reads reading->source into reading->dataset: observations, or rows of reading->records. */
    hm_code (*load)(hm_reading *reading);
    /* The same by a recipe that says what its columns are; NULL: `load` looks at that itself. */
    hm_code (*load_table)(hm_reading *reading);
    hm_loader_recipes recipes;
    /* Finds the rows of a stream, which is cut between them; NULL: it cannot be one. */
    hm_batch_look *look;
} hm_loader;

extern const hm_loader hm_loader_csv, hm_loader_json, hm_loader_ndjson;
/* Files of cities: never chosen by the look of a file, but where somebody says it is one. */
extern const hm_loader hm_loader_cities;

/* The loader whose suffix the source's name has, else the first whose sniff says yes; never NULL.
 */
const hm_loader *hm_loaders_choose(const hm_source *source);

/* Reads the sheet as what is said of cities. */
hm_code hm_cities_load(hm_sheet *sheet, hm_reading *reading);

/* The format that a program has given the data set and that the source has; NULL: none. */
const hm_book_format *hm_book_format_of(const hm_dataset *dataset, const hm_source *source);
/* Reads the sheets of reading->source. */
hm_code hm_book_load(hm_reading *reading, const hm_book_format *format, bool cities);

/* Reads JSON, or NDJSON, as a table whose columns the recipe of the reading names. */
hm_code hm_json_table_load(hm_reading *reading);
hm_code hm_json_table_load_lines(hm_reading *reading);

/* HM_ERROR_DATA for files of other kinds that people take for text: workbooks, archives. */
hm_code hm_loaders_check(const hm_source *source, hm_error *error);

/* Reads a folder: observations.csv or observations.json and records named by their files, or what
 * its datapackage.json names. */
hm_code hm_folder_load(hm_dataset *dataset, const char *path, const hm_read_options *options,
                       hm_error *error);

/* What a source holds: observations, or else */
typedef struct hm_content {
    const char *records;     /* the records its rows belong to, */
    bool cities;             /* or cities */
    const hm_recipe *recipe; /* how it is to be read; NULL: as it shows by itself */
    hm_roll **roll;          /* what is rolled up together with other sources: opened by the first
                                of them, finished by who has it; NULL: nothing is */
} hm_content;

/* What the options say of the content, by `recipe`, which was opened, and may hold what else is
 * known of the file. */
hm_code hm_content_open(hm_content *content, hm_recipe *recipe, const hm_read_options *options,
                        hm_error *error);

/* Reads one source. Its file is added to the list of input files. */
hm_code hm_dataset_read_source(hm_dataset *dataset, const hm_source *source, hm_content content,
                               hm_error *error);

#endif
