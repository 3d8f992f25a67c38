/* field_path.h: the way to a field in what a file of a package declares, from which its line is
 * found when somebody is to be told of it. */
#ifndef HM_FIELD_PATH_H
#define HM_FIELD_PATH_H

#include <stddef.h>
#include <stdint.h>

/* A field of a table. */
typedef struct hm_key {
    const char *name; /* NULL: an element of a list */
    size_t element;   /* from 1 on */
} hm_key;

/* hm_fields_fail_at(f, HM_FIELD("min"), ...) */
#define HM_FIELD(field)   ((hm_key){.name = (field)})
#define HM_ELEMENT(index) ((hm_key){.element = (index)})
/* The table itself. */
#define HM_WHOLE ((hm_key){0})

enum { HM_PATH_MOST = 6 }; /* tests[2].visits[3].price */

typedef struct hm_field_path {
    uint32_t line; /* of the call that made the table it begins at; 0: what the script returns */
    size_t count;
    hm_key keys[HM_PATH_MOST];
} hm_field_path;

/* The way on to a field. One that would be too long ends before. */
static inline hm_field_path hm_field_path_on(hm_field_path path, hm_key key) {
    if (path.count < HM_PATH_MOST && (key.name || key.element > 0))
        path.keys[path.count++] = key;
    return path;
}

/* HM_PATH(HM_FIELD("drop"), HM_ELEMENT(2)) */
#define HM_PATH(...)                                                                               \
    ((hm_field_path){.count = sizeof((hm_key[]){__VA_ARGS__}) / sizeof(hm_key),                    \
                     .keys = {__VA_ARGS__}})

#endif
