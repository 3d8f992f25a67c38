/* collection_form.h: what a collection workbook said when it was made, and what somebody has
 * changed of it where nothing is read: slips that an office would not hear of otherwise.
 *
 * It stands in a hidden sheet that begins with the cell `hm:form`: a row for every text that the
 * workbook shows, with the input that it is said of, the machine name of its column, and the text;
 * of texts that are said of no input, the text alone. A workbook without that sheet has no form,
 * and nothing is told of it. */
#ifndef HM_COLLECTION_FORM_H
#define HM_COLLECTION_FORM_H

#include "base/names.h"
#include "format/raw.h"
#include "program/book.h"

typedef struct hm_form_input {
    const char *sheet; /* where its row was found; NULL: not yet */
    uint32_t row;
} hm_form_input;

typedef struct hm_form {
    bool is_there;
    hm_names inputs, keys, texts; /* keys: an input and a column; texts of no input */
    hm_form_input *input;         /* by number */
    size_t input_capacity;
    hm_text *said; /* by the number of a key */
    size_t said_capacity;
    hm_book_remark *remarks;
    size_t count, capacity, next;
} hm_form;

/* A row of a sheet, as far as its place goes. */
typedef struct hm_form_place {
    const char *sheet;
    uint32_t row;
    uint32_t marker; /* column of the names of inputs */
    hm_text input;   /* of the row; empty: of none */
} hm_form_place;

void hm_form_open(hm_form *form, const hm_allocator *allocator);
void hm_form_close(hm_form *form);
/* Is it the first row of the sheet of a form? */
bool hm_form_begins(const hm_book_row *row);
/* Reads the other rows of that sheet. */
hm_code hm_form_read(hm_form *form, hm_book *book, hm_error *error);

bool hm_form_asks(const hm_form *form, hm_text input);
/* The row of an input, which may have one already. The functions that tell return false when memory
 * has run out. */
bool hm_form_see_input(hm_form *form, const hm_form_place *at);
/* A cell that is not read, of the column with this machine name (empty: it has none); `cell` is
 * NULL where it is empty. */
bool hm_form_see_cell(hm_form *form, const hm_form_place *at, hm_text column, uint32_t number,
                      const hm_book_cell *cell);
/* All rows were seen: what is missing? */
bool hm_form_end(hm_form *form);
/* The next of the remarks, the texts of which stay until the form is closed; false at the end. */
bool hm_form_next_remark(hm_form *form, hm_book_remark *out);

#endif
