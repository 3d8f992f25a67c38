/* progress.c: how far each score has come since a baseline, and whether it gets where it should. */
#include <math.h>
#include <string.h>

#include "analyse/analysis.h"
#include "analyse/basis.h"
#include "table/row.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "platform/cancel.h"

enum { CITY, CODE, FROM, TO, CHANGE, NEEDED, PROJECTED, CLASS, BREAKS_BELOW, DIFFERS, COLUMNS };

static const hm_builder_column columns[COLUMNS] = {
    [CITY] = {"city", HM_COLUMN_TEXT, ""},
    [CODE] = {"code", HM_COLUMN_TEXT, ""},
    [FROM] = {"from", HM_COLUMN_NUMBER, ""},
    [TO] = {"to", HM_COLUMN_NUMBER, ""},
    [CHANGE] = {"change", HM_COLUMN_NUMBER, ""},
    [NEEDED] = {"needed", HM_COLUMN_NUMBER, ""},
    [PROJECTED] = {"projected", HM_COLUMN_NUMBER, ""},
    [CLASS] = {"class", HM_COLUMN_TEXT, ""},
    [BREAKS_BELOW] = {"breaks_below", HM_COLUMN_FLAG, ""},
    [DIFFERS] = {"differs", HM_COLUMN_TEXT, ""},
};

enum { COURSE_FROM, COURSE_TO, COURSE_PERIODS, COURSE_COLUMNS };

static const hm_builder_column course_columns[COURSE_COLUMNS] = {
    [COURSE_FROM] = {"from", HM_COLUMN_TEXT, ""},
    [COURSE_TO] = {"to", HM_COLUMN_TEXT, ""},
    [COURSE_PERIODS] = {"periods", HM_COLUMN_INTEGER, ""},
};

enum { ON_TRACK, MODERATE, SETTINGS };

static const hm_analysis_setting settings[SETTINGS] = {
    [ON_TRACK] = {"on_track",
                  "the pace since the baseline over the one that leads from it to the target, for "
                  "on_track",
                  1, 0, 10},
    [MODERATE] = {"moderate", "the same for moderate", 0.5, 0, 10},
};

#define NOT_BETWEEN UINT32_MAX
enum {
    MOST_PERIODS = 100000, /* between the baseline and the end: days of 270 years */
    ENOUGH_POINTS = 3      /* for a line to say something */
};

/* Where a score should be, so many periods after the end. */
typedef struct goal {
    bool is_set;
    double score;
    uint32_t ahead;
} goal;

typedef struct course {
    const hm_analysing *analysing;
    const hm_dataset *dataset;
    const hm_names *periods;
    hm_table_builder *builder;
    uint32_t *ago;   /* by period: how many before the end; NOT_BETWEEN: it is not of the course */
    uint32_t length; /* periods from the baseline to the end */
    goal *goals;     /* by node */
    size_t *start;   /* by city: its first unit in `order` */
    uint32_t *order; /* places in the list of units, by city */
    bool *breaks_below; /* by node, of the city at hand: some node below cannot be compared */
    uint8_t *differs;   /* by node, of the city at hand: hm_basis_compare */
    uint32_t *unit_at;  /* of the city at hand: its unit by `ago`, + 1; 0: it has none */
} course;

static size_t city_count(const course *c) {
    return hm_dataset_city_names(c->dataset)->count;
}

static size_t node_count(const course *c) {
    return c->analysing->scores->plan->node_count;
}

/* --- periods --- */

/* A way back through the periods of one form. */
typedef struct walk {
    char text[HM_PERIOD_SIZE];
    size_t size;    /* 0: there are no more */
    uint32_t count; /* periods gone back */
    int64_t first;  /* day */
} walk;

static walk walk_from(const char *period) {
    walk w = {.size = strlen(period)};
    int64_t last;
    if (w.size >= sizeof w.text || !hm_calendar_days(period, w.size, &w.first, &last))
        return (walk){.size = 0};
    memcpy(w.text, period, w.size + 1);
    return w;
}

