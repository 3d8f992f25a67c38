/* source.h: the bytes of one input: a file (mapped where that works), standard input, or memory. */
#ifndef HM_SOURCE_H
#define HM_SOURCE_H

#include "base/error.h"
#include "base/memory.h"

typedef struct hm_source {
    const char *name; /* as the user wrote it; `<stdin>` for "-"; borrowed */
    const char *data; /* not ended by NUL */
    size_t size;
    const hm_allocator *allocator;
    size_t mapped, owned; /* bytes to unmap or release at close */
    int opened;           /* the descriptor of a mapped file + 1; 0: none */
} hm_source;

/* "-" is standard input. HM_ERROR_DATA names the file and why (no such file, a folder, no
 * permission). `name` must outlive the source. */
hm_code hm_source_open(hm_source *source, const char *name, const hm_allocator *allocator,
                       hm_error *error);
/* The caller's bytes, which must outlive the source. */
void hm_source_from_memory(hm_source *source, const char *name, const char *data, size_t size);
void hm_source_close(hm_source *source);
/* How many bytes of a byte order mark (UTF-8) come before the text: 3 or 0. */
size_t hm_source_mark(const hm_source *source);

/* HM_ERROR_DATA: `name` cannot be read for the reason that errno `number` stands for, in words that
 * no locale changes. */
hm_code hm_source_fail(const char *name, int number, hm_error *error);

/* Copies bytes `begin` to `end` - 1 to `out`. Of a mapped file they are read, not looked at in
 * place: a copy that stays in the processor's cache costs less than the faults of new pages. False
 * when they cannot be read. From any thread. */
bool hm_source_copy(const hm_source *source, size_t begin, size_t end, char *out);

/* Bytes `begin` to `end` - 1 will hardly be looked at again: the memory of a mapped file is given
 * back (and read anew, should somebody look all the same). From any thread. */
void hm_source_forget(const hm_source *source, size_t begin, size_t end);
/* So many bytes are worth forgetting at a time. */
#define HM_SOURCE_STRETCH ((size_t)4 << 20)

/* What is at `path`? */
typedef enum hm_path_kind { HM_PATH_NOTHING, HM_PATH_FILE, HM_PATH_FOLDER } hm_path_kind;
hm_path_kind hm_path_look(const char *path);

#endif
