#include "table/arrow_nodes.h"

#include <stdatomic.h>
#include <string.h>

/* --- texts --- */

struct hm_arrow_texts {
    const hm_allocator *allocator;
    atomic_size_t holders;
    size_t count, size; /* size: of the bytes */
    int32_t *offsets;
    char *bytes;
};

hm_arrow_texts *hm_arrow_texts_new(const char *const *texts, size_t count,
                                   const hm_allocator *allocator) {
    hm_arrow_texts *made = hm_allocate_array(allocator, 1, sizeof *made);
    if (!made)
        return NULL;
    *made = (hm_arrow_texts){.allocator = allocator, .count = count};
    atomic_init(&made->holders, 1);
    for (size_t i = 0; i < count; i++)
        made->size += strlen(texts[i]);
    made->offsets = hm_allocate_array(allocator, count + 1, sizeof *made->offsets);
    made->bytes = hm_allocate_array(allocator, made->size, 1);
    if (!made->offsets || !made->bytes) {
        hm_arrow_texts_drop(made);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t size = strlen(texts[i]);
        memcpy(made->bytes + made->offsets[i], texts[i], size);
        made->offsets[i + 1] = made->offsets[i] + (int32_t)size;
    }
    return made;
}

static hm_arrow_texts *hold(hm_arrow_texts *texts) {
    (void)atomic_fetch_add_explicit(&texts->holders, 1, memory_order_relaxed);
    return texts;
}

void hm_arrow_texts_drop(hm_arrow_texts *texts) {
    if (!texts || atomic_fetch_sub_explicit(&texts->holders, 1, memory_order_acq_rel) > 1)
        return;
    hm_release(texts->allocator, texts->offsets, (texts->count + 1) * sizeof *texts->offsets);
    hm_release(texts->allocator, texts->bytes, texts->size);
    hm_release(texts->allocator, texts, sizeof *texts);
}

/* --- what a node owns --- */

enum { MOST_PIECES = 4, MOST_BUFFERS = 3 };

typedef struct owner {
    const hm_allocator *allocator;
    struct {
        void *memory;
        size_t size;
    } pieces[MOST_PIECES];
    size_t count;
    const void *buffers[MOST_BUFFERS]; /* of an array */
    hm_arrow_texts *texts;             /* of one that is a dictionary */
} owner;

static owner *owner_new(const hm_allocator *allocator) {
    owner *made = hm_allocate_array(allocator, 1, sizeof *made);
    if (made)
        made->allocator = allocator;
    return made;
}

static void owner_free(owner *owned) {
    for (size_t i = 0; i < owned->count; i++)
        hm_release(owned->allocator, owned->pieces[i].memory, owned->pieces[i].size);
    hm_arrow_texts_drop(owned->texts);
    hm_release(owned->allocator, owned, sizeof *owned);
}

/* Zeroed; never of no bytes. NULL when memory has run out. */
static void *take(owner *owned, size_t count, size_t size) {
    if (count == SIZE_MAX)
        return NULL;
    void *memory = hm_allocate_array(owned->allocator, count + 1, size);
    if (memory) {
        owned->pieces[owned->count].memory = memory;
        owned->pieces[owned->count++].size = (count + 1) * size;
    }
    return memory;
}

/* --- schemas --- */

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    owner_free(schema->private_data);
    schema->release = NULL;
}

bool hm_arrow_schema_open(struct ArrowSchema *schema, const hm_allocator *allocator,
                          const char *format, const char *name, int64_t flags) {
    owner *owned = owner_new(allocator);
    if (!owned)
        return false;
    *schema = (struct ArrowSchema){
        .format = format, .flags = flags, .release = release_schema, .private_data = owned};
    char *copy = take(owned, strlen(name), 1);
    if (!copy) {
        release_schema(schema);
        return false;
    }
    memcpy(copy, name, strlen(name));
    schema->name = copy;
    return true;
}

bool hm_arrow_schema_add_children(struct ArrowSchema *schema, size_t count) {
    owner *owned = schema->private_data;
    struct ArrowSchema **pointers = take(owned, count, sizeof *pointers);
    struct ArrowSchema *children = take(owned, count, sizeof *children);
    if (!pointers || !children)
        return false;
    for (size_t i = 0; i < count; i++)
        pointers[i] = &children[i];
    schema->children = pointers;
    schema->n_children = (int64_t)count;
    return true;
}

static char *put_text(char *to, const char *text) {
    const int32_t size = (int32_t)strlen(text);
    memcpy(to, &size, sizeof size);
    memcpy(to + sizeof size, text, (size_t)size);
    return to + sizeof size + size;
}

/* How many pairs there are, and then each text behind its size, in the machine's own order. */
bool hm_arrow_schema_add_metadata(struct ArrowSchema *schema, const char *key, const char *value) {
    const int32_t pairs = 1;
    if (strlen(value) > INT32_MAX)
        return false;
    char *metadata = take(schema->private_data, 3 * sizeof pairs + strlen(key) + strlen(value), 1);
    if (!metadata)
        return false;
    memcpy(metadata, &pairs, sizeof pairs);
    (void)put_text(put_text(metadata + sizeof pairs, key), value);
    schema->metadata = metadata;
    return true;
}

bool hm_arrow_schema_add_dictionary(struct ArrowSchema *schema) {
    owner *owned = schema->private_data;
    struct ArrowSchema *dictionary = take(owned, 1, sizeof *dictionary);
    if (!dictionary || !hm_arrow_schema_open(dictionary, owned->allocator, "u", "", 0))
        return false;
    schema->dictionary = dictionary;
    return true;
}

/* --- arrays --- */

static void release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    if (array->dictionary && array->dictionary->release)
        array->dictionary->release(array->dictionary);
    owner_free(array->private_data);
    array->release = NULL;
}

bool hm_arrow_array_open(struct ArrowArray *array, const hm_allocator *allocator, size_t length,
                         int64_t buffers) {
    owner *owned = owner_new(allocator);
    if (!owned)
        return false;
    *array = (struct ArrowArray){.length = (int64_t)length,
                                 .n_buffers = buffers,
                                 .buffers = owned->buffers,
                                 .release = release_array,
                                 .private_data = owned};
    return true;
}

bool hm_arrow_array_add_children(struct ArrowArray *array, size_t count) {
    owner *owned = array->private_data;
    struct ArrowArray **pointers = take(owned, count, sizeof *pointers);
    struct ArrowArray *children = take(owned, count, sizeof *children);
    if (!pointers || !children)
        return false;
    for (size_t i = 0; i < count; i++)
        pointers[i] = &children[i];
    array->children = pointers;
    array->n_children = (int64_t)count;
    return true;
}

void *hm_arrow_array_add_buffer(struct ArrowArray *array, size_t buffer, size_t count,
                                size_t size) {
    owner *owned = array->private_data;
    void *made = take(owned, count, size);
    owned->buffers[buffer] = made;
    return made;
}

bool hm_arrow_array_add_dictionary(struct ArrowArray *array, hm_arrow_texts *texts) {
    owner *owned = array->private_data;
    struct ArrowArray *dictionary = take(owned, 1, sizeof *dictionary);
    if (!dictionary || !hm_arrow_array_open(dictionary, owned->allocator, texts->count, 3))
        return false;
    array->dictionary = dictionary;
    owned = dictionary->private_data;
    owned->texts = hold(texts);
    owned->buffers[1] = texts->offsets;
    owned->buffers[2] = texts->bytes;
    return true;
}
