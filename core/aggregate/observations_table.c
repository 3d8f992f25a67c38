#include "aggregate/observations_table.h"

#include <string.h>

#include "base/error.h"
#include "dataset/dataset.h"

/* The columns, in their order. */
enum {
    CITY = HM_SHOWN_CITY,
    PERIOD = HM_SHOWN_PERIOD,
    INPUT = HM_SHOWN_UNIT_COLUMNS,
    VALUE,
    TEXT,
    STATUS,
    QUALITY,
    VERIFIED,
    SOURCE,
    NOTE,
    FILE_NAME,
    SHEET, /* of a workbook */
    LINE,
    COLUMN,
    COLUMNS
};

enum { STATUSES = HM_INSUFFICIENT + 1 };

/* The remarks, and the columns that they are. */
static const struct {
    hm_remark remark;
    int column;
} remarks[] = {{HM_REMARK_QUALITY, QUALITY}, {HM_REMARK_SOURCE, SOURCE}, {HM_REMARK_NOTE, NOTE}};
enum { REMARKS = sizeof remarks / sizeof *remarks };

/* An input that is a figure a unit. */
typedef struct figure {
    const hm_grid_column *cells; /* as the package sees them */
    const hm_series *series;     /* as they stand in the data; NULL: never mentioned */
    hm_type type;
} figure;

/* A file, or a sheet of a workbook, that figures stand in. */
typedef struct place {
    const char *name;     /* the very text that locations have */
    uint32_t file, sheet; /* codes of their columns */
    bool has_file, has_sheet;
} place;

typedef struct observations_table {
    hm_table table; /* first: the table is the whole of it */
    hm_shown shown; /* its arena: inputs, and what columns say by code */
    figure *figures;
    size_t figure_count;
    place *places;
    size_t place_count;
    uint32_t no; /* the code of the word no in column TEXT; behind it stands yes */
    hm_column columns[COLUMNS];
} observations_table;

/* --- what a block is filled with --- */

typedef struct rows {
    uint32_t *codes[COLUMNS]; /* of coded columns */
    uint8_t *states[COLUMNS]; /* of those that may have no value */
    double *value;
    uint8_t *verified;
    int64_t *line, *column;
    size_t place; /* that the figure before stands in */
    hm_arena arena;
} rows;

static const observations_table *whole(const hm_table *table) {
    return (const observations_table *)(const void *)table;
}

static bool take_rows(rows *r, const observations_table *t, size_t count) {
    bool fine = true;
    for (int i = 0; i < COLUMNS; i++) {
        if (t->columns[i].coded)
            fine &= (r->codes[i] = hm_arena_take_array(&r->arena, count, sizeof(uint32_t))) != NULL;
        if (i >= VALUE && i != STATUS)
            fine &= (r->states[i] = hm_arena_take_array(&r->arena, count, 1)) != NULL;
    }
    r->value = hm_arena_take_array(&r->arena, count, sizeof *r->value);
    r->verified = hm_arena_take_array(&r->arena, count, sizeof *r->verified);
    r->line = hm_arena_take_array(&r->arena, count, sizeof *r->line);
    r->column = hm_arena_take_array(&r->arena, count, sizeof *r->column);
    return fine && r->value && r->verified && r->line && r->column;
}

static bool open_block(const hm_table *table, hm_block *block, size_t count) {
    rows *r = hm_allocate_array(table->allocator, 1, sizeof *r);
    block->workspace = r;
    if (!r)
        return false;
    hm_arena_open(&r->arena, table->allocator);
    if (!take_rows(r, whole(table), count))
        return false;
    for (int i = 0; i < COLUMNS; i++)
        block->columns[i] = (hm_column_block){.codes = r->codes[i], .states = r->states[i]};
    block->columns[VALUE].cells.numbers = r->value;
    block->columns[VERIFIED].cells.flags = r->verified;
    block->columns[LINE].cells.integers = r->line;
    block->columns[COLUMN].cells.integers = r->column;
    return true;
}

static void close_block(const hm_table *table, hm_block *block, size_t count) {
    rows *r = block->workspace;
    (void)count;
    if (!r)
        return;
    hm_arena_close(&r->arena);
    hm_release(table->allocator, r, sizeof *r);
}

/* There is nothing to say, or there is. */
static uint8_t state_of(bool there) {
    return there ? HM_OBSERVED : HM_NOT_APPLICABLE;
}

static void fill_figure(const observations_table *t, rows *r, size_t at, const figure *f,
                        size_t unit) {
    const uint8_t state = f->cells->states[unit];
    const double value = state == HM_OBSERVED ? f->cells->values[unit] : 0;
    const bool has_number = f->type != HM_TYPE_TEXT, has_text = f->type != HM_TYPE_NUMBER;
    r->codes[STATUS][at] = state;
    r->states[VALUE][at] = has_number ? state : HM_NOT_APPLICABLE;
    r->states[TEXT][at] = has_text ? state : HM_NOT_APPLICABLE;
    r->value[at] = value;
    r->codes[TEXT][at] = f->type == HM_TYPE_LOGIC ? t->no + (value != 0)
                         : has_text               ? (uint32_t)value
                                                  : 0;
}

