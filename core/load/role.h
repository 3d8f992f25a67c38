/* role.h: what an observation is made of. */
#ifndef HM_ROLE_H
#define HM_ROLE_H

#include <stddef.h>

#include "dataset/languages.h"

/* The parts of an observation; also the words of a long header and of a JSON observation. */
typedef enum hm_role {
    HM_ROLE_CITY,
    HM_ROLE_PERIOD,
    HM_ROLE_INPUT,
    HM_ROLE_VALUE,
    HM_ROLE_STATUS,
    HM_ROLE_QUALITY,
    HM_ROLE_SOURCE,
    HM_ROLE_NOTE,
    HM_ROLE_VERIFIED,
    HM_ROLE_COUNT
} hm_role;

const char *hm_role_name(hm_role role);
/* HM_ROLE_COUNT when text is none of the words; ASCII case counts for nothing. */
hm_role hm_role_find(const char *text, size_t size);
/* The same in another language, too; NULL: in English alone. */
hm_role hm_role_find_in(const hm_language *language, const char *text, size_t size);
/* The word of the language, or else the English one. */
const char *hm_role_name_in(const hm_language *language, hm_role role);

#endif