/* On to the period before, as long as it does not begin before a day. */
static void walk_back(walk *w, int64_t day) {
    char before[HM_PERIOD_SIZE];
    int64_t last;
    w->size = hm_calendar_previous(w->text, w->size, before);
    if (w->size == 0 || ++w->count > MOST_PERIODS ||
        !hm_calendar_days(before, w->size, &w->first, &last) || w->first < day) {
        w->size = 0;
        return;
    }
    memcpy(w->text, before, w->size + 1);
}

/* How many periods `later` is after `earlier`; NOT_BETWEEN: it is not, by periods of their form. */
static uint32_t distance(const char *earlier, const char *later) {
    const walk end = walk_from(earlier);
    walk w = end.size > 0 ? walk_from(later) : end;
    while (w.size > 0 && strcmp(w.text, earlier) != 0)
        walk_back(&w, end.first);
    return w.size > 0 ? w.count : NOT_BETWEEN;
}

/* Of the units that are looked at the period that ends last, and of these the longest; NULL: there
 * are none. */
static const char *latest_period(const course *c) {
    const uint32_t *period_of = hm_dataset_periods(c->dataset);
    const char *found = NULL;
    int64_t first = 0, last = 0;
    for (size_t i = 0; i < c->analysing->unit_count; i++) {
        const uint32_t period = period_of[c->analysing->units[i]];
        int64_t begins, ends;
        if (!hm_calendar_days(c->periods->texts[period], c->periods->sizes[period], &begins, &ends))
            continue;
        if (found && (ends < last || (ends == last && begins >= first)))
            continue;
        found = c->periods->texts[period];
        first = begins;
        last = ends;
    }
    return found;
}

/* How many periods before the end each is from which it is reached, whatever the baseline. */
static void count_ago(const course *c, const char *to) {
    int64_t earliest = INT64_MAX;
    for (uint32_t i = 0; i < c->periods->count; i++) {
        const walk of = walk_from(c->periods->texts[i]);
        earliest = of.size > 0 && of.first < earliest ? of.first : earliest;
        c->ago[i] = NOT_BETWEEN;
    }
    for (walk w = walk_from(to); w.size > 0; walk_back(&w, earliest)) {
        const uint32_t known = hm_names_find(c->periods, w.text, w.size);
        if (known != HM_NO_NAME)
            c->ago[known] = w.count;
    }
}

static bool has_units(const course *c, const char *period) {
    const uint32_t known = hm_names_find(c->periods, period, strlen(period));
    const uint32_t *period_of = hm_dataset_periods(c->dataset);
    for (size_t i = 0; i < c->analysing->unit_count; i++)
        if (period_of[c->analysing->units[i]] == known)
            return true;
    return false;
}

/* The first period of the course that some unit has, where nobody names one. */
static void reach_back(course *c) {
    const uint32_t *period_of = hm_dataset_periods(c->dataset);
    for (size_t i = 0; i < c->analysing->unit_count; i++) {
        const uint32_t ago = c->ago[period_of[c->analysing->units[i]]];
        if (ago != NOT_BETWEEN && ago > c->length)
            c->length = ago;
    }
}

static hm_code refuse_period(const course *c, const char *period) {
    return hm_error_set(c->analysing->error, HM_ERROR_ARGUMENT, "the data have nothing of %.40s",
                        period);
}

/* With targets there is still something to say. */
static hm_code refuse_baseline(const course *c, const char *to) {
    return hm_error_set(c->analysing->error, HM_ERROR_DATA,
                        "the data have no period before %.40s to compare it with", to);
}

