/* csv_sheet.h: separated text as a sheet: a CSV reader that knows which delimiter, comments and
 * lines to leave out a recipe names, or finds the delimiter by itself. */
#ifndef HM_CSV_SHEET_H
#define HM_CSV_SHEET_H

#include "base/issues.h"
#include "format/csv.h"
#include "load/recipe.h"
#include "load/sheet.h"

typedef struct hm_csv_sheet {
    hm_sheet sheet; /* the first member */
    hm_csv csv;
    const hm_dialect *dialect; /* NULL: nothing is said */
    hm_source source;          /* without the lines at the end that are left out */
} hm_csv_sheet;

/* Stands before the first row. `recipe` may be NULL; it and `source` must outlive the sheet. */
void hm_csv_sheet_open(hm_csv_sheet *sheet, const hm_source *source, const hm_recipe *recipe,
                       const hm_allocator *allocator);
void hm_csv_sheet_close(hm_csv_sheet *sheet);
/* Says that the text is read in another encoding than UTF-8, if some of it was. */
void hm_csv_sheet_tell(const hm_csv_sheet *sheet, const char *file, hm_issues *issues);
/* May rows behind the header be read by others than hm_csv_next: none are left out, and quotes are
 * the usual ones? */
bool hm_csv_sheet_is_plain(const hm_csv_sheet *sheet);

#endif
