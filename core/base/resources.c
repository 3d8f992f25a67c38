#include "base/resources.h"

#include <string.h>

size_t hm_resource_first(const char *prefix) {
    const size_t size = strlen(prefix);
    size_t low = 0, high = hm_resource_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(hm_resources[middle].name, prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
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
