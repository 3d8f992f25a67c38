/* operations.h: the one table of operations. A row is all there is to know about one: its name for
 * authors, how it is printed, what it takes and yields, and the kernel that computes it over
 * columns. Expressions and plain calls from functions use the same kernels, so a helper does the
 * same in both. */
#ifndef HM_OPERATIONS_H
#define HM_OPERATIONS_H

#include <stdbool.h>

#include "expr/operand.h"

typedef enum hm_op {
    /* leaves */
    HM_OP_NUMBER,
    HM_OP_LOGIC,
    HM_OP_TEXT,
    HM_OP_INPUT,
    HM_OP_COLUMN,
    HM_OP_PREVIOUS,  /* an input, of the same city's previous period */
    HM_OP_PARAMETER, /* a number of the package, as it holds in the unit's period */
    HM_OP_SCORE,     /* of a node of the hierarchy: its score, */
    HM_OP_VALUE,     /* what it had before its steps, */
    HM_OP_COVERAGE,  /* and its coverage */
    HM_OP_OWN,       /* of the node at hand: what its steps made, the x of a transformation */
    /* operators */
    HM_OP_ADD,
    HM_OP_SUBTRACT,
    HM_OP_MULTIPLY,
    HM_OP_DIVIDE,
    HM_OP_MODULO,
    HM_OP_FLOOR_DIVIDE,
    HM_OP_POWER,
    HM_OP_MINUS,
    /* comparisons and logic */
    HM_OP_LT,
    HM_OP_LE,
    HM_OP_GT,
    HM_OP_GE,
    HM_OP_EQ,
    HM_OP_NE,
    HM_OP_ALL_OF,
    HM_OP_ANY_OF,
    HM_OP_NEGATE,
    /* choices */
    HM_OP_WHEN,
    HM_OP_FIRST_OF,
    HM_OP_REPORTED,
    HM_OP_MISSING_IF,
    /* several answers of a choice: texts, which no kernel sees */
    HM_OP_HAS,
    HM_OP_COUNT_OF,
    /* marks */
    HM_OP_PERCENT,
    HM_OP_POINTS,
    HM_OP_NUMBER_OF,
    HM_OP_AT_MOST,
    HM_OP_AT_LEAST,
    HM_OP_CLAMP,
    /* mathematics */
    HM_OP_MIN,
    HM_OP_MAX,
    HM_OP_ABS,
    HM_OP_SQRT,
    HM_OP_LOG,
    HM_OP_EXP,
    HM_OP_NORMAL_QUANTILE,
    HM_OP_MEDIAN,
    HM_OP_MEAN_OF,
    HM_OP_SD_OF,
    /* over records */
    HM_OP_SUM,
    HM_OP_MEAN,
    HM_OP_COUNT_ROWS,
    /* over periods */
    HM_OP_HISTORY, /* x in the unit's own period and those before: a value a period */
    HM_OP_SLOPE,
    /* of helpers written in Lua, which alone call them; the last two are printed as the arithmetic
     * that they are */
    HM_OP_ROUND,       /* x to so many digits behind the point; printed as the helper */
    HM_OP_INTERPOLATE, /* x, and points x1, y1, x2, y2, ...; printed as the helper */
    HM_OP_SHARE,       /* 100 * a / b */
    HM_OP_HELD,        /* x, held between low and high: rounding does not lead it out of them */
    /* naming */
    HM_OP_PART,
    HM_OP_COUNT
} hm_op;

/* What an operand is or must be. HM_TYPE_NUMBER accepts logic too (yes is 1). */
typedef enum hm_type {
    HM_TYPE_NONE,
    HM_TYPE_NUMBER,
    HM_TYPE_LOGIC,
    HM_TYPE_TEXT,    /* of a text or choice column: compared, never computed with */
    HM_TYPE_RECORDS, /* an input of kind records as a whole */
    HM_TYPE_ANY,     /* number, logic or text: whatever comes; of several, all the same */
    HM_TYPE_SAME,    /* as a result: the type of the HM_TYPE_ANY operands */
    HM_TYPE_SEVERAL  /* of a choice with several answers: a text, but not compared as one */
} hm_type;

/* The word for a type in messages: "a number", "yes or no", ... */
const char *hm_type_name(hm_type type);

typedef struct hm_operation {
    const char *name;    /* of helpers; NULL for leaves and operators */
    const char *symbol;  /* printed between (or before) operands; NULL: printed as a call */
    uint8_t binding;     /* how tightly the symbol binds, 9 for calls and leaves */
    uint8_t least, most; /* operands; most 255: any number */
    uint8_t takes[4];    /* hm_type of each operand; the last one given goes for all that follow */
    uint8_t yields;      /* hm_type */
    bool over_rows;      /* folds records, or a history: many values in, a value a unit out */
    hm_kernel *kernel;   /* NULL for leaves, what folds records, and what looks at texts */
    const char *arguments; /* for documentation: "part, whole"; NULL: not for authors */
    const char *about;     /* for documentation: one sentence */
} hm_operation;

const hm_operation *hm_operation_of(hm_op op);
/* Does it look at the texts of its operands, and not at numbers that stand for them? */
static inline bool hm_op_looks_at_texts(hm_op op) {
    return op == HM_OP_HAS || op == HM_OP_COUNT_OF;
}
/* Computes such an operation of texts that are all there. */
double hm_operation_of_texts(hm_op op, const char *const *texts);
/* The type wanted for operand `index` of `op`. */
hm_type hm_operation_takes(hm_op op, size_t index);

#endif
