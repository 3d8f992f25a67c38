/* roll_parts.h: what was gathered to be rolled up; for roll_up.c and roll_whole.c only. */
#ifndef HM_ROLL_PARTS_H
#define HM_ROLL_PARTS_H

#include "base/calendar_parts.h"
#include "load/ingest.h"

typedef enum hm_roll_way { HM_ROLL_NOT, HM_ROLL_SUM, HM_ROLL_MEAN, HM_ROLL_LAST } hm_roll_way;

/* A figure as it was read: of a part, or of the longer period itself. */
typedef struct hm_roll_figure {
    hm_cell cell;
    const char *file;
    hm_position position;
    uint32_t next;                     /* of the same longer period: its number + 1; 0: none */
    uint32_t remarks[HM_REMARK_COUNT]; /* numbers of texts + 1; 0: none */
    uint32_t verified;                 /* 1 yes, 2 no */
    char form;                         /* as in hm_period_part */
    uint16_t number, count;
} hm_roll_figure;

/* A longer period of one city and input. */
typedef struct hm_roll_whole {
    uint32_t city, input; /* numbers of roll->cities, and of the data set's inputs */
    char period[HM_PERIOD_SIZE];
    size_t size;
    hm_roll_way way;
    uint32_t first, last; /* of the figures: numbers + 1 */
} hm_roll_whole;

/* An input that the recipe says a way of. */
typedef struct hm_roll_input {
    hm_roll_way way;
    hm_position position; /* in the recipe */
    bool used;
} hm_roll_input;

struct hm_roll {
    hm_dataset *dataset;
    const char *recipe_file;
    char to; /* Y, Q or M */
    double least;
    hm_roll_way way; /* of the inputs that are not named */
    hm_names named;  /* numbered as `inputs` */
    hm_roll_input *inputs;
    hm_names cities, texts;
    hm_names whole_keys; /* numbered as `wholes` */
    hm_roll_whole *wholes;
    size_t whole_count, whole_capacity;
    hm_names figure_keys; /* numbered as `figures` */
    hm_roll_figure *figures;
    size_t figure_count, figure_capacity;
};

/* Hands one over. */
void hm_roll_put(const hm_roll *roll, hm_reading *reading, const hm_roll_whole *whole);

#endif
