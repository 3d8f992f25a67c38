/* text_rows.h: the rows of a table as text, for forms that write a row as its cells one after
 * another: CSV and the kinds of JSON.
 *
 * Blocks of rows are formatted on several threads where there are many, and handed over in large
 * pieces, in order. What coded columns say is written once and copied from then on; neighbours
 * with the same key as one. */
#ifndef HM_TEXT_ROWS_H
#define HM_TEXT_ROWS_H

#include "base/buffer.h"
#include "output/writer.h"

/* How a form writes rows and cells. */
typedef struct hm_row_form {
    /* What stands before a cell; `index`: of the column, the first one being 0. */
    void (*before_cell)(const hm_writing *writing, const hm_column *column, size_t index,
                        hm_buffer *out);
    void (*text)(const hm_writing *writing, const hm_column *column, const char *text,
                 hm_buffer *out);
    const char *missing, *yes, *no; /* cells without a value; flags */
    const char *between_rows, *after_row;
    bool has_decimal; /* numbers have the decimal mark of hm_writing */
} hm_row_form;

/* Gives text to the sink in pieces of up to 64 KiB. Errors: memory (the buffer failed), output. */
hm_code hm_text_hand_over(const hm_writing *writing, const hm_buffer *text);

/* Writes all rows of the table. Errors: memory, output. */
hm_code hm_text_rows_write(const hm_writing *writing, const hm_table *table,
                           const hm_row_form *form);

#endif
