/* test_load_parts.c: files of many parts, which are read on several threads: each is written with
 * what is expected of it, cell by cell, at hand. */
#define _XOPEN_SOURCE 700
#include <pthread.h>
#include <time.h>

#include "core_support.h"
#include "dataset_support.h"
#include "platform/pipeline.h"

enum { INPUTS = 12, MOST_UNITS = 60000 };

/* What is known of a cell: line 0 when nothing is. */
typedef struct known {
    double value;
    bool text; /* whatever its number */
    uint32_t line, column;
} known;

/* A thread may be held up at any time, as long as the machine likes: here all but the calling one
 * now and then before they begin a part, so that it goes as far as it can without them. */
static bool slow;
static pthread_t caller;
static hm_pipeline slowed;

static void begin_slowly(void *context, size_t slot, size_t chunk) {
    static uint64_t seed = 20261127; /* parts are begun one at a time */
    if (slow && !pthread_equal(pthread_self(), caller) && draw(&seed, 2) == 0)
        (void)nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    slowed.begin(context, slot, chunk);
}

void __real_hm_pipeline_run(const hm_pipeline *pipeline);

void __wrap_hm_pipeline_run(const hm_pipeline *pipeline) {
    hm_pipeline changed = slowed = *pipeline;
    caller = pthread_self();
    if (pipeline->begin)
        changed.begin = begin_slowly;
    __real_hm_pipeline_run(&changed);
}

typedef struct scene {
    shown text;
    uint64_t seed;
    uint32_t line; /* the next */
    size_t units, rejected;
    uint32_t *names; /* of each unit; the top bit says that it has an accent */
    known (*cells)[INPUTS];
    unsigned odd;   /* a row in so many is not plain; 0: none */
    bool quoted;    /* cities are */
    bool shrinking; /* later rows are much shorter */
} scene;

static void open_scene(scene *s) {
    memset(s, 0, sizeof *s);
    s->seed = 20261124;
    s->line = 1;
    s->names = calloc(MOST_UNITS, sizeof *s->names);
    s->cells = calloc(MOST_UNITS, sizeof *s->cells);
    assert_true(s->names && s->cells);
}

static void close_scene(scene *s) {
    free(s->text.text);
    free(s->names);
    free(s->cells);
}

/* Writes a cell and notes where: `column` is counted on. */
static void write_number(scene *s, known *cell, uint32_t *column, size_t row, size_t rows) {
    char text[64];
    const unsigned kind = draw(&s->seed, 20);
    const bool wide = s->shrinking && row < rows / 2;
    const uint32_t number = draw(&s->seed, wide ? 1000000 : 10);
    const double values[] = {number, number + 0.25, -(double)number};
    static const char *const forms[] = {"%u", "%u.25", "-%u", "\"%u\"", " %u"};
    const size_t form = kind < 12 ? 0 : kind < 16 ? 1 : kind < 17 ? 2 : kind < 18 ? 3 : 4;
    *cell = (known){values[form < 3 ? form : 0], false, s->line, *column};
    (void)snprintf(text, sizeof text, forms[form], (unsigned)number);
    show(&s->text, ",%s", text);
    *column += (uint32_t)strlen(text) + 1;
}

#define ACCENT (UINT32_C(1) << 31)

/* A city that needs quotes if it has any. Returns its characters. */
static uint32_t write_city(scene *s, uint32_t name) {
    const size_t before = s->text.size;
    const bool accent = name >= ACCENT;
    show(&s->text, s->quoted ? "\"City, %06u%s\"" : "City %06u%s", (unsigned)(name & ~ACCENT),
         accent ? "\xC3\xA9" : "");
    return (uint32_t)(s->text.size - before) - accent;
}

/* A row that is longer than a part with all that is copied with it: of text. */
static void write_long_row(scene *s, uint32_t name) {
    static char many[200001];
    memset(many, 'x', sizeof many - 1);
    s->names[s->units] = name;
    uint32_t column = write_city(s, name) + 2 + 5;
    show(&s->text, ",2025,%s", many);
    s->cells[s->units][0] = (known){0, true, s->line, column};
    column += (uint32_t)sizeof many;
    for (size_t i = 1; i < INPUTS; i++)
        write_number(s, &s->cells[s->units][i], &column, 0, 0);
    show(&s->text, "\n");
    s->units++;
}

