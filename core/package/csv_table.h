/* csv_table.h: a table of a package, such as indicators.csv, as cells with their places.
 *
 * The delimiter rules of data hold: `,`, `;` or tab, a line `sep=;` before the header, a byte order
 * mark, UTF-16 and Windows-1252. Column names are in the first row that is not blank. */
#ifndef HM_CSV_TABLE_H
#define HM_CSV_TABLE_H

#include "base/issues.h"
#include "base/printf.h"
#include "package/files.h"

/* Trimmed and ended by NUL; an absent one is "". */
typedef struct hm_table_cell {
    const char *text;
    size_t size;
    hm_position position;
} hm_table_cell;

typedef struct hm_csv_table {
    const hm_file *file;
    char delimiter;
    hm_table_cell *columns; /* their names */
    size_t column_count;
    hm_table_cell *cells; /* row by row */
    size_t row_count;
} hm_csv_table;

/* What this table may have; a package has no use for more. */
enum { HM_TABLE_COLUMNS = 1000 };

/* Reads all of the file into `arena`. HM_ERROR_PACKAGE with location for what is no table: a quote
 * that is not closed, a row that is longer than the header, a column without a name or that is
 * there twice. An encoding that was guessed is told of in `issues`; NULL: nobody minds. */
hm_code hm_csv_table_read(hm_csv_table *table, const hm_file *file, hm_arena *arena,
                          hm_issues *issues, hm_error *error);

#define HM_NO_COLUMN SIZE_MAX
/* The column of this name, HM_NO_COLUMN where there is none. */
size_t hm_csv_table_column(const hm_csv_table *table, const char *name);
const hm_table_cell *hm_csv_table_cell(const hm_csv_table *table, size_t row, size_t column);
/* The text in the named column, "" where there is no such column. */
const char *hm_csv_table_text(const hm_csv_table *table, size_t row, const char *name);
/* Where the row begins. */
uint32_t hm_csv_table_line(const hm_csv_table *table, size_t row);
/* HM_ERROR_PACKAGE where a column is none of `known` (NULL-ended), with the nearest of them. */
hm_code hm_csv_table_check(const hm_csv_table *table, const char *const *known, hm_error *error);

/* The cell as a number, with a decimal point, or comma where semicolons separate. False where it is
 * none; where it could be two (1.234 between semicolons), `*unclear` is set, too. */
bool hm_csv_table_number(const hm_csv_table *table, const hm_table_cell *cell, double *out,
                         bool *unclear);
/* The period in the column "from", from whose first day on the row holds: "" and INT64_MIN where
 * there is none, HM_ERROR_PACKAGE for what is no period. */
hm_code hm_csv_table_from(const hm_csv_table *table, size_t row, const char **text, int64_t *day,
                          hm_error *error);
/* HM_ERROR_PACKAGE for a cell: `file:line:column: column "NAME": message`. */
hm_code hm_csv_table_fail(const hm_csv_table *table, size_t row, size_t column, hm_error *error,
                          const char *format, ...) HM_FORMAT(5, 6);
/* Tells of `why`, what is wrong with a row or the whole table, so that the rest can be read: HM_OK.
 * Any other code than HM_ERROR_PACKAGE is passed on. */
hm_code hm_csv_table_tell(hm_issues *issues, hm_code code, const hm_error *why);

#endif
