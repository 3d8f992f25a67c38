/* decoded.h: a source as the loaders read it: in UTF-8, whatever its file is in. */
#ifndef HM_DECODED_H
#define HM_DECODED_H

#include "base/issues.h"
#include "format/encoding.h"

typedef struct hm_decoded {
    hm_source source;        /* to be read: the one that was given, or its text in UTF-8 */
    hm_encoding encoding;    /* of the one that was given; UNKNOWN: nobody says, nor does it show */
    bool is_said, is_marked; /* by the caller; by a byte order mark */
    hm_buffer text;
} hm_decoded;

/* `said` may be NULL. HM_ERROR_ARGUMENT for an encoding that is not known; memory. */
hm_code hm_decoded_open(hm_decoded *decoded, const hm_source *source, const char *said,
                        const hm_allocator *allocator, hm_error *error);
void hm_decoded_close(hm_decoded *decoded);
/* Says in which encoding the file `name` is, where nobody else did. */
void hm_decoded_tell(const hm_decoded *decoded, const char *name, hm_issues *issues);

#endif