/* A row that is not plain: of a unit of its own, or rejected, or of no effect. */
static void write_odd_row(scene *s, size_t row, size_t rows) {
    switch (draw(&s->seed, 5)) {
    case 0: /* no period */
        show(&s->text, "City X,never%.*s\n", INPUTS, ",,,,,,,,,,,,,,,,");
        s->rejected++;
        break;
    case 1: /* too many fields */
        show(&s->text, "City X,2025%.*s\n", INPUTS + 1, ",,,,,,,,,,,,,,,,");
        s->rejected++;
        break;
    case 2: /* a unit again, with nothing new */
        if (s->units == 0)
            return;
        write_city(s, s->names[draw(&s->seed, (uint32_t)s->units)]);
        show(&s->text, ",2025%.*s\n", INPUTS, ",,,,,,,,,,,,,,,,");
        break;
    case 3: /* blank */
        if (draw(&s->seed, 100) == 0)
            write_long_row(s, (uint32_t)row);
        else
            show(&s->text, "\r\n");
        break;
    default: { /* a line end within quotes: what follows stands on the next line */
        s->names[s->units] = (uint32_t)row;
        write_city(s, (uint32_t)row);
        show(&s->text, ",\"2025\n\"");
        uint32_t column = 3; /* behind the closing quote and the comma */
        s->line++;
        for (size_t i = 0; i < INPUTS; i++)
            write_number(s, &s->cells[s->units][i], &column, row, rows);
        s->units++;
        show(&s->text, "\n");
    }
    }
    s->line++;
}

static void write_rows(scene *s, size_t rows, uint32_t first) {
    for (size_t row = 0; row < rows; row++) {
        if (s->odd > 0 && draw(&s->seed, s->odd) == 0) {
            write_odd_row(s, first + row + 1000000, rows);
            continue;
        }
        const uint32_t name = first + (uint32_t)row + (draw(&s->seed, 100) == 0 ? ACCENT : 0);
        s->names[s->units] = name;
        uint32_t column = write_city(s, name) + 2 + 5; /* behind the city, a comma, 2025, another */
        show(&s->text, ",2025");
        for (size_t i = 0; i < INPUTS; i++)
            write_number(s, &s->cells[s->units][i], &column, row, rows);
        show(&s->text, draw(&s->seed, 50) == 0 ? "\r\n" : "\n");
        s->units++;
        s->line++;
    }
}

static void write_header(scene *s) {
    s->text.size = 0;
    s->line = 2;
    show(&s->text, "city,period");
    for (int i = 0; i < INPUTS; i++)
        show(&s->text, ",i%d", i);
    show(&s->text, "\n");
}

static void check_cells(const hm_dataset *dataset, const scene *s) {
    assert_int_equal(hm_dataset_unit_count(dataset), s->units);
    for (int i = 0; i < INPUTS; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "i%d", i);
        const hm_series *series = hm_dataset_series(dataset, name);
        assert_non_null(series);
        for (size_t unit = 0; unit < s->units; unit++) {
            const known *cell = &s->cells[unit][i];
            const hm_location place = hm_series_location(dataset, series, unit);
            if (cell->line != place.line || cell->column != place.column ||
                (cell->text && series->cells[unit] != HM_CELL_TEXT) ||
                (cell->line > 0 && !cell->text && !(series->values[unit] == cell->value)))
                fail_msg("unit %zu, %s: %g @%u:%u, expected %g @%u:%u", unit, name,
                         series->values[unit], (unsigned)place.line, (unsigned)place.column,
                         cell->value, (unsigned)cell->line, (unsigned)cell->column);
        }
    }
}

