#include "methods/sensitivities.h"

static double mean_of(const double *numbers, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    return sum / (double)count;
}

/* About their mean. */
static double squares_of(const double *numbers, size_t count) {
    const double mean = mean_of(numbers, count);
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (numbers[i] - mean) * (numbers[i] - mean);
    return sum;
}

/* Of levels, which are all there are. */
static double variance_of(const double *numbers, size_t count) {
    return squares_of(numbers, count) / (double)count;
}

/* Of draws, of which there could be others. */
static double sample_variance_of(const double *numbers, size_t count) {
    return count > 1 ? squares_of(numbers, count) / (double)(count - 1) : 0;
}

/* Is one of the numbers unlike the first? Told by themselves, since their variance is seldom
 * exactly 0. */
static bool vary(const double *numbers, size_t count, double first) {
    for (size_t i = 0; i < count; i++)
        if (numbers[i] != first)
            return true;
    return false;
}

/* --- crossed --- */

size_t hm_crossed_combinations(const hm_crossed *design) {
    size_t combinations = 1;
    for (size_t i = 0; i < design->choices; i++)
        combinations *= design->levels[i];
    return combinations;
}

/* How many results lie between two levels of a choice. */
static size_t stride_of(const hm_crossed *design, size_t choice) {
    size_t stride = design->draws;
    for (size_t i = choice + 1; i < design->choices; i++)
        stride *= design->levels[i];
    return stride;
}

/* --- one choice: all results stand in runs of its levels, each `stride` behind the one before ---
 */

static void find_level_means(const double *results, size_t all, size_t levels, size_t stride,
                             double *means) {
    for (size_t level = 0; level < levels; level++) {
        double sum = 0;
        for (size_t run = level * stride; run < all; run += levels * stride)
            for (size_t i = run; i < run + stride; i++)
                sum += results[i];
        means[level] = sum * (double)levels / (double)all;
    }
}

/* Of all levels with all else the same. */
static double level_variance(const double *results, size_t levels, size_t stride) {
    double sum = 0, squares = 0;
    for (size_t level = 0; level < levels; level++)
        sum += results[level * stride];
    for (size_t level = 0; level < levels; level++) {
        const double apart = results[level * stride] - sum / (double)levels;
        squares += apart * apart;
    }
    return squares / (double)levels;
}

static double mean_level_variance(const double *results, size_t all, size_t levels, size_t stride) {
    double sum = 0;
    for (size_t run = 0; run < all; run += levels * stride)
        for (size_t i = run; i < run + stride; i++)
            sum += level_variance(results + i, levels, stride);
    return sum * (double)levels / (double)all;
}

/* --- the draws --- */

static double mean_draw_variance(const hm_crossed *design, const double *results,
                                 size_t combinations) {
    double sum = 0;
    for (size_t c = 0; c < combinations; c++)
        sum += sample_variance_of(results + c * design->draws, design->draws);
    return sum / (double)combinations;
}

static void find_draw_means(const hm_crossed *design, const double *results, size_t combinations,
                            double *means) {
    for (size_t w = 0; w < design->draws; w++) {
        means[w] = 0;
        for (size_t c = 0; c < combinations; c++)
            means[w] += results[c * design->draws + w];
        means[w] /= (double)combinations;
    }
}

/* The draws are the same for all combinations, so that only what they do differently to these blurs
 * the means over them. */
bool hm_sensitivities_crossed(const hm_crossed *design, const double *results,
                              hm_sensitivity *factors, double *room) {
    const size_t combinations = hm_crossed_combinations(design), draws = design->draws;
    const size_t all = combinations * draws;
    if (!vary(results, all, results[0]))
        return false;
    double *means = room, *draw_means = room + combinations;
    find_draw_means(design, results, combinations, draw_means);
    for (size_t c = 0; c < combinations; c++)
        means[c] = mean_of(results + c * draws, draws);
    const double by_draws = mean_draw_variance(design, results, combinations);
    const double of_draws = sample_variance_of(draw_means, draws);
    const double by_choices =
        variance_of(means, combinations) - (by_draws - of_draws) / (double)draws;
    const double variance = by_choices + by_draws;
    if (!(variance > 0))
        return false;
    for (size_t i = 0; i < design->choices; i++) {
        const size_t levels = design->levels[i], stride = stride_of(design, i);
        find_level_means(results, all, levels, stride, means);
        factors[i] = (hm_sensitivity){variance_of(means, levels) / variance,
                                      mean_level_variance(results, all, levels, stride) / variance};
    }
    factors[design->choices] = (hm_sensitivity){of_draws / variance, by_draws / variance};
    return true;
}

/* --- Shapley --- */

/* What is known of the results when some factors are: their means over all others. */
typedef struct explained {
    size_t factors;
    size_t levels[HM_SHAPLEY_FACTORS];
    double *variances; /* one for each set of factors, a bit a factor */
} explained;

