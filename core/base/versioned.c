#include "base/versioned.h"

#include <stdbool.h>
#include <string.h>

uint32_t hm_version_number(void) {
    return HM_VERSION_NUMBER;
}

static size_t size_of(const void *versioned) {
    size_t size;
    memcpy(&size, versioned, sizeof size);
    return size;
}

static size_t lesser(size_t a, size_t b) {
    return a < b ? a : b;
}

static bool is_zero(const unsigned char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

hm_code hm_versioned_read(void *own, size_t known, const void *given, const char *name,
                          hm_error *error) {
    if (!given)
        return HM_OK;
    const size_t size = size_of(given);
    if (size <= sizeof size)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "%s without its size: begin with the macro that ends in _INIT", name);
    if (size > known && !is_zero((const unsigned char *)given + known, size - known))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "%s says something that version %s of the library does not know", name,
                            HM_VERSION);
    memcpy((char *)own + sizeof size, (const char *)given + sizeof size,
           lesser(size, known) - sizeof size);
    return HM_OK;
}

hm_code hm_versioned_fill(void *out, const void *filled, size_t known) {
    const size_t size = size_of(out);
    if (size <= sizeof size)
        return HM_ERROR_ARGUMENT;
    memcpy((char *)out + sizeof size, (const char *)filled + sizeof size,
           lesser(size, known) - sizeof size);
    return HM_OK;
}

void hm_versioned_init(void *options, size_t size, const void *defaults, size_t known) {
    if (!options || size < sizeof size)
        return;
    memset(options, 0, size);
    memcpy(options, defaults, lesser(size, known));
    memcpy(options, &size, sizeof size);
}
