/* locate.h: where a field stands in a file of a package. Looked for when somebody is to be told,
 * since loading itself does not need it. */
#ifndef HM_LOCATE_H
#define HM_LOCATE_H

#include "base/issues.h"
#include "package/files.h"
#include "platform/budget.h"
#include "script/declared.h"
#include "script/field_path.h"

/* What looking takes, and whether it is worth it: nobody reads the lines of thousands of faults. */
typedef struct hm_locator {
    const hm_allocator *allocator;
    hm_meter *meter;         /* told what is read; NULL: nobody minds */
    const hm_issues *issues; /* that are told of; NULL: look in any case */
} hm_locator;

/* Where the field at the end of `path` stands, or the last one on the way that stands there: a
 * script may make its tables as it likes. Lines alone of scripts; where it is not worth looking,
 * the line of the path. */
hm_origin hm_locate(const hm_locator *locator, const hm_file *file, const hm_field_path *path);

/* Where the elements of the list `name` stand, in `file` as above: as many of `out` as are found
 * are filled. */
void hm_locate_elements(const hm_locator *locator, const hm_file *file, uint32_t line,
                        const char *name, hm_origin *out, size_t count);

#endif
