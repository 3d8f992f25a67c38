/* benefit.c: benefit of the doubt, by the simplex method on a dictionary. */
#include <math.h>
#include <string.h>

#include "methods/relative.h"

/* What is less than this, among numbers up to 1, is rounding. */
#define NOTHING 1e-11

/* Each basic variable is its constant less the sum of its row times the variables at 0; so is the
 * goal, with a plus. Variables are numbered: first the weights, then the slack of each row. */
typedef struct dictionary {
    const hm_allocator *allocator;
    size_t most_rows, columns, size; /* of `memory` */
    double *memory;
    double *table, *constants, *goal; /* rows * used; rows; used */
    double value;                     /* of the goal */
    size_t *basic, *at_zero;          /* of rows; of columns */
    size_t rows, used;                /* of the unit at hand */
    size_t *chosen;                   /* which children those are */
    const double *scales;             /* the greatest score of each child */
} dictionary;

static bool open(dictionary *d, size_t units, size_t columns, const hm_allocator *allocator) {
    *d = (dictionary){
        .allocator = allocator, .most_rows = units + 1 + 2 * columns, .columns = columns};
    d->size = d->most_rows * (columns + 1) + columns;
    d->memory = hm_allocate_array(allocator, d->size, sizeof *d->memory);
    d->basic = hm_allocate_array(allocator, d->most_rows + 2 * columns, sizeof *d->basic);
    if (!d->memory || !d->basic)
        return false;
    d->table = d->memory;
    d->constants = d->table + d->most_rows * columns;
    d->goal = d->constants + d->most_rows;
    d->at_zero = d->basic + d->most_rows;
    d->chosen = d->at_zero + columns;
    return true;
}

static void shut(dictionary *d) {
    hm_release(d->allocator, d->memory, d->size * sizeof *d->memory);
    hm_release(d->allocator, d->basic, (d->most_rows + 2 * d->columns) * sizeof *d->basic);
}

/* --- setting it up --- */

static double scaled(const dictionary *d, const double *cells, size_t child) {
    return cells[d->chosen[child]] / d->scales[d->chosen[child]];
}

static bool has_all(const dictionary *d, const double *cells) {
    for (size_t k = 0; k < d->used; k++)
        if (isnan(cells[d->chosen[k]]))
            return false;
    return true;
}

static void add_row(dictionary *d, double constant) {
    d->constants[d->rows] = constant;
    d->basic[d->rows] = d->used + d->rows;
    d->rows++;
}

/* The part of each child is `high` of the sum at most, and `low` at least. */
static void add_shares(dictionary *d, double low, double high) {
    for (size_t j = 0; j < d->used; j++)
        for (int least = 0; least < 2; least++) {
            if (least ? !(low > 0) : !(high < 1))
                continue;
            double *row = d->table + d->rows * d->used;
            for (size_t k = 0; k < d->used; k++) {
                const double part = k == j ? d->goal[k] : 0;
                row[k] = least ? low * d->goal[k] - part : part - high * d->goal[k];
            }
            add_row(d, 0);
        }
}

/* One more of the units that no weights may give more than 1. */
static void add_unit(dictionary *d, const double *cells) {
    if (!has_all(d, cells))
        return;
    for (size_t k = 0; k < d->used; k++)
        d->table[d->rows * d->used + k] = scaled(d, cells, k);
    add_row(d, 1);
}

/* All weights at 0, which every unit allows; the unit's own row bounds the goal, in the sample or
 * not. */
static void begin(dictionary *d, const hm_joint_sample *sample, const double *own, double low,
                  double high) {
    d->used = d->rows = 0;
    d->value = 0;
    for (size_t k = 0; k < d->columns; k++)
        if (!isnan(own[k]) && d->scales[k] > 0)
            d->chosen[d->used++] = k;
    for (size_t k = 0; k < d->used; k++) {
        d->goal[k] = scaled(d, own, k);
        d->at_zero[k] = k;
    }
    for (size_t i = 0; i < sample->rows; i++)
        add_unit(d, sample->cells + i * d->columns);
    add_unit(d, own);
    add_shares(d, low, high);
}

/* --- going on --- */

/* The variable to grow: the one by which the goal grows most, or, after many steps that did not
 * move it, the first by number (Bland's rule, which cannot go round in circles). `used`: none. */
static size_t find_entering(const dictionary *d, bool first) {
    size_t found = d->used;
    for (size_t k = 0; k < d->used; k++) {
        if (!(d->goal[k] > NOTHING))
            continue;
        if (found == d->used ||
            (first ? d->at_zero[k] < d->at_zero[found] : d->goal[k] > d->goal[found]))
            found = k;
    }
    return found;
}

/* The row that stops it first; of several the one with the greatest number there, or the first. */
static size_t find_leaving(const dictionary *d, size_t entering, bool first) {
    size_t found = d->rows;
    double least = INFINITY;
    for (size_t i = 0; i < d->rows; i++) {
        const double slope = d->table[i * d->used + entering];
        if (!(slope > NOTHING))
            continue;
        const double reach = fmax(0, d->constants[i]) / slope;
        const bool ties = found < d->rows && fabs(reach - least) <= 1e-13;
        const bool before = ties && (first ? d->basic[i] < d->basic[found]
                                           : slope > d->table[found * d->used + entering]);
        if (found == d->rows || (!ties && reach < least) || before) {
            found = i;
            least = reach;
        }
    }
    return found;
}