static void check_wide(size_t rows, unsigned odd, bool quoted, bool shrinking) {
    hm_error error;
    scene s;
    open_scene(&s);
    s.odd = odd;
    s.quoted = quoted;
    s.shrinking = shrinking;
    write_header(&s);
    write_rows(&s, rows, 0);
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", s.text.text, s.text.size);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    check_cells(dataset, &s);
    assert_int_equal(hm_issues_count_of(hm_dataset_issues(dataset), HM_REJECTED), s.rejected);
    hm_dataset_free(dataset);
    close_scene(&s);
}

static void parts_wide(void **state) {
    (void)state;
    static const size_t rows[] = {1, 300, 8000, 40000};
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_wide(rows[i], 0, false, false);
        check_wide(rows[i], 0, true, false);
    }
}

/* Rows that are not plain move all rows behind them. */
static void parts_wide_odd_rows(void **state) {
    (void)state;
    static const unsigned odd[] = {3, 20, 1000};
    for (size_t i = 0; i < COUNT(odd); i++) {
        check_wide(30000, odd[i], false, false);
        check_wide(30000, odd[i], true, false);
    }
}

/* The first rows promise fewer than there are. */
static void parts_wide_more_rows_than_guessed(void **state) {
    (void)state;
    check_wide(40000, 0, false, true);
    check_wide(40000, 1000, false, true);
}

/* Whatever the threads' turns: a part may still be begun when one before it had no room. */
static void parts_wide_slow_threads(void **state) {
    (void)state;
    slow = true;
    for (int i = 0; i < 12; i++) {
        check_wide(20000, 3, false, false);
        check_wide(30000, 0, false, true);
    }
    slow = false;
}

/* Several files into one data set: more units each; some of the inputs each. */
static void parts_wide_files(void **state) {
    (void)state;
    hm_error error;
    scene s;
    open_scene(&s);
    hm_dataset *dataset = new_dataset();
    for (uint32_t file = 0; file < 5; file++) {
        write_header(&s);
        write_rows(&s, 9000, file * 10000);
        read_bytes(dataset, "a.csv", s.text.text, s.text.size);
    }
    shown more = {0};
    show(&more, "city,period,more\n");
    for (uint32_t row = 0; row < 10000; row++)
        show(&more, "%s %u,2025,%u\n", row < 5000 ? "Other" : "New", (unsigned)row, (unsigned)row);
    read_bytes(dataset, "b.csv", more.text, more.size);
    memcpy(more.text, "city,period,last", 16);
    read_bytes(dataset, "c.csv", more.text, more.size);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    const hm_series *a = hm_dataset_series(dataset, "more");
    const hm_series *b = hm_dataset_series(dataset, "last");
    for (size_t row = 0; row < 10000; row++) {
        assert_true(a->values[s.units + row] == (double)row);
        assert_true(b->values[s.units + row] == (double)row);
        assert_int_equal(hm_series_location(dataset, b, s.units + row).line, row + 2);
    }
    assert_int_equal(s.units, 45000);
    s.units += 10000; /* of which the other inputs know nothing */
    check_cells(dataset, &s);
    hm_dataset_free(dataset);
    free(more.text);
    close_scene(&s);
}

/* Blank lines by the hundred thousand promise rows that never come. */
static void parts_wide_blank_lines(void **state) {
    (void)state;
    hm_error error;
    scene s;
    open_scene(&s);
    write_header(&s);
    for (int i = 0; i < 400000; i++, s.line++)
        show(&s.text, "\n");
    write_rows(&s, 1000, 0);
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", s.text.text, s.text.size);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    check_cells(dataset, &s);
    hm_dataset_free(dataset);
    close_scene(&s);
}

