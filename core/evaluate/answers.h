/* answers.h: what a cell of a choice with several answers says, for validate.c. */
#ifndef HM_ANSWERS_H
#define HM_ANSWERS_H

#include "base/buffer.h"
#include "dataset/cell.h"
#include "script/declared.h"

/* The answers of a cell, "a | b", appended in the order of the options, "a|b"; false where one is
 * no option, stands twice or beside "none". */
bool hm_answers_read(const hm_input *input, const char *text, size_t size, hm_buffer *out);

/* The first answer of a cell that is no option; an empty text where all are. */
hm_text hm_answers_wrong(const hm_input *input, const char *text, size_t size);

#endif
