/* ingest.h: the one way into a data set: loaders hand over raw cells here.
 *
 * Cells are typed, duplicates settled and issues raised on this side, so a loader only has to know
 * its format. Nothing here returns an error: what was lost for want of memory is remembered by the
 * data set (hm_dataset_state), which a loader asks now and then. */
#ifndef HM_INGEST_H
#define HM_INGEST_H

#include "base/period_format.h"
#include "dataset/cell.h"
#include "dataset/contents.h"
#include "dataset/parts.h"
#include "format/encoding.h"
#include "load/recipe.h"
#include "load/role.h"
#include "platform/source.h"

typedef struct hm_roll hm_roll;

/* One file being read into a data set. */
typedef struct hm_reading {
    hm_dataset *dataset;
    const hm_source *source;
    const char *file;        /* its name in messages; lives as long as the data set */
    const char *records;     /* the records its rows belong to; NULL: observations */
    const hm_recipe *recipe; /* how it is to be read; NULL: as it shows by itself */
    struct hm_marks *marks;  /* of its figures (marks.h); NULL: a point before decimals alone */
    struct hm_marks
        *field_marks;        /* by field, where each column has its own; NULL: all have those */
    hm_roll *roll;           /* where figures of parts of periods are gathered (roll_up.h); NULL */
    const hm_subject *whose; /* of whom a figure is that has no unit: city and period; NULL */
    const hm_period_format *periods; /* how periods are written; NULL: nobody says */
    hm_encoding encoding;            /* that the source was in before it was read as UTF-8 */
    const hm_language *language;     /* of the header; NULL: English */
    bool for_people;                 /* columns without a name are no fault */
    bool may_fill;                   /* cells may be empty because what they say stands above */
    int power;           /* figures are so many powers of ten greater than they are written */
    uint32_t first_line; /* the line of the first row; 0: the one that it stands on in `source` */
    hm_contents contents;
    hm_error *error;
} hm_reading;

/* Does every cell mean what it shows, so that no recipe needs to be asked? */
bool hm_reading_is_plain(const hm_reading *reading);

#define HM_RAW_NONE ((hm_raw){.text = ""})

/* One observation; what is not said is HM_RAW_NONE. The position of the value is the observation's
 * location. */
void hm_ingest_observation(hm_reading *reading, const hm_raw raw[HM_ROLE_COUNT]);

/* The parts of it, for loaders that have figures which are no texts: whose figure it is, and of
 * which input; false, with an issue, where that cannot be said. */
bool hm_ingest_key(hm_reading *reading, const hm_raw raw[HM_ROLE_COUNT], uint32_t *unit,
                   uint32_t *input);
/* Puts the figure, with what else `raw` says of it; `row` as in hm_ingest_figure, 0: not at all. */
void hm_ingest_with_remarks(hm_reading *reading, const hm_raw raw[HM_ROLE_COUNT], uint32_t unit,
                            uint32_t input, hm_cell cell, uint32_t row);

/* The parts of that, for loaders that place whole rows: */

/* The names of the unit, the period as the calendar spells it. False, with an issue, when the city
 * is empty, the period is none or either is faulty. */
bool hm_ingest_names(hm_reading *reading, const hm_raw *city, const hm_raw *period, hm_text *name,
                     char spelled[HM_PERIOD_SIZE], size_t *size);
/* Numbers the unit. False likewise. */
bool hm_ingest_unit(hm_reading *reading, const hm_raw *city, const hm_raw *period, uint32_t *unit);
/* The number of the input called `name`; HM_NO_NAME, with an issue, when it cannot be a name.
 * `unit`: whose figure of it is said, HM_NO_UNIT where it is nobody's. */
uint32_t hm_ingest_input(hm_reading *reading, const hm_raw *name, uint32_t unit);
/* Types a cell of the unit's `input`, or column of records; faulty ones and numbers too big are
 * rejected with an issue. */
hm_cell hm_ingest_cell(hm_reading *reading, const hm_raw *raw, uint32_t unit, const char *input);
/* Puts a figure that stands in row `row`. False when it was not taken: something was there before.
 */
bool hm_ingest_figure(hm_reading *reading, uint32_t input, uint32_t unit, hm_cell cell,
                      uint32_t row);

/* The cell as its status says it is; rejected, with an issue, when the two contradict each other.
 */
hm_cell hm_ingest_status(hm_reading *reading, hm_raw status, uint32_t unit, uint32_t input,
                         hm_cell cell);
/* A remark without white space around it. False, with an issue, where it cannot be read. */
bool hm_ingest_remark(hm_reading *reading, hm_raw *raw, uint32_t unit, uint32_t input);
/* Is it verified: 1 yes, 2 no; 0: not said, or with an issue not clear. */
uint32_t hm_ingest_verified(hm_reading *reading, hm_raw raw, uint32_t unit, uint32_t input);
/* The row number of an observation's location; 0 when memory has run out. */
uint32_t hm_ingest_location(hm_dataset *dataset, hm_position position);

/* One of two figures for the same city, period and input. */
typedef struct hm_said_figure {
    hm_cell cell;
    hm_location location;
} hm_said_figure;

/* Tells what becomes of the two; true when the earlier one, `there`, is rejected for the other's
 * sake. `subject` says whose they are, and `spellings`, which may be NULL, how figure `at` of them
 * was written, the earlier one. */
bool hm_ingest_twice(hm_dataset *dataset, const hm_subject *subject, hm_said_figure there,
                     hm_said_figure here, const hm_spellings *spellings, size_t at);

/* Says that `count` figures are going to be put into a series, up to unit `last`. False when the
 * data are too sparse for it (hm_dataset_state). */
bool hm_ingest_expect(hm_dataset *dataset, const hm_series *series, uint32_t last, size_t count);

/* The table of the records called `name`; NULL when memory has run out. */
hm_records_table *hm_ingest_records(hm_dataset *dataset, const char *name, size_t size);
/* Adds a row whose cells stand at `columns` (numbers of hm_records_add_column) and `location`, a
 * row number. `cells` NULL: it could not be taken apart, and all of them are rejected. */
void hm_ingest_record(hm_reading *reading, hm_records_table *records, uint32_t unit,
                      uint32_t location, const uint32_t *columns, const hm_raw *cells,
                      size_t count);
/* The same of cells that are typed already. */
void hm_ingest_record_cells(hm_reading *reading, hm_records_table *records, uint32_t unit,
                            uint32_t location, const uint32_t *columns, const hm_cell *cells,
                            size_t count);

/* Do these say whose row it is? */
bool hm_reading_is_unit(const hm_reading *reading, hm_raw city, hm_raw period);

/* What an issue is about: what stands at a position of the file, which is a figure of `unit`
 * (HM_NO_UNIT: of none that is known) and `input` (NULL likewise). */
hm_subject hm_reading_subject(const hm_reading *reading, hm_position position, uint32_t unit,
                              const char *input);
/* Raises what is wrong at a position of the file, whoever's it is. */
void hm_reading_add_issue(hm_reading *reading, hm_issue_code code, hm_position position,
                          const hm_issue_texts *texts);
/* Whose row is rejected, as far as it says so; HM_RAW_NONE. */
typedef struct hm_row_owner {
    hm_raw city, period;
} hm_row_owner;
/* Raises what is wrong with a row, or an observation. */
void hm_ingest_reject_row(hm_reading *reading, hm_issue_code code, hm_position position,
                          const hm_row_owner *owner, const hm_issue_texts *texts);
/* Raises what is wrong with a faulty cell. */
void hm_ingest_fault(hm_reading *reading, hm_raw raw, const hm_subject *subject);

#endif
