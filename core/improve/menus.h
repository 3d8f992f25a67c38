/* menus.h: the menus of a city: of all that can change. */
#ifndef HM_IMPROVE_MENUS_H
#define HM_IMPROVE_MENUS_H

#include "improve/menu.h"

typedef struct hm_menus {
    const hm_decisions *decisions;
    hm_menu *each;
    size_t count;
    uint8_t *apart; /* by node: 1 where what it gains adds up from what several menus bring */
    hm_arena arena;
} hm_menus;

/* Of all that can change. The figures of the city are as they were afterwards. Errors: memory,
 * cancelled, limits. To be closed even where it fails. */
hm_code hm_menus_open(hm_menus *menus, hm_decisions *decisions, hm_error *error);
void hm_menus_close(hm_menus *menus);

#endif
