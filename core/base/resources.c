#include "base/resources.h"

#include <string.h>

/* The number of the first whose name is not below `name`. */
static size_t first_from(const hm_resource *resources, size_t count, const char *name) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(resources[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t hm_resource_first(const char *prefix) {
    const size_t low = first_from(hm_resources, hm_resource_count, prefix);
    const size_t size = strlen(prefix);
    if (low < hm_resource_count && strncmp(hm_resources[low].name, prefix, size) == 0)
        return low;
    return hm_resource_count;
}

const char *hm_resource_find(const char *name, size_t *size) {
    const size_t index = hm_resource_first(name);
    if (index == hm_resource_count || strcmp(hm_resources[index].name, name) != 0)
        return NULL;
    *size = hm_resources[index].size;
    return hm_resources[index].data;
}

const hm_resource *hm_resource_compiled(const char *name) {
    const size_t index = first_from(hm_compiled, hm_compiled_count, name);
    if (index == hm_compiled_count || strcmp(hm_compiled[index].name, name) != 0)
        return NULL;
    return &hm_compiled[index];
}
