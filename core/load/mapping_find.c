/* mapping_find.c: which columns of a header a recipe means. */
#include <string.h>

#include "base/text.h"
#include "load/mapping_find.h"
#include "load/name_pattern.h"

static hm_code out_of_memory(const hm_mapper *p) {
    return hm_error_memory(p->reading->error);
}

/* --- columns --- */

/* The column that is called as the role is; HM_NO_FIELD: none. */
static size_t find_role(const hm_mapper *p, hm_role role) {
    size_t field = HM_NO_FIELD;
    for (size_t i = 0; i < p->sheet->count && field == HM_NO_FIELD; i++)
        if (!p->used[i] && hm_role_find(p->names[i].text, p->names[i].size) == role)
            field = i;
    return field;
}

static hm_code find_joined(hm_mapper *p, hm_role role, const hm_recipe_part *part) {
    hm_mapping *m = p->m;
    if (role != HM_ROLE_INPUT)
        return hm_mapper_fail(
            p, part->columns[1].position, "%s",
            "found several columns, expected one: only inputs can be put together");
    m->joined = hm_arena_take_array(&m->arena, part->count, sizeof *m->joined);
    if (!m->joined)
        return out_of_memory(p);
    hm_code code = HM_OK;
    for (size_t i = 0; i < part->count && code == HM_OK; i++) {
        m->joined[i] = HM_NO_FIELD;
        if (!part->columns[i].fixed)
            code = hm_mapper_find_column(p, &part->columns[i], &m->joined[i]);
    }
    m->joined_count = part->count;
    return code;
}

/* The parts that stand in columns of their own; those that columns are called by come later. */
static hm_code find_parts(hm_mapper *p) {
    hm_mapping *m = p->m;
    hm_code code = HM_OK;
    for (int role = 0; role < HM_ROLE_COUNT && code == HM_OK; role++) {
        const hm_recipe_part *part = &m->recipe->parts[role];
        m->fields[role] = HM_NO_FIELD;
        if (part->source == HM_FROM_TEXT)
            m->fixed[role] = part->text;
        else if (part->source == HM_FROM_COLUMN && part->count > 1)
            code = find_joined(p, (hm_role)role, part);
        else if (part->source == HM_FROM_COLUMN)
            code = hm_mapper_find_column(p, &part->columns[0], &m->fields[role]);
    }
    const hm_recipe_column *power = &m->recipe->power_column;
    m->power_field = HM_NO_FIELD;
    if (code == HM_OK && power->position.line > 0)
        code = hm_mapper_find_column(p, power, &m->power_field);
    return code;
}

/* Columns that are not read. */
static void leave_out(hm_mapper *p) {
    const hm_recipe *recipe = p->m->recipe;
    for (size_t i = 0; i < p->sheet->count; i++) {
        hm_name_match found;
        for (size_t n = 0; n < recipe->left_out_count && !p->used[i]; n++)
            p->used[i] = hm_name_pattern_match(recipe->left_out[n], p->names[i].text,
                                               p->names[i].size, true, &found);
    }
}

/* Of what nothing is said, the columns that are called so: of the roles from `first` to `last`. */
static void find_defaults(hm_mapper *p, hm_role first, hm_role last) {
    hm_mapping *m = p->m;
    for (int role = (int)first; role <= (int)last; role++) {
        if (m->recipe->parts[role].source != HM_FROM_HEADER)
            continue;
        m->fields[role] = find_role(p, (hm_role)role);
        if (m->fields[role] != HM_NO_FIELD)
            p->used[m->fields[role]] = true;
    }
}

/* --- columns of figures --- */

static hm_raw named(const hm_mapper *p, size_t field, hm_text text) {
    return (hm_raw){.text = text.text, .size = text.size, .position = p->names[field].position};
}

static hm_code add_figure(hm_mapper *p, size_t field, hm_text input, hm_text period) {
    hm_mapping *m = p->m;
    hm_figure_column *figure = &m->figures[m->figure_count++];
    *figure = (hm_figure_column){
        .field = field, .input = named(p, field, input), .period = named(p, field, period)};
    if (input.size > 0)
        figure->input = hm_mapping_rename(m, HM_ROLE_INPUT, figure->input);
    if (period.size > 0)
        figure->period = hm_mapping_rename(m, HM_ROLE_PERIOD, figure->period);
    p->used[field] = true;
    return HM_OK;
}

static const hm_text no_text = {"", 0};

