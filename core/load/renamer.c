#include "load/renamer.h"

bool hm_renamer_open(hm_renamer *renamer, const hm_renamings *renamings, hm_arena *arena) {
    *renamer =
        (hm_renamer){.renamings = renamings->count > 0 ? renamings : NULL, .other = HM_NO_NAME};
    hm_names_open(&renamer->from, arena->allocator);
    if (renamings->count == 0)
        return true;
    renamer->used = hm_arena_take_array(arena, renamings->count, sizeof *renamer->used);
    bool fine = renamer->used != NULL;
    for (size_t i = 0; fine && i < renamings->count; i++) {
        const char *from = renamings->items[i].from;
        fine = hm_names_intern(&renamer->from, from, strlen(from)) != HM_NO_NAME;
        if (strcmp(from, "*") == 0)
            renamer->other = (uint32_t)i;
    }
    return fine;
}

void hm_renamer_close(hm_renamer *renamer) {
    hm_names_close(&renamer->from);
}

const hm_renaming *hm_renamer_find_twice(const hm_renamer *renamer) {
    for (size_t i = 0; renamer->renamings && i < renamer->renamings->count; i++) {
        const hm_renaming *one = &renamer->renamings->items[i];
        if (hm_names_find(&renamer->from, one->from, strlen(one->from)) != i)
            return one;
    }
    return NULL;
}

hm_raw hm_renamer_rename(hm_renamer *renamer, hm_raw raw) {
    if (!renamer->renamings || raw.fault != HM_FAULT_NONE)
        return raw;
    const hm_text text = hm_text_trim(raw.text, raw.size);
    uint32_t number = hm_names_find(&renamer->from, text.text, text.size);
    if (number == HM_NO_NAME && text.size > 0)
        number = renamer->other;
    if (number == HM_NO_NAME)
        return raw;
    renamer->used[number] = true;
    raw.text = renamer->renamings->items[number].to;
    raw.size = strlen(raw.text);
    return raw;
}
