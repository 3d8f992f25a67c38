/* batches.h: a file of data in stretches of whole cities, so that it never has to be in memory.
 *
 * The rows of a city stand together. A batch is some of the text, cut where a row begins that would
 * begin another city, with the file's header in front: it is read as a file of its own, and says
 * the lines that its rows have in the whole. What a row says is not looked at here, but for one
 * thing: whether it begins a city. A row does when the reader of the format would take its city and
 * its period; any other belongs to the city before it. */
#ifndef HM_BATCHES_H
#define HM_BATCHES_H

#include "base/buffer.h"
#include "load/loader.h"

/* Text of one city, in one batch, at most. */
#define HM_BATCH_MOST ((size_t)64 << 20)

typedef struct hm_batch {
    bool there;          /* false behind the last one */
    hm_buffer text;      /* header and rows */
    uint32_t first_line; /* of the rows */
} hm_batch;

typedef struct hm_batches hm_batches;

/* Opens `path` or "-"; a batch is cut at the first city behind `size` bytes or, with `flush` above
 * 0, so many seconds after the first whole city in it was there. `encoding` is that of its text;
 * NULL: as it shows. `languages`, which stay until it is closed, are those that its header may be
 * in. Reads as far as the header. Errors: HM_ERROR_DATA, memory, HM_ERROR_ARGUMENT
 * for an encoding that there is not. */
hm_code hm_batches_open(hm_batches **out, const char *path, size_t size, double flush,
                        const char *encoding, const hm_languages *languages,
                        const hm_allocator *allocator, hm_error *error);
void hm_batches_close(hm_batches *batches);
/* The next batch into `batch`, whose text is opened by the caller. HM_ERROR_DATA, after the batch
 * with the rows before it, for a city that comes again behind another one, and for a city of more
 * than HM_BATCH_MOST. */
hm_code hm_batches_next(hm_batches *batches, hm_batch *batch, hm_error *error);

/* Reads a batch into a data set; `*contents` becomes what it holds. Any number of batches may be
 * read at a time, and while the next is being cut. */
hm_code hm_batches_read(const hm_batches *batches, const hm_batch *batch, hm_dataset *dataset,
                        hm_contents *contents, hm_error *error);
/* The file as messages name it; the line its rows begin at; how many cities have begun. */
const char *hm_batches_name(const hm_batches *batches);
uint32_t hm_batches_first_line(const hm_batches *batches);
size_t hm_batches_cities(const hm_batches *batches);

#endif
