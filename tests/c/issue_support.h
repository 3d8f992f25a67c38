/* issue_support.h: issues in words, for tests. */
#ifndef HM_TEST_ISSUE_SUPPORT_H
#define HM_TEST_ISSUE_SUPPORT_H

#include <hundredmark/base.h>

typedef struct issue_message {
    char text[HM_ISSUE_MESSAGE_SIZE];
} issue_message;

static inline issue_message message_of(const hm_issue *issue) {
    issue_message message;
    (void)hm_issue_message(issue, message.text, sizeof message.text);
    return message;
}

#endif
