/* alternative_text.h: alternatives of a study as short texts for people: "zscore, mean 10". What is
 * said in the same words has the same text, and nothing else has. */
#ifndef HM_ALTERNATIVE_TEXT_H
#define HM_ALTERNATIVE_TEXT_H

#include "base/buffer.h"
#include "script/declared.h"

void hm_step_text(const hm_declared_step *step, hm_buffer *out);
void hm_aggregate_text(const hm_declared_aggregate *aggregate, hm_buffer *out);

#endif
