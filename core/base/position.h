/* position.h: where something stands in a text. */
#ifndef HM_POSITION_H
#define HM_POSITION_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Counted from 1 on; columns in characters. 0: unknown. */
typedef struct hm_position {
    uint32_t line, column;
} hm_position;

/* A sheet of a workbook is a file within a file: while data are read its name is that of the
 * workbook, this character, which nobody types, and its own. Issues and errors have the two apart;
 * line and column are those of the cell. */
#define HM_SHEET_MARK '\x1F'

/* The name of the sheet that stands in the name of a file; "" where there is none. */
static inline const char *hm_sheet_of_file(const char *file) {
    const char *mark = strchr(file, HM_SHEET_MARK);
    return mark ? mark + 1 : "";
}

/* How long the name of a file is without that of its sheet. */
static inline size_t hm_size_of_file(const char *file) {
    return strcspn(file, (const char[]){HM_SHEET_MARK, '\0'});
}

/* Where something stands; file "" and 0 where unknown. */
typedef struct hm_location {
    const char *file;
    uint32_t line, column;
} hm_location;

#endif
