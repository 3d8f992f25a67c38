#include "methods/joint.h"

#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

int hm_joint_compare(const double *a, const double *b, size_t columns) {
    for (size_t k = 0; k < columns; k++)
        if (isnan(a[k]) != isnan(b[k]))
            return isnan(a[k]) ? 1 : -1;
    for (size_t k = 0; k < columns; k++)
        if (!isnan(a[k]) && a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return 0;
}

typedef struct sorted_row {
    const double *cells;
    size_t columns;
} sorted_row;

static int compare(const void *a, const void *b) {
    const sorted_row *one = a, *other = b;
    return hm_joint_compare(one->cells, other->cells, one->columns);
}

bool hm_joint_sort(double *cells, size_t rows, size_t columns, const hm_allocator *allocator) {
    sorted_row *order = hm_allocate_array(allocator, rows, sizeof *order);
    double *copy = hm_allocate_array(allocator, rows * columns, sizeof *copy);
    const bool fine = order && copy;
    if (fine && rows > 1) {
        memcpy(copy, cells, rows * columns * sizeof *copy);
        for (size_t i = 0; i < rows; i++)
            order[i] = (sorted_row){copy + i * columns, columns};
        qsort(order, rows, sizeof *order, compare);
        for (size_t i = 0; i < rows; i++)
            memcpy(cells + i * columns, order[i].cells, columns * sizeof *cells);
    }
    hm_release(allocator, copy, rows * columns * sizeof *copy);
    hm_release(allocator, order, rows * sizeof *order);
    return fine;
}

hm_unfit_text hm_unfit_tell(const hm_step_method *method, const hm_learnt *learnt, size_t columns) {
    hm_unfit_text out;
    const bool has_least = method->joint && method->joint->least;
    if (learnt->fault == HM_UNFIT_FEW)
        (void)snprintf(out.text, sizeof out.text,
                       "there are too few values: %zu, at least %zu are needed", learnt->count,
                       has_least ? method->joint->least(columns) : 2);
    else
        (void)snprintf(out.text, sizeof out.text, "%s", hm_unfit_words(learnt->fault));
    return out;
}
