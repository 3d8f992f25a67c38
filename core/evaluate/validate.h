/* validate.h: does one figure suit its input? For bind.c. */
#ifndef HM_VALIDATE_H
#define HM_VALIDATE_H

#include "base/buffer.h"
#include "base/issues.h"
#include "dataset/dataset.h"
#include "plan/plan.h"
#include "script/declared.h"

/* What every validation needs. */
typedef struct hm_validation {
    const hm_input *input; /* or column of records */
    const hm_names *data_texts;
    hm_names *texts;   /* numbers of text values; grows */
    uint32_t *numbers; /* by number among data_texts: the same text's number in `texts`, HM_NO_NAME:
                          not known yet */
    const hm_answers *answers;     /* of the package's language */
    const hm_languages *languages; /* of the data */
    const char *written; /* the text of the number or flag at hand; NULL: what it is printed as */
    size_t written_size;
    bool in_file; /* the cell at hand stands in a file */
    bool out_of_memory;
} hm_validation;

/* What does not apply counts as such only where the input says that there are such cities, else as
 * not reported. */
static inline hm_state hm_validate_missing(const hm_input *input, uint8_t cell) {
    return cell == HM_NOT_APPLICABLE && !input->may_be_na ? HM_NOT_REPORTED : (hm_state)cell;
}

/* The cell's value and state for the input: HM_OBSERVED, as missing as the cell is, or HM_INVALID.
 * Sets *wrong when it was found not to suit just now (a cell the data set rejected was reported
 * there). */
hm_state hm_validate_cell(hm_validation *validation, uint8_t cell, double figure, double *value,
                          bool *wrong);

/* What an issue says of one cell; used again and again. */
typedef struct hm_finding {
    hm_issue_code code;
    hm_issue_texts texts; /* borrowed from here, or from the plan and the data */
    hm_buffer found, expected;
    char bound[HM_NUMBER_SIZE];
} hm_finding;

void hm_finding_open(hm_finding *finding, const hm_allocator *allocator);
void hm_finding_close(hm_finding *finding);
/* Has memory run out for a text? */
bool hm_finding_failed(const hm_finding *finding);

/* What stands in the cell. */
void hm_validation_show(const hm_validation *validation, uint8_t cell, double figure,
                        hm_finding *out);
/* Why a cell does not suit: what was found, as it was written, what is expected, and what to do. */
void hm_validation_explain(const hm_validation *validation, uint8_t cell, double figure,
                           hm_finding *out);

/* Is a figure that is taken odd all the same: NA where the question always arises, which is taken
 * as not reported, or a number beyond the bounds of doubt? `cell` as it was given, `state` and
 * `value` as taken. */
bool hm_validation_is_odd(const hm_input *input, uint8_t cell, hm_state state, double value);
/* Which of these, of a figure that is odd. */
hm_issue_code hm_validation_doubt(const hm_input *input, uint8_t cell, double value);
/* What is odd about it. */
void hm_validation_warn(const hm_validation *validation, uint8_t cell, double figure,
                        hm_finding *out);

/* Do all numbers suit that lie within `range` and are `whole`, if they are? */
bool hm_validate_range(const hm_input *input, hm_range range, bool whole);
/* Do these plain numbers suit, where there are any? `cells` are of no other kind than number or
 * some way of missing. */
bool hm_validate_numbers(const hm_input *input, size_t count, const double *figures,
                         const uint8_t *cells);

#endif
