/* sensitivity.c: which factor of a study makes a result vary. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/replicates.h"
#include "study/result_of.h"
#include "table/row.h"
#include "base/error.h"
#include "base/versioned.h"
#include "methods/replicates.h"
#include "methods/sensitivities.h"
#include "platform/environment.h"

/* All draws are points of one scrambling, which together are more even than those of several. An
 * eighth of them, one behind the other, is as even as so few can be. How far estimates from eighths
 * are apart tells how far off the whole may be: rather too much, as the points of each lie where
 * those of the others do not. */
enum {
    PARTS = 8,
    MOST_COMBINATIONS = 256,
    LEAST_CROSSED = 2 * PARTS, /* draws: each part needs two */
    LEAST_FROZEN = 8 * PARTS
};

static const double SHARE = 0.95;

typedef struct design {
    hm_study *study;
    const hm_allocator *allocator;
    hm_draws draws;
    bool is_crossed;
    size_t factors, choices; /* those that vary; those of them that have alternatives */
    size_t *numbers;         /* of the factors, as the study has them: choices first */
    size_t *levels;          /* of the choices */
    size_t combinations;
    size_t count; /* draws of a combination, or points of a set */
    size_t runs;
    uint32_t *chosen; /* room for the choices of a combination, and of what is mixed: by factor */
    bool *second;
    double *results; /* by run */
} design;

/* --- the design --- */

static void list_factors(design *d) {
    const hm_study *study = d->study;
    for (int drawn = 0; drawn < 2; drawn++)
        for (size_t i = 0; i < study->factor_count; i++) {
            const hm_factor *factor = &study->factors[i];
            if ((factor->alternatives == 0) != (drawn == 1))
                continue;
            if (drawn == 0)
                d->levels[d->choices++] = factor->alternatives;
            d->numbers[d->factors++] = i;
        }
    d->combinations = 1;
    for (size_t i = 0; i < d->choices && d->combinations <= MOST_COMBINATIONS; i++)
        d->combinations *= d->levels[i];
}

static size_t at_least(size_t number, size_t least) {
    return number > least ? number : least;
}

/* So that each part has as many. */
static size_t round_up(size_t number) {
    return (number + PARTS - 1) / PARTS * PARTS;
}

static bool open_design(design *d) {
    const hm_study *study = d->study;
    const size_t factors = study->factor_count, replicates = study->declared.replicates;
    d->numbers = hm_allocate_array(d->allocator, factors, sizeof *d->numbers);
    d->levels = hm_allocate_array(d->allocator, factors, sizeof *d->levels);
    d->chosen = hm_allocate_array(d->allocator, factors, sizeof *d->chosen);
    d->second = hm_allocate_array(d->allocator, factors, sizeof *d->second);
    if (!d->numbers || !d->levels || !d->chosen || !d->second ||
        !hm_draws_open(&d->draws, study, 1, d->allocator))
        return false;
    list_factors(d);
    d->is_crossed = d->combinations <= MOST_COMBINATIONS && d->factors - d->choices <= 1;
    if (!d->is_crossed) {
        d->count = round_up(at_least(replicates / 4, LEAST_FROZEN));
        d->runs = d->count * (2 * d->factors + 2);
    } else {
        d->count = d->factors == d->choices
                       ? 1
                       : round_up(at_least((replicates + d->combinations - 1) / d->combinations,
                                           LEAST_CROSSED));
        d->runs = d->count * d->combinations;
    }
    d->results = hm_allocate_array(d->allocator, d->runs, sizeof *d->results);
    return d->results != NULL;
}

static void close_design(design *d) {
    const size_t factors = d->study->factor_count;
    hm_draws_close(&d->draws);
    hm_release(d->allocator, d->numbers, factors * sizeof *d->numbers);
    hm_release(d->allocator, d->levels, factors * sizeof *d->levels);
    hm_release(d->allocator, d->chosen, factors * sizeof *d->chosen);
    hm_release(d->allocator, d->second, factors * sizeof *d->second);
    hm_release(d->allocator, d->results, d->runs * sizeof *d->results);
}

