/* roll_whole.c: one figure of those of its parts. */
#include <math.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/numbers/number_sum.h"
#include "base/text.h"
#include "load/roll_parts.h"

/* 0.7 of 10 are 7, whatever the doubles say. */
static const double tolerance = 1e-12;

/* What the figures of one form come to: months, or quarters, or the one of the period itself. */
typedef struct outcome {
    char form;
    int count; /* of the parts that there could be */
    int numbers, applicable_not;
    int latest;                                        /* with a number; -1: none has one */
    const hm_roll_figure *parts[HM_PERIOD_PARTS_MOST]; /* by number; NULL: not mentioned */
    const hm_roll_figure *at;                          /* where the outcome stands */
    bool settled;                                      /* there is one: */
    hm_cell cell;
} outcome;

static bool is_number(const outcome *o, int i) {
    return o->parts[i] && o->parts[i]->cell.kind == HM_CELL_NUMBER;
}

static bool has(const hm_roll *roll, const hm_roll_whole *whole, char form) {
    for (uint32_t i = whole->first; i != 0; i = roll->figures[i - 1].next)
        if (roll->figures[i - 1].form == form)
            return true;
    return false;
}

static void gather(const hm_roll *roll, const hm_roll_whole *whole, char form, outcome *o) {
    *o = (outcome){.latest = -1};
    for (uint32_t i = whole->first; i != 0; i = roll->figures[i - 1].next) {
        const hm_roll_figure *figure = &roll->figures[i - 1];
        if (figure->form != form)
            continue;
        o->form = form;
        o->count = figure->count;
        o->parts[figure->number] = figure;
        const bool number = figure->cell.kind == HM_CELL_NUMBER;
        if (!o->at || (number && o->numbers == 0)) /* the first figure, in the order of the file */
            o->at = figure;
        o->numbers += number;
        o->applicable_not += figure->cell.kind == HM_CELL_NOT_APPLICABLE;
        if (number && figure->number > o->latest)
            o->latest = figure->number;
    }
}

static hm_cell number_cell(double value) {
    return (hm_cell){.value = value, .kind = HM_CELL_NUMBER, .spelling = HM_SPELLING_PRINTED};
}

static double sum_of(const outcome *o) {
    double numbers[HM_PERIOD_PARTS_MOST];
    size_t count = 0;
    for (int i = 0; i < o->count; i++)
        if (is_number(o, i))
            numbers[count++] = o->parts[i]->cell.value;
    return hm_number_sum(numbers, count);
}

static bool is_enough(const hm_roll *roll, int parts, int of) {
    return (double)parts / of >= roll->least - tolerance;
}

/* Is there all that is asked for without a least share? */
static bool is_complete(hm_roll_way way, const outcome *o) {
    return way == HM_ROLL_LAST ? o->latest == o->count - 1 : o->numbers == o->count;
}

/* What the parts come to, if there are enough of them. */
static void settle(const hm_roll *roll, hm_roll_way way, outcome *o) {
    if (o->applicable_not == o->count) {
        o->settled = true;
        o->cell = (hm_cell){.kind = HM_CELL_NOT_APPLICABLE};
    } else if (way == HM_ROLL_LAST && o->latest >= 0) {
        o->settled = is_enough(roll, o->latest + 1, o->count);
        o->cell = o->parts[o->latest]->cell;
        o->at = o->settled ? o->parts[o->latest] : o->at;
    } else if (o->numbers > 0) {
        o->settled = is_enough(roll, o->numbers, o->count);
        const double sum = sum_of(o);
        o->cell = number_cell(way == HM_ROLL_MEAN ? sum / o->numbers : sum);
    }
}

/* The figure of the period itself. */
static void settle_given(outcome *o) {
    o->cell = o->at->cell;
    o->settled = o->cell.kind != HM_CELL_EMPTY && o->cell.kind != HM_CELL_NOT_REPORTED;
}

static bool find_outcome(const hm_roll *roll, const hm_roll_whole *whole, char form, outcome *o) {
    if (!has(roll, whole, form))
        return false;
    gather(roll, whole, form, o);
    if (form == roll->to)
        settle_given(o);
    else
        settle(roll, whole->way, o);
    return true;
}

/* --- what is said of it --- */

static const char *forms_name(char form) {
    return form == 'S' ? "half-years" : form == 'Q' ? "quarters" : form == 'M' ? "months" : "days";
}

static hm_subject subject_of(const hm_roll *roll, const hm_roll_whole *whole, const outcome *o) {
    return (hm_subject){
        .at = {o->at->file, o->at->position.line, o->at->position.column},
        .city = roll->cities.texts[whole->city],
        .period = whole->period,
        .input = roll->dataset->series[whole->input].name,
    };
}

