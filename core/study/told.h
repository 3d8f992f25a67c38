/* told.h: what replicates say, as tables: a file each, told_NAME.c, by what they have in common. */
#ifndef HM_TOLD_H
#define HM_TOLD_H

#include "study/replicates.h"
#include "table/builder.h"

/* Of intervals, and in which a tier is ahead of the next. */
#define HM_TOLD_SHARE 0.95

/* What a table is made with. */
typedef struct hm_telling {
    const hm_replicates *replicates;
    const size_t *units; /* those to tell of */
    size_t unit_count;
    bool *is_told; /* by unit */
    const hm_cancel *cancel;
    hm_table_builder *builder;
    double *room;     /* for two numbers a replicate */
    uint32_t *counts; /* by rank, 0: none */
    hm_error *error;
} hm_telling;

/* A table, and how its rows are put. */
typedef struct hm_told_table {
    const char *name;
    const hm_builder_column *columns;
    size_t column_count;
    bool (*open)(const hm_telling *telling); /* makes columns that follow from the study; NULL:
                                                there are none. False when memory has run out */
    hm_code (*put)(hm_telling *telling);
} hm_told_table;

extern const hm_told_table hm_told_uncertainty, hm_told_pairs, hm_told_precision, hm_told_places,
    hm_told_tiers, hm_told_factors, hm_told_replicates;

const char *hm_told_code(const hm_telling *telling, size_t shown);
/* City and period go into `column` and the next, of which they are told first that they will. */
void hm_told_list_units(const hm_telling *telling, size_t column);
void hm_told_unit(const hm_telling *telling, size_t column, size_t unit);

/* By replicate from 1 on. */
const uint16_t *hm_told_ranks(const hm_telling *telling, size_t shown, size_t unit);
/* How many there are in the period of a unit. */
size_t hm_told_cities(const hm_telling *telling, size_t unit);
/* Fills `counts`. */
void hm_told_count_ranks(const hm_telling *telling, size_t shown, size_t unit);
/* The score and the rank by the package. */
void hm_told_nominal(const hm_telling *telling, size_t column, size_t shown, size_t unit);
void hm_told_rank(const hm_telling *telling, size_t column, size_t shown, size_t unit);

/* Nodes that do not hold in the unit's period have no rows. */
bool hm_told_holds(const hm_telling *telling, size_t shown, size_t unit);
/* Calls for each unit and node that there is a row of, which begins with the unit. */
hm_code hm_told_each(hm_telling *telling,
                     void (*put)(hm_telling *telling, size_t shown, size_t unit));

/* The units of a period that have a rank by the package, the best first; NULL when memory has run
 * out. */
uint32_t *hm_told_order(const hm_telling *telling, size_t shown, size_t period, size_t *count);
void hm_told_order_free(const hm_telling *telling, size_t period, uint32_t *order);

#endif
