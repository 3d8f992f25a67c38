/* issues.h: the growable list behind the public hm_issues. It owns the texts it is given. */
#ifndef HM_ISSUES_H
#define HM_ISSUES_H

#include <stdarg.h>
#include "base/error.h"
#include "base/memory.h"

struct hm_issues {
    hm_arena arena;
    hm_issue *items;
    size_t count, capacity;
    size_t count_of[3];
    bool out_of_memory; /* an issue was lost: whoever reads the list must report HM_ERROR_MEMORY */
};

void hm_issues_open(hm_issues *issues, const hm_allocator *allocator);
void hm_issues_close(hm_issues *issues);
/* Formats as hm_error_at does. What is longer than HM_ISSUE_MOST bytes ends in "...". */
enum { HM_ISSUE_MOST = 4096 };
void hm_issues_add(hm_issues *issues, hm_severity severity, const char *file, uint32_t line,
                   uint32_t column, const char *format, ...) HM_FORMAT(6, 7);
/* Is it worth looking for what the writer meant? Looking through all names for each of thousands of
 * faults takes long, and nobody reads that many suggestions. */
bool hm_issues_suggest(const hm_issues *issues);
/* Appends every issue of `from`. */
void hm_issues_append(hm_issues *issues, const hm_issues *from);
/* Sorts by file (in order of first appearance), line, column; stable. */
void hm_issues_sort(hm_issues *issues);

#endif
