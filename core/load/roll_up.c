#include "load/roll_up.h"

#include <string.h>

#include "base/text.h"
#include "load/roll_parts.h"

/* --- what the recipe says --- */

static hm_roll_way way_of(const char *word) {
    return !word                       ? HM_ROLL_NOT
           : strcmp(word, "sum") == 0  ? HM_ROLL_SUM
           : strcmp(word, "mean") == 0 ? HM_ROLL_MEAN
                                       : HM_ROLL_LAST;
}

static hm_code fail(const hm_reading *reading, hm_position position, const char *format,
                    const char *text) {
    return hm_error_at(reading->error, HM_ERROR_DATA, reading->recipe->file, position.line,
                       position.column, format, text);
}

static hm_code take_inputs(hm_roll *roll, const hm_reading *reading) {
    const hm_roll_up *said = &reading->recipe->roll_up;
    roll->inputs =
        hm_arena_take_array(&roll->dataset->arena, said->count + 1, sizeof *roll->inputs);
    if (!roll->inputs)
        return hm_error_memory(reading->error);
    for (size_t i = 0; i < said->count; i++) {
        const hm_renaming *one = &said->inputs[i];
        const uint32_t number = hm_names_intern(&roll->named, one->from, strlen(one->from));
        if (number == HM_NO_NAME)
            return hm_error_memory(reading->error);
        if (number != i)
            return fail(reading, one->position, "input \"%s\" is rolled up twice",
                        hm_quote_of(one->from, strlen(one->from)).text);
        roll->inputs[i] = (hm_roll_input){way_of(one->to), one->position, false};
    }
    return HM_OK;
}

static hm_code open(hm_roll *roll, const hm_reading *reading) {
    const hm_recipe *recipe = reading->recipe;
    const hm_allocator *allocator = reading->dataset->allocator;
    roll->dataset = reading->dataset;
    roll->to = *recipe->roll_up.to == 'y' ? 'Y' : *recipe->roll_up.to == 'q' ? 'Q' : 'M';
    roll->least = recipe->roll_up.least;
    roll->way = way_of(recipe->roll_up.by);
    hm_names_open(&roll->named, allocator);
    hm_names_open(&roll->cities, allocator);
    hm_names_open(&roll->texts, allocator);
    hm_names_open(&roll->whole_keys, allocator);
    hm_names_open(&roll->figure_keys, allocator);
    roll->recipe_file = hm_arena_copy(&reading->dataset->arena, recipe->file, strlen(recipe->file));
    return roll->recipe_file ? take_inputs(roll, reading) : hm_error_memory(reading->error);
}

hm_code hm_roll_open(hm_roll **out, const hm_reading *reading, bool cities) {
    const hm_recipe *recipe = reading->recipe;
    *out = NULL;
    if (!recipe || !recipe->roll_up.to)
        return HM_OK;
    if (cities || reading->records)
        return fail(reading, recipe->roll_up.position,
                    "%s cannot be rolled up, only observations can",
                    cities ? "what is said of cities" : "records");
    hm_roll *roll = hm_allocate_array(reading->dataset->allocator, 1, sizeof *roll);
    if (!roll)
        return hm_error_memory(reading->error);
    *out = roll;
    return open(roll, reading);
}

void hm_roll_close(hm_roll *roll) {
    if (!roll)
        return;
    const hm_allocator *allocator = roll->dataset->allocator;
    hm_names_close(&roll->named);
    hm_names_close(&roll->cities);
    hm_names_close(&roll->texts);
    hm_names_close(&roll->whole_keys);
    hm_names_close(&roll->figure_keys);
    hm_release(allocator, roll->wholes, roll->whole_capacity * sizeof *roll->wholes);
    hm_release(allocator, roll->figures, roll->figure_capacity * sizeof *roll->figures);
    hm_release(allocator, roll, sizeof *roll);
}

/* --- gathering --- */

static hm_roll_way way_of_input(const hm_roll *roll, const char *name) {
    const uint32_t number = hm_names_find(&roll->named, name, strlen(name));
    if (number == HM_NO_NAME)
        return roll->way;
    roll->inputs[number].used = true;
    return roll->inputs[number].way;
}

