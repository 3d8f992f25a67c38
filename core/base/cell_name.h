/* cell_name.h: cells of sheets by the names that people know them by: D14. */
#ifndef HM_CELL_NAME_H
#define HM_CELL_NAME_H

#include <stdint.h>

typedef struct hm_cell_name {
    char text[24];
} hm_cell_name;

/* Of the cell in this row and column, both counted from 1; without a row ("D") or a column ("14")
 * where one is 0. */
hm_cell_name hm_cell_name_of(uint32_t row, uint32_t column);

#endif
