/* dataset.h: figures as they stand in the data, by input and unit, before any package says what
 * they mean.
 *
 * Cells are typed by what they look like: numbers, flag words, other text. A frozen data set is
 * columnar: each series holds one input for every unit. Places (file, line, column) are kept for
 * every cell, so that binding can still point at a figure that does not suit its input. */
#ifndef HM_DATASET_H
#define HM_DATASET_H

#include "base/issues.h"
#include "base/names.h"
#include "base/numbers/number.h"
#include "dataset/cities.h"
#include "dataset/column.h"
#include "dataset/languages.h"
#include "hundredmark/dataset.h"

bool hm_dataset_is_finished(const hm_dataset *dataset);

/* A frozen view; valid after hm_dataset_finish. */
const hm_names *hm_dataset_texts(const hm_dataset *dataset);
/* NULL when the data never mention it. */
const hm_series *hm_dataset_series(const hm_dataset *dataset, const char *input);
const hm_records *hm_dataset_records(const hm_dataset *dataset, const char *name);
const hm_series *hm_records_column(const hm_records *records, const char *column);
const hm_series *hm_dataset_series_at(const hm_dataset *dataset, size_t index);
const hm_records *hm_dataset_records_at(const hm_dataset *dataset, size_t index);
/* Numbers of city and period of each unit, equal numbers for equal texts; both arrays of
 * unit_count. */
const uint32_t *hm_dataset_cities(const hm_dataset *dataset);
const uint32_t *hm_dataset_periods(const hm_dataset *dataset);
/* The names that those numbers stand for. */
/* How many files and sheets of workbooks there are that figures may stand in; their names, as
 * locations have them, the last first, go to `names` unless that is NULL. */
size_t hm_dataset_places(const hm_dataset *dataset, const char **names);
const hm_names *hm_dataset_city_names(const hm_dataset *dataset);
const hm_names *hm_dataset_period_names(const hm_dataset *dataset);
/* What is said of cities beside their figures. */
const hm_cities *hm_dataset_known_cities(const hm_dataset *dataset);
/* What is said of cities is what `from` knows, which must outlive the data set: for one that is a
 * part of the data, so that nothing is said of cities that it does not mention. */
void hm_dataset_borrow_cities(hm_dataset *dataset, const hm_dataset *from);
/* The languages that the data may be written in. */
const hm_languages *hm_dataset_languages(const hm_dataset *dataset);
/* They are these, which must outlive the data set. */
void hm_dataset_borrow_languages(hm_dataset *dataset, const hm_languages *languages);
/* By number of a city, 1 where it is kept out of ranks and fits; NULL: none is. */
const uint8_t *hm_dataset_unranked(const hm_dataset *dataset);
/* Figures that a workbook shows as percentages, each a hundredth of what is shown: issues for who
 * does not know of its input that it holds shares. */
const hm_issues *hm_dataset_percents(const hm_dataset *dataset);
/* Seconds that hm_dataset_finish took. */
double hm_dataset_finished_in(const hm_dataset *dataset);
/* Where cell `row` (a unit, or a row of records) of a series stands; file "" and 0 where unknown.
 */
hm_location hm_series_location(const hm_dataset *dataset, const hm_series *series, size_t row);
/* The location where a series' name first stands (a header cell, or the first observation's input
 * cell). */
hm_location hm_series_name_location(const hm_dataset *dataset, const hm_series *series);
/* The text of cell `row` as it stands in the data, without white space around it (of a number or
 * flag that was put in as such, what is printed); "" where there is no figure. Valid until the
 * series is frozen, too. `out` has room for what must be written. */
const char *hm_series_text(const hm_series *series, const hm_names *texts, size_t row,
                           char out[HM_NUMBER_SIZE], size_t *size);
/* Is there a cell of which that is not what its number or flag would be printed as? */
bool hm_series_is_spelled(const hm_series *series);
/* The number of the text (hm_dataset_texts) that is said besides the figure of cell `row`, + 1; 0:
 * none is. */
uint32_t hm_series_remark(const hm_series *series, hm_remark remark, size_t row);
/* 1 where the figure is said to be verified, 0 where not to be, -1 where nothing is said. */
int hm_series_verified(const hm_series *series, size_t row);
/* NULL unless some observation of the series was given `verified`: then a byte a unit, 1 where it
 * says no. */
const uint8_t *hm_series_unverified(const hm_series *series);

#endif
