#include "dataset/loader.h"

#include <string.h>

#include "base/text.h"

/* The last one takes whatever the others do not want. */
static const hm_loader *const loaders[] = {&hm_loader_json, &hm_loader_csv};
enum { LOADER_COUNT = sizeof loaders / sizeof *loaders };

static bool has_suffix(const char *name, const char *suffix) {
    size_t size = strlen(name), wanted = strlen(suffix);
    return size > wanted && hm_text_same(name + size - wanted, wanted, suffix);
}

const hm_loader *hm_loaders_choose(const hm_source *source) {
    for (size_t i = 0; i < LOADER_COUNT; i++) {
        for (const char *const *suffix = loaders[i]->suffixes; *suffix; suffix++) {
            if (has_suffix(source->name, *suffix)) {
                return loaders[i];
            }
        }
    }
    for (size_t i = 0; i < LOADER_COUNT - 1; i++) {
        if (loaders[i]->sniff(source)) {
            return loaders[i];
        }
    }
    return loaders[LOADER_COUNT - 1];
}
