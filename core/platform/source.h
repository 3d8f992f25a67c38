/* source.h: the bytes of one input: a file, a pipe, standard input, or memory.
 *
 * Nothing is mapped: of a mapped file that somebody shortens, the system takes the pages away, and
 * who looks at one is killed. A file is either read whole, or an address range is reserved for it
 * and its bytes are loaded into their places as they are needed. */
#ifndef HM_SOURCE_H
#define HM_SOURCE_H

#include "base/error.h"
#include "base/memory.h"

typedef struct hm_source {
    const char *name; /* as the user wrote it; `<stdin>` for "-"; borrowed */
    const char *data; /* not ended by NUL */
    size_t size;
    const hm_allocator *allocator;
    size_t owned;                /* bytes to release at close */
    bool is_part;                /* of a stream: there is more of it */
    struct hm_source_file *file; /* where the bytes come from; NULL: they are all there */
} hm_source;

/* Reads all of it. "-" is standard input. HM_ERROR_DATA names the file and why (no such file, a
 * folder, no permission, changed while it was read). `name` must outlive the source. */
hm_code hm_source_open(hm_source *source, const char *name, const hm_allocator *allocator,
                       hm_error *error);
/* The same, but of a file of some size nothing is read yet: a byte is there after hm_source_load
 * only, and hm_source_check must be asked in the end. */
hm_code hm_source_open_to_load(hm_source *source, const char *name, const hm_allocator *allocator,
                               hm_error *error);
/* The caller's bytes, which must outlive the source. */
void hm_source_from_memory(hm_source *source, const char *name, const char *data, size_t size);
void hm_source_close(hm_source *source);
/* How many bytes of a byte order mark (UTF-8) come before the text: 3 or 0. The first three bytes
 * are there. */
size_t hm_source_mark(const hm_source *source);

/* `name` cannot be read for the reason that errno `number` stands for, in words that no locale
 * changes: HM_ERROR_DATA, or HM_ERROR_MEMORY where the machine has no memory or no files left. */
hm_code hm_source_fail(const char *name, int number, hm_error *error);

/* Makes bytes `begin` to `end` - 1 be there, again if they were. What cannot be read (any more) is
 * zeros; hm_source_check tells. One thread at a time. */
void hm_source_load(const hm_source *source, size_t begin, size_t end);
/* Copies bytes `begin` to `end` - 1 to `out`, whether they are there or not: a copy that stays in
 * the processor's cache costs less than new pages. False when they cannot be read; hm_source_check
 * tells then, too. From any thread. */
bool hm_source_copy(const hm_source *source, size_t begin, size_t end, char *out);
/* Bytes `begin` to `end` - 1 will not be looked at again, unless they are loaded again: the memory
 * of a file that is loaded is given back. From any thread. */
void hm_source_forget(const hm_source *source, size_t begin, size_t end);
/* So many bytes are worth forgetting at a time. */
#define HM_SOURCE_BLOCK ((size_t)4 << 20)

/* HM_OK if all that was asked for could be read and the file is what it was when it was opened:
 * as long, and not written to. HM_ERROR_DATA otherwise: what was read of it is worth nothing. */
hm_code hm_source_check(const hm_source *source, hm_error *error);

/* How far one reader has loaded a source, from front to back. */
typedef struct hm_source_cursor {
    const hm_source *source;
    const char *loaded; /* what stands before it is there */
} hm_source_cursor;

/* At the start of the source. */
hm_source_cursor hm_source_begin(const hm_source *source);
/* Makes the bytes before `until`, a place in the source, be there, and some more. */
void hm_source_reach(hm_source_cursor *cursor, const char *until);
/* What stands before `place` was not loaded and will not be looked at. */
static inline void hm_source_pass(hm_source_cursor *cursor, const char *place) {
    if (cursor->loaded < place)
        cursor->loaded = place;
}
/* The first `byte` from `from` on, before `end`; NULL when there is none. */
const char *hm_source_find(hm_source_cursor *cursor, const char *from, const char *end, char byte);

/* What is at `path`? */
typedef enum hm_path_kind { HM_PATH_NOTHING, HM_PATH_FILE, HM_PATH_FOLDER } hm_path_kind;
hm_path_kind hm_path_look(const char *path);

#endif