/* Long files in two orders, in `share` of 100 of which there is a row. */
static void check_long(bool by_input, size_t units, unsigned share) {
    hm_error error;
    scene s;
    open_scene(&s);
    write_header(&s);
    s.text.size = 0;
    s.units = units;
    show(&s.text, "city,period,input,value\n");
    for (int i = 0; i < INPUTS; i++) /* so that units are in order in either case */
        for (size_t u = 0; by_input && i == 0 && u < units; u++, s.line++)
            show(&s.text, "C%zu,2025,i0,\n", u);
    for (size_t k = 0; k < units * INPUTS; k++) {
        const size_t unit = by_input ? k % units : k / INPUTS;
        const size_t i = by_input ? k / units : k % INPUTS;
        if (i > 0 && draw(&s.seed, 100) >= share)
            continue;
        const size_t before = s.text.size;
        show(&s.text, "C%zu,2025,i%zu,", unit, i);
        const uint32_t column = (uint32_t)(s.text.size - before) + 1;
        s.cells[unit][i] = (known){draw(&s.seed, 1000), false, s.line++, column};
        show(&s.text, "%g\n", s.cells[unit][i].value);
    }
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", s.text.text, s.text.size);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    check_cells(dataset, &s);
    hm_dataset_free(dataset);
    close_scene(&s);
}

static void parts_long(void **state) {
    (void)state;
    check_long(false, 300, 95);
    check_long(false, 20000, 95);
    check_long(false, 20000, 20);
    check_long(true, 300, 95);
    check_long(true, 20000, 50);
}

/* A unit with more rows than a byte can count. */
static void parts_long_many_inputs(void **state) {
    (void)state;
    hm_error error;
    shown text = {0};
    show(&text, "city,period,input,value\n");
    for (int unit = 0; unit < 3; unit++)
        for (int i = 0; i < 600; i++)
            show(&text, "C%d,2025,input%d,%d\n", unit, i, 600 * unit + i);
    hm_dataset *dataset = new_dataset();
    read_bytes(dataset, "a.csv", text.text, text.size);
    assert_int_equal(hm_dataset_finish(dataset, &error), HM_OK);
    for (size_t i = 0; i < 600; i++) {
        const hm_series *series = hm_dataset_series_at(dataset, i);
        for (size_t unit = 0; unit < 3; unit++) {
            assert_true(series->values[unit] == (double)(600 * unit + i));
            assert_int_equal(hm_series_location(dataset, series, unit).line, 600 * unit + i + 2);
        }
    }
    hm_dataset_free(dataset);
    free(text.text);
}

static hm_code read_all(const hm_allocator *allocator, const scene *s) {
    hm_error error;
    hm_dataset *dataset = NULL;
    hm_code code = hm_dataset_new(&dataset, allocator, &error);
    if (code == HM_OK)
        code = hm_dataset_read_memory(dataset, "a.csv", s->text.text, s->text.size, &error);
    if (code == HM_OK)
        code = hm_dataset_finish(dataset, &error);
    if (code == HM_OK)
        check_cells(dataset, s);
    hm_dataset_free(dataset);
    return code;
}

/* Every allocation fails once: the data are read all the same or memory has run out. */
static void parts_wide_memory_runs_out(void **state) {
    (void)state;
    scene s;
    open_scene(&s);
    s.shrinking = true;
    s.odd = 1000;
    write_header(&s);
    write_rows(&s, 6000, 0);
    counted c = {0};
    const hm_allocator allocator = {counted_resize, &c};
    assert_int_equal(read_all(&allocator, &s), HM_OK);
    const size_t calls = c.calls;
    size_t lost = 0;
    for (size_t call = 1; call <= calls; call += call < 200 ? 1 : 17) {
        c = (counted){.refused = call};
        const hm_code code = read_all(&allocator, &s);
        assert_true(code == HM_OK || code == HM_ERROR_MEMORY);
        assert_int_equal(c.bytes, 0);
        assert_int_equal(c.pieces, 0);
        lost += code != HM_OK;
    }
    assert_true(lost > 20);
    close_scene(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_wide),
        cmocka_unit_test(parts_wide_odd_rows),
        cmocka_unit_test(parts_wide_more_rows_than_guessed),
        cmocka_unit_test(parts_wide_slow_threads),
        cmocka_unit_test(parts_wide_files),
        cmocka_unit_test(parts_wide_blank_lines),
        cmocka_unit_test(parts_long),
        cmocka_unit_test(parts_long_many_inputs),
        cmocka_unit_test(parts_wide_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
