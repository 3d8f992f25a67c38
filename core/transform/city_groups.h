/* city_groups.h: the groups that a step by a column of the cities learns from: those cities that
 * have the same word there. */
#ifndef HM_CITY_GROUPS_H
#define HM_CITY_GROUPS_H

#include "base/error.h"
#include "dataset/dataset.h"

#define HM_NO_GROUP UINT32_MAX

typedef struct hm_city_groups {
    const hm_allocator *allocator;
    const char *column; /* borrowed; NULL: all cities are in one group, which has no word */
    hm_names words;     /* of the groups, by number */
    uint32_t *of;       /* by city of the data: its group; HM_NO_GROUP where nothing stands */
    size_t city_count;
} hm_city_groups;

/* HM_ERROR_DATA where the cities have no such column, HM_ERROR_MEMORY. To be closed all the same.
 */
hm_code hm_city_groups_open(hm_city_groups *groups, const char *column, const hm_dataset *dataset,
                            const hm_allocator *allocator, hm_error *error);
void hm_city_groups_close(hm_city_groups *groups);

static inline uint32_t hm_city_group_of(const hm_city_groups *groups, uint32_t city) {
    return groups->of ? groups->of[city] : 0;
}

#endif
