/* versioned.h: structs of the public API that begin with their size, and may be of an older or a
 * newer program: the one place where the rule of hundredmark.h is carried out.
 *
 * A struct here is any whose first member is `size_t size`; `known` is its size in this library. A
 * new field makes such a struct larger (one that fits into padding at the end would be read from
 * older programs, which never set it), and what is 0 in it is its default. */
#ifndef HM_VERSIONED_H
#define HM_VERSIONED_H

#include <stddef.h>

#include "base/error.h"

/* Options that a caller gives: copied over `own`, which holds the defaults and keeps its size.
 * `given` may be NULL: then nothing is. `name` is what messages call the struct. HM_ERROR_ARGUMENT
 * where the size was not set, or there is something in what this library does not know. */
hm_code hm_versioned_read(void *own, size_t known, const void *given, const char *name,
                          hm_error *error);
/* A struct that is filled for a caller: `out` gets of `filled` what it has room for, but keeps its
 * size. HM_ERROR_ARGUMENT where that was not set. */
hm_code hm_versioned_fill(void *out, const void *filled, size_t known);
/* Options of `size` bytes, as the caller knows them, with their defaults. */
void hm_versioned_init(void *options, size_t size, const void *defaults, size_t known);

#endif
