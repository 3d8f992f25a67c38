#include "load/role.h"

#include "base/text.h"

static const char *const role_names[HM_ROLE_COUNT] = {
    [HM_ROLE_CITY] = "city",     [HM_ROLE_PERIOD] = "period", [HM_ROLE_INPUT] = "input",
    [HM_ROLE_VALUE] = "value",   [HM_ROLE_STATUS] = "status", [HM_ROLE_QUALITY] = "quality",
    [HM_ROLE_SOURCE] = "source", [HM_ROLE_NOTE] = "note",     [HM_ROLE_VERIFIED] = "verified",
};

const char *hm_role_name(hm_role role) {
    return role_names[role];
}

hm_role hm_role_find(const char *text, size_t size) {
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        if (hm_text_same(text, size, role_names[role]))
            return (hm_role)role;
    return HM_ROLE_COUNT;
}

hm_role hm_role_find_in(const hm_language *language, const char *text, size_t size) {
    hm_role found = hm_role_find(text, size);
    for (int role = 0; language && found == HM_ROLE_COUNT && role < HM_ROLE_COUNT; role++) {
        const char *word = hm_language_word(language, role_names[role]);
        if (word && hm_text_same(text, size, word))
            found = (hm_role)role;
    }
    return found;
}

const char *hm_role_name_in(const hm_language *language, hm_role role) {
    const char *word = hm_language_word(language, role_names[role]);
    return word ? word : role_names[role];
}
