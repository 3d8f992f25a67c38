/* contents.h: what a file holds, so that one that holds nothing is told of. */
#ifndef HM_CONTENTS_H
#define HM_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/issues.h"
#include "base/position.h"

/* Counted by the loaders; those of a stream's parts are added up. */
typedef struct hm_contents {
    size_t rows;                   /* or lines of NDJSON: those that were rejected, too */
    size_t unfilled;               /* rows among them that say no city, period or value */
    hm_position unfilled_position; /* of the first one */
    bool header;                   /* a header line stands above the rows */
    bool told;                     /* that there is nothing is an issue already */
} hm_contents;

void hm_contents_add_unfilled(hm_contents *contents, hm_position position);
/* Adds those of the part of a file that comes next. */
void hm_contents_add(hm_contents *contents, const hm_contents *part);
/* A warning, where there is no row that somebody filled in. `records` as in hm_reading. */
void hm_contents_check(const hm_contents *contents, const char *file, const char *records,
                       hm_issues *issues);

#endif
