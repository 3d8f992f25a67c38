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