/* NULL when memory has run out, here and below. */
static hm_roll_whole *find_whole(hm_roll *roll, const hm_period_part *part, uint32_t city,
                                 uint32_t input, uint32_t *number) {
    char key[2 * sizeof(uint32_t) + HM_PERIOD_SIZE];
    memcpy(key, &city, sizeof city);
    memcpy(key + sizeof city, &input, sizeof input);
    memcpy(key + 2 * sizeof city, part->whole, part->size);
    *number = hm_names_intern(&roll->whole_keys, key, 2 * sizeof city + part->size);
    if (*number == HM_NO_NAME || *number > roll->whole_count)
        return NULL;
    if (*number < roll->whole_count)
        return &roll->wholes[*number];
    if (!hm_grow(roll->dataset->allocator, &roll->wholes, roll->whole_count, &roll->whole_capacity,
                 sizeof *roll->wholes))
        return NULL;
    hm_roll_whole *whole = &roll->wholes[roll->whole_count++];
    *whole = (hm_roll_whole){.city = city, .input = input, .size = part->size};
    memcpy(whole->period, part->whole, sizeof whole->period);
    return whole;
}

/* `*is_new`: nothing was said of it before. */
static hm_roll_figure *find_figure(hm_roll *roll, const hm_period_part *part, uint32_t whole_number,
                                   bool *is_new) {
    const uint32_t key[] = {whole_number, (uint32_t)part->form, (uint32_t)part->number};
    const uint32_t number = hm_names_intern(&roll->figure_keys, (const char *)key, sizeof key);
    if (number == HM_NO_NAME || number > roll->figure_count)
        return NULL;
    *is_new = number == roll->figure_count;
    if (!*is_new)
        return &roll->figures[number];
    if (!hm_grow(roll->dataset->allocator, &roll->figures, roll->figure_count,
                 &roll->figure_capacity, sizeof *roll->figures))
        return NULL;
    hm_roll_whole *whole = &roll->wholes[whole_number];
    hm_roll_figure *figure = &roll->figures[roll->figure_count++];
    *figure = (hm_roll_figure){.cell = {.kind = HM_CELL_EMPTY},
                               .form = part->form,
                               .number = (uint16_t)part->number,
                               .count = (uint16_t)part->count};
    if (whole->first == 0)
        whole->first = number + 1;
    else
        roll->figures[whole->last - 1].next = number + 1;
    whole->last = number + 1;
    return figure;
}

/* The observation at hand. */
typedef struct taken {
    hm_reading *reading;
    const hm_raw *raw;
    const hm_subject *whose;
    uint32_t city, input;
    hm_cell cell;
} taken;

/* Its remarks; false when memory has run out. */
static bool keep_remarks(const taken *t, hm_roll_figure *figure) {
    static const hm_role roles[HM_REMARK_COUNT] = {HM_ROLE_QUALITY, HM_ROLE_SOURCE, HM_ROLE_NOTE};
    for (size_t i = 0; i < HM_REMARK_COUNT; i++) {
        hm_raw raw = t->raw[roles[i]];
        figure->remarks[i] = 0;
        if (raw.size == 0 || !hm_ingest_remark(t->reading, &raw, HM_NO_UNIT, t->input) ||
            raw.size == 0)
            continue;
        const uint32_t text = hm_names_intern(&t->reading->roll->texts, raw.text, raw.size);
        if (text == HM_NO_NAME)
            return false;
        figure->remarks[i] = text + 1;
    }
    figure->verified =
        hm_ingest_verified(t->reading, t->raw[HM_ROLE_VERIFIED], HM_NO_UNIT, t->input);
    return true;
}

/* Another one for the same part. */
static void settle(const taken *t, hm_roll_figure *old) {
    const hm_position here = t->raw[HM_ROLE_VALUE].position;
    const hm_said_figure first = {old->cell, {old->file, old->position.line, old->position.column}};
    const hm_said_figure second = {t->cell, {t->reading->file, here.line, here.column}};
    hm_subject subject = *t->whose;
    subject.input = t->reading->dataset->series[t->input].name;
    if (hm_ingest_twice(t->reading->dataset, &subject, first, second, NULL, 0))
        old->cell = (hm_cell){.kind = HM_CELL_REJECTED};
}

/* False when memory has run out. */
static bool gather(const taken *t, const hm_period_part *part, hm_roll_way way) {
    hm_roll *roll = t->reading->roll;
    uint32_t number;
    bool is_new = false;
    hm_roll_whole *whole = find_whole(roll, part, t->city, t->input, &number);
    hm_roll_figure *figure = whole ? find_figure(roll, part, number, &is_new) : NULL;
    if (!figure)
        return false;
    whole->way = way;
    if (!is_new && t->cell.kind == HM_CELL_EMPTY)
        return true;
    if (figure->cell.kind != HM_CELL_EMPTY) {
        settle(t, figure);
        return true;
    }
    figure->cell = t->cell;
    figure->file = t->reading->file;
    figure->position = t->raw[HM_ROLE_VALUE].position;
    return keep_remarks(t, figure);
}

static void reject(const taken *t, hm_issue_code code, const hm_issue_texts *texts) {
    const hm_subject subject =
        hm_reading_subject(t->reading, t->raw[HM_ROLE_VALUE].position, HM_NO_UNIT,
                           t->reading->dataset->series[t->input].name);
    hm_issues_add(&t->reading->dataset->issues, code, &subject, texts);
}

