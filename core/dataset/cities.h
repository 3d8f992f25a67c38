/* cities.h: what is said of cities beside their figures: whether they are ranked, and any other
 * columns of a file of cities. The cities stand by themselves: they may be known before the data
 * mention them, and one list may serve several data sets. */
#ifndef HM_CITIES_H
#define HM_CITIES_H

#include "base/issues.h"
#include "base/names.h"
#include "base/position.h"

/* Where the row of a city stands. */
typedef struct hm_city_row {
    const char *file;
    hm_position position;
    bool unranked;
    const char **cells; /* by column, of those that were known when the row was read */
    uint32_t cell_count;
} hm_city_row;

typedef struct hm_cities {
    hm_arena arena;
    hm_names names;   /* of cities, numbered as `rows` */
    hm_names columns; /* all but `city` and `ranked` */
    hm_city_row *rows;
    size_t capacity;
    bool unranked; /* some city is */
} hm_cities;

void hm_cities_open(hm_cities *cities, const hm_allocator *allocator);
void hm_cities_close(hm_cities *cities);

/* The row of a city that has none yet. `file` is borrowed and must outlive the cities. NULL when
 * memory has run out. */
hm_city_row *hm_cities_add(hm_cities *cities, const char *name, size_t size, const char *file,
                           hm_position position);
/* False when memory has run out. */
bool hm_cities_set(hm_cities *cities, hm_city_row *row, uint32_t column, const char *text,
                   size_t size);

/* NULL when nothing is said of the city. */
const hm_city_row *hm_cities_find(const hm_cities *cities, const char *name);
/* What stands in a column (a number of `columns`); "" where nothing does. */
const char *hm_city_cell(const hm_city_row *row, uint32_t column);

/* For each of `names`, by number, 1 where that city is kept out of ranks and fits; NULL when memory
 * has run out. names->count bytes. */
uint8_t *hm_cities_unranked(const hm_cities *cities, const hm_names *names,
                            const hm_allocator *allocator);

/* A warning for each city that is none of `names`. */
void hm_cities_warn_unknown(const hm_cities *cities, const hm_names *names, hm_issues *issues);

#endif