/* The last choice changes first. */
static void choose_combination(const design *d, size_t combination) {
    for (size_t i = d->choices; i-- > 0;) {
        d->chosen[d->numbers[i]] = 1 + (uint32_t)(combination % d->levels[i]);
        combination /= d->levels[i];
    }
}

/* Sets stand one behind the other: A, B, then A with each factor from B, then B with each from A.
 */
static void mix(const design *d, size_t set) {
    const bool is_b = set == 1 || set >= 2 + d->factors;
    for (size_t i = 0; i < d->factors; i++)
        d->second[d->numbers[i]] = is_b;
    if (set >= 2)
        d->second[d->numbers[(set - 2) % d->factors]] = !is_b;
}

static hm_code fill_draw(void *context, size_t replicate, hm_draw *draw, hm_error *error) {
    design *d = context;
    const size_t block = (replicate - 1) / d->count;
    const uint32_t number = 1 + (uint32_t)((replicate - 1) % d->count);
    (void)error;
    if (d->is_crossed)
        choose_combination(d, block);
    else
        mix(d, block);
    hm_draws_fill(&d->draws, number,
                  (hm_draw_rule){.second = d->is_crossed ? NULL : d->second,
                                 .choices = d->is_crossed ? d->chosen : NULL},
                  draw);
    return HM_OK;
}

/* --- estimates --- */

/* So many of the draws or points, from `first` on. */
typedef struct part {
    size_t first, count;
} part;

static const double *results_of(const design *d, const part *of, size_t block, double *room) {
    for (size_t i = 0; i < of->count; i++)
        room[i] = d->results[block * d->count + of->first + i];
    return room;
}

static bool estimate_crossed(const design *d, const part *of, double *room,
                             hm_sensitivity *factors) {
    const hm_crossed crossed = {d->choices, d->levels, of->count};
    for (size_t i = 0; i < d->combinations; i++)
        (void)results_of(d, of, i, room + i * of->count);
    return hm_sensitivities_crossed(&crossed, room, factors, room + d->runs);
}

static bool estimate_frozen(const design *d, const part *of, double *room,
                            hm_sensitivity *factors) {
    for (size_t i = 0; i < 2 * d->factors + 2; i++)
        (void)results_of(d, of, i, room + i * of->count);
    const hm_frozen frozen = {.factors = d->factors,
                              .count = of->count,
                              .a = room,
                              .b = room + of->count,
                              .ab = room + 2 * of->count,
                              .ba = room + (2 + d->factors) * of->count};
    return hm_sensitivities_symmetric(&frozen, factors);
}

static bool estimate(const design *d, const part *of, double *room, hm_sensitivity *factors) {
    return d->is_crossed ? estimate_crossed(d, of, room, factors)
                         : estimate_frozen(d, of, room, factors);
}

typedef struct estimates {
    hm_sensitivity *whole; /* by factor; and one for draws, though there are none */
    hm_sensitivity *parts[PARTS];
    bool varies, have_parts;
} estimates;

static void estimate_all(const design *d, double *room, estimates *to) {
    const part all = {0, d->count};
    to->varies = estimate(d, &all, room, to->whole);
    to->have_parts = to->varies && d->count > 1;
    for (size_t i = 0; to->have_parts && i < PARTS; i++) {
        const part of = {i * (d->count / PARTS), d->count / PARTS};
        to->have_parts = estimate(d, &of, room, to->parts[i]);
    }
}

/* --- tables --- */

typedef struct telling {
    const design *design;
    const hm_result_of *target;
    size_t columns;
    hm_table_builder *builder;
} telling;

