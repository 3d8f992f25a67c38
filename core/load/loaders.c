#include "load/loader.h"

#include <string.h>

#include "base/text.h"

/* A name a line: hm_loader_NAME. The last one takes whatever the others do not want. */
#define LOADERS(LOADER)                                                                            \
    LOADER(ndjson)                                                                                 \
    LOADER(json)                                                                                   \
    LOADER(csv)

#define DECLARE(name) extern const hm_loader hm_loader_##name;
#define REFER(name)   &hm_loader_##name,
LOADERS(DECLARE)
static const hm_loader *const loaders[] = {LOADERS(REFER)};
enum { LOADER_COUNT = sizeof loaders / sizeof *loaders };

static bool has_suffix(const char *name, const char *suffix) {
    size_t size = strlen(name), wanted = strlen(suffix);
    return size > wanted && hm_text_same(name + size - wanted, wanted, suffix);
}

const hm_loader *hm_loaders_choose(const hm_source *source) {
    for (size_t i = 0; i < LOADER_COUNT; i++) {
        for (const char *const *suffix = loaders[i]->suffixes; *suffix; suffix++)
            if (has_suffix(source->name, *suffix))
                return loaders[i];
    }
    for (size_t i = 0; i < LOADER_COUNT - 1; i++)
        if (loaders[i]->sniff(source))
            return loaders[i];
    return loaders[LOADER_COUNT - 1];
}

/* Files of other kinds that people take for text: said by name, because "not UTF-8" helps nobody.
 */
hm_code hm_loaders_check(const hm_source *source, hm_error *error) {
    static const struct {
        const char *bytes;
        size_t size;
        const char *message;
    } kinds[] = {
        {"PK\x03\x04", 4, "found a workbook or an archive, expected text: save the sheet as CSV"},
        {"\xD0\xCF\x11\xE0", 4, "found an old workbook, expected text: save the sheet as CSV"},
        {"\x1F\x8B", 2, "found compressed data, expected text: unpack the file first"},
    };
    const char *message = NULL;
    hm_source_load(source, 0, source->size < 4 ? source->size : 4);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !message; i++)
        if (source->size >= kinds[i].size &&
            memcmp(source->data, kinds[i].bytes, kinds[i].size) == 0)
            message = kinds[i].message;
    /* UTF-16 without a mark: every other byte of the first letters is NUL */
    if (!message && source->size >= 4 && (!source->data[0] != !source->data[1]) &&
        !source->data[0] == !source->data[2] && !source->data[1] == !source->data[3])
        message = kinds[0].message;
    return message ? hm_error_at(error, HM_ERROR_DATA, source->name, 1, 1, "%s", message) : HM_OK;
}
