/* inflow.h: the bytes of a file or of standard input as they come, in a window that moves on over
 * them: what was dealt with is dropped, so that the whole is never in memory. */
#ifndef HM_INFLOW_H
#define HM_INFLOW_H

#include "base/error.h"
#include "base/memory.h"

typedef struct hm_inflow hm_inflow;
/* Turns the bytes from `from` on, which came last, into those that are to stand there, of which
 * there may be none yet; `last`: none come behind them. False when memory has run out. */
typedef bool hm_inflow_turn(void *context, hm_inflow *inflow, size_t from, bool last);

struct hm_inflow {
    const char *name; /* as the user wrote it; `<stdin>` for "-"; borrowed */
    const hm_allocator *allocator;
    int file;
    char *data; /* moves when more is read */
    size_t size, capacity;
    bool ended;           /* nothing comes behind `data` */
    hm_inflow_turn *turn; /* NULL: bytes stay as they come */
    void *context;
};

/* "-" is standard input. Fails as hm_source_open does. Nothing is read yet. */
hm_code hm_inflow_open(hm_inflow *inflow, const char *name, const hm_allocator *allocator,
                       hm_error *error);
void hm_inflow_close(hm_inflow *inflow);
/* Waits for more bytes, at least one, or finds the end. */
hm_code hm_inflow_more(hm_inflow *inflow, hm_error *error);
/* Puts `count` bytes in the place of those from `from` on. False when memory has run out. */
bool hm_inflow_replace(hm_inflow *inflow, size_t from, const char *bytes, size_t count);
/* Would hm_inflow_more have an answer at once? Waits for one for so many seconds at most. */
bool hm_inflow_wait(const hm_inflow *inflow, double seconds);
/* The first `count` bytes are not needed any more. */
void hm_inflow_drop(hm_inflow *inflow, size_t count);

#endif