static void begin_row(const telling *t, size_t factor) {
    const hm_study *study = t->design->study;
    hm_row_text(t->builder, 0, t->target->text);
    hm_row_text(t->builder, 1, study->factors[t->design->numbers[factor]].name);
    hm_row_text(t->builder, t->columns - 1, t->target->period ? t->target->period : "");
}

/* An estimate, and as far below and above it as those of the parts tell. */
static void put_estimate(const telling *t, size_t column, double whole, const double *parts,
                         bool have_parts) {
    double half = t->design->count > 1 ? (double)NAN : 0;
    if (have_parts) {
        const hm_interval interval = hm_interval_of(parts, PARTS, SHARE);
        half = (interval.high - interval.low) / 2;
    }
    hm_row_number(t->builder, column, whole);
    hm_row_number(t->builder, column + 1, whole - half);
    hm_row_number(t->builder, column + 2, whole + half);
}

static const hm_builder_column sensitivity_columns[] = {
    {"target", HM_COLUMN_TEXT, ""},       {"factor", HM_COLUMN_TEXT, ""},
    {"first", HM_COLUMN_NUMBER, ""},      {"first_low", HM_COLUMN_NUMBER, ""},
    {"first_high", HM_COLUMN_NUMBER, ""}, {"total", HM_COLUMN_NUMBER, ""},
    {"total_low", HM_COLUMN_NUMBER, ""},  {"total_high", HM_COLUMN_NUMBER, ""},
    {"period", HM_COLUMN_TEXT, ""}};

static void put_factor(const telling *t, size_t factor, const estimates *of) {
    double first[PARTS], total[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        first[i] = of->have_parts ? of->parts[i][factor].first : 0;
        total[i] = of->have_parts ? of->parts[i][factor].total : 0;
    }
    begin_row(t, factor);
    put_estimate(t, 2, of->varies ? of->whole[factor].first : (double)NAN, first, of->have_parts);
    put_estimate(t, 5, of->varies ? of->whole[factor].total : (double)NAN, total, of->have_parts);
    hm_table_builder_end_row(t->builder);
}

static hm_code put_sensitivity(const telling *t, double *room, hm_error *error) {
    const design *d = t->design;
    const size_t each = d->factors + 1, size = (PARTS + 1) * each;
    hm_sensitivity *numbers = hm_allocate_array(d->allocator, size, sizeof *numbers);
    estimates of = {.whole = numbers};
    if (!numbers)
        return hm_error_memory(error);
    for (size_t i = 0; i < PARTS; i++)
        of.parts[i] = numbers + (i + 1) * each;
    estimate_all(d, room, &of);
    for (size_t i = 0; i < d->factors; i++)
        put_factor(t, i, &of);
    hm_release(d->allocator, numbers, size * sizeof *numbers);
    return HM_OK;
}

static const hm_builder_column shapley_columns[] = {{"target", HM_COLUMN_TEXT, ""},
                                                    {"factor", HM_COLUMN_TEXT, ""},
                                                    {"share", HM_COLUMN_NUMBER, ""},
                                                    {"period", HM_COLUMN_TEXT, ""}};

static hm_code put_shapley(const telling *t, double *room, hm_error *error) {
    const design *d = t->design;
    double shares[HM_SHAPLEY_FACTORS];
    const bool has_draws = d->factors > d->choices;
    if (!d->is_crossed || d->choices + 1 > HM_SHAPLEY_FACTORS)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "Shapley effects are of at most %d factors, of which one may be drawn "
                            "(weights, figures or gaps), and of at most %d combinations of the "
                            "alternatives",
                            HM_SHAPLEY_FACTORS, MOST_COMBINATIONS);
    const hm_crossed crossed = {d->choices, d->levels, d->count};
    const bool varies = hm_shapley_effects(&crossed, d->results, shares, room);
    for (size_t i = 0; i < d->choices + has_draws; i++) {
        begin_row(t, i);
        hm_row_number(t->builder, 2, varies ? shares[i] : (double)NAN);
        hm_table_builder_end_row(t->builder);
    }
    return HM_OK;
}

