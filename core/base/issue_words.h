/* issue_words.h: what an issue is about and says, and how it is made into words. */
#ifndef HM_ISSUE_WORDS_H
#define HM_ISSUE_WORDS_H

#include "base/issue_codes.h"
#include "base/memory.h"
#include "base/position.h"

/* Where something is wrong, and whose figure or node it is; NULL where there is nothing to say. */
typedef struct hm_subject {
    hm_location at;
    const char *city, *period, *input, *node;
    const char *rule; /* its id */
} hm_subject;

/* What else there is to say; NULL likewise. */
typedef struct hm_issue_texts {
    const char *found, *expected; /* as in hm_issue */
    const char *name;             /* of something else that the words speak of */
    const char *detail;  /* for the words as it stands: a list, advice, another's message */
    const char *nearest; /* the name that may be meant */
    hm_location there;   /* where the other one is; line 0: in an earlier call */
} hm_issue_texts;

/* Of an issue that stands for others of its kind, of which one was kept, or several. */
enum { HM_ISSUE_MORE_LIKE_THIS = HM_ISSUE_CODE_COUNT, HM_ISSUE_MORE_LIKE_THESE };

/* What the words say beside the fields of the issue. Behind the code, each ended by NUL: name,
 * detail, nearest and where the other one is. */
struct hm_issue_words {
    uint16_t code; /* hm_issue_code, or of those above */
    uint16_t size; /* of the texts */
    char texts[];
};

/* `texts` may be NULL. NULL: no memory. */
const struct hm_issue_words *hm_issue_words_new(unsigned code, const hm_issue_texts *texts,
                                                hm_arena *arena);
const struct hm_issue_words *hm_issue_words_copy(const struct hm_issue_words *words,
                                                 hm_arena *arena);
/* The words of what is in no list, as hm_issue_message writes them. */
size_t hm_issue_say(hm_issue_code code, const hm_subject *subject, const hm_issue_texts *texts,
                    char *out, size_t size);

#endif
