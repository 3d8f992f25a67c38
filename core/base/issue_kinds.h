/* issue_kinds.h: what is wrong in the same way: severity, code, file, input, node and rule. Of each
 * kind a list of issues keeps the first, and counts the others here, with the lines they stand on.
 */
#ifndef HM_ISSUE_KINDS_H
#define HM_ISSUE_KINDS_H

#include "base/memory.h"
#include "hundredmark/base.h"

typedef struct hm_line_range {
    uint32_t first, last;
} hm_line_range;

enum { HM_LINE_RANGES = 6 };

/* The lines of issues, in the order they were counted. */
typedef struct hm_lines {
    hm_line_range ranges[HM_LINE_RANGES];
    uint32_t count;
    uint32_t last; /* where there were more ranges than there is room for, the greatest line; 0 */
} hm_lines;

typedef struct hm_issue_kind {
    hm_issue like; /* the first of the kind; its message may be another's */
    uint64_t hash;
    size_t kept, counted;
    uint32_t line, column; /* of the first that was counted only */
    hm_lines lines;
    size_t rest; /* where in the list the issue stands that tells of those, + 1; 0: nowhere */
    bool told;   /* that issue says what is known */
} hm_issue_kind;

typedef struct hm_issue_kinds {
    const hm_allocator *allocator;
    hm_issue_kind *items;
    size_t count, capacity;
    uint32_t *slots; /* open addressing: the number of a kind + 1; 0 is free */
    size_t slot_count;
    size_t latest; /* issues come in runs of one kind */
} hm_issue_kinds;

void hm_issue_kinds_open(hm_issue_kinds *kinds, const hm_allocator *allocator);
void hm_issue_kinds_close(hm_issue_kinds *kinds);
/* The kind of `issue`, NULL when it is the first of its kind. Texts that are NULL count as "". */
hm_issue_kind *hm_issue_kinds_find(hm_issue_kinds *kinds, const hm_issue *issue);
/* Adds the kind of `first`, whose texts live as long as the kinds do. NULL: no memory. */
hm_issue_kind *hm_issue_kinds_add(hm_issue_kinds *kinds, const hm_issue *first);

void hm_lines_add(hm_lines *lines, uint32_t first, uint32_t last);
void hm_lines_join(hm_lines *lines, const hm_lines *more);
/* "5 to 20001", "5, 7, 9 and others up to 300"; "" for none. */
void hm_lines_print(const hm_lines *lines, char *out, size_t size);

#endif
