#include "program/lazy_library.h"

#include <dlfcn.h>
#include <string.h>

/* C has no cast from a pointer to data to one to a function: they are copied. */
bool hm_lazy_library_load(const char *library, const hm_lazy_symbol *symbols, size_t count,
                          void *table) {
    char *const members = table;
    void *first;
    memcpy(&first, members, sizeof first);
    if (first)
        return true;
    void *const handle = dlopen(library, RTLD_LAZY);
    for (size_t i = 0; i < count; i++) {
        void *const found = handle ? dlsym(handle, symbols[i]) : NULL;
        if (!found) {
            memset(table, 0, count * sizeof found);
            return false;
        }
        memcpy(members + i * sizeof found, &found, sizeof found);
    }
    return true;
}
