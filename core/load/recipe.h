/* recipe.h: what has to be known of a file to read it, beyond what it shows by itself: how its text
 * is cut into rows and cells, how figures and periods are written, and what its columns are for.
 *
 * A recipe is made from the options of a caller, from a resource of a datapackage.json, or both. */
#ifndef HM_RECIPE_H
#define HM_RECIPE_H

#include "base/memory.h"
#include "base/position.h"
#include "hundredmark/dataset.h"
#include "load/role.h"

/* The marks within figures. */
typedef struct hm_number_marks {
    char decimal;      /* `.` or `,`; 0: not said */
    const char *group; /* between groups of three digits: one character of UTF-8; "": there is none;
                          NULL: not said */
    bool wrapped;      /* signs and units may stand around them: $5.30, 7 km */
} hm_number_marks;
static inline bool hm_number_marks_say(const hm_number_marks *marks) {
    return marks->decimal != 0 || marks->group != NULL || marks->wrapped;
}

/* How text is cut into rows and cells, and which of a workbook's sheets is meant. */
typedef struct hm_dialect {
    const char *encoding;        /* NULL: found by the look of the file */
    char delimiter;              /* 0: found by the look of the header */
    char quote;                  /* 0: `"`; HM_NO_QUOTE: none */
    const char *comment;         /* lines that begin with it are none; NULL: all are */
    const uint32_t *header_rows; /* lines of the header, ascending; count 0: the first that is not
                                    empty */
    size_t header_row_count;
    const char *header_join;      /* between the names of one column; NULL: a space */
    bool no_header;               /* the first line is a row of figures */
    const uint32_t *comment_rows; /* lines that are no rows, ascending */
    size_t comment_row_count;
    size_t skip_last;    /* lines at the end that are no rows, beside empty ones */
    const char *sheet;   /* of a workbook, by its name; NULL: not said */
    size_t sheet_number; /* or counted from 1; 0: not said */
} hm_dialect;
#define HM_NO_QUOTE '\n'

/* A column, by its name or its number. */
typedef struct hm_recipe_column {
    const char *name;     /* "" where the number counts */
    uint32_t number;      /* from 1 on; 0: the name counts */
    const char *as;       /* what it is to be called; NULL: as it is */
    const char *fixed;    /* among several that are put together: no column, but this text */
    bool optional;        /* it need not be there */
    hm_position position; /* in the recipe */
} hm_recipe_column;

/* Where a part of an observation stands. */
typedef enum hm_recipe_source {
    HM_FROM_HEADER,  /* nothing is said: in the column that is called so */
    HM_FROM_COLUMN,  /* in the first of `columns`; of several, in their texts together */
    HM_FROM_TEXT,    /* it is `text`, everywhere */
    HM_FROM_NAMES,   /* in the names of `columns`, which hold values; of periods and inputs */
    HM_FROM_PATTERN, /* in the names that match the pattern `text`; likewise */
    HM_FROM_NOWHERE  /* in no column, whatever it is called */
} hm_recipe_source;

typedef struct hm_recipe_part {
    hm_recipe_source source;
    hm_position position; /* in the recipe */
    const char *text;
    const char *join; /* between the texts of several columns */
    size_t first;     /* only so many characters of the text, from the first on; 0: all */
    hm_recipe_column *columns;
    size_t count;
} hm_recipe_part;

/* What a text is replaced with. */
typedef struct hm_renaming {
    const char *from, *to;
    hm_position position; /* in the recipe */
} hm_renaming;

typedef struct hm_renamings {
    hm_renaming *items;
    size_t count;
} hm_renamings;

/* Rows are read only where what stands in a column is one of the texts, or is none of them. */
typedef struct hm_condition {
    hm_recipe_column column;
    bool others;  /* every column that nothing else is said of */
    bool is_not;  /* is none of them */
    bool pattern; /* the texts are patterns with `*` */
    const char **texts;
    size_t count;
    hm_position position;
} hm_condition;

