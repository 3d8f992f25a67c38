/* mapping.h: a recipe held against the header of a sheet: which of its columns is which part of an
 * observation, what they are called, and which rows count. */
#ifndef HM_MAPPING_H
#define HM_MAPPING_H

#include "base/buffer.h"
#include "load/ingest.h"
#include "load/renamer.h"
#include "load/sheet.h"

#define HM_NO_FIELD SIZE_MAX

/* A condition on one field. */
typedef struct hm_field_condition {
    const hm_condition *condition;
    size_t field;
} hm_field_condition;

/* What a column of figures says by its name. */
typedef struct hm_figure_column {
    size_t field;
    hm_raw input, period; /* text "": the row says it */
} hm_figure_column;

/* A column that says something of the city of its row. */
typedef struct hm_city_column {
    size_t field;
    uint32_t column; /* of what is known of cities */
} hm_city_column;

typedef struct hm_mapping {
    const hm_recipe *recipe;
    hm_arena arena;
    size_t fields[HM_ROLE_COUNT];     /* by role: its field; HM_NO_FIELD: none, or a fixed text */
    const char *fixed[HM_ROLE_COUNT]; /* NULL: none */
    size_t *joined;                   /* fields whose texts are the input, together; NULL: none */
    size_t joined_count;
    hm_renamer renamers[HM_ROLE_COUNT];
    hm_figure_column
        *figures; /* columns that hold values under their names; NULL: a value column */
    size_t figure_count;
    bool periods; /* the names of `figures` say the period */
    hm_field_condition *conditions;
    size_t condition_count;
    hm_city_column *cities;
    size_t city_count;
    size_t *filled; /* fields whose empty cells say what those above them do, outer ones first */
    size_t filled_count;
    size_t power_field;   /* HM_NO_FIELD: none */
    size_t rows_left_out; /* by the conditions */
    hm_buffer text;       /* of a joined input */
    bool is_whole;        /* could be held against the header */
    bool *used;           /* by field: something was said of it */
} hm_mapping;

/* Holds the recipe of the reading against the header that is the sheet's row, whose names become
 * those that the schema gives. HM_ERROR_DATA, at its place in the recipe, for columns that are not
 * there or stand twice and for what does not fit together. `*out` is NULL where the recipe says
 * nothing of columns. Freed by hm_mapping_free, which tells of renamings that nothing was found
 * for. */
hm_code hm_mapping_new(hm_mapping **out, hm_sheet *sheet, hm_reading *reading);
void hm_mapping_free(hm_mapping *mapping, hm_reading *reading);

/* Does it say no more than which columns there are? */
bool hm_mapping_is_plain(const hm_mapping *mapping);
/* Does the row count? */
bool hm_mapping_takes(const hm_mapping *mapping, const hm_sheet *sheet);
/* A part as the row says it; what it does not say is HM_RAW_NONE, at the row's position. Valid
 * until the next call of the same role. False when memory has run out. */
bool hm_mapping_get(hm_mapping *mapping, const hm_sheet *sheet, hm_role role, hm_raw *raw);
/* Keeps what the row says of its city. False when memory has run out. */
bool hm_mapping_say_city(hm_mapping *mapping, const hm_sheet *sheet, hm_reading *reading);
/* Is something read in the field: a part of observations, or what a condition asks of? */
bool hm_mapping_reads(const hm_mapping *mapping, size_t field);
/* Does the field say whose figures there are, of when and of what, and not how great they are? */
bool hm_mapping_is_key(const hm_mapping *mapping, size_t field);
/* Was something said of the field: is it one of these, or left out? */
bool hm_mapping_uses(const hm_mapping *mapping, size_t field);
/* Is the part said of all rows, or by some column of each? */
bool hm_mapping_has(const hm_mapping *mapping, hm_role role);
/* The text as it is renamed. */
hm_raw hm_mapping_rename(hm_mapping *mapping, hm_role role, hm_raw raw);
/* How many powers of ten the row's figures are greater; false, with an issue, where that cannot be
 * read. */
bool hm_mapping_power(const hm_mapping *mapping, const hm_sheet *sheet, hm_reading *reading,
                      int *power);

#endif