/* Columns that the recipe lists. */
static hm_code add_listed(hm_mapper *p, const hm_recipe_part *part, bool periods) {
    for (size_t i = 0; i < part->count; i++) {
        const hm_recipe_column *column = &part->columns[i];
        size_t field;
        const hm_code code = hm_mapper_find_column(p, column, &field);
        if (code != HM_OK)
            return code;
        if (field == HM_NO_FIELD)
            continue;
        const hm_raw *own = &p->names[field];
        const hm_text name = column->as ? (hm_text){column->as, strlen(column->as)}
                                        : (hm_text){own->text, own->size};
        if (name.size == 0)
            return hm_mapper_fail(p, column->position, "%s",
                                  "this column has no name: say what it is \"as\"");
        (void)add_figure(p, field, periods ? no_text : name, periods ? name : no_text);
    }
    return HM_OK;
}

/* Columns whose names match. */
static hm_code add_matching(hm_mapper *p, const hm_recipe_part *part, bool periods) {
    const hm_recipe *recipe = p->m->recipe;
    for (size_t i = 0; i < p->sheet->count; i++) {
        hm_name_match found;
        const hm_text name = {p->names[i].text, p->names[i].size};
        if (p->used[i] || name.size == 0 ||
            !hm_name_pattern_match(part->text, name.text, name.size, recipe->period_format != NULL,
                                   &found))
            continue;
        hm_text input = found.input, period = found.period;
        if (!periods && !input.text)
            input = name;
        if (periods && !period.text)
            period = name;
        (void)add_figure(p, i, input.text ? input : no_text, period.text ? period : no_text);
    }
    return p->m->figure_count > 0
               ? HM_OK
               : hm_mapper_fail(p, part->position, "no column has a name like \"%s\"",
                                hm_quote_of(part->text, strlen(part->text)).text);
}

/* Every column that has a name and of which nothing is said is an input. */
static hm_code add_others(hm_mapper *p) {
    for (size_t i = 0; i < p->sheet->count; i++) {
        const hm_raw *name = &p->names[i];
        if (p->used[i])
            continue;
        if (name->size == 0)
            hm_reading_add_issue(p->reading, HM_ISSUE_UNNAMED_COLUMN, name->position,
                                 &(hm_issue_texts){.name = hm_digits_of(i + 1).text});
        else
            (void)add_figure(p, i, (hm_text){name->text, name->size}, no_text);
    }
    return HM_OK;
}

static bool is_from_names(const hm_recipe_part *part) {
    return part->source == HM_FROM_NAMES || part->source == HM_FROM_PATTERN;
}

static hm_code add_named(hm_mapper *p, const hm_recipe_part *part, bool periods) {
    return part->source == HM_FROM_NAMES ? add_listed(p, part, periods)
                                         : add_matching(p, part, periods);
}

/* Two columns of one name would be two figures for every city. */
static hm_code check_figures(const hm_mapper *p) {
    const hm_mapping *m = p->m;
    hm_names seen;
    hm_names_open(&seen, p->reading->dataset->allocator);
    hm_code code = HM_OK;
    for (size_t i = 0; i < m->figure_count && code == HM_OK; i++) {
        const hm_figure_column *figure = &m->figures[i];
        hm_buffer text;
        hm_buffer_open(&text, p->reading->dataset->allocator);
        hm_buffer_add(&text, figure->input.text, figure->input.size);
        hm_buffer_add(&text, "\t", 1);
        hm_buffer_add(&text, figure->period.text, figure->period.size);
        const uint32_t before = seen.count;
        if (text.failed || hm_names_intern(&seen, text.data, text.size) == HM_NO_NAME)
            code = out_of_memory(p);
        else if (seen.count == before)
            code = hm_error_at(p->reading->error, HM_ERROR_DATA, p->reading->file,
                               figure->input.position.line, figure->input.position.column,
                               "column %zu is `%s` a second time: leave one of them out, or "
                               "rename it",
                               figure->field + 1,
                               figure->input.size > 0
                                   ? hm_quote_of(figure->input.text, figure->input.size).text
                                   : hm_quote_of(figure->period.text, figure->period.size).text);
        hm_buffer_close(&text);
    }
    hm_names_close(&seen);
    return code;
}

static bool says_both(const hm_recipe_part *part) {
    return part->source == HM_FROM_PATTERN && hm_name_pattern_has(part->text, "period") &&
           hm_name_pattern_has(part->text, "input");
}

static hm_code find_figures(hm_mapper *p) {
    hm_mapping *m = p->m;
    const hm_recipe_part *input = &m->recipe->parts[HM_ROLE_INPUT];
    const hm_recipe_part *period = &m->recipe->parts[HM_ROLE_PERIOD];
    const bool inputs = is_from_names(input), periods = is_from_names(period);
    if (inputs && periods)
        return hm_mapper_fail(
            p, period->position, "%s",
            "inputs and periods cannot both be the names of columns, unless one pattern "
            "has {input} and {period}");
    m->figures = hm_arena_take_array(&m->arena, p->sheet->count + 1, sizeof *m->figures);
    if (!m->figures)
        return out_of_memory(p);
    const hm_recipe_part *part = inputs ? input : period;
    if (inputs || periods) {
        m->periods = periods || says_both(part);
        const hm_code code = add_named(p, part, periods);
        return code == HM_OK ? check_figures(p) : code;
    }
    if (hm_mapping_has(m, HM_ROLE_INPUT) || hm_mapping_has(m, HM_ROLE_VALUE)) {
        m->figures = NULL;
        return HM_OK;
    }
    const hm_code code = add_others(p);
    return code == HM_OK ? check_figures(p) : code;
}