static void reject_uneven(const taken *t) {
    const char to = t->reading->roll->to;
    const hm_raw value = hm_raw_trim(t->raw[HM_ROLE_VALUE]);
    if (value.size > 0)
        reject(t, HM_ISSUE_UNEVEN_PART,
               &(hm_issue_texts){
                   .found = hm_quote_of(value.text, value.size < 4096 ? value.size : 4096).text,
                   .name = to == 'Y'   ? "a year"
                           : to == 'Q' ? "a quarter"
                                       : "a month",
                   .expected = to == 'Y'   ? "half-years, quarters, months or days"
                               : to == 'Q' ? "months or days"
                                           : "days"});
}

static hm_cell read_cell(const taken *t, hm_period_place place) {
    const hm_raw *raw = &t->raw[HM_ROLE_VALUE];
    hm_reading *reading = t->reading;
    hm_cell cell =
        hm_ingest_cell(reading, raw, HM_NO_UNIT, reading->dataset->series[t->input].name);
    if (t->raw[HM_ROLE_STATUS].size > 0)
        cell = hm_ingest_status(reading, t->raw[HM_ROLE_STATUS], HM_NO_UNIT, t->input, cell);
    if (place == HM_PERIOD_PART && (cell.kind == HM_CELL_TEXT || cell.kind == HM_CELL_FLAG)) {
        const hm_raw value = hm_raw_trim(*raw);
        reject(t, HM_ISSUE_PART_IS_NO_NUMBER,
               &(hm_issue_texts){.found = hm_quote_of(value.text, value.size).text,
                                 .expected = "a number"});
        return (hm_cell){.kind = HM_CELL_REJECTED};
    }
    return cell;
}

/* One whose names and period are known. False when memory has run out. */
static bool take(taken *t, hm_period_place place, const hm_period_part *part) {
    hm_reading *reading = t->reading;
    t->input = hm_ingest_input(reading, &t->raw[HM_ROLE_INPUT], HM_NO_UNIT);
    if (t->input == HM_NO_NAME)
        return true; /* which was told */
    const hm_roll_way way = way_of_input(reading->roll, reading->dataset->series[t->input].name);
    if (way == HM_ROLL_NOT) {
        hm_ingest_observation(reading, t->raw);
        return true;
    }
    if (place == HM_PERIOD_UNEVEN) {
        reject_uneven(t);
        return true;
    }
    t->cell = read_cell(t, place);
    return gather(t, part, way);
}

void hm_roll_take(hm_reading *reading, const hm_raw raw[HM_ROLE_COUNT]) {
    hm_roll *roll = reading->roll;
    hm_text city;
    char period[HM_PERIOD_SIZE];
    size_t size;
    if (!roll) {
        hm_ingest_observation(reading, raw);
        return;
    }
    if (!hm_ingest_names(reading, &raw[HM_ROLE_CITY], &raw[HM_ROLE_PERIOD], &city, period, &size))
        return;
    hm_period_part part;
    const hm_period_place place = hm_calendar_part(period, size, roll->to, &part);
    if (place == HM_PERIOD_BESIDE) {
        hm_ingest_observation(reading, raw);
        return;
    }
    taken t = {.reading = reading, .raw = raw};
    t.city = hm_names_intern(&roll->cities, city.text, city.size);
    if (t.city == HM_NO_NAME) {
        reading->dataset->out_of_memory = true;
        return;
    }
    const hm_subject whose = {.city = roll->cities.texts[t.city], .period = period};
    t.whose = reading->whose = &whose;
    reading->dataset->out_of_memory |= !take(&t, place, &part);
    reading->whose = NULL;
}

/* --- the end --- */

/* Inputs of the recipe that nothing was said of. */
static void tell_unused(const hm_roll *roll) {
    for (uint32_t i = 0; i < roll->named.count; i++) {
        const hm_position position = roll->inputs[i].position;
        const hm_subject subject = {.at = {roll->recipe_file, position.line, position.column}};
        if (!roll->inputs[i].used)
            hm_issues_add(&roll->dataset->issues, HM_ISSUE_UNUSED_ROLL_UP, &subject,
                          &(hm_issue_texts){.found = roll->named.texts[i]});
    }
}

void hm_roll_finish(hm_roll *roll) {
    hm_dataset *dataset = roll->dataset;
    hm_reading reading = {.dataset = dataset, .file = NULL};
    for (size_t i = 0; i < roll->whole_count && !dataset->out_of_memory && !dataset->sparse; i++)
        hm_roll_put(roll, &reading, &roll->wholes[i]);
    tell_unused(roll);
}