/* The row's variable and that of the column change places. */
static void exchange(dictionary *d, size_t row, size_t column) {
    double *own = d->table + row * d->used;
    const double pivot = own[column];
    for (size_t k = 0; k < d->used; k++)
        own[k] = k == column ? 1 / pivot : own[k] / pivot;
    d->constants[row] = fmax(0, d->constants[row]) / pivot;
    for (size_t i = 0; i < d->rows; i++) {
        double *other = d->table + i * d->used;
        const double factor = other[column];
        if (i == row || factor == 0)
            continue;
        for (size_t k = 0; k < d->used; k++)
            other[k] = k == column ? -factor * own[k] : other[k] - factor * own[k];
        d->constants[i] -= factor * d->constants[row];
    }
    const double gain = d->goal[column];
    for (size_t k = 0; k < d->used; k++)
        d->goal[k] = k == column ? -gain * own[k] : d->goal[k] - gain * own[k];
    d->value += gain * d->constants[row];
    const size_t entered = d->at_zero[column];
    d->at_zero[column] = d->basic[row];
    d->basic[row] = entered;
}

static bool solve(dictionary *d) {
    const size_t most = 100 * (d->rows + d->used) + 1000, patience = d->rows + d->used;
    size_t stalled = 0;
    for (size_t steps = 0; steps < most; steps++) {
        const bool first = stalled > patience;
        const size_t entering = find_entering(d, first);
        if (entering == d->used)
            return true;
        const size_t leaving = find_leaving(d, entering, first);
        if (leaving == d->rows)
            return false; /* the unit's own row bounds the goal: only rounding leads here */
        const double before = d->value;
        exchange(d, leaving, entering);
        stalled = d->value > before + 1e-13 ? 0 : stalled + 1;
    }
    return false;
}

/* --- the method --- */

/* The model is the greatest score of each child. */
static size_t benefit_size(size_t columns) {
    return columns;
}

static hm_unfit benefit_learn(const hm_joint_sample *sample, double *model,
                              const hm_allocator *allocator) {
    size_t some = 0;
    (void)allocator;
    memset(model, 0, sample->columns * sizeof *model);
    for (size_t i = 0; i < sample->rows; i++) {
        bool has_any = false;
        for (size_t k = 0; k < sample->columns; k++) {
            const double score = sample->cells[i * sample->columns + k];
            if (score < 0)
                return HM_UNFIT_NEGATIVE;
            has_any |= !isnan(score);
            model[k] = isnan(score) ? model[k] : fmax(model[k], score);
        }
        some += has_any;
    }
    return some < 2 ? HM_UNFIT_FEW : HM_UNFIT_NONE;
}

/* Can a unit be scored? It has some score, and none below 0. */
static bool suits(const double *cells, size_t columns) {
    bool has_any = false, has_negative = false;
    for (size_t k = 0; k < columns; k++) {
        has_any |= !isnan(cells[k]);
        has_negative |= cells[k] < 0;
    }
    return has_any && !has_negative;
}

/* Where a unit has scores and no weights but 0, its parts cannot be within their limits. */
static bool has_goal(const dictionary *d) {
    for (size_t k = 0; k < d->used; k++)
        if (d->goal[k] > NOTHING)
            return true;
    return false;
}

/* The best weights for a row, in the dictionary, to be shut all the same; `found` is false where
 * there are none. False when memory has run out. */
static bool weigh_row(dictionary *d, const hm_joint_sample *sample, const double *model,
                      const hm_joint_row *row, bool *found) {
    *found = false;
    if (!suits(row->cells, sample->columns))
        return true;
    d->scales = model;
    begin(d, sample, row->cells, row->settings[HM_BENEFIT_LOW], row->settings[HM_BENEFIT_HIGH]);
    const bool wants = has_goal(d);
    *found = solve(d) && (d->value > NOTHING || !wants);
    return true;
}

static bool benefit_fill(const hm_joint_sample *sample, const double *model,
                         const hm_joint_row *row, double *filled, const hm_allocator *allocator) {
    dictionary d;
    bool found = false;
    const bool fine = open(&d, sample->rows, sample->columns, allocator) &&
                      weigh_row(&d, sample, model, row, &found);
    *filled = found ? fmin(1, fmax(0, d.value)) : (double)NAN;
    shut(&d);
    return fine;
}

/* Basic variables are what their constants say, all others are 0. */
static bool benefit_divide(const hm_joint_sample *sample, const double *model,
                           const hm_joint_row *row, double *parts, const hm_allocator *allocator) {
    dictionary d;
    bool found = false;
    const bool fine = open(&d, sample->rows, sample->columns, allocator) &&
                      weigh_row(&d, sample, model, row, &found);
    found = found && d.value > NOTHING;
    for (size_t k = 0; k < sample->columns; k++)
        parts[k] = found ? 0 : (double)NAN;
    for (size_t i = 0; found && i < d.rows; i++)
        if (d.basic[i] < d.used)
            parts[d.chosen[d.basic[i]]] =
                fmax(0, d.constants[i]) * scaled(&d, row->cells, d.basic[i]) / d.value;
    shut(&d);
    return fine;
}

bool hm_benefit_limits_fit(const double *settings, size_t children) {
    const double low = settings[HM_BENEFIT_LOW], high = settings[HM_BENEFIT_HIGH];
    const double count = (double)children;
    return low <= high && low * count <= 1 + 1e-9 && high * count >= 1 - 1e-9;
}

const hm_joint_method hm_benefit_of_the_doubt = {.model_size = benefit_size,
                                                 .learn = benefit_learn,
                                                 .fill = benefit_fill,
                                                 .divide = benefit_divide};
