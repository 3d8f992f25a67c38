/* several.h: the text that several answers of a choice are: "a|b", in the order of its options, or
 * HM_SEVERAL_NONE where none of them holds. */
#ifndef HM_SEVERAL_H
#define HM_SEVERAL_H

#include <stdbool.h>
#include <stddef.h>

#define HM_SEVERAL_BETWEEN '|'
#define HM_SEVERAL_NONE    "none"

/* Is `option` one of the answers? */
bool hm_several_has(const char *answers, const char *option);
/* How many there are. */
size_t hm_several_count(const char *answers);

#endif