static const struct {
    const char *name;
    const hm_builder_column *columns;
    size_t column_count;
    hm_code (*put)(const telling *t, double *room, hm_error *error);
} told[] = {{"sensitivity", sensitivity_columns, 9, put_sensitivity},
            {"shapley", shapley_columns, 4, put_shapley}};
enum { TABLES = sizeof told / sizeof *told };

static hm_code find_table(const char *name, size_t *table, hm_error *error) {
    for (*table = 0; *table < TABLES; ++*table)
        if (!name || strcmp(told[*table].name, name) == 0)
            return HM_OK;
    return hm_error_set(error, HM_ERROR_ARGUMENT, "no table \"%.40s\", only sensitivity, shapley",
                        name);
}

static hm_code make_table(hm_table **out, const design *d, size_t table, const hm_result_of *target,
                          hm_error *error) {
    /* as many as there are runs, and then what the estimates need */
    const size_t size = 2 * d->runs + d->combinations + d->count;
    double *room = hm_allocate_array(d->allocator, size, sizeof *room);
    telling t = {.design = d, .target = target, .columns = told[table].column_count};
    t.builder = hm_table_builder_open(told[table].name, told[table].columns,
                                      told[table].column_count, d->allocator);
    hm_code code = room && t.builder ? told[table].put(&t, room, error) : hm_error_memory(error);
    if (code == HM_OK)
        code = hm_table_builder_freeze(t.builder, out, error);
    else if (t.builder)
        hm_table_builder_free(t.builder);
    hm_release(d->allocator, room, size * sizeof *room);
    return code;
}

/* --- the whole --- */

static hm_code score(design *d, const hm_dataset *dataset, const hm_sensitivity_options *options,
                     const hm_result_of *target, hm_error *error) {
    const hm_replicates_options scoring = {.size = sizeof scoring,
                                           .jobs = options->jobs,
                                           .cancel = options->cancel,
                                           .verified_only = options->verified_only,
                                           .progress = options->progress,
                                           .progress_context = options->progress_context};
    const hm_replicates_source source = {d, fill_draw, d->runs, NULL};
    hm_replicates *replicates = NULL;
    hm_code code = hm_replicates_from(&replicates, d->study, dataset, &scoring, &source, error);
    if (code == HM_OK)
        code = hm_result_of_take(target, replicates, d->results, error);
    hm_replicates_free(replicates);
    return code;
}

static hm_code sensitivity(hm_table **out, hm_study *study, const hm_dataset *dataset,
                           const hm_sensitivity_options *given, hm_error *error) {
    hm_sensitivity_options options = HM_SENSITIVITY_OPTIONS_INIT;
    design d = {.study = study, .allocator = study->allocator, .draws = {.study = study}};
    hm_result_of target;
    size_t table = 0;
    hm_code code =
        hm_versioned_read(&options, sizeof options, given, "hm_sensitivity_options", error);
    if (code == HM_OK)
        code = find_table(options.table, &table, error);
    if (code == HM_OK)
        code = hm_result_of_read(&target, options.target ? options.target : "shift", options.period,
                                 dataset, error);
    if (code != HM_OK)
        return code;
    code = open_design(&d) ? score(&d, dataset, &options, &target, error) : hm_error_memory(error);
    if (code == HM_OK)
        code = make_table(out, &d, table, &target, error);
    close_design(&d);
    return code;
}

void hm_sensitivity_options_init(hm_sensitivity_options *options, size_t size) {
    static const hm_sensitivity_options defaults = HM_SENSITIVITY_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_study_sensitivity(hm_table **out, hm_study *study, const hm_dataset *dataset,
                             const hm_sensitivity_options *options, hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !study || !dataset)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_study_sensitivity needs an out, a study and a data set");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, sensitivity(out, study, dataset, options, error));
}
