#include "expr/several.h"

#include <string.h>

bool hm_several_has(const char *answers, const char *option) {
    static const char between[] = {HM_SEVERAL_BETWEEN, '\0'};
    const size_t size = strlen(option);
    for (const char *at = answers;; at++) {
        const size_t length = strcspn(at, between);
        if (length == size && memcmp(at, option, size) == 0)
            return true;
        at += length;
        if (*at == '\0')
            return false;
    }
}

size_t hm_several_count(const char *answers) {
    size_t count = 1;
    if (*answers == '\0' || strcmp(answers, HM_SEVERAL_NONE) == 0)
        return 0;
    while ((answers = strchr(answers, HM_SEVERAL_BETWEEN)) != NULL) {
        answers++;
        count++;
    }
    return count;
}
