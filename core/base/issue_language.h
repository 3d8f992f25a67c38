/* issue_language.h: issues in words of another language, which whoever reads them has. */
#ifndef HM_ISSUE_LANGUAGE_H
#define HM_ISSUE_LANGUAGE_H

#include <stddef.h>

#include "hundredmark/base.h"

/* What an English text of the engine says in another language, or `text` itself. Names in braces
 * stand for what the issue is about: found "{found}", expected {expected}. Texts that it gives must
 * stay until the call that asks returns. */
typedef const char *hm_translator(void *context, const char *text);

/* As hm_issue_message, in the language of `translator`; NULL: in English. */
size_t hm_issue_message_in(const hm_issue *issue, hm_translator *translator, void *context,
                           char *out, size_t size);

#endif