/* A field of a schema: its name stands for that of the column. */
typedef struct hm_recipe_field {
    const char *name;
    hm_number_marks marks; /* of its column, where fields differ */
    hm_position position;
} hm_recipe_field;

/* How the fields of a schema and the columns of the file belong together. */
typedef enum hm_fields_match {
    HM_FIELDS_EXACT,    /* the same ones in the same order, whatever the file calls them */
    HM_FIELDS_EQUAL,    /* the same ones in any order */
    HM_FIELDS_SUBSET,   /* the file has them all, and perhaps more */
    HM_FIELDS_SUPERSET, /* the file has no others, and perhaps fewer */
    HM_FIELDS_PARTIAL   /* the file has at least one of them */
} hm_fields_match;

/* Figures of parts of a period as one of the whole. */
typedef struct hm_roll_up {
    const char *to;      /* "year", "quarter" or "month"; NULL: as they are */
    const char *by;      /* "sum", "mean" or "last"; NULL: only the inputs in `inputs` */
    hm_renaming *inputs; /* from: an input; to: its own way */
    size_t count;
    double least; /* the share of the parts that must be there: 1 unless said otherwise */
    hm_position position;
} hm_roll_up;

typedef struct hm_recipe {
    hm_arena arena;   /* its texts and lists */
    const char *file; /* where it stands, for messages; "": in no file */
    hm_dialect dialect;
    hm_number_marks marks;
    const char *const *missing; /* what stands where there is no figure, beside an empty cell */
    size_t missing_count;
    const char *period_format; /* NULL: ISO 8601 */
    hm_recipe_field *fields;   /* of the schema */
    size_t field_count;
    bool fields_differ; /* in their marks: `marks` are those of fields that say none */
    hm_fields_match match;
    bool maps; /* something of what follows is said: */
    hm_position position;
    hm_recipe_part parts[HM_ROLE_COUNT];
    hm_renamings renamings[HM_ROLE_COUNT];
    hm_condition *conditions; /* all must hold */
    size_t condition_count;
    hm_recipe_part cities; /* `columns`, or patterns of them, say something of the city */
    hm_recipe_part fill;   /* in `columns` an empty cell says what the one above it does */
    const char **left_out; /* names of columns, or patterns of them, that are not read */
    size_t left_out_count;
    int power;                     /* figures are so many powers of ten greater */
    hm_recipe_column power_column; /* or as many as stand here; position.line 0: in no column */
    const char *records;           /* rows are of these; NULL: it does not say */
    hm_roll_up roll_up;
} hm_recipe;

void hm_recipe_open(hm_recipe *recipe, const hm_allocator *allocator);
void hm_recipe_close(hm_recipe *recipe);

/* Whether the fields of the schema have the same marks, which are then those of all figures, once
 * all of it was read. */
void hm_recipe_settle_marks(hm_recipe *recipe);

/* What the options say goes into the recipe, in place of what it said before. Texts are copied.
 * HM_ERROR_ARGUMENT where one makes no sense. */
hm_code hm_recipe_take_options(hm_recipe *recipe, const hm_read_options *options, hm_error *error);

/* Reads a recipe: JSON, as of a resource of a datapackage.json. `name` stands for it in messages.
 * HM_ERROR_DATA where it cannot be understood, with its location. */
hm_code hm_recipe_parse(hm_recipe *recipe, const char *text, size_t size, hm_position position,
                        const char *name, hm_error *error);

/* Is the text one character that can stand between cells? */
bool hm_recipe_delimits(const char *text);

/* Is the text one character that can stand between groups of digits, or nothing? */
bool hm_recipe_groups(const char *text, size_t size);

/* Is the text, without white space around it, one of those that stand for no figure? */
bool hm_recipe_is_missing(const hm_recipe *recipe, const char *text, size_t size);

#endif
