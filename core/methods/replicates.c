#include "methods/replicates.h"

#include <math.h>

#include "base/numbers/student.h"
#include "methods/sample.h"
#include "methods/select.h"
#include "table/range.h"

static size_t gather(const double *numbers, size_t count, double *found) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(numbers[i]))
            found[kept++] = numbers[i] + 0.0; /* -0 becomes 0 */
    return kept;
}

/* Sums are exact, whatever their order: nothing needs to be sorted for three quantiles. */
hm_spread hm_spread_of(const double *numbers, size_t count, double *found, double *room) {
    hm_spread spread = {.count = gather(numbers, count, found)};
    if (spread.count == 0)
        return spread;
    const hm_range range = hm_range_of(found, spread.count);
    spread.mean = hm_sample_mean(found, spread.count, range);
    if (spread.count > 1)
        spread.deviation = hm_sample_deviation(found, spread.count, range, spread.mean,
                                               (double)(spread.count - 1));
    static const double shares[] = {0.05, 0.5, 0.95};
    double quantiles[3];
    hm_select_quantiles(found, spread.count, shares, 3, room, quantiles);
    spread.low = quantiles[0];
    spread.middle = quantiles[1];
    spread.high = quantiles[2];
    return spread;
}

hm_interval hm_interval_of(const double *estimates, size_t count, double share) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        sum += estimates[i];
    const double n = (double)count, mean = sum / n;
    for (size_t i = 0; i < count; i++)
        squares += (estimates[i] - mean) * (estimates[i] - mean);
    const double half =
        hm_student_quantile((1 + share) / 2, (unsigned)(count - 1)) * sqrt(squares / (n - 1) / n);
    return (hm_interval){mean, mean - half, mean + half};
}