/* From which period to which. */
static hm_code set_periods(course *c, const char **to) {
    const hm_analysing *analysing = c->analysing;
    *to = analysing->to ? analysing->to : latest_period(c);
    if (!*to)
        return hm_error_set(analysing->error, HM_ERROR_DATA, "there are no periods to compare");
    if (!has_units(c, *to))
        return refuse_period(c, *to);
    count_ago(c, *to);
    if (!analysing->from) {
        reach_back(c);
        return c->length > 0 || analysing->target_count > 0 ? HM_OK : refuse_baseline(c, *to);
    }
    if (!has_units(c, analysing->from))
        return refuse_period(c, analysing->from);
    c->length = c->ago[hm_names_find(c->periods, analysing->from, strlen(analysing->from))];
    if (c->length == NOT_BETWEEN || c->length == 0)
        return hm_error_set(analysing->error, HM_ERROR_ARGUMENT,
                            "from %.40s to %.40s is no course: expected periods of one form, the "
                            "baseline first",
                            analysing->from, *to);
    return HM_OK;
}

/* --- targets --- */

static hm_code refuse_code(const course *c, const char *code) {
    const hm_plan *plan = c->analysing->scores->plan;
    hm_nearest nearest;
    hm_nearest_start(&nearest, code, strlen(code));
    for (size_t i = 0; i < plan->node_count; i++)
        hm_nearest_show(&nearest, plan->nodes[i].code);
    return hm_error_set(c->analysing->error, HM_ERROR_ARGUMENT, "a target of %.80s: no such node%s",
                        code, hm_hint_of(nearest.name).text);
}

/* Nothing outside its range is ever a node's score. */
static hm_code refuse_score(const course *c, const hm_target *target, const hm_node *node) {
    char low[HM_NUMBER_SIZE], high[HM_NUMBER_SIZE], score[HM_NUMBER_SIZE];
    (void)hm_number_print(target->score, score);
    (void)hm_number_print(node->low, low);
    (void)hm_number_print(node->high, high);
    return hm_error_set(c->analysing->error, HM_ERROR_ARGUMENT,
                        "a target of %.80s is %s, and its score lies between %s and %s",
                        target->code, score, low, high);
}

static hm_code set_goal(course *c, const hm_target *target, const char *to) {
    hm_error *error = c->analysing->error;
    const size_t node = hm_package_find(c->analysing->scores->plan->package, target->code);
    if (node == SIZE_MAX)
        return refuse_code(c, target->code);
    const uint32_t ahead = distance(to, target->period);
    if (ahead == NOT_BETWEEN || ahead == 0)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "a target of %.80s for %.40s: expected a period of the form of %.40s, "
                            "and after it",
                            target->code, target->period, to);
    if (!isfinite(target->score))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "a target of %.80s is no number",
                            target->code);
    const hm_node *of = &c->analysing->scores->plan->nodes[node];
    if (target->score < of->low || target->score > of->high)
        return refuse_score(c, target, of);
    if (c->goals[node].is_set)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "two targets of %.80s", target->code);
    c->goals[node] = (goal){true, target->score, ahead};
    return HM_OK;
}

static hm_code set_goals(course *c, const char *to) {
    hm_code code = HM_OK;
    for (size_t i = 0; code == HM_OK && i < c->analysing->target_count; i++)
        code = set_goal(c, &c->analysing->targets[i], to);
    return code;
}

/* --- one score --- */

typedef struct standing {
    double from, to, change, needed, projected;
    const char *class; /* NULL: nothing can be said */
} standing;

/* NAN where there is none. */
static double score_at(const course *c, size_t node, uint32_t ago) {
    if (c->unit_at[ago] == 0)
        return NAN;
    const hm_grid_column *column = &c->analysing->scores->aggregated.scores.columns[node];
    const size_t unit = c->unit_at[ago] - 1;
    return column->states[unit] == HM_OBSERVED ? column->values[unit] : NAN;
}

/* The straight line of least squares through the scores of the `back` periods before the end and
 * its own, `ahead` periods after it; NAN where these are too few. */