/* --- what must be there --- */

static hm_code need(const hm_mapper *p, hm_role role) {
    const hm_recipe_part *part = &p->m->recipe->parts[role];
    return hm_mapper_fail(p, part->position.line > 0 ? part->position : p->m->recipe->position,
                          "nothing says which column is the %s: expected one that is called so, or "
                          "a column or a fixed text in the recipe",
                          hm_role_name(role));
}

/* Whose figures are they, and of when? */
static hm_code check_unit(const hm_mapper *p) {
    const hm_mapping *m = p->m;
    const hm_recipe_part *parts = m->recipe->parts;
    if (!hm_mapping_has(m, HM_ROLE_CITY))
        return need(p, HM_ROLE_CITY);
    return hm_mapping_has(m, HM_ROLE_PERIOD) || is_from_names(&parts[HM_ROLE_PERIOD]) ||
                   says_both(&parts[HM_ROLE_INPUT])
               ? HM_OK
               : need(p, HM_ROLE_PERIOD);
}

/* And figures of what? */
static hm_code check_parts(const hm_mapper *p) {
    const hm_mapping *m = p->m;
    const hm_recipe_part *parts = m->recipe->parts;
    const bool input = is_from_names(&parts[HM_ROLE_INPUT]),
               period = is_from_names(&parts[HM_ROLE_PERIOD]);
    const bool both = says_both(&parts[HM_ROLE_INPUT]) || says_both(&parts[HM_ROLE_PERIOD]);
    if (p->reading->records)
        return HM_OK;
    if (!input && !both && m->figures == NULL && !hm_mapping_has(m, HM_ROLE_INPUT))
        return need(p, HM_ROLE_INPUT);
    if (period && !both && !hm_mapping_has(m, HM_ROLE_INPUT))
        return need(p, HM_ROLE_INPUT);
    if (!m->figures && !hm_mapping_has(m, HM_ROLE_VALUE))
        return need(p, HM_ROLE_VALUE);
    if (m->figures && parts[HM_ROLE_VALUE].source != HM_FROM_HEADER)
        return hm_mapper_fail(
            p, parts[HM_ROLE_VALUE].position, "%s",
            "figures stand in the columns that the recipe names as inputs or periods: "
            "there is no column of values beside them");
    return HM_OK;
}

/* --- conditions --- */

static hm_code find_conditions(hm_mapper *p, bool others) {
    hm_mapping *m = p->m;
    const hm_recipe *recipe = m->recipe;
    const size_t fields = p->sheet->count;
    if (!m->conditions) {
        m->conditions = hm_arena_take_array(&m->arena, recipe->condition_count + fields + 1,
                                            sizeof *m->conditions);
        if (!m->conditions)
            return out_of_memory(p);
    }
    const hm_condition *last = NULL;
    for (size_t i = 0; i < recipe->condition_count; i++) {
        const hm_condition *condition = &recipe->conditions[i];
        if (condition->others) {
            if (last)
                return hm_mapper_fail(p, condition->position, "%s", "\"others\" stands twice");
            last = condition;
        } else if (!others) {
            size_t field;
            const hm_code code = hm_mapper_find_column(p, &condition->column, &field);
            if (code != HM_OK)
                return code;
            m->conditions[m->condition_count++] = (hm_field_condition){condition, field};
        }
    }
    for (size_t i = 0; others && last && i < fields; i++) {
        if (p->used[i])
            continue;
        m->conditions[m->condition_count++] = (hm_field_condition){last, i};
        p->used[i] = !p->reading->records; /* of which all columns are data */
    }
    return HM_OK;
}

/* --- cells that are filled --- */

/* A column is read, or not, as if it was not named here. */
static hm_code find_filled(hm_mapper *p) {
    hm_mapping *m = p->m;
    const hm_recipe_part *fill = &m->recipe->fill;
    m->filled = hm_arena_take_array(&m->arena, fill->count + 1, sizeof *m->filled);
    if (!m->filled)
        return out_of_memory(p);
    for (size_t i = 0; i < fill->count; i++) {
        size_t field;
        bool *used = hm_arena_take_array(&m->arena, p->sheet->count + 1, sizeof *used);
        if (!used)
            return out_of_memory(p);
        hm_mapper alone = *p;
        alone.used = used;
        const hm_code code = hm_mapper_find_column(&alone, &fill->columns[i], &field);
        if (code != HM_OK)
            return code;
        if (field != HM_NO_FIELD)
            m->filled[m->filled_count++] = field;
    }
    return HM_OK;
}

