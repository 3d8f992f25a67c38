/* renamer.h: texts of a file and what a recipe makes of them. */
#ifndef HM_RENAMER_H
#define HM_RENAMER_H

#include "base/names.h"
#include "format/raw.h"
#include "load/recipe.h"

typedef struct hm_renamer {
    const hm_renamings *renamings; /* NULL: none */
    hm_names from;                 /* numbered as the renamings */
    uint32_t other;                /* the one of `*`, all texts that are not named */
    bool *used;
} hm_renamer;

/* `renamings` and `arena` must outlive it. False when memory has run out; to be closed whatever it
 * returns. */
bool hm_renamer_open(hm_renamer *renamer, const hm_renamings *renamings, hm_arena *arena);
void hm_renamer_close(hm_renamer *renamer);
/* A renaming of a text that another one renames already; NULL: there is none. */
const hm_renaming *hm_renamer_find_twice(const hm_renamer *renamer);
/* The text as it is renamed. */
hm_raw hm_renamer_rename(hm_renamer *renamer, hm_raw raw);

#endif