/* The parts from number `from` on that have no number, for messages. */
static hm_choice_list lacking(const hm_roll_whole *whole, const outcome *o, int from) {
    hm_choice_list list = {""};
    char name[HM_PERIOD_SIZE];
    hm_period_part part = {.size = whole->size, .form = o->form, .count = o->count};
    memcpy(part.whole, whole->period, sizeof part.whole);
    for (int i = from; i < o->count; i++) {
        part.number = i;
        if (!is_number(o, i) && hm_calendar_print_part(&part, name) > 0)
            hm_choice_list_add(&list, name);
    }
    return list;
}

/* The earliest part whose figure may be the last one. */
static int earliest(const hm_roll *roll, const outcome *o) {
    int i = 0;
    while (!is_enough(roll, i + 1, o->count))
        i++;
    return i;
}

/* Some of the parts are there, but not enough. */
static void tell_lacking(const hm_roll *roll, const hm_roll_whole *whole, const outcome *o) {
    const int from = whole->way == HM_ROLL_LAST ? earliest(roll, o) : 0;
    const hm_subject subject = subject_of(roll, whole, o);
    hm_issues_add(&roll->dataset->issues, HM_ISSUE_INCOMPLETE_PERIOD, &subject,
                  &(hm_issue_texts){.found = hm_digits_of((uint64_t)o->numbers).text,
                                    .expected = hm_digits_of((uint64_t)o->count).text,
                                    .name = forms_name(o->form),
                                    .detail = lacking(whole, o, from).text});
}

/* There is a figure, though some of the parts are not there. */
static void tell_partial(const hm_roll *roll, const hm_roll_whole *whole, const outcome *o) {
    const bool last = whole->way == HM_ROLL_LAST;
    if (o->form == roll->to || o->cell.kind != HM_CELL_NUMBER || is_complete(whole->way, o))
        return;
    const hm_subject subject = subject_of(roll, whole, o);
    hm_period_part part = {
        .size = whole->size, .form = o->form, .number = last ? o->latest : 0, .count = o->count};
    char name[HM_PERIOD_SIZE];
    memcpy(part.whole, whole->period, sizeof part.whole);
    (void)hm_calendar_print_part(&part, name);
    hm_issues_add(&roll->dataset->issues, last ? HM_ISSUE_EARLIER_PART : HM_ISSUE_PARTIAL_PERIOD,
                  &subject,
                  &(hm_issue_texts){.found = last ? name : hm_digits_of((uint64_t)o->numbers).text,
                                    .expected = hm_digits_of((uint64_t)o->count).text,
                                    .name = forms_name(o->form),
                                    .detail = lacking(whole, o, last ? o->latest + 1 : 0).text});
}

static int decimals_of(double number) {
    char text[HM_NUMBER_SIZE];
    const size_t size = hm_number_print(number, text);
    const char *point = memchr(text, '.', size);
    return !point ? 0 : memchr(text, 'e', size) ? 15 : (int)(text + size - point) - 1;
}

/* A mean is published with as many decimals as the office likes. */
static bool agree(hm_roll_way way, hm_cell kept, hm_cell other) {
    if (kept.kind != other.kind)
        return kept.kind == HM_CELL_REJECTED;
    double a = kept.value, b = other.value;
    if (way == HM_ROLL_MEAN) {
        const int x = decimals_of(a), y = decimals_of(b), places = x < y ? x : y;
        a = hm_number_round(a, places);
        b = hm_number_round(b, places);
    }
    return !(a < b) && !(a > b);
}

static hm_quote shown(const hm_roll *roll, hm_cell cell) {
    char room[HM_NUMBER_SIZE];
    size_t size;
    const char *text = hm_cell_text(cell, &roll->dataset->texts, room, &size);
    if (cell.kind == HM_CELL_NOT_APPLICABLE)
        return (hm_quote){"NA"};
    return hm_quote_of(text, size);
}

static void tell_difference(const hm_roll *roll, const hm_roll_whole *whole, const outcome *kept,
                            const outcome *other) {
    static const char *const ways[] = {[HM_ROLL_NOT] = "",
                                       [HM_ROLL_SUM] = "the sum",
                                       [HM_ROLL_MEAN] = "the mean",
                                       [HM_ROLL_LAST] = "the last"};
    const bool all = other->cell.kind != HM_CELL_NUMBER || is_complete(whole->way, other);
    if (!other->settled || !all || agree(whole->way, kept->cell, other->cell))
        return;
    const hm_subject subject = subject_of(roll, whole, kept);
    hm_issues_add(&roll->dataset->issues, HM_ISSUE_OTHER_THAN_PARTS, &subject,
                  &(hm_issue_texts){.found = shown(roll, kept->cell).text,
                                    .expected = shown(roll, other->cell).text,
                                    .name = ways[whole->way],
                                    .detail = forms_name(other->form)});
}

/* --- handing over --- */

/* Does the figure count towards the remarks of the outcome? */
static bool counts(const outcome *o, hm_roll_way way, const hm_roll_figure *figure) {
    if (!figure || !o->settled)
        return figure != NULL;
    return o->cell.kind != HM_CELL_NUMBER || o->count == 1 ? true
           : way == HM_ROLL_LAST                           ? figure == o->at
                                                           : figure->cell.kind == HM_CELL_NUMBER;
}

