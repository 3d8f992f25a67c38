/* cell.h: what the text of one cell says, before any package says what it should be. */
#ifndef HM_CELL_H
#define HM_CELL_H

#include "base/issue_codes.h"
#include "base/numbers/number_format.h"
#include "dataset/series.h"
#include "format/raw.h"

/* A cell that is never put into a series: a number which its file alone can settle
 * (HM_NUMBER_UNCLEAR). */
enum { HM_CELL_UNCLEAR = 61 };

/* Types text by its look. Empty: HM_CELL_EMPTY. NR and NA in any case: not reported, not
 * applicable. yes, no, true, false in any case: a flag. A number that is written as `format` says:
 * a number, or HM_CELL_UNCLEAR; beyond the largest double: rejected. Anything else: text, its value
 * left to the caller, as is a spelling that is HM_SPELLING_OTHER. */
hm_cell hm_cell_read(const char *text, size_t size, const hm_number_format *format);

/* The text that the cell was read from, without white space around it; "" where there is no figure.
 * `out` has room for what must be written. */
const char *hm_cell_text(hm_cell cell, const hm_names *texts, char out[HM_NUMBER_SIZE],
                         size_t *size);

/* Is the number of a cell other than its text says (hm_number_loses)? All of 15 digits are exact.
 */
bool hm_cell_loses(const char *text, size_t size, hm_cell cell);

/* What reading its number has lost, where hm_cell_loses. The issue names what was found, and the
 * number. */
hm_issue_code hm_cell_loss(hm_cell cell);

/* yes, true, 1: 1. no, false, 0: 0. Anything else: -1. */
int hm_cell_read_yes(const char *text, size_t size);

#endif
