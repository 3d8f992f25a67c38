/* decoder.h: bytes that come in as UTF-8, whatever they are in. */
#ifndef HM_DECODER_H
#define HM_DECODER_H

#include "format/encoding.h"
#include "platform/inflow.h"

typedef struct hm_decoder {
    hm_encoding encoding;
    bool marked;  /* as a byte order mark says */
    char rest[4]; /* the beginning of a character whose end has not come yet */
    size_t rest_size;
    hm_buffer bytes, text;
} hm_decoder;

void hm_decoder_open(hm_decoder *decoder, const hm_allocator *allocator);
void hm_decoder_close(hm_decoder *decoder);
/* Where what has come shows by a byte order mark that it is UTF-16, or else is `said` to be no
 * UTF-8 (HM_ENCODING_UNKNOWN: nothing is said), it and all that follows become UTF-8. False when
 * memory has run out. */
bool hm_decoder_attach(hm_decoder *decoder, hm_inflow *inflow, hm_encoding said);

#endif
