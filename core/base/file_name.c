#include "base/file_name.h"

#include <stdio.h>

#include "base/position.h"
#include "base/text.h"

hm_file_name hm_file_name_of(const char *file) {
    hm_file_name name;
    const char *sheet = hm_sheet_of_file(file);
    const size_t size = hm_size_of_file(file);
    (void)snprintf(name.text, sizeof name.text, "%.*s%s%s", size < 256 ? (int)size : 256, file,
                   *sheet ? ", sheet " : "", *sheet ? hm_name_of(sheet).text : "");
    return name;
}
