#include "load/decoder.h"

#include <string.h>

void hm_decoder_open(hm_decoder *decoder, const hm_allocator *allocator) {
    memset(decoder, 0, sizeof *decoder);
    hm_buffer_open(&decoder->bytes, allocator);
    hm_buffer_open(&decoder->text, allocator);
}

void hm_decoder_close(hm_decoder *decoder) {
    hm_buffer_close(&decoder->bytes);
    hm_buffer_close(&decoder->text);
}

static bool is_utf16(hm_encoding encoding) {
    return encoding == HM_ENCODING_UTF16_LE || encoding == HM_ENCODING_UTF16_BE;
}

static bool turn(void *context, hm_inflow *inflow, size_t from, bool last) {
    hm_decoder *decoder = context;
    hm_buffer *bytes = &decoder->bytes;
    hm_buffer_clear(bytes);
    hm_buffer_clear(&decoder->text);
    hm_buffer_add(bytes, decoder->rest, decoder->rest_size);
    hm_buffer_add(bytes, inflow->data + from, inflow->size - from);
    if (bytes->failed)
        return false;
    const size_t whole =
        hm_encoding_decode(decoder->encoding, bytes->data, bytes->size, last, &decoder->text);
    decoder->rest_size = bytes->size - whole;
    if (decoder->rest_size > 0)
        memcpy(decoder->rest, bytes->data + whole, decoder->rest_size);
    return !decoder->text.failed &&
           hm_inflow_replace(inflow, from, decoder->text.data, decoder->text.size);
}

bool hm_decoder_attach(hm_decoder *decoder, hm_inflow *inflow, hm_encoding said) {
    bool marked = false;
    const hm_encoding shown = hm_encoding_of_start(inflow->data, inflow->size, &marked);
    decoder->marked = marked && is_utf16(shown);
    decoder->encoding = decoder->marked ? shown : said;
    if (decoder->encoding <= HM_ENCODING_UTF8)
        return true;
    inflow->turn = turn;
    inflow->context = decoder;
    return turn(decoder, inflow, 0, inflow->ended);
}
