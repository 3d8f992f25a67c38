/* mapping_find.h: finding which columns of a header a recipe means. For the files mapping_*.c only.
 */
#ifndef HM_MAPPING_FIND_H
#define HM_MAPPING_FIND_H

#include "load/mapping.h"

/* A recipe being held against a header. */
typedef struct hm_mapper {
    hm_mapping *m;
    hm_sheet *sheet;
    hm_reading *reading;
    hm_raw *names; /* of the columns, trimmed; those of inputs as they are renamed */
    bool *used;    /* those of the mapping */
} hm_mapper;

/* Fills the error of the reading, at a place of the recipe. */
hm_code hm_mapper_fail(const hm_mapper *p, hm_position position, const char *message,
                       const char *text);
/* The field that a column of the recipe means, which is then used; HM_NO_FIELD where it is not
 * there and need not be. */
hm_code hm_mapper_find_column(hm_mapper *p, const hm_recipe_column *column, size_t *field);
/* Those that say something of the city. */
hm_code hm_mapper_find_cities(hm_mapper *p);

#endif
