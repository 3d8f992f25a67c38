/* book_cell.h: what cells of all workbooks have in common: numbers, words for errors, names of
 * cells, and texts that are put together piece by piece. */
#ifndef HM_BOOK_CELL_H
#define HM_BOOK_CELL_H

#include "base/buffer.h"
#include "base/numbers/number.h"
#include "hundredmark/dataset.h"

/* Makes the text of a cell that holds a number what it should be read as: the shortest text of the
 * double that it stands for, which programs write with 17 digits where 0.1 would do. False where it
 * is no finite number: it stays as it is, for the engine to say so. `out` has room for what must be
 * written. */
bool hm_book_number(hm_book_cell *cell, char out[HM_NUMBER_SIZE], double *number);

/* Is what the cell holds a value, and not an error, or hidden? */
static inline bool hm_book_shows_text(const hm_book_cell *cell) {
    return cell->size > 0 && cell->fault != HM_BOOK_ERROR && cell->fault != HM_BOOK_NO_RESULT &&
           cell->fault != HM_BOOK_COVERED;
}

/* Is the text one that spreadsheets show instead of a result: #N/A, #DIV/0!, Err:502? */
bool hm_book_is_error(const char *text, size_t size);

/* Reads the name of a cell, such as B12; columns and rows count from 1. False when it is none. */
bool hm_book_read_name(const char *name, uint32_t *row, uint32_t *column);

/* Adds a piece of a cell's text. What is more than a cell may have is dropped but for enough to see
 * that it was too much. */
void hm_book_add_text(hm_buffer *text, const char *piece, size_t size);

#endif
