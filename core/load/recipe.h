/* recipe.h: what has to be known of a file to read it, beyond what it shows by itself: how its text
 * is cut into rows and cells, how figures and periods are written, and what its columns are for.
 *
 * A recipe is made from the options of a caller, from a resource of a datapackage.json, or both. */
#ifndef HM_RECIPE_H
#define HM_RECIPE_H

#include "base/memory.h"
#include "base/position.h"
#include "hundredmark/dataset.h"

/* The marks within figures. */
typedef struct hm_number_marks {
    char decimal;      /* `.` or `,`; 0: not said */
    const char *group; /* between groups of three digits: one character of UTF-8; "": there is none;
                          NULL: not said */
} hm_number_marks;

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

typedef struct hm_recipe {
    hm_arena arena;   /* its texts and lists */
    const char *file; /* where it stands, for messages; "": in no file */
    hm_dialect dialect;
    hm_number_marks marks;
    const char *const *missing; /* what stands where there is no figure, beside an empty cell */
    size_t missing_count;
    const char *period_format; /* NULL: ISO 8601 */
} hm_recipe;

void hm_recipe_open(hm_recipe *recipe, const hm_allocator *allocator);
void hm_recipe_close(hm_recipe *recipe);

/* What the options say goes into the recipe, in place of what it said before. Texts are copied.
 * HM_ERROR_ARGUMENT where one makes no sense. */
hm_code hm_recipe_take_options(hm_recipe *recipe, const hm_read_options *options, hm_error *error);

/* Is the text one character that can stand between cells? */
bool hm_recipe_delimits(const char *text);

/* Is the text, without white space around it, one of those that stand for no figure? */
bool hm_recipe_is_missing(const hm_recipe *recipe, const char *text, size_t size);

#endif
