#define _GNU_SOURCE /* dladdr */
#include "platform/object.h"

#include <stddef.h>

#ifdef __EMSCRIPTEN__

const void *hm_object_of(hm_code_address function) {
    (void)function;
    return NULL;
}

#else

#include <dlfcn.h>
#include <string.h>

const void *hm_object_of(hm_code_address function) {
    void *address;
    Dl_info info;
    memcpy(&address, &function, sizeof address); /* POSIX: as large as the other */
    return dladdr(address, &info) ? info.dli_fbase : NULL;
}

#endif