static double project(const course *c, size_t node, uint32_t back, uint32_t ahead) {
    double count = 0, time = 0, mean = 0, products = 0, squares = 0;
    for (uint32_t ago = 0; ago <= back; ago++) {
        const double score = score_at(c, node, ago);
        if (isnan(score))
            continue;
        count++;
        time -= (double)ago;
        mean += score;
    }
    if (count < ENOUGH_POINTS)
        return NAN;
    time /= count;
    mean /= count;
    for (uint32_t ago = 0; ago <= back; ago++) {
        const double score = score_at(c, node, ago), apart = -(double)ago - time;
        if (isnan(score))
            continue;
        products += apart * (score - mean);
        squares += apart * apart;
    }
    return mean + products / squares * ((double)ahead - time);
}

static double hold(const hm_node *node, double score) {
    return score < node->low ? node->low : score > node->high ? node->high : score;
}

static bool is_above(double a, double b) {
    return a - b > 1e-9 * fmax(1, fabs(b));
}

static const char *class_of_change(double from, double to) {
    return is_above(to, from) ? "improving" : is_above(from, to) ? "decreasing" : "unchanged";
}

/* By the pace that leads from the baseline to the target, and the one that there was. */
static const char *class_of_pace(const course *c, double from, double to, const goal *wanted) {
    const double pace = (to - from) / c->length;
    const double needed = (wanted->score - from) / ((double)c->length + wanted->ahead);
    const double *thresholds = c->analysing->settings;
    if (is_above(from, to))
        return "decreasing";
    return pace >= needed * thresholds[ON_TRACK]   ? "on_track"
           : pace >= needed * thresholds[MODERATE] ? "moderate"
                                                   : "stagnating";
}

static const char *classify(const course *c, const standing *s, const goal *wanted, bool broken) {
    if (isnan(s->to))
        return NULL;
    if (wanted->is_set && !is_above(wanted->score, s->to))
        return "reached";
    if (broken)
        return "not_comparable";
    if (isnan(s->from))
        return NULL;
    return wanted->is_set ? class_of_pace(c, s->from, s->to, wanted)
                          : class_of_change(s->from, s->to);
}

static uint32_t comparable_back(const course *c, size_t node) {
    const hm_bound *bound = &c->analysing->scores->bound;
    return hm_comparable_back(&bound->comparable, bound->plan, (uint32_t)node,
                              bound->first + c->unit_at[0] - 1);
}

/* A score goes on where some of those that it rests on do not. */
static void find_breaks_below(const course *c, const hm_plan *plan) {
    memset(c->breaks_below, 0, node_count(c) * sizeof *c->breaks_below);
    for (size_t node = 0; node < plan->node_count; node++) {
        uint32_t at = (uint32_t)node;
        if (comparable_back(c, node) >= c->length)
            continue;
        while (at != HM_NO_NODE && !plan->nodes[at].is_absent &&
               plan->nodes[at].effect != HM_EFFECT_NONE) {
            at = plan->nodes[at].parent;
            if (at != HM_NO_NODE)
                c->breaks_below[at] = true;
        }
    }
}

/* Where less is better, all is seen the other way round. */
static standing stand(const course *c, size_t node) {
    const goal *wanted = &c->goals[node];
    const hm_plan *plan = c->analysing->scores->bound.plan;
    const uint32_t back = comparable_back(c, node);
    const bool broken = back < c->length;
    const double sign = plan->nodes[node].least_first ? -1 : 1;
    standing s = {NAN, score_at(c, node, 0), NAN, NAN, NAN, NULL};
    if (c->length > 0)
        s.from = score_at(c, node, c->length);
    if (!broken)
        s.change = s.to - s.from;
    if (wanted->is_set && !isnan(s.to)) {
        s.needed = sign * fmax(0, sign * (wanted->score - s.to) / wanted->ahead) + 0.0;
        s.projected =
            hold(&plan->nodes[node], project(c, node, broken ? back : c->length, wanted->ahead));
    }
    const goal aim = {wanted->is_set, sign * wanted->score, wanted->ahead};
    const standing seen = {.from = sign * s.from, .to = sign * s.to};
    s.class = classify(c, &seen, &aim, broken);
    return s;
}

