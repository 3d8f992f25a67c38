/* issue_codes.h: what can be wrong with data, packages and rows of scores: a code each. Its row
 * (issue_codes.c) has the word that programs know it by, how grave it is, and what it says. Two
 * codes have one word where one fault is said in two ways. */
#ifndef HM_ISSUE_CODES_H
#define HM_ISSUE_CODES_H

#include "hundredmark/base.h"

typedef enum hm_issue_code {
    /* files and their columns */
    HM_ISSUE_EMPTY_FILE,
    HM_ISSUE_HEADER_ONLY,
    HM_ISSUE_EMPTY_DATA,
    HM_ISSUE_ROW_NOT_FILLED_IN,
    HM_ISSUE_ROWS_NOT_FILLED_IN,
    HM_ISSUE_NO_FIGURES,
    HM_ISSUE_ENCODING_MARKED,
    HM_ISSUE_ENCODING_GUESSED,
    HM_ISSUE_UNNAMED_COLUMN,
    HM_ISSUE_UNKNOWN_COLUMN,
    HM_ISSUE_MISSPELT_COLUMN,
    HM_ISSUE_UNKNOWN_COLUMN_OF_TABLE,
    HM_ISSUE_COLUMN_OF_OTHER_FORM,
    HM_ISSUE_COLUMN_OF_OTHER_TABLE,
    HM_ISSUE_UNKNOWN_MEMBER,
    HM_ISSUE_MEMBER_TWICE,
    HM_ISSUE_NOT_AN_OBJECT,
    HM_ISSUE_NOT_RECORDS,
    /* rows */
    HM_ISSUE_NO_CITY,
    HM_ISSUE_NO_PERIOD,
    HM_ISSUE_NO_PERIOD_BESIDE,
    HM_ISSUE_NO_SUCH_PERIOD,
    HM_ISSUE_NOT_A_PERIOD,
    HM_ISSUE_PERIOD_OF_TWO_YEARS,
    HM_ISSUE_NOT_OF_THE_FORMAT,
    HM_ISSUE_NO_INPUT,
    HM_ISSUE_FIELD_COUNT,
    HM_ISSUE_FIELD_COUNT_COMMA,
    HM_ISSUE_FIELD_COUNT_NOTE,
    HM_ISSUE_OPEN_QUOTE,
    HM_ISSUE_BAD_LINE,
    /* cells */
    HM_ISSUE_NUL_BYTE,
    HM_ISSUE_NOT_UTF8,
    HM_ISSUE_CELL_TOO_LONG,
    HM_ISSUE_UNCLOSED_QUOTE,
    HM_ISSUE_NOT_A_SINGLE_VALUE,
    HM_ISSUE_ERROR_CELL,
    HM_ISSUE_NO_RESULT,
    HM_ISSUE_UNCLEAR_FIGURE,
    HM_ISSUE_FIGURES_SETTLED,
    HM_ISSUE_FIGURES_INFERRED,
    HM_ISSUE_FIGURES_IN_DOUBT,
    HM_ISSUE_NUMBER_TOO_LARGE,
    HM_ISSUE_NOT_FINITE,
    HM_ISSUE_DIGITS_LOST,
    HM_ISSUE_TOO_NEAR_TO_ZERO,
    HM_ISSUE_UNKNOWN_STATUS,
    HM_ISSUE_STATUS_DISAGREES,
    HM_ISSUE_UNCLEAR_VERIFIED,
    /* figures that are said twice */
    HM_ISSUE_OTHER_FIGURE,
    HM_ISSUE_REPEATED_FIGURE,
    HM_ISSUE_BESIDE_A_REJECTED_ONE,
    /* names */
    HM_ISSUE_NAMES_ALIKE,
    HM_ISSUE_NAMES_ALIKE_SOMEWHERE,
    HM_ISSUE_MONTHS_IN_DOUBT,
    HM_ISSUE_MONTH_IN_DOUBT,
    HM_ISSUE_YEARS_IN_DOUBT,
    /* what is said of cities */
    HM_ISSUE_CITY_TWICE,
    HM_ISSUE_UNCLEAR_RANKED,
    HM_ISSUE_NO_RANKED_COLUMN,
    HM_ISSUE_UNKNOWN_CITY,
    HM_ISSUE_NO_GROUP,
    /* data and package */
    HM_ISSUE_UNKNOWN_INPUT,
    HM_ISSUE_UNKNOWN_RECORDS,
    HM_ISSUE_RECORDS_OF_FIGURE,
    HM_ISSUE_MISSING_COLUMN,
    HM_ISSUE_RENAMED_COLUMN,
    HM_ISSUE_UNSUITABLE_FIGURE,
    HM_ISSUE_NA_NOT_ACCEPTED,
    HM_ISSUE_DOUBTFULLY_LARGE,
    HM_ISSUE_DOUBTFULLY_SMALL,
    HM_ISSUE_PART_EXCEEDS_WHOLE,
    HM_ISSUE_MEASURE_FAILED,
    HM_ISSUE_NO_VALUE,
    /* packages */
    HM_ISSUE_WRONG_PACKAGE,
    HM_ISSUE_NEWER_API,
    HM_ISSUE_OTHER_VERSION,
    HM_ISSUE_WRONG_SCRIPT,
    HM_ISSUE_UNKNOWN_HOST_FUNCTION,
    HM_ISSUE_NO_ROOT,
    HM_ISSUE_SECOND_ROOT,
    HM_ISSUE_NO_PARENT,
    HM_ISSUE_PARENT_IS_INDICATOR,
    HM_ISSUE_PARENTS_IN_A_CIRCLE,
    HM_ISSUE_NESTED_TOO_DEEP,
    HM_ISSUE_EMPTY_GROUP,
    HM_ISSUE_NO_WEIGHT,
    HM_ISSUE_UNKNOWN_METHOD,
    HM_ISSUE_UNKNOWN_NODE,
    HM_ISSUE_NO_CHILDREN,
    HM_ISSUE_CODE_TWICE,
    HM_ISSUE_CODE_IN_BASE,
    HM_ISSUE_NOTHING_TO_REPLACE,
    HM_ISSUE_NOT_REPLACEABLE,
    HM_ISSUE_INPUT_TWICE,
    HM_ISSUE_OTHER_KIND_IN_BASE,
    HM_ISSUE_INPUT_OF_NO_INDICATOR,
    HM_ISSUE_WRONG_MEASURE,
    HM_ISSUE_UNKNOWN_INPUT_OF_INDICATOR,
    HM_ISSUE_UNUSED_INPUT,
    HM_ISSUE_UNUSED_INPUT_OF_TEST,
    HM_ISSUE_UNKNOWN_OPTION,
    HM_ISSUE_UNKNOWN_SCALE,
    HM_ISSUE_UNKNOWN_PARAMETER,
    HM_ISSUE_WRONG_PARAMETER,
    /* rows of scores */
    HM_ISSUE_NOTHING_TO_RANK,
    HM_ISSUE_NODES_IN_NO_CITY,
    HM_ISSUE_INCOMPLETE_CITY,
    HM_ISSUE_FIRST_ROW,
    HM_ISSUE_SECOND_ROW,
    HM_ISSUE_UNKNOWN_CODE,
    HM_ISSUE_UNSUITABLE_CELL,
    HM_ISSUE_LONG_ROW,
    HM_ISSUE_TWO_DEPTHS,
    HM_ISSUE_FIELD_COUNT_OF_SCORES,
    HM_ISSUE_CUT_OFF,
    HM_ISSUE_BAD_TEXT,
    HM_ISSUE_OPEN_QUOTE_OF_SCORES,
    HM_ISSUE_BAD_LINE_OF_SCORES,
    HM_ISSUE_CODE_COUNT
} hm_issue_code;

/* In `words` a name in braces stands for what the issue says of it: {city} {period} {input} {node}
 * {found} {name}, escaped and cut where nobody reads on; {expected} and {detail} as they stand;
 * {nearest}, the question whether that is meant, with a colon before it; {there}, a location;
 * {figure}, the input with a colon behind it, where one is known; {advice}, the detail with a colon
 * before it, where there is one. With a star before it a name is in quotes where it has blanks. */
typedef struct hm_issue_row {
    const char *code;
    hm_severity severity;
    const char *words;
} hm_issue_row;

const hm_issue_row *hm_issue_row_of(hm_issue_code code);

#endif