static void fill_remarks(rows *r, size_t at, const hm_series *series, size_t unit) {
    for (size_t i = 0; i < REMARKS; i++) {
        const int column = remarks[i].column;
        const uint32_t number = series ? hm_series_remark(series, remarks[i].remark, unit) : 0;
        r->states[column][at] = state_of(number > 0);
        r->codes[column][at] = number > 0 ? number - 1 : 0;
    }
    const int verified = series ? hm_series_verified(series, unit) : -1;
    r->states[VERIFIED][at] = state_of(verified >= 0);
    r->verified[at] = verified > 0;
}

/* Figures come in runs of one file. The number of places: it stands in none. */
static size_t find_place(const observations_table *t, rows *r, const char *name) {
    if (r->place < t->place_count && t->places[r->place].name == name)
        return r->place;
    size_t i = 0;
    while (i < t->place_count && t->places[i].name != name)
        i++;
    return r->place = i;
}

static void fill_location(const observations_table *t, rows *r, size_t at, const hm_series *series,
                          size_t unit) {
    const hm_dataset *dataset = t->shown.scores->bound.dataset;
    const hm_location location =
        series ? hm_series_location(dataset, series, unit) : (hm_location){.file = ""};
    const size_t number = find_place(t, r, location.file);
    const place in = number < t->place_count ? t->places[number] : (place){.name = ""};
    r->states[FILE_NAME][at] = state_of(in.has_file);
    r->states[SHEET][at] = state_of(in.has_sheet);
    r->states[LINE][at] = state_of(location.line > 0);
    r->states[COLUMN][at] = state_of(location.column > 0);
    r->codes[FILE_NAME][at] = in.file;
    r->codes[SHEET][at] = in.sheet;
    r->line[at] = location.line;
    r->column[at] = location.column;
}

static void read_rows(const hm_table *table, hm_block *block, size_t first, size_t count) {
    const observations_table *t = whole(table);
    const hm_dataset *dataset = t->shown.scores->bound.dataset;
    const uint32_t *cities = hm_dataset_cities(dataset), *periods = hm_dataset_periods(dataset);
    rows *r = block->workspace;
    for (size_t at = 0; at < count; at++) {
        const size_t index = first + at, number = index % t->figure_count;
        const size_t unit = hm_shown_unit(&t->shown, index / t->figure_count);
        const figure *f = &t->figures[number];
        r->codes[CITY][at] = cities[unit];
        r->codes[PERIOD][at] = periods[unit];
        r->codes[INPUT][at] = (uint32_t)number;
        fill_figure(t, r, at, f, unit);
        fill_remarks(r, at, f->series, unit);
        fill_location(t, r, at, f->series, unit);
    }
}

static void free_table(hm_table *table) {
    observations_table *t = (observations_table *)(void *)table;
    hm_shown_close(&t->shown);
    hm_release(table->allocator, t, sizeof *t);
}

static const hm_table_kind kind = {open_block, close_block, read_rows, free_table};

/* --- what columns say by code --- */

static const hm_column columns[COLUMNS] = {
    [INPUT] = {"input", HM_COLUMN_TEXT, "", .coded = true, .key = HM_NO_KEY},
    [VALUE] = {"value", HM_COLUMN_NUMBER, "", .key = HM_NO_KEY},
    [TEXT] = {"text", HM_COLUMN_TEXT, "", .coded = true, .key = HM_NO_KEY},
    [STATUS] = {"status", HM_COLUMN_TEXT, "", .words = true, .coded = true, .key = HM_NO_KEY},
    [QUALITY] = {"quality", HM_COLUMN_TEXT, "", .coded = true, .key = HM_NO_KEY},
    [VERIFIED] = {"verified", HM_COLUMN_FLAG, "", .key = HM_NO_KEY},
    [SOURCE] = {"source", HM_COLUMN_TEXT, "", .coded = true, .key = HM_NO_KEY},
    [NOTE] = {"note", HM_COLUMN_TEXT, "", .coded = true, .key = HM_NO_KEY},
    [FILE_NAME] = {"file", HM_COLUMN_TEXT, "", .coded = true, .key = HM_NO_KEY},
    [SHEET] = {"sheet", HM_COLUMN_TEXT, "", .coded = true, .key = HM_NO_KEY},
    [LINE] = {"line", HM_COLUMN_INTEGER, "", .key = HM_NO_KEY},
    [COLUMN] = {"column", HM_COLUMN_INTEGER, "", .key = HM_NO_KEY},
};

static void set_texts(hm_column *column, const char *const *texts, size_t count) {
    column->values.texts = texts;
    column->values_count = (uint32_t)count;
}