/* --- cities --- */

static void put_row(const course *c, const char *city, size_t node, const standing *s) {
    hm_row_text(c->builder, CITY, city);
    hm_row_text(c->builder, CODE, c->analysing->scores->plan->nodes[node].code);
    hm_row_number(c->builder, FROM, s->from);
    hm_row_number(c->builder, TO, s->to);
    hm_row_number(c->builder, CHANGE, s->change);
    hm_row_number(c->builder, NEEDED, s->needed);
    hm_row_number(c->builder, PROJECTED, s->projected);
    if (s->class)
        hm_row_text(c->builder, CLASS, s->class);
    hm_table_builder_flag(c->builder, BREAKS_BELOW, c->breaks_below[node]);
    char differs[HM_BASIS_TEXT];
    hm_basis_print(isnan(s->change) ? 0 : c->differs[node], differs);
    hm_row_text(c->builder, DIFFERS, differs);
    hm_table_builder_end_row(c->builder);
}

/* The nodes that hold where the course ends, of a city that has figures there. */
static void put_city(course *c, size_t city) {
    const hm_analysing *analysing = c->analysing;
    const uint32_t *period_of = hm_dataset_periods(c->dataset);
    memset(c->unit_at, 0, ((size_t)c->length + 1) * sizeof *c->unit_at);
    for (size_t i = c->start[city]; i < c->start[city + 1]; i++) {
        const size_t unit = analysing->units[c->order[i]];
        const uint32_t ago = c->ago[period_of[unit]];
        if (ago <= c->length)
            c->unit_at[ago] = (uint32_t)unit + 1;
    }
    if (c->unit_at[0] == 0)
        return;
    const size_t unit = c->unit_at[0] - 1;
    const hm_plan *plan = hm_bound_plan(&analysing->scores->bound, unit);
    find_breaks_below(c, plan);
    if (c->unit_at[c->length] > 0)
        hm_basis_compare(analysing->scores, c->unit_at[c->length] - 1, unit, c->differs);
    for (size_t node = 0; node < plan->node_count; node++) {
        if (plan->nodes[node].is_absent || plan->nodes[node].depth > analysing->depth)
            continue;
        const standing s = stand(c, node);
        put_row(c, hm_dataset_unit_city(c->dataset, unit), node, &s);
    }
}

/* Counting sort of the units that are looked at. */
static void order_units(course *c) {
    const uint32_t *cities = hm_dataset_cities(c->dataset);
    const hm_analysing *analysing = c->analysing;
    for (size_t i = 0; i < analysing->unit_count; i++)
        c->start[cities[analysing->units[i]] + 2]++;
    for (size_t city = 1; city < city_count(c) + 2; city++)
        c->start[city] += c->start[city - 1];
    for (size_t i = 0; i < analysing->unit_count; i++)
        c->order[c->start[cities[analysing->units[i]] + 1]++] = (uint32_t)i;
}

static hm_code put_cities(course *c) {
    const hm_allocator *allocator = c->analysing->allocator;
    c->unit_at = hm_allocate_array(allocator, (size_t)c->length + 1, sizeof *c->unit_at);
    if (!c->unit_at)
        return hm_error_memory(c->analysing->error);
    order_units(c);
    hm_code code = HM_OK;
    for (size_t city = 0; code == HM_OK && city < city_count(c); city++) {
        put_city(c, city);
        code = hm_cancel_check(c->analysing->cancel, c->analysing->error);
    }
    return code;
}

/* --- from when to when --- */

static const char *baseline_of(const course *c) {
    uint32_t period = 0;
    while (c->ago[period] != c->length)
        period++;
    return c->periods->texts[period];
}

