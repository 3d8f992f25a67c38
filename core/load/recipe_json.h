/* recipe_json.h: the values that a recipe in JSON is made of, each with a message where it is
 * something else. For the files recipe_*.c only. */
#ifndef HM_RECIPE_JSON_H
#define HM_RECIPE_JSON_H

#include "format/json.h"
#include "format/raw.h"
#include "load/recipe.h"

typedef struct hm_recipe_reader {
    hm_recipe *recipe;
    hm_json json; /* its error is the caller's */
} hm_recipe_reader;

/* Reads the value whose first token was just read. */
typedef hm_code hm_recipe_read(hm_recipe_reader *r, void *to);

/* A member of an object: `read` fills what stands `offset` bytes behind the object's `to`. NULL:
 * the member is passed over. */
typedef struct hm_recipe_member {
    const char *name;
    hm_recipe_read *read;
    size_t offset;
} hm_recipe_member;

typedef struct hm_recipe_shape {
    const char *name; /* of such an object, for messages */
    const hm_recipe_member *members;
    size_t count;
    bool open; /* it may have members that are not ours; near misses are refused all the same */
} hm_recipe_shape;

/* The object whose first token was just read. */
hm_code hm_recipe_read_object(hm_recipe_reader *r, const hm_recipe_shape *shape, void *to);

/* `to`: const char *, bool, uint32_t from 1 on, size_t from 0 on, double */
hm_recipe_read hm_recipe_read_text, hm_recipe_read_flag, hm_recipe_read_number,
    hm_recipe_read_count, hm_recipe_read_real;
/* `to`: hm_renamings, from an object of texts */
hm_recipe_read hm_recipe_read_renamings;

/* The elements of an array, or the one value that stands in its place: `add` is called for each. */
hm_code hm_recipe_read_list(hm_recipe_reader *r, hm_recipe_read *add, void *to);
/* Room for one more element in a list of the recipe; NULL when memory has run out. `*items` points
 * to `*count` elements of `size` bytes. */
void *hm_recipe_grow(hm_recipe_reader *r, void *items, size_t *count, size_t size);

/* The value is not what belongs there. */
hm_code hm_recipe_refuse(hm_recipe_reader *r, const char *expected);
hm_code hm_recipe_fail(hm_recipe_reader *r, hm_position position, const char *message,
                       const char *text);
/* The error of a token that could not be read, or of memory that has run out. */
hm_code hm_recipe_failed(hm_recipe_reader *r);

/* Members of a resource, in files of their own. `to`: the recipe. */
hm_recipe_read hm_recipe_read_dialect, hm_recipe_read_schema, hm_recipe_read_mapping;
/* `to`: hm_roll_up */
hm_recipe_read hm_recipe_read_roll_up;

#endif