/* --- texts --- */

static bool open_renamers(hm_mapping *m) {
    bool fine = true;
    for (int role = 0; role < HM_ROLE_COUNT; role++)
        fine &= hm_renamer_open(&m->renamers[role], &m->recipe->renamings[role], &m->arena);
    return fine;
}

/* A text that is said twice would have two meanings. */
static hm_code check_renamings(const hm_mapper *p) {
    for (int role = 0; role < HM_ROLE_COUNT; role++) {
        const hm_renaming *twice = hm_renamer_find_twice(&p->m->renamers[role]);
        if (twice)
            return hm_mapper_fail(p, twice->position, "\"%s\" is renamed twice",
                                  hm_quote_of(twice->from, strlen(twice->from)).text);
    }
    return HM_OK;
}

/* --- all of it --- */

static hm_code map(hm_mapper *p) {
    hm_code code = check_renamings(p);
    if (code == HM_OK)
        code = find_parts(p);
    if (code != HM_OK)
        return code;
    code = hm_mapper_find_cities(p);
    leave_out(p);
    /* rows are chosen by their city; but by a status, too, whatever words it is said in */
    find_defaults(p, HM_ROLE_CITY, HM_ROLE_VALUE);
    if (code == HM_OK)
        code = find_conditions(p, false);
    if (code != HM_OK)
        return code;
    find_defaults(p, HM_ROLE_STATUS, HM_ROLE_VERIFIED);
    code = check_unit(p);
    if (code == HM_OK && !p->reading->records)
        code = find_figures(p);
    if (code == HM_OK)
        code = check_parts(p);
    if (code == HM_OK)
        code = find_conditions(p, true);
    return code == HM_OK ? find_filled(p) : code;
}

/* Says which columns nothing is taken from. */
static void tell_unread(const hm_mapper *p) {
    hm_choice_list names = {{0}};
    for (size_t i = 0; i < p->sheet->count; i++)
        if (!p->used[i] && p->names[i].size > 0)
            hm_choice_list_add(&names, hm_quote_of(p->names[i].text, p->names[i].size).text);
    if (names.text[0])
        hm_reading_add_issue(p->reading, HM_ISSUE_COLUMNS_UNREAD, p->names[0].position,
                             &(hm_issue_texts){.detail = names.text});
}

/* Names of inputs, as they are renamed, stand in the header from here on. */
static void name_columns(hm_mapper *p) {
    hm_mapping *m = p->m;
    for (size_t i = 0; i < m->figure_count; i++)
        if (m->figures[i].input.size > 0)
            p->names[m->figures[i].field] = m->figures[i].input;
    for (size_t i = 0; p->reading->records && i < p->sheet->count; i++)
        if (!p->used[i])
            p->names[i] = hm_mapping_rename(m, HM_ROLE_INPUT, p->names[i]);
    p->sheet->cells = p->names;
}

/* The names outlive the row that they stand in. False when memory has run out. */
static bool copy_names(hm_mapper *p) {
    for (size_t i = 0; i < p->sheet->count; i++) {
        hm_raw *name = &p->names[i];
        *name = hm_raw_trim(p->sheet->cells[i]);
        name->text = hm_arena_copy(&p->m->arena, name->text, name->size);
        if (!name->text)
            return false;
    }
    return true;
}

hm_code hm_mapping_new(hm_mapping **out, hm_sheet *sheet, hm_reading *reading) {
    const hm_recipe *recipe = reading->recipe;
    const hm_allocator *allocator = reading->dataset->allocator;
    *out = NULL;
    if (!recipe || !recipe->maps)
        return HM_OK;
    hm_mapping *m = hm_allocate_array(allocator, 1, sizeof *m);
    if (!m)
        return hm_error_memory(reading->error);
    m->recipe = recipe;
    hm_arena_open(&m->arena, allocator);
    hm_buffer_open(&m->text, allocator);
    *out = m;
    hm_mapper p = {.m = m, .sheet = sheet, .reading = reading};
    p.names = hm_arena_take_array(&reading->dataset->arena, sheet->count + 1, sizeof *p.names);
    p.used = m->used = hm_arena_take_array(&m->arena, sheet->count + 1, sizeof *p.used);
    if (!open_renamers(m) || !p.names || !p.used || !copy_names(&p))
        return hm_error_memory(reading->error);
    const hm_code code = map(&p);
    m->is_whole = code == HM_OK;
    if (code == HM_OK && !reading->records)
        tell_unread(&p);
    if (code == HM_OK)
        name_columns(&p);
    return code;
}