/* Takes the means over the levels of one factor; returns how many there are. */
static size_t average_out(const double *from, size_t count, size_t levels, size_t stride,
                          double *to) {
    const size_t left = count / levels;
    for (size_t i = 0; i < left; i++) {
        const double *run = from + i / stride * levels * stride + i % stride;
        to[i] = 0;
        for (size_t level = 0; level < levels; level++)
            to[i] += run[level * stride];
        to[i] /= (double)levels;
    }
    return left;
}

/* Of the sets that are left when more factors, none before `next`, are taken out of a set. */
static void explain(const explained *e, unsigned set, size_t next, const double *table,
                    size_t count, double *room) {
    e->variances[set] = variance_of(table, count);
    for (size_t i = next; i < e->factors; i++) {
        size_t stride = 1;
        for (size_t after = i + 1; after < e->factors; after++)
            stride *= e->levels[after];
        const size_t left = average_out(table, count, e->levels[i], stride, room);
        explain(e, set & ~(1u << i), i + 1, room, left, room + left);
    }
}

/* In what share of the orders in which all factors can become known is it just `known` certain ones
 * that are known before another certain one? */
static double share_of_orders(size_t known, size_t factors) {
    double share = 1.0 / (double)factors;
    for (size_t i = 1; i <= known; i++)
        share *= (double)i / (double)(factors - i);
    return share;
}

static size_t size_of_set(unsigned set) {
    size_t size = 0;
    for (; set > 0; set &= set - 1)
        size++;
    return size;
}

bool hm_shapley_effects(const hm_crossed *design, const double *results, double *shares,
                        double *room) {
    double variances[1u << HM_SHAPLEY_FACTORS];
    explained e = {.factors = design->choices + 1, .variances = variances};
    const size_t all = hm_crossed_combinations(design) * design->draws;
    for (size_t i = 0; i < design->choices; i++)
        e.levels[i] = design->levels[i];
    e.levels[design->choices] = design->draws;
    const unsigned every = (1u << e.factors) - 1;
    if (!vary(results, all, results[0]))
        return false;
    explain(&e, every, 0, results, all, room);
    for (size_t i = 0; i < e.factors; i++) {
        const unsigned own = 1u << i;
        shares[i] = 0;
        for (unsigned set = 0; set <= every; set++)
            if (!(set & own))
                shares[i] += share_of_orders(size_of_set(set), e.factors) *
                             (variances[set | own] - variances[set]) / variances[every];
    }
    return true;
}

/* --- pick and freeze --- */

static double square(double x) {
    return x * x;
}

/* The mean square of differences. */
static double mean_square(const double *a, const double *b, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += square(a[i] - b[i]);
    return sum / (double)count;
}

static bool all_vary(const hm_frozen *d) {
    return vary(d->a, d->count, d->a[0]) || vary(d->b, d->count, d->a[0]);
}

bool hm_sensitivities_symmetric(const hm_frozen *d, hm_sensitivity *factors) {
    if (!all_vary(d))
        return false;
    for (size_t f = 0; f < d->factors; f++) {
        const double *ab = d->ab + f * d->count, *ba = d->ba + f * d->count;
        const double both = mean_square(d->a, d->b, d->count) + mean_square(ab, ba, d->count);
        double sum = 0;
        for (size_t i = 0; i < d->count; i++)
            sum += (ba[i] - d->b[i]) * (d->a[i] - ab[i]);
        const double total = mean_square(d->b, ba, d->count) + mean_square(d->a, ab, d->count);
        factors[f] = (hm_sensitivity){2 * sum / (double)d->count / both, total / both};
    }
    return true;
}

/* With the results of B taken about some number. */
static bool estimate(const hm_frozen *d, double mean, double about, hm_sensitivity *factors) {
    double squares = 0;
    if (!all_vary(d))
        return false;
    for (size_t i = 0; i < d->count; i++)
        squares += square(d->a[i] - mean) + square(d->b[i] - mean);
    const double n = (double)d->count, variance = squares / (2 * n - 1);
    for (size_t f = 0; f < d->factors; f++) {
        const double *ab = d->ab + f * d->count;
        double sum = 0;
        for (size_t i = 0; i < d->count; i++)
            sum += (d->b[i] - about) * (ab[i] - d->a[i]);
        factors[f] =
            (hm_sensitivity){sum / n / variance, mean_square(d->a, ab, d->count) / 2 / variance};
    }
    return true;
}

static double mean_of_both(const hm_frozen *d) {
    return (mean_of(d->a, d->count) + mean_of(d->b, d->count)) / 2;
}

bool hm_sensitivities_economic(const hm_frozen *d, hm_sensitivity *factors) {
    const double mean = mean_of_both(d);
    return estimate(d, mean, mean, factors);
}

bool hm_sensitivities_coinr(const hm_frozen *d, hm_sensitivity *factors) {
    return estimate(d, mean_of_both(d), 0, factors);
}
