#include "base/cell_name.h"

#include <stddef.h>
#include <stdio.h>

hm_cell_name hm_cell_name_of(uint32_t row, uint32_t column) {
    char letters[8];
    size_t count = 0, size = 0;
    hm_cell_name name = {""};
    for (; column > 0; column = (column - 1) / 26)
        letters[count++] = (char)('A' + (column - 1) % 26);
    while (count > 0)
        name.text[size++] = letters[--count];
    if (row > 0)
        (void)snprintf(name.text + size, sizeof name.text - size, "%u", (unsigned)row);
    return name;
}
