/* unclear.h: what may be a number in two ways, such as 26.720, where its file does not tell which.
 *
 * A cell of records is such a text as well as any other, as long as nobody knows what its column
 * holds: it stays the text that it is. Of which columns it is that these texts are not clear, and
 * why, is kept, for who finds that the column holds numbers. */
#ifndef HM_UNCLEAR_H
#define HM_UNCLEAR_H

#include "base/issues.h"
#include "base/numbers/number.h"
#include "dataset/dataset.h"

/* An unclear figure as the two numbers that it may be, for messages. */
typedef struct hm_readings {
    char grouped[HM_NUMBER_SIZE], decimal[HM_NUMBER_SIZE];
} hm_readings;
hm_readings hm_readings_of(const char *text, size_t size);

/* Rejects it. `why`: what keeps the file from telling. */
void hm_unclear_reject(hm_issues *issues, const hm_subject *subject, const char *text, size_t size,
                       const char *why);

/* Why figures with a point, and those with a comma, are not clear in a column of records. */
typedef struct hm_unclear_column {
    const struct hm_unclear_column *older;
    const char *file, *column;
    const char *point, *comma;
} hm_unclear_column;

/* Keeps it, once a file and column; the texts are copied, but for the two names. False when memory
 * has run out. */
bool hm_dataset_keep_unclear(hm_dataset *dataset, const hm_unclear_column *unclear);
/* Why text[0..size) in the column of records in `file` is not clear; NULL where it is no such
 * figure. */
const char *hm_dataset_why_unclear(const hm_dataset *dataset, const char *file, const char *column,
                                   const char *text, size_t size);

#endif
