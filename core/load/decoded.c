#include "load/decoded.h"

#include <string.h>

#include "base/text.h"

/* What the file is in, by what is said or by what it shows. */
static hm_code find_encoding(hm_decoded *decoded, const char *said, hm_error *error) {
    const hm_source *source = &decoded->source;
    const size_t size = source->size < 4 ? source->size : 4;
    hm_source_load(source, 0, size);
    const hm_encoding shown = hm_encoding_of_start(source->data, size, &decoded->is_marked);
    decoded->encoding = shown;
    decoded->is_said = said != NULL;
    const hm_code code = said ? hm_encoding_read(said, &decoded->encoding, error) : HM_OK;
    if (code != HM_OK)
        return code;
    if (decoded->is_marked &&
        (decoded->encoding == HM_ENCODING_UTF16_LE || decoded->encoding == HM_ENCODING_UTF16_BE))
        decoded->encoding = shown; /* the mark knows the order of bytes */
    return HM_OK;
}

static bool decode(hm_decoded *decoded, const hm_source *source) {
    hm_source_load(source, 0, source->size);
    (void)hm_encoding_decode(decoded->encoding, source->data, source->size, true, &decoded->text);
    hm_source_forget(source, 0, source->size);
    hm_source_from_memory(&decoded->source, source->name, decoded->text.data, decoded->text.size);
    return !decoded->text.failed;
}

hm_code hm_decoded_open(hm_decoded *decoded, const hm_source *source, const char *said,
                        const hm_allocator *allocator, hm_error *error) {
    memset(decoded, 0, sizeof *decoded);
    decoded->source = *source;
    hm_buffer_open(&decoded->text, allocator);
    hm_code code = find_encoding(decoded, said, error);
    if (code == HM_OK && decoded->encoding > HM_ENCODING_UTF8 && !decode(decoded, source))
        code = hm_error_memory(error);
    if (code != HM_OK)
        hm_decoded_close(decoded);
    return code;
}

void hm_decoded_close(hm_decoded *decoded) {
    hm_buffer_close(&decoded->text);
}

void hm_decoded_tell(const hm_decoded *decoded, const char *name, hm_issues *issues) {
    if (decoded->is_said || decoded->encoding <= HM_ENCODING_UTF8)
        return;
    const hm_subject subject = {.at = {name, 1, 0}};
    hm_issues_add(issues, decoded->is_marked ? HM_ISSUE_ENCODING_MARKED : HM_ISSUE_ENCODING_GUESSED,
                  &subject, &(hm_issue_texts){.name = hm_encoding_name(decoded->encoding)});
}