/* Which inputs are shown; false when memory has run out. */
static bool choose_figures(observations_table *t, const hm_bound *bound) {
    const hm_plan *plan = bound->plan;
    const char **names = hm_arena_take_array(&t->shown.arena, plan->input_count, sizeof *names);
    t->figures = hm_arena_take_array(&t->shown.arena, plan->input_count, sizeof *t->figures);
    if (!names || !t->figures)
        return false;
    for (size_t i = 0; i < plan->input_count; i++) {
        const hm_input *input = plan->inputs[i];
        if (input->kind == HM_KIND_RECORDS)
            continue;
        names[t->figure_count] = input->name;
        t->figures[t->figure_count++] =
            (figure){.cells = &bound->inputs.columns[i],
                     .series = hm_dataset_series(bound->dataset, input->name),
                     .type = hm_kind_of(input->kind)->type};
    }
    set_texts(&t->columns[INPUT], names, t->figure_count);
    return true;
}

/* What figures that are no numbers say: the texts of package and data, no and yes. */
static bool describe_texts(observations_table *t, const hm_names *texts) {
    const size_t count = (size_t)texts->count + 2;
    const char **all = hm_arena_take_array(&t->shown.arena, count, sizeof *all);
    if (!all)
        return false;
    for (uint32_t i = 0; i < texts->count; i++)
        all[i] = texts->texts[i];
    t->no = texts->count;
    all[t->no] = "no";
    all[t->no + 1] = "yes";
    set_texts(&t->columns[TEXT], all, count);
    return true;
}

static uint32_t find_text(const char *const *texts, size_t count, const char *text, size_t size) {
    uint32_t i = 0;
    while (i < count && (strlen(texts[i]) != size || memcmp(texts[i], text, size) != 0))
        i++;
    return i;
}

/* Which files and sheets there are. */
static bool describe_places(observations_table *t, const hm_dataset *dataset) {
    const size_t files = hm_dataset_file_count(dataset), places = hm_dataset_places(dataset, NULL);
    const char **names = hm_arena_take_array(&t->shown.arena, files, sizeof *names);
    const char **all = hm_arena_take_array(&t->shown.arena, places, sizeof *all);
    const char **sheets = hm_arena_take_array(&t->shown.arena, places, sizeof *sheets);
    t->places = hm_arena_take_array(&t->shown.arena, places, sizeof *t->places);
    if (!names || !all || !sheets || !t->places)
        return false;
    for (size_t i = 0; i < files; i++)
        names[i] = hm_dataset_file(dataset, i)->name;
    t->place_count = hm_dataset_places(dataset, all);
    uint32_t sheet_count = 0;
    for (size_t i = 0; i < places; i++) {
        const char *name = all[places - 1 - i], *sheet = hm_sheet_of_file(name);
        place *in = &t->places[i];
        *in = (place){.name = name, .has_sheet = *sheet != '\0'};
        in->file = find_text(names, files, name, hm_size_of_file(name));
        in->has_file = in->file < files;
        in->file = in->has_file ? in->file : 0;
        if (in->has_sheet)
            in->sheet = find_text(sheets, sheet_count, sheet, strlen(sheet));
        if (in->has_sheet && in->sheet == sheet_count)
            sheets[sheet_count++] = sheet;
    }
    set_texts(&t->columns[FILE_NAME], names, files);
    set_texts(&t->columns[SHEET], sheets, sheet_count);
    return true;
}

static bool describe(observations_table *t, const hm_bound *bound) {
    const hm_names *texts = hm_dataset_texts(bound->dataset);
    const char **words = hm_arena_take_array(&t->shown.arena, STATUSES, sizeof *words);
    memcpy(t->columns, columns, sizeof columns);
    hm_shown_describe_units(&t->shown, t->columns);
    if (!words || !choose_figures(t, bound) || !describe_texts(t, &bound->texts) ||
        !describe_places(t, bound->dataset))
        return false;
    for (int state = 0; state < STATUSES; state++)
        words[state] = hm_state_name((hm_state)state);
    set_texts(&t->columns[STATUS], words, STATUSES);
    for (size_t i = 0; i < REMARKS; i++)
        set_texts(&t->columns[remarks[i].column], texts->texts, texts->count);
    return true;
}

hm_code hm_observations_table_open(hm_table **out, const hm_scores *scores, const size_t *units,
                                   size_t unit_count, size_t depth, hm_error *error) {
    const hm_allocator *allocator = scores->allocator;
    observations_table *t = hm_allocate_array(allocator, 1, sizeof *t);
    if (!t)
        return hm_error_memory(error);
    const bool fine =
        hm_shown_open(&t->shown, scores, units, unit_count, depth) && describe(t, &scores->bound);
    t->table = (hm_table){.kind = &kind,
                          .allocator = allocator,
                          .name = "observations",
                          .rows = t->shown.unit_count * t->figure_count,
                          .count = COLUMNS,
                          .columns = t->columns,
                          .together = t->figure_count > 0 ? t->figure_count : 1};
    if (!fine) {
        free_table(&t->table);
        return hm_error_memory(error);
    }
    *out = &t->table;
    return HM_OK;
}