/* Of the parts that count: what all say. */
static void say_remarks(const hm_roll *roll, hm_roll_way way, const outcome *o,
                        hm_raw raw[HM_ROLE_COUNT]) {
    static const hm_role roles[HM_REMARK_COUNT] = {HM_ROLE_QUALITY, HM_ROLE_SOURCE, HM_ROLE_NOTE};
    uint32_t remarks[HM_REMARK_COUNT] = {0};
    bool first = true, no = false, yes = true;
    for (int i = 0; i < o->count; i++) {
        const hm_roll_figure *figure = o->parts[i];
        if (!counts(o, way, figure))
            continue;
        for (size_t r = 0; r < HM_REMARK_COUNT; r++)
            remarks[r] = first || remarks[r] == figure->remarks[r] ? figure->remarks[r] : 0;
        first = false;
        no |= figure->verified == 2;
        yes &= figure->verified == 1;
    }
    for (size_t r = 0; r < HM_REMARK_COUNT; r++)
        if (remarks[r] != 0)
            raw[roles[r]] = (hm_raw){.text = roll->texts.texts[remarks[r] - 1],
                                     .size = roll->texts.sizes[remarks[r] - 1],
                                     .position = o->at->position};
    if (no || (yes && !first))
        raw[HM_ROLE_VERIFIED] =
            (hm_raw){.text = no ? "no" : "yes", .size = no ? 2 : 3, .position = o->at->position};
}

/* A sum beyond the largest number. */
static hm_cell check(const hm_roll *roll, const hm_roll_whole *whole, const outcome *o) {
    if (o->cell.kind != HM_CELL_NUMBER || isfinite(o->cell.value))
        return o->cell;
    const hm_subject subject = subject_of(roll, whole, o);
    hm_issues_add(&roll->dataset->issues, HM_ISSUE_NUMBER_TOO_LARGE, &subject,
                  &(hm_issue_texts){.found = "a sum of parts",
                                    .expected = "a number no larger than 1.7976931348623157e308"});
    return (hm_cell){.kind = HM_CELL_REJECTED};
}

static void put(const hm_roll *roll, hm_reading *reading, const hm_roll_whole *whole,
                const outcome *o, hm_cell cell) {
    hm_dataset *dataset = roll->dataset;
    hm_raw raw[HM_ROLE_COUNT];
    for (size_t role = 0; role < HM_ROLE_COUNT; role++)
        raw[role] = HM_RAW_NONE;
    if (reading->file != o->at->file) {
        reading->file = o->at->file;
        dataset->out_of_memory |= !hm_locations_begin(&dataset->locations, reading->file, 1);
    }
    const uint32_t unit = hm_units_add(&dataset->units, roll->cities.texts[whole->city],
                                       roll->cities.sizes[whole->city], whole->period, whole->size);
    dataset->out_of_memory |= unit == HM_NO_UNIT;
    if (dataset->out_of_memory)
        return;
    const uint32_t row = hm_ingest_location(dataset, o->at->position);
    say_remarks(roll, whole->way, o, raw);
    hm_ingest_with_remarks(reading, raw, unit, whole->input, cell, row);
}

/* Nothing comes to a figure: the form that has the greatest share of its parts tells why. */
static void put_missing(const hm_roll *roll, hm_reading *reading, const hm_roll_whole *whole,
                        const outcome *o) {
    bool said = o->form == roll->to && o->cell.kind == HM_CELL_NOT_REPORTED;
    for (int i = 0; i < o->count; i++)
        said |= o->parts[i] && o->parts[i]->cell.kind != HM_CELL_EMPTY;
    if (o->form != roll->to && o->numbers + o->applicable_not > 0)
        tell_lacking(roll, whole, o);
    put(roll, reading, whole, o, (hm_cell){.kind = said ? HM_CELL_NOT_REPORTED : HM_CELL_EMPTY});
}

static double share_of(const outcome *o) {
    return (double)(o->numbers + o->applicable_not) / o->count;
}

/* A figure of the period itself comes before those of its parts, and long parts before short ones.
 */
void hm_roll_put(const hm_roll *roll, hm_reading *reading, const hm_roll_whole *whole) {
    static const char forms[] = "YSQMD";
    outcome kept = {.form = 0}, other; /* 0: none was looked at */
    for (const char *form = strchr(forms, roll->to); *form; form++) {
        if (!find_outcome(roll, whole, *form, &other))
            continue;
        if (kept.settled)
            tell_difference(roll, whole, &kept, &other);
        else if (kept.form == 0 || other.settled || share_of(&other) > share_of(&kept))
            kept = other;
    }
    if (!kept.settled) {
        put_missing(roll, reading, whole, &kept);
        return;
    }
    tell_partial(roll, whole, &kept);
    put(roll, reading, whole, &kept, check(roll, whole, &kept));
}
