/* arrow_export.h: a table as Arrow's struct arrays: its schema, and any of its rows. */
#ifndef HM_ARROW_EXPORT_H
#define HM_ARROW_EXPORT_H

#include "table/arrow_nodes.h"

typedef struct hm_arrow_export {
    const hm_table *table;
    hm_arrow_texts **texts; /* by column; NULL: it has none */
    hm_block block;
    size_t block_rows;
} hm_arrow_export;

/* The table must outlive the export. To be closed all the same when it fails: memory,
 * HM_ERROR_OUTPUT (more text than a dictionary holds). */
hm_code hm_arrow_export_open(hm_arrow_export *from, const hm_table *table, hm_error *error);
void hm_arrow_export_close(hm_arrow_export *from);

/* Both are free of the export, and when they fail there is nothing to release. Errors: memory; of
 * rows HM_ERROR_CANCELLED. */
hm_code hm_arrow_export_schema(const hm_arrow_export *from, struct ArrowSchema *schema,
                               hm_error *error);
hm_code hm_arrow_export_rows(hm_arrow_export *from, size_t first, size_t count,
                             struct ArrowArray *array, hm_error *error);

#endif