static void put_course(const course *c, const char *to) {
    hm_row_text(c->builder, COURSE_FROM, baseline_of(c));
    hm_row_text(c->builder, COURSE_TO, to);
    hm_row_count(c->builder, COURSE_PERIODS, c->length);
    hm_table_builder_end_row(c->builder);
}

static bool is_of_course(const hm_analysing *analysing) {
    return strcmp(analysing->table, "course") == 0;
}

static bool open(course *c, const hm_analysing *analysing) {
    const hm_allocator *allocator = analysing->allocator;
    *c = (course){.analysing = analysing, .dataset = analysing->scores->bound.dataset};
    c->periods = hm_dataset_period_names(c->dataset);
    c->builder = is_of_course(analysing)
                     ? hm_table_builder_open("course", course_columns, COURSE_COLUMNS, allocator)
                     : hm_table_builder_open("progress", columns, COLUMNS, allocator);
    c->ago = hm_allocate_array(allocator, c->periods->count, sizeof *c->ago);
    c->goals = hm_allocate_array(allocator, node_count(c), sizeof *c->goals);
    c->breaks_below = hm_allocate_array(allocator, node_count(c), sizeof *c->breaks_below);
    c->differs = hm_allocate_array(allocator, node_count(c), sizeof *c->differs);
    c->start = hm_allocate_array(allocator, city_count(c) + 2, sizeof *c->start);
    c->order = hm_allocate_array(allocator, analysing->unit_count, sizeof *c->order);
    return c->builder && c->ago && c->goals && c->breaks_below && c->differs && c->start &&
           c->order;
}

static void close(course *c) {
    const hm_allocator *allocator = c->analysing->allocator;
    hm_table_builder_free(c->builder);
    hm_release(allocator, c->ago, c->periods->count * sizeof *c->ago);
    hm_release(allocator, c->goals, node_count(c) * sizeof *c->goals);
    hm_release(allocator, c->breaks_below, node_count(c) * sizeof *c->breaks_below);
    hm_release(allocator, c->differs, node_count(c) * sizeof *c->differs);
    hm_release(allocator, c->start, (city_count(c) + 2) * sizeof *c->start);
    hm_release(allocator, c->order, c->analysing->unit_count * sizeof *c->order);
    hm_release(allocator, c->unit_at, ((size_t)c->length + 1) * sizeof *c->unit_at);
}

static hm_code follow(course *c) {
    const char *to;
    hm_code code = set_periods(c, &to);
    if (code == HM_OK)
        code = set_goals(c, to);
    if (code != HM_OK || !is_of_course(c->analysing))
        return code == HM_OK ? put_cities(c) : code;
    put_course(c, to);
    return HM_OK;
}

static hm_code run(hm_table **out, const hm_analysing *analysing) {
    course c;
    if (!open(&c, analysing)) {
        close(&c);
        return hm_error_memory(analysing->error);
    }
    hm_code code = follow(&c);
    if (code == HM_OK) {
        code = hm_table_builder_freeze(c.builder, out, analysing->error);
        c.builder = NULL;
    }
    close(&c);
    return code;
}

static const char *const tables[] = {"progress", "course", NULL};

const hm_analysis hm_analysis_progress = {
    {.size = sizeof(hm_analysis_info),
     .name = "progress",
     .summary = "show how far scores have come, and whether they get to their targets",
     .about =
         "Scores of a baseline period and of a later one: the change between them; with a target, "
         "the points that have to come in each period from then on, and where the straight line "
         "through the scores of at least three periods leads. Classes: reached; on_track, moderate "
         "and stagnating by the pace since the baseline, over the one that leads from it to the "
         "target; decreasing, away from what is better; not_comparable across a declared break; "
         "without a target improving, unchanged or decreasing.",
     .tables = tables,
     .settings = settings,
     .setting_count = SETTINGS,
     .has_depth = 1},
    run};
