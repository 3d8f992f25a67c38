#include "output/writer.h"

static const hm_writer *const writers[] = {
    [HM_FORMAT_CSV] = &hm_writer_csv,
    [HM_FORMAT_JSON] = &hm_writer_json,
    [HM_FORMAT_NDJSON] = &hm_writer_ndjson,
};

const hm_writer *hm_writers_find(hm_format format) {
    const size_t count = sizeof writers / sizeof *writers;
    return (unsigned)format < count ? writers[format] : NULL;
}
