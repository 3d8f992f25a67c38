/* expr_formula.h: a measure as a formula for spreadsheets (Excel from 2010 on, LibreOffice from 7).
 *
 * English names of functions, commas between arguments, no "=" before it, as files store formulas.
 * Figures are named: who makes the workbook defines the names, each for the cell in the column of
 * the unit whose formula uses it.
 *
 *   NAME, previous.NAME              the figure of an input; that of the period before, or with
 *                                    previousK of the latest of K periods before
 *   score.CODE, value.CODE, coverage.CODE   what a node has; score_.NUMBER, ... by the node's
 * number where its code has signs that no name may have row.RECORDS.COLUMN               the figure
 * of a column in the row of records rows.RECORDS.COLUMN              all cells of a column that
 * belong to the unit row(s).RECORDS.KEY.NUMBER        the same of a column that is computed
 * (hm_formula_fold) count.RECORDS                    how many rows the unit has state.X the state
 * of any of these, as a number; of rows of each state.errors                     a list of the
 * errors that stand for the states 1 to 5
 *
 * What yields no number is an error: undefined #DIV/0!, not applicable #NUM!, not reported #N/A,
 * invalid and failed #VALUE!. States are numbers as in hm_state, so that the gravest is the MAX:
 * which error a spreadsheet passes on depends on the order of the operands. A figure that is not
 * there is its error, a flag is 1 or 0, a choice a text.
 *
 * Every name but those of inputs has a dot in it, so that none meets another. Names that would be
 * references to cells (L1, R2C3) or words of the spreadsheet end in an underscore more. */
#ifndef HM_EXPR_FORMULA_H
#define HM_EXPR_FORMULA_H

#include "expr/expr.h"

enum {
    HM_FORMULA_SIZE = 8192,    /* bytes that Excel takes at the most */
    HM_FORMULA_DEPTH = 60,     /* calls within calls: Excel takes 64 */
    HM_FORMULA_ARGUMENTS = 250 /* of one call: 255 */
};

typedef enum hm_formula_result {
    HM_FORMULA_FINE = 0,
    HM_FORMULA_TOO_LONG = 1,  /* for the limits above */
    HM_FORMULA_MIXED = 2,     /* a row of records is computed with figures of the city */
    HM_FORMULA_PARAMETER = 3, /* a parameter goes by the period, which the formula does not know */
    HM_FORMULA_UNWRITTEN = 4, /* averages of those that apply: spreadsheets have none */
    HM_FORMULA_HISTORY = 5    /* figures of several periods before */
} hm_formula_result;

/* Appends the formula of the measure. `key` tells the columns that are computed for its folds from
 * those of other measures. What was appended is of no use unless the result is HM_FORMULA_FINE;
 * out->failed is to be looked at besides. */
hm_formula_result hm_expr_formula(const hm_expr *expr, const char *key, hm_buffer *out);

/* Appends the state of the measure in figures that are there or not: 0, or what the gravest of them
 * is. What is undefined for another reason is 0, too. */
hm_formula_result hm_expr_formula_state(const hm_expr *expr, const char *key, hm_buffer *out);

/* Does fold `fold` need a column of its own? *folded becomes the node that is computed in each row.
 * False where it is no fold, counts all rows, or is over a column as it stands. */
bool hm_expr_formula_computes(const hm_expr *expr, uint16_t fold, uint16_t *folded);

/* A column that is computed in the sheet of some records. */
typedef struct hm_formula_fold {
    hm_buffer *name;            /* without "row." or "rows." before it */
    hm_buffer *formula, *state; /* of one row */
    hm_formula_result *result;
} hm_formula_fold;

/* Appends what fold `fold` of the measure needs. False where it needs no column of its own, or has
 * no formula. */
bool hm_expr_formula_fold(const hm_expr *expr, uint16_t fold, const char *key, hm_formula_fold out);

/* Appends the name of what is read of a node: see above. */
void hm_formula_add_read(hm_buffer *out, hm_op op, const char *code, uint32_t node);

/* Appends a name as workbooks may have it: see above. */
void hm_formula_add_name(hm_buffer *out, const char *name);

#endif
