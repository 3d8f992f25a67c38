#include "load/header_language.h"

#include "base/text.h"
#include "load/role.h"

/* Which of the two are named. */
typedef struct unit_names {
    bool city, period;
} unit_names;

static unit_names find_names(const hm_sheet *sheet, const hm_language *language) {
    unit_names found = {false, false};
    for (size_t i = 0; i < sheet->count; i++) {
        const hm_raw name = hm_raw_trim(sheet->cells[i]);
        const hm_role role = hm_role_find_in(language, name.text, name.size);
        found.city |= role == HM_ROLE_CITY;
        found.period |= role == HM_ROLE_PERIOD;
    }
    return found;
}

const hm_language *hm_header_language(const hm_sheet *sheet, const hm_languages *languages) {
    const unit_names english = find_names(sheet, NULL);
    for (size_t i = 0; !(english.city && english.period) && i < languages->count; i++) {
        const unit_names found = find_names(sheet, &languages->items[i]);
        if (found.city != english.city || found.period != english.period)
            return &languages->items[i];
    }
    return NULL;
}

bool hm_header_names_unit(const hm_sheet *sheet, const hm_languages *languages) {
    const unit_names found = find_names(sheet, hm_header_language(sheet, languages));
    return found.city && found.period;
}
