/* issues.h: the growable list behind the public hm_issues. It keeps what was found as data, and
 * owns the texts it is given; the words are made when an issue is read (hm_issue_message). */
#ifndef HM_ISSUES_H
#define HM_ISSUES_H

#include "base/issue_kinds.h"
#include "base/issue_words.h"
#include "base/memory.h"

typedef struct hm_issue_item {
    hm_issue issue;
    size_t kind;  /* its number */
    bool is_rest; /* tells of those that were counted only */
} hm_issue_item;

struct hm_issues {
    hm_arena arena;
    hm_issue_item *items;
    size_t count, capacity;
    hm_issue_kinds kinds;
    size_t most; /* kept one by one of a kind */
    size_t count_of[3];
    bool out_of_memory; /* an issue was lost: whoever reads the list must report HM_ERROR_MEMORY */
};

/* Of a kind that has more, as many are kept as anybody reads. */
enum { HM_ISSUES_KEPT = 100 };

void hm_issues_open(hm_issues *issues, const hm_allocator *allocator);
void hm_issues_close(hm_issues *issues);
/* Adds what is wrong, all of whose texts are copied. `texts` may be NULL. */
void hm_issues_add(hm_issues *issues, hm_issue_code code, const hm_subject *subject,
                   const hm_issue_texts *texts);
/* Adds one of another list. False when it was only counted. */
bool hm_issues_add_copy(hm_issues *issues, const hm_issue *issue);
/* Counts the issue when its kind has as many as are kept. False when it was not counted: then it is
 * to be added. Saves the finding of what nobody will read. */
bool hm_issues_count_only(hm_issues *issues, hm_issue_code code, const hm_subject *subject);
/* Makes issues of those that were counted only: when somebody is going to read the list. */
void hm_issues_settle(hm_issues *issues);
/* Is it worth looking for what the writer meant? Looking through all names for each of thousands of
 * faults takes long, and nobody reads that many suggestions. */
bool hm_issues_suggest(const hm_issues *issues);
/* Appends every issue of `from`, of a kind no more than are kept here. */
void hm_issues_append(hm_issues *issues, const hm_issues *from);
/* The same of those that are wanted: which are alike (severity, code, file, input, node) are
 * answered alike. */
typedef bool hm_issues_wanted(const void *context, const hm_issue *issue);
void hm_issues_append_some(hm_issues *issues, const hm_issues *from, hm_issues_wanted *wanted,
                           const void *context);
/* Counts those that `from` counted only; the ones that it keeps of the same kinds came before. */
void hm_issues_append_rests(hm_issues *issues, const hm_issues *from);
/* Settles, and sorts by file (in order of first appearance), line, column; stable. */
void hm_issues_sort(hm_issues *issues);

#endif
