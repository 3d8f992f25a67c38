/* arrow_nodes.h: the nodes of Arrow's trees of schemas and of arrays, as producers make them.
 *
 * Consumers may move a child out of its parent and release it later, or never look at it again, on
 * any thread: each node owns its memory for itself, and what several share goes with the last.
 * False and NULL: memory has run out; a node with a `release` is to be released all the same. */
#ifndef HM_ARROW_NODES_H
#define HM_ARROW_NODES_H

#include <stdbool.h>

#include "hundredmark/arrow.h"
#include "table/table.h"

/* Texts one behind the other, as a dictionary of utf8 has them: made once, held by every array that
 * has them as its dictionary. */
typedef struct hm_arrow_texts hm_arrow_texts;
/* Held once, by the caller. */
hm_arrow_texts *hm_arrow_texts_new(const char *const *texts, size_t count,
                                   const hm_allocator *allocator);
/* Holds no more; NULL is fine. */
void hm_arrow_texts_drop(hm_arrow_texts *texts);

/* A schema without children. `format` is a constant, `name` is copied. */
bool hm_arrow_schema_open(struct ArrowSchema *schema, const hm_allocator *allocator,
                          const char *format, const char *name, int64_t flags);
/* Children that are released, to be opened one by one. */
bool hm_arrow_schema_add_children(struct ArrowSchema *schema, size_t count);
/* A dictionary of utf8. */
bool hm_arrow_schema_add_dictionary(struct ArrowSchema *schema);
/* One pair; both are copied. */
bool hm_arrow_schema_add_metadata(struct ArrowSchema *schema, const char *key, const char *value);

/* An array without children, whose `buffers` buffers (up to 3) are all NULL. */
bool hm_arrow_array_open(struct ArrowArray *array, const hm_allocator *allocator, size_t length,
                         int64_t buffers);
bool hm_arrow_array_add_children(struct ArrowArray *array, size_t count);
/* A buffer of zeros, which is the array's; never of no bytes. NULL: see above. */
void *hm_arrow_array_add_buffer(struct ArrowArray *array, size_t buffer, size_t count, size_t size);
bool hm_arrow_array_add_dictionary(struct ArrowArray *array, hm_arrow_texts *texts);

#endif
