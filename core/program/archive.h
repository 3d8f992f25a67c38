/* archive.h: the parts of a zip archive that is in memory. libzip does the work; it is loaded when
 * the first archive is opened (lazy_library.h).
 *
 * What a part holds is read piece by piece, so that it need not fit into memory. An archive may not
 * hold more than HM_ARCHIVE_MOST bytes, nor far more than it is long itself: both are the ways of
 * files that are made to do harm. */
#ifndef HM_ARCHIVE_H
#define HM_ARCHIVE_H

#include <stdbool.h>

#include "base/error.h"

/* Bytes of all parts that are read, one that is read twice counting twice. */
#define HM_ARCHIVE_MOST ((uint64_t)8 << 30)
/* From HM_ARCHIVE_CALM bytes on, at most so many bytes for each of the archive. Sheets whose rows
 * are much alike become a hundredth of what they were. */
enum { HM_ARCHIVE_RATIO = 400 };
#define HM_ARCHIVE_CALM ((uint64_t)64 << 20)

typedef struct hm_archive {
    const char *file; /* its name in messages; borrowed */
    size_t size;
    struct zip *zip;
    uint64_t inflated; /* bytes read so far */
} hm_archive;

/* `data` must outlive the archive. HM_ERROR_DATA: no zip archive, a broken one, or libzip is not
 * there. */
hm_code hm_archive_open(hm_archive *archive, const char *file, const char *data, size_t size,
                        hm_error *error);
void hm_archive_close(hm_archive *archive);
/* Is there a part of this name, upper and lower case being the same? */
bool hm_archive_has(const hm_archive *archive, const char *part);

typedef struct hm_archive_part {
    hm_archive *archive;
    const char *name; /* borrowed */
    struct zip_file *file;
} hm_archive_part;

/* HM_ERROR_DATA: no such part, or one that cannot be read: encrypted, compressed in another way. */
hm_code hm_archive_part_open(hm_archive_part *part, hm_archive *archive, const char *name,
                             hm_error *error);
/* Reads up to `size` bytes to `out`; `*got` is 0 at the end. HM_ERROR_DATA: damaged, or more than
 * an archive may hold. */
hm_code hm_archive_part_read(hm_archive_part *part, char *out, size_t size, size_t *got,
                             hm_error *error);
/* Once more is fine. */
void hm_archive_part_close(hm_archive_part *part);

#endif
